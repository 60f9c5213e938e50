"""Whom a verb of harm befell: its object past its subject, its subject before it, both where two verbs share a clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riwaya.extract.counting import ONES_OWN, counted_afar, counted_after, counted_before, number_of
from riwaya.extract.groups import MET, ONE_OF_THEM, YEARS, Group, group_at, named
from riwaya.extract.known_one import known_after, known_before
from riwaya.extract.naming_each import named_before
from riwaya.extract.units import Unit

_ABOARD = frozenset("فيها فيه فيهما بداخلها بداخله داخلها داخله متنها متنه كان كانوا بها به".split())
_ACTIVE = ("قتل", "يقتل", "تقتل", "اصاب", "يصيب", "تصيب", "جرح", "اعتقل", "تعتقل", "يعتقل", "خطف", "اختطف", "احتجز", "ذبح", "اعدم", "اغتال", "اوقف", "اسر", "اردي")  # fmt: skip
_SUBJECT = frozenset("HNwAYEJ@ZIW")
_AFAR = ("ب", "ل", "و", "ف")
_DUAL_VERBS = ("قتلا", "قتلتا", "قضيا", "اصيبا", "اصيبتا", "جرحا", "جرحتا", "استشهدا", "استشهدتا", "توفيا", "اعتقلا", "خطفا", "اختطفا")  # fmt: skip


def harmed(units: Sequence[Unit], a: int, b: int, i: int, parts: set[int], taken: set[int]) -> Group | None:
    """The people a verb at i tells of, wherever they stand."""
    if _a_vehicle(units, i, b):
        return None
    if i > a and units[i].text in _ACTS and units[i - 1].text in _GOVERNING:
        return counted_after(units, i, b, parts, taken) or named(units, i, b)
    return (
        _one_of_those(units, i, b)
        or _two_before(units, a, i, parts, taken)
        or _met_their_end(units, a, i, parts, taken)
        or _each_by_name(units, a, i)
        or _subject_before(units, a, i, b, parts, taken)
        or _object(units, i, b, parts, taken)
        or counted_after(units, i, b, parts, taken, False)
        or number_of(units, a, b, i)
        or counted_before(units, a, i, parts, taken)
        or counted_afar(units, i, b, parts, taken)
        or counted_after(units, i, b, parts, taken)
        or named(units, i, b)
        or _whoever(units, i)
        or everyone(units, i, b)
        or _who_is_told_of(units, a, i)
        or known_before(units, a, i)
        or known_after(units, i, b)
    )


_ACTS = frozenset("قتل جرح خطف".split())
_GOVERNING = frozenset("في من عن الي علي بعد قبل منذ تهمه تهم جريمه جرايم اثر عقب حول بشان ضد".split())
"""Words after which قتل is the act and no verb, so that nobody before it is its subject (متهمون بالتسبب في قتل)."""


def apart(
    units: Sequence[Unit], a: int, b: int, i: int, parts: set[int], taken: set[int]
) -> tuple[Group, Group] | None:
    """طفلا قتل وأصيب أربعة: two verbs side by side, one told of what stands before them, one of what follows."""
    if i == a or not units[i].text.endswith(("اصيب", "جرح", "اصيبت")) or units[i - 1].tag not in "HJnZE":
        return None
    before = counted_before(units, max(a, i - 6), i, parts, taken)
    after = counted_after(units, i, b, parts, taken)
    if before is None or after is None or units[before.first].core.startswith("اخر"):
        return None
    return before, after


def _a_vehicle(units: Sequence[Unit], i: int, b: int) -> bool:
    """خطف مسلحون شاحنة: who was taken is nobody, unless those aboard are told (حافلة تقل عشرة عمال)."""
    outcome = units[i].outcome
    if outcome is None or outcome.outcome != "abducted":
        return False
    k = i + 1
    while (
        k < min(b, i + 3)
        and not units[k].prefix
        and (
            units[k].tag in "AYEJ"
            or units[k].text.endswith(_MANY)
            or (k == i + 1 and units[k].tag == "H" and units[k].definite)
        )
    ):
        k += 1
    if k >= b or units[k].prefix or not units[k].text.startswith(_VEHICLES):
        return False
    return not any(u.tag == "n" or u.core in _CARRYING for u in units[k + 1 : min(b, k + 6)])


_MANY = ("ون", "قراصنه")
_VEHICLES = ("سياره", "شاحنه", "حافله", "طايره", "سفينه", "ناقله", "باص", "مركبه", "صهريج", "زورق", "قارب")
_CARRYING = frozenset("تقل يقل تحمل علي وعلي وخطف وخطفوا واختطفوا".split())


def _one_of_those(units: Sequence[Unit], i: int, b: int) -> Group | None:
    """طعن ستة قتل أحدهم: one of those told before."""
    if i + 1 < b and units[i + 1].text.endswith(_OF_PEOPLE) and units[i + 1].text in ONE_OF_THEM:
        return Group(1, 1, None, "people", i + 1, i + 2)
    return None


_OF_PEOPLE = ("هم", "هما", "هن")


def _two_before(units: Sequence[Unit], a: int, i: int, parts: set[int], taken: set[int]) -> Group | None:
    """شرطيين قتلا: a dual verb counts its subject."""
    if units[i].core not in _DUAL_VERBS:
        return None
    for j in range(i - 1, max(a - 1, i - 6), -1):
        unit = units[j]
        if unit.tag in "KMQV;.t":
            return None
        if unit.tag in "HJC" and unit.text.endswith(("ين", "ان")) and j not in parts and j not in taken:
            return Group(2, 2, "civilians" if unit.victim and unit.victim.group == "civilians" else unit.body if unit.victim else None, unit.victim.group if unit.victim else "people", j, j + 1)  # fmt: skip
    return None


def _subject_before(units: Sequence[Unit], a: int, i: int, b: int, parts: set[int], taken: set[int]) -> Group | None:
    """أربعة جنود قتلوا في هجوم لمسلحين: a verb of many whose object does not follow at once tells of those before it."""
    if not units[i].text.endswith("وا") or units[i].prefix or i + 1 >= b or units[i + 1].tag not in "icNR":
        return None
    group = counted_before(units, a, i, parts, taken)
    return group if group is not None and units[group.first].tag == "n" else None


def _each_by_name(units: Sequence[Unit], a: int, i: int) -> Group | None:
    """العريف أحمد سالم والجندي خالد ناصر استشهدوا: those named one by one before a verb of many."""
    if not units[i].text.endswith("وا") or i < a + 5 or (named_ := named_before(units, a, i)) is None:
        return None
    count, first, last = named_
    return Group(count, count, None, "people", first, last)


def _met_their_end(units: Sequence[Unit], a: int, i: int, parts: set[int], taken: set[int]) -> Group | None:
    """لقي القيادي أبو خالد مصرعه: whoever stands between the verb and the word of the own end; one by name alone."""
    if not units[i].text.endswith(ONES_OWN):
        return None
    for j in range(i - 1, max(a - 1, i - 14), -1):
        if units[j].tag in "KMQ;.":
            return None
        if units[j].core.removeprefix("و") in MET:
            first = next((k for k in range(j + 1, i) if units[k].tag == "n"), j + 1)
            counted = group_at(units, first, i) if first < i and first not in parts and first not in taken else None
            if counted is not None and counted.low == 1 and units[i].text.endswith("هما"):
                return replace(counted, low=2, high=2)
            return counted or (
                Group(1, 1, None, "people", j + 1, i) if 1 < i - j < 12 and units[i].text.endswith(_OF_ONE) else None
            )
    return None


def everyone(units: Sequence[Unit], i: int, b: int) -> Group | None:
    """قتل جميع من فيها; مقتل كل ركابها; مقتل جميع المهاجمين: however many were aboard, or of those named."""
    k = i + 1
    if k + 1 < b and units[k].outcome is not None and units[k].prefix == "و":
        k += 1
    elif units[i].prefix == "و" and units[i - 1].outcome is not None:
        return None
    all_ = k < b and units[k].text in ("جميع", "كل", "كافه")
    k += all_
    whoever = k < b and units[k].text == "من"
    end = k + whoever
    if end >= b or not (all_ or whoever):
        return None
    inside = whoever and units[end].text in ("في", "داخل", "بداخل") and end + 1 < b and units[end + 1].definite
    if inside or (whoever and units[end].text == "في" and end + 1 < b and units[end + 1].text.startswith("ال")):
        return Group(1, None, None, "people", i + 1, end + 1)
    if all_ and not whoever and units[k].tag in "AH" and units[k].text.startswith("ال"):
        sort = units[k].victim
        return Group(1, None, units[k].body, sort.group if sort is not None else "people", i + 1, k + 1)
    aboard = units[k].text in _RIDERS or units[end].text in _ABOARD or (all_ and units[end].text == "علي")
    return Group(1, None, None, "people", i + 1, end) if aboard else None


_RIDERS = frozenset("ركابها ركابه طاقمها طاقمه افرادها افراده عناصرها عناصره".split())


def _whoever(units: Sequence[Unit], i: int) -> Group | None:
    """فاطمة لقيت حتفها: one by name alone, told before."""
    met, _, end = units[i].core.partition(" ")
    if i and units[i - 1].text == "التي":
        return None
    return Group(1, 1, None, "people", i, i + 1) if met in MET and end.endswith(_OF_ONE) else None


def _who_is_told_of(units: Sequence[Unit], a: int, i: int) -> Group | None:
    """إن المهاجم قتل, الطفل محمد قتل: one told with the article, or by name and age, right before the verb."""
    if units[i].core not in _OF_ONE_PASSIVE or units[i].prefix:
        return None
    k = i - 1
    if i > a + 1 and units[k].text in _WHO and units[i].core in _FELL_THEMSELVES:
        return Group(1, 1, None, "people", k, i)
    while k >= a and units[k].tag in "wZ" and not units[k].prefix and i - k < 6:
        k -= 1
    if k < a:
        return None
    unit = units[k]
    opens = k == a or units[k - 1].tag in "t,:"
    if opens and not unit.prefix and unit.victim is not None and unit.count == 1 and unit.core.startswith("ال"):
        civil = "civilians" if unit.victim.group == "civilians" else None
        return Group(1, 1, civil, "people", k, k + 1)
    if unit.tag == ")" and k == i - 1 and k > a + 3 and units[k - 1].text in YEARS and units[k - 3].tag == "(":
        return Group(1, 1, None, "people", k - 3, k)
    return None


_WHO = frozenset("الذي التي والذي والتي".split())
_FELL_THEMSELVES = frozenset("استشهد استشهدت".split())
"""Verbs that tell of nobody's killing another: whoever الذي stands for died."""
_OF_ONE_PASSIVE = frozenset(
    "قتل قتلت اصيب اصيبت جرح جرحت استشهد استشهدت توفي توفيت قضي اعتقل اعتقلت اوقف اغتيل خطف اختطف".split()
)
_OF_ONE = ("صرعه", "صرعها", "تفه", "تفها", "ياته", "ياتها")


