"""A group of people: whom a number, a dual, a bare singular or a title counts from one unit on, and whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.extract.naming_each import GIVEN_NAMES, named_one_by_one, names_joined
from riwaya.extract.sums import (
    ALL_SORTS,
    BOTH_PARENTS,
    SERVING,
    at_least,
    least_told,
    others_too,
    same_number,
    summed,
    with_others,
)
from riwaya.extract.units import Unit

ONE_OF_THEM = frozenset({"احداها", "احدها", "احدهما", "احداهما", "احدهم", "احداهن"})
_ARMED = frozenset({"soldiers", "police", "fighters", "militants"})


@dataclass(frozen=True, slots=True)
class Group:
    """People counted: interval, victims, and where the words end."""

    low: int
    high: int | None
    victims: str | None
    group: str | None
    first: int
    last: int


def group_at(units: Sequence[Unit], j: int, b: int) -> Group | None:
    """The people counted from unit j on: a number with or without its noun, a dual, a bare singular, a bare plural."""
    unit = units[j]
    if unit.text.startswith("ال") and j > 0 and units[j - 1].outcome is not None:
        each, end = named_one_by_one(units, j, b)
        if each:
            return Group(each, each, None, unit.victim.group if unit.victim is not None else "people", j, end)
    if unit.tag == "n" and unit.number is not None:
        number = unit.number
        if number.low is None or unit.text in ONE_OF_THEM:
            return None
        nxt = units[j + 1] if j + 1 < b else None
        if nxt is not None and (nxt.tag == "%" or (nxt.tag == "C" and nxt.outcome is not None)):
            return None if nxt.tag != "C" else _numbered(units, j, j + 2, b)
        if nxt is not None and nxt.tag in "sWPNk" and nxt.victim is None and not _apart(nxt):
            return None
        if nxt is not None and nxt.tag == "w" and nxt.text in _UNITS:
            return None
        return _numbered(units, j, j + 1, b)
    if (
        unit.tag == "#"
        and unit.number is not None
        and unit.number.kind == "ordinal"
        and j > 0
        and units[j - 1].outcome is not None
    ):
        return Group(1, 1, None, None, j, j + 1)
    at = j + (unit.core == "عدد")
    if (at > j or (unit.tag == "(" and j > 0 and units[j - 1].outcome is not None)) and _bracketed(units, at, b):
        words = units[at + 3] if at + 3 < b else None
        twice = words is not None and words.tag == "n" and words.low == units[at + 1].low
        counted = _numbered(units, at + 1, at + 3 + twice, b)
        least = least_told(units, at + 3, b) or least_told(units, counted.last, b)
        return Group(counted.low, None if least else counted.high, counted.victims, counted.group, j, counted.last)
    if unit.text in _BOUNDS and (at := _past_bound(units, j, b)) and _bracketed(units, at, b):
        counted = _numbered(units, at + 1, at + 3, b)
        return Group(counted.low, None, counted.victims, counted.group, j, counted.last)
    if unit.text == "عدد" and j + 2 < b and units[j + 1].tag == "n" and units[j + 2].tag == "H":
        return group_at(units, j + 1, b)
    if unit.tag == "+":
        told = j > 0 and units[j - 1].outcome is not None and unit.text != "بعده"
        k = j + 1
        if k + 1 < b and units[k].tag == "f" and units[k + 1].tag == "H":
            k += 1
        if not (told and unit.core.startswith("اخر")) and k < b and units[k].tag in "HAYC":
            victims, group, last = whose(units, k, b)
            return Group(1, None, victims, group, j, max(last, k + 1))
        return Group(1, None, None, None, j, j + 1) if told else None
    if (unit.tag in "I@SwY" or unit.core in _LEADERS) and (count := _titled(units, j)) is not None:
        victims, _, last = whose(units, j if unit.tag == "Y" else j + 1, b)
        last = max(last, j + 1)
        if count == 0:
            return Group(1, None, victims, "fighters", j, last)
        last = _past_name(units, last, b)
        low, last = summed(units, last - 1, b, count, last)
        if last < b and units[last].tag == "+" and units[last].prefix == "و":
            return Group(low + 1, None, victims, "fighters", j, last + 1)
        return Group(low, None if least_told(units, last, b) else low, victims, "fighters", j, last)
    if unit.tag == "J" and (count := _compatriots(units, j, b)) is not None:
        victims, group, last = whose(units, j, b)
        last = max(last, j + 1)
        if count and units[last - 1].tag == "J":
            count, last = summed(units, last - 1, b, count, last)
        return Group(count or 1, count or None, victims, group or "people", j, last)
    if unit.text == "ام" and j > 0 and _befell(units[j - 1]) and j + 1 < b and units[j + 1].outcome is None:
        low, last = summed(units, j, b, 1, j + 1)
        return Group(low, low, "civilians", "civilians", j, last)
    if unit.core in BOTH_PARENTS and j > 0 and _befell(units[j - 1]):
        low, last = summed(units, j, b, 2, j + 1)
        return Group(low, low, None, "people", j, last)
    if unit.text in ("والدا", "والدي") and 0 < j < b - 1 and _befell(units[j - 1]) and units[j + 1].tag == "H":
        low, last = summed(units, j + 1, b, 2, j + 2)
        return Group(low, low, None, "people", j, last)
    if unit.text == "اب" and 0 < j < b - 1 and units[j - 1].outcome is not None and units[j + 1].prefix == "و":
        if units[j + 1].victim is not None:
            low, last = summed(units, j, b, 1, j + 1)
            return Group(low, low, "civilians", "civilians", j, last)
    if unit.tag == "S" and j > 0 and units[j - 1].outcome is not None and _one_of_people(unit.core):
        return Group(1, 1, _UNARMED_SOURCES.get(unit.body or ""), "people", j, j + 1)
    if unit.text == "اخري" and j > 0 and units[j - 1].outcome is not None and units[j - 1].text.endswith("ت"):
        return Group(1, 1, None, "people", j, j + 1)
    if unit.tag == "H" and unit.victim is not None:
        of = j + 1 + (unit.victim.id == "family" and j + 1 < b and units[j + 1].tag == "w")
        if unit.victim.id == "family" and of + 1 < b and units[of].tag == "f" and units[of + 1].tag == "n":
            return group_at(units, of + 1, b)
        if unit.victim.id == "family" and unit.core.startswith(_KIN) and unit.count == 1:
            return Group(1, None, "civilians", "civilians", j, j + 1)
        if unit.core == "المشتبه" and j + 1 < b and units[j + 1].text in ("بهم", "فيهم"):
            return None
        victims, group, last = whose(units, j, b)
        if unit.count == 1 and j + 1 < b and units[j + 1].tag == "n" and units[j + 1].low == 1:
            last = max(last, j + 2)
        if unit.count is not None and (not unit.definite or unit.victim.group in _ARMED or _named_person(unit)):
            name = _past_name(units, last, b) if _named_person(unit) else last
            if _named_person(unit) and (more := names_joined(units, last, b))[0] > 1:
                return Group(more[0], more[0], victims, group, j, more[1])
            low, last2 = summed(units, name - 1 if name > last else j, b, unit.count, name)
            same = unit.count == 1 and j + 1 < b and units[j + 1].tag == "n"
            unbound = (same and units[j + 1].high is None) or least_told(units, last2, b)
            return Group(low, None if unbound else low, victims, group, j, last2)
        if unit.count is None and not unit.definite:
            if unit.text.endswith(("ين", "ان")) and _are_two(units, last, b):
                return Group(2, 2, victims, group, j, last)
            two = j + 1 + (j + 2 < b and units[j + 1].tag == "J" and units[j + 1].text.endswith(("ين", "ان")))
            if unit.text.endswith(("ين", "ان")) and two < b and units[two].tag == "n" and units[two].high == 2:
                beyond, _, end = whose(units, two + 1, b)
                return Group(2, 2, victims or beyond, group, j, max(last, end))
            return Group(1, None, victims, group, j, last)
    return None


_KIN = ("عايل", "اسرت", "اسره")
"""A family is several people, however many."""


def _bracketed(units: Sequence[Unit], at: int, b: int) -> bool:
    """(15): a figure in brackets, which may be told in words behind them once more."""
    return at + 2 < b and units[at].tag == "(" and bool(units[at + 1].low) and units[at + 2].tag == ")"


_BOUNDS = frozenset("اكثر ما باكثر لاكثر".split())


def _past_bound(units: Sequence[Unit], j: int, b: int) -> int:
    """أكثر من (15), ما لا يقل عن (15): where the words of the bound end before the brackets; 0 for no bound."""
    last = next((k for k in range(j + 1, min(b - 2, j + 4)) if units[k].text in ("من", "عن")), 0)
    return last + 1 if last and units[last + 1].tag == "(" and (units[j].text != "ما" or last == j + 3) else 0


def _one_of_people(word: str) -> bool:
    """أحد المحتجين, that is also one who speaks; not of those harmed already (وفاة أحد الجرحى)."""
    return word.startswith(("احد ", "احدي ")) and not word.endswith(("جرحي", "مصابين", "ضحايا"))


def _befell(unit: Unit) -> bool:
    """Whether a word of harm tells that it happened (قتلت, مقتل); قتل before a noun may be a charge."""
    return unit.outcome is not None and unit.core != "قتل"


def _are_two(units: Sequence[Unit], k: int, b: int) -> bool:
    """مدنيين هما رجل وزوجته, شرطيين أحدهما ضابط: what follows tells the two from many."""
    k += k < b and units[k].tag == ","
    return k < b and units[k].text in _OF_TWO


_OF_TWO = frozenset("هما وهما احدهما احداهما كلاهما كلتاهما".split())

MET = frozenset("لقي لقيت فقد فقدت سقط فارق فارقت قضي قضت".split())


def _compatriots(units: Sequence[Unit], j: int, b: int) -> int | None:
    """How many a bare adjective of nationality counts (مقتل فلسطيني: 1, فلسطينيين اثنين: 2); 0 for some, None for nobody."""
    unit = units[j]
    nation = unit.get("adjective") or unit.get("state")
    if nation is None or not hasattr(nation.entry, "iso") or unit.core.startswith(("ال", "لل")):
        return None
    before = units[j - 1] if j > 0 else None
    if unit.text.endswith("يا") and not unit.prefix:
        before = next((u for u in reversed(units[max(0, j - 4) : j]) if u.tag not in "AYEJ"), None)
    if before is None or not (
        before.outcome is not None or unit.prefix == "و" or before.tag == "t" or before.core in MET
    ):
        return None
    if unit.text.endswith("ان"):
        return 2
    if unit.text.endswith("ين"):
        following = units[j + 1] if j + 1 < b else None
        return 2 if following is not None and following.tag == "n" and following.low == 2 else 0
    if unit.text.endswith("ون"):
        return 0
    return 1 if unit.text.endswith(("ي", "يا")) else None


def _apart(unit: Unit) -> bool:
    """Whether what follows a number is told of it and not counted by it (13 بانفجار)."""
    return bool(unit.prefix) or (unit.tag == "N" and unit.text.startswith("ب"))


_PERSONS = tuple(
    "امير والي متزعم قيادي ضابط قايد مسوول عضو مستشار زعيم مدير رييس نايب محافظ مختار عقيد عميد لواء نقيب مقدم رايد ملازم رقيب عريف جنرال وزير سفير طبيب "
    "دكتور شيخ وجيه متحدث ناطق قاض قاضي قنصل مطران وكيل".split()
)
_LEADERS = frozenset("امير والي متزعم الامير".split())
"""What armed groups call those who lead them; no ranks of a state."""
TITLES = frozenset([*_PERSONS, *(f"ال{word}" for word in _PERSONS)])


def _titled(units: Sequence[Unit], j: int) -> int | None:
    """How many the holder of a rank or an office counts right after a word of harm; 0 for some."""
    before = units[j - 1] if j > 0 else None
    seized = (
        before is not None
        and (before.text == "علي" or before.tag == "@")
        and j > 1
        and units[j - 2].outcome is not None
    )
    if before is None or not (before.outcome or seized or before.tag in "YAE" or before.core.removeprefix("و") in MET):
        return None
    word = units[j].core.partition(" ")[0]
    if word in TITLES or (word.endswith("ا") and word[:-1] in TITLES):
        return 1
    if word[:-2] in TITLES:
        two = word.endswith("ان") or (word.endswith("ين") and word[:-2].removeprefix("ال") not in _SOUND_PLURALS)
        return 2 if two else 0 if word.endswith(("ين", "ون")) else None
    return None


_SOUND_PLURALS = frozenset("متزعم مسوول مستشار محافظ نقيب ملازم".split())
"""Of whom many are told by the ending that tells of two."""


def named(units: Sequence[Unit], i: int, b: int) -> Group | None:
    """القبض على محمد …; اعتقلت السلطات خالد …: one person who is told by name."""
    j, outcome = i + 1, units[i].outcome
    if j < b and units[j].tag == "o" and units[j].text == "علي" and outcome is not None:
        if outcome.outcome != "detained":
            return None
        j += 1
    elif j < b and units[i].form == "verb" and units[j].tag in "AYE":
        j += 1
    if j < b and outcome is not None and outcome.outcome == "detained" and units[j].core.startswith(_WHO_DID_IT):
        return Group(1, 1, None, "people", j, j + 1)
    if units[i].core.endswith(_OWN_DEATH):
        return Group(1, 1, None, "people", i, i + 1)
    if (told := _aged(units, j, b) or _apposed(units, j, b)) is not None:
        return told
    start = j + (j + 2 < b and units[j].text == "كل" and units[j + 1].text == "من") * 2
    start += start == j and j < b and units[j].tag == "H" and units[j].definite and units[j].count is None
    if (told_by_name := names_joined(units, start, b))[0] > 1:
        return Group(told_by_name[0], told_by_name[0], None, "people", j, told_by_name[1])
    if j < b and units[j].tag == "Z":
        return Group(1, 1, units[j].body, "people", j, j + 1)
    if j + 1 >= b or units[j].tag not in "wZP" or units[j + 1].tag not in "wZPEo":
        return None
    known = next((u for u in units[j : j + 2] if u.tag == "Z"), None)
    if units[j].text not in GIVEN_NAMES and known is None:
        return None
    return Group(1, 1, known.body if known is not None else None, "people", j, j + 1)


def _aged(units: Sequence[Unit], j: int, b: int) -> Group | None:
    """وفاة معين الساعي (58 عاما): one told by a name and an age."""
    k = j
    while k < min(b, j + 7) and units[k].tag in "wZPko" and not units[k].prefix:
        k += 1
    aged = (
        j < k and k + 2 < b and units[k].tag == "(" and units[k + 1].number is not None and units[k + 2].text in YEARS
    )
    return Group(1, 1, None, "people", j, k) if aged else None


def _apposed(units: Sequence[Unit], j: int, b: int) -> Group | None:
    """مقتل معين الساعي، القيادي في …: one told by a name and, behind a comma, an office."""
    k = j
    while k < min(b, j + 5) and units[k].tag in "wZPk" and not units[k].prefix and units[k].text[:2] != "ال":
        k += 1
    k += j < k < b and units[k].tag == "w"
    if not (j + 1 < k and k + 1 < b and units[k].tag == "," and units[k + 1].tag in "I@wH"):
        return None
    office = units[k + 1].core.partition(" ")[0] in TITLES
    return Group(1, 1, None, "people", j, k) if office else None


YEARS = frozenset("عاما سنه عام سنوات اعوام ربيعا".split())
_OWN_DEATH = ("مصرعه", "مصرعها", "مقتله", "مقتلها", "استشهاده", "استشهادها", "اغتياله", "اغتيالها")
"""Somebody's death of whom was told before (أعلنت الجماعة مقتله)."""
_WHO_DID_IT = ("المهاجم", "المنفذ", "منفذ", "الجاني", "الفاعل", "القاتل")


