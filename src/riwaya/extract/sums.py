"""People joined in one phrase are one figure: what is added to those counted first, and whether a bound is told of them."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.units import Unit

ALL_SORTS = frozenset({"civilians", "people"})
BOTH_PARENTS = frozenset("والداه والديه والداها والديها والداهما والديهما والداهم والديهم".split())
SERVING = frozenset({"soldiers", "police"})


def others_too(units: Sequence[Unit], k: int, b: int) -> tuple[int, int] | None:
    """ثلاثة من الحراس وأربعة جنود آخرين: those told as others with the same number of words, and where they end."""
    while k < b and units[k].tag in "wAJ@" and not units[k].prefix:
        k += 1
    if k + 2 >= b or units[k].tag != "n" or not units[k].text.startswith("و"):
        return None
    number = units[k].number
    if number is None or number.low is None or number.low != number.high or units[k + 1].tag != "H":
        return None
    return (number.low, k + 3) if units[k + 2].core.startswith(("اخرين", "اخرون")) else None


def same_number(units: Sequence[Unit], k: int) -> bool:
    """عشرون ضابطا وجنديا: both are counted by one number above ten."""
    number = units[k - 2].number if k > 1 else None
    nouns = (units[k - 1], units[k])
    return number is not None and (number.low or 0) > 10 and all(u.count == 1 and u.text.endswith("ا") for u in nouns)


def with_others(units: Sequence[Unit], b: int, low: int, last: int, sorts: frozenset[str]) -> tuple[int, int]:
    """15 طفلا وامرأتان: people of all sorts who are joined in one phrase are one figure."""
    k = last
    while k < b:
        unit = units[k]
        if unit.tag == "H" and unit.prefix == "و" and unit.victim is not None and not unit.core.startswith("ال"):
            if not unit.count or unit.victim.group not in sorts or unit.core.startswith("اخر") or same_number(units, k):
                break
            low, k = low + unit.count, k + 1
        elif (
            unit.tag == "n"
            and unit.prefix == "و"
            and k + 1 < b
            and (joined := unit.number) is not None
            and joined.low == joined.high
        ):
            noun = units[k + 1].victim
            if noun is None and units[k + 1].tag == units[last - 1].tag == "J" and sorts is ALL_SORTS:
                low, k = low + (joined.low or 0), k + 2
                last = k
                continue
            if noun is None or noun.group not in sorts or units[k + 1].core.startswith("اخر"):
                break
            low, k = low + (joined.low or 0), k + 2
        elif unit.tag == "I" and unit.prefix == "و" and unit.core.startswith("ضابط") and sorts is SERVING:
            low, k = low + 1, k + 1
        else:
            break
        last = k
    return low, last


def least_told(units: Sequence[Unit], k: int, b: int) -> bool:
    return k + 1 < b and units[k].text == "علي" and units[k + 1].text in ("الاقل", "اقل")


def at_least(units: Sequence[Unit], k: int, b: int) -> bool:
    """خمسة أشخاص، بينهم طفل، على الأقل: the bound that comes after the parts."""
    if k + 1 >= b or units[k].tag != "," or units[k + 1].tag != "p":
        return False
    for m in range(k + 2, min(b - 1, k + 9)):
        if least_told(units, m, b):
            return units[m - 1].tag == ","
        if units[m].tag in "KMCVN.;F":
            return False
    return False


def _one_and_the_same(units: Sequence[Unit], j: int, b: int) -> bool:
    """الصحفي والناشط سامر: two callings of one who is then named."""
    if j + 2 >= b or units[j + 1].prefix != "و" or units[j + 2].tag not in "wZ" or units[j + 2].prefix:
        return False
    both = (units[j], units[j + 1])
    return all(
        u.tag == "H" and u.count == 1 and u.victim is not None and u.victim.id in _CALLINGS and u.core.startswith("ال")
        for u in both
    ) and not units[j + 2].text.startswith(("ال", "و"))


_CALLINGS = frozenset({"journalist", "worker", "medic", "fighter", "soldier"})
_WIVES = frozenset("زوجه زوج ابن ابنه شقيق شقيقه نجل".split())
"""Kin told by whose they are (زوجة ابنه)."""


def summed(units: Sequence[Unit], j: int, b: int, count: int, last: int) -> tuple[int, int]:
    """امرأة وطفلين: counted nouns joined in one phrase are summed."""
    total, k = count, j + 1
    while k < b:
        unit = units[k]
        if k == j + 1 and _one_and_the_same(units, j, b):
            k, last = k + 1, max(last, k + 1)
            continue
        if unit.tag == "H" and unit.prefix == "و" and unit.count and unit.victim is not None:
            total += unit.count
            k += k + 1 < b and unit.core in _WIVES and units[k + 1].tag == "H" and not units[k + 1].prefix
        elif unit.text.startswith("و") and unit.text[1:] in BOTH_PARENTS:
            total += 2
        elif unit.tag == "H" and unit.prefix == "و" and k + 1 < b and units[k + 1].low == units[k + 1].high == 2:
            total += 2
            k += 1
        elif unit.tag == "H" and unit.prefix == "و" and k + 1 < b and (own := units[k + 1].number) and own.definite:
            total += own.low or 0
            k += 1
        elif (
            unit.tag == "n"
            and (unit.prefix == "و" or units[k - 1].text == "مع")
            and k + 1 < b
            and (units[k + 1].tag in "fH" or units[k + 1].core.startswith("اخر"))
            and unit.number
            and unit.number.low == unit.number.high
        ):
            total += unit.number.low or 0
            k += 1
        elif (unit.tag == "J" or unit.text.endswith(("يان", "يين"))) and not unit.prefix:
            k += 1
            continue
        elif unit.text not in ("مع", "صف"):
            break
        k += 1
        last = max(last, k)
    return total, last
