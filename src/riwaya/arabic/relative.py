"""Days told by their distance from the reference day: weekdays, today, yesterday, tonight, tomorrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from riwaya.arabic.calendar import BARE_WEEKDAYS, WEEKDAYS
from riwaya.arabic.stated import CURRENT, FUTURE, PAST, SAME
from riwaya.arabic.when import DateMention, Days, mention, shifted, week_days, weekday_near
from riwaya.arabic.words import Word

Texts = Sequence[str]

_BEFORE_LAST = ("قبل", "الماضي", "الماضيه")
_NOT_TODAY = frozenset(
    """
        التالي السابق الثاني الاول العالمي الوطني الدولي الواحد الاخير السابع الثالث الرابع الخامس الدراسي
        الموعود الذي الاسود الموالي المذكور المقرر المحدد
    """.split()
)
_PAPERS = frozenset("روسيا المصري وروسيا والمصري لروسيا صحيفه جريده موقع قناه".split())
_MARKETS = frozenset("سوق بسوق وسوق السوق مسجد جامع عين".split())
_OTHERS = frozenset("الاخرين الاخران معا كليهما انفسهم".split())
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
    if after in FUTURE or after in ("التاليه", "السابقه", "الاولي", "الثانيه", "الواحده", "الكبيره"):
        return None
    return replace(mention((i, i + 1), days_of(reference), "day", "relative", "night"), part_of_day="night")


def read_tomorrow(ws: Sequence[Word], texts: Texts, i: int, reference: date | None) -> DateMention | None:
    "غدا, يوم غد, بعد غد."
    if i and texts[i - 1] in ("حزب", "تيار", "قناه", "صحيفه", "جريده", "بحزب"):
        return None
    ahead = 2 if i and texts[i - 1] == "بعد" else 1
    return mention((i, i + 1), days_of(shifted(reference, ahead) if reference else None), "day", "relative", "future")


def read_recurring(ws: Sequence[Word], texts: Texts, i: int, reference: date | None) -> DateMention | None:
    """ "كل جمعة", "كل يوم أحد": a weekday that comes again."""
    last = i + 2 if texts[i + 1 : i + 2] == ["يوم"] else i + 1
    if last < len(texts) and texts[last] in BARE_WEEKDAYS:
        return DateMention(i, last + 1, None, None, "none", "relative", "recurring")
    return None
