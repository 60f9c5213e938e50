"""Days of publication as files and feeds write them; the day is that of the writer's own clock."""

from __future__ import annotations

import re
from datetime import date, datetime

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)([-/.]?)(\d\d?)\2(\d\d?)(?!\d)")
_DAY_FIRST = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?(\d\d?)[ -]([A-Za-z]{3})[a-z]{0,6}[.,]?[ -]((?:19|20)\d\d)\b")
_MONTH_FIRST = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?([A-Za-z]{3})[a-z]{0,6}\.? +(\d\d?),? +(?:\d\d:\d\d\S* +)?((?:19|20)\d\d)\b"
)
_MONTHS = {
    name: str(number) for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}
_TELEGRAM = re.compile(r"(\d\d)\.(\d\d)\.((?:19|20)\d\d)\b")


def read_day(text: str | None) -> date | None:
    """The day of a moment written year first (ISO 8601 and its kin) or with its month named; None for anything else.

    A day written 05/06/2019 can be of May or of June: it is not read.

    >>> read_day("2019-05-21T23:30:00+03:00"), read_day("Tue, 21 May 2019 00:10:00 +0300"), read_day("٢٠١٩/٥/٢١")
    (datetime.date(2019, 5, 21), datetime.date(2019, 5, 21), datetime.date(2019, 5, 21))
    """
    text = (text or "").strip()[:80].translate(_DIGITS)
    if not text:
        return None
    if found := _YEAR_FIRST.match(text):
        return _day(found[1], found[3], found[4])
    if found := _DAY_FIRST.match(text):
        return _day(found[3], _MONTHS.get(found[2].lower(), ""), found[1])
    if found := _MONTH_FIRST.match(text):
        return _day(found[3], _MONTHS.get(found[1].lower(), ""), found[2])
    return None


def as_day(moment: date | str | None) -> date | None:
    """The day that a program names: a day, a moment (of pandas too), or either as ISO 8601; None for none, and for NaT.

    Raises ValueError for anything else.

    >>> as_day("2024-05-14"), as_day("2024-05-14T23:30:00+03:00"), as_day(datetime(2024, 5, 14, 3)), as_day(None)
    (datetime.date(2024, 5, 14), datetime.date(2024, 5, 14), datetime.date(2024, 5, 14), None)
    """
    if moment is None or moment != moment:  # NaT is the only moment that is not itself
        return None
    try:
        known = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    except ValueError:
        known = None
    if isinstance(known, datetime):
        return known.date()
    if isinstance(known, date):
        return known
    raise ValueError(f"published={moment!r} is no day; write it as 2024-05-14")


def read_telegram_day(text: str | None) -> date | None:
    """The day of a moment as Telegram's pages write it: 21.05.2019 10:30:00."""
    found = _TELEGRAM.search(text or "")
    return _day(found[3], found[2], found[1]) if found else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
