"""Relative time: weekdays, today and yesterday, "three days ago", the past hours, last week, the end of the month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from riwaya.arabic.calendar import BARE_WEEKDAYS, MONTH_HEADS, WEEKDAYS, month_at
from riwaya.arabic.figures import figure_at, is_digits
from riwaya.arabic.spell import NUMERALS
from riwaya.arabic.stated import CURRENT, FUTURE, PAST, SAME, read_month
from riwaya.arabic.when import (
    DateKind,
    DateMention,
    Precision,
    day_of,
    mention,
    month_days,
    shifted,
    week_days,
    weekday_near,
    year_days,
)
from riwaya.arabic.words import Word

Texts = Sequence[str]
Unit = Literal["hour", "day", "week", "month", "year", "decade"]
Days = tuple[date, date]

_SINGLE: dict[str, Unit] = {
    "ساعه": "hour",
    "دقيقه": "hour",
    "يوم": "day",
    "ليله": "day",
    "اسبوع": "week",
    "شهر": "month",
    "عام": "year",
    "سنه": "year",
    "عقد": "decade",
}
_DUAL: dict[str, Unit] = {
    "ساعتين": "hour",
    "دقيقتين": "hour",
    "يومين": "day",
    "ليلتين": "day",
    "اسبوعين": "week",
    "شهرين": "month",
    "عامين": "year",
    "سنتين": "year",
    "عقدين": "decade",
}
_PLURAL: dict[str, Unit] = {
    **dict.fromkeys(("ساعات", "دقايق", "ساعه", "دقيقه"), "hour"),
    **dict.fromkeys(("ايام", "يوم", "يوما", "ليال", "ليله"), "day"),
    **dict.fromkeys(("اسابيع", "اسبوع", "اسبوعا"), "week"),
    **dict.fromkeys(("اشهر", "شهور", "شهر", "شهرا"), "month"),
    **dict.fromkeys(("اعوام", "سنوات", "سنين", "عام", "عاما", "سنه"), "year"),
    **dict.fromkeys(("عقود", "عقدا", "عقد"), "decade"),
}
_VAGUE: dict[str, Unit] = {
    "ساعات": "hour",
    "ايام": "day",
    "اسابيع": "week",
    "اشهر": "month",
    "شهور": "month",
    "سنوات": "year",
    "اعوام": "year",
    "سنين": "year",
    "عقود": "decade",
}
_LENGTH: dict[Unit, int] = {"hour": 0, "day": 1, "week": 7, "month": 30, "year": 365, "decade": 3650}
_ABOUT = frozenset("نحو حوالي قرابه زهاء اكثر من اقل ما يقارب يقرب عده بضعه بضع حدود يزيد عن علي مايقارب".split())
_DEFINITE_PLURALS: dict[str, tuple[Unit, int]] = {
    "الساعات": ("hour", 1), "الايام": ("day", 7), "الاسابيع": ("week", 28), "الاشهر": ("month", 180), "الشهور": ("month", 180),
    "السنوات": ("year", 1500), "الاعوام": ("year", 1500), "اليومين": ("day", 2), "الاسبوعين": ("week", 14), "الشهرين": ("month", 60),
    "العامين": ("year", 730), "السنتين": ("year", 730), "الساعتين": ("hour", 0), "الليالي": ("day", 7), "الدقايق": ("hour", 0), "العقود": ("decade", 9000),
}  # fmt: skip
_BEFORE_LAST = ("قبل", "الماضي", "الماضيه")
_NOT_TODAY = frozenset(
    """
        التالي السابق الثاني الاول العالمي الوطني الدولي الواحد الاخير السابع الثالث الرابع الخامس الدراسي
        الموعود الذي الاسود الموالي المذكور
    """.split()
)
_PAPERS = frozenset("روسيا المصري وروسيا والمصري لروسيا صحيفه جريده موقع قناه".split())
_MARKETS = frozenset("سوق بسوق وسوق السوق مسجد جامع عين".split())
_OTHERS = frozenset("الاخرين الاخران معا كليهما انفسهم".split())
_OFFICES = frozenset(
    """
        الامين المدير المدعي المفتش القايد النايب الراي السكرتير المفوض الاتجاه المشرف القطاع الاضراب والامين
        والمدير للامين للمدعي امينها امينه
    """.split()
)
_THAT = frozenset("ذلك تلك نفس ذات لذلك وذلك".split())


def days_of(one: date | None) -> Days | None:
    """The interval of a single day."""
    return (one, one) if one else None


def read_weekday(ws: Sequence[Word], texts: Texts, i: int, reference: date | None) -> DateMention | None:
    """A weekday with the words that turn it: الماضي, المقبل, من الأسبوع الماضي."""
    after = texts[i + 1] if i + 1 < len(texts) else ""
    if (i and texts[i - 1] in _MARKETS) or (after in _OTHERS and texts[i].endswith("ثنين")):
        return None
    weekday = WEEKDAYS[texts[i]]
    last, kind = i + 1, "weekday"
    day = weekday_near(reference, weekday) if reference else None
    following = texts[last] if last < len(texts) else ""
    if following in PAST:
        last += 1
        day = shifted(day, -7) if day and day == reference else day
    elif tuple(texts[last : last + 2]) in (_BEFORE_LAST[:2], ("قبل", "الماضيه")):
        last += 2
        day = shifted(day, -14 if day == reference else -7) if day else None
    elif following in CURRENT:
        last += 1
    elif following in FUTURE:
        last, kind = last + 1, "future"
        day = shifted(day, 7) if day else None
    elif following == "من" and last + 2 < len(texts) and texts[last + 1] in ("الاسبوع", "هذا"):
        turn = texts[last + 2]
        if turn in PAST | FUTURE | CURRENT | {"الاسبوع"}:
            last += 3
            weeks = -1 if turn in PAST else 1 if turn in FUTURE else 0
            if reference:
                start = week_days(reference, weeks)[0]
                day = shifted(start, (weekday - 5) % 7)
            kind = "future" if weeks > 0 else kind
    if i and texts[i - 1] in ("كل", "ايام"):
        return DateMention(i, last, None, None, "none", "relative", "recurring")
    return mention((i, last), days_of(day), "day", "relative", "future" if kind == "future" else "weekday")


def read_today(ws: Sequence[Word], texts: Texts, i: int, reference: date | None) -> DateMention | None:
    """اليوم as today, not as "the first day" or a newspaper's name."""
    after = texts[i + 1] if i + 1 < len(texts) else ""
    before = texts[i - 1] if i else ""
    if after in SAME or after == "عينه":
        return DateMention(i, i + 2, None, None, "none", "relative", "same_day")
    if before in _THAT:
        return DateMention(i - 1, i + 1, None, None, "none", "relative", "same_day")
    if before == "هذا" and texts[i - 2 : i - 1] == ["مثل"]:
        return DateMention(i - 2, i + 1, None, None, "none", "relative", "recurring")
    if after in _NOT_TODAY or before in _PAPERS or before in ("بعد", "في"):
        return None
    return mention((i, i + 1), days_of(reference), "day", "relative", "day")