def _past_name(units: Sequence[Unit], k: int, b: int) -> int:
    """Where the words of a name end (القيادي أبو خالد وثلاثة من مرافقيه)."""
    end = k
    while end < min(b, k + 6) and _of_name(units, end) and not units[end].text.startswith(("و", "ب", "ل")):
        end += 1
    others = end < b and (units[end].text == "مع" or (units[end].tag in "nH+" and units[end].prefix == "و"))
    return end if others else k


def _of_name(units: Sequence[Unit], k: int) -> bool:
    """Whether a unit may be part of a man's name; علي is one before another (القيادي علي الرزامي)."""
    return (
        units[k].tag in "wZk"
        or units[k].core.startswith(("ابو ", "ابي "))
        or (units[k].text == "علي" and k + 1 < len(units) and units[k + 1].tag in "wZ")
    )


def _named_person(unit: Unit) -> bool:
    return (
        unit.count == 1 and unit.definite and unit.victim is not None and unit.victim.group in ("civilians", "people")
    )


_UNITS = frozenset(
    "كلم كم كيلومترا كيلومتر كيلومترات متر مترا امتار ساعه ساعات ساعتين يوم يوما ايام دقيقه دقايق عاما سنه سنوات اعوام شهرا اشهر "
    "دولار دولارا مليون مليار الف طن طنا اطنان غاره غارات صاروخا صواريخ قذيفه قذايف بالميه % منزلا منازل قريه قري بلدات مره مرات "
    "كيلو ليره جنيه دينار يورو ريال درهم نقطه هدفا اهداف سيارات سياره درجه هكتار دونم موقعا مواقع عربه عمليه عمليات طلعه منظمه منظمات رصاصه رصاصات طلقه طلقات شركه شركات جمعيه مبني ضربه ضربات لغما الغام عبوه عبوات".split()
)


