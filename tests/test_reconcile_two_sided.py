"""The example of two sides: who holds what of one attack, who is independent, and how it is graded."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from riwaya.cli.events import Page, show_event, show_events, show_records, show_why
from riwaya.model import Event, Reading, Report, Standing, Told
from riwaya.pipeline import Tools, read_report
from riwaya.reconcile.bodies import default_bodies
from riwaya.reconcile.choosing import Wanted, choose_events
from riwaya.reconcile.features import features_of
from riwaya.reconcile.reasons import why
from riwaya.reconcile.reconcile import Options, Reconciled, reconcile
from riwaya.reconcile.records import track_records
from riwaya.reconcile.wire import dump_event

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "two_sided.yaml").read_text("utf-8"))["reports"]
SEED = Path(__file__).parents[2] / "shared" / "reports" / "seed.txt"


def tolds_of(readings: list[Reading]) -> list[Told]:
    return [Told(reading.report, incident) for reading in readings for incident in reading.incidents]


@pytest.fixture(scope="module")
def tolds(tools: Tools) -> list[Told]:
    reports = [Report(c["id"], c["title"], c["text"].strip(), c["outlet"], None, c["published"]) for c in CASES]
    return tolds_of([read_report(report, tools) for report in reports])


@pytest.fixture(scope="module")
def found(tolds: list[Told]) -> Reconciled:
    return reconcile(tolds)


@pytest.fixture(scope="module")
def attack(found: Reconciled) -> Event:
    return max(found.events, key=lambda event: len(event.members))


def standing(event: Event, attribute: str) -> Standing:
    return next(s for s in event.standings if s.attribute == attribute)


def holders(event: Event, attribute: str) -> dict[str, set[str]]:
    """Who holds each value."""
    return {
        account.value or f"{account.low}": {holder.speaker for holder in account.holders}
        for account in standing(event, attribute).accounts
    }


def test_three_reports_are_one_event(attack: Event) -> None:
    assert {member.report for member in attack.members} == {"site", "monitor", "agency"}


def test_day_and_place_are_agreed(attack: Event) -> None:
    assert standing(attack, "day").state == "agreed"
    assert standing(attack, "place").state == "agreed"
    assert set(holders(attack, "day")) == {"2019-05-20"}


def test_the_target_is_contested(attack: Event) -> None:
    target = standing(attack, "target")
    assert target.state == "disputed"
    assert {"isis", "sohr"} <= set(target.between)
    assert "isis" in holders(attack, "target")["coalition"]
    assert "sohr" in holders(attack, "target")["sdf"]


def test_the_toll_is_contested(attack: Event) -> None:
    killed = standing(attack, "killed")
    assert killed.state == "disputed"
    assert {"sdf", "sohr", "isis"} <= set(killed.between)
    assert {h.speaker for account in killed.accounts for h in account.deniers} == {"sdf"}


def test_three_speakers_beside_the_agency_and_two_independent_sources(attack: Event) -> None:
    speakers = {h.speaker for s in attack.standings for a in s.accounts for h in (*a.holders, *a.deniers)}
    assert speakers == {"isis", "sdf", "sohr", "afp"}
    assert attack.sources == 2


def test_the_grade_has_its_reasons(attack: Event) -> None:
    assert attack.grade is not None
    assert attack.grade.name == "confirmed"
    assert any("isis" in reason for reason in attack.grade.reasons)


def test_every_holder_has_its_words(attack: Event, tolds: list[Told]) -> None:
    texts = {told.report.id: told.report.full_text for told in tolds}
    for account in (account for s in attack.standings for account in s.accounts):
        for holder in (*account.holders, *account.deniers):
            assert holder.span is not None
            assert holder.quote
            assert " ".join(holder.span.cut(texts[holder.report]).split()).startswith(holder.quote.removesuffix(" …"))


def test_five_sites_with_one_agency_are_one_source(tolds: list[Told]) -> None:
    agency = next(told for told in tolds if told.report.id == "agency" and told.incident.type == "suicide_bomb")
    sites = [
        Told(
            replace(agency.report, id=f"site-{n}", outlet=f"موقع {n}"),
            replace(agency.incident, id=f"{n}" * 16),
        )
        for n in range(1, 6)
    ]
    copied = reconcile([agency, *sites], Options(copies={told.report.id: "agency" for told in sites}))
    assert [event.sources for event in copied.events] == [1]
    apart = reconcile([agency, *sites])
    assert [event.sources for event in apart.events] == [6]


def test_the_page_shows_disputes_first(attack: Event, tolds: list[Told]) -> None:
    out = io.StringIO()
    by_id = {told.incident.id: told for told in tolds}
    show_event(attack, by_id, Page(out, 140))
    page = out.getvalue()
    assert page.index("disputed") < page.index("day: agreed")
    assert "2 independent sources" in page
    assert "same day" in page


def test_tables_and_reasons_are_shown(found: Reconciled, attack: Event, tolds: list[Told]) -> None:
    out = io.StringIO()
    page = Page(out, 140)
    by_id = {told.incident.id: told for told in tolds}
    show_events(choose_events(found.events, by_id, Wanted(disputed=True)), by_id, page)
    show_records(track_records(found.events, by_id, default_bodies()), page)
    one, other = (features_of(by_id[member.incident], default_bodies()) for member in attack.members[:2])
    explained = why([one], [other])
    assert explained is not None
    show_why(explained, by_id, page)
    assert attack.id in out.getvalue()
    assert "before anything is compared" in out.getvalue()
    assert "both suicide bomb" in out.getvalue()


@pytest.mark.parametrize(
    ("wanted", "there"),
    [
        (Wanted(since=date(2019, 5, 20), until=date(2019, 5, 20)), True),
        (Wanted(since=date(2019, 5, 22)), False),
        (Wanted(around=(36.0, 40.7, 30)), True),
        (Wanted(around=(33.5, 36.3, 30)), False),
        (Wanted(actor="coalition"), True),
        (Wanted(actor="turkey"), False),
        (Wanted(type="suicide_bomb", grade="confirmed", min_sources=2), True),
        (Wanted(min_sources=3), False),
        (Wanted(place="الحسكة"), True),
    ],
)
def test_events_are_chosen(wanted: Wanted, there: bool, attack: Event, tolds: list[Told]) -> None:
    by_id = {told.incident.id: told for told in tolds}
    assert bool(choose_events([attack], by_id, wanted)) is there


def test_the_json_is_stable(attack: Event, tolds: list[Told]) -> None:
    again = reconcile(list(reversed(tolds)))
    same = next(event for event in again.events if event.id == attack.id)
    assert dump_event(same) == dump_event(attack)


@pytest.mark.skipif(not SEED.exists(), reason="the shared example report is not at hand")
def test_the_shared_example(tools: Tools, tolds: list[Told]) -> None:
    title, _, text = SEED.read_text("utf-8").partition("\n")
    seed = read_report(Report("seed", title.strip(), text.strip(), "السورية.نت", None, date(2019, 5, 21)), tools)
    found = reconcile([*tolds_of([seed]), *(told for told in tolds if told.report.id != "site")])
    event = max(found.events, key=lambda event: len(event.members))
    assert {member.report for member in event.members} == {"seed", "monitor", "agency"}
    assert [standing(event, a).state for a in ("day", "place", "target", "killed")] == [
        "agreed", "agreed", "disputed", "disputed",
    ]  # fmt: skip
    assert event.sources == 2
    assert event.grade is not None
    assert event.grade.reasons
