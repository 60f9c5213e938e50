"""Stretches: figures of weeks, months or a whole campaign, which are no event's toll."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.figures import FoundToll
from riwaya.extract.units import Unit

_SINCE = ("منذ", "ومنذ", "فمنذ")
_LATELY = (
    "ساعه ساعات ساعتين ساعتان يوم يومين ايام اليوم امس الامس صباح الصباح فجر الفجر مساء ليل ليله الليل الليله ظهر عصر دقايق لحظات "
    "اللحظه البارحه قليل السبت الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه ذلك"
).split()
"""What follows منذ when it tells of the event's own hours."""
_LATE = frozenset([*_LATELY, *(f"ال{word}" for word in _LATELY)])
_LONG = frozenset(
    "اسبوع اسبوعين اسابيع شهر شهرين اشهر شهور عام عامين اعوام سنه سنتين سنوات عقد عقود الاسبوع الشهر العام السنه".split()
)
_SOON_AFTER = frozenset("بدقايق بساعات بساعه بساعتين بايام بيوم بيومين".split())
_PERIODS = frozenset("الاسابيع الاشهر الشهور السنوات الاعوام".split())
_FIRST = frozenset(("الاول", "الاولي", "اول", "الاعنف", "اعنف", "الاكبر", "اكبر", "الاسوا", "اسوا", "الاعلي", "اعلي", "الاشد", "الثاني", "الثانيه", "الثالث", "الثالثه", "الرابع", "الرابعه", "الاكثر", "ادمي", "الاخطر", "اخطر", "الافدح", "افدح", "الادمي", "دمويه", "ثاني", "ثالث", "رابع", "خامس"))  # fmt: skip
_CUTS = frozenset("F;ur")


def cumulative(units: Sequence[Unit], a: int, b: int, toll: FoundToll) -> bool:
    """Whether the figure's own clause says that it was counted over weeks, months or a war."""
    if _nowhere(units, a, b, toll) or _added_up(units, a, toll) or _over_a_time(units, a, b):
        return True
    if (
        a > 0
        and (units[a].tag == "F" or units[a].prefix == "و")
        and (
            any(u.core.startswith("اخر") for u in units[toll.first : toll.last + 1])
            or {"u", "U"}.issubset(u.tag for u in units[a : toll.last])
        )
    ):
        a = 0
        return any(_is_stretch(units, at, b) for at in range(a, toll.first))
    return any(_governs(units, a, at, toll) for at in range(a, b) if _is_stretch(units, at, b))


def _over_a_time(units: Sequence[Unit], a: int, b: int) -> bool:
    """وثق المرصد خلال هذه الفترة مقتل 50 مدنيا"""
    return any(
        u.text == "الفتره" and units[k - 1].text in ("هذه", "تلك") for k, u in enumerate(units[a + 1 : b], a + 1)
    )


def _added_up(units: Sequence[Unit], a: int, toll: FoundToll) -> bool:
    """ليرتفع عدد القتلى منذ السبت إلى 47: a total of several days, for all that its beginning is near."""
    before = units[a : toll.last]
    if not any(u.tag == "U" for u in before) or not any(u.tag == "u" for u in before):
        return False
    since = (u for u in before if u.tag == "D" and u.text.startswith(_SINCE))
    return any(not _TODAY.intersection(u.text.split()) for u in since)


_TODAY = frozenset("اليوم صباح فجر مساء ظهر عصر ليل ليله امس ساعه ساعات ساعتين دقايق".split())


def _nowhere(units: Sequence[Unit], a: int, b: int, toll: FoundToll) -> bool:
    """Hundreds who were killed on no day and at no place were killed over years."""
    counted = any(u.tag == "n" and u.number and u.number.kind == "indefinite" for u in units[toll.first : toll.last])
    if toll.outcome != "killed" or (toll.low or 0) < 200 or not counted:
        return False
    return not any(u.tag in "PEk" or (u.date is not None and u.date.precision == "day") for u in units[a:b])


