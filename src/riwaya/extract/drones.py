"""Drones that are spelled like marches: مسيرة with what only an aircraft does, or what is done to one."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.units import Unit, untell
from riwaya.lexicon import Lexicon

_BEFORE = frozenset(
    "سقوط سقطت وانفجار انفجار انفجرت اسقطت اسقط اسقاط اعترضت اعترض اعتراض تحليق حلقت قصفت القت اغارت تحطم تحطمت شظايا حطام".split()
)
"""Words right before it: سقوط مسيرة, اعتراض المسيرة."""
_MASSED = frozenset("مجموعه مجموعات تجمع تجمعا".split())
"""What a drone aims at (استهداف مسيرة مجموعة من المدنيين), where marches have nothing behind them."""
_AFTER = frozenset("قصفت القت اغارت انفجرت سقطت حلقت تحلق اسقطت اعترضت تسللت".split())
"""Verbs right behind it: مسيرة قصفت سيارة."""
_FROM = frozenset("اطلقت انطلقت قادمه".split())
"""Words behind it that, before من, tell from where it was sent."""


def drones(units: Sequence[Unit], lexicon: Lexicon) -> None:
    """Takes مسيرة for a drone where the words beside it say so."""
    for at, unit in enumerate(units):
        if (
            unit.trigger_id == "crowd"
            and unit.core.removeprefix("ال") in ("مسيره", "مسيرات", "مسيرتين")
            and _flies(units, at)
        ):
            untell(unit)
            unit.weapon, unit.tag = lexicon.entries["weapons"]["drone"].entry, "W"


def _flies(units: Sequence[Unit], at: int) -> bool:
    before = units[at - 1] if at > 0 else None
    if before is not None and before.core in _BEFORE:
        return True
    if before is not None and before.core == "استهداف" and at + 1 < len(units):
        return units[at + 1].tag in "sH+" or units[at + 1].core in _MASSED
    behind = [unit.core for unit in units[at + 1 : at + 3]]
    if not behind:
        return False
    return behind[0] in _AFTER or (behind[0] in _FROM and behind[1:] == ["من"])
