"""How many met what: figures with the people they count, read from a sentence's units.

Totals are read, never the parts of them (بينهم …); a denied toll is [0, 0]; a figure of a whole war is no event's toll.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from riwaya.extract.units import Unit

_SKIPPED = frozenset("D,(wiPkJRy-")
_BARRIERS = frozenset("QBFLVKM;.tXp")
_PART_ENDS = frozenset("KMLQBFVNcX;.!xr")
_ARMED = frozenset({"soldiers", "police", "fighters", "militants"})
_BOTH = ("killed", "injured")
_A_WHOLE_WAR = 4000
"""No single event of the reports read had such a toll; it is a war's or a year's."""


@dataclass(frozen=True, slots=True)
class FoundToll:
    """A figure: outcome, interval, whom it counts, and the units [first, last) that say so."""

    outcome: str
    low: int | None
    high: int | None
    victims: str | None
    group: str | None
    first: int
    last: int
    rule: str
    former: bool = False
    at: int = 0


@dataclass(frozen=True, slots=True)
class _Group:
    """People counted: interval, victims, and where the words end."""

    low: int
    high: int | None
    victims: str | None
    group: str | None
    first: int
    last: int


def find_tolls(units: Sequence[Unit], a: int, b: int) -> list[FoundToll]:
    """The tolls told in units [a, b)."""
    parts = _parts(units, a, b)
    former = next((i for i in range(a, b) if units[i].tag == "!"), b)
    taken: set[int] = set()
    found: list[FoundToll] = []
    for i in range(a, b):
        unit = units[i]
        if unit.tag == "G":
            found.extend(FoundToll(o, 0, 0, None, None, i, i + 1, "toll.damage_only", at=i) for o in _BOTH)
            continue
        if unit.tag == "U" and unit.word == "toll_word":
            found.extend(_totals(units, a, b, i, former, parts, taken))
            continue
        outcome = unit.outcome
        if outcome is None or i in parts or i in taken:
            continue
        if _unknown(units, a, i):
            continue
        if _negated(units, a, i):
            found.extend(_denied(units, i))
            continue
        if outcome.id == "losses" or _other_word(units, a, b, i):
            continue
        form = outcome.form
        if unit.trigger is not None and unit.form == "verb":
            form = "verb"
        if form == "verb":
            group = (
                _right(units, i, b, parts, taken, False)
                or _left(units, a, i, parts, taken)
                or _right(units, i, b, parts, taken)
            )
            rule = "toll.verb"
        elif form == "noun":
            group = _right(units, i, b, parts, taken)
            if group is None and unit.text.endswith("وا"):
                group = _left(units, a, i, parts, taken)
            rule = "toll.act"
        else:
            group = _counted(units, a, b, i, parts, taken)
            rule = "toll.count"
        if group is None or group.low >= _A_WHOLE_WAR:
            continue
        taken.update(range(group.first, group.last))
        first, last = min(i, group.first), max(i + 1, group.last)
        for name in _outcomes(units, i, outcome.outcome, group):
            toll = FoundToll(name, group.low, group.high, group.victims, group.group, first, last, rule, at=i)
            found.append(replace(toll, former=True) if group.first > former else toll)
    return found


def _other_word(units: Sequence[Unit], a: int, b: int, i: int) -> bool:
    """قضى على التنظيم, جريمة قتل: the same letters where nobody's death is counted."""
    if units[i].core.startswith(("قضي", "قضت", "قضوا")):
        return i + 1 < b and units[i + 1].text.startswith("علي")
    return i > a and units[i - 1].text.endswith(("جريمه", "بتهمه", "محاوله"))


def _outcomes(units: Sequence[Unit], i: int, outcome: str, group: _Group) -> tuple[str, ...]:
    """قتلى وجرحى with no number tells of at least one of each; with a number it is one pooled figure."""
    if (
        outcome == "killed_or_injured"
        and group.first == i
        and group.low == 1
        and "جر" in units[i].text
        and "بين" not in units[i].text
    ):
        return _BOTH
    following = units[i + 1] if i + 1 < len(units) else None
    if (
        following is not None
        and following.outcome is not None
        and following.prefix == "و"
        and following.outcome.form == "noun"
        and outcome in _BOTH
        and following.outcome.outcome in _BOTH
        and following.outcome.outcome != outcome
    ):
        return ("killed_or_injured",)
    return (outcome,)


