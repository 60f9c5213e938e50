"""What persons decide about links: it binds, stays when reports are read again, is taken back, never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from riwaya.model import Incident, Judgement, Mark, Report, Span, Told, Verdict, When, Where
from riwaya.reconcile.judging import bind, standing_judgements, stands_of
from riwaya.reconcile.reconcile import Options, Reconciled, reconcile

DAY = date(2024, 3, 5)
SPOT = Where("منبج", None, id="x:manbij", admin1="حلب", country="SY", lat=36.53, lon=37.95, radius_km=5.0, kind="town")


def told(report: str, kind: str = "suicide_bomb", day: date = DAY) -> Told:
    incident = Incident(
        f"i-{report}", kind, True, Span(10, 14), When(day, day, "day", "stated"), SPOT, (), (), None, ()
    )
    return Told(Report(report, "خبر", "نص", "النشرة", None, day), incident)


def judged(
    verdict: Verdict, *reports: str, id: str = "j1", at: str = "2024-04-01T10:00:00Z", undoes: str | None = None
) -> Judgement:
    marks = tuple(Mark(report, Span(10, 14)) for report in reports)
    return Judgement(id, verdict, marks, "رنا", at, "رأيت الصور", undoes=undoes)


ALIKE = [told("a"), told("b")]
APART = [told("a"), told("b", day=date(2024, 3, 25))]


def sizes(tolds: list[Told], *judgements: Judgement) -> list[int]:
    return sorted(len(event.members) for event in run(tolds, *judgements).events)


def run(tolds: list[Told], *judgements: Judgement) -> Reconciled:
    return reconcile(tolds, Options(judgements=judgements))


def test_the_machine_alone() -> None:
    assert sizes(ALIKE) == [2]
    assert sizes(APART) == [1, 1]


def test_same_and_different_bind_against_the_machine() -> None:
    assert sizes(ALIKE, judged("different", "a", "b")) == [1, 1]
    assert sizes(APART, judged("same", "a", "b")) == [2]
    assert sizes(ALIKE, judged("unsure", "a", "b")) == [1, 1]


def test_undo_restores() -> None:
    first = judged("different", "a", "b")
    undo = judged("undo", id="j2", at="2024-04-02T10:00:00Z", undoes="j1")
    again = judged("undo", id="j3", at="2024-04-03T10:00:00Z", undoes="j2")
    assert sizes(ALIKE, first, undo) == [2]
    assert sizes(ALIKE, first, undo, again) == [1, 1]
    for order in permutations([first, undo, again]):
        assert [j.id for j in standing_judgements(order)] == ["j1"]


def test_running_again_keeps_the_judgement_and_new_reports_do_too() -> None:
    decision = judged("different", "a", "b")
    first = run(ALIKE, decision)
    assert run(ALIKE, decision).events == first.events
    events = run([*ALIKE, told("c")], decision).events
    assert not any({"a", "b"} <= {m.report for m in event.members} for event in events)


def test_reading_again_keeps_the_judgement() -> None:
    """A later reading finds other bounds and another id for the same words."""
    reread = [Told(t.report, replace(t.incident, id=f"new-{t.report.id}", trigger=Span(8, 15))) for t in ALIKE]
    assert sizes(reread, judged("different", "a", "b")) == [1, 1]


def test_a_judgement_whose_words_are_gone_is_shown() -> None:
    moved = [Told(t.report, replace(t.incident, trigger=Span(100, 104))) for t in ALIKE]
    decision = judged("different", "a", "b")
    found = run(moved, decision)
    assert found.unplaced == (decision,)
    assert sizes(moved, decision) == [2]


def test_the_reasons_of_a_judgement_stand_with_the_member() -> None:
    event = run(APART, judged("same", "a", "b")).events[0]
    assert any("judged same by رنا" in reason and "رأيت الصور" in reason for reason in event.members[0].reasons)


@pytest.mark.parametrize("tolds", [ALIKE, APART], ids=["alike", "apart"])
def test_conflicting_judgements_are_shown_and_none_is_followed(tolds: list[Told]) -> None:
    one = judged("same", "a", "b")
    other = judged("different", "a", "b", id="j2", at="2024-04-05T10:00:00Z")
    found = run(tolds, one, other)
    assert len(found.conflicts) == 1
    assert set(found.conflicts[0].judgements) == {"j1", "j2"}
    assert "judged same" in found.conflicts[0].words and "judged different" in found.conflicts[0].words
    assert sizes(tolds, one, other) == sizes(tolds)


def test_a_chain_that_contradicts_itself_is_a_conflict() -> None:
    tolds = [told(name) for name in "abc"]
    found = bind(
        [
            judged("same", "a", "b"),
            judged("same", "b", "c", id="j2"),
            judged("different", "a", "c", id="j3"),
        ],
        stands_of(tolds),
    )
    assert [set(c.judgements) for c in found.conflicts] == [{"j1", "j2", "j3"}]
    assert not found.rules.same and not found.rules.apart


def test_a_person_may_join_two_incidents_of_one_report() -> None:
    one = told("a")
    other = Told(one.report, replace(one.incident, id="i-other", trigger=Span(30, 34)))
    marks = (Mark("a", Span(10, 14)), Mark("a", Span(30, 34)))
    assert sizes([one, other], Judgement("j", "same", marks, "رنا", "2024-04-01T10:00:00Z")) == [2]


def test_a_grade_that_a_person_sets_keeps_the_rules_words() -> None:
    decision = replace(judged("grade", "a"), value="fair")
    grade = next(e.grade for e in run(ALIKE, decision).events)
    plain = next(e.grade for e in run(ALIKE).events)
    assert grade is not None and plain is not None
    assert grade.name == "fair"
    assert grade.reasons[0].startswith("set by رنا")
    assert f"by the rules: {plain.name}" in grade.reasons
    undo = judged("undo", id="j2", at="2024-05-01T10:00:00Z", undoes="j1")
    assert next(e.grade for e in run(ALIKE, decision, undo).events) == plain