def _object(units: Sequence[Unit], i: int, b: int, parts: set[int], taken: set[int]) -> Group | None:
    """قتل انتحاري 26 شخصا; قتل مسلح شرطيا: whom an active verb befell, right after its subject."""
    if not units[i].core.startswith(_ACTIVE) or i + 2 >= b or _accusative(units[i + 1]):
        return None
    one_of = (number := units[i + 1].number) is not None and number.kind == "one_of"
    for j in range(i + 3 if one_of else i + 2, min(b, i + 7)):
        subject, unit = units[j - 1], units[j]
        if unit.tag == ",":
            continue
        if unit.core.startswith(_BELONGING) and units[j - 1].tag == ",":
            return _behind_commas(units, j, b, parts, taken)
        if unit.core.startswith(_BELONGING):
            return _past_whose(units, j, b, parts, taken)
        before = j - 1
        while before > i + 1 and units[before].tag in "D," and not units[before].prefix:
            before -= 1
        subject = units[before]
        if subject.tag not in _SUBJECT or subject.prefix or (subject.tag in "wN" and subject.text.startswith(_AFAR)):
            return None
        if unit.prefix or j in parts or j in taken:
            return None
        if unit.tag == "n" and unit.number is not None:
            return group_at(units, j, b) if unit.text not in ("واحد", "واحده", "واحدا") else None
        if _accusative(unit):
            return group_at(units, j, b)
    return None