def read_yesterday(ws: Sequence[Word], texts: Texts, i: int, reference: date | None) -> DateMention | None:
    """أمس, أمس الأول, أول أمس, أول من أمس, البارحة."""
    first, last, back = i, i + 1, 1
    if texts[last : last + 1] == ["الحاجه"]:
        return None
    if last < len(texts) and texts[last] in ("الاول", "الاولي"):
        last, back = last + 1, 2
    elif i and texts[i - 1] in ("اول", "الاول", "واول", "قبل"):
        first, back = i - 1, 2
    elif i > 1 and texts[i - 1] == "من" and texts[i - 2] in ("اول", "الاول", "واول"):
        first, back = i - 2, 2
    return mention((first, last), days_of(shifted(reference, -back) if reference else None), "day", "relative", "day")


def read_tonight(ws: Sequence[Word], texts: Texts, i: int, reference: date | None) -> DateMention | None:
    """الليلة, الليلة الماضية: the night from yesterday to today."""
    after = texts[i + 1] if i + 1 < len(texts) else ""
    if after in SAME:
        return DateMention(i, i + 2, None, None, "none", "relative", "same_day", "night")
    if i and texts[i - 1] in _THAT:
        return DateMention(i - 1, i + 1, None, None, "none", "relative", "same_day", "night")
    if after == "قبل" and texts[i + 2 : i + 3] == ["الماضيه"]:
        days = (shifted(reference, -2), shifted(reference, -1)) if reference else None
        return replace(mention((i, i + 3), days, "day", "relative", "night"), part_of_day="night")
    if after in PAST:
        days = (shifted(reference, -1), reference) if reference else None
        return replace(mention((i, i + 2), days, "day", "relative", "night"), part_of_day="night")
    if after in FUTURE or after in ("التاليه", "الاولي", "الثانيه", "الواحده", "الكبيره"):
        return None
    return replace(mention((i, i + 1), days_of(reference), "day", "relative", "night"), part_of_day="night")


