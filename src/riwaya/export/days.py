"""Days in the codes of others: ACLED's and UCDP's precision of time, and the one day that stands for an interval."""

from __future__ import annotations

from datetime import date, timedelta

from riwaya.export.selection import Decided

Span = tuple[date, date]


def interval(decided: Decided) -> Span | None:
    """The first and last day on which it may have happened; None where no day was decided on."""
    if decided.start is None or decided.precision == "none":
        return None
    return decided.start, max(decided.end or decided.start, decided.start)


def acled_day(decided: Decided) -> tuple[date, int] | None:
    """ACLED's event_date and time_precision: 1 the day, 2 the middle of up to a week, 3 the middle of what is longer."""
    days = interval(decided)
    if days is None:
        return None
    start, end = days
    length = (end - start).days + 1
    if decided.precision in ("month", "year") or length > 7:
        return middle(days), 3
    if length == 1 and decided.precision == "day":
        return start, 1
    return middle(days), 2


def ucdp_precision(decided: Decided) -> int | None:
    """UCDP's date_prec: 1 the day, 2 two to six days, 3 a week, 4 up to a month, 5 up to a year."""
    days = interval(decided)
    if days is None:
        return None
    length = (days[1] - days[0]).days + 1
    if length == 1:
        return 1 if decided.precision == "day" else 2
    return 2 if length < 7 else 3 if length == 7 else 4 if length <= 31 else 5


def middle(days: Span) -> date:
    """The day in the middle of an interval, the earlier of two."""
    return days[0] + timedelta(days=(days[1] - days[0]).days // 2)


def in_words(decided: Decided) -> str:
    """The day or days in English: "On 5 March 2024", "Between 4 and 6 March 2024", "In March 2024".

    >>> in_words(Decided(start=date(2024, 3, 5), end=date(2024, 3, 5), precision="day"))
    'On 5 March 2024'
    """
    days = interval(decided)
    if days is None:
        return "On an unknown day"
    start, end = days
    if decided.precision == "month":
        return f"In {_MONTHS[start.month - 1]} {start.year}"
    if decided.precision == "year":
        return f"In {start.year}"
    if start == end:
        return f"{'About' if decided.precision == 'approx' else 'On'} {_day(start)}"
    return f"Between {_day(start)} and {_day(end)}"


_MONTHS = "January February March April May June July August September October November December".split()


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
