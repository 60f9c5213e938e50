"""Those whom words of harm only refer to: by an ending (تم اعتقالهم), or behind the verb that exposed them (تعرض سبعة للإصابة)."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.counting import counted_before
from riwaya.extract.groups import Group, group_at
from riwaya.extract.units import Unit


def exposed_to(units: Sequence[Unit], a: int, i: int, parts: set[int], taken: set[int]) -> Group | None:
    """تعرض سبعة من الحراس للإصابة, تعرض طياران لإصابات: those between the verb and the harm that befell them."""
    if not units[i].prefix.endswith("ل") or not units[i].core.startswith(_BEFALLING):
        return None
    for j in range(i - 1, max(a - 1, i - 9), -1):
        unit = units[j]
        if unit.core.removeprefix("و").startswith("تعرض") or unit.core.startswith(("يتعرض", "تتعرض")):
            for k in range(j + 1, min(i, j + 5)):
                if k not in parts and k not in taken and units[k].tag in "n+HJSw":
                    group = group_at(units, k, i)
                    if group is not None:
                        return group
                    if units[k].text.startswith(("احد", "احدي")):
                        return Group(1, 1, None, "people", k, k + 1)
            return None
        if unit.tag in "KMCVQ;.X" or unit.tag in ",":
            return None
    return None


_BEFALLING = ("الاصابه", "اصابه", "اصابات", "القتل", "قتل", "الخطف", "خطف", "اختطاف", "الاختطاف", "الاعتقال", "اعتقال")


def told_by_pronoun(units: Sequence[Unit], a: int, i: int, parts: set[int], taken: set[int]) -> Group | None:
    """12 شخصا تم اعتقالهم, جرى اختطافه: those whom the ending of an act that was done refers to."""
    core = units[i].core
    if i > a and core.endswith(("هم", "هما")) and (units[i - 1].tag == "L" or units[i - 1].text == "الي"):
        return _those_hit(units, a, i, parts, taken)
    if i > a and units[i - 1].text == "عن" and core.startswith(("اعتقاله", "توقيفه", "اختطافه")) and core[-1] == "ه":
        return Group(1, 1, None, "people", i, i + 1)
    if i == a or units[i - 1].core.removeprefix("و") not in _DONE:
        return None
    if core.endswith("هما"):
        return Group(2, 2, None, "people", i, i + 1)
    if core.endswith("هم"):
        return counted_before(units, a, i, parts, taken)
    return Group(1, 1, None, "people", i, i + 1) if core.endswith(("ه", "ها")) and not core.endswith("ابه") else None


def _those_hit(units: Sequence[Unit], a: int, i: int, parts: set[int], taken: set[int]) -> Group | None:
    """استهدف ثلاثة جنود … ما أدى إلى إصابتهم: the people counted last before, who were hit."""
    for j in range(i - 2, max(a - 1, i - 26), -1):
        if units[j].tag in "KMC;.":
            return None
        if j in parts or j in taken:
            continue
        if units[j].tag == "n" and not units[j].prefix.startswith("ب") and units[j + 1].victim is not None:
            return group_at(units, j, i)
        if units[j].tag == "H" and units[j].count == 2 and not units[j].definite:
            return group_at(units, j, i)
    return None


_DONE = frozenset("تم جري جرت تمت".split())