def _parts(units: Sequence[Unit], a: int, b: int) -> set[int]:
    """The units that break a total down (بينهم طفلان وامرأة): their figures are no tolls."""
    parts: set[int] = set()
    inside = False
    for i in range(a, b):
        unit = units[i]
        if unit.tag == "p":
            inside = True
            continue
        if not inside:
            continue
        ends = unit.tag in _PART_ENDS
        if unit.tag == "n" and i + 1 < b and units[i + 1].tag == "C":
            ends = True
        if unit.tag == "C" and unit.count and unit.prefix.startswith("و"):
            ends = True
        if unit.tag == "," and i + 1 < b and units[i + 1].tag in "KMBQcLxNV":
            ends = True
        if ends:
            inside = False
        else:
            parts.add(i)
    return parts


def _unknown(units: Sequence[Unit], a: int, i: int) -> bool:
    """لم ترد معلومات عن ضحايا: nothing is known, which is no figure."""
    tags = [u.tag for u in units[max(a, i - 6) : i]]
    return "~" in tags and "X" in tags


def _negated(units: Sequence[Unit], a: int, i: int) -> bool:
    for j in range(i - 1, max(a - 1, i - 7), -1):
        tag = units[j].tag
        if tag == "X":
            return not any(units[k].tag in "~,F" for k in range(j, i))
        if tag in ",;.FQn" or (
            tag in "KC" and units[j].outcome is not None and not units[i].prefix.startswith(("و", "ا"))
        ):
            return False
    return False


def _denied(units: Sequence[Unit], i: int) -> list[FoundToll]:
    outcome = units[i].outcome
    assert outcome is not None
    told = units[i].text
    if "ارواح" in told:
        names: tuple[str, ...] = ("killed",)
    elif outcome.outcome == "killed_or_injured" or (outcome.outcome == "injured" and told.endswith("ات")):
        names = _BOTH
    elif outcome.outcome in _BOTH:
        names = (outcome.outcome,)
    else:
        return []
    return [FoundToll(name, 0, 0, None, None, i, i + 1, "toll.none", at=i) for name in names]


