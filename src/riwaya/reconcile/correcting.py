"""What persons corrected of readings: a value put right, a claim added, a claim rejected, found again by its words.

A correction changes the accounts, the exports and what is shown; the reading in the ledger and the links stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import get_args

import msgspec

from riwaya.model import Actor, Claim, Incident, Judgement, Link, Mark, Outcome, Span, Stance, Told, Toll, When
from riwaya.reconcile.placed import placed

NOBODY = "-"
"""The value that takes away: no place, nobody, no figure."""

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
OF_INCIDENTS = ("type", "day", "place", "perpetrator", "target", "weapon")
OF_CLAIMS = ("speaker", "stance", *OUTCOMES)
ABOUT_READINGS = ("correct", "claim", "reject")


@dataclass(frozen=True, slots=True)
class Said:
    """Who put something right, and in which words of the report they saw it (None: they named none)."""

    user: str
    span: Span | None


Hand = Mapping[tuple[int, str], Said]
"""Who put what right, by the claim's place (-1: the incident) and attribute; "" is a claim that was added."""


@dataclass(frozen=True, eq=False)
class Corrected:
    """An incident as persons put it right; `origins` are the places its claims had when it was read (None: added)."""

    told: Told
    by: Hand = field(default_factory=dict)
    origins: tuple[int | None, ...] = ()
    rejected: bool = False


def corrections_by_report(standing: Iterable[Judgement]) -> dict[str, list[Judgement]]:
    """The standing judgements about readings, by report, in their order."""
    found: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in standing:
        if judgement.verdict in ABOUT_READINGS and judgement.marks:
            found[judgement.marks[0].report].append(judgement)
    return found


def claim_marks(claim: Claim) -> tuple[Span, ...]:
    """The words by which a claim is found again: who speaks, the figures, the evidence."""
    spans = [claim.speaker.span, *(toll.span for toll in claim.tolls), *claim.evidence]
    return tuple(dict.fromkeys(span for span in spans if span is not None))[:12]


def concerns(judgement: Judgement, told: Told) -> bool:
    """Whether a judgement about readings is about this incident: its first mark meets the trigger."""
    mark = judgement.marks[0]
    return mark.report == told.report.id and _meet(mark.span, told.incident.trigger) > 0


def corrected(told: Told, judgements: Sequence[Judgement]) -> Corrected:
    """The incident with these judgements followed in their order; those about other incidents are passed over."""
    mine = [judgement for judgement in judgements if concerns(judgement, told)]
    work = _Work(told)
    for judgement in mine:
        work.follow(judgement)
    return work.result() if mine else Corrected(told, {}, tuple(range(len(told.incident.claims))))


class _Work:
    """One incident while corrections are followed; claims are found by the words that they were read with."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._incident = told.incident
        self._claims: dict[int, Claim] = dict(enumerate(told.incident.claims))
        self._added: list[tuple[Claim, Said]] = []
        self._by: dict[tuple[int, str], Said] = {}
        self._rejected = False

    def follow(self, judgement: Judgement) -> None:
        """Puts one thing right; what cannot be found any more, or makes no sense, changes nothing."""
        with suppress(ValueError):
            self._follow(judgement)

    def _follow(self, judgement: Judgement) -> None:
        marks = judgement.marks
        span = marks[1].span if len(marks) > 1 and marks[1].span != marks[0].span else None
        said, value = Said(judgement.user, span), (judgement.value or "").strip()
        at = self._claim(marks[2:])
        if judgement.verdict == "reject":
            if len(marks) > 2:
                self._claims.pop(at, None)
            else:
                self._rejected = True
        elif judgement.verdict == "claim":
            claim = _added(value, Said(judgement.user, marks[-1].span), self._told)
            if claim is not None:
                self._added.append((claim, said))
        elif judgement.attribute in OF_INCIDENTS:
            self._incident = _INCIDENTS[judgement.attribute](self._incident, value, said)
            self._by[-1, judgement.attribute] = said
        elif at in self._claims and judgement.attribute in OF_CLAIMS:
            self._claims[at] = change_claim(
                self._claims[at], judgement.attribute, value, Said(said.user, span or marks[-1].span)
            )
            self._by[at, judgement.attribute] = said

    def _claim(self, marks: Sequence[Mark]) -> int:
        """The claim whose words these are; -1 where none has them any more."""
        wanted = [mark.span for mark in marks]
        best, least = -1, 0
        for at, claim in enumerate(self._told.incident.claims):
            spans = claim_marks(claim)
            score = sum(1000 * (span in spans) + max((_meet(span, own) for own in spans), default=0) for span in wanted)
            if score > least:
                best, least = at, score
        return best

    def result(self) -> Corrected:
        """The incident as it is now, with the places of its claims counted anew."""
        if self._rejected:
            bare = replace(self._incident, claims=(), perpetrators=(), targets=())
            return Corrected(replace(self._told, incident=bare), rejected=True)
        now = {before: after for after, before in enumerate(self._claims)}
        claims = [*self._claims.values(), *(claim for claim, _ in self._added)]
        by = {(now.get(at, -1), name): said for (at, name), said in self._by.items() if at == -1 or at in now}
        by |= {(len(now) + n, ""): said for n, (_, said) in enumerate(self._added)}
        incident = replace(
            self._incident,
            claims=tuple(claims),
            perpetrators=_according(self._incident.perpetrators, now),
            targets=_according(self._incident.targets, now),
        )
        gone = bool(self._told.incident.claims) and not claims
        origins = (*self._claims, *(None for _ in self._added))
        return Corrected(replace(self._told, incident=incident), by, origins, gone)


def change_claim(claim: Claim, attribute: str, value: str, said: Said) -> Claim:
    """A claim with one thing of it changed; `said` has the words."""
    rule, span = _rule(said), said.span or claim.speaker.span or Span(0, 0)
    if attribute == "speaker":
        return replace(claim, speaker=actor_of(value, span), rule=rule)
    if attribute == "stance":
        stance: Stance = next((s for s in get_args(Stance) if s == value), claim.stance)
        denied = (claim.denied or ("event",)) if stance == "denies" else ()
        return replace(claim, stance=stance, denied=denied, rule=rule)
    outcome = next(outcome for outcome in OUTCOMES if outcome == attribute)
    before = next((toll for toll in claim.tolls if toll.outcome == outcome), None)
    others = tuple(toll for toll in claim.tolls if toll.outcome != outcome)
    if value == NOBODY:
        return replace(claim, tolls=others, rule=rule)
    low, high = interval(value)
    toll = Toll(outcome, low, high, before.victims if before else None, span, rule)
    return replace(claim, tolls=(*others, toll), rule=rule)


def _rule(said: Said) -> str:
    """Where a rule's name stands: who corrected what was read."""
    return f"corrected by {said.user}"


