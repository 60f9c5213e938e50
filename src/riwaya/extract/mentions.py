"""Every place that a report names, whether anything is told to have happened there or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.arabic.fold import fold
from riwaya.arabic.sentences import sentences
from riwaya.extract.countries import countries_of
from riwaya.extract.days import date_report
from riwaya.extract.placing import find_places
from riwaya.extract.units import Unit, build_units
from riwaya.extract.vocabulary import Vocabulary
from riwaya.model import Report, Span, Where


@dataclass(frozen=True, slots=True)
class NamedAt:
    """A place as named, and what its words say it is: "passing", "origin or seat", or "dateline"."""

    where: Where
    role: str


def name_places(report: Report, vocabulary: Vocabulary) -> list[NamedAt]:
    """The places of a report in order; none is resolved yet."""
    folded = fold(report.full_text)
    hits = vocabulary.matcher.hits(folded.text)
    dated = date_report(folded, report)
    found = []
    for start, end in sentences(folded):
        own = [hit for hit in hits if start <= hit.start < end]
        units = build_units(folded, start, end, own, dated.anchor, False)
        head = _dateline_end(units)
        for mention in find_places(units, 0, len(units)):
            first, last = folded.span(mention.start, mention.end)
            filed = mention.start < head or (dated.line is not None and dated.line[0] <= mention.start < dated.line[1])
            role = "dateline" if filed else "origin or seat" if mention.score < 0 else "passing"
            found.append(NamedAt(Where(folded.original[first:last], Span(first, last)), role))
    return found


def _dateline_end(units: Sequence[Unit]) -> int:
    """Where the dash after a dateline at the head of a sentence stands (بغداد (وكالة) - قال …); 0 without one."""
    for unit in units[:_LONGEST_DATELINE]:
        if unit.tag in "KMVNQXtB":
            break
        if unit.tag == "-":
            return unit.start
    return 0


_LONGEST_DATELINE = 14
"""Words and marks that a dateline holds at most."""


def countries_named(report: Report, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The countries (ISO 3166) that a report names, the most named first."""
    return countries_of(vocabulary.matcher.hits(fold(report.full_text).text))