def _is_stretch(units: Sequence[Unit], at: int, b: int) -> bool:
    """منذ بدء الحملة, منذ 18 شباط, منذ كثفت الحكومة غاراتها; not منذ صباح الجمعة, nor the worst منذ أشهر."""
    unit = units[at]
    if unit.tag not in "hDwc" or not _is_long(units, at, b):
        return False
    if any(u.text.lstrip("بو") in _FIRST for u in units[max(0, at - 6) : at]):
        return False
    if any(u.tag == "D" and not _WEEKDAYS.isdisjoint(u.text.split()[:2]) for u in units[at + 1 : at + 7]):
        return False
    return not any(u.text in _SOON_AFTER for u in units[at + 1 : at + 5])


def _is_long(units: Sequence[Unit], at: int, b: int) -> bool:
    unit = units[at]
    if unit.tag == "h":
        return not unit.core.endswith(("ذكري", "اجمالي")) and not _of_clashes(units, at, b)
    if unit.tag == "c" and unit.core == "خلال":
        return _in_the_course(units, at, b)
    since = unit.text.startswith(_SINCE)
    if unit.tag == "c" and not since:
        return False
    words = unit.text.split()
    if unit.tag in "Dw" and not _PERIODS.isdisjoint(words):
        return True
    if not since:
        return False
    if len(words) == 1:
        return at + 1 < b and units[at + 1].text.partition(" ")[0] not in _LATE and units[at + 1].tag not in "D,"
    return words[1] not in _LATE and (not _LATE.intersection(words) or bool(_LONG.intersection(words)))


def _in_the_course(units: Sequence[Unit], at: int, b: int) -> bool:
    """خلال أسبوعين من الغارات, خلال سبعة أيام من القصف: whether a time is told that something went on for."""
    told = at + 1 if at + 1 < b and units[at + 1].tag not in "n#" else at + 2
    if told + 1 >= b or units[told + 1].tag not in "f.":
        return False
    return units[told].text in _WEEKS or (told == at + 2 and units[told].text == "ايام")


_WEEKS = frozenset("اسبوعين اسابيع شهرين شهر اشهر عامين سنوات اعوام".split())


def _of_clashes(units: Sequence[Unit], at: int, b: int) -> bool:
    """منذ اندلاع الاشتباكات: what is told of is no longer than the event itself."""
    return units[at].core.endswith("اندلاع") and at + 1 < b and units[at + 1].text in ("الاشتباكات", "المواجهات")


_WEEKDAYS = frozenset("السبت الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه".split())
_GOING_ON = frozenset("تصاعد استمرار تواصل تزايد اشتداد".split())


def _governs(units: Sequence[Unit], a: int, at: int, toll: FoundToll) -> bool:
    if at < toll.first:
        deed = units[at + 1]
        if units[at].text in _SINCE and deed.trigger is not None and deed.form == "noun" and not deed.definite:
            return False
        opens = not any(u.trigger is not None or u.outcome is not None or u.tag == "n" for u in units[a:at])
        between = range(at + 1, toll.first)
        if any(units[k].tag in "F;" for k in between):
            return False
        return opens or not any(units[k].tag in ",r" and units[k + 1].text != "اذ" for k in between)
    for k in range(max(toll.at, toll.last - 1) + 1, at):
        unit = units[k]
        if unit.tag == "r" and k + 1 < at and units[k + 1].outcome is not None:
            continue
        if unit.tag in _CUTS or unit.text in _FIRST or (unit.text == "مع" and units[k + 1].core in _GOING_ON):
            return False
        if unit.tag == "," and not _goes_on(units, k + 1):
            return False
    return True


def _goes_on(units: Sequence[Unit], k: int) -> bool:
    """Whether what follows a comma still belongs to the count: a part of it or the next figure."""
    if k >= len(units):
        return False
    unit = units[k]
    return unit.tag in "pD" or (unit.prefix.startswith("و") and (unit.outcome is not None or unit.tag in "nH")) or (
        unit.tag == "w" and unit.text.startswith("و")
    )  # fmt: skip