def read_tomorrow(ws: Sequence[Word], texts: Texts, i: int, reference: date | None) -> DateMention | None:
    "غدا, يوم غد, بعد غد."
    if i and texts[i - 1] in ("حزب", "تيار", "قناه", "صحيفه", "جريده", "بحزب"):
        return None
    ahead = 2 if i and texts[i - 1] == "بعد" else 1
    return mention((i, i + 1), days_of(shifted(reference, ahead) if reference else None), "day", "relative", "future")


def read_ago(ws: Sequence[Word], texts: Texts, i: int, reference: date | None) -> DateMention | None:
    """قبل يومين, قبل نحو ثلاثة أسابيع, منذ أيام; not "two days before the vote"."""
    at = i + 1
    while at < len(texts) and texts[at] in _ABOUT and at < i + 4:
        at += 1
    if at >= len(texts):
        return None
    length = _length(ws, texts, at)
    if length is None:
        return None
    unit, count, last = length
    since = texts[i].endswith("منذ")
    if last < len(texts) and texts[last] == "من" and not since:
        if texts[last + 1 : last + 2] not in (["الان"], ["اليوم"]):
            return None
        last += 2
    kind: DateKind = "since" if since else "day"
    if reference is None:
        return mention((i, last), None, "none", "relative", kind)
    days, precision = _back(reference, unit, count)
    if at > i + 1 and unit == "day" and precision == "day":
        precision = "approx"
    if since:
        days = (days[0], reference)
    elif kind == "day" and precision != "day":
        kind = "week" if unit in ("day", "week") else "year" if precision == "year" else "month"
    return mention((i, last), days, precision, "relative", kind)


def _length(ws: Sequence[Word], texts: Texts, at: int) -> tuple[Unit, int | None, int] | None:
    """A stretch of time at word `at`: unit, how many (None: some), and the word after."""
    text = texts[at]
    if text in _VAGUE:
        last = at + 1
        if last < len(texts) and texts[last] in ("قليله", "عده", "عديده", "معدوده", "طويله"):
            last += 1
        return _VAGUE[text], None, last
    if text in _DUAL:
        return _DUAL[text], 2, at + 1
    if text in _SINGLE:
        if not _stands_alone(texts, at):
            return None
        last = at + 2 if texts[at + 1 : at + 2] in (["واحد"], ["واحده"], ["كامل"], ["ونصف"]) else at + 1
        return _SINGLE[text], 1, last
    if not (is_digits(text) or text in NUMERALS):
        return None
    figure = figure_at(ws, at)
    if figure is None or figure.shape != "whole" or figure.last >= len(texts) or figure.high > 10_000:
        return None
    unit = _PLURAL.get(texts[figure.last])
    if unit is None:
        return None
    is_minutes = texts[figure.last].startswith("دق")
    count = 0 if is_minutes else figure.high
    return unit, count, figure.last + 1


def _stands_alone(texts: Texts, at: int) -> bool:
    """Whether "يوم", "شهر", "عام" is a length and not the head of "يوم الأحد", "شهر مايو", "عام 2011", "يوم الاقتراع"."""
    after = texts[at + 1] if at + 1 < len(texts) else ""
    if texts[at] in ("يوم", "ليله") and (after.startswith("ال") or is_digits(after)):
        return False
    return after in CURRENT | PAST or not (is_digits(after) or after in MONTH_HEADS or after in WEEKDAYS)


