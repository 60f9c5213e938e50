"""The tolls of an event as accounts: intervals with the people they count, and where two cannot both hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from riwaya.model import Account, Claim, Holder, Standing, State, Toll
from riwaya.reconcile.states import speakers, voice

_COUNTED_AS = {"killed": ("killed", "killed_or_injured"), "injured": ("injured", "killed_or_injured")}
_RISES = {"killed": (1.5, 3), "injured": (2.0, 5), "killed_or_injured": (2.0, 5)}
"""How far a toll may rise from one day's reports to the next: as a share, and by how many."""
_ORDER = ("killed", "injured", "killed_or_injured", "detained", "abducted", "missing", "displaced")


@dataclass(frozen=True, slots=True)
class Figure:
    """A toll and who gave it."""

    toll: Toll
    holder: Holder

    @property
    def key(self) -> tuple[int | None, int | None, str | None]:
        """By what two figures are one account."""
        return self.toll.min, self.toll.max, self.toll.victims


def figure_standings(claims: Sequence[tuple[Claim, Holder]]) -> list[Standing]:
    """One standing an outcome that anybody tells or denies."""
    figures = [Figure(toll, holder) for claim, holder in claims for toll in claim.tolls]
    denied = {outcome: [h for claim, h in claims if outcome in claim.denied] for outcome in _COUNTED_AS}
    told = {figure.toll.outcome for figure in figures} | {outcome for outcome, holders in denied.items() if holders}
    return [
        _standing(outcome, [f for f in figures if f.toll.outcome == outcome], denied.get(outcome, []), figures)
        for outcome in _ORDER
        if outcome in told
    ]


def _standing(outcome: str, figures: list[Figure], deniers: list[Holder], every: list[Figure]) -> Standing:
    keys = dict.fromkeys(figure.key for figure in figures)
    accounts = tuple(
        Account(
            outcome, None, tuple(f.holder for f in figures if f.key == (low, high, victims)),
            tuple(deniers) if low else (), low, high, victims,
        )
        for low, high, victims in keys
    )  # fmt: skip
    latest = last_figures(figures)
    clashes = [
        (a, b)
        for a, b in combinations(latest, 2)
        if voice(a.holder) != voice(b.holder) and not compatible(a.toll, b.toll) and not _rose(a, b)
    ]
    between = [holder for a, b in clashes for holder in (a.holder, b.holder)]
    harmed = [f.holder for f in every if f.toll.outcome in _COUNTED_AS.get(outcome, ()) and f.toll.min]
    against = [holder for holder in harmed if voice(holder) not in {voice(d) for d in deniers}]
    if deniers and against:
        between += [*deniers, *against]
    return Standing(outcome, _state(keys, latest, bool(between)), accounts, speakers(between))


def _state(keys: Iterable[object], latest: Sequence[Figure], disputed: bool) -> State:
    if disputed:
        return "disputed"
    if len(list(keys)) <= 1:
        return "agreed" if latest else "unknown"
    return "revised" if len({figure.key for figure in latest}) == 1 else "compatible"


def last_figures(figures: Iterable[Figure]) -> list[Figure]:
    """What each voice said last of each group of people; of one report, all that it said."""
    by_voice: dict[tuple[tuple[str, str], str | None], list[Figure]] = {}
    for figure in figures:
        by_voice.setdefault((voice(figure.holder), figure.toll.victims), []).append(figure)
    kept = []
    for items in by_voice.values():
        newest = max(f.holder.since or date.min for f in items)
        kept += [f for f in items if (f.holder.since or date.min) == newest]
    return kept


def compatible(one: Toll, other: Toll) -> bool:
    """Whether two figures can both hold: of the same people they overlap; a group's is no more than that of all."""
    if one.victims == other.victims:
        return _overlap(one.min, one.max, other.min, other.max)
    if one.victims is None:
        return one.max is None or (other.min or 0) <= one.max
    if other.victims is None:
        return other.max is None or (one.min or 0) <= other.max
    return True


def _rose(one: Figure, other: Figure) -> bool:
    """Whether the later of two figures of the same people is one to which the earlier may have risen."""
    earlier, later = sorted((one, other), key=lambda figure: figure.holder.since or date.min)
    least, most = later.toll.min, earlier.toll.max
    if earlier.holder.since is None or earlier.holder.since == later.holder.since or least is None or not most:
        return False
    share, more = _RISES.get(one.toll.outcome, (1.0, 0))
    return one.toll.victims == other.toll.victims and most <= least <= max(share * most, most + more)


def _overlap(low: int | None, high: int | None, other_low: int | None, other_high: int | None) -> bool:
    least = max(low or 0, other_low or 0)
    return all(most is None or least <= most for most in (high, other_high))
