"""The people that a figure counts: numbers with their nouns, duals, bare singulars and plurals, before or after the word of harm."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.groups import Group, group_at, whose
from riwaya.extract.units import Unit

_SKIPPED = frozenset("D,(wiPkJRy-")
_BARRIERS = frozenset("QBFLVKM;.tXp")
ONES_OWN = tuple(noun + of for noun in ("مصرع", "حتف", "حيات") for of in ("ه", "ها", "هم", "هما"))
_BANDS = frozenset("خليه مجموعه عصابه شبكه عايله اسره خليتين".split())


def counted_after(
    units: Sequence[Unit], i: int, b: int, parts: set[int], taken: set[int], joined: bool = True
) -> Group | None:
    """The people counted after a verb or an act (قتل خمسة جنود; مقتل مدني)."""
    skipped = 0
    j = i + 1
    while j < b and skipped < 6:
        unit = units[j]
        if unit.tag == "," and units[i].text.endswith(ONES_OWN):
            return None
        if unit.text == "اي" or (unit.tag == "n" and unit.prefix == "ب" and not units[i].core.startswith(_WITH_BA)):
            return None
        if (
            unit.tag == "n"
            and unit.prefix == "و"
            and j + 1 < b
            and (units[j + 1].outcome is not None or _told_of_one(units, i, j))
        ):
            return None
        subject = unit.tag in "BNW"
        if subject and j == i + 1 and (with_ba := _behind_source(units, i, b)):
            j = with_ba
            continue
        if j > i + 1 and units[j - 1].text.startswith(_BY_THE_ARMS_OF):
            return None
        if unit.prefix.endswith("ل") and units[j - 1].tag == "N" and unit.tag in "HA":
            return None
        if unit.tag in "JH" and unit.text.endswith("ين") and j + 1 < b and units[j + 1].text in ("احدهما", "احداهما"):
            victims, kind, last = whose(units, j, j + 1)
            return Group(2, 2, victims, kind, j, last)
        if units[j - 1].tag == "i" and unit.number is not None and unit.number.kind == "one_of":
            return None
        group = group_at(units, j, b) if j not in parts and j not in taken else None
        if group is not None:
            return group
        if joined and not units[i].text.endswith(ONES_OWN) and unit.tag in "KM" and unit.prefix == "و" and j == i + 1:
            j += 1
            continue
        if (
            unit.tag == "w"
            and unit.core in _BANDS
            and j + 2 < b
            and units[j + 1].tag == "f"
            and units[j + 2].tag == "n"
        ):
            j += 2
            continue
        if unit.word == "gunmen" and j == i + 1 and (owner := _owner(units, j, b)) is not None:
            j = owner + 1
            continue
        if unit.tag in "AYES@" and skipped == 0 and (object_ := _object_after(units, j, b)) is not None:
            j = object_
            continue
        if unit.text == "علي" and j == i + 1 and j + 1 < b and units[j + 1].text in _UPON_IT:
            j += 2
            continue
        if (
            unit.tag == "o"
            and unit.text == "علي"
            and (met := units[i].outcome) is not None
            and (met.outcome == "detained" or units[i].core.startswith("قض"))
        ):
            j += 1
            continue
        if (
            unit.tag == "o"
            and unit.text == "بحق"
            and (met := units[i].outcome) is not None
            and met.outcome == "detained"
        ):
            j += 1
            continue
        if unit.core.startswith(_CELLS) and (told := _made_up_of(units, j, b)):
            j = told
            continue
        if unit.tag == "N" and j == i + 1 and units[i].text.endswith(" ضحيه"):
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


def _told_of_one(units: Sequence[Unit], i: int, j: int) -> bool:
    """أن طفلا توفي و13 شخصا واجهوا صعوبات: the verb tells of the one before it, and the number of what comes next."""
    return j == i + 1 and i > 0 and units[i].form == "verb" and units[i - 1].tag == "H" and units[i - 1].count == 1


def _made_up_of(units: Sequence[Unit], j: int, b: int) -> int:
    """خلية إرهابية تتكون من ثمانية عناصر: where it is told how many a group is; 0 for nowhere."""
    for k in range(j + 1, min(b - 2, j + 4)):
        if units[k].core.startswith(_MADE_UP):
            return next((m for m in (k + 1, k + 2) if units[m].tag == "n"), 0)
    return 0


_CELLS = ("خليه", "مجموعه", "عصابه", "شبكه")
_MADE_UP = ("تتكون", "مكونه", "مولفه", "تتالف", "قوامها", "تضم")


def _behind_source(units: Sequence[Unit], i: int, b: int) -> int:
    """أودى بحسب مسعفين بأكثر من أربعين: where the number stands behind those who tell it; 0 for none."""
    if not units[i].core.startswith(_WITH_BA):
        return 0
    return next((k for k in range(i + 2, min(b, i + 7)) if units[k].tag == "n" and units[k].prefix == "ب"), 0)


def _object_after(units: Sequence[Unit], j: int, b: int) -> int | None:
    """اعتقلت قوات الاحتلال فجر اليوم الشاب …: where those begin to whom the body at j did it."""
    k = j + 1
    while k < b and units[k].tag == "D":
        k += 1
    return k if k < b and (units[k].tag in "nHI" or _one_of(units[k])) else None


def _owner(units: Sequence[Unit], j: int, b: int) -> int | None:
    """Where the words of gunmen end whose men they are is told (مسلحون يعتقد أنهم من الحركة)."""
    mine = units[j].body
    return next((k for k in range(j + 1, min(b, j + 7)) if units[k].used and units[k].body == mine), None)


_UPON_IT = frozenset("اثرها اثره خلفيتها خلفيته اثر".split())
"""After a verb and على they tell upon what it was done (اعتقل على إثرها الجيش خمسين شخصا)."""
_WITH_BA = ("اودي", "اودت", "تودي")
"""Verbs that take those they killed with ب."""
_BY_THE_ARMS_OF = ("برصاص", "بنيران", "بسلاح")
"""Whose arms they were is told next."""


def _one_of(unit: Unit) -> bool:
    """One person by nationality, whose ending shows that somebody did it to them (قتلت الشرطة فلسطينيا)."""
    return unit.tag == "J" and unit.text.endswith("يا") and not unit.prefix


def counted_before(units: Sequence[Unit], a: int, i: int, parts: set[int], taken: set[int]) -> Group | None:
    """The people counted before a verb (أن ثمانية عناصر قتلوا)."""
    best: Group | None = None
    one = not units[i].text.endswith(("وا", "ا", "ن"))
    for j in range(i - 1, max(a - 1, i - 13), -1):
        unit = units[j]
        if one and unit.text == "الذي" and units[i].prefix.startswith("و"):
            break
        if unit.core.startswith(_CARRYING) and j + 1 < i and units[j + 1].weapon is not None:
            continue
        if unit.tag in "QBF;.MLV" or (unit.tag == "K" and not units[i].prefix.startswith("و")):
            break
        if j in parts or j in taken:
            continue
        if unit.text in _SAME and units[j - 1].tag in "Hw":
            continue
        if unit.tag in "nJ" or (unit.tag == "H" and unit.count and not unit.definite) or _several(units, j, i):
            group = group_at(units, j, i)
            if group is not None:
                best = group
                if unit.tag in "n+":
                    return _with_those_before(units, a, group)
        elif unit.tag == "t":
            break
    return best


def counted_afar(units: Sequence[Unit], i: int, b: int, parts: set[int], taken: set[int]) -> Group | None:
    """قتل في الهجوم الذي استهدف ثكنة الجيش 60 شخصا: the people a verb counts after telling where and how."""
    k = i + 1 + (i + 1 < b and units[i + 1].tag in "AYE")
    over = k + 1 < b and units[k].text == "علي" and units[k + 1].text == "خلفيه"
    means = k < b and units[k].tag == "N" and not units[k].prefix
    if k >= b or not (units[k].tag in "icD" or over or means) or units[i].text.endswith("وا"):
        return None
    for j in range(k + 1, min(b, k + 17)):
        unit, before = units[j], units[j - 1]
        if unit.tag in _ENDS_IT:
            return None
        if j in parts or j in taken or unit.prefix or before.tag not in _SETTING:
            continue
        if before.text.startswith(_BY_THE_ARMS_OF):
            continue
        if unit.tag == "n" and j + 1 < b and before.tag != "V" and _of_people(units, j):
            return group_at(units, j, b)
        if unit.tag == "H" and unit.count and not unit.definite and before.tag != "w":
            return group_at(units, j, b)
    return None


def _of_people(units: Sequence[Unit], j: int) -> bool:
    """Whether a number counts people: their noun follows it, or it tells of many (العشرات من الطرفين)."""
    return units[j + 1].victim is not None or (units[j].text.startswith("ال") and units[j + 1].tag == "f")


_ENDS_IT = frozenset("KMCQBFXU;.t:!p")
_SETTING = frozenset("PEDNw),kJRA")
"""What tells where, when and by what, after which those harmed may follow."""


def number_of(units: Sequence[Unit], a: int, b: int, i: int) -> Group | None:
    """عدد المسلحين الذين قتلوا في الهجوم بلغ 15; وصل عدد من قتلوا إلى 15."""
    head = next((j for j in range(i - 1, max(a - 1, i - 8), -1) if units[j].core in ("عدد", "عدد من", "اعداد")), None)
    if head is None or not (head + 1 == i or units[head + 1].definite or units[head + 1].tag in "rAHJ"):
        return None
    risen = any(u.tag == "u" for u in units[max(a, head - 4) : head])
    for j in range(i + 1, min(b, i + 18)):
        unit = units[j]
        if unit.tag in "KMCQBF;.":
            return None
        risen = risen or unit.tag == "u"
        if unit.tag == "n" and risen and unit.low is not None and units[j - 1].tag in "uTwPED":
            victims, group, _ = whose(units, head + 1, i)
            return Group(unit.low, unit.high, victims, group, j, j + 1)
    return None


_CARRYING = ("يحمل", "تحمل")
"""Those told of carry arms, where a weapon follows (أشخاص يحملون أحزمة ناسفة)."""
_SAME = frozenset("واحد واحده".split())
"""After a noun it tells that they are of one (من عائلة واحدة)."""


def _several(units: Sequence[Unit], j: int, i: int) -> bool:
    """العديد من رجال الشرطة أصيبوا, أن مدنيين أصيبوا"""
    if units[j].tag == "H" and units[j].count is None and not units[j].definite and units[j - 1].tag == "t":
        return j == i - 1 and j > 0 and units[i].text.endswith("وا")
    many = units[i].text.endswith("وا") and units[j].tag == "+" and units[j].core != "عدد"
    return many and j + 1 < i and units[j + 1].tag == "H"


def _with_those_before(units: Sequence[Unit], a: int, group: Group) -> Group:
    """أربعة جنود وثلاثة من حرس القرى أصيبوا: those joined in one phrase before the verb are one figure."""
    if not units[group.first].prefix.startswith("و"):
        return group
    for j in range(group.first - 1, max(a - 1, group.first - 5), -1):
        if units[j].tag == "H" and units[j].count and not units[j].definite and units[j - 1].tag != "n":
            whole = group_at(units, j, group.last)
            if whole is not None and whole.last == group.first and whole.low == whole.high and group.low == group.high:
                alike = whole.victims if whole.victims == group.victims else None
                return Group(whole.low + group.low, whole.low + group.low, alike, whole.group, j, group.last)
            return whole if whole is not None and whole.last >= group.last else group
        if units[j].tag == "n" and units[j + 1].outcome is None:
            first = group_at(units, j, group.first)
            if first is None or first.last != group.first:
                return group
            alike = first.victims if first.victims == group.victims else None
            high = first.high + group.high if first.high is not None and group.high is not None else None
            return Group(first.low + group.low, high, alike, first.group, j, group.last)
    return group


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
    if unit.prefix.endswith("ل") and (unit.definite or unit.core == "ضحايا"):
        return None
    if outcome.outcome == "killed_or_injured" and "بين " in unit.text:
        some = next((j for j in range(i - 1, max(a - 1, i - 4), -1) if units[j].core == "عدد من"), None)
        if some is None and "قتلي" in unit.text and units[i - 1].text in ("سقطوا", "سقط"):
            some = i - 1
        return counted_before(units, a, i, parts, taken) or (
            Group(1, None, *whose(units, some + 1, i)[:2], some, i + 1) if some is not None else None
        )
    if i > a + 1 and units[i - 1].tag == "H" and units[i - 2].tag == "n" and i - 2 not in taken and not unit.definite:
        return group_at(units, i - 2, i)
    if unit.count is None and not unit.definite and (fell := _who_fell(units, a, i, parts, taken)) is not None:
        return fell
    if i > a and units[i - 1].tag == "H" and units[i - 1].count and not unit.definite:
        return None
    if i > a and units[i - 1].tag == "+":
        return None if _of_something(units, i + 1, b) else Group(1, None, None, None, i - 1, i + 1)
    if unit.count and not unit.definite:
        low = unit.count
        victims, group, last = whose(units, i + 1, b)
        return Group(low, low, victims, group, i, last)
    choked = outcome.id == "choked.count"
    if (
        (unit.definite or choked)
        and i > a + 1
        and units[i - 1].tag == "f"
        and units[i - 2].tag == "n"
        and i - 2 not in taken
    ):
        number = units[i - 2].number
        if number is not None and number.kind == "indefinite" and number.low is not None:
            victims, group, last = whose(units, i + 1, b)
            return Group(number.low, number.high, victims, group, i - 2, last)
    if unit.definite and i + 1 < b and units[i + 1].tag == "n" and (low_told := units[i + 1].low) is not None:
        following = units[i + 2] if i + 2 < b else None
        if following is None or following.tag not in "CHs":
            return Group(low_told, units[i + 1].high, None, None, i, i + 2)
    if (
        unit.definite
        or _whose_have_risen(units, i, b)
        or any(units[j].tag == "U" for j in range(max(a, i - 2), i))
        or units[i].tag == "U"
    ):
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
    if _of_something(units, i + 1, b) or unit.core in _UNTOLD or unit.core.startswith("خساير"):
        return None
    victims, group, last = whose(units, i + 1, b)
    return Group(1, None, victims, group, i, last)


def _who_fell(units: Sequence[Unit], a: int, i: int, parts: set[int], taken: set[int]) -> Group | None:
    """12 متمردا سقطوا قتلى, سقط ستة من الحراس قتلى, وقوع المئات من المتمردين أسرى: those who fell and how."""
    if i > a and units[i - 1].core in _THEY_FELL:
        return counted_before(units, a, i - 1, parts, taken)
    for j in range(i - 2, max(a - 1, i - 12), -1):
        unit = units[j]
        if unit.core in _FALLING:
            if units[j + 1].tag != "n" or j + 1 in parts or j + 1 in taken:
                return None
            group = group_at(units, j + 1, i)
            return group if group is not None and units[group.last - 1].tag in "HAY" else None
        if unit.tag in "KMCVNQBFX;.,:t":
            return None
    return None


_THEY_FELL = frozenset("سقطوا وقعوا سقطا".split())
_FALLING = frozenset("سقط سقوط وقع وقوع وسقط وسقوط".split())
_UNTOLD = frozenset("جثث جثامين اسري موقوفين معتقلين رهاين".split())
"""What is seen or spoken of without a number, and tells of no harm that was done now."""


def _of_something(units: Sequence[Unit], k: int, b: int) -> bool:
    """ضحايا الهجوم, جرحى غزة, ضحايا هذه الغارات: those who are known already."""
    if k < b and units[k - 1].text.endswith("ضحايا") and not units[k].prefix:
        return units[k].tag in "NPE" or units[k].text in _THESE
    return k < b and not units[k].prefix and (
        (units[k].tag == "N" and units[k].definite) or (units[k].tag in "PE" and not units[k].text.startswith("ب"))
    )  # fmt: skip


_THESE = frozenset("هذه هذا تلك ذلك".split())


def _whose_have_risen(units: Sequence[Unit], i: int, b: int) -> bool:
    """بلغ قتلى الميليشيا أكثر من ثمانين: the number comes after those whose dead they are."""
    return i + 1 < b and i > 0 and units[i - 1].tag == "u" and units[i + 1].tag in "AY@"


def _total(units: Sequence[Unit], a: int, b: int, i: int, parts: set[int], taken: set[int]) -> Group | None:
    """ارتفع عدد القتلى … إلى 32: the first figure after a rise, a total or إلى."""
    numbering = i + 2 < b and units[i + 1].text.startswith("البالغ") and units[i + 2].text.startswith("عدده")
    if not numbering and not any(units[j].tag in "uU" for j in range(max(a, i - 4), min(b, i + 5))):
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
            if (
                (numbering and j <= i + 4)
                or before in "Tu:"
                or before == units[i].tag
                or j == i + 1
                or (before == "w" and units[j - 2].tag in "Tu")
                or (units[i - 1].tag == "u" and _whose_have_risen(units, i, j))
            ):
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
