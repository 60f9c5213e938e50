"""The people that a figure counts: numbers with their nouns, duals, bare singulars and plurals, before or after the word of harm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.extract.units import Unit

_SKIPPED = frozenset("D,(wiPkJRy-")
_BARRIERS = frozenset("QBFLVKM;.tXp")
_ONE_OF_THEM = frozenset({"احدهما", "احداهما", "احدهم", "احداهن"})
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


def counted_after(
    units: Sequence[Unit], i: int, b: int, parts: set[int], taken: set[int], joined: bool = True
) -> Group | None:
    """The people counted after a verb or an act (قتل خمسة جنود; مقتل مدني)."""
    skipped = 0
    j = i + 1
    while j < b and skipped < 6:
        unit = units[j]
        if unit.tag in "JH" and unit.text.endswith("ين") and j + 1 < b and units[j + 1].text in ("احدهما", "احداهما"):
            victims, kind, last = whose(units, j, j + 1)
            return Group(2, 2, victims, kind, j, last)
        group = group_at(units, j, b) if j not in parts and j not in taken else None
        if group is not None:
            return group
        if joined and unit.tag in "KM" and unit.prefix == "و" and j == i + 1:
            j += 1
            continue
        if unit.tag in "AYES@" and j + 1 < b and units[j + 1].tag in "nH" and skipped == 0:
            j += 1
            continue
        if (
            unit.tag == "o"
            and unit.text == "علي"
            and (held := units[i].outcome) is not None
            and held.outcome == "detained"
        ):
            j += 1
            continue
        if (unit.tag == "N" and units[j - 1].tag == "i" and j == i + 2) or (
            unit.tag == "o" and units[j - 1].tag == "N" and j == i + 3
        ):
            j += 1
            continue
        if unit.tag == "c" and j + 1 < b and units[j + 1].tag == "D":
            j += 1
            continue
        if unit.tag in _BARRIERS or unit.tag not in _SKIPPED:
            return None
        skipped += 1
        j += 1
    return None


def counted_before(units: Sequence[Unit], a: int, i: int, parts: set[int], taken: set[int]) -> Group | None:
    """The people counted before a verb (أن ثمانية عناصر قتلوا)."""
    best: Group | None = None
    for j in range(i - 1, max(a - 1, i - 13), -1):
        unit = units[j]
        if unit.tag in "QBF;.MLV" or (unit.tag == "K" and not units[i].prefix.startswith("و")):
            break
        if j in parts or j in taken:
            continue
        if unit.tag == "n" or (unit.tag == "H" and unit.count and not unit.definite):
            group = group_at(units, j, i)
            if group is not None:
                best = group
                if unit.tag == "n":
                    break
        elif unit.tag == "t":
            break
    return best


def counted_beside(units: Sequence[Unit], a: int, b: int, i: int, parts: set[int], taken: set[int]) -> Group | None:
    """عشرة قتلى; حصيلة القتلى إلى تسعة; ستة … بين قتيل وجريح; قتيل; قتلى."""
    unit = units[i]
    outcome = unit.outcome
    assert outcome is not None
    if i > a and units[i - 1].tag == "n" and i - 1 not in taken:
        number = units[i - 1].number
        assert number is not None
        if number.low is not None and (not unit.definite or number.kind == "indefinite"):
            victims, group, last = whose(units, i + 1, b)
            return Group(number.low, number.high, victims, group, i - 1, last)
    if unit.prefix.endswith("ل") and unit.definite:
        return None
    if outcome.outcome == "killed_or_injured" and "بين" in unit.text:
        return counted_before(units, a, i, parts, taken)
    if i > a + 1 and units[i - 1].tag == "H" and units[i - 2].tag == "n" and i - 2 not in taken and not unit.definite:
        return group_at(units, i - 2, i)
    if i > a and units[i - 1].tag == "H" and units[i - 1].count and not unit.definite:
        return None
    if i > a and units[i - 1].tag == "+":
        return Group(1, None, None, None, i - 1, i + 1)
    if unit.count and not unit.definite:
        low = unit.count
        victims, group, last = whose(units, i + 1, b)
        return Group(low, low, victims, group, i, last)
    if unit.definite and i + 1 < b and units[i + 1].tag == "n" and (low_told := units[i + 1].low) is not None:
        following = units[i + 2] if i + 2 < b else None
        if following is None or following.tag not in "CHs":
            return Group(low_told, units[i + 1].high, None, None, i, i + 2)
    if unit.definite or any(units[j].tag == "U" for j in range(max(a, i - 2), i)) or units[i].tag == "U":
        return _total(units, a, b, i, parts, taken)
    if unit.count is not None:
        return None
    if (
        i + 1 < b
        and units[i + 1].tag == "n"
        and i + 1 not in taken
        and not units[i + 1].prefix
        and not (i + 2 < b and units[i + 2].tag == "C")
    ):
        counted = group_at(units, i + 1, b)
        if counted is not None:
            return Group(counted.low, counted.high, counted.victims, counted.group, i, counted.last)
    victims, group, last = whose(units, i + 1, b)
    return Group(1, None, victims, group, i, last)


def _total(units: Sequence[Unit], a: int, b: int, i: int, parts: set[int], taken: set[int]) -> Group | None:
    """ارتفع عدد القتلى … إلى 32: the first figure after a rise, a total or إلى."""
    if not any(units[j].tag in "uU" for j in range(max(a, i - 4), min(b, i + 5))):
        return None
    for j in range(i + 1, min(b, i + 24)):
        unit = units[j]
        if unit.tag in "KU":
            break
        if unit.tag == "C" and unit.outcome is not units[i].outcome and j > i + 1 and units[j - 1].tag != "n":
            break
        if unit.tag == "n" and j not in parts and j not in taken:
            number = unit.number
            before = units[j - 1].tag
            if number is None or number.low is None:
                return None
            if before in "Tu:" or before == units[i].tag or j == i + 1 or (before == "w" and units[j - 2].tag in "Tu"):
                following = units[j + 1] if j + 1 < b else None
                if following is not None and following.tag == "C" and following.outcome is not None:
                    mine = units[i].outcome
                    if (
                        mine is not None
                        and following.outcome.outcome not in (mine.outcome, "killed_or_injured")
                        and mine.outcome != "killed_or_injured"
                    ):
                        return None
                    taken.add(j + 1)
                return Group(number.low, number.high, None, None, j, j + 1)
        if unit.tag in "FB;.":
            break
    return None


def group_at(units: Sequence[Unit], j: int, b: int) -> Group | None:
    """The people counted from unit j on: a number with or without its noun, a dual, a bare singular, a bare plural."""
    unit = units[j]
    if unit.tag == "n" and unit.number is not None:
        number = unit.number
        if number.low is None or unit.text in _ONE_OF_THEM:
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
        and units[j - 1].tag == "K"
    ):
        return Group(1, 1, None, None, j, j + 1)
    if unit.tag == "+":
        if j > 0 and units[j - 1].outcome is not None and unit.core.startswith("اخر"):
            return Group(1, None, None, None, j, j + 1)
        k = j + 1
        if k < b and units[k].tag in "HAYC":
            victims, group, last = whose(units, k, b)
            return Group(1, None, victims, group, j, max(last, k + 1))
        return None
    if unit.tag == "I" and unit.core.startswith(_PERSONS) and j > 0 and units[j - 1].tag in "KM":
        victims, _, last = whose(units, j + 1, b)
        low, last = _summed(units, last - 1, b, 1, max(last, j + 1))
        return Group(low, low, victims, "fighters", j, last)
    if unit.tag == "J" and (count := _compatriots(units, j, b)) is not None:
        victims, group, last = whose(units, j, b)
        last = max(last, j + 1)
        if count and units[last - 1].tag == "J":
            count, last = _summed(units, last - 1, b, count, last)
        return Group(count or 1, count or None, victims, group or "people", j, last)
    if unit.tag == "H" and unit.victim is not None:
        if unit.victim.id == "family" and j + 2 < b and units[j + 1].tag == "f" and units[j + 2].tag == "n":
            return group_at(units, j + 2, b)
        victims, group, last = whose(units, j, b)
        if unit.count == 1 and j + 1 < b and units[j + 1].tag == "n" and units[j + 1].low == 1:
            last = max(last, j + 2)
        if unit.count is not None and (not unit.definite or unit.victim.group in _ARMED or _named_person(unit)):
            low, last2 = _summed(units, j, b, unit.count, last)
            told = units[j + 1].number if unit.count == 1 and j + 1 < b and units[j + 1].tag == "n" else None
            return Group(low, None if told is not None and told.high is None else low, victims, group, j, last2)
        if unit.count is None and not unit.definite:
            return Group(1, None, victims, group, j, last)
    return None


def _compatriots(units: Sequence[Unit], j: int, b: int) -> int | None:
    """How many a bare adjective of nationality counts (مقتل فلسطيني: 1, فلسطينيين اثنين: 2); 0 for some, None for nobody."""
    unit = units[j]
    nation = unit.get("adjective") or unit.get("state")
    if nation is None or not hasattr(nation.entry, "iso") or unit.core.startswith(("ال", "لل")):
        return None
    if j == 0 or not (units[j - 1].outcome is not None or unit.prefix == "و" or units[j - 1].tag in "ti"):
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


_PERSONS = (
    "قيادي",
    "القيادي",
    "ضابط",
    "قايد",
    "مسوول",
    "عضو",
    "مستشار",
    "زعيم",
    "مدير",
    "رييس",
    "نايب",
    "محافظ",
    "مختار",
)


def _named_person(unit: Unit) -> bool:
    return (
        unit.count == 1 and unit.definite and unit.victim is not None and unit.victim.group in ("civilians", "people")
    )


_UNITS = frozenset(
    "كلم كم كيلومترا كيلومتر كيلومترات متر مترا امتار ساعه ساعات ساعتين يوم يوما ايام دقيقه دقايق عاما سنه سنوات اعوام شهرا اشهر "
    "دولار دولارا مليون مليار الف طن طنا اطنان غاره غارات صاروخا صواريخ قذيفه قذايف بالميه % منزلا منازل قريه قري بلدات مره مرات "
    "كيلو ليره جنيه دينار يورو ريال درهم نقطه هدفا اهداف سيارات سياره درجه هكتار دونم موقعا مواقع عربه عمليه عمليات طلعه".split()
)


def _numbered(units: Sequence[Unit], j: int, k: int, b: int) -> Group | None:
    number = units[j].number
    assert number is not None
    assert number.low is not None
    victims, group, last = whose(units, k, b)
    low = 1 if number.low == 0 and number.high else number.low
    if number.high == low and group in _ALL_SORTS:
        low, last = _with_others(units, b, low, last)
        return Group(low, None if _at_least(units, last, b) else low, victims, group, j, last)
    return Group(low, number.high, victims, group, j, last)


_ALL_SORTS = frozenset({"civilians", "people"})


def _with_others(units: Sequence[Unit], b: int, low: int, last: int) -> tuple[int, int]:
    """15 طفلا وامرأتان: people of all sorts who are joined in one phrase are one figure."""
    k = last
    while k < b:
        unit = units[k]
        if unit.tag == "H" and unit.prefix == "و" and unit.victim is not None and not unit.definite:
            if not unit.count or unit.victim.group not in _ALL_SORTS or unit.core.startswith("اخر"):
                break
            low, k = low + unit.count, k + 1
        elif (
            unit.tag == "n" and unit.prefix == "و" and k + 1 < b and unit.number and unit.number.low == unit.number.high
        ):
            noun = units[k + 1].victim
            if noun is None or noun.group not in _ALL_SORTS or units[k + 1].core.startswith("اخر"):
                break
            low, k = low + (unit.number.low or 0), k + 2
        else:
            break
        last = k
    return low, last


def _at_least(units: Sequence[Unit], k: int, b: int) -> bool:
    """خمسة أشخاص، بينهم طفل، على الأقل: the bound that comes after the parts."""
    if k + 1 >= b or units[k].tag != "," or units[k + 1].tag != "p":
        return False
    for m in range(k + 2, min(b - 1, k + 9)):
        if units[m].text == "علي" and units[m + 1].text in ("الاقل", "اقل"):
            return units[m - 1].tag == ","
        if units[m].tag in "KMCVN.;F":
            return False
    return False


def _summed(units: Sequence[Unit], j: int, b: int, count: int, last: int) -> tuple[int, int]:
    """امرأة وطفلين: counted nouns joined in one phrase are summed."""
    total, k = count, j + 1
    while k < b:
        unit = units[k]
        if unit.tag == "H" and unit.prefix == "و" and unit.count and unit.victim is not None:
            total += unit.count
        elif (
            unit.tag == "n"
            and (unit.prefix == "و" or units[k - 1].text == "مع")
            and k + 1 < b
            and units[k + 1].tag in "fH"
            and unit.number
            and unit.number.low
        ):
            total += unit.number.low
            k += 1
        elif unit.text != "مع":
            break
        k += 1
        last = max(last, k)
    return total, last


def whose(units: Sequence[Unit], k: int, b: int) -> tuple[str | None, str | None, int]:
    """Whom a figure counts: (actor id or civilians, group of the noun, where the words end)."""
    victims: str | None = None
    group: str | None = None
    last = k
    for m in range(k, min(b, k + 6)):
        unit = units[m]
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
        elif unit.tag == "E" and m > k and units[m - 1].tag == "f":
            break
        elif (
            unit.tag in "fy"
            or (unit.tag in "w@#" and m < k + 3)
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
