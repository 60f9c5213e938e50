"""Finding the dates of a sentence: one look-up a word finds candidates, readers read them, neighbours are joined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from riwaya.arabic import durations, periods, relative, stated
from riwaya.arabic.calendar import AMBIGUOUS_MONTHS, MONTH_HEADS, WEEKDAYS
from riwaya.arabic.figures import figure_at
from riwaya.arabic.joins import joined
from riwaya.arabic.spell import NUMERALS, ORDINALS
from riwaya.arabic.when import Anchor, DateMention
from riwaya.arabic.words import Word

_Texts = Sequence[str]
_Reader = Callable[[Sequence[Word], list[str], int, date | None], DateMention | None]


def find_dates(ws: Sequence[Word], anchor: Anchor, begun: Sequence[int] | None = None) -> list[DateMention]:
    """All dates and times of a sentence's words, in order, never overlapping, read against the anchor.

    `begun` are the words that may begin one, where they are known (see BEGINNINGS).

    >>> from riwaya.arabic.words import words
    >>> [str(m.start) for m in find_dates(words(" مساء الاثنين 20 ايار / مايو, وامس"), Anchor(date(2019, 5, 22)))]
    ['2019-05-20', '2019-05-21']
    """
    found: list[DateMention] = []
    if begun is None:
        begun = range(len(ws))
    elif not begun:
        return found
    texts = [word.text for word in ws]
    reference = anchor.dateline or anchor.published
    upto = 0
    for i in begun:
        text = texts[i]
        reader = _READERS.get(text)
        if reader is None:
            if not "0" <= text < ":":
                continue
            reader = _read_digits
        if i >= upto:
            read = reader(ws, texts, i, reference)
            if read is not None:
                found.append(read if read.first >= upto else replace(read, first=upto))
                upto = read.last
    if not found:
        return found
    return joined(texts, found, reference)


def _read_digits(ws: Sequence[Word], texts: list[str], i: int, reference: date | None) -> DateMention | None:
    text = texts[i]
    if stated.is_day_number(text):
        day = stated.day_with_month(texts, (i, i + 1), int(text), reference)
        if day is not None:
            return day
        listed = _days_of_one_month(texts, i, reference)
        if listed is not None:
            return listed
        if i + 4 < len(texts) and texts[i + 1] in ("/", "-"):
            spaced = stated.read_numeric(texts, i)
            if spaced is not None:
                return spaced
    elif text.isdigit():
        if len(text) == 4:
            return stated.read_year(texts, i) or (stated.read_numeric(texts, i) if i + 4 < len(texts) else None)
    elif "/" in text or "-" in text or "." in text:
        return (
            stated.read_numeric(texts, i)
            or _span_of_month(texts, i, reference)
            or stated.read_year(texts, i)
            or (stated.read_short_numeric(texts, i, reference) if "/" in text else None)
        )
    return durations.read_counted_hours(ws, texts, i, reference)


def _days_of_one_month(texts: list[str], i: int, reference: date | None) -> DateMention | None:
    """ "5 و8 مايو", "3 إلى 7 آذار": two days before one month's name."""
    at = i + 1
    if at + 2 < len(texts) and texts[at] in ("و", "الي", "حتي", "-", "او", "/"):
        at += 1
        at += texts[at] == "ال"
        if at < len(texts) and stated.is_day_number(texts[at]):
            second = stated.day_with_month(texts, (at, at + 1), int(texts[at]), reference)
            second = second or _days_of_one_month(texts, at, reference)
            return _spread(texts, second, int(texts[i]), i) if second else None
    return None


def _span_of_month(texts: list[str], i: int, reference: date | None) -> DateMention | None:
    """ "5-8 مايو"."""
    one, _, two = texts[i].partition("-")
    if stated.is_day_number(one or "x") and stated.is_day_number(two or "x"):
        second = stated.day_with_month(texts, (i, i + 1), int(two), reference)
        return _spread(texts, second, int(one), i) if second else None
    return None


_NIGHT = frozenset("ليل ليله وليل وليله بليل الليل".split())


def _spread(texts: list[str], second: DateMention, day: int, first: int) -> DateMention:
    """The range from `day` of the same month to the second; a night from one day to the next is that of the first."""
    if second.start is None:
        return replace(second, first=first, kind="range")
    try:
        start = second.start.replace(day=day)
    except ValueError:
        start = second.start
    start, end = min(start, second.start), max(start, second.end or second.start)
    if first and texts[first - 1] in _NIGHT and (end - start).days == 1:
        return replace(second, first=first, start=start, end=start)
    return replace(second, first=first, start=start, end=end, kind="range" if second.kind == "day" else second.kind)


