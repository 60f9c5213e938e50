"""The spans of a selection by report, as annotation programs want them: marks with labels, and relations between them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from riwaya.export.selection import Selection
from riwaya.model import Claim, Incident, Report, Span

LABELS = ("Trigger", "Place", "Time", "Perpetrator", "Target", "Speaker", "Toll", "Channel", "Evidence")
"""What a mark can be."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of a report's full text: a number, a label, the span, and what was read there (a type, an id, a figure)."""

    at: int
    label: str
    span: Span
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """That one mark stands to another in a role: place_of, time_of, perpetrator_of, target_of, says, counts."""

    role: str
    source: int
    target: int


@dataclass(frozen=True, slots=True)
class Annotated:
    """A report with its marks and relations, in the order of the text."""

    report: Report
    marks: tuple[Marked, ...]
    relations: tuple[Related, ...]


def annotate(selection: Selection) -> Iterator[Annotated]:
    """Every report of a selection with what was read in it, by id."""
    incidents: dict[str, dict[str, Incident]] = {}
    for row in selection.rows:
        for told in row.tolds:
            incidents.setdefault(told.report.id, {})[told.incident.id] = told.incident
    for report in selection.reports():
        book = _Book()
        for incident in sorted(
            incidents[report.id].values(), key=lambda incident: (incident.trigger.start, incident.id)
        ):
            _incident(incident, book)
        yield Annotated(report, tuple(book.marks.values()), tuple(dict.fromkeys(book.relations)))


def file_name(id: str) -> str:
    """A name that every file system takes, for an id; the same for the same id.

    >>> file_name("dev-sy-001"), file_name("a/b")
    ('dev-sy-001', 'a_b-c14cddc0')
    """
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", id).lstrip(".")
    if plain == id and len(plain) <= 100:
        return plain
    return f"{plain[:80]}-{hashlib.sha256(id.encode()).hexdigest()[:8]}"


class _Book:
    """The marks and relations of a report while they are gathered; a span has one mark a label."""

    def __init__(self) -> None:
        self.marks: dict[tuple[str, int, int], Marked] = {}
        self.relations: list[Related] = []

    def mark(self, label: str, span: Span | None, value: str | None = None) -> int | None:
        if span is None or span.end <= span.start:
            return None
        key = (label, span.start, span.end)
        if key not in self.marks:
            self.marks[key] = Marked(len(self.marks) + 1, label, span, value)
        return self.marks[key].at

    def relate(self, role: str, source: int | None, target: int | None) -> None:
        if source is not None and target is not None and source != target:
            self.relations.append(Related(role, source, target))


def _incident(incident: Incident, book: _Book) -> None:
    trigger = book.mark("Trigger", incident.trigger, incident.type)
    if incident.where is not None:
        book.relate("place_of", book.mark("Place", incident.where.span, incident.where.id), trigger)
    if incident.when is not None:
        value = f"{incident.when.start.isoformat()}/{incident.when.end.isoformat()}"
        book.relate("time_of", book.mark("Time", incident.when.span, value), trigger)
    for actor in incident.perpetrators:
        book.relate("perpetrator_of", book.mark("Perpetrator", actor.span, actor.actor), trigger)
    for actor in incident.targets:
        book.relate("target_of", book.mark("Target", actor.span, actor.actor), trigger)
    for claim in incident.claims:
        _claim(claim, trigger, book)


def _claim(claim: Claim, trigger: int | None, book: _Book) -> None:
    speaker = book.mark("Speaker", claim.speaker.span, claim.speaker.actor)
    evidence = [book.mark("Evidence", span, claim.stance) for span in claim.evidence]
    book.relate(claim.stance, speaker or (evidence[0] if evidence else None), trigger)
    for link in claim.chain[1:-1]:
        book.relate("through", book.mark("Channel", link.span, link.actor), speaker)
    for toll in claim.tolls:
        high = "" if toll.max is None else toll.max
        mark = book.mark("Toll", toll.span, f"{toll.outcome} {0 if toll.min is None else toll.min}..{high}")
        book.relate("counts", mark, trigger)
        book.relate("says", speaker, mark)
