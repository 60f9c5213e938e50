"""The words of a report as HTML, every span marked by kind and by the claims it bears on; spans may overlap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from itertools import pairwise

from riwaya.model import Incident, Reading, Span

KINDS = {
    "trigger": "event",
    "date": "day",
    "place": "place",
    "perpetrator": "perpetrator",
    "target": "target",
    "toll": "toll",
    "speaker": "speaker",
    "evidence": "words of a claim",
    "warning": "look at this",
}
"""The kinds of span, with how the legend names them."""

ASKED = "asked"
"""The class, and the id, of words that a link leads to."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of one kind and the claims or incidents (keys of the page) it bears on."""

    span: Span
    kind: str
    keys: tuple[str, ...]


def part(name: str) -> str:
    """A file that goes with the marks on every page: their style, and the script by which claims show their words."""
    return files(__package__).joinpath(name).read_text("utf-8")


def incident_key(incident: int) -> str:
    """The page's name for an incident of a report."""
    return f"i{incident}"


def claim_key(incident: int, claim: int) -> str:
    """The page's name for a claim of an incident."""
    return f"i{incident}c{claim}"


def marked_html(reading: Reading, asked: Span | None = None, kinds: Mapping[str, str] | None = None) -> tuple[str, str]:
    """Title and text as HTML. Where spans overlap, the text between two ends carries the kinds of all that cover it.

    The words of a span that is asked for have the class `asked`, the first of them the id; `kinds` names the kinds in
    another language.
    """
    full = reading.report.full_text
    cut = len(reading.report.title)
    found = [*marks_of(reading), *([Mark(asked, ASKED, ())] if asked else [])]
    marks = [mark for mark in found if 0 <= mark.span.start < mark.span.end <= len(full)]
    page = _Page(full, kinds or KINDS, asked.start if asked else -1)
    return page.stretch(0, cut, marks), page.stretch(min(cut + 1, len(full)), len(full), marks)


def marks_of(reading: Reading) -> Iterator[Mark]:
    """Every span of a reading with its kind and keys."""
    for i, incident in enumerate(reading.incidents):
        yield from _marks_of_incident(i, incident)
    for number, warning in enumerate(reading.warnings):
        yield from (Mark(span, "warning", (f"w{number}",)) for span in warning.spans)


def _marks_of_incident(i: int, incident: Incident) -> Iterator[Mark]:
    here = (incident_key(i),)
    yield Mark(incident.trigger, "trigger", here)
    if incident.when and incident.when.span:
        yield Mark(incident.when.span, "date", here)
    if incident.where and incident.where.span:
        yield Mark(incident.where.span, "place", here)
    for kind, actors in (("perpetrator", incident.perpetrators), ("target", incident.targets)):
        for actor in actors:
            if actor.span:
                yield Mark(actor.span, kind, (*here, *(claim_key(i, c) for c in actor.according_to)))
    for c, claim in enumerate(incident.claims):
        mine = (*here, claim_key(i, c))
        spans = [claim.speaker.span, *(link.span for link in claim.chain)]
        yield from (Mark(span, "speaker", mine) for span in dict.fromkeys(spans) if span)
        yield from (Mark(toll.span, "toll", mine) for toll in claim.tolls)
        yield from (Mark(span, "evidence", mine) for span in claim.evidence)


@dataclass(frozen=True, slots=True)
class _Page:
    full: str
    kinds: Mapping[str, str]
    asked: int

    def stretch(self, start: int, end: int, marks: list[Mark]) -> str:
        """The characters [start, end) as HTML, cut at every end of a mark."""
        inside = [mark for mark in marks if mark.span.start < end and mark.span.end > start]
        ends = {start, end}
        for mark in inside:
            ends |= {max(start, mark.span.start), min(end, mark.span.end)}
        out = []
        for left, right in pairwise(sorted(ends)):
            covering = [mark for mark in inside if mark.span.start <= left and right <= mark.span.end]
            words = escape(self.full[left:right])
            id_ = f'id="{ASKED}" ' if left == self.asked and covering else ""
            out.append(f"<mark {id_}{self._attributes(covering)}>{words}</mark>" if covering else words)
        return "".join(out)

    def _attributes(self, covering: list[Mark]) -> str:
        kinds = {mark.kind for mark in covering}
        classes = " ".join(kind for kind in (*self.kinds, ASKED) if kind in kinds)
        keys = " ".join(dict.fromkeys(key for mark in covering for key in mark.keys))
        said = ", ".join(label for kind, label in self.kinds.items() if kind in kinds)
        return f'class="{classes}" data-k="{escape(keys, quote=True)}" title="{escape(said, quote=True)}"'
