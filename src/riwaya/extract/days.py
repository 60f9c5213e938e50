"""Days: of publication, of the incidents, and those that a report only passes by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from riwaya.arabic.calendar import WEEKDAYS
from riwaya.arabic.dates import Anchor, DateMention, find_dateline
from riwaya.arabic.fold import Folded
from riwaya.arabic.stated import CURRENT, FUTURE, PAST
from riwaya.extract.frames import Frame
from riwaya.extract.happening import Happening, near
from riwaya.extract.later import days_after, days_since
from riwaya.extract.units import Sentence, Unit
from riwaya.model import Report, Span, When

YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Dated:
    """The report's day of publication, as given or as its dateline tells, and where the dateline stands."""

    anchor: Anchor
    published: date | None
    line: tuple[int, int] | None
    told: date | None = None


def date_report(folded: Folded, report: Report) -> Dated:
    line = find_dateline(folded, report.published)
    day = line.date if line is not None else None
    published = report.published or day
    if day is None and published is not None and _its_today(folded.text) == (published.weekday() - 1) % 7:
        return Dated(Anchor(published, published - timedelta(days=1)), published, None)
    return Dated(Anchor(published, day), published, (line.start, line.end) if line is not None else None)


_TODAY = re.compile(rf" اليوم \(? ?({'|'.join(name for name in WEEKDAYS if name.startswith('ال'))})(?![^ \n,.)])")


def _its_today(text: str) -> int | None:
    """The weekday that a report calls today (اليوم الخميس), if it calls one only so: papers print the wire of the day before."""
    told = {WEEKDAYS[found] for found in _TODAY.findall(text)}
    return told.pop() if len(told) == 1 else None


_YEARS = re.compile(r" (1[89]\d\d|20\d\d)(?= |\n|[,.);:?!])")


def to_come(frame: Frame, dated: Dated) -> bool:
    """A day after publication is an announcement, not an event."""
    mention = frame.date
    return (
        mention is not None
        and mention.start is not None
        and dated.published is not None
        and mention.start > dated.published + timedelta(days=1)
    )


def long_past(frame: Frame, dated: Dated) -> bool:
    """Whether the day told with a frame lies more than a year back: it is history, and no telling of anything newer."""
    mention, unit = frame.date, frame.date_unit
    if mention is None or unit is None or mention.end is None or frame.said or dated.published is None:
        return False
    if mention.end >= dated.published - YEAR:
        return False
    return mention.precision != "year" or _beside(frame, unit)


def how_long_ago(frame: Frame, dated: Dated) -> str | None:
    """How long before publication the day told with a frame lies; None where none is told, or that of the saying only."""
    mention = frame.date
    if mention is None or mention.end is None or dated.published is None or mention.precision == "year":
        return None
    if frame.said and not frame.before:
        return None
    days = (dated.published - mention.end).days
    return "days" if days <= 3 else "weeks" if days <= 20 else "months"


def historical(text: str, sentences: Sequence[Sentence], dated: Dated) -> bool:
    """Whether a report tells of years long past and of no recent day."""
    if dated.published is None:
        return False
    old = [m.start() for m in _YEARS.finditer(text) if int(m.group(1)) < dated.published.year - 1 and not _ago(text, m)]
    if not old or old[0] > len(text) * 0.4:
        return False
    days = [u.date for s in sentences for u in s.units if u.date is not None and u.date.start is not None]
    return not any(d.start is not None and d.start >= dated.published - YEAR for d in days)


def _ago(text: str, year: re.Match[str]) -> bool:
    """منذ بدء النزاع في 2011, من مواليد 1997: a year since which something lasts is not the one told of."""
    before = text[max(0, year.start() - _SINCE) : year.start()].split()[-4:]
    return any(word.startswith(("منذ", "مواليد")) for word in before)


_SINCE = 40
"""Characters before a year among which the word stands that says it only began then."""
_TOLD_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_AT_HEAD = 2
"""Units before a day that heads its sentence: في, يوم, a dash."""


def running_years(sentences: Sequence[Sentence], dated: Dated) -> None:
    """Days with no year that follow one of an earlier year are of that year, in a history told day by day.

    It is one where the days head their sentences, or where no day of the report points to the day of publication.
    """
    if dated.published is None:
        return
    mentions = [u.date for s in sentences for u in s.units if u.date is not None]
    timeless = not any(m.kind in ("weekday", "night") or m.basis == "relative" for m in mentions)
    year: int | None = None
    headed = False
    for sentence in sentences:
        for at, unit in enumerate(sentence.units):
            mention = unit.date
            if mention is None or mention.start is None or mention.kind not in ("day", "month"):
                continue
            told = _TOLD_YEAR.search(unit.text)
            if told is not None:
                year, headed = int(told.group()), at <= _AT_HEAD
            elif mention.basis == "stated" and year is not None and year < dated.published.year:
                if (timeless or (headed and at <= _AT_HEAD)) and _turnless(unit.text):
                    unit.date = _in_year(mention, year)


