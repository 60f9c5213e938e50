"""Linking what is new, and following what was judged, comes to the events that linking all at once comes to."""

from __future__ import annotations

import random
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from ledgers import arrival, fill, findings, opened
from riwaya.ledger import Decision, Ledger, Run, linked, locate
from riwaya.ledger.stored import outlets
from riwaya.ledger.tables import compared, linking, pairs
from riwaya.means import Means
from riwaya.model import Event, Mark, Reading, Told, Verdict
from riwaya.reconcile.bodies import default_bodies
from riwaya.reconcile.features import dump_row, features_of, load_row
from riwaya.reconcile.reconcile import Options, reconcile
from riwaya.reconciling import reconcile_ledger, update_events
from riwaya.sources import Incoming
from score_linking import hard_reports

STEPS = ("add", "add", "add", "copy", "version", "judge", "judge", "undo", "reread", "grade")
VERDICTS: tuple[Verdict, ...] = ("same", "different", "unsure", "same")


def incoming(number: int, outlet: str | None = None, more: str = "") -> Incoming:
    """One of the reports of the hard clusters, perhaps with another outlet, or with more words."""
    _, report = REPORTS[number % len(REPORTS)]
    told = outlet or report.outlet
    url = f"https://example.org/{number}/{told}"
    return arrival(report.text + more, report.title, outlet=told, url=url, published=report.published)


REPORTS = list(hard_reports())


def at_once(ledger: Ledger) -> list[Event]:
    """The events that linking everything comes to; nothing is stored."""
    copies = ledger.copies()
    with ledger.database.reading() as connection:
        known = outlets(connection, copies.values())
    options = Options(copies=copies, outlets=known, judgements=ledger.judgements())
    return list(reconcile(list(ledger.told()), options).events)


def take_step(ledger: Ledger, step: str, draw: random.Random) -> None:
    """Does one thing to the ledger that may change events."""
    told = list(ledger.told())
    if step in ("add", "copy", "version") or not told:
        start = draw.randrange(len(REPORTS))
        if step == "add" or not told:
            fill(ledger, [incoming(number) for number in range(start, start + draw.choice((1, 4, 20)))])
            return
        of = draw.choice(told).report
        number = int((of.url or "/0/").split("/")[3])
        if step == "copy":
            fill(ledger, [incoming(number, outlet="شبكة النقل")])
        else:
            fill(ledger, [incoming(number, of.outlet, " ونفى مصدر عسكري ذلك.")])
    elif step in ("judge", "grade"):
        marks = tuple(
            Mark(t.report.id, t.incident.trigger) for t in draw.sample(told, min(len(told), draw.choice((2, 2, 3))))
        )
        verdict = draw.choice(VERDICTS)
        decision = (
            Decision(verdict, marks, "seen") if step == "judge" else Decision("grade", marks[:1], "", None, "weak")
        )
        if len(marks) > 1:
            ledger.judge(decision)
    elif step == "undo":
        given_ = ledger.judgements(undone=True)
        if given_:
            ledger.judge(Decision("undo", undoes=draw.choice(given_).id))
    else:
        read_again(ledger, draw.choice(told), draw)


def read_again(ledger: Ledger, told: Told, draw: random.Random) -> None:
    """A new reading of a report, in which an incident is of the day before, or is gone, or all is as it was."""
    reading = ledger.reading(told.report.id)
    assert reading is not None
    first, *others = reading.incidents
    when = first.when and replace(first.when, start=first.when.start - timedelta(1), end=first.when.end - timedelta(1))
    incidents = draw.choice([(replace(first, when=when), *others), tuple(others), reading.incidents])
    new = Reading(reading.report, incidents, reading.warnings, reading.countries)
    ledger.keep_readings([new], Run("x", str(draw.random()), "", ""))


@settings(max_examples=5, deadline=None)
@given(st.lists(st.sampled_from(STEPS), min_size=5, max_size=7), st.integers(0, 10_000))
def test_step_by_step_is_as_all_at_once(steps: list[str], seed: int) -> None:
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, opened(locate(f"{folder}/r.db")) as ledger:
        fill(ledger, [incoming(number) for number in draw.sample(range(len(REPORTS)), 15)])
        update_events(ledger)
        for step in steps:
            take_step(ledger, step, draw)
            update_events(ledger)
            assert list(ledger.events()) == at_once(ledger), step
        assert findings(ledger) == []
        kept = _kept(ledger)
        reconcile_ledger(ledger)
        assert _kept(ledger) == kept


def _kept(ledger: Ledger) -> tuple[list[tuple[object, ...]], ...]:
    with ledger.database.reading() as connection:
        tables = (select(compared).order_by(compared.c.incident), select(pairs).order_by(pairs.c.left, pairs.c.right))
        return (
            *([tuple(row) for row in connection.execute(query)] for query in tables),
            [tuple(connection.execute(select(linking)).one())],
        )


