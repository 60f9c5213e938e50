"""The track record of speakers and outlets: how often what they said was joined, contradicted, denied, revised.

Counts with intervals, never one score: a speaker who is often contradicted may be the one who is right.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from riwaya.model import Event, Holder, Standing, Told
from riwaya.reconcile.bodies import Bodies
from riwaya.reconcile.independence import copies_of

_Z = 1.959964
"""Of the normal distribution: 95 % lie within so many deviations."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the 95 % interval of Wilson (1927) for the share."""

    count: int
    of: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Record:
    """How the claims of one speaker or outlet fared; a claim is counted once an event."""

    name: str
    claims: int
    joined: Share
    contradicted: Share
    denied: Share
    revised: Share


def wilson(count: int, of: int) -> Share:
    """The interval of a share; it is wide where little was seen, and never leaves 0 to 1.

    >>> share = wilson(8, 10)
    >>> round(share.low, 3), round(share.high, 3)
    (0.49, 0.943)
    """
    if of == 0:
        return Share(0, 0, 0.0, 1.0)
    share, square = count / of, _Z * _Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _Z * math.sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return Share(count, of, max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


def track_records(
    events: Iterable[Event], tolds: Mapping[str, Told], bodies: Bodies, by: Literal["speaker", "outlet"] = "speaker"
) -> list[Record]:
    """The record of every speaker, or of every outlet, the most claims first."""
    copies = copies_of(tolds.values())

    def outlet(holder: Holder) -> str:
        told = tolds.get(holder.incident)
        return bodies.outlet(copies.author(told.report)) if told else holder.source

    name: Callable[[Holder], str] = (lambda holder: holder.speaker) if by == "speaker" else outlet
    counts: dict[str, list[int]] = {}
    for event in events:
        for who, fared in _fared(event, name).items():
            row = counts.setdefault(who, [0, 0, 0, 0, 0])
            for place, value in enumerate((True, *fared)):
                row[place] += value
    records = [
        Record(who, n, wilson(joined, n), wilson(against, n), wilson(denied, n), wilson(revised, n))
        for who, (n, joined, against, denied, revised) in counts.items()
    ]
    return sorted(records, key=lambda record: (-record.claims, record.name))


def _fared(event: Event, name: Callable[[Holder], str]) -> dict[str, tuple[bool, bool, bool, bool]]:
    """For each of an event: joined by an independent source, contradicted, denied, revised."""
    holders = [h for standing in event.standings for account in standing.accounts for h in account.holders]
    sources = {holder.source for holder in holders}
    found = {}
    for who in {name(holder) for holder in holders}:
        own = {holder.source for holder in holders if name(holder) == who}
        speakers = {holder.speaker for holder in holders if name(holder) == who}
        disputes = [s for s in event.standings if s.state == "disputed" and speakers & set(s.between)]
        found[who] = (
            bool(sources - own),
            bool(disputes),
            any(_is_denied(standing, who, name) for standing in event.standings),
            any(_is_revised(standing, who, name) for standing in event.standings),
        )
    return found


def _is_denied(standing: Standing, who: str, name: Callable[[Holder], str]) -> bool:
    """Whether somebody else denies what this one holds."""
    return any(
        any(name(h) == who for h in account.holders) and any(name(h) != who for h in account.deniers)
        for account in standing.accounts
    )


def _is_revised(standing: Standing, who: str, name: Callable[[Holder], str]) -> bool:
    """Whether this one gave another value on a later day, about the same people."""
    days: dict[str | None, dict[object, set[str]]] = {}
    for account in standing.accounts:
        for holder in account.holders:
            if name(holder) == who and holder.since:
                value = (account.value, account.low, account.high)
                days.setdefault(account.victims, {}).setdefault(value, set()).add(holder.since.isoformat())
    return any(len(values) > 1 and len({min(since) for since in values.values()}) > 1 for values in days.values())
