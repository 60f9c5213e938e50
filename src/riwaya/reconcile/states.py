"""How values given by several voices stand to each other: agreed, compatible, revised, disputed, unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from riwaya.model import Account, Holder, Standing, State

Fits = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Given:
    """A value and who gave it."""

    value: str
    holder: Holder


def standing(
    attribute: str,
    given: Sequence[Given],
    deniers: Sequence[Holder],
    fits: Fits,
    positions: Sequence[Given] | None = None,
) -> Standing:
    """The accounts of an attribute told in words, and how they stand; `fits` says which values can both hold.

    Where a voice may give several values at once (two bodies did it), `positions` are all that each voice gives, as
    one value that `fits` knows to compare; by default every value is a position.
    """
    values = dict.fromkeys(item.value for item in given)
    accounts = tuple(
        Account(attribute, value, tuple(i.holder for i in given if i.value == value), tuple(deniers))
        for value in values
    )
    if not accounts:
        denied = (Account(attribute, None, (), tuple(deniers)),) if deniers else ()
        return Standing(attribute, "unknown", denied, speakers(deniers))
    told = given if positions is None else positions
    latest = last_words(told)
    clashes = [
        (a.holder, b.holder) for a, b in combinations(latest, 2) if a.value != b.value and not fits(a.value, b.value)
    ]
    between = speakers([h for pair in clashes for h in pair if voice(pair[0]) != voice(pair[1])])
    if deniers:
        between = speakers([*deniers, *(item.holder for item in latest)])
    held = {item.value for item in told}
    return Standing(attribute, _state(len(held), len({i.value for i in latest}), between), accounts, between)


def _state(values: int, last: int, between: Sequence[str]) -> State:
    if len(between) > 1:
        return "disputed"
    if values == 1:
        return "agreed"
    return "revised" if last == 1 else "compatible"


def last_words(given: Iterable[Given]) -> list[Given]:
    """What each voice gave last: values of one report stand together, an earlier report gives way to a later one."""
    by_voice: dict[tuple[str, str], list[Given]] = {}
    for item in given:
        by_voice.setdefault(voice(item.holder), []).append(item)
    kept = []
    for items in by_voice.values():
        newest = max(_since(item.holder) for item in items)
        kept += [item for item in items if _since(item.holder) == newest]
    return kept


def _since(holder: Holder) -> date:
    return holder.since or date.min


def voice(holder: Holder) -> tuple[str, str]:
    """Whom a value is held against: a speaker, as heard by one author."""
    return holder.source, holder.speaker


def speakers(holders: Iterable[Holder]) -> tuple[str, ...]:
    """The speakers of these, each once, in order."""
    return tuple(dict.fromkeys(holder.speaker for holder in holders))