def _numbered(units: Sequence[Unit], j: int, k: int, b: int) -> Group:
    number = units[j].number
    assert number is not None
    assert number.low is not None
    victims, group, last = whose(units, k, b)
    low = 1 if number.low == 0 and number.high else number.low
    if number.high == low and (beside := others_too(units, last, b)) is not None:
        return Group(low + beside[0], low + beside[0], None, group, j, beside[1])
    if number.high == low and (sorts := ALL_SORTS if group in ALL_SORTS else SERVING if group in SERVING else None):
        low, last = with_others(units, b, low, last, sorts)
        return Group(low, None if at_least(units, last, b) else low, victims, group, j, last)
    return Group(low, number.high, victims, group, j, last)


_UNARMED_SOURCES = {"un": "un", "aid-workers": "civilians", "medical-sources": "civilians", "journalists": "civilians"}
"""Whom words that mostly tell of speakers mean where they are counted among the harmed (سبعة من عمال الإغاثة)."""


def _another_sort(unit: Unit, group: str | None) -> bool:
    """أربعة من رجال الشرطة ومدنيين: unarmed people told with armed ones are not theirs."""
    if unit.tag != "H" or unit.prefix != "و" or unit.victim is None or group is None:
        return False
    return unit.victim.group != group and "civilians" in (unit.victim.group, group) and group != "people"


