"""How events are coded for ACLED and UCDP, by a table of cases; every type, kind of body, outlet and country has its codes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from riwaya.export import acled, days, hapi, ucdp
from riwaya.export.codes import actor_codes, countries, type_codes
from riwaya.export.layout import LeftOut
from riwaya.export.selection import Decided, Figure, Names, OutletName, Selected, Selection
from riwaya.lexicon.entries import ActorEntry, InstitutionEntry, OutletEntry, StateEntry, TriggerEntry
from riwaya.lexicon.load import load_lexicon
from riwaya.model import Actor, Where
from selections import NAMES, SHADADI, bomb, selection

ROOT = Path(__file__).parent
CASES = yaml.safe_load((ROOT / "cases" / "export_codes.yaml").read_text("utf-8"))


def decide(fields: dict[str, Any]) -> Decided:
    """An event in Syria, changed by the fields that a case names."""
    first, _, last = (
        fields.get("days", "2024-03-05/2024-03-05").partition("/") if fields.get("days", 1) else (None, "", None)
    )
    bodies = {
        role: tuple(Actor(None if id.startswith("other:") else id, id) for id in fields.get(role, default))
        for role, default in (("perpetrators", ["isis"]), ("targets", ["sdf"]))
    }
    tolls = tuple(Figure(*toll) for toll in fields.get("tolls", [["killed", 1, 1, None, 1]]))
    return Decided(
        fields.get("type", "armed_clash"),
        date.fromisoformat(first) if first else None,
        date.fromisoformat(last) if last else None,
        fields.get("precision", "day") if first else "none",
        SHADADI,
        bodies["perpetrators"],
        bodies["targets"],
        None,
        tolls,
        pending=tuple(fields.get("pending", ())),
    )  # fmt: skip


CODED = [(case, layout) for case in CASES for layout in ("acled", "ucdp") if layout in case]


@pytest.mark.parametrize(("case", "layout"), CODED, ids=[f"{case['what']} ({layout})" for case, layout in CODED])
def test_the_codes_of_an_event(case: dict[str, Any], layout: str) -> None:
    module = {"acled": acled, "ucdp": ucdp}[layout]
    row = module.make_row(replace(bomb(), decided=decide(case["decided"])), NAMES)
    if isinstance(case[layout], str):
        assert isinstance(row, LeftOut) and row.why == case[layout]
        return
    assert not isinstance(row, LeftOut), row
    cells = dict(zip((column.name for column in module.COLUMNS), row, strict=True))
    assert {name: cells[name] for name in case[layout]} == case[layout]


def test_every_type_of_the_codebook_has_its_codes() -> None:
    codebook = (ROOT.parent / "docs" / "codebook.md").read_text("utf-8")
    section = codebook.split("### Types")[1].split("### ")[0]
    types = set(re.findall(r"`(\w+)`", section.split("Shooting")[0]))
    assert len(types) == 25
    assert type_codes().keys() == types
    assert {entry.type for entry in load_lexicon().all("triggers", TriggerEntry)} <= types


def test_the_codes_are_those_of_acled() -> None:
    """Six event types with 25 sub-event types; the disorder type follows from them as its codebook says."""
    rows = type_codes().values()
    assert len({row.sub for row in rows}) == 25
    for row in rows:
        if row.sub == "Excessive force against protesters":
            assert row.disorder == "Political violence; Demonstrations"
        elif (
            row.event in ("Battles", "Explosions/Remote violence", "Violence against civilians")
            or row.sub == "Mob violence"
        ):
            assert row.disorder == "Political violence"
        elif row.event in ("Protests", "Riots"):
            assert row.disorder == "Demonstrations"
        else:
            assert row.disorder == row.event == "Strategic developments"


def test_every_kind_of_body_and_outlet_and_every_country_has_its_codes() -> None:
    lexicon, codes = load_lexicon(), actor_codes()
    assert {entry.kind for entry in lexicon.all("actors", ActorEntry)} <= codes.classes.keys()
    assert {entry.kind for entry in lexicon.all("institutions", InstitutionEntry)} <= codes.classes.keys()
    assert {entry.kind for entry in lexicon.all("outlets", OutletEntry)} <= codes.outlets.keys()
    assert {scale for row in codes.outlets.values() for scale in row.values()} <= set(codes.scales)
    assert {entry.iso for entry in lexicon.all("states", StateEntry)} == countries().keys()
    assert codes.fixed.keys() <= {entry.id for entry in lexicon.all("actors", ActorEntry)} | {"rioters"}
    assert sorted({row.number for row in codes.classes.values()}) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_the_columns_are_31_and_49() -> None:
    layouts = ROOT.parent.parent / "shared" / "codebook" / "layouts.md"
    assert (len(acled.COLUMNS), len(ucdp.COLUMNS)) == (31, 49)
    assert [c.name for c in ucdp.COLUMNS[-5:]] == ["best", "high", "low", "gwnoa", "gwnob"]
    if layouts.exists():
        text = layouts.read_text("utf-8")
        wanted = re.findall(r"\b\d+ `([a-z]\w+)` ", text.split("Removed in 2023")[0])
        assert [c.name for c in acled.COLUMNS] == wanted
        listed = text.split("## UCDP GED, 49 columns in order")[1].split("(best,")[0]
        names = re.sub(r"\([^)]*\)", "", listed).replace("\n", " ").rstrip(". ").split(",")
        assert [c.name for c in ucdp.COLUMNS] == [name.strip() for name in names]
        section = text.split("HAPI conflict events, in order (former tag):")[1].split("event_type takes")[0]
        headers = re.findall(r"(\w+)\s+`(#[^`]+)`", section)
        assert [(c.name, tag) for c, tag in zip(hapi.COLUMNS, hapi.TAGS, strict=True)] == headers


def _cells(row: Selected, names: Names = NAMES) -> dict[str, Any]:
    made = acled.make_row(row, names)
    assert not isinstance(made, LeftOut)
    return dict(zip((column.name for column in acled.COLUMNS), made, strict=True))


def test_a_place_in_acled() -> None:
    cells = _cells(bomb())
    assert (cells["location"], cells["admin1"], cells["country"], cells["iso"]) == (
        "Al-Shaddadi",
        "Hasakah",
        "Syria",
        760,
    )
    assert (cells["latitude"], cells["longitude"], cells["geo_precision"]) == ("36.0576", "40.7348", 2)


@pytest.mark.parametrize(
    ("where", "wanted"),
    [
        (Where("قرية ما", None, admin1="الحسكة", country="SY"), ("36.5000", "40.7500", 3)),
        (Where("سوريا", None, country="SY", lat=34.9, lon=38.6, radius_km=300.0, kind="country"), None),
        (Where("مكان", None, country="SY"), None),
        (Where("مكان", None, country="ZZ"), "no country is known"),
        (None, "no country is known"),
    ],
)
def test_a_seat_stands_in_for_a_place_without_a_point(where: Where | None, wanted: Any) -> None:
    made = acled.make_row(replace(bomb(), decided=replace(bomb().decided, where=where)), NAMES)
    if isinstance(wanted, tuple):
        assert not isinstance(made, LeftOut)
        assert tuple(made[22:25]) == wanted
    else:
        assert isinstance(made, LeftOut)
        assert made.why == (wanted or "no place narrower than the country is known")


def test_the_notes_say_who_disputes_what() -> None:
    notes = _cells(bomb())["notes"]
    assert notes.startswith("On 20 May 2019, a suicide bombing – Islamic State against Global Coalition")
    assert "south of Al-Shaddadi" in notes
    assert (
        "Disputed, killed: 1 to 8 according to Islamic State, denied by Syrian Democratic Forces; 0 according to"
        in notes
    )


@pytest.mark.parametrize(
    ("outlets", "wanted"),
    [
        ([], "Other"),
        ([("site", "SY")], "National"),
        ([("site", "SY"), ("agency", "FR")], "National-International"),
        ([("channel", "QA"), ("site", "SY"), ("agency", "FR")], "National-International"),
        ([("channel", "QA")], "Regional"),
        ([("medium", None), ("site", "SY")], "National-New media"),
        ([("party_media", "SY")], "Other"),
    ],
)
def test_the_scale_of_the_sources(outlets: list[tuple[str, str | None]], wanted: str) -> None:
    names = Names(outlets={str(at): OutletName("x", *outlet) for at, outlet in enumerate(outlets)})
    assert acled.source_scale(list(names.outlets), countries()["SY"], names) == wanted


def test_ids_stay_when_the_event_is_updated() -> None:
    before = _cells(bomb())
    later = _cells(replace(bomb(), decided=replace(bomb().decided, tolls=(Figure("killed", 9, 9, None, 9),))))
    assert before["event_id_cnty"] == later["event_id_cnty"]
    assert (before["fatalities"], later["fatalities"]) == (0, 9)
    assert re.fullmatch(r"SYR\d+", before["event_id_cnty"])


@given(
    st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    st.integers(0, 400),
    st.sampled_from(["day", "approx", "month", "year"]),
)
def test_the_day_lies_within_what_is_possible(start: date, length: int, precision: Any) -> None:
    end = date.fromordinal(start.toordinal() + length)
    decided = Decided(start=start, end=end, precision=precision)
    found, code = days.acled_day(decided) or (None, 0)
    assert found is not None and start <= found <= end and code in (1, 2, 3)
    assert days.ucdp_precision(decided) in (1, 2, 3, 4, 5)
    assert (code == 1) == (length == 0 and precision == "day")


@given(
    st.lists(
        st.tuples(
            st.integers(0, 50), st.none() | st.integers(0, 50), st.sampled_from(["civilians", "isis", "sdf", None])
        )
    )
)
def test_ucdp_s_best_is_the_sum_of_its_parts(parts: list[tuple[int, int | None, str | None]]) -> None:
    unique = {victims: (low, high) for low, high, victims in parts}
    tolls = tuple(
        Figure("killed", low, None if high is None else max(low, high), v, low) for v, (low, high) in unique.items()
    )
    row = replace(bomb(), decided=replace(bomb().decided, type="armed_clash", tolls=tolls))
    made = ucdp.make_row(row, NAMES)
    if isinstance(made, LeftOut):
        return
    cells = dict(zip((column.name for column in ucdp.COLUMNS), made, strict=True))
    assert cells["best"] == sum(
        int(cells[name] or 0) for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    )
    assert int(cells["low"] or 0) <= int(cells["best"] or 0) <= int(cells["high"] or 0)
    assert min(int(cells[name] or 0) for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")) >= 0


def test_ucdp_counts_the_reports_that_it_names_and_each_can_be_cut_out() -> None:
    known = bomb().tolds[0]
    title = 'هجوم على "الشدادي"; والحصيلة, ثمانية'
    other = replace(known, report=replace(known.report, id="bomb-2", title=title))
    row = replace(
        bomb(),
        decided=replace(bomb().decided, type="armed_clash", tolls=(Figure("killed", 8, 8, None, 8),)),
        tolds=(known, other),
    )
    made = ucdp.make_row(row, NAMES)
    assert not isinstance(made, LeftOut)
    cells = dict(zip((column.name for column in ucdp.COLUMNS), made, strict=True))
    articles = re.findall(r'"([^"]*)"', str(cells["source_article"]))
    assert (cells["number_of_sources"], len(articles)) == (2, 2)
    assert articles[1].split(",", 2)[2] == title.replace('"', "'")


def test_a_selection_has_each_report_once() -> None:
    doubled = Selection(selection().rows * 2, "lowest")
    assert [report.id for report in doubled.reports()] == ["bomb-1", "market/1", "protest-1"]
