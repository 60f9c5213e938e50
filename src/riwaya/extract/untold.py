"""Words of violence that tell of nothing that happened: what something was done or made ready for, what will be, who has held a place all along."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.drones import flying
from riwaya.extract.senses import other_sense
from riwaya.extract.supposed import supposed
from riwaya.extract.units import Unit

_AIMED = frozenset(
    "targeting_noun retake retake_verb control advance handover arrest detain assassination abduction disrupted intercept looting demolition repel "
    "evacuation withdraw agreement agreement_reached evacuation_deal battle won_back gave_up struck destroyed_apart".split()
)
"""Triggers of which a noun after ل names a purpose (شنوا هجوما لاستعادة السيطرة)."""
_AIMS = frozenset("بهدف بغيه بغرض لغرض هدفها هدفه هدفهم اجل".split())
_AIMING = frozenset("تهدف يهدف يهدفون هدفت هدف تسعي يسعي يسعون سعت سعي تطمح يطمح ترمي يرمي تدعو يدعو".split())
_SUFFERED = ("تعرض", "يتعرض", "تتعرض", "خضع", "نتيجه", "نظرا", "ضحيه", "عرضه", "هدفا", "وصولا")
_CLAUSE = 12
"""Units before a noun among which the verb that it depends on stands."""
_HELD = frozenset({"seize", "control"})
_OVER = frozenset("عليه عليها عليهما".split())
_WHERE = frozenset("حيث فيما بينما".split())


def untold(units: Sequence[Unit], at: int) -> bool:
    """Whether the trigger at a unit names a purpose, a lasting state or what is still to come."""
    unit = units[at]
    to_come = unit.tense == "present" and unit.prefix.endswith("س")
    if to_come or supposed(units, at) or other_sense(units, at):
        return True
    if _purpose(units, at) or _holding(units, at) or flying(units, at) or _rehearsed(units, at):
        return True
    return _site(units, at) or _mastered(units, at)


def _purpose(units: Sequence[Unit], at: int) -> bool:
    """لاستعادة السيطرة; بهدف استعادة السيطرة; تهدف إلى تطهير: what something was done for. تعرضت لاقتحام tells what befell."""
    unit = units[at]
    if unit.form == "verb" or unit.trigger_id not in _AIMED:
        return False
    before = units[at - 1] if at > 0 else None
    if unit.prefix.endswith("ل"):
        return not _befell(units, at)
    if before is None:
        return False
    if before.tag == "T":
        return any(u.core in _AIMING for u in units[max(0, at - _CLAUSE) : at])
    return before.core in _AIMS or before.text in _AIMS


def _befell(units: Sequence[Unit], at: int) -> bool:
    """Whether ل before a unit follows a word for what befell somebody, or for what something led to."""
    for j in range(at - 1, max(-1, at - _CLAUSE), -1):
        if units[j].tag in ",.;Qr":
            return False
        if units[j].tag == "L" or units[j].core.startswith(_SUFFERED):
            return True
    return False


def _rehearsed(units: Sequence[Unit], at: int) -> bool:
    """استعدادا لبدء معركة, مناورات على صد هجوم: a deed made ready for or rehearsed."""
    if units[at].form == "verb" or units[at].definite:
        return False
    for j in range(at - 1, max(-1, at - _CLAUSE), -1):
        unit = units[j]
        if unit.tag in ",.;Qr" or unit.trigger is not None or unit.outcome is not None:
            return False
        if unit.core in _DRILLS or (unit.core in _READY and at - j <= _READIED):
            return True
    return False


_DRILLS = frozenset("مناورات المناورات مناوره المناوره تمرين التمرين تمرينا تمارين تدريبات التدريبات".split())
_READY = frozenset(
    "استعدادا استعداد الاستعداد استعدادات الاستعدادات تحضيرا التحضير تحضيرات التحضيرات تاهبا تحسبا تجنبا تجنب تفاديا تفادي يستعد تستعد يستعدون".split()
)
_READIED = 4
"""Units within which what is made ready for is named."""


_SITES = frozenset(
    "منصه منصات منصتي منصتين المنصات قاعده قواعد موقع مواقع موقعي مربض مرابض مراكز مركز اماكن مكان نقاط نقطه مناطق منظومه منظومات جهاز اجهزه وحده وحدات حقل حقول كاسحه كاسحات خبراء خبير".split()
)
"""What something is fired from, or lies in, and who sees to it."""


def _site(units: Sequence[Unit], at: int) -> bool:
    """منصات إطلاق صواريخ, حقول ألغام: what is named by the weapons it holds, rather than their use."""
    unit, before = units[at], units[at - 1].core if at > 0 else ""
    if unit.trigger_id in _LAID and before in _LAYING:
        return True
    return (unit.trigger_id in _LAID or unit.core.startswith("اطلاق ")) and before in _SITES and not unit.prefix


_LAID = frozenset({"landmine", "ied"})
_LAYING = frozenset("زرع زراعه زرعت زرعوا يزرع تزرع يزرعون".split())
"""Mines that are only laid have hit nobody."""
_FIRES = frozenset(
    "مجريات المباحثات المحادثات الملف ملف المشهد الاجواء حريق الحريق حريقا حرايق الحرايق النيران نيران السنه الموقف الوضع السياره سيارته مركبته المركبه نفسه نفسها اعصابه".split()
)


def _mastered(units: Sequence[Unit], at: int) -> bool:
    """السيطرة على حريق: what is brought under control is no ground."""
    if units[at].trigger_id not in _MASTERY:
        return False
    for j in range(at + 1, min(len(units), at + 1 + _NAMED)):
        if units[j].tag in ".;:" or units[j].trigger is not None or (units[j].tag == "," and units[at].form != "verb"):
            return False
        if units[j].core in _FIRES:
            return units[at].form != "verb" or units[j - 1].tag in "oT"
    return False


_MASTERY = frozenset({"seize", "control", "taken_ground", "advance"})
_NAMED = 8
"""Units after the word of mastery among which the fire is named."""


_OF_HOLDERS = frozenset("تحت مناطق منطقه خارج نطاق خضعت تخضع يخضع خاضعه الخاضعه الخاضع خاضعا استمرار بقاء توقع".split())
"""Words before the noun of holding that tell whose a place is."""


def _holding(units: Sequence[Unit], at: int) -> bool:
    """التي يسيطر عليها المقاتلون, تحت سيطرة المقاتلين: who holds a place, told in the present of a clause or by the noun."""
    unit = units[at]
    if unit.trigger_id == "taken_ground":
        before = units[at - 1] if at > 0 else None
        return unit.prefix.endswith("ل") or (before is not None and before.core in _OF_HOLDERS)
    if unit.trigger_id not in _HELD or unit.tense != "present" or (at == 0 and unit.prefix != "و"):
        return False
    after = units[at + 1] if at + 1 < len(units) else None
    if unit.prefix == "و" or units[at - 1].tag in "rX" or units[at - 1].text in _WHERE:
        return True
    return after is not None and after.text in _OVER
