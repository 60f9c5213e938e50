"""Accounts, independence, policies, grades, track records: tables in the language of the field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from riwaya.errors import RuleError
from riwaya.model import (
    Account,
    Actor,
    Claim,
    Holder,
    Incident,
    Judgement,
    Link,
    Report,
    Span,
    Standing,
    Told,
    Toll,
    When,
)
from riwaya.reconcile.accounts import stand
from riwaya.reconcile.bodies import default_bodies
from riwaya.reconcile.facts import FACTS, Facts, facts_of
from riwaya.reconcile.figures import figure_standings
from riwaya.reconcile.grade import RULES, grade, load_rules
from riwaya.reconcile.independence import Copies, copies_of, source_of
from riwaya.reconcile.policy import POLICIES, choose, judged, told_by_list
from riwaya.reconcile.reconcile import reconcile
from riwaya.reconcile.records import track_records, wilson

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "reconcile_figures.yaml").read_text("utf-8"))
HERE = Span(0, 3)
BODIES = default_bodies()


def voice(case: dict[str, Any], number: int) -> tuple[Claim, Holder]:
    tolls = tuple(Toll(outcome, low, high, victims, HERE, "") for outcome, low, high, victims in case["says"])
    claim = Claim(Actor(case["who"], case["who"]), "asserts", (), tolls, tuple(case.get("denies", ())))
    return claim, Holder(case["who"], case["who"], case["who"], f"r{number}", f"i{number}", 0, case["day"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_figures_stand_as_they_do(case: dict[str, Any]) -> None:
    found = figure_standings([voice(said, number) for number, said in enumerate(case["voices"])])
    standing = next(s for s in found if s.attribute == case["outcome"])
    assert standing.state == case["state"]
    assert set(standing.between) == set(case.get("between", ()))


def told(report: str, claims: list[Claim], outlet: str = "موقع", day: date = date(2024, 3, 5), **values: Any) -> Told:
    """An incident of a report with these claims."""
    when = When(date(2024, 3, 4), date(2024, 3, 4), "day", "stated")
    incident = Incident(f"i-{report}", "air_drone_strike", True, HERE, when, None, (), (), "airstrike", tuple(claims))
    return Told(Report(report, "خبر", "نص الخبر", outlet, None, day), replace(incident, **values))


def says(
    actor: str | None, *chain: Link, name: str = "", denied: tuple[str, ...] = (), tolls: tuple[Toll, ...] = ()
) -> Claim:
    stance = "denies" if "event" in denied else "asserts"
    return Claim(Actor(actor, name or actor or ""), stance, chain, tolls, denied, (HERE,))


@pytest.mark.parametrize(
    ("claim", "outlet", "source"),
    [
        (says("sohr"), "موقع", "sohr"),
        (says("amaq"), "موقع", "isis"),
        (says("medical-sources"), "موقع الأول", "موقع الاول"),
        (says("medical-sources", Link("agency", "رويترز", "reuters")), "موقع", "reuters"),
        (says("outlet"), "فرانس برس", "afp"),
        (says("outlet"), "وكالة سانا", "syria-gov"),
        (says(None, name="أبو أحمد"), "موقع", "ابو احمد"),
        (says("journalists"), "فرانس برس", "afp"),
    ],
)
def test_a_claim_counts_as_its_primary_speaker_or_its_author(claim: Claim, outlet: str, source: str) -> None:
    report = told("r", [claim], outlet).report
    assert source_of(claim, report, BODIES, Copies()) == source


def test_copies_count_as_their_original() -> None:
    original, copy, forward = (
        told(name, [says("witnesses")], outlet) for name, outlet in (("a", "الأول"), ("b", "الثاني"), ("c", "الثالث"))
    )
    copies = copies_of([original, copy, forward], {"b": "a", "c": "b"})
    sources = {source_of(t.incident.claims[0], t.report, BODIES, copies) for t in (original, copy, forward)}
    assert sources == {"الاول"}


def states(*tolds: Told) -> dict[str, str]:
    return {s.attribute: s.state for s in stand(tolds, BODIES, copies_of(tolds))}


def test_a_denied_event_is_disputed() -> None:
    found = states(told("a", [says("sohr"), says("syria-gov", denied=("event",))]))
    assert found["event"] == "disputed"
    assert found["day"] == "agreed"


def test_other_perpetrators_are_disputed_and_a_nameless_one_is_not() -> None:
    russia = (Actor("russia", "روسيا", None, (0,)),)
    army = (Actor("syria-gov", "النظام", None, (0,)),)
    gunmen = (Actor("unknown-gunmen", "مسلحون", None, (0,)),)
    one = told("a", [says("sohr")], perpetrators=russia)
    assert states(one, told("b", [says("afp")], perpetrators=army))["perpetrator"] == "disputed"
    assert states(one, told("b", [says("afp")], perpetrators=gunmen))["perpetrator"] == "compatible"
    assert states(one, told("b", [says("afp")], perpetrators=russia))["perpetrator"] == "agreed"
    assert states(one, told("b", [says("sohr")], day=date(2024, 3, 9), perpetrators=army))["perpetrator"] == "revised"
    assert states(told("b", [says("afp")]))["perpetrator"] == "unknown"


def account(low: int | None, high: int | None, *who: str, since: date = date(2024, 3, 5)) -> Account:
    return Account("killed", None, tuple(Holder(w, w, w, w, w, 0, since) for w in who), (), low, high)


KILLED = Standing(
    "killed",
    "disputed",
    (account(5, 5, "sohr", "afp"), account(9, None, "isis", since=date(2024, 3, 6)), account(3, 3, "sdf")),
    ("sohr", "isis", "sdf"),
)


@pytest.mark.parametrize(
    ("policy", "low", "high"),
    [
        ("lowest", 3, 3),
        ("range", 3, None),
        ("majority", 5, 5),
        ("hierarchy", 9, None),
        ("latest", 9, None),
        ("pending", None, None),
    ],
)
def test_policies_take_one_value(policy: Any, low: int | None, high: int | None) -> None:
    chosen = choose(KILLED, policy, ["un", "isis", "sohr"])
    assert (chosen.low, chosen.high) == (low, high)
    assert chosen.policy == policy
    assert chosen.reason


def test_where_nobody_of_the_list_tells_it_most_sources_do() -> None:
    chosen = choose(KILLED, "hierarchy", ["un", "msf"])
    assert (chosen.low, chosen.high, chosen.policy) == (5, 5, "hierarchy")
    assert chosen.reason == "nobody of the list tells it; held by 2 of 4 sources"
    assert told_by_list(KILLED.accounts, ["un", "isis"]) == [KILLED.accounts[1]]
    assert told_by_list(KILLED.accounts, ["un"]) == KILLED.accounts


@pytest.mark.parametrize(
    ("value", "low", "high"), [("8", 8, 8), ("5-8", 5, 8), ("18-", 18, None), ("الشدادي", None, None)]
)
def test_a_person_s_value_stands_before_any_policy(value: str, low: int | None, high: int | None) -> None:
    older = Judgement("j1", "value", (), "رنا", "2024-04-01T10:00:00Z", attribute="killed", value="1")
    newer = replace(older, id="j2", at="2024-04-02T10:00:00Z", value=value, reason="القائمة")
    chosen = judged("killed", [newer, older])
    assert chosen is not None
    assert (chosen.low, chosen.high) == (low, high)
    assert chosen.value == (value if low is None else None)
    assert "رنا" in chosen.reason and "القائمة" in chosen.reason
    assert judged("injured", [newer, older]) is None


def test_every_policy_answers_where_nobody_tells() -> None:
    for policy in POLICIES:
        chosen = choose(Standing("weapon", "unknown", ()), policy)
        assert (chosen.value, chosen.low, chosen.high) == (None, None, None)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=8))
def test_the_lowest_is_in_the_range(figures: list[tuple[int, int]]) -> None:
    accounts = tuple(account(min(a, b), max(a, b), f"s{n}") for n, (a, b) in enumerate(figures))
    standing = Standing("killed", "compatible", accounts)
    lowest, whole = choose(standing, "lowest"), choose(standing, "range")
    assert lowest.low is not None and whole.low is not None and whole.high is not None and lowest.high is not None
    assert whole.low == lowest.low
    assert lowest.high <= whole.high


def facts(**values: Any) -> Facts:
    empty: dict[str, Any] = dict.fromkeys(FACTS, ())
    return Facts(
        {**empty, "harm": True, "civilian_harm": True, "combatants_only": False, "other_accepts": False, **values}
    )


@pytest.mark.parametrize(
    ("given_facts", "name"),
    [
        (facts(accepted=("russia",), accused=("russia",)), "confirmed"),
        (facts(accepted=("russia",), accused=("russia",), denied=("russia",)), "weak"),
        (facts(rival_claims=("russia", "syria-gov"), accused=("russia", "syria-gov")), "contested"),
        (facts(sources=("afp", "sohr"), accused=("russia",)), "fair"),
        (facts(sources=("afp", "sohr")), "weak"),
        (facts(sources=("sohr",), accused=("russia",)), "weak"),
        (facts(combatants_only=True, civilian_harm=False, sources=("afp", "sohr")), "discounted"),
        (facts(other_accepts=True, accepted=("isis",), denied=("sdf",), accused=("isis", "sdf")), "discounted"),
    ],
)
def test_the_five_grades(given_facts: Facts, name: str) -> None:
    found = grade(given_facts, load_rules("airwars"))
    assert found.name == name
    assert found.rules == "airwars"
    assert found.reasons


@pytest.mark.parametrize("path", sorted(RULES.glob("*.yaml")), ids=lambda path: path.stem)
def test_rule_sets_that_are_shipped_are_whole(path: Path) -> None:
    rules = load_rules(path.stem)
    assert rules.id == path.stem
    for rule in rules.rules:
        assert rule.means
        assert all("{" not in c.because.format(count=2, who="afp, sohr") for c in rule.when)


def test_wrong_rule_sets_are_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    for text, words in (
        ("id: x\ntitle: x\nsource: x\nrules: [{name: a, means: b, when: [{fact: luck, because: c}]}]", "luck"),
        ("id: x\ntitle: x\nsource: x\nrules: [{name: a, means: b, when: [{fact: sources, because: c}]}]", "always"),
        ("rules: 3", "no rule set"),
    ):
        path.write_text(text, "utf-8")
        load_rules.cache_clear()
        with pytest.raises(RuleError, match=words):
            load_rules(path)
    with pytest.raises(RuleError, match="airwars"):
        load_rules("nobody")


def test_facts_are_all_worked_out() -> None:
    one = told("a", [says("sohr", tolls=(Toll("killed", 4, 4, "civilians", HERE, ""),)), says("russia", denied=("perpetrator",))],
               perpetrators=(Actor("russia", "روسيا", None, (0,)),))  # fmt: skip
    found = facts_of([one], stand([one], BODIES, Copies()), BODIES)
    assert set(found.values) == set(FACTS)
    assert found.values["denied"] == ("russia",)
    assert found.values["accepted"] == ()
    assert found.values["civilian_harm"] is True
    assert found.values["sources"] == ("sohr",)


def test_track_records_count_once_an_event() -> None:
    tolds = [
        told("a", [says("sohr", tolls=(Toll("killed", 5, 5, None, HERE, ""),))]),
        told("b", [says("afp", tolls=(Toll("killed", 9, 9, None, HERE, ""),)), says("afp")]),
        told("c", [says("isis")], day=date(2024, 6, 1), when=When(date(2024, 6, 1), date(2024, 6, 1), "day", "stated")),
    ]
    one = replace(reconcile(tolds[2:]).events[0])
    both = replace(one, id="x", members=(), standings=stand(tolds[:2], BODIES, copies_of(tolds)))
    records = {r.name: r for r in track_records([both, one], {t.incident.id: t for t in tolds}, BODIES)}
    assert records["sohr"].claims == records["afp"].claims == 1
    assert records["sohr"].contradicted.count == 1
    assert records["sohr"].joined.count == 1
    assert records["isis"].joined.count == 0
    assert records["isis"].joined.high > 0.5


@given(st.integers(0, 40), st.integers(0, 40))
def test_an_interval_holds_its_share(count: int, more: int) -> None:
    share = wilson(count, count + more)
    assert 0 <= share.low <= share.high <= 1
    if count + more:
        assert share.low <= count / (count + more) <= share.high