def whose(units: Sequence[Unit], k: int, b: int) -> tuple[str | None, str | None, int]:
    """Whom a figure counts: (actor id or civilians, group of the noun, where the words end)."""
    victims: str | None = None
    group: str | None = None
    last = k
    for m in range(k, min(b, k + 6)):
        unit = units[m]
        if m > k and unit.tag == "H" and unit.prefix == "و" and unit.count and not unit.core.startswith("ال"):
            if same_number(units, m):
                continue
            break
        if unit.text.startswith("ومعه") or (m > k and _another_sort(unit, group)):
            break
        if unit.tag == "H" and unit.victim is not None:
            if group is None or group == "people":
                group = unit.victim.group
            victims = victims or unit.body
            last = m + 1
        elif (
            unit.tag == "J"
            and m == k
            and (nation := unit.get("adjective") or unit.get("state")) is not None
            and hasattr(nation.entry, "iso")
        ):
            group = group or "people"
            last = m + 1
        elif unit.tag == "J" and not unit.body and m > k and not unit.prefix and units[m - 1].tag == "H":
            last = m + 1
        elif unit.tag in "AYJ" and unit.body:
            if group == "civilians" or (unit.tag == "J" and group == "people"):
                break
            if unit.tag == "A" and unit.prefix == "" and m > k and units[m - 1].tag not in "fHiywob":
                break
            if unit.body == "unknown-gunmen":
                victims, group, last = unit.body, group or "fighters", m + 1
                continue
            victims = unit.body
            last = m + 1
            break
        elif unit.tag == "S" and unit.body in _UNARMED_SOURCES and m > k - 1 and units[m - 1].tag in "Hfn":
            victims, group, last = _UNARMED_SOURCES[unit.body], group or "people", m + 1
            break
        elif unit.tag == "E" and m > k and units[m - 1].tag == "f":
            break
        elif (
            unit.tag in "fy"
            or (unit.tag in "w@#" and m < k + 3 and unit.text not in _OF_TWO)
            or (unit.tag == "b" and m == k)
            or (unit.tag == "i" and unit.text == "في" and m + 1 < b and units[m + 1].tag in "AY")
            or (unit.tag == "o" and unit.text.startswith("في صف"))
        ):
            continue
        else:
            break
    if group == "civilians":
        victims = "civilians"
    elif group in ("protesters", "settlers"):
        victims = group
    return victims, group, max(last, k)
