"""Drones: when a word for marches means them (مسيرة with what only an aircraft does, or what is done to one), and when a suicide is theirs."""

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


def flying(units: Sequence[Unit], at: int) -> bool:
    """شنت مسيرات هجوما; طائرة أميركية مسيرة: drones rather than marches, where a strike or an aircraft is told beside them."""
    unit = units[at]
    if unit.trigger_id != "crowd" or not unit.core.startswith("مسير"):
        return False
    if any(u.core.startswith(_AIRCRAFT) for u in units[max(0, at - 2) : at]):
        return True
    if _launched(units, at):
        return True
    near = units[max(0, at - _BESIDE) : at + _BESIDE]
    if unit.weapon is None or any(u.victim is not None and u.victim.group == "protesters" for u in near):
        return False
    return any(u.trigger is not None and u.trigger.frame in ("strike", "disrupt") for u in near)


def _launched(units: Sequence[Unit], at: int) -> bool:
    """إسقاط 20 مسيرة, تدمير مسيرات, مسيرات أطلقت نحو المدينة, إحدى مسيرات العدو: what is launched or brought down, or an enemy's, flies."""
    before = [u for u in units[max(0, at - 4) : at] if u.tag not in ".;"]
    at_people = any(u.core.startswith(_FIRED_AT) for u in before)
    brought = not at_people and any(u.core.startswith(_BROUGHT_DOWN) for u in before)
    after = units[at + 1 : at + 4]
    return brought or any(u.core.startswith(_SENT_UP) for u in after) or (bool(after) and after[0].core in _ENEMY)


_BROUGHT_DOWN = tuple("اسقط اسقاط باسقاط دمر تدمير تدمر يدمر اعترض اعتراض يعترض تعترض اطلق اطلاق تسقط يسقط".split())
_FIRED_AT = ("النار", "النيران", "الرصاص", "الغاز", "القنابل", "قنابل")
_SENT_UP = ("اطلق", "يطلق", "تطلق", "انطلقت من", "مفخخ", "انتحاري", "انقضاض", "قتالي", "هجومي", "استطلاع", "محمل")
_ENEMY = frozenset("العدو للعدو".split())


_AIRCRAFT = ("طاير", "الطاير")
_BESIDE = 5
"""Units before and after a word of two meanings among which others say which is meant."""


def of_a_drone(units: Sequence[Unit], i: int) -> bool:
    """مسيرات ملغمة (انتحارية): the word that says drones blow themselves up tells of no suicide bomber."""
    before = units[max(0, i - 3) : i]
    return units[i].core.endswith("انتحاريه") and any(
        u.weapon is not None and u.weapon.weapon == "drone" for u in before
    )
