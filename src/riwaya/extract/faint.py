"""Words that tell of conflict only beside something else, and those that tell whose a place is and of nothing that happened."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.units import Unit

_ARMED_GROUPS = frozenset({"soldiers", "police", "fighters", "militants"})
_UNARMED = frozenset({"protesters", "settlers", "civilians"})
_BESIDE = 7
"""How many units away a body may stand from a faint word to make it tell."""


def drop_faint(units: Sequence[Unit]) -> None:
    """Faint words (entered, left, advanced) tell of conflict only beside an armed body."""
    faint = [i for i, u in enumerate(units) if u.trigger is not None and u.trigger.strength == "faint"]
    for i in faint:
        if not any(_armed(units[j]) for j in range(max(0, i - _BESIDE), min(len(units), i + _BESIDE + 1))):
            units[i].trigger = None
            if units[i].outcome is None:
                units[i].tag = "w"


def _armed(unit: Unit) -> bool:
    if unit.tag == "H":
        return unit.victim is not None and unit.victim.group in _ARMED_GROUPS
    if unit.tag == "Y":
        term = unit.get("institution")
        return term is not None and term.entry.kind in ("military", "police", "security")
    return unit.tag == "A" and unit.body not in _UNARMED


_HOLDING = ("يسيطر", "تسيطر", "يسيطرون")
_LASTING = frozenset("كان كانت كانوا وكان وكانت مازال مازالت زال زالت يزال تزال".split())


def drop_standing(units: Sequence[Unit]) -> None:
    """بلدة تسيطر عليها المعارضة; الحركة التي تسيطر على القطاع: whose a place is, and nothing that happened."""
    for i, unit in enumerate(units):
        if unit.trigger is None or unit.trigger.frame != "control" or not unit.core.startswith(_HOLDING):
            continue
        before = units[i - 1] if i else None
        related = before is not None and (
            before.tag == "r" or before.text in _LASTING or before.text in ("حيث", "الخاضعه")
        )
        on = units[i + 1] if i + 1 < len(units) else None
        if related or (on is not None and on.text in ("عليها", "عليه", "عليهما")):
            unit.trigger, unit.tag, unit.word, unit.form = None, "w", "holds", ""
