"""Stated dates: a day with its month, numeric dates, months, years, in both calendars."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from riwaya.arabic.calendar import AMBIGUOUS_MONTHS, MONTHS, month_at
from riwaya.arabic.figures import is_digits
from riwaya.arabic.kinds import YEAR_LEADS, is_year
from riwaya.arabic.spell import NUMERALS, ORDINALS
from riwaya.arabic.when import (
    DateMention,
    day_of,
    hijri_day,
    hijri_month_days,
    hijri_year,
    mention,
    month_days,
    nearest_day,
    next_day,
    year_days,
)

Texts = Sequence[str]
Turn = Literal["past", "current", "future", None]

PAST = frozenset(
    """
        الماضي الماضيه المنصرم المنصرمه الفايت الفايته الفارط الفارطه الاخير الاخيره الماضيين الماضيتين الاخيرين
        الاخيرتين
    """.split()
)
CURRENT = frozenset("الجاري الجاريه الحالي الحاليه الجارى الراهن".split())
FUTURE = frozenset("المقبل المقبله القادم القادمه الاتي الاتيه المقبلين القادمين المقبلتين القادمتين".split())
SAME = frozenset("نفسه ذاته نفسها ذاتها".split())
_SEPARATORS = frozenset("/ - ( , | \\ او".split())
_AH = frozenset("ه هجري هجريه هجريا للهجره".split())
_AD = frozenset("م ميلادي ميلاديه للميلاد ميلاديا".split())
_NUMERIC = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})\Z")
_MONTH_LEADS = frozenset(
    "شهر وشهر بشهر لشهر شهري في منذ خلال وفي بين حتي اول نهايه مطلع بدايه اواخر اوايل منتصف اواسط".split()
)
_DATE_LEADS = frozenset("في يوم بتاريخ وفي من منذ حتي بين تاريخ ليوم يومي الي وفي".split())
_NAMES = frozenset(
    """
    ثوره انتفاضه ذكري الذكري حرب حركه ميدان شارع ساحه جامعه مستشفي جسر قوي تحالف فريق لواء كتيبه ملعب انقلاب
    حزب مدرسه مطار معاهده هجمات احداث اعتداءات تفجيرات حراك مجلس مدينه منصه تنظيم جماعه بثوره لثوره وثوره تيار
    فرقه كتايب حلف شهداء
    """.split()
)
_YEAR_PREPOSITIONS = frozenset(
    "في منذ حتي خلال نهايه بدايه مطلع اواخر اوايل منتصف بعد قبل من الي بين وفي ومنذ لغايه بحلول و - (".split()
)
_PROCLITIC = frozenset("بلو")
"""Joined to the word before a name (لكتيبة 14 أكتوبر)."""
_NAMED_EVENTS = frozenset("هجمات احداث اعتداءات تفجيرات".split())


def year_after(texts: Texts, at: int, reference: date | None, *, hijri: bool) -> tuple[int | None, Turn, int]:
    """The year told after a month (2019, من العام الجاري), how the month turns (الماضي), and the word after."""
    start = at
    if at < len(texts) and texts[at] == "," and at + 1 < len(texts) and _is_year(texts, at + 1, hijri):
        at += 1
    if (
        at < len(texts)
        and texts[at] == "("
        and at + 3 < len(texts)
        and texts[at + 2] == ")"
        and _is_year(texts, at + 3, hijri)
    ):
        at += 3
    if at < len(texts) and texts[at] in ("من", "ل", "/", "-") and at + 1 < len(texts):
        at += 1
    if at < len(texts) and texts[at] in ("عام", "العام", "سنه", "السنه", "للعام", "لعام", "لسنه", "هذا"):
        if at + 1 < len(texts):
            turn = _turn(texts[at + 1]) if texts[at] != "هذا" else "current" if texts[at + 1] == "العام" else None
            if turn and texts[at] != "عام":
                return _turned_year(turn, reference, hijri), turn, at + 2
        at += 1
    if at < len(texts) and _is_year(texts, at, hijri):
        year = int(texts[at])
        at += 1
        if at < len(texts) and texts[at] in (_AH if hijri or year < 1600 else _AD):
            at += 1
        return year, None, at
    turn = _turn(texts[start]) if start < len(texts) else None
    if turn:
        return None, turn, start + 1
    return None, None, start


def _turned_year(turn: Turn, reference: date | None, hijri: bool) -> int | None:
    """The number of last year, this year or next year."""
    if reference is None:
        return None
    year = hijri_year(reference) if hijri else reference.year
    return year + {"past": -1, "current": 0, "future": 1}[turn or "current"]


def _is_year(texts: Texts, at: int, hijri: bool) -> bool:
    text = texts[at]
    if not (len(text) == 4 and text.isdigit()):
        return False
    return 1300 <= int(text) <= 1500 if hijri else 1700 <= int(text) <= 2199


def _turn(text: str) -> Turn:
    return "past" if text in PAST else "current" if text in CURRENT else "future" if text in FUTURE else None


def full_month(texts: Texts, at: int) -> tuple[int, bool, int] | None:
    """A month with its second name, if it has one (أيار/مايو, شباط (فبراير)): number, whether Hijri, the word after."""
    found = month_at(texts, at)
    if found is None:
        return None
    month, hijri, after = found
    gap = after + 1 if after < len(texts) and texts[after] in _SEPARATORS else after
    if gap > after and gap < len(texts) and texts[gap] in ("كانون", "تشرين"):
        return month, hijri, gap + (1 if (texts[gap], *texts[gap + 1 : gap + 2]) not in MONTHS else 2)
    second = month_at(texts, gap)
    if second and second[:2] == (month, hijri) and not (gap == after and texts[after][0] == "و"):
        bracketed = gap > after and texts[after] == "("
        after = second[2]
        if bracketed and after < len(texts) and texts[after] == ")":
            after += 1
    return month, hijri, after


def day_with_month(texts: Texts, words: tuple[int, int], day: int, reference: date | None) -> DateMention | None:
    """The date that begins with a day number [first, at): "21 مايو / أيار 2019", "16 من الشهر الجاري"."""
    first, at = words
    if not 1 <= day <= 31 or at >= len(texts):
        return None
    if texts[at] == "من" and at + 1 < len(texts):
        at += 1
    if texts[at] in ("شهر", "لشهر") and at + 1 < len(texts):
        at += 1
    elif texts[at] in ("الشهر", "هذا"):
        return _day_of_turned_month(texts, first, at, day, reference)
    elif texts[at] in CURRENT and (at > words[1] or (first and texts[first - 1] in _DATE_LEADS)):
        return _turned_day(first, at + 1, day, 0, reference)
    month = full_month(texts, at)
    if month is None:
        return None
    number, hijri, after = month
    year, turn, after = year_after(texts, after, reference, hijri=hijri)
    found = resolve_day(day, number, hijri, year, turn, reference)
    if found is None and year is not None:
        return None
    days = (found, found) if found else None
    if turn == "future":
        return mention((first, after), days, "day", "stated", "future")
    named = year is None and turn is None and first > 0 and _names(texts, first, day, number)
    return mention((first, after), days, "day", "stated", "anniversary" if named else "day")


def _names(texts: Texts, first: int, day: int, month: int) -> bool:
    before = texts[first - 1]
    if before in _NAMED_EVENTS:
        return (day, month) in ((11, 9), (13, 11), (7, 7), (7, 10))
    return before in _NAMES or (before[:1] in _PROCLITIC and before[1:] in _NAMES)


def resolve_day(day: int, month: int, hijri: bool, year: int | None, turn: Turn, reference: date | None) -> date | None:
    """The day meant by day and month with a year, a turning word, or neither (then the nearest past one)."""
    if year is not None:
        return hijri_day(year, month, day) if hijri else day_of(year, month, day)
    if reference is None:
        return None
    if turn == "future":
        return next_day(reference, month, day, hijri=hijri)
    if turn == "past":
        return nearest_day(reference, month, day, hijri=hijri, ahead=-1)
    if turn == "current" and not hijri:
        return day_of(reference.year, month, day)
    return nearest_day(reference, month, day, hijri=hijri)


def _day_of_turned_month(texts: Texts, first: int, at: int, day: int, reference: date | None) -> DateMention | None:
    following = texts[at + 1] if at + 1 < len(texts) else ""
    if texts[at] == "هذا":
        return _turned_day(first, at + 2, day, 0, reference) if following == "الشهر" else None
    turn = _turn(following)
    if turn is None:
        if following in SAME:
            return mention((first, at + 2), None, "day", "relative", "same_day")
        return None
    return _turned_day(first, at + 2, day, {"past": -1, "current": 0, "future": 1}[turn], reference)


def _turned_day(first: int, last: int, day: int, months: int, reference: date | None) -> DateMention:
    if reference is None:
        return mention((first, last), None, "day", "relative", "day")
    span = month_days(reference.year, reference.month + months)
    found = day_of(span[0].year, span[0].month, day) if span else None
    kind: Literal["future", "day"] = "future" if months > 0 else "day"
    return mention((first, last), (found, found) if found else None, "day", "relative", kind)


def read_numeric(texts: Texts, at: int) -> DateMention | None:
    """21/5/2019, 2019-05-21, 21.5.2019, 5/21/2019, 16/9/1440, 21/5/19; also with blanks round the slashes."""
    match = _NUMERIC.match(texts[at])
    last = at + 1
    if match is None:
        if not (
            at + 4 < len(texts) and texts[at + 1] == texts[at + 3] and texts[at + 1] in "/-." and texts[at].isdigit()
        ):
            return None
        match = _NUMERIC.match("".join(texts[at : at + 5]))
        last = at + 5
        if match is None:
            return None
    found = _numeric_day(match.group(1), int(match.group(3)), match.group(4), match.group(2))
    if found is None:
        return None
    if last < len(texts) and (texts[last] in _AD or texts[last] in _AH):
        last += 1
    return mention((at, last), (found, found), "day", "stated", "day")


def _numeric_day(one: str, two: int, three: str, separator: str) -> date | None:
    if len(one) == 4:
        year, day = int(one), int(three)
    elif len(three) == 4:
        year, day = int(three), int(one)
    elif len(one) <= 2 and len(three) == 2 and separator in "/-":
        year, day = 2000 + int(three), int(one)
        if year > 2049:
            return None
    else:
        return None
    if len(one) == 3 or len(three) == 3 or not (1300 <= year <= 1500 or 1700 <= year <= 2199):
        return None
    convert = hijri_day if year <= 1500 else day_of
    return convert(year, two, day) or (convert(year, day, two) if two > 12 else None)


def read_month(texts: Texts, at: int, reference: date | None) -> DateMention | None:
    """A month with no day: "مايو 2019", "شهر أيار الماضي", "في رمضان"."""
    month = full_month(texts, at)
    if month is None:
        return None
    number, hijri, after = month
    year, turn, last = year_after(texts, after, reference, hijri=hijri)
    before = texts[at - 1] if at else ""
    sure = year is not None or turn is not None or before in ("شهر", "وشهر", "بشهر", "لشهر") or after - at > 1
    led = before in _MONTH_LEADS and texts[at] not in ("صفر", "نوار", "جوان", "ماي", "محرم")
    if texts[at] in AMBIGUOUS_MONTHS and not (sure or led):
        return None
    kind: Literal["future", "month"] = "future" if turn == "future" else "month"
    return mention((at, last), resolve_month(number, hijri, year, turn, reference), "month", "stated", kind)


def resolve_month(
    month: int, hijri: bool, year: int | None, turn: Turn, reference: date | None
) -> tuple[date, date] | None:
    """First and last day of the month meant."""
    if year is not None:
        return hijri_month_days(year, month) if hijri else month_days(year, month)
    if reference is None:
        return None
    if hijri:
        guess = hijri_year(reference)
        spans = [span for y in range(guess - 2, guess + 3) if (span := hijri_month_days(y, month))]
        if turn == "future":
            return next((s for s in spans if s[0] > reference), None)
        return next((s for s in reversed(spans) if (s[1] < reference if turn == "past" else s[0] <= reference)), None)
    year = reference.year
    if turn == "future":
        year += month <= reference.month
    elif turn == "past":
        year -= month >= reference.month
    elif turn is None:
        year -= month > reference.month
    return month_days(year, month)


def read_year(texts: Texts, at: int) -> DateMention | None:
    """A year alone, where the words beside it say that it is one."""
    text = texts[at]
    before = texts[at - 1] if at else ""
    after = texts[at + 1] if at + 1 < len(texts) else ""
    told = before in YEAR_LEADS or (
        before in _YEAR_PREPOSITIONS and text.isdigit() and is_year(before, after, int(text))
    )
    if len(text) == 4 and text.isdigit() and 1900 <= int(text) <= 2099 and told:
        after_era = at + 2 if after in _AD else at + 1
        return mention((at, after_era), year_days(int(text)), "year", "stated", "year")
    if len(text) == 9 and text[4] == "-" and text[:4].isdigit() and text[5:].isdigit():
        one, two = int(text[:4]), int(text[5:])
        if 1900 <= one < two <= 2099:
            return mention((at, at + 1), (date(one, 1, 1), date(two, 12, 31)), "year", "stated", "range")
    return None


def read_short_numeric(texts: Texts, at: int, reference: date | None) -> DateMention | None:
    """21/5 after a word that leads to a date; the year is the nearest past one. 5/2018 is a month."""
    one, _, two = texts[at].partition("/")
    if not (one.isdigit() and two.isdigit()):
        return None
    if len(two) == 4 and 1 <= int(one) <= 12 and 1900 <= int(two) <= 2099:
        return mention((at, at + 1), month_days(int(two), int(one)), "month", "stated", "month")
    before = texts[at - 1] if at else ""
    if before not in _DATE_LEADS or not (1 <= int(one) <= 31 and 1 <= int(two) <= 12):
        return None
    found = nearest_day(reference, int(two), int(one)) if reference else None
    return mention((at, at + 1), (found, found) if found else None, "day", "stated", "day")


def ordinal_day(texts: Texts, at: int) -> tuple[int, int] | None:
    """A day of the month in words (الخامس, الرابع والعشرين, الثلاثين): its number and the word after."""
    text = texts[at]
    value = ORDINALS.get(text)
    after = texts[at + 1] if at + 1 < len(texts) else ""
    if value is not None and text.endswith(("ه", "لاولي")):
        return None
    if value is None:
        numeral = NUMERALS.get(text)
        if numeral and numeral.definite and numeral.value in (20, 30):
            return numeral.value, at + 1
        return None
    if after in ("عشر", "عشره"):
        return value % 10 + 10, at + 2
    tens = NUMERALS.get(after)
    if tens and tens.rank == "tens" and tens.joined:
        return value % 10 + tens.value, at + 2
    return value, at + 1


def is_day_number(text: str) -> bool:
    """Whether a word can be the number of a day of the month."""
    return is_digits(text) and len(text) <= 2 and text.isdigit() and 1 <= int(text) <= 31
