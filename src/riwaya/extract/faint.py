"""Words that tell of conflict only beside something else, and those that tell whose a place is and of nothing that happened."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from riwaya.arabic.fold import fold_key
from riwaya.extract.units import Unit, untell
from riwaya.lexicon.entries import TriggerEntry

_ARMED_GROUPS = frozenset({"soldiers", "police", "fighters", "militants"})
_UNARMED = frozenset({"protesters", "settlers", "civilians"})
_BESIDE = 7
"""How many units away a body, or another word, may stand from one that tells only beside it."""


def drop_faint(units: Sequence[Unit]) -> None:
    """Faint words (entered, left, advanced) tell of conflict only beside an armed body, others only beside words of their own."""
    for i, unit in enumerate(units):
        if unit.trigger is not None and not _told_with(units, i, unit.trigger):
            told = (t.entry for t in unit.terms if t.kind == "trigger" and _told_with(units, i, t.entry))
            unit.trigger = next(told, None)
            if unit.trigger is None:
                untell(unit)


def _told_with(units: Sequence[Unit], i: int, trigger: TriggerEntry) -> bool:
    """Whether all that a trigger needs beside it is there: an armed body, words of its own."""
    if trigger.strength != "faint" and not trigger.beside:
        return True
    near = units[max(0, i - _BESIDE) : i + _BESIDE + 1]
    if trigger.strength == "faint" and not any(_armed(u) for u in near):
        return False
    words = _folded(tuple(trigger.beside))
    return not words or any(u.core in words or not words.isdisjoint(u.text.split()) for u in near)


@lru_cache(maxsize=256)
def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold_key, words))


def _armed(unit: Unit) -> bool:
    if unit.tag == "H":
        return unit.victim is not None and unit.victim.group in _ARMED_GROUPS
    if unit.tag == "Y":
        term = unit.get("institution")
        return term is not None and term.entry.kind in ("military", "police", "security")
    return unit.tag == "A" and unit.body not in _UNARMED


_HOLDING = ("يسيطر", "تسيطر", "يسيطرون")
_LASTING = frozenset("كان كانت كانوا مازال مازالت زال زالت زالوا يزال تزال يزالون ظل ظلت ظلوا اذ لم لا".split())
_LASTS = 7
"""Units within which such a word lets what follows last."""


def drop_standing(units: Sequence[Unit]) -> None:
    """بلدة تسيطر عليها المعارضة; الحركة التي تسيطر على القطاع: whose a place is, and nothing that happened."""
    for i, unit in enumerate(units):
        if unit.trigger is None or unit.trigger.frame != "control" or not unit.core.startswith(_HOLDING):
            continue
        before = units[i - 1] if i else None
        related = before is not None and (before.tag == "r" or before.text in ("حيث", "الخاضعه") or _lasting(units, i))
        on = units[i + 1] if i + 1 < len(units) else None
        if related or (on is not None and on.text in ("عليها", "عليه", "عليهما")):
            unit.trigger, unit.tag, unit.word, unit.form = None, "w", "holds", ""


def _lasting(units: Sequence[Unit], i: int) -> bool:
    """ولا يزال التنظيم يسيطر على الحي, تسيطر على المدينة منذ عام: whether a word in its clause says that it lasts."""
    if any(u.text.startswith("منذ") for u in units[i + 1 : i + 1 + _LASTS]):
        return True
    for j in range(i - 1, max(-1, i - 1 - _LASTS), -1):
        if units[j].tag in ",.;:t" or units[j].trigger is not None:
            return False
        if units[j].text.removeprefix("و") in _LASTING:
            return True
    return False
