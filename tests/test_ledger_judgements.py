"""Judgements and events: added, undone, kept through new readings; linked anew without losing what people said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgers import arrival, fill, findings, own_reports
from riwaya import readers
from riwaya.adding import reread
from riwaya.errors import LedgerError
from riwaya.ledger import Decision, Ledger
from riwaya.ledger.judgements import standing
from riwaya.model import Account, Event, Grade, Holder, Judgement, Mark, Membership, Span, Standing
from riwaya.readers import ReadingOptions


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """Five reports."""
    fill(ledger, own_reports())
    return ledger


def marks(ledger: Ledger, *numbers: int) -> tuple[Mark, ...]:
    told = list(ledger.told())
    return tuple(Mark(told[n].report.id, told[n].incident.trigger) for n in numbers)


def test_a_judgement_comes_back_as_it_was_given(filled: Ledger) -> None:
    decision = Decision("value", marks(filled, 0, 1), "so says the hospital", "killed", "12")
    judgement = filled.judge(decision)
    assert (judgement.user, judgement.at) == ("tester", "2024-05-14T12:00:00Z")
    assert filled.judgements() == [judgement]
    assert replace(judgement, id="", user="", at="") == Judgement(
        "", "value", decision.marks, "", "", decision.reason, "killed", "12"
    )
    assert findings(filled) == []


def test_an_undoing_takes_back_and_can_be_taken_back(filled: Ledger) -> None:
    first = filled.judge(Decision("same", marks(filled, 0, 1)))
    second = filled.judge(Decision("note", marks(filled, 2), "look again"))
    undoing = filled.judge(Decision("undo", undoes=first.id))
    assert filled.judgements() == [second]
    assert filled.judgements(undone=True) == [first, second, undoing]
    filled.judge(Decision("undo", undoes=undoing.id))
    assert filled.judgements() == [first, second]
    assert findings(filled) == []


@given(st.lists(st.integers(0, 30), max_size=30))
def test_what_stands_is_what_no_standing_undoing_names(chosen: list[int]) -> None:
    """Against the definition: a judgement stands unless a later undoing that stands itself names it."""
    all_of_them: list[Judgement] = []
    for n, pick in enumerate(chosen):
        undoes = all_of_them[pick].id if pick < len(all_of_them) else None
        all_of_them.append(Judgement(f"j{n}", "undo" if undoes else "note", (), "u", "t", undoes=undoes))

    def stands(j: Judgement) -> bool:
        later = all_of_them[all_of_them.index(j) + 1 :]
        return not any(other.undoes == j.id and stands(other) for other in later)

    assert standing(all_of_them) == [j for j in all_of_them if j.verdict != "undo" and stands(j)]


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        (Decision("undo", undoes="nothing"), "none of this id"),
        (Decision("undo"), "names what it takes back"),
        (Decision("same", undoes="x"), "names what it takes back"),
        (Decision("same", (Mark("no such report", Span(0, 1)),)), "not in the ledger"),
    ],
)
def test_a_judgement_about_nothing_is_refused(filled: Ledger, decision: Decision, message: str) -> None:
    with pytest.raises(LedgerError, match=message):
        filled.judge(decision)
    assert filled.judgements(undone=True) == []
    assert findings(filled) == []


@pytest.mark.parametrize("span", [Span(0, 100_000), Span(5, 5), Span(-3, 2), Span(9, 2)])
def test_a_mark_outside_the_text_is_refused(filled: Ledger, span: Span) -> None:
    report = next(filled.readings()).report.id
    with pytest.raises(LedgerError, match="not in its text"):
        filled.judge(Decision("note", (Mark(report, span),)))


def lexicon_that_knows_more(folder: Path) -> Path:
    folder.mkdir()
    (folder / "triggers.yaml").write_text("[]\n", "utf-8")
    return folder


def test_reading_again_keeps_old_readings_and_judgements(filled: Ledger, tmp_path: Path) -> None:
    judgement = filled.judge(Decision("same", marks(filled, 0, 1)))
    before, counts = list(filled.readings()), filled.counts()
    assert sum(reread(filled, ReadingOptions(processes=0))) == 0
    options = ReadingOptions(lexicon=lexicon_that_knows_more(tmp_path / "words"), processes=0)
    assert sum(reread(filled, options)) == 5
    assert sum(reread(filled, options)) == 0
    assert list(filled.readings()) == before
    assert filled.counts()["readings"] == 2 * counts["readings"]
    assert filled.counts()["claims"] == 2 * counts["claims"]
    assert filled.counts()["runs"] == 2
    assert filled.judgements() == [judgement]
    assert marks(filled, 0, 1) == judgement.marks
    assert sum(reread(filled, ReadingOptions(processes=0))) == 5, "back to our own words: read once more, nothing lost"
    assert findings(filled) == []


def test_a_new_reading_counts_and_the_old_one_stays(
    filled: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = readers.read_report
    monkeypatch.setattr(readers, "read_report", lambda *given: replace(real(*given), incidents=()))
    list(reread(filled, ReadingOptions(lexicon=lexicon_that_knows_more(tmp_path / "words"), processes=0)))
    assert list(filled.told()) == []
    assert filled.counts()["incidents"] > 0
    assert findings(filled) == []


def test_reading_again_in_many_processes_is_the_same(filled: Ledger, tmp_path: Path) -> None:
    before = list(filled.readings())
    options = ReadingOptions(lexicon=lexicon_that_knows_more(tmp_path / "words"), processes=2)
    assert sum(reread(filled, options)) == 5
    assert list(filled.readings()) == before


def event(id_: str, *members: str, killed: int = 3) -> Event:
    span = Span(2, 6)
    holder = Holder("monitor", "المرصد", "monitor", "r", "i", 0, None, span, "قتل ثلاثة")
    accounts = (Account("killed", None, (holder,), (replace(holder, speaker="army"),), killed, None, "civilians"),)
    return Event(
        id_,
        tuple(Membership(member, "r", ("same day", "3 km apart"), 7.25) for member in members),
        (Standing("killed", "disputed", accounts, ("monitor", "army")), Standing("type", "agreed", ())),
        2,
        Grade("contested", "airwars", ("two accounts that cannot both hold",)),
    )


def test_events_come_back_as_they_were_stored(filled: Ledger) -> None:
    made = [event("a", "1", "2"), event("b", "3"), replace(event("c"), grade=None)]
    filled.store_events(made)
    assert list(filled.events()) == made
    assert filled.event("b") == made[1]
    assert filled.event("z") is None
    assert findings(filled) == []


def test_linking_anew_replaces_events_and_keeps_judgements(filled: Ledger) -> None:
    judgement = filled.judge(Decision("different", marks(filled, 0, 1)))
    filled.store_events([event("a", "1", "2"), event("b", "3")])
    filled.store_events([event("b", "3"), event("c", "1"), event("d", "2")])
    assert [found.id for found in filled.events()] == ["b", "c", "d"]
    filled.store_events([event("c", "1", "4", killed=9)], gone=["d"])
    assert list(filled.events()) == [event("b", "3"), event("c", "1", "4", killed=9)]
    assert filled.judgements() == [judgement]
    assert findings(filled) == []


def test_storing_the_same_events_again_changes_nothing(filled: Ledger) -> None:
    filled.store_events([event("a", "1"), event("b", "2")])
    entries = filled.counts()["audit"]
    filled.store_events([event("b", "2"), event("a", "1")])
    assert filled.counts()["audit"] == entries


def test_many_events_are_stored_in_pages(filled: Ledger) -> None:
    made = [event(f"{n:05}", f"i{n}") for n in range(1_203)]
    filled.store_events(made)
    filled.store_events(made[100:])
    assert [found.id for found in filled.events()] == [one.id for one in made[100:]]
    assert findings(filled) == []


def test_a_judgement_of_an_old_version_stays(ledger: Ledger) -> None:
    url = "https://example.org/1"
    text = "قتل 12 مدنيا وأصيب 30 آخرون بقصف مدفعي على بلدة كفرنبل جنوب إدلب يوم الإثنين، بحسب الدفاع المدني."
    fill(ledger, [arrival(text, url=url)])
    judgement = ledger.judge(Decision("note", marks(ledger, 0), "seen"))
    fill(ledger, [arrival(f"{text} وقال شهود إن طائرة حلقت فوقها.", url=url)])
    assert ledger.judgements() == [judgement]
    assert [version.version for version in ledger.history(judgement.marks[0].report)] == [1, 2]
