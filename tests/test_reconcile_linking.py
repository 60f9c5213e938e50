"""Linking: hard clusters, constraints, the same result in pieces as at once, the same conditions for every engine."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from riwaya.errors import RuleError
from riwaya.ledger.linked import merged
from riwaya.model import Incident, Report, Span, Told, When, Where
from riwaya.pipeline import Tools
from riwaya.reconcile import settings as table
from riwaya.reconcile.bodies import default_bodies
from riwaya.reconcile.features import Features, days_needed, features_of
from riwaya.reconcile.grouping import Rules, can_be_one, group
from riwaya.reconcile.link import COMPARISONS, Scored, score, score_each, score_new
from riwaya.reconcile.reasons import why
from riwaya.reconcile.reconcile import Options, assemble, find_new_pairs, find_pairs, reconcile, rows_of
from riwaya.reconcile.settings import WEIGHTS, load_weights, settings, weights_of

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))
import bench_linking
from score_linking import CLUSTERS, Labelled, measure, read_hard

DAY = date(2024, 3, 5)
SPOT = Where("منبج", None, id="x:manbij", admin1="حلب", country="SY", lat=36.53, lon=37.95, radius_km=5.0, kind="town")


def told(report: str, day: date | None = DAY, where: Where | None = SPOT, kind: str = "suicide_bomb") -> Told:
    """An incident of one report, with nothing but a day, a place and a type."""
    when = When(day, day, "day", "stated") if day else None
    incident = Incident(f"i-{report}", kind, True, Span(0, 4), when, where, (), (), None, ())
    return Told(Report(report, "خبر", "نص", "النشرة", None, day), incident)


def row(report: str, day: date | None = DAY, where: Where | None = SPOT, kind: str = "suicide_bomb") -> Features:
    return features_of(told(report, day, where, kind), default_bodies())


@pytest.fixture(scope="module")
def hard(tools: Tools) -> Labelled:
    return read_hard(tools)


def test_there_are_enough_hard_clusters() -> None:
    clusters = [cluster for path in CLUSTERS.glob("*.yaml") for cluster in yaml.safe_load(path.read_text("utf-8"))]
    assert len(clusters) >= 60
    assert len({cluster["id"] for cluster in clusters}) == len(clusters)
    assert all(2 <= len(cluster["reports"]) <= 5 and cluster["hard"] for cluster in clusters)


def test_the_hard_clusters_are_linked(hard: Labelled) -> None:
    found = measure(hard)
    assert found.precision >= 0.95
    assert found.recall >= 0.85


def test_new_reports_link_as_all_at_once(hard: Labelled) -> None:
    options = Options()
    new, old = hard.tolds[::3], [t for place, t in enumerate(hard.tolds) if place % 3]
    kept = find_pairs(old, options)
    added = find_new_pairs(rows_of(new, options), rows_of(old, options), options)
    at_once = find_pairs(hard.tolds, options)
    assert sorted([*kept, *added], key=lambda p: (p.left, p.right)) == sorted(at_once, key=lambda p: (p.left, p.right))
    assert assemble(hard.tolds, [*kept, *added], options).events == assemble(hard.tolds, at_once, options).events


def test_the_order_of_reports_changes_nothing(hard: Labelled) -> None:
    few = hard.tolds[:60]
    assert reconcile(few).events == reconcile(few[::-1]).events


def test_same_day_and_place_are_linked_and_say_why() -> None:
    found = why([row("a")], [row("b")])
    assert found is not None
    assert found.weight >= found.threshold
    assert "same day" in found.reasons
    assert "both suicide bomb" in found.reasons
    assert not found.against
    assert found.steps[-1].total == pytest.approx(found.weight, abs=0.02)


@pytest.mark.parametrize(
    "other",
    [
        row("b", date(2024, 3, 12)),
        row("b", where=replace(SPOT, id="x:raqqa", name="الرقة", lat=35.95, lon=39.01, admin1="الرقة")),
        row("b", kind="peaceful_protest", where=replace(SPOT, id="x:raqqa", name="الرقة", lat=35.95, lon=39.01)),
    ],
)
def test_days_and_places_apart_are_not_one_event(other: Features) -> None:
    found = why([row("a")], [other])
    assert found is not None
    assert found.weight < found.threshold or found.against


def test_two_incidents_of_one_report_never_link() -> None:
    one = told("a")
    other = Told(one.report, replace(one.incident, id="i-other"))
    third = told("b")
    events = reconcile([one, other, third]).events
    assert sorted(len(event.members) for event in events) == [1, 2]


def test_a_chain_of_days_is_split() -> None:
    chain = [row(str(n), date(2024, 3, 5 + n)) for n in range(6)]
    pairs = [Scored(chain[n].id, chain[n + 1].id, 5.0, (0,) * 8) for n in range(5)]
    for ids in group(chain, pairs, 0.0):
        assert len(ids) <= 2


def test_unlike_members_keep_a_group_apart() -> None:
    rows = [row(name) for name in "abcd"]
    pairs = [Scored("i-a", "i-b", 5.0, ()), Scored("i-c", "i-d", 5.0, ()), Scored("i-b", "i-c", 0.5, ())]
    assert group(rows, pairs, 0.0) == [("i-a", "i-b"), ("i-c", "i-d")]


def test_judged_pairs_bind() -> None:
    rows = [row(name) for name in "ab"]
    assert group(rows, [Scored("i-a", "i-b", 5.0, ())], 0.0, Rules(apart=frozenset({("i-a", "i-b")}))) == [
        ("i-a",),
        ("i-b",),
    ]
    assert group(rows, [], 0.0, Rules(same=frozenset({("i-a", "i-b")}))) == [("i-a", "i-b")]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.floats(-5, 9)), max_size=25), st.integers(0, 3))
def test_every_incident_is_in_one_group_and_groups_can_be_one(links: list[tuple[int, int, float]], gap: int) -> None:
    rows = [row(f"{n % 4}-{n}", date(2024, 3, 5 + (n * gap) % 5)) for n in range(7)]
    rows = [replace(r, report=r.report.split("-")[0]) for r in rows]
    pairs = [
        Scored(min(rows[a].id, rows[a + 1 + b % (6 - a)].id), max(rows[a].id, rows[a + 1 + b % (6 - a)].id), w, ())
        for a, b, w in links
    ]
    groups = group(rows, pairs, 0.2)
    assert sorted(id for ids in groups for id in ids) == sorted(r.id for r in rows)
    by_id = {r.id: r for r in rows}
    for ids in groups:
        assert all(can_be_one(by_id[a], by_id[b]) for a in ids for b in ids if a < b)


def test_a_report_without_a_day_is_linked_by_what_it_shares() -> None:
    undated = replace(
        row("a", None), first=None, last=None, undated=row("a").spot, figures=(1_000_012,), telling=(1_000_012,)
    )
    dated = replace(row("b"), figures=(1_000_012,), telling=(1_000_012,), killed_low=12, killed_high=12)
    undated = replace(undated, killed_low=12, killed_high=12, keys=())
    assert [(pair.left, pair.right) for pair in score([undated, dated])] == [("i-a", "i-b")]


def test_weights_of_pairs_do_not_hang_on_the_company() -> None:
    rows = [row(name) for name in "abc"]
    (alone,) = score_each(rows[:2])
    among = next(pair for pair in score(rows, least=-50) if (pair.left, pair.right) == ("i-a", "i-b"))
    assert alone == among


def test_the_days_that_new_reports_need() -> None:
    days = [(date(2024, 3, day - 3).toordinal(), date(2024, 3, day + 3).toordinal()) for day in (5, 9)]
    assert days_needed([row("a"), row("b", date(2024, 3, 9)), replace(row("c"), first=None)]) == days
    assert merged(days) == [(date(2024, 3, 2).toordinal(), date(2024, 3, 12).toordinal())]


def test_levels_of_every_comparison_can_be_told_apart() -> None:
    weights = load_weights()
    assert tuple(weights.comparisons) == COMPARISONS
    data = yaml.safe_load(WEIGHTS.read_text("utf-8"))
    data["comparisons"]["day"]["near"] = data["comparisons"]["day"]["apart"]
    with pytest.raises(RuleError, match="weigh the same"):
        weights_of(data)


_RANKED = frozenset(
    "same overlap next near apart family sphere other class two equal compatible revised many some one none".split()
)
"""Levels of which each says less than the one before it."""


def test_better_levels_never_weigh_less() -> None:
    for name in ("day", "type", "weapon", "figures", "words"):
        bits = [level.bits for level in load_weights().comparisons[name] if level.id in _RANKED]
        assert bits == sorted(bits, reverse=True), name


@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_the_conditions_are_valid_in_the_sql_of_each_engine(engine: table.Engine) -> None:
    sqlglot = pytest.importorskip("sqlglot")
    plain = settings(engine, load_weights())
    conditions = [
        level["sql_condition"] for comparison in plain["comparisons"] for level in comparison["comparison_levels"]
    ]
    conditions += [rule["blocking_rule"] for rule in plain["blocking_rules_to_generate_predictions"]]
    for condition in conditions:
        if condition != "ELSE":
            assert sqlglot.parse_one(condition, read=engine)
        assert ("list_intersect" in condition) <= (engine == "duckdb")
        assert ("array_intersect" in condition) <= (engine == "spark")


def test_made_up_incidents_are_linked() -> None:
    rows = list(bench_linking.made_up(3_000))
    groups = group(rows, score(rows), load_weights().threshold)
    assert sum(map(len, groups)) == 3_000
    assert bench_linking._right(groups) > 0.85


def test_rows_are_the_same_however_they_come(hard: Labelled) -> None:
    options = Options()
    assert rows_of(hard.tolds[:5], options) == rows_of(hard.tolds[:9], options)[:5]
    assert score_new(rows_of(hard.tolds[:5], options), []) == score(rows_of(hard.tolds[:5], options))
