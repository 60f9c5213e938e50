"""Those harmed who are named one by one, each with a rank or what they were (العريف أحمد سالم، والجندي خالد ناصر)."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.units import Unit

_NAMES = "wZPEJ@"
_LONGEST = 8
"""Words of one name, at most."""
_REACH = 40
_COMRADES = frozenset("وزميله وزميلهم وزميلهما وزميلته ورفيقه ورفيقهم".split())
_RANKS = frozenset(
    "العريف الرقيب الملازم النقيب الرائد الرايد المقدم العقيد العميد اللواء الفريق المجند الجندي الشرطي الضابط القيادي القايد الشيخ الحاج الاسير "
    "الصحافي الصحفي المصور الطبيب الدكتور المهندس الطالب الوكيل".split()
)


def named_one_by_one(units: Sequence[Unit], j: int, b: int) -> tuple[int, int]:
    """How many are named from unit j on, each after a rank, and where the last name ends; (0, j) for fewer than two."""
    count, k, last = 0, j, j
    while k < b:
        if count and units[k].text in _COMRADES:
            k += 1
        elif count and not units[k].text.startswith("و"):
            break
        if k >= b or not _of_somebody(units[k]):
            break
        end = k + 1
        while end < min(b, k + 1 + _LONGEST) and _of_a_name(units[end]):
            end += 1
        if end == k + 1 and not count:
            break
        count, last = count + 1, end
        k = end + (end + 1 < b and units[end].tag == "," and units[end + 1].text.startswith("و"))
    return (count, last) if count > 1 else (0, j)


def named_before(units: Sequence[Unit], a: int, i: int) -> tuple[int, int, int] | None:
    """الشهداء العريف أحمد سالم والجندي خالد ناصر … الذين استشهدوا: how many, and from where to where."""
    for j in range(i - 3, max(a, i - _REACH), -1):
        if _of_somebody(units[j]) and not units[j].text.startswith("و") and units[j - 1].tag in "tC":
            count, last = named_one_by_one(units, j, i)
            return (count, j, last) if count else None
        if units[j].tag in "KV;.":
            return None
    return None


def _of_somebody(unit: Unit) -> bool:
    word = unit.text.removeprefix("و").partition(" ")[0]
    return word in _RANKS or (unit.count == 1 and unit.victim is not None and word.startswith("ال"))


def _of_a_name(unit: Unit) -> bool:
    if unit.text.startswith("و") or unit.prefix:
        return False
    return unit.tag in _NAMES or unit.text == "علي"
