"""A second reader: each figure after a word of death is a claim of the outlet. `riwaya read … --reader deaths`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from riwaya.model import Actor, Claim, Incident, Link, Reading, Report, Span, Toll
from riwaya.pipeline import Tools
from riwaya.second import Asked, Opinion

_DEATHS = re.compile(r"(?:قتل|مقتل|قُتل)\s+(\d{1,5})\s+\S+")


class Deaths:
    """Reads with one regular expression; a model of one's own would stand here."""

    name = "deaths"
    identity = "deaths 1.0"

    def __init__(self) -> None:
        self._found = 0

    def read(self, report: Report, first: Reading, tools: Tools) -> Opinion:
        """An incident for each figure."""
        incidents = tuple(self._incidents(report))
        self._found += len(incidents)
        return Opinion(incidents)

    def summary(self) -> str:
        """How many figures it found."""
        return f"deaths: {self._found} figures"

    def _incidents(self, report: Report) -> Iterator[Incident]:
        speaker = Actor("outlet", report.outlet or "outlet")
        for match in _DEATHS.finditer(report.full_text):
            span, count = Span(*match.span()), int(match[1])
            toll = Toll("killed", count, count, None, span, "deaths")
            claim = Claim(speaker, "asserts", (Link("outlet", speaker.name),), (toll,), evidence=(span,), rule="deaths")
            id = hashlib.blake2s(f"{report.id}|deaths|{span.start}".encode(), digest_size=8).hexdigest()
            trigger = Span(span.start, report.full_text.index(" ", span.start))
            yield Incident(id, "attack", False, trigger, None, None, (), (), None, (claim,), rule="deaths")


def open_reader(asked: Asked) -> Deaths:
    """The reader, as the user asks for it; it needs neither a model nor a server."""
    return Deaths()