def _right(
    units: Sequence[Unit], i: int, b: int, parts: set[int], taken: set[int], joined: bool = True
) -> _Group | None:
    """The people counted after a verb or an act (قتل خمسة جنود; مقتل مدني)."""
    skipped = 0
    j = i + 1
    while j < b and skipped < 6:
        unit = units[j]
        group = _group_at(units, j, b) if j not in parts and j not in taken else None
        if group is not None:
            return group
        if joined and unit.tag in "KM" and unit.prefix == "و" and j == i + 1:
            j += 1
            continue
        if unit.tag in "AYES" and j + 1 < b and units[j + 1].tag in "nH" and skipped == 0:
            j += 1
            continue
        if (
            unit.tag == "o"
            and unit.text == "علي"
            and units[i].outcome is not None
            and units[i].outcome.outcome == "detained"
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


def _left(units: Sequence[Unit], a: int, i: int, parts: set[int], taken: set[int]) -> _Group | None:
    """The people counted before a verb (أن ثمانية عناصر قتلوا)."""
    best: _Group | None = None
    for j in range(i - 1, max(a - 1, i - 13), -1):
        unit = units[j]
        if unit.tag in "QBF;.MLV" or (unit.tag == "K" and not units[i].prefix.startswith("و")):
            break
        if j in parts or j in taken:
            continue
        if unit.tag == "n" or (unit.tag == "H" and unit.count and not unit.definite):
            group = _group_at(units, j, i)
            if group is not None:
                best = group
                if unit.tag == "n":
                    break
        elif unit.tag == "t":
            break
    return best


def _counted(units: Sequence[Unit], a: int, b: int, i: int, parts: set[int], taken: set[int]) -> _Group | None:
    """عشرة قتلى; حصيلة القتلى إلى تسعة; ستة … بين قتيل وجريح; قتيل; قتلى."""
    unit = units[i]
    outcome = unit.outcome
    assert outcome is not None
    if i > a and units[i - 1].tag == "n" and i - 1 not in taken:
        number = units[i - 1].number
        assert number is not None
        if number.low is not None and (not unit.definite or number.kind == "indefinite"):
            victims, group, last = _whose(units, i + 1, b)
            return _Group(number.low, number.high, victims, group, i - 1, last)
    if unit.prefix.endswith("ل") and unit.definite:
        return None
    if outcome.outcome == "killed_or_injured" and "بين" in unit.text:
        return _left(units, a, i, parts, taken)
    if i > a + 1 and units[i - 1].tag == "H" and units[i - 2].tag == "n" and i - 2 not in taken and not unit.definite:
        return _group_at(units, i - 2, i)
    if i > a and units[i - 1].tag == "H" and units[i - 1].count and not unit.definite:
        return None
    if i > a and units[i - 1].tag == "+":
        return _Group(1, None, None, None, i - 1, i + 1)
    if unit.count and not unit.definite:
        low = unit.count
        victims, group, last = _whose(units, i + 1, b)
        return _Group(low, low, victims, group, i, last)
    if (
        unit.definite
        and i + 1 < b
        and units[i + 1].tag == "n"
        and units[i + 1].number is not None
        and units[i + 1].number.low is not None
    ):
        following = units[i + 2] if i + 2 < b else None
        if following is None or following.tag not in "CHs":
            return _Group(units[i + 1].number.low, units[i + 1].number.high, None, None, i, i + 2)
    if unit.definite or any(units[j].tag == "U" for j in range(max(a, i - 2), i)) or units[i].tag == "U":
        return _total(units, a, b, i, parts, taken)
    if not unit.definite and unit.count is None and i + 1 < b and units[i + 1].tag == "n" and i + 1 not in taken and not units[i + 1].prefix and not (i + 2 < b and units[i + 2].tag == "C"):
        counted = _group_at(units, i + 1, b)
        if counted is not None:
            return _Group(counted.low, counted.high, counted.victims, counted.group, i, counted.last)
    if not unit.definite and unit.count is None:
        if i + 1 < b and units[i + 1].tag in "AYJ" and units[i + 1].prefix == "" and outcome.outcome == "killed":
            victims, group, last = _whose(units, i + 1, b)
            return _Group(1, None, victims, group, i, last)
        victims, group, last = _whose(units, i + 1, b)
        return _Group(1, None, victims, group, i, last)
    return None


def _total(units: Sequence[Unit], a: int, b: int, i: int, parts: set[int], taken: set[int]) -> _Group | None:
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
                return _Group(number.low, number.high, None, None, j, j + 1)
        if unit.tag in "FB;.":
            break
    return None


_TOTALS = (
    ("قتلي", "killed"),
    ("شهداء", "killed"),
    ("وفيات", "killed"),
    ("جرحي", "injured"),
    ("مصابين", "injured"),
    ("اصابات", "injured"),
    ("ضحايا", "killed"),
)


def _totals(
    units: Sequence[Unit], a: int, b: int, i: int, former: int, parts: set[int], taken: set[int]
) -> list[FoundToll]:
    """ارتفعت حصيلة القتلى إلى تسعة; ارتفع إلى تسعة عدد الشهداء: the figure after a rise or إلى on either side of the noun."""
    outcome = next((o for word, o in _TOTALS if word in units[i].text), None)
    noun = next((j for j in range(i + 1, min(b, i + 3)) if units[j].tag == "C" and units[j].outcome is not None), None)
    if outcome is None:
        told = units[noun].outcome if noun is not None else None
        outcome = "killed" if told is None or told.outcome == "killed_or_injured" else told.outcome
    for j in (*range(i + 1, min(b, i + 26)), *range(i - 1, max(a - 1, i - 14), -1)):
        unit = units[j]
        if unit.tag != "n" or j in parts or j in taken or unit.number is None or unit.number.low is None:
            continue
        before = units[j - 1] if j > a else None
        risen = (
            unit.prefix == "ب"
            or j == i + 1
            or (before is not None and (before.tag in "Tu:" or before.text in ("هي", "الي", "نحو")))
        )
        if not risen:
            continue
        following = units[j + 1] if j + 1 < b else None
        if (
            following is not None
            and following.tag == "C"
            and following.outcome is not None
            and following.outcome.outcome not in (outcome, "killed_or_injured")
        ):
            continue
        victims, group, last = _whose(units, j + 1, b)
        if unit.number.low >= _A_WHOLE_WAR:
            return []
        taken.update(range(j, last))
        if following is not None and following.tag == "C":
            taken.add(j + 1)
            last = max(last, j + 2)
        return [
            FoundToll(
                outcome,
                unit.number.low,
                unit.number.high,
                victims,
                group,
                min(i, j),
                max(last, i + 1),
                "toll.total",
                j > former,
                i,
            )
        ]
    return []


def _group_at(units: Sequence[Unit], j: int, b: int) -> _Group | None:
    """The people counted from unit j on: a number with or without its noun, a dual, a bare singular, a bare plural."""
    unit = units[j]
    if unit.tag == "n" and unit.number is not None:
        number = unit.number
        if number.low is None:
            return None
        nxt = units[j + 1] if j + 1 < b else None
        if nxt is not None and (nxt.tag == "%" or (nxt.tag == "C" and nxt.outcome is not None)):
            return None if nxt.tag != "C" else _numbered(units, j, j + 2, b)
        if nxt is not None and nxt.tag in "sWPNk" and nxt.victim is None:
            return None
        if nxt is not None and nxt.tag == "w" and nxt.text in _UNITS:
            return None
        return _numbered(units, j, j + 1, b)
    if unit.tag == "+":
        k = j + 1
        if k < b and units[k].tag in "HAYC":
            victims, group, last = _whose(units, k, b)
            return _Group(1, None, victims, group, j, max(last, k + 1))
        return None
    if unit.tag == "I" and unit.core.startswith(_PERSONS) and j > 0 and units[j - 1].tag in "KM":
        victims, _, last = _whose(units, j + 1, b)
        return _Group(1, 1, victims, "fighters", j, max(last, j + 1))
    if unit.tag == "H" and unit.victim is not None:
        victims, group, last = _whose(units, j, b)
        if (
            unit.count == 1
            and j + 1 < b
            and units[j + 1].tag == "n"
            and units[j + 1].number is not None
            and units[j + 1].number.low == 1
        ):
            last = max(last, j + 2)
        if unit.count is not None and (not unit.definite or unit.victim.group in _ARMED or _named_person(unit)):
            low, last2 = _summed(units, j, b, unit.count, last)
            return _Group(low, low, victims, group, j, last2)
        if unit.count is None and not unit.definite:
            return _Group(1, None, victims, group, j, last)
    return None


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
    return unit.count == 1 and unit.definite and unit.victim is not None and unit.victim.group == "civilians"


_UNITS = frozenset(
    "كلم كم كيلومترا كيلومتر كيلومترات متر مترا امتار ساعه ساعات ساعتين يوم يوما ايام دقيقه دقايق عاما سنه سنوات اعوام شهرا اشهر "
    "دولار دولارا مليون مليار الف طن طنا اطنان غاره غارات صاروخا صواريخ قذيفه قذايف بالميه % منزلا منازل قريه قري بلدات مره مرات "
    "كيلو ليره جنيه دينار يورو ريال درهم نقطه هدفا اهداف سيارات سياره درجه هكتار دونم موقعا مواقع عربه عمليه عمليات طلعه سجينا".split()
)


def _numbered(units: Sequence[Unit], j: int, k: int, b: int) -> _Group | None:
    number = units[j].number
    assert number is not None and number.low is not None
    victims, group, last = _whose(units, k, b)
    return _Group(number.low, number.high, victims, group, j, last)


def _summed(units: Sequence[Unit], j: int, b: int, count: int, last: int) -> tuple[int, int]:
    """امرأة وطفلين: counted nouns joined in one phrase are summed."""
    total, k = count, j + 1
    while k < b:
        unit = units[k]
        if unit.tag == "H" and unit.prefix == "و" and unit.count and unit.victim is not None:
            total += unit.count
        elif (
            unit.tag == "n"
            and unit.prefix == "و"
            and k + 1 < b
            and units[k + 1].tag in "fH"
            and unit.number
            and unit.number.low
        ):
            total += unit.number.low
            k += 1
        else:
            break
        k += 1
        last = max(last, k)
    return total, last


def _whose(units: Sequence[Unit], k: int, b: int) -> tuple[str | None, str | None, int]:
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
            if group == "civilians":
                break
            if unit.tag == "A" and unit.prefix == "" and m > k and units[m - 1].tag not in "fHiyw":
                break
            victims = unit.body
            last = m + 1
            break
        elif unit.tag == "E" and m > k and units[m - 1].tag == "f":
            break
        elif (
            unit.tag in "fy"
            or (unit.tag == "w" and m < k + 3)
            or (unit.tag == "i" and unit.text == "في" and m + 1 < b and units[m + 1].tag in "AY")
        ):
            continue
        else:
            break
    if group == "civilians":
        victims = "civilians"
    elif group in ("protesters", "settlers"):
        victims = group
    return victims, group, max(last, k)