def interval(words: str) -> tuple[int, int | None]:
    """A figure as a person writes it.

    >>> interval("12"), interval("12-15"), interval("12+")
    ((12, 12), (12, 15), (12, None))
    """
    plain = words.strip().replace("–", "-")
    low, dash, high = plain.removesuffix("+").partition("-")
    return int(low), None if plain.endswith("+") else int(high) if dash else int(low)


def actor_of(value: str, span: Span | None) -> Actor:
    """A body as a person names it: `id=name` where the lexicon knows it, else the name alone."""
    id_, known, name = value.partition("=")
    return Actor(id_, name, span) if known else Actor(None, value, span)


def _actors(value: str, span: Span | None) -> tuple[Actor, ...]:
    return () if value == NOBODY else tuple(actor_of(one.strip(), span) for one in value.split("+") if one.strip())


def claim_told(value: str) -> dict[str, str]:
    """What an added claim says, by attribute; nothing where it cannot be understood."""
    try:
        return msgspec.json.decode(value, type=dict[str, str])
    except msgspec.DecodeError:
        return {}


def _added(value: str, said: Said, told: Told) -> Claim | None:
    given = claim_told(value)
    if not given:
        return None
    span = said.span or told.incident.trigger
    outlet = told.report.outlet or ""
    chain = (Link("outlet", outlet),) if outlet else ()
    claim = Claim(actor_of(given.get("speaker", outlet), span), "asserts", chain, evidence=(span,), rule=_rule(said))
    for name in ("stance", *OUTCOMES):
        if given.get(name):
            claim = change_claim(claim, name, given[name], said)
    return claim


def _day(incident: Incident, value: str, said: Said) -> Incident:
    if value == NOBODY:
        return replace(incident, when=None, rule=_rule(said))
    start, _, end = value.partition("/")
    first, last = date.fromisoformat(start), date.fromisoformat(end or start)
    when = When(first, last, "day" if first == last else "approx", "stated", None, said.span)
    return replace(incident, when=when, rule=_rule(said))


def _place(incident: Incident, value: str, said: Said) -> Incident:
    where = None if value == NOBODY else placed(value, said.span)
    if where is not None and where.lat is None and incident.where and incident.where.name == where.name:
        where = incident.where
    return replace(incident, where=where, rule=_rule(said))


_INCIDENTS: Mapping[str, Callable[[Incident, str, Said], Incident]] = {
    "type": lambda incident, value, said: replace(incident, type=value, rule=_rule(said)),
    "day": _day,
    "place": _place,
    "perpetrator": lambda incident, value, said: replace(
        incident, perpetrators=_actors(value, said.span), rule=_rule(said)
    ),
    "target": lambda incident, value, said: replace(incident, targets=_actors(value, said.span), rule=_rule(said)),
    "weapon": lambda incident, value, said: replace(
        incident, weapon=None if value == NOBODY else value, rule=_rule(said)
    ),
}


def _according(actors: Iterable[Actor], now: Mapping[int, int]) -> tuple[Actor, ...]:
    """Bodies with the places of the claims that name them counted anew; who was named by rejected claims only goes."""
    found = []
    for actor in actors:
        kept = tuple(now[at] for at in actor.according_to if at in now)
        if kept or not actor.according_to:
            found.append(replace(actor, according_to=kept))
    return tuple(found)


def _meet(one: Span, other: Span) -> int:
    """How many characters two spans have in common."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))
