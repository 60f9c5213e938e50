"""The outlines of governorates: in which of them a point lies, at coasts and borders, and how the places agree with them."""

from __future__ import annotations

import time

import pytest

from riwaya.errors import GazetteerError
from riwaya.gazetteer import boundaries, load_gazetteer
from riwaya.gazetteer.boundaries import SHIPPED, load_boundaries
from riwaya.gazetteer.locating import Area, locate

INSIDE = [
    (36.06, 40.73, "SY", "الحسكة"), (35.95, 39.01, "SY", "الرقة"), (33.51, 36.29, "SY", "دمشق"), (33.60, 36.50, "SY", "ريف دمشق"),
    (33.13, 35.83, "SY", "القنيطرة"), (36.34, 43.13, "IQ", "نينوى"), (33.40, 42.00, "IQ", "الأنبار"), (35.18, 45.98, "IQ", "حلبجة"),
    (15.35, 44.21, "YE", "صنعاء"), (12.50, 54.00, "YE", "سقطرى"), (13.93, 43.48, "YE", "الحديدة"), (27.04, 14.43, "LY", "سبها"),
    (13.63, 25.35, "SD", "شمال دارفور"), (31.50, 34.47, "PS", "غزة"), (31.29, 34.25, "PS", "رفح"), (32.46, 35.29, "PS", "جنين"),
    (34.01, 36.21, "LB", "بعلبك الهرمل"), (33.85, 35.90, "LB", "البقاع"), (31.13, 33.80, "EG", "شمال سيناء"), (34.57, 64.00, "AF", None),
    (11.85, 13.16, "NG", "بورنو"), (18.44, 1.41, "ML", "كيدال"), (2.04, 45.34, "SO", "بنادر"), (9.56, 44.06, "SO", "وقويي غلبيد"),
    (33.00, 70.07, "PK", "خيبر بختونخوا"), (-1.29, 36.82, "KE", None),
]  # fmt: skip


@pytest.mark.parametrize(("lat", "lon", "country", "admin1"), INSIDE)
def test_a_point_lies_in_its_governorate(lat: float, lon: float, country: str, admin1: str | None) -> None:
    found = locate((lat, lon), load_gazetteer())
    assert found.country == country
    assert admin1 is None or found.admin1 == admin1


def test_a_harbour_lies_in_its_country_and_the_high_sea_in_none() -> None:
    gazetteer = load_gazetteer()
    assert locate((14.84, 42.90), gazetteer).country == "YE"
    assert locate((34.0, 25.0), gazetteer) == Area()
    assert locate((48.85, 2.35), gazetteer) == Area()


def test_the_country_may_be_known_beforehand() -> None:
    gazetteer = load_gazetteer()
    beyond = (36.80, 42.08)
    assert locate(beyond, gazetteer).country == "IQ"
    assert locate(beyond, gazetteer, "SY") == Area("SY", "الحسكة")
    assert locate(beyond, gazetteer, "FR") == Area("FR")


def test_places_lie_in_the_governorate_that_they_are_said_to_lie_in() -> None:
    gazetteer, outlines = load_gazetteer(), load_boundaries()
    covered = {unit.country for unit in outlines}
    vague = {"country", "sea", "region", "desert", "river", "border", "rural", "mountain"}
    places = [gazetteer.place(row) for row in range(len(gazetteer))]
    places = [p for p in places if gazetteer.listed(p) and p.country in covered and p.kind not in vague and p.point]
    assert len(places) > 3000
    abroad = [p for p in places if p.point and outlines.near_unit(p.point, 15.0, p.country) is None]
    assert not abroad
    astray = []
    for place in places:
        assert place.point is not None
        theirs = [unit for unit in outlines if unit.country == place.country and place.admin1 in unit.admin1]
        if theirs and min(unit.distance(place.point) for unit in theirs) > 10:
            astray.append(place.name)
    assert len(astray) < 0.02 * len(places), astray


def test_it_is_small_and_quick() -> None:
    assert SHIPPED.stat().st_size < 500_000
    gazetteer = load_gazetteer()
    locate((36.0, 40.0), gazetteer)
    start = time.perf_counter()
    for step in range(200):
        locate((33.0 + step / 50, 36.0 + step / 30), gazetteer)
    assert (time.perf_counter() - start) / 200 < 0.005


def test_a_damaged_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundaries, "SHIPPED", SHIPPED.with_name("places.json.gz"))
    load_boundaries.cache_clear()
    with pytest.raises(GazetteerError, match="boundaries"):
        load_boundaries()
    load_boundaries.cache_clear()
