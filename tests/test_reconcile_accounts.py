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
from riwaya.reconcile.policy import POLICIES, choose, told_by_list
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


def test_bodies_that_are_named_together_are_not_disputed_and_rivals_are() -> None:
    def by(*bodies: str, of: str) -> Told:
        return told(of, [says(f"source-{of}")], perpetrators=tuple(Actor(b, b, None, (0,)) for b in bodies))

    assert states(by("us", of="a"), by("france", of="b"))["perpetrator"] == "disputed"
    assert states(by("us", of="a"), by("france", of="b"), by("us", "france", of="c"))["perpetrator"] == "compatible"
    steps = (by("us", "uk", of="c"), by("uk", "france", of="d"))
    assert states(by("us", of="a"), by("france", of="b"), *steps)["perpetrator"] == "compatible"
    misread = by("syria-gov", "us", of="c")
    assert states(by("us", of="a"), by("syria-gov", of="b"), misread)["perpetrator"] == "disputed"
    once = [by("us", of=name) for name in "aefg"] + [by("israel", of=name) for name in "bhij"]
    assert states(*once, by("us", "israel", of="c"))["perpetrator"] == "disputed"


SPOKEN = "توعدت باريس بالرد على هجوم كيماوي في البلدة"


def spoken(report: str, day: date, *claims: Claim, **values: Any) -> Told:
    """An incident that a report only speaks of, on a day."""
    when = When(day, day, "day", "relative")
    at = SPOKEN.index("هجوم")
    incident = Incident(
        f"i-{report}", "chemical_weapon", True, Span(at, at + 4), when, None, (), (), None, tuple(claims)
    )
    return Told(Report(report, SPOKEN, "", "موقع", None, day), replace(incident, **values))


def test_the_day_on_which_it_is_spoken_of_is_no_account_of_the_day() -> None:
    news, talk = told("a", [says("sohr")]), spoken("b", date(2024, 3, 9), says("france"))
    days = next(s for s in stand([news, talk], BODIES, copies_of([news, talk])) if s.attribute == "day")
    assert [account.value for account in days.accounts] == ["2024-03-04"]
    assert states(talk)["day"] == "agreed"  # where nobody tells it, it is better than nothing


def test_days_of_one_night_are_not_disputed() -> None:
    def at(name: str, day: int, words: str) -> Told:
        return told(name, [says(name)], when=When(date(2024, 3, day), date(2024, 3, day), "day", "stated", words))

    assert states(at("a", 4, "مساء الإثنين"), at("b", 5, "فجر الثلاثاء"))["day"] == "compatible"
    assert states(at("a", 4, "الإثنين"), at("b", 5, "الثلاثاء"))["day"] == "disputed"


def worked_out(*tolds: Told) -> Facts:
    return facts_of(tolds, stand(tolds, BODIES, copies_of(tolds)), BODIES)


def test_only_who_names_itself_or_tells_whom_it_hit_accepts() -> None:
    accused = (Actor("israel", "إسرائيل", None, (0,)),)
    comment = told("a", [says("residents"), says("israel")], perpetrators=accused)
    assert worked_out(comment).values["accepted"] == ()
    itself = told("b", [says("israel")], perpetrators=accused)
    assert worked_out(comment, itself).values["accepted"] == ("israel",)
    boast = says("israel", tolls=(Toll("killed", 3, 3, "hamas", HERE, ""),))
    assert worked_out(told("c", [says("residents"), boast], perpetrators=accused)).values["accepted"] == ("israel",)
    victims = says("israel", tolls=(Toll("killed", 3, 3, "civilians", HERE, ""),))
    assert worked_out(told("c", [says("residents"), victims], perpetrators=accused)).values["accepted"] == ()


def test_who_threatens_to_answer_an_attack_did_not_do_it() -> None:
    talk = spoken("a", date(2024, 3, 9), says("france"), perpetrators=(Actor("france", "فرنسا", None, (0,)),))
    assert states(talk)["perpetrator"] == "unknown"
    assert worked_out(talk).values["accepted"] == ()


def test_who_takes_an_attack_on_himself_did_it() -> None:
    text = "أعلن التنظيم مسؤوليته عن تفجير انتحاري في السوق"
    at = text.index("تفجير")
    doer = (Actor("isis", "التنظيم", None, (0,)),)
    incident = Incident("i", "suicide_bomb", True, Span(at, at + 5), None, None, doer, (), None, (says("isis"),))
    one = Told(Report("r", text, "", "موقع", None, date(2024, 3, 5)), incident)
    assert states(one)["perpetrator"] == "agreed"
    assert worked_out(one).values["accepted"] == ("isis",)


def test_whom_most_name_as_hit_does_not_accept() -> None:
    hit = (Actor("syria-gov", "الجيش", None, (0,)),)
    struck = [told(name, [says(name)], targets=hit) for name in "ab"]
    misread = told("c", [says("syria-gov")], perpetrators=hit)
    assert worked_out(misread).values["accepted"] == ("syria-gov",)
    assert worked_out(misread, *struck).values["accepted"] == ()


def test_of_many_who_name_a_doer_few_may_have_been_misread() -> None:
    def by(body: str, name: str) -> Told:
        return told(name, [says(name)], perpetrators=(Actor(body, body, None, (0,)),))

    many = [by("israel", f"r{n}") for n in range(11)]
    assert worked_out(*many, by("us", "x")).values["accused"] == ("israel",)
    assert worked_out(*many[:3], by("us", "x")).values["accused"] == ("israel", "us")
    assert worked_out(*many[:3], by("us", "x")).values["rival_claims"] == ("israel", "us")
    both = told("y", [says("y")], perpetrators=(Actor("us", "us", None, (0,)), Actor("israel", "israel", None, (0,))))
    assert worked_out(*many[:3], by("us", "x"), both).values["rival_claims"] == ()


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
