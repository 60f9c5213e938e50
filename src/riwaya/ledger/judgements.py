"""Judgements: what a person decided, added and never changed; an undoing is a judgement too."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from riwaya.errors import LedgerError
from riwaya.ledger.audit import Chain
from riwaya.ledger.canonical import digest
from riwaya.ledger.hashing import new_rows_digest
from riwaya.ledger.keeping import next_number
from riwaya.ledger.records import report_of
from riwaya.ledger.rows import Row
from riwaya.ledger.tables import judgements, marks, versions
from riwaya.model import Judgement, Mark, Span, Verdict


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decides of the words that `marks` name; `undoes` is the id of the judgement that is taken back."""

    verdict: Verdict
    marks: tuple[Mark, ...] = ()
    reason: str = ""
    attribute: str | None = None
    value: str | None = None
    undoes: str | None = None


def add(connection: Connection, chain: Chain, decision: Decision, user: str, at: str) -> Judgement:
    """Adds a judgement with its marks and its audit entry.

    Raises LedgerError where a mark names words that are not there, or an undoing has nothing to take back.
    """
    _check_undoing(connection, decision)
    number = next_number(connection, judgements.c.number)
    plain = [[mark.report, mark.span.start, mark.span.end] for mark in decision.marks]
    told = [
        number,
        decision.verdict,
        plain,
        user,
        at,
        decision.reason,
        decision.attribute,
        decision.value,
        decision.undoes,
    ]
    judgement = Judgement(
        digest(told)[:16],
        decision.verdict,
        decision.marks,
        user,
        at,
        decision.reason,
        decision.attribute,
        decision.value,
        decision.undoes,
    )
    names = ("id", "verdict", "user", "at", "reason", "attribute", "value", "undoes")
    row: Row = {"number": number, **{name: getattr(judgement, name) for name in names}}
    rows = [
        {
            "judgement": number,
            "mark": i,
            "report": mark.report,
            "start": mark.span.start,
            "end": mark.span.end,
            "quote": _quote(connection, mark),
        }
        for i, mark in enumerate(decision.marks)
    ]
    connection.execute(insert(judgements), [row])
    digests = {"judgements": new_rows_digest(judgements, [row])}
    if rows:
        connection.execute(insert(marks), rows)
        digests["marks"] = new_rows_digest(marks, rows)
    chain.append("judged", judgement.id, {"number": number, "rows": digests})
    return judgement


def load(connection: Connection, undone: bool) -> list[Judgement]:
    """All judgements in order; without the undoings and what they took back, unless `undone`."""
    by: dict[int, list[Mark]] = defaultdict(list)
    for row in connection.execute(select(marks).order_by(marks.c.judgement, marks.c.mark)):
        by[row.judgement].append(Mark(row.report, Span(row.start, row.end)))
    found = [
        Judgement(
            row.id,
            row.verdict,
            tuple(by[row.number]),
            row.user,
            row.at,
            row.reason,
            row.attribute,
            row.value,
            row.undoes,
        )
        for row in connection.execute(select(judgements).order_by(judgements.c.number))
    ]
    return found if undone else standing(found)


def standing(all_of_them: list[Judgement]) -> list[Judgement]:
    """The judgements that nobody took back. An undoing can itself be undone: then what it took back stands again."""
    taken_back: set[str] = set()
    for judgement in reversed(all_of_them):
        if judgement.verdict == "undo" and judgement.undoes and judgement.id not in taken_back:
            taken_back.add(judgement.undoes)
    return [j for j in all_of_them if j.verdict != "undo" and j.id not in taken_back]


def _check_undoing(connection: Connection, decision: Decision) -> None:
    if (decision.verdict == "undo") != (decision.undoes is not None):
        raise LedgerError("judgement", "an undoing, and only that, names what it takes back", "give its id")
    known = select(judgements.c.id).where(judgements.c.id == decision.undoes)
    if decision.undoes is not None and connection.scalar(known) is None:
        raise LedgerError(
            f"judgement {decision.undoes}", "there is none of this id", "`riwaya show EVENT` lists those on an event"
        )


def _quote(connection: Connection, mark: Mark) -> str:
    row = connection.execute(select(versions).where(versions.c.id == mark.report)).one_or_none()
    if row is None:
        raise LedgerError(f"report {mark.report}", "is not in the ledger", "judge what is")
    text = report_of(row).full_text
    if not 0 <= mark.span.start < mark.span.end <= len(text):
        where = f"report {mark.report}"
        what = f"characters {mark.span.start} to {mark.span.end} are not in its text ({len(text)} characters)"
        raise LedgerError(where, what, "name a range within it")
    return mark.span.cut(text)
