"""A component for spaCy: `nlp.add_pipe("riwaya")` reads the incidents and claims of a document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from riwaya.model import Claim, Incident, Reading, Report, Span

KEY = "riwaya"
"""The key of our spans in `doc.spans`."""


@dataclass(frozen=True, slots=True)
class Told:
    """A claim as `doc._.claims` has it: the claim, the incident it is about, and its place among that one's claims."""

    incident: Incident
    index: int

    @property
    def claim(self) -> Claim:
        """The claim itself."""
        return self.incident.claims[self.index]


class Component:
    """Reads a document; `doc.spans["riwaya"]` are the marks, `doc._.claims` the claims, `doc._.reading` all of it.

    A document has no day of publication of its own: set `doc._.published` before, or `published` in the configuration.
    """

    def __init__(self, published: date | None, outlet: str | None) -> None:
        self._published = published
        self._outlet = outlet
        for name, default in (("reading", None), ("claims", ()), ("published", None), ("outlet", None)):
            _extend(name, default)

    def __call__(self, doc: Any) -> Any:
        """The document with what was read in it; one without Arabic, or empty, has nothing."""
        from riwaya.pipeline import load_tools, read_report
        from riwaya.sources.days import as_day

        title, newline, text = doc.text.partition("\n")
        report = Report("doc", title, text) if newline else Report("doc", "", doc.text)
        published = as_day(doc._.published) or self._published
        report = replace(report, outlet=doc._.outlet or self._outlet, published=published)
        reading = read_report(report, load_tools())
        doc._.reading = reading
        doc._.claims = tuple(Told(i, at) for i in reading.incidents for at in range(len(i.claims)))
        doc.spans[KEY] = list(_spans(doc, reading, shift=0 if newline else 1))
        return doc


def make(nlp: Any, name: str, published: str | None, outlet: str | None) -> Component:
    """The component, as spaCy's registry makes it; `published` is ISO 8601."""
    from riwaya.sources.days import as_day

    return Component(as_day(published or None), outlet)


def _extend(name: str, default: Any) -> None:
    from spacy.tokens import Doc

    if not Doc.has_extension(name):
        Doc.set_extension(name, default=default)


def _spans(doc: Any, reading: Reading, shift: int) -> Any:
    """What was marked as spans of whole tokens, each once; labels are the incident's type, PLACE, TIME, SPEAKER …"""
    seen = set()
    for label, span in _marked(reading):
        key = (label, span.start, span.end)
        if key in seen or span.end <= span.start:
            continue
        seen.add(key)
        found = doc.char_span(span.start - shift, span.end - shift, label=label, alignment_mode="expand")
        if found is not None:
            yield found


def _marked(reading: Reading) -> Any:
    for incident in reading.incidents:
        yield incident.type, incident.trigger
        spans: list[tuple[str, Span | None]] = [
            ("PLACE", incident.where.span if incident.where else None),
            ("TIME", incident.when.span if incident.when else None),
            *(("PERPETRATOR", actor.span) for actor in incident.perpetrators),
            *(("TARGET", actor.span) for actor in incident.targets),
        ]
        for claim in incident.claims:
            spans.append(("SPEAKER", claim.speaker.span))
            spans += [("CHANNEL", link.span) for link in claim.chain[1:-1]]
            spans += [("TOLL", toll.span) for toll in claim.tolls]
        for label, span in spans:
            if span is not None:
                yield label, span


try:
    from spacy.language import Language
except ImportError:  # spaCy is optional: without it there is nobody to register with
    pass
else:
    Language.factory("riwaya", default_config={"published": None, "outlet": None}, func=make)
