"""The contract of a second reader, and the reading of one report by the rules and by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from riwaya.model import Incident, Reading, Report, Span, Warning
from riwaya.pipeline import Tools, read_report
from riwaya.second.merging import merge

MISSING = "second_reader_missing"
"""The kind of warning of a report, or a part of one, that the second reader was not able to read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a user asks of a second reader.

    `budget` is the most tokens that may be spent and `spend` the most money, at `prices` for a million tokens in and
    out; `cache` is the folder of answers; `tell` is called with what the user must know at once.
    """

    model: str | None = None
    base_url: str | None = None
    budget: int = 1_000_000
    spend: float | None = None
    prices: tuple[float, float] | None = None
    cache: Path | None = None
    tell: Callable[[str], None] = lambda message: None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a second reader found in one report; `whole` is whether it was able to read all of it.

    Every span counts characters of `Report.full_text`; places need not be resolved.
    """

    incidents: tuple[Incident, ...] = ()
    warnings: tuple[Warning, ...] = ()
    whole: bool = True


class SecondReader(Protocol):
    """Reads reports that the rules have read.

    `name` marks its claims; `identity` goes into the run of the ledger and says all that its reading depends on.
    """

    @property
    def name(self) -> str:
        """A short word, as users ask for it."""

    @property
    def identity(self) -> str:
        """Name, model, version: never a secret."""

    def read(self, report: Report, first: Reading, tools: Tools) -> Opinion:
        """What it finds; `first` is the rules' reading, whose report has the day of publication as reckoned."""

    def summary(self) -> str:
        """What was asked, spent and refused so far, in one line."""


def read_twice(report: Report, tools: Tools, second: SecondReader) -> tuple[Reading, bool]:
    """The reading of both, each claim marked with who found it, and whether the second was able to read it all.

    A second reader that fails changes nothing: the rules' reading is kept, with a warning.
    """
    first = read_report(report, tools)
    try:
        opinion = second.read(first.report, first, tools)
        incidents = tuple(incident for incident in opinion.incidents if _fits(incident, len(report.full_text)))
        merged = merge(first, incidents, second.name, tools.gazetteer)
    except Exception as error:
        warning = Warning(MISSING, f"{second.name} failed ({type(error).__name__}); read by the rules alone")
        return replace(first, warnings=(*first.warnings, warning)), False
    return replace(merged, warnings=(*merged.warnings, *opinion.warnings)), opinion.whole


def _fits(incident: Incident, length: int) -> bool:
    """Whether all spans lie in the text."""
    return all(0 <= span.start < span.end <= length for span in _spans(incident))


def _spans(incident: Incident) -> list[Span]:
    claims = incident.claims
    maybe = [
        incident.when.span if incident.when else None,
        incident.where.span if incident.where else None,
        *(actor.span for actor in (*incident.perpetrators, *incident.targets)),
        *(claim.speaker.span for claim in claims),
        *(link.span for claim in claims for link in claim.chain),
    ]
    sure = [span for claim in claims for span in (*claim.evidence, *(toll.span for toll in claim.tolls))]
    return [incident.trigger, *sure, *(span for span in maybe if span is not None)]
