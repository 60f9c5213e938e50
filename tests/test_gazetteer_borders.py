"""Borders and coasts from the outlines: neighbours share a line, and what is off a coast lies at sea."""

from __future__ import annotations

import pytest

from riwaya.gazetteer import Gazetteer, Place, load_gazetteer
from riwaya.gazetteer.borders import border, coast, out_to_sea
from riwaya.gazetteer.boundaries import load_boundaries
from riwaya.gazetteer.geometry import kilometres


def named(name: str, kind: str, country: str) -> Place:
    found = load_gazetteer().candidates(name)
    return next(place for place in found if place.kind == kind and place.country == country)


@pytest.mark.parametrize(
    ("one", "other", "least_km"),
    [
        (("سوريا", "country", "SY"), ("تركيا", "country", "TR"), 500),
        (("العراق", "country", "IQ"), ("سوريا", "country", "SY"), 400),
        (("اليمن", "country", "YE"), ("السعودية", "country", "SA"), 900),
        (("لبنان", "country", "LB"), ("سوريا", "country", "SY"), 150),
        (("حماة", "admin1", "SY"), ("إدلب", "admin1", "SY"), 60),
        (("الجوف", "admin1", "YE"), ("صعدة", "admin1", "YE"), 60),
        (("قطاع غزة", "region", "PS"), ("إسرائيل", "country", "IL"), 40),
    ],
)
def test_neighbours_share_a_line(one: tuple[str, str, str], other: tuple[str, str, str], least_km: float) -> None:
    forth, back = border(named(*one), named(*other)), border(named(*other), named(*one))
    assert forth is not None
    assert back is not None
    assert kilometres(forth.line[0], forth.line[-1]) >= least_km * 0.5
    assert 2 * forth.reach_km >= least_km
    ends = {forth.line[0], forth.line[-1]}
    assert all(min(kilometres(end, mine) for mine in ends) < 60 for end in (back.line[0], back.line[-1]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("سوريا", "country", "SY"), ("اليمن", "country", "YE")),
        (("حلب", "admin1", "SY"), ("درعا", "admin1", "SY")),
        (("دوما", "town", "SY"), ("سوريا", "country", "SY")),
    ],
)
def test_others_share_none(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    assert border(named(*one), named(*other)) is None


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("طرابلس", "LY"),
        ("المخا", "YE"),
        ("عدن", "YE"),
        ("كيسمايو", "SO"),
        ("العريش", "EG"),
        ("بورتسودان", "SD"),
        ("صور", "LB"),
    ],
)
def test_what_is_off_a_coast_lies_at_sea(name: str, country: str) -> None:
    gazetteer: Gazetteer = load_gazetteer()
    place = next(p for p in gazetteer.candidates(name) if p.country == country and p.kind != "admin1" and p.point)
    assert place.point is not None
    there = out_to_sea(place.point)
    assert there is not None
    assert not any(unit.holds(there) for unit in load_boundaries())
    assert 10 < kilometres(place.point, there) < 40


def test_inland_there_is_no_sea() -> None:
    assert out_to_sea((33.51, 36.29)) is None
    assert out_to_sea((34.34, 43.13)) is None


def test_the_coast_of_a_country_is_a_line_by_the_sea() -> None:
    shore = coast(named("ليبيا", "country", "LY"))
    assert shore is not None
    assert shore.reach_km > 500
    assert all(29 < lat < 34 for lat, _ in shore.line)
    assert coast(named("تشاد", "country", "TD")) is None
