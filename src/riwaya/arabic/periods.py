"""Whole periods by their turn, and parts of them: last week, this month, next year, the end of May, the weekend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from riwaya.arabic.calendar import month_at
from riwaya.arabic.stated import CURRENT, FUTURE, PAST, SAME, read_month
from riwaya.arabic.when import (
    DateKind,
    DateMention,
    Days,
    Precision,
    day_of,
    mention,
    month_days,
    shifted,
    week_days,
    year_days,
)
from riwaya.arabic.words import Word

Texts = Sequence[str]

_OFFICES = frozenset(
    """
        الامين المدير المدعي المفتش القايد النايب الراي السكرتير المفوض الاتجاه المشرف القطاع الاضراب والامين
        والمدير للامين للمدعي امينها امينه
    """.split()
)


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


_THIRDS: dict[str, int] = {
    **dict.fromkeys("مطلع بدايه اوايل غره بدايات مستهل".split(), 0),
    **dict.fromkeys("منتصف اواسط".split(), 1),
    **dict.fromkeys("اواخر نهايه اخر نهايات ختام".split(), 2),
}
THIRDS: dict[str, int] = {head + word: third for word, third in _THIRDS.items() for head in ("", "و", "ب", "ل")}
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