def _turnless(text: str) -> bool:
    return not any(word in PAST or word in CURRENT or word in FUTURE for word in text.split())


def _in_year(mention: DateMention, year: int) -> DateMention:
    """The mention moved to another year; the 29th of February of a year that has none stays."""
    assert mention.start is not None
    assert mention.end is not None
    shift = year - mention.start.year
    try:
        return replace(
            mention,
            start=mention.start.replace(year=year),
            end=mention.end.replace(year=mention.end.year + shift),
        )
    except ValueError:
        return mention


def running_days(sentences: Sequence[Sentence]) -> date | None:
    """Fills in days that point back (اليوم ذاته, اليوم التالي); returns the first day that title or lead tells."""
    last: date | None = None
    first: date | None = None
    for number, sentence in enumerate(sentences):
        for unit in sentence.units:
            mention = unit.date
            if mention is None:
                continue
            if mention.start is None and last is not None:
                day = _of_that_month(unit.text, last)
                if day is not None:
                    unit.date = replace(mention, start=day, end=day, precision="day")
                    continue
                shift = 0 if any(w in unit.text for w in ("ذات", "نفس")) else 1 if "التالي" in unit.text else None
                if shift is not None:
                    day = last + timedelta(days=shift)
                    unit.date = replace(mention, start=day, end=day, precision="day")
            elif mention.start is not None and mention.precision == "day" and mention.start == mention.end:
                last = mention.start
                if first is None and number <= 1 and mention.kind not in _NO_DAY:
                    first = last
    return first


_THAT_MONTH = re.compile(r"(\d{1,2}) من الشهر (?:نفس|ذات)ه$")


def _of_that_month(text: str, last: date) -> date | None:
    """The day that is told with its number only (4 من الشهر نفسه), in the month of the day told before."""
    found = _THAT_MONTH.match(text)
    try:
        return last.replace(day=int(found[1])) if found else None
    except ValueError:
        return None


_NO_DAY = frozenset({"since", "until", "anniversary", "future", "recurring", "window"})


def day_of(happening: Happening, folded: Folded, dated: Dated, all_of_them: Sequence[Happening]) -> When | None:
    """The day told with the incident; else that of the incident told just before, of the main one, of publication."""
    counted = _counted_back(happening, dated)
    if counted is not None:
        return counted
    own = _told_day(happening, folded) or _old_year(happening, folded, dated)
    if own is not None and (own.precision == "day" or own.precision == "year"):
        return own
    begun = _begun(happening, folded) if own is None else None
    if begun is not None:
        return begun
    around = near(happening, all_of_them)
    earlier = _days_before(happening, around, folded, dated)
    if earlier is not None:
        return earlier
    for other in (*reversed(around[: around.index(happening)]), *all_of_them[:1]):
        if happening.frames[0].sentence.index - other.last.sentence.index > 3 and other is not all_of_them[0]:
            continue
        told = _told_day(other, folded)
        if told is not None and told.precision == "day" and (own is None or own.start <= told.start <= own.end):
            return replace(told, basis="context")
    if own is not None:
        return own
    if dated.told is not None:
        return When(dated.told, dated.told, "day", "context")
    if dated.published is not None:
        return When(dated.published, dated.published, "approx", "published")
    return None


def _days_before(happening: Happening, around: Sequence[Happening], folded: Folded, dated: Dated) -> When | None:
    """The day counted back from what else its sentence tells (قصفت … بعد يومين من مقتل …), or from publication."""
    frame = happening.lead
    days = days_after(frame.units, frame.first) if len(happening.frames) == 1 else None
    if not days or dated.published is None:
        return None
    beside = (_told_day(h, folded) for h in around if h is not happening and h.lead.sentence is frame.sentence)
    told = next((when for when in beside if when is not None and when.precision == "day"), None)
    day = (told.start if told is not None else dated.published) - timedelta(days=days)
    return When(day, day, "day" if told is not None else "approx", "relative")


def _begun(happening: Happening, folded: Folded) -> When | None:
    """The day since which a campaign lasts (تشن القوات منذ 20 يناير هجوما): that on which it began."""
    for frame in happening.frames:
        unit = next((u for u in frame.units[frame.first : frame.last] if u.date is not None), None)
        mention = unit.date if unit is not None else None
        if mention is None or unit is None or mention.kind != "since" or not _waged(frame):
            continue
        if mention.start is None or mention.precision not in ("day", "month") or mention.basis == "relative":
            continue
        first, last = folded.span(unit.start, unit.end)
        return When(mention.start, mention.start, "day", mention.basis, folded.original[first:last], Span(first, last))
    return None


_WAGES = frozenset("تشن يشن تشنها يشنها تشنه يشنه تخوض يخوض تقود يقود تخوضها تنفذ ينفذ تنفذها".split())


