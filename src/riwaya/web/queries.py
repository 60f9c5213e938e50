"""Questions to the ledger's tables that only the pages ask; none of them changes anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from riwaya.ledger.judgements import standing
from riwaya.ledger.stored import Refusal
from riwaya.ledger.tables import (
    audit,
    incidents,
    judgements,
    links,
    marks,
    memberships,
    refused,
    versions,
)
from riwaya.model import Event, Judgement, Link, Mark, Span
from riwaya.reconcile.correcting import ABOUT_READINGS

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the audit chain, without its hashes."""

    number: int
    at: str
    user: str
    action: str
    subject: str


def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last entry of the audit chain."""
    row = connection.execute(select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)).first()
    return (row.number, row.hash) if row else (0, "")


def changes_since(connection: Connection, number: int) -> Iterator[tuple[int, str, str]]:
    """Number, action and body of what has happened to events and judgements since an entry."""
    query = select(audit.c.number, audit.c.action, audit.c.body, audit.c.subject).where(
        audit.c.number > number, audit.c.action.in_(["linked", "judged"])
    )
    for row in connection.execute(query.order_by(audit.c.number)):
        yield row.number, row.action, row.body if row.action == "linked" else row.subject


def subjects_since(connection: Connection, number: int) -> tuple[set[str], set[str]]:
    """The judgements that were made, and the reports that were added, after an entry of the audit chain."""
    query = select(audit.c.action, audit.c.subject).where(
        audit.c.number > number, audit.c.action.in_(["judged", "added"])
    )
    found: dict[str, set[str]] = {"judged": set(), "added": set()}
    for row in connection.execute(query):
        found[row.action].add(row.subject)
    return found["judged"], found["added"]


def last_entries(connection: Connection, count: int) -> list[Entry]:
    """The newest entries of the chain, the newest first."""
    rows = connection.execute(select(audit).order_by(audit.c.number.desc()).limit(count))
    return [Entry(row.number, row.at, row.user, row.action, row.subject) for row in rows]


def incident_rows(connection: Connection, ids: Iterable[str]) -> dict[str, Row[Any]]:
    """The rows of these incidents by id, each as its report was read last."""
    found: dict[str, Row[Any]] = {}
    for page in _pages(ids):
        query = select(incidents).where(incidents.c.id.in_(page)).order_by(incidents.c.reading)
        found |= {row.id: row for row in connection.execute(query)}
    return found


def report_rows(connection: Connection, ids: Iterable[str]) -> dict[str, Row[Any]]:
    """Title, outlet, day, address and author of these reports, without their texts."""
    columns = [versions.c[name] for name in ("id", "title", "outlet", "url", "published", "author", "copy_of")]
    found: dict[str, Row[Any]] = {}
    for page in _pages(ids):
        found |= {row.id: row for row in connection.execute(select(*columns).where(versions.c.id.in_(page)))}
    return found


def published(connection: Connection, ids: Iterable[str]) -> list[Row[Any]]:
    """Every version of these reports with its day, number, title and outlet, the oldest first, unknown days last."""
    names = ("id", "report", "version", "published", "title", "outlet")
    found: list[Row[Any]] = []
    for page in _pages(set(ids)):
        of = select(versions.c.report).where(versions.c.id.in_(page))
        found += connection.execute(select(*(versions.c[name] for name in names)).where(versions.c.report.in_(of)))
    return sorted(
        {row.id: row for row in found}.values(), key=lambda row: (row.published or "9", row.report, row.version)
    )


def chains(connection: Connection, rows: Iterable[Row[Any]]) -> dict[tuple[str, int], tuple[Link, ...]]:
    """The chain of every claim of these incidents, by the incident's id and the claim's place in it."""
    of = {(row.reading, row.incident): row.id for row in rows}
    found: dict[tuple[str, int], list[Link]] = defaultdict(list)
    for page in _pages({reading for reading, _ in of}):
        query = select(links).where(links.c.reading.in_(page))
        order = (links.c.reading, links.c.incident, links.c.claim, links.c.link)
        for row in connection.execute(query.order_by(*order)):
            id_ = of.get((row.reading, row.incident))
            if id_ is not None:
                span = Span(row.start, row.end) if row.start is not None else None
                found[id_, row.claim].append(Link(row.role, row.name, row.actor, span))
    return {key: tuple(chain) for key, chain in found.items()}


def last_refused(connection: Connection, most: int) -> list[Refusal]:
    """What could not be taken in, the newest first."""
    rows = connection.execute(select(refused).order_by(refused.c.number.desc()).limit(most))
    return [Refusal(row.place, row.what, row.remedy, row.kind) for row in rows]


def events_telling(connection: Connection, report: str) -> list[tuple[str, str]]:
    """Event and incident of everything that a report tells and that was linked."""
    query = select(memberships.c.event, memberships.c.incident).where(memberships.c.report == report)
    return [(row.event, row.incident) for row in connection.execute(query.order_by(memberships.c.event))]


def event_with(connection: Connection, ids: Iterable[str]) -> str | None:
    """The event that one of these incidents belongs to, the first that any does."""
    for id_ in ids:
        found = connection.scalar(select(memberships.c.event).where(memberships.c.incident == id_).limit(1))
        if found is not None:
            return str(found)
    return None


def events_marked(connection: Connection, judgement_ids: Iterable[str]) -> set[str]:
    """The events whose reports these judgements, or what they undo, have marks in."""
    wanted = _with_undone(connection, set(judgement_ids))
    found: set[str] = set()
    for page in _pages(wanted):
        query = (
            select(memberships.c.event)
            .join(marks, marks.c.report == memberships.c.report)
            .join(judgements, judgements.c.number == marks.c.judgement)
            .where(judgements.c.id.in_(page))
        )
        found |= set(connection.scalars(query))
    return found


def _with_undone(connection: Connection, ids: set[str]) -> set[str]:
    """These judgements and all that they take back, however far."""
    front = ids
    while front:
        back: set[str] = set()
        for page in _pages(front):
            query = select(judgements.c.undoes).where(judgements.c.id.in_(page), judgements.c.undoes.is_not(None))
            back |= set(connection.scalars(query))
        front = back - ids
        ids = ids | front
    return ids


Triggers = Mapping[str, Sequence[Span]]
"""The triggers of an event's incidents, by the report's id."""


Rows = Mapping[str, Row[Any]]
"""Rows of incidents by the incident's id."""


