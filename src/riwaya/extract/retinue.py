"""Those who were harmed with somebody told before them: guards, aides, kin (… مع ثلاثة من حراسه, إضافة إلى خمسة من مساعديه)."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.units import Unit

_ELSEWHERE = frozenset("KMCVNQBFXLt;.:")
_REACH = 14
WITH = frozenset("مع برفقه رفقه".split())
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
        with_ = units[j - 1].core in WITH
        theirs = unit.text.endswith(_THEIRS) or (with_ and following.startswith(("اخر", "عده")))
        if unit.tag == "H" and (with_ or unit.prefix == "و") and unit.count is None and theirs:
            return 1, None, j + 1
        if (with_ or unit.prefix == "و") and unit.core in _TWO_OF_THEIRS:
            more, end = _and_one(units, j + 1, b)
            return 2 + more, 2 + more, end
        if with_ and unit.tag == "H" and unit.count == 2 and (following.startswith("اخر") or unit.core.endswith(_HIS)):
            last = j + 1 + following.startswith("اخر")
            return 2, 2, last
        if with_ and unit.tag == "n" and unit.low is not None and unit.low == unit.high and units[j + 1].tag == "H":
            if units[j - 1].core != "مع" or units[j + 2].core.startswith("اخر"):
                return unit.low, unit.low, j + 2
        if with_ and unit.core in ONE_OF_THEIRS:
            more, end = _and_one(units, j + 1, b)
            return 1 + more, 1 + more, end
        if unit.core.removeprefix("و").startswith("معه") and following.startswith("اخر"):
            return 1, None, j + 2
        if unit.tag == "H" and unit.prefix == "و" and unit.count == 1 and following == "اخر":
            return 1, 1, j + 2
        if unit.tag not in "n+" or not (unit.prefix.startswith("و") or _beside(units, j)):
            continue
        whom = j + 1
        if unit.tag == "n":
            whom += units[j + 1].tag == "f"
        many = unit.number is not None and unit.number.kind == "indefinite" and units[whom].tag == "H"
        if unit.tag == "n" and (with_ or many) and unit.low is not None and unit.high is None:
            return unit.low - 1, None, whom
        if whom < b and _theirs(units[whom]):
            return (1, None, whom + 1) if unit.tag == "+" or unit.low is None else (unit.low, unit.high, whom + 1)
    return None


def _and_one(units: Sequence[Unit], k: int, b: int) -> tuple[int, int]:
    """مع حارسيه وسائقه: whether one more is told with them, and where the words end."""
    more = k < b and units[k].prefix == "و" and units[k].core in ONE_OF_THEIRS
    return (1, k + 1) if more else (0, k)


_HIS = ("ه", "ها", "هم", "هما")
_TWO_OF_THEIRS = frozenset(
    f"{who}ي{of}" for who in "حارس طفل ولد ابن نجل شقيق زميل صديق ابنت طفلت شقيقت حفيد".split() for of in ("ه", "ها")
)
"""Two of theirs, whose ending is not that of many."""
ONE_OF_THEIRS = frozenset(
    f"{who}{of}" for who in "سايق حارس مرافق زميل صديق مساعد مترجم مصور".split() for of in ("ه", "ها", "هم", "هما")
)


def _beside(units: Sequence[Unit], j: int) -> bool:
    """مع ثلاثة, إضافة إلى ثلاثة"""
    before = units[j - 1]
    return before.core in WITH or (before.tag == "T" and j > 1 and units[j - 2].core == "اضافه")


def _theirs(unit: Unit) -> bool:
    """People told by whose they are (حراسه, مرافقيه, أفراد عائلته)."""
    return not unit.prefix and unit.tag in "Hw" and unit.text.endswith(_THEIRS)