def _read_ordinal(ws: Sequence[Word], texts: list[str], i: int, reference: date | None) -> DateMention | None:
    """ "الخامس من شباط", "الرابع والعشرين من تشرين الثاني"."""
    if texts[i] in ("الثلاثين", "الثلاثون", "العشرين", "العشرون") and texts[i + 1 : i + 2] != ["من"]:
        return None
    value = stated.ordinal_day(texts, i)
    if value is None or value[1] >= len(texts):
        return durations.read_counted_hours(ws, texts, i, reference) if texts[i] in NUMERALS else None
    day, at = value
    if i and texts[i - 1] in _NOT_DAYS:
        return None
    if texts[at] in ("الي", "علي", "-") and at + 1 < len(texts) and stated.ordinal_day(texts, at + 1):
        other, after = stated.ordinal_day(texts, at + 1) or (0, at)
        second = stated.day_with_month(texts, (at + 1, after), other, reference) if after < len(texts) else None
        return _spread(texts, second, day, i) if second else None
    if texts[at].startswith("وال") and stated.ordinal_day(texts, at):
        other, after = stated.ordinal_day(texts, at) or (0, at)
        second = stated.day_with_month(texts, (at, after), other, reference) if after < len(texts) else None
        return _spread(texts, second, day, i) if second else None
    if texts[at] == "من" or texts[at] in MONTH_HEADS:
        if texts[at] != "من" and not texts[i].startswith(("ال", "وال", "لل")):
            return None
        return stated.day_with_month(texts, (i, at), day, reference)
    return None


def _read_month(ws: Sequence[Word], texts: list[str], i: int, reference: date | None) -> DateMention | None:
    return stated.read_month(texts, i, reference)


def _read_joined_month(ws: Sequence[Word], texts: list[str], i: int, reference: date | None) -> DateMention | None:
    """ "بين أبريل ومايو": a month's name with و before it."""
    plain = [*texts[:i], texts[i][1:], *texts[i + 1 : i + 6]]
    if plain[i] in AMBIGUOUS_MONTHS:
        return None
    return stated.read_month(plain, i, reference)


def _read_number_word(ws: Sequence[Word], texts: list[str], i: int, reference: date | None) -> DateMention | None:
    """A number in words before a month (عشرين مايو) or before the past hours (ثماني وأربعين ساعة الماضية)."""
    figure = figure_at(ws, i)
    if figure is None or figure.last >= len(texts) or figure.low != figure.high:
        return None
    if 1 <= figure.low <= 31 and texts[figure.last] in MONTH_HEADS and texts[figure.last] not in AMBIGUOUS_MONTHS:
        return stated.day_with_month(texts, (i, figure.last), figure.low, reference)
    return durations.read_counted_hours(ws, texts, i, reference)


_NOT_DAYS = frozenset("الاسبوع النصف الربع الثلث الجزء الشهر القرن الفصل العام".split())
_READERS: dict[str, _Reader] = {
    **dict.fromkeys(
        (w for w, n in NUMERALS.items() if n.rank in ("unit", "ten", "tens") and not n.joined), _read_number_word
    ),
    **dict.fromkeys((word for word in ORDINALS if "ال" in word[:3] or word.startswith("لل")), _read_ordinal),
    **dict.fromkeys(("العشرين", "العشرون", "الثلاثين", "الثلاثون"), _read_ordinal),
    **dict.fromkeys(MONTH_HEADS, _read_month),
    **dict.fromkeys(("و" + head for head in MONTH_HEADS), _read_joined_month),
    **dict.fromkeys(WEEKDAYS, relative.read_weekday),
    **dict.fromkeys(("اليوم", "واليوم"), relative.read_today),
    **dict.fromkeys("امس وامس الامس بالامس والامس لامس البارحه والبارحه".split(), relative.read_yesterday),
    **dict.fromkeys("الليله والليله لليله".split(), relative.read_tonight),
    **dict.fromkeys("غدا غد الغد وغدا".split(), relative.read_tomorrow),
    **dict.fromkeys("قبل منذ وقبل ومنذ فقبل".split(), durations.read_ago),
    **dict.fromkeys(durations.PAST_STRETCHES, durations.read_past_hours),
    **dict.fromkeys("الاسبوع الشهر العام السنه الصيف الخريف الشتاء الربيع".split(), periods.read_period),
    **dict.fromkeys("للاسبوع للشهر للعام والاسبوع والشهر والعام بالعام بالشهر".split(), periods.read_period),
    **dict.fromkeys(periods.THIRDS, periods.read_third),
    "كل": relative.read_recurring,
}
BEGINNINGS = frozenset(_READERS)
"""The words that may begin a date; else it begins with a digit."""
