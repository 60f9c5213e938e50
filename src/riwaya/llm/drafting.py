"""From a model's answer to incidents: every value is looked up in the text, read there by our own rules, or refused."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from riwaya.arabic.dates import find_dates
from riwaya.arabic.fold import Folded, search_form
from riwaya.arabic.numbers import find_numbers
from riwaya.arabic.words import words
from riwaya.extract.days import date_report
from riwaya.lexicon import Hit
from riwaya.llm.answer import DENIED, ClaimTold, IncidentTold, Told, TollTold
from riwaya.llm.quoting import Quoter
from riwaya.model import Actor, Claim, Incident, Link, Report, Span, Toll, When, Where
from riwaya.pipeline import Tools

_BODIES = ("actor", "source", "institution", "outlet", "person")
"""Kinds of terms that name a body, the surest first."""


@dataclass(slots=True)
class Drafter:
    """Makes incidents of answers about one report; `refused` counts the values that it gave no ground for, by kind."""

    report: Report
    folded: Folded
    tools: Tools
    rule: str
    refused: Counter[str] = field(default_factory=Counter)
    _hits: list[Hit] | None = None

    def draft(self, told: Told, part: Span) -> list[Incident]:
        """The incidents of the answer about a part."""
        quoter = Quoter(self.folded, part)
        made = (self._incident(incident, quoter) for incident in told.incidents)
        return [incident for incident in made if incident is not None]

    def _incident(self, told: IncidentTold, quoter: Quoter) -> Incident | None:
        trigger = quoter.find(told.trigger)
        if trigger is None:
            self.refused["trigger"] += 1
            return None
        claims = [claim for claim in (self._claim(c, quoter, trigger) for c in told.claims) if claim is not None]
        if not claims:
            return None
        holders = tuple(i for i, claim in enumerate(claims) if claim.stance != "denies")
        identity = f"{self.report.id}|{self.rule}|{told.type}|{trigger.start}"
        return Incident(
            id=hashlib.blake2s(identity.encode(), digest_size=8).hexdigest(),
            type=told.type,
            main=told.main,
            trigger=trigger,
            when=self._when(told.day, quoter, trigger),
            where=self._where(told.place, quoter, trigger),
            perpetrators=self._parties(told.perpetrators, quoter, trigger, holders),
            targets=self._parties(told.targets, quoter, trigger, holders),
            weapon=None,
            claims=tuple(claims),
            rule=self.rule,
        )

    def _found(self, kind: str, quotation: str | None, quoter: Quoter, near: Span) -> Span | None:
        """Where a quotation stands; one that is given but not in the text is counted."""
        span = quoter.find(quotation, near.start)
        if span is None and quotation:
            self.refused[kind] += 1
        return span

    def _when(self, quotation: str | None, quoter: Quoter, near: Span) -> When | None:
        """The day as our own rules read its words, else that of publication; never one that the model worked out."""
        span = self._found("day", quotation, quoter, near)
        dated = date_report(self.folded, self.report)
        if span is not None:
            for mention in find_dates(words(search_form(span.cut(self.folded.original))), dated.anchor):
                if mention.start is not None and mention.end is not None and mention.kind in _HAPPENED:
                    text = span.cut(self.folded.original)
                    return When(mention.start, mention.end, mention.precision, mention.basis, text, span)
            self.refused["day"] += 1
        published = dated.published
        return When(published, published, "approx", "published") if published else None

    def _where(self, quotation: str | None, quoter: Quoter, near: Span) -> Where | None:
        span = self._found("place", quotation, quoter, near)
        return None if span is None else Where(span.cut(self.folded.original), span)

    def _parties(
        self, quotations: list[str], quoter: Quoter, near: Span, holders: tuple[int, ...]
    ) -> tuple[Actor, ...]:
        spans = (self._found("party", quotation, quoter, near) for quotation in quotations)
        found = {self._body(span)[0] or span: span for span in spans if span is not None}
        return tuple(Actor(self._body(s)[0], s.cut(self.folded.original), s, holders) for s in found.values())

    def _claim(self, told: ClaimTold, quoter: Quoter, near: Span) -> Claim | None:
        words_of = self._found("words", told.words, quoter, near)
        if words_of is None:
            if not told.words:
                self.refused["words"] += 1
            return None
        speaker, via = self._speaker(told, quoter, words_of)
        if speaker is None:
            return None
        tolls = [self._toll(toll, told, quoter, words_of) for toll in told.tolls]
        return Claim(
            speaker,
            told.stance,
            via,
            tuple(toll for toll in tolls if toll is not None),
            tuple(name for name in DENIED if name in told.denied) if told.stance == "denies" else (),
            (words_of,),
            self.rule,
        )

    def _speaker(self, told: ClaimTold, quoter: Quoter, near: Span) -> tuple[Actor | None, tuple[Link, ...]]:
        outlet = Link("outlet", self.report.outlet or "outlet")
        if told.speaker is None:
            return Actor("outlet", outlet.name), (outlet,)
        span = self._found("speaker", told.speaker, quoter, near)
        if span is None:
            if not told.speaker:
                self.refused["speaker"] += 1
            return None, ()
        name = span.cut(self.folded.original)
        body, kind = self._body(span)
        role = "agency" if kind == "outlet" else told.role if told.role != "outlet" else "agency"
        return Actor(body, name, span), (outlet, Link(role, name, body, span))

    def _toll(self, told: TollTold, claim: ClaimTold, quoter: Quoter, near: Span) -> Toll | None:
        """A toll whose figure our own rules read in its words too; where they read bounds, these count."""
        span = self._found("toll", told.words, quoter, near)
        if span is None:
            if not told.words:
                self.refused["toll"] += 1
            return None
        interval = self._interval(told, claim, span.cut(self.folded.original))
        if interval is None:
            self.refused["figure"] += 1
            return None
        return Toll(told.outcome, *interval, None, span, self.rule)

    def _interval(self, told: TollTold, claim: ClaimTold, text: str) -> tuple[int, int | None] | None:
        if (told.min, told.max) == (0, 0):
            return (0, 0) if claim.stance == "denies" else None
        form = words(search_form(text))
        figures = [(n.low, n.high) for n in find_numbers(form) if n.kind in ("cardinal", "indefinite", "one_of")]
        for low, high in figures:
            if low is not None and told.min == low and (high is None or told.max in (low, high, None)):
                return low, high
        if figures or told.max != told.min:
            return None
        dual = any(len(word.text) > 4 and word.text.endswith(("ان", "ين")) for word in form)
        return (told.min, told.max) if told.min == (2 if dual else 1) else None

    def _body(self, span: Span) -> tuple[str | None, str | None]:
        """The id and the kind of the body that words name, as our word lists know it: the longest name in them."""
        if self._hits is None:
            self._hits = self.tools.vocabulary.matcher.hits(self.folded.text)
        best: tuple[int, int, str, str] | None = None
        for hit in self._hits:
            first, last = self.folded.span(hit.core, hit.end)
            if first < span.start or last > span.end:
                continue
            for rank, kind in enumerate(_BODIES):
                term = hit.get(kind)
                if term is not None and (best is None or (hit.end - hit.core, -rank) > best[:2]):
                    best = (hit.end - hit.core, -rank, term.id, kind)
        if best is None:
            return None, None
        return self.tools.vocabulary.lexicon.body(best[2]), best[3]


_HAPPENED = frozenset(("day", "weekday", "night", "week", "month", "year", "range"))