def _back(reference: date, unit: Unit, count: int | None) -> tuple[Days, Precision]:
    """The days that lie so long before the reference day, and how precisely that is known."""
    if count is None:
        if unit == "hour":
            return (reference, reference), "day"
        far, near = {"day": (10, 2), "week": (56, 14), "month": (365, 60)}.get(unit, (3650, 730))
        return (shifted(reference, -far), shifted(reference, -near)), "approx"
    if unit == "hour":
        day = shifted(reference, -round(count / 24))
        return (day, day), "day"
    if unit == "day":
        day = shifted(reference, -count)
        return (day, day), "day" if count <= 7 else "approx"
    if unit == "week":
        day = shifted(reference, -7 * count)
        return (shifted(day, -2), shifted(day, 2)), "approx"
    if unit == "month":
        day = shifted(reference, -30 * count)
        return (shifted(day, -10), shifted(day, 10)), "approx"
    years = count * (10 if unit == "decade" else 1)
    span = year_days(reference.year - years)
    return (span or (date.min, date.min)), "year"


def read_past_hours(ws: Sequence[Word], texts: Texts, i: int, reference: date | None) -> DateMention | None:
    """الساعات الماضية, الأيام الثلاثة الماضية, اليومين الماضيين: a stretch that runs up to now."""
    unit, length = _DEFINITE_PLURALS[texts[i]]
    last = i + 1
    if texts[last : last + 1] in (["ال"], ["القليله"], ["العشر"], ["القلايل"]):
        last += 1
    if last < len(texts) and (is_digits(texts[last]) or texts[last] in NUMERALS):
        figure = figure_at(ws, last)
        if figure and figure.shape == "whole" and figure.high < 10_000:
            length = max(1, round(figure.high / 24)) if unit == "hour" else figure.high * _LENGTH[unit]
            last = figure.last
    if texts[last : last + 1] == ["القليله"]:
        last += 1
    return _stretch(texts, i, last, length, reference)


def _stretch(texts: Texts, first: int, last: int, length: int, reference: date | None) -> DateMention | None:
    turn = texts[last] if last < len(texts) else ""
    if turn in PAST:
        days = (shifted(reference, -length), reference) if reference else None
        return mention((first, last + 1), days, "day" if length <= 2 else "approx", "relative", "window")
    if turn in FUTURE:
        days = (reference, shifted(reference, length)) if reference else None
        return mention((first, last + 1), days, "approx", "relative", "future")
    return None


def read_counted_hours(ws: Sequence[Word], texts: Texts, i: int, reference: date | None) -> DateMention | None:
    """الـ24 ساعة الماضية, ثلاثة أيام الماضية."""
    figure = figure_at(ws, i)
    if figure is None or figure.shape != "whole" or figure.last >= len(texts) or figure.high > 10_000:
        return None
    unit = _PLURAL.get(texts[figure.last])
    if unit is None:
        return None
    length = max(1, round(figure.high / 24)) if unit == "hour" else figure.high * _LENGTH[unit]
    return _stretch(texts, i, figure.last + 1, length, reference)


def read_period(ws: Sequence[Word], texts: Texts, i: int, reference: date | None) -> DateMention | None:
    """الأسبوع الماضي, هذا الشهر, العام الجاري, الصيف الماضي; with a month named after it, that month."""
    text = texts[i]
    after = texts[i + 1] if i + 1 < len(texts) else ""
    first, last = i, i + 2
    if i and texts[i - 1] in _OFFICES:
        return None
    if i and texts[i - 1] in ("هذا", "هذه", "وهذا"):
        first, last, steps = i - 1, i + 1, 0
    elif after in PAST:
        steps = -1
    elif after == "قبل" and texts[i + 2 : i + 3] in (["الماضي"], ["الماضيه"], ["المنصرم"]):
        steps, last = -2, i + 3
    elif after in CURRENT:
        steps = 0
    elif after in FUTURE:
        steps = 1
    elif after in SAME:
        return DateMention(i, last, None, None, "none", "relative", "same_day")
    else:
        return None
    unit, span, precision = _period(text, steps, reference)
    kind: DateKind = "future" if steps > 0 else unit
    return mention((first, last), span, precision, "relative", kind)


def _period(
    text: str, steps: int, reference: date | None
) -> tuple[Literal["week", "month", "year"], Days | None, Precision]:
    if text.endswith("اسبوع"):
        return "week", week_days(reference, steps) if reference else None, "approx"
    if text.endswith("شهر"):
        return "month", month_days(reference.year, reference.month + steps) if reference else None, "month"
    if text in _SEASONS:
        return "month", _season(reference, _SEASONS[text], steps) if reference else None, "approx"
    return "year", year_days(reference.year + steps) if reference else None, "year"


