"""Places resolved: the table of cases, relations word by word, ranking with its reasons."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from riwaya.arabic.fold import fold
from riwaya.gazetteer import load_gazetteer
from riwaya.gazetteer.geometry import kilometres
from riwaya.model import Span, Where
from riwaya.resolve.phrases import read_phrase
from riwaya.resolve.places import PlaceContext, rank, resolve_place
from riwaya.resolve.relations import find_relation, relation_after, relation_before

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "places.yaml").read_text(encoding="utf-8"))


def resolved(case: dict[str, Any]) -> Where:
    match = re.search(r"\[(.+?)\]", case["text"])
    assert match is not None
    text = case["text"].replace("[", "").replace("]", "")
    where = Where(match[1], Span(match.start(), match.start() + len(match[1])))
    return resolve_place(where, PlaceContext(tuple(case["countries"])), load_gazetteer(), text)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_case(case: dict[str, Any]) -> None:
    where = resolved(case)
    assert (where.country, where.admin1) == (case["country"], case["admin1"]), where
    assert where.relation == case["relation"], where
    assert case.get("shape") is None or (where.geometry is not None and where.geometry.kind == case["shape"])
    if case["country"] is None and where.relation != "border":
        assert where.lat is None
        assert where.id is None
    if "km" in case:
        assert where.lat is not None
        assert where.lon is not None
        anchor = rank(where.name, PlaceContext(tuple(case["countries"])), load_gazetteer())[0].place
        assert anchor.lat is not None
        assert anchor.lon is not None
        assert kilometres((where.lat, where.lon), (anchor.lat, anchor.lon)) == pytest.approx(case["km"], rel=0.02)


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 260
    assert len({case["text"] for case in CASES}) == len(CASES)


def test_other_places_of_the_report_settle_a_homonym() -> None:
    where = Where("طرابلس", None)
    gazetteer = load_gazetteer()
    libya = resolve_place(where, PlaceContext((), ("بنغازي", "مصراته")), gazetteer)
    lebanon = resolve_place(where, PlaceContext((), ("بيروت", "صيدا", "لبنان")), gazetteer)
    assert (libya.country, lebanon.country) == ("LY", "LB")


def test_ranking_keeps_its_reasons() -> None:
    first, *others = rank("طرابلس", PlaceContext(("LB",)), load_gazetteer())
    assert first.place.country == "LB"
    assert any("country 1 of the report" in reason for reason in first.reasons)
    assert others
    assert all(first.score >= other.score for other in others)
    assert all(other.reasons for other in others)


def test_a_stretch_lies_midway_with_half_its_length_as_radius() -> None:
    where = resolve_place(Where("طريق حلب دمشق", None), PlaceContext(("SY",)), load_gazetteer())
    assert where.anchors == ("حلب", "دمشق")
    assert where.radius_km == pytest.approx(155, abs=5)
    assert where.lat == pytest.approx(34.86, abs=0.05)


def test_a_small_village_abroad_is_not_believed() -> None:
    gazetteer = load_gazetteer()
    name = next(n for n, rows in gazetteer.names() if len(rows) == 1 and gazetteer.place(rows[0]).country == "IR"
                and gazetteer.place(rows[0]).kind == "village" and " " in n)  # fmt: skip
    assert resolve_place(Where(name, None), PlaceContext(("YE",)), gazetteer).id is None
    assert resolve_place(Where(name, None), PlaceContext(("IR",)), gazetteer).id is not None


RELATIONS = [
    ("هجوم على بعد 10 كم غرب X", "west_of", 10.0),
    ("هجوم جنوب مدينة X", "south_of", None),
    ("هجوم شمال شرقي X", "northeast_of", None),
    ("هجوم بجنوب X", "south_of", None),
    ("تقع إلى الغرب من X", "west_of", None),
    ("على بعد كيلومترين من X", "near", 2.0),
    ("على بعد مئات الأمتار من X", "near", 0.2),
    ("على مسافة خمسين كيلومتراً من X", "near", 50.0),
    ("على بعد 1.5 كم شمال غرب قرية X", "northwest_of", 1.5),
    ("قرب X", "near", None),
    ("في محيط بلدة X", "near", None),
    ("عند أطراف X", "near", None),
    ("على مشارف X", "near", None),
    ("بضواحي X", "near", None),
    ("وسط X", "in", None),
    ("في ريف X", "countryside", None),
    ("بالريف الشرقي لمدينة X", "countryside", None),
    ("قبالة سواحل X", "off_coast", None),
    ("على الحدود مع X", "border", None),
    ("على الطريق بين X", "on_road", None),
    ("على الطريق الواصل بين X", "on_road", None),
    ("اشتباك بين X", "between", None),
    ("من دمشق إلى X", "from_to", None),
    ("قصفت X", None, None),
    ("في مدينة X", None, None),
    ("قصف الشمال، ثم X", None, None),
]


@pytest.mark.parametrize(("text", "kind", "km"), RELATIONS, ids=[row[0] for row in RELATIONS])
def test_relation_before(text: str, kind: str | None, km: float | None) -> None:
    folded = fold(text.replace("X", "الشدادي")).text
    found = relation_before(folded, folded.index("الشدادي"))
    assert (found.kind if found else None) == kind
    if km is not None:
        assert found is not None
        assert found.distance_km == km


def test_relation_begins_where_its_words_begin() -> None:
    folded = fold("قتل اثنان على بعد 10 كم غرب الشدادي").text
    found = relation_before(folded, folded.index("الشدادي"))
    assert found is not None
    assert folded[found.start :].startswith("علي بعد")


def test_relation_after() -> None:
    folded = fold("في ريف حلب الشمالي الشرقي اليوم").text
    found = relation_after(folded, folded.index("حلب") + 3)
    assert found is not None
    assert (found.kind, found.bearing) == ("countryside", 45.0)
    folded = fold("جنوب حلب بنحو عشرة كيلومترات").text
    found = relation_after(folded, folded.index("حلب") + 3)
    assert found is not None
    assert found.distance_km == 10.0
    assert relation_after(" حلب اليوم", 4) is None


def test_words_on_both_sides_join() -> None:
    found = find_relation(["جنوب", "غرب", "مدينه"], ["بنحو", "7", "كم"])
    assert found is not None
    assert (found.kind, found.distance_km, found.bearing) == ("southwest_of", 7.0, 225.0)


@given(st.text(alphabet="ابتثجحخدرسشعغفقكلمنهوي 0123456789.,كم", max_size=120), st.integers(0, 120))
def test_relations_never_fail(text: str, at: int) -> None:
    folded = fold(text).text
    at = min(at, len(folded))
    before, after = relation_before(folded, at), relation_after(folded, at)
    assert before is None or 0 <= before.start <= at
    assert after is None or after.end is None or at <= after.end <= len(folded)
    read_phrase(folded.strip())


@given(st.text(alphabet="ابتثجحخدرسشعغفقكلمنهوي طريقبيند", min_size=1, max_size=40))
def test_any_name_resolves_or_stays_open(name: str) -> None:
    where = resolve_place(Where(name, None), PlaceContext(("SY",)), load_gazetteer())
    assert where.name == name
    assert (where.lat is None) == (where.lon is None) == (where.radius_km is None)
