"""Weapons that did not strike, by their words: stopped in the air, all or in part, found before they went off, or cleared away."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.units import Unit

FLYING = frozenset({"rocket", "missile", "drone"})
"""Weapons that are stopped in the air."""
LAID = frozenset({"ied", "vbied", "landmine", "grenade"})
"""Weapons that are laid or kept, and can be found before they go off."""
_CLEARING = frozenset({"seized_goods", "found_arms", "disrupted", "disrupted_ied", "intercept"})
_GRASP = 7
"""Units before an explosive among which the word stands that says it was found or cleared away."""
SAPPERS = ("هندسي", "خبراء", "خبير", "مهندسي")
"""Those whose work it is to clear explosives."""
_STOPPING = frozenset({"intercept", "disrupted", "repel", "shot_down_apart", "destroyed_apart"})
_PART = ("بعض", "معظم", "اغلب", "غالبي", "نصف")
_SHARE = 7
"""Units behind the word for stopping within which stands how many of them it was."""


def stopped_in_part(units: Sequence[Unit], at: int) -> bool:
    """اعترضت الدفاعات معظم الصواريخ: some were stopped of many that were fired, and that they were fired is what is told."""
    if units[at].trigger_id not in _STOPPING:
        return False
    for unit in units[at + 1 : at + _SHARE]:
        if unit.tag in ",.;F":
            return False
        if unit.core.startswith(_PART):
            return True
    return False


def made_safe(units: Sequence[Unit], a: int, at: int, weapons: set[str]) -> bool:
    """Whether an explosive was found or cleared before it went off, or blown up by those whose work that is."""
    return clearing(units, a, at) is not None and not weapons.isdisjoint(LAID)


def clearing(units: Sequence[Unit], a: int, at: int) -> int | None:
    """The word that says that an explosive was found or cleared away: عثرت القوات على عبوة ناسفة, فجرت الفرق الهندسية ألغاما."""
    trigger = units[at].trigger
    if trigger is None:
        return None
    if trigger.id == "explosion":
        near = units[max(a, at - _GRASP) : at + _GRASP]
        return at if any(u.core.removeprefix("ال").startswith(SAPPERS) for u in near) else None
    if trigger.weapon not in LAID:
        return None
    first = max(a, at - _GRASP)
    if any(u.trigger_id == "explosion" or u.outcome is not None for u in units[first:at]):
        return None
    return next((j for j in range(at - 1, first - 1, -1) if _clears(units[j])), None)


def _clears(unit: Unit) -> bool:
    return unit.word == "cleared" or unit.trigger_id in _CLEARING