_SEASONS = {"الصيف": 6, "صيف": 6, "الخريف": 9, "الشتاء": 12, "الربيع": 3}


def _season(reference: date, month: int, steps: int) -> Days | None:
    """The last, present or coming season that begins with that month and has three months."""
    year = reference.year + max(steps, 0)
    start = day_of(year, month, 1)
    if start is None:
        return None
    if (steps < 0 and shifted(start, 92) > reference) or (steps == 0 and start > reference):
        year -= 1
    one, two = month_days(year, month), month_days(year, month + 2)
    return (one[0], two[1]) if one and two else None


_THIRDS = {
    **dict.fromkeys("مطلع بدايه اوايل غره بدايات مستهل".split(), 0),
    **dict.fromkeys("منتصف اواسط".split(), 1),
    **dict.fromkeys("اواخر نهايه اخر نهايات ختام".split(), 2),
}
THIRDS = {head + word: third for word, third in _THIRDS.items() for head in ("", "و", "ب", "ل")}
"""Words for the beginning, the middle and the end of a period."""


def read_third(ws: Sequence[Word], texts: Texts, i: int, reference: date | None) -> DateMention | None:
    """مطلع الشهر الجاري, منتصف مايو, أواخر العام الماضي, نهاية الأسبوع."""
    third = THIRDS[texts[i]]
    at = i + 1
    if at < len(texts) and texts[at] in ("شهر", "هذا", "من"):
        at += 1
    if at >= len(texts):
        return None
    if texts[at] in ("الاسبوع", "الشهر", "العام", "السنه"):
        whole = read_period(ws, texts, at, reference)
        if whole is None and texts[at] == "الاسبوع" and third == 2:
            whole = mention((at, at + 1), week_days(reference, 0) if reference else None, "approx", "relative", "week")
            whole = _weekend(whole, reference)
            return replace(whole, first=i)
    elif texts[at] in ("عام", "سنه") and at + 1 < len(texts) and len(texts[at + 1]) == 4 and texts[at + 1].isdigit():
        whole = mention((at, at + 2), year_days(int(texts[at + 1])), "year", "stated", "year")
    elif len(texts[at]) == 4 and texts[at].isdigit() and 1900 <= int(texts[at]) <= 2099:
        whole = mention((at, at + 1), year_days(int(texts[at])), "year", "stated", "year")
    elif month_at(texts, at):
        whole = read_month(texts, at, reference)
    else:
        return None
    if whole is None:
        return None
    if whole.start is None or whole.end is None:
        return replace(whole, first=i)
    if texts[at] == "الاسبوع" and third == 2:
        return replace(_weekend(whole, reference), first=i)
    start, end = _cut(whole.start, whole.end, third)
    return replace(whole, first=i, start=start, end=end, precision="approx")


def _weekend(week: DateMention, reference: date | None) -> DateMention:
    """Friday to Sunday at the end of a week that began on Saturday; the last one where no week is named."""
    if reference is None or week.end is None:
        return week
    start = week.end
    while start > reference and week.kind != "future":
        start = shifted(start, -7)
    return replace(week, start=start, end=shifted(start, 2), precision="approx")


def _cut(start: date, end: date, third: int) -> Days:
    if (end - start).days > 300:
        month = (1, 5, 10)[third]
        last = month_days(start.year, (3, 8, 12)[third])
        return date(start.year, month, 1), last[1] if last else end
    length = (end - start).days + 1
    if length < 20:
        step = length // 3
        return shifted(start, step * third), shifted(start, step * third + step) if third < 2 else end
    return shifted(start, 10 * third), shifted(start, 10 * third + 9) if third < 2 else end


def read_bare_weekday(ws: Sequence[Word], texts: Texts, i: int, reference: date | None) -> DateMention | None:
    """ "يوم أحد", "كل جمعة": a weekday without its article."""
    if i + 1 < len(texts) and texts[i + 1] in BARE_WEEKDAYS:
        if (i and texts[i - 1] == "كل") or texts[i] == "كل":
            return DateMention(i, i + 2, None, None, "none", "relative", "recurring")
    return None
