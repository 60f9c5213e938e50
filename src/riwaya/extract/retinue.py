"""Those who were harmed with somebody told before them: guards, aides, kin (… مع ثلاثة من حراسه, إضافة إلى خمسة من مساعديه)."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.units import Unit

_ELSEWHERE = frozenset("KMCVNQBFXLt;.:")
_REACH = 14
_WITH = frozenset("مع برفقه رفقه".split())
_THEIRS = ("يه", "يها", "يهم", "اسه", "اسها", "اقه", "اقها", "ابه", "ابها", "اله", "ايه", "اءه")


def retinue(units: Sequence[Unit], k: int, b: int) -> tuple[int, int | None, int] | None:
    """Of those told with the one whose words end before k: the least, the most, and where their words end.

    Dozens with whom he fell are dozens with him (مع عشرات من عناصر الميليشيا).
    """
    for j in range(k, min(b - 2, k + _REACH)):
        unit = units[j]
        if unit.tag in _ELSEWHERE:
            return None
        following = units[j + 1].core
        with_ = units[j - 1].core in _WITH
        theirs = unit.text.endswith(_THEIRS) or (with_ and following.startswith(("اخر", "عده")))
        if unit.tag == "H" and (with_ or unit.prefix == "و") and unit.count is None and theirs:
            return 1, None, j + 1
        if unit.core.removeprefix("و").startswith("معه") and following.startswith("اخر"):
            return 1, None, j + 2
        if unit.tag == "H" and unit.prefix == "و" and unit.count == 1 and following == "اخر":
            return 1, 1, j + 2
        if unit.tag not in "n+" or not (unit.prefix.startswith("و") or _beside(units, j)):
            continue
        whom = j + 1
        if unit.tag == "n":
            whom += units[j + 1].tag == "f"
        if unit.tag == "n" and with_ and unit.low is not None and unit.high is None:
            return unit.low - 1, None, whom
        if whom < b and _theirs(units[whom]):
            return (1, None, whom + 1) if unit.tag == "+" or unit.low is None else (unit.low, unit.high, whom + 1)
    return None


def _beside(units: Sequence[Unit], j: int) -> bool:
    """مع ثلاثة, إضافة إلى ثلاثة"""
    before = units[j - 1]
    return before.core in _WITH or (before.tag == "T" and j > 1 and units[j - 2].core == "اضافه")


def _theirs(unit: Unit) -> bool:
    """People told by whose they are (حراسه, مرافقيه, أفراد عائلته)."""
    return not unit.prefix and unit.tag in "Hw" and unit.text.endswith(_THEIRS)