def _past_whose(units: Sequence[Unit], j: int, b: int, parts: set[int], taken: set[int]) -> Group | None:
    """قتل شخص موال لتنظيم متطرف أربعة أشخاص, قتل مفجر يشتبه بأنه من التنظيم 32 شخصا: past the words of whose the subject is."""
    for k in range(j + 1, min(b - 1, j + 9)):
        if units[k].tag in "KMVQX;.,r":
            return None
        if units[k].tag == "n" and not units[k].prefix and k not in parts and k not in taken:
            return group_at(units, k, b) if units[k + 1].victim is not None else None
    return None


def _behind_commas(units: Sequence[Unit], j: int, b: int, parts: set[int], taken: set[int]) -> Group | None:
    """قتل مهاجم، يعتقد أنه من التنظيم، 27 شخصا: past the words of whose the subject is, between commas."""
    for k in range(j + 1, min(b - 2, j + 9)):
        if units[k].tag == ",":
            counted = units[k + 1].tag == "n" and units[k + 2].victim is not None
            return group_at(units, k + 1, b) if counted and k + 1 not in parts and k + 1 not in taken else None
        if units[k].tag in "KMVQX;.r":
            return None
    return None


_BELONGING = ("موال", "تابع", "ينتم", "تنتم", "منتم", "يشتبه", "يعتقد", "مقرب")


def _accusative(unit: Unit) -> bool:
    """A counted noun whose ending shows that it is no subject (شرطيا، رهينتين)."""
    return unit.tag == "H" and not unit.definite and not unit.prefix and unit.text.endswith(("يا", "لا", "با", "دا", "صا", "نا", "عا", "را", "فا", "ما", "ين"))  # fmt: skip