def trigger(row: Row[Any]) -> Span:
    """Where an incident's row says that its trigger stands."""
    return Span(row.start, row.end)


def triggers_of(event: Event, rows: Mapping[str, Row[Any]]) -> dict[str, list[Span]]:
    """Where the reports tell of an event."""
    found: dict[str, list[Span]] = defaultdict(list)
    for member in event.members:
        row = rows.get(member.incident)
        if row is not None:
            found[member.report].append(trigger(row))
    return found


class Decisions:
    """The judgements with marks in some reports, with all undoings of them: loaded once for many events."""

    def __init__(self, connection: Connection, reports: Iterable[str]) -> None:
        numbers: set[int] = set()
        for page in _pages(reports):
            numbers |= set(connection.scalars(select(marks.c.judgement).where(marks.c.report.in_(page))))
        rows: dict[str, Row[Any]] = {}
        for page in _pages(numbers):
            rows |= {r.id: r for r in connection.execute(select(judgements).where(judgements.c.number.in_(page)))}
        front = set(rows)
        while front:
            more: dict[str, Row[Any]] = {}
            for page in _pages(front):
                query = select(judgements).where(judgements.c.undoes.in_(page))
                more |= {row.id: row for row in connection.execute(query)}
            front = more.keys() - rows.keys()
            rows |= more
        of: dict[int, list[Mark]] = defaultdict(list)
        for page in _pages(numbers):
            query = select(marks).where(marks.c.judgement.in_(page)).order_by(marks.c.judgement, marks.c.mark)
            for row in connection.execute(query):
                of[row.judgement].append(Mark(row.report, Span(row.start, row.end)))
        self.all = [_judgement(row, of[row.number]) for row in sorted(rows.values(), key=lambda row: row.number)]
        self.standing = standing(self.all)

    def about(self, triggers: Triggers) -> list[Judgement]:
        """The judgements that stand and have a mark on one of these triggers, in order."""
        return [judgement for judgement in self.standing if _concerns(judgement, triggers)]

    def history(self, triggers: Triggers) -> list[Judgement]:
        """All of them, those taken back and the undoings too."""
        ids = {judgement.id for judgement in self.all if _concerns(judgement, triggers)}
        return self._with_undoings(ids)

    def of_report(self, report: str) -> list[Judgement]:
        """All that was decided of how a report is read, those taken back and the undoings too."""
        return self._with_undoings(
            {j.id for j in self.all if j.verdict in ABOUT_READINGS and j.marks and j.marks[0].report == report}
        )

    def _with_undoings(self, ids: set[str]) -> list[Judgement]:
        for judgement in self.all:
            if judgement.undoes in ids:
                ids.add(judgement.id)
        return [judgement for judgement in self.all if judgement.id in ids]


def _concerns(judgement: Judgement, triggers: Triggers) -> bool:
    """Whether one of its marks meets a trigger; of what is about a reading only the first names an incident."""
    about = judgement.marks[:1] if judgement.verdict in ABOUT_READINGS else judgement.marks
    return any(
        mark.span.start < span.end and span.start < mark.span.end
        for mark in about
        for span in triggers.get(mark.report, ())
    )


def _judgement(row: Row[Any], marked: Sequence[Mark]) -> Judgement:
    told = (row.user, row.at, row.reason, row.attribute, row.value, row.undoes)
    return Judgement(row.id, row.verdict, tuple(marked), *told)


def judgement_of(connection: Connection, id_: str) -> Judgement | None:
    """The judgement of this id, without its marks."""
    row = connection.execute(select(judgements).where(judgements.c.id == id_)).one_or_none()
    return None if row is None else _judgement(row, ())


def is_taken_back(connection: Connection, id_: str) -> bool:
    """Whether a judgement does not stand any more: an undoing of it stands."""
    below = [id_]
    undoings: list[tuple[str, str]] = []
    while below:
        query = select(judgements.c.number, judgements.c.id, judgements.c.undoes).where(judgements.c.undoes.in_(below))
        rows = connection.execute(query.order_by(judgements.c.number)).all()
        undoings += [(row.id, row.undoes) for row in rows]
        below = [row.id for row in rows]
    taken_back: set[str] = set()
    for undoing, undone in reversed(undoings):
        if undoing not in taken_back:
            taken_back.add(undone)
    return id_ in taken_back


def _pages(ids: Iterable[Any]) -> Iterator[list[Any]]:
    wanted = list(ids)
    for at in range(0, len(wanted), _AT_ONCE):
        yield wanted[at : at + _AT_ONCE]
