"""The track record of speakers and outlets: how often what they said was joined, contradicted, denied, revised.

Counts with intervals, never one score: a speaker who is often contradicted may be the one who is right.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from riwaya.model import Event, Holder, Standing, Told
from riwaya.reconcile.bodies import Bodies, spelled
from riwaya.reconcile.independence import copies_of

_Z = 1.959964
"""Of the normal distribution: 95 % lie within so many deviations."""


Fared = tuple[str, bool, bool, bool, bool]
"""Somebody who tells an event: joined by an independent source, contradicted, denied, revised."""


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
    events: Iterable[Event],
    tolds: Mapping[str, Told],
    bodies: Bodies,
    by: Literal["speaker", "outlet"] = "speaker",
    original: Mapping[str, str] | None = None,
) -> list[Record]:
    """The record of every speaker, or outlet, the most claims first; `original` tells which reports copy which."""
    copies = copies_of(tolds.values(), original)

    def outlet(holder: Holder) -> str:
        told = tolds.get(holder.incident)
        return bodies.outlet(copies.author(told.report)) if told else holder.source

    counts: dict[str, list[int]] = {}
    for event in events:
        for who, *how in fared(event, _speaker if by == "speaker" else outlet):
            row = counts.setdefault(who, [0, 0, 0, 0, 0])
            for place, value in enumerate((True, *how)):
                row[place] += value
    names = spelled(tolds.values())
    records = [record(names.get(who, who), n, *how) for who, (n, *how) in counts.items()]
    return sorted(records, key=lambda record: (-record.claims, record.name))


def record(name: str, claims: int, *how: int) -> Record:
    """The record of so many claims, of which so many were joined, contradicted, denied, revised."""
    return Record(name, claims, *(wilson(count, claims) for count in how))


def _speaker(holder: Holder) -> str:
    return holder.speaker


def fared(event: Event, name: Callable[[Holder], str] = _speaker) -> list[Fared]:
    """How each of an event fared; `name` tells under whose name a holder counts."""
    holders = [h for standing in event.standings for account in standing.accounts for h in account.holders]
    sources = {holder.source for holder in holders}
    found = []
    for who in sorted({name(holder) for holder in holders}):
        own = {holder.source for holder in holders if name(holder) == who}
        speakers = {holder.speaker for holder in holders if name(holder) == who}
        disputes = [s for s in event.standings if s.state == "disputed" and speakers & set(s.between)]
        denied = any(_is_denied(standing, who, name) for standing in event.standings)
        revised = any(_is_revised(standing, who, name) for standing in event.standings)
        found.append((who, bool(sources - own), bool(disputes), denied, revised))
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
