"""The shipped gazetteer: size, speed, names, kinds, coordinates known from maps, words that need ground."""

from __future__ import annotations

from pathlib import Path

import pytest

from riwaya.arabic.fold import fold_key
from riwaya.errors import GazetteerError
from riwaya.gazetteer import Gazetteer, load_gazetteer
from riwaya.gazetteer.geometry import kilometres
from riwaya.gazetteer.index import SHIPPED, read_compiled
from riwaya.gazetteer.kinds import RADIUS_KM
from riwaya.gazetteer.names import spellings

KNOWN = [
    ("الشدادي", "SY", 36.06, 40.73), ("الشحيل", "SY", 35.11, 40.46), ("الباغوز", "SY", 34.45, 40.96), ("البوكمال", "SY", 34.45, 40.92),
    ("كوباني", "SY", 36.89, 38.35), ("ترهونة", "LY", 32.43, 13.63), ("النبطية", "LB", 33.38, 35.48), ("الحسكة", "SY", 36.50, 40.75),
    ("الموصل", "IQ", 36.34, 43.13), ("القائم", "IQ", 34.38, 41.03), ("عين الأسد", "IQ", 33.79, 42.44), ("طوزخورماتو", "IQ", 34.89, 44.63),
    ("حيس", "YE", 13.93, 43.48), ("الضالع", "YE", 13.70, 44.73), ("صنعاء", "YE", 15.35, 44.21), ("مخيم جنين", "PS", 32.46, 35.29),
    ("الشجاعية", "PS", 31.50, 34.47), ("الفاشر", "SD", 13.63, 25.35), ("بورتسودان", "SD", 19.62, 37.22), ("العريش", "EG", 31.13, 33.80),
    ("مقديشو", "SO", 2.04, 45.34), ("كيدال", "ML", 18.44, 1.41), ("مايدوغوري", "NG", 11.85, 13.16), ("قندهار", "AF", 31.61, 65.71),
    ("ميرانشاه", "PK", 33.00, 70.07), ("أنقرة", "TR", 39.92, 32.85), ("طهران", "IR", 35.69, 51.42), ("سديروت", "IL", 31.52, 34.60),
]  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def test_it_ships_small_and_whole() -> None:
    assert SHIPPED.stat().st_size < 15_000_000
    assert len(read_compiled(SHIPPED).columns[0]) == len(load_gazetteer())


@pytest.mark.parametrize(("name", "country", "lat", "lon"), KNOWN, ids=[row[0] for row in KNOWN])
def test_known_places(gazetteer: Gazetteer, name: str, country: str, lat: float, lon: float) -> None:
    near = [
        p
        for p in gazetteer.candidates(name)
        if p.country == country and p.point and kilometres(p.point, (lat, lon)) < 10
    ]
    assert near, gazetteer.candidates(name)


def test_enough_places_were_put_in_by_hand(gazetteer: Gazetteer) -> None:
    places = [gazetteer.place(row) for row in range(len(gazetteer))]
    assert sum(place.curated and place.kind != "admin1" for place in places) >= 600
    assert len({place.id for place in places}) == len(places)
    assert {place.kind for place in places} <= RADIUS_KM.keys()


def test_every_name_is_in_search_form_and_leads_to_places(gazetteer: Gazetteer) -> None:
    for name, rows in gazetteer.names():
        assert name == fold_key(name)
        assert rows
        assert all(0 <= row < len(gazetteer) for row in rows)


def test_every_curated_place_lies_near_its_governorate(gazetteer: Gazetteer) -> None:
    places = [gazetteer.place(row) for row in range(len(gazetteer))]
    seats = {(p.country, p.admin1): p for p in places if p.kind == "admin1"}
    for place in places:
        seat = seats.get((place.country, place.admin1))
        if gazetteer.listed(place) and seat is not None and place.point and seat.point:
            assert kilometres(place.point, seat.point) < 750, place


@pytest.mark.parametrize(
    "name", "الكرمة النصر السلام الجزيرة الحكومة المدينة السوق الجديدة الاتحاد القدم الباب كيف".split()
)
def test_common_words_need_ground(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.needs_ground(name)


@pytest.mark.parametrize("name", "دمشق حلب الشدادي بغداد الخرطوم غزة سوريا اليمن إدلب تدمر الموصل صنعاء بنغازي".split())
def test_plain_names_need_none(gazetteer: Gazetteer, name: str) -> None:
    assert not gazetteer.needs_ground(name)


def test_spellings_of_one_name() -> None:
    assert {"البوكمال", "البو كمال"} <= spellings("البو كمال").keys()
    assert {"ابو كمال", "ابوكمال", "ابي كمال"} <= spellings("أبو كمال").keys()
    assert {"كفرنبل", "كفر نبل"} <= spellings("كفرنبل").keys()
    assert spellings("Aleppo") == {}


def test_a_missing_or_damaged_gazetteer_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no such gazetteer"):
        read_compiled(tmp_path / "none.gz")
    broken = tmp_path / "broken.gz"
    broken.write_bytes(SHIPPED.read_bytes()[:5000])
    with pytest.raises(GazetteerError, match="damaged"):
        read_compiled(broken)
