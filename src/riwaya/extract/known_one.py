"""One who is known already, whom a word of harm befell without a number: told with the article, by an office or by name."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.groups import TITLES, Group
from riwaya.extract.naming_each import GIVEN_NAMES
from riwaya.extract.units import Unit

_BEFELL_ONE = frozenset(
    "قتل قتلت اصيب اصيبت جرح جرحت استشهد استشهدت توفي توفيت قضي اعتقل اعتقلت اوقف اغتيل اغتيلت خطف خطفت اختطف اختطفت احتجز اعدم".split()
)
"""Verbs of one, which their vowels alone tell from those of who did it."""
_WHO = frozenset("الذي التي والذي والتي".split())
_FURTHEST = 12
"""Units between one who is told of and the verb, at most (إن العضو البارز في التنظيم فلان قتل)."""
_SETTING = frozenset("في خلال اثناء برصاص اثر جراء داخل قرب علي لدي بعد عقب".split())
_APPOSED = frozenset("wZPkJ@IiEAYH,")
_CALLED = frozenset("المدعو المدعوه المسمي المواطن المواطنه".split())
_OF_MANY = frozenset("بهم بهما فيهم فيهما الاول الثاني الوحيد".split())
_ACTORS = frozenset("AYESO@")


def known_before(units: Sequence[Unit], a: int, i: int) -> Group | None:
    """إن القيادي في التنظيم فلان قتل في غارة; فلان الذي اعتقل الأحد: one who is told before a verb that nobody follows."""
    if units[i].core not in _BEFELL_ONE or units[i].prefix or i <= a + 1 or not _nobody_follows(units, i):
        return None
    if units[i - 1].text in _WHO:
        at = next((k for k in range(i - 2, max(a - 1, i - 2 - _FURTHEST), -1) if units[k].tag not in "wZPkEJ,iAYH"), a)
        near = range(i - 2, max(a, at) - 1, -1)
        if any(units[k].tag in "NW" or units[k].trigger is not None for k in near):
            return None
        return Group(1, 1, None, "people", i - 1, i) if any(_is_person(units, k) for k in near) else None
    for k in range(i - 1, max(a - 1, i - _FURTHEST), -1):
        if units[k].tag == "t":
            return Group(1, 1, None, "people", k + 1, i) if k + 1 < i and _is_person(units, k + 1) else None
        if units[k].tag not in _APPOSED:
            return None
    return None


def _nobody_follows(units: Sequence[Unit], i: int) -> bool:
    if i + 1 >= len(units):
        return True
    unit = units[i + 1]
    by = unit.tag == "N" and unit.text.startswith("ب")
    return by or unit.text in _SETTING or (unit.tag in "Dhg.")


def known_after(units: Sequence[Unit], i: int, b: int) -> Group | None:
    """أوقفت الشرطة الأحد الرئيس السابق; قتل قناص المصور فلان: one who is known, past those who did it and when."""
    k = i + 1
    if units[i].core.startswith("قض"):
        return None
    seized = (outcome := units[i].outcome) is not None and outcome.outcome == "detained"
    if seized and k < b and units[k].tag == "o" and units[k].text == "علي":
        k += 1
    else:
        while k < b and not units[k].prefix and units[k].tag in _ACTORS and not _is_person(units, k):
            k += 1
    while k < b and (units[k].tag in "Dh," or (units[k].tag in "iP" and units[k - 1].tag in "Dhi")):
        k += 1
    if k >= b or k == i + 1 or units[k].prefix or not _is_person(units, k):
        return None
    return Group(1, 1, None, "people", k, k + 1)


def _is_person(units: Sequence[Unit], k: int) -> bool:
    """Whether a unit tells of one person: with the article, an office, or a name."""
    unit = units[k]
    if unit.tag == "Z" or unit.text in _CALLED or (unit.text in GIVEN_NAMES and unit.tag != "o"):
        return True
    if unit.tag == "H":
        many = k + 1 < len(units) and units[k + 1].text in _OF_MANY
        return unit.victim is not None and unit.count == 1 and unit.core.startswith("ال") and not many
    return unit.tag in "I@w" and unit.core.partition(" ")[0] in TITLES and unit.core.startswith("ال")