def test_in_either_database_what_is_new_is_linked(ledger: Ledger) -> None:
    fill(ledger, [incoming(number) for number in range(0, 40, 2)])
    assert update_events(ledger) is not None
    fill(ledger, [incoming(number) for number in range(1, 40, 2)])
    made = update_events(ledger)
    assert made is not None
    assert list(ledger.events()) == at_once(ledger)
    assert any(len(event.members) > 1 for event in made.events)
    assert update_events(ledger) is None
    assert findings(ledger) == []


def test_only_what_new_reports_touch_is_made_anew(ledger: Ledger) -> None:
    fill(ledger, [incoming(number) for number in range(60)])
    update_events(ledger)
    before = {event.id for event in ledger.events()}
    fill(ledger, [incoming(61)])
    made = update_events(ledger)
    assert made is not None
    assert 0 < len(made.events) < len(before) / 4


def test_a_judgement_takes_effect_at_once(ledger: Ledger) -> None:
    fill(ledger, [incoming(number) for number in range(20)])
    update_events(ledger)
    event = next(event for event in ledger.events() if len(event.members) > 1)
    told = {one.incident.id: one for one in ledger.told()}
    marks = tuple(Mark(m.report, told[m.incident].incident.trigger) for m in event.members)
    apart = ledger.judge(Decision("different", marks, "two attacks"))
    made = update_events(ledger)
    assert made is not None
    now = {m.incident: e.id for e in made.events for m in e.members}
    assert len({now[m.incident] for m in event.members}) == len(event.members)
    assert any("judged different" in words for e in made.events for m in e.members for words in m.reasons)
    ledger.judge(Decision("undo", undoes=apart.id))
    update_events(ledger)
    assert event in list(ledger.events())


def test_what_somebody_else_linked_meanwhile_is_not_lost(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(ledger, [incoming(number) for number in range(10)])
    update_events(ledger)
    fill(ledger, [incoming(number) for number in range(10, 14)])
    real, tries = Ledger.keep_linking, []

    def late(self: Ledger, change: linked.Change) -> bool:
        tries.append(change)
        if len(tries) == 1:
            fill(self, [incoming(number) for number in range(14, 18)])
            update_events(self)
        return real(self, change)

    monkeypatch.setattr(Ledger, "keep_linking", late)
    update_events(ledger)
    assert len(tries) > 1
    assert list(ledger.events()) == at_once(ledger)


def test_other_words_or_rules_link_everything(tmp_path: Path) -> None:
    with opened(locate(str(tmp_path / "r.db"))) as ledger:
        fill(ledger, [incoming(number) for number in range(6)])
        reconcile_ledger(ledger, Means(rules="corroboration"))
        assert update_events(ledger) is None
        assert {event.grade.rules for event in ledger.events() if event.grade} == {"corroboration"}
        assert update_events(ledger, Means(), wholly=False) is None
        assert update_events(ledger, Means()) is not None
        assert {event.grade.rules for event in ledger.events() if event.grade} == {"airwars"}


@pytest.mark.parametrize("table", ["compared", "pairs"])
def test_what_new_reports_are_linked_by_cannot_be_altered_unseen(tmp_path: Path, table: str) -> None:
    with opened(locate(str(tmp_path / "r.db"))) as ledger:
        fill(ledger, [incoming(number) for number in range(10)])
        update_events(ledger)
        with ledger.database.writing() as connection:
            if table == "pairs":
                connection.execute(update(pairs).values(weight=pairs.c.weight + 1))
            else:
                connection.execute(
                    compared.delete().where(
                        compared.c.incident == select(func.min(compared.c.incident)).scalar_subquery()
                    )
                )
        (found,) = findings(ledger)
        assert "compared and pairs" in found
        reconcile_ledger(ledger)
        assert findings(ledger) == []


def test_a_damaged_row_is_named(tmp_path: Path) -> None:
    from riwaya.errors import LedgerError

    with opened(locate(str(tmp_path / "r.db"))) as ledger:
        fill(ledger, [incoming(0)])
        update_events(ledger)
        fill(ledger, [incoming(1)])
        ledger.close()
        with closing(sqlite3.connect(tmp_path / "r.db")) as db:
            db.execute("UPDATE compared SET compared = '[1'")
            db.commit()
        with pytest.raises(LedgerError, match="riwaya reconcile"):
            update_events(ledger)


def test_rows_come_back_as_they_were(ledger: Ledger) -> None:
    fill(ledger, [incoming(number) for number in range(5)])
    for told in ledger.told():
        row = features_of(told, default_bodies())
        assert load_row(dump_row(row)) == row