def _waged(frame: Frame) -> bool:
    """Whether somebody is told to wage still what the words tell of (تشن القوات … هجوما)."""
    return any(u.text.removeprefix("و") in _WAGES for u in frame.units[frame.first : frame.last])


def _counted_back(happening: Happening, dated: Dated) -> When | None:
    """The day counted back from the deed that a happening is named after (السبت … غداة هجمات), or from publication."""
    for frame in [f for f in happening.frames if not f.sentence.title][:2]:
        units = frame.units
        since = days_since(units, frame.at)
        if since is None or dated.published is None:
            continue
        days, at = since
        if any(u.date is not None for u in units[at : frame.last]):
            continue
        told = [u.date.start for u in units[:at] if u.date is not None and _whole_day(u.date)]
        base = told[-1] if told else dated.published
        if base is not None:
            day = base - timedelta(days=days)
            return When(day, day, "day" if told else "approx", "relative")
    return None


def _whole_day(mention: DateMention) -> bool:
    return mention.precision == "day" and mention.start == mention.end and mention.kind not in _NO_DAY


_BESIDE = 12
"""Units between a year and the words that it dates, at most."""


def _old_year(happening: Happening, folded: Folded, dated: Dated) -> When | None:
    """The year of long ago that stands beside the words that tell of a happening, where no nearer time is told."""
    frame = happening.lead
    mention, unit = frame.date, frame.date_unit
    if mention is None or unit is None or mention.precision != "year" or dated.published is None:
        return None
    if not _beside(frame, unit):
        return None
    if mention.start is None or mention.end is None or mention.end >= dated.published - YEAR:
        return None
    first, last = folded.span(unit.start, unit.end)
    told = folded.original[first:last]
    return When(mention.start, mention.end, mention.precision, mention.basis, told, Span(first, last))


def _beside(frame: Frame, unit: Unit) -> bool:
    """Whether a year stands so near to the words that tell that it dates them."""
    low, high = sorted((frame.units.index(unit), frame.at))
    return high - low <= _BESIDE and not any(u.tag in ",.;r" for u in frame.units[low:high])


def _told_day(happening: Happening, folded: Folded) -> When | None:
    best: When | None = None
    order = sorted(happening.frames, key=_rank)
    for frame in order:
        mention, unit = frame.date, frame.date_unit
        if (
            mention is None
            or unit is None
            or mention.start is None
            or mention.end is None
            or mention.precision == "year"
        ):
            continue
        first, last = folded.span(unit.start, unit.end)
        when = When(
            mention.start,
            mention.start if mention.kind == "night" or _overnight(unit, mention) else mention.end,
            mention.precision,
            mention.basis,
            folded.original[first:last],
            Span(first, last),
        )
        if mention.precision == "day":
            return when
        best = best or when
    return best


def _rank(frame: Frame) -> tuple[bool, bool, bool, bool]:
    """Which day of those told with a happening goes before the others, the lowest first."""
    if frame.date_unit is None:
        return frame.said, False, frame.sentence.title, True
    units, at = frame.units, frame.units.index(frame.date_unit)
    apart = _of_the_beginning(units, at) or _of_what_followed(frame, at)
    return frame.said, apart, frame.sentence.title, not _of_the_calendar(frame)


_UPON = frozenset("بعد عقب اثر لبحث بشان حول خلفيه متاثرا متاثرين متاثره بحث لمناقشه بخصوص حيال".split())


def _of_what_followed(frame: Frame, date: int) -> bool:
    """Whether a day stands before what its deed followed, or is about (طالب الأربعاء بتحقيق بعد قتل العشرات)."""
    between = frame.units[date + 1 : frame.at]
    return any(u.text in _UPON for u in between) and not any(u.tag in "KL" for u in frame.units[frame.first : date])


def _of_the_calendar(frame: Frame) -> bool:
    """Whether the day told is one of the calendar (في 7 أبريل): what is spoken of on other days has that one."""
    mention = frame.date
    return mention is not None and mention.kind == "day" and mention.basis == "stated" and mention.precision == "day"


_BEGUN = frozenset("بدات بدا انطلقت انطلق اندلعت اندلع".split())


def _of_the_beginning(units: Sequence[Unit], date: int) -> bool:
    """مسيرات العودة التي انطلقت في 30 مارس: the day on which something known began, which goes on."""
    before = units[max(0, date - 4) : date]
    return any(begun.text in _BEGUN and which.text in ("التي", "الذي") for which, begun in pairwise(before))


_EVENING = ("مساء", "ليل", "عشيه")
_MORNING = ("صباح", "فجر")


def _overnight(unit: Unit, mention: DateMention) -> bool:
    """Whether the words run from an evening to the next morning (من مساء الخميس حتى صباح الجمعة): one night, that of the first."""
    if mention.start is None or mention.end is None or (mention.end - mention.start).days != 1:
        return False
    return unit.text.startswith(_EVENING) and any(word in unit.text for word in _MORNING)
