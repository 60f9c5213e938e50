"""What a date in a text is, and the arithmetic of days, weeks, months and years against a day of reference."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from hijridate import Hijri

Precision = Literal["day", "approx", "month", "year", "none"]
Basis = Literal["stated", "relative", "dateline", "published"]
DateKind = Literal[
    "day",
    "weekday",
    "night",
    "week",
    "month",
    "year",
    "range",
    "window",
    "since",
    "until",
    "future",
    "anniversary",
    "same_day",
    "recurring",
]
PartOfDay = Literal["after_midnight", "dawn", "morning", "noon", "afternoon", "evening", "night"]

Days = tuple[date, date]
"""First and last day of a time, both included."""

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Anchor:
    """The days that relative words count from: the dateline where the text has one, else the day of publication."""

    published: date | None
    dateline: date | None = None

    @property
    def reference(self) -> date | None:
        """The day that "today" means in the text."""
        return self.dateline or self.published


@dataclass(frozen=True, slots=True)
class DateMention:
    """Words [first, last) that give a time: the days `start` to `end`, both included; None where the anchor is missing.

    Kinds that say when something happened: `day` (a calendar day), `weekday` (a day named by its weekday), `night`
    (of `start`, may run into `end`), `week`, `month`, `year`, `range` (from one day to another). Kinds that do not:
    `window` (the last 24 hours, the past days), `since` (from `start` up to the reference day `end`), `until` (a
    deadline or limit: before, up to), `future`, `anniversary` (a day as a name or in memory: ثورة 25 يناير),
    `same_day` (that same day: look at the date told before), `recurring` (every Friday). `basis` is stated or
    relative. `weekday_disagrees`: the weekday told beside the date is not that date's.
    """

    first: int
    last: int
    start: date | None
    end: date | None
    precision: Precision
    basis: Basis
    kind: DateKind
    part_of_day: PartOfDay | None = None
    weekday_disagrees: bool = False


def mention(
    words: tuple[int, int], days: tuple[date, date] | None, precision: Precision, basis: Basis, kind: DateKind
) -> DateMention:
    """A mention of those days; of none where they are unknown."""
    if days is None:
        return DateMention(words[0], words[1], None, None, "none", basis, kind)
    return DateMention(words[0], words[1], days[0], days[1], precision, basis, kind)


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def hijri_day(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Hijri date (Umm al-Qura), None outside 1343 to 1500 AH."""
    try:
        return date(*Hijri(year, month, day).to_gregorian().datetuple())
    except (ValueError, OverflowError):
        return None


def shifted(day: date, days: int) -> date:
    """`day` moved by `days`, held within the years that Python knows."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def month_days(year: int, month: int) -> tuple[date, date] | None:
    """First and last day of a month; months beyond 1..12 count on into other years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if not 1 <= year <= 9999:
        return None
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def year_days(year: int) -> tuple[date, date] | None:
    """First and last day of a year."""
    return (date(year, 1, 1), date(year, 12, 31)) if 1 <= year <= 9999 else None


def week_days(day: date, weeks: int) -> tuple[date, date]:
    """Saturday to Friday of the week of `day`, moved by `weeks` (CLDR `firstDay` of SY, IQ, EG, LY and SD)."""
    start = shifted(day, weeks * 7 - (day.weekday() - _SATURDAY) % 7)
    return start, shifted(start, 6)


def hijri_month_days(year: int, month: int) -> tuple[date, date] | None:
    """First and last day of a Hijri month."""
    first = hijri_day(year, month, 1)
    following = hijri_day(year + month // 12, month % 12 + 1, 1)
    return (first, shifted(following, -1)) if first and following else None


def nearest_day(reference: date, month: int, day: int, *, hijri: bool = False, ahead: int = 1) -> date | None:
    """The last such day that is no later than `ahead` days after the reference day."""
    last = shifted(reference, ahead)
    year = hijri_year(reference) + 1 if hijri else last.year
    for candidate in range(year, year - 9, -1):
        found = hijri_day(candidate, month, day) if hijri else day_of(candidate, month, day)
        if found and found <= last:
            return found
    return None


def next_day(reference: date, month: int, day: int, *, hijri: bool = False) -> date | None:
    """The first such day after the reference day."""
    year = hijri_year(reference) - 1 if hijri else reference.year
    for candidate in range(year, year + 9):
        found = hijri_day(candidate, month, day) if hijri else day_of(candidate, month, day)
        if found and found > reference:
            return found
    return None


def hijri_year(day: date) -> int:
    """About which Hijri year it is."""
    return int((day.year + (day.timetuple().tm_yday / 366) - 621.57) * 1.03069)


def weekday_near(reference: date, weekday: int) -> date:
    """The most recent such weekday, the reference day included."""
    return shifted(reference, -((reference.weekday() - weekday) % 7))
