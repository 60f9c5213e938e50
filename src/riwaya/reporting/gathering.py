"""What a report tells of a selection, counted once for text and pictures alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from riwaya.export.selection import Selected, Selection
from riwaya.model import Account, Standing

Step = Literal["day", "week", "month", "year"]
COUNTED = ("killed", "injured", "killed_or_injured", "detained", "abducted", "missing", "displaced")
"""The outcomes whose figures are added up, in the order in which they are shown."""

_MOST_BINS = 62


@dataclass(frozen=True, slots=True)
class Range:
    """A figure [low, high]; high None: no upper bound."""

    low: int
    high: int | None

    def __add__(self, other: Range) -> Range:
        """Figures of two events added up: an open bound stays open."""
        high = None if self.high is None or other.high is None else self.high + other.high
        return Range(self.low + other.low, high)

    def text(self) -> str:
        """In signs.

        >>> Range(8, 8).text(), Range(5, 8).text(), Range(18, None).text()
        ('8', '5–8', '18+')
        """
        if self.high is None:
            return f"{self.low}+"
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"


@dataclass(frozen=True, slots=True)
class Sum:
    """What one speaker's figures of an outcome add up to, over the events for which they give one."""

    speaker: str
    name: str
    total: Range
    events: int


@dataclass(frozen=True, slots=True)
class Bin:
    """The events that began in a stretch of days, and on how many of them accounts contradict each other."""

    start: date
    events: int
    disputed: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events over time in equal steps without a gap; `undated` have no day and stand in none."""

    step: Step
    bins: tuple[Bin, ...]
    undated: int


def disputed(row: Selected) -> list[Standing]:
    """The attributes of an event on which accounts contradict each other."""
    return [standing for standing in row.event.standings if standing.state == "disputed"]


def sums(selection: Selection, outcome: str) -> list[Sum]:
    """Each speaker's figures of an outcome added up, who speaks of most events first."""
    totals: dict[str, Range] = {}
    counted: Counter[str] = Counter()
    names: dict[str, str] = {}
    for row in selection.rows:
        for speaker, name, told in figures_of(row, outcome):
            totals[speaker] = totals[speaker] + told if speaker in totals else told
            names.setdefault(speaker, name)
            counted[speaker] += 1
    order = sorted(totals, key=lambda one: (-counted[one], -totals[one].low, one))
    return [Sum(one, names[one], totals[one], counted[one]) for one in order]


def figures_of(row: Selected, outcome: str) -> Iterator[tuple[str, str, Range]]:
    """What each speaker says of an outcome of one event: their last word on all, else their parts added up."""
    standing = next((s for s in row.event.standings if s.attribute == outcome), None)
    held: dict[str, dict[str | None, tuple[date, Account]]] = {}
    names: dict[str, str] = {}
    for account in standing.accounts if standing else ():
        for holder in account.holders:
            names.setdefault(holder.speaker, holder.name)
            mine, since = held.setdefault(holder.speaker, {}), holder.since or date.min
            if account.victims not in mine or since >= mine[account.victims][0]:
                mine[account.victims] = (since, account)
    for speaker, groups in held.items():
        parts = [groups[None]] if None in groups else list(groups.values())
        ranges = [Range(account.low or 0, account.high) for _, account in parts]
        total = ranges[0]
        for more in ranges[1:]:
            total = total + more
        yield speaker, names[speaker], total


def span_of(selection: Selection, outcome: str) -> Range | None:
    """From the lowest to the highest account of every event, added up; None where nobody gives a figure."""
    total: Range | None = None
    for row in selection.rows:
        told = [figure for _, _, figure in figures_of(row, outcome)]
        if told:
            highs = [figure.high for figure in told if figure.high is not None]
            widest = Range(min(f.low for f in told), max(highs) if len(highs) == len(told) else None)
            total = total + widest if total else widest
    return total


def timeline(selection: Selection) -> Timeline:
    """The events by the day on which they began, in the finest steps of which there are not too many."""
    days = [(row.decided.start, bool(disputed(row))) for row in selection.rows if row.decided.start]
    undated = len(selection.rows) - len(days)
    if not days:
        return Timeline("day", (), undated)
    first, last = min(day for day, _ in days), max(day for day, _ in days)
    step: Step = next((s for s in _STEPS if len(list(_starts(first, last, s))) <= _MOST_BINS), "year")
    counted = Counter(_start(day, step) for day, _ in days)
    contested = Counter(_start(day, step) for day, is_disputed in days if is_disputed)
    bins = tuple(Bin(start, counted[start], contested[start]) for start in _starts(first, last, step))
    return Timeline(step, bins, undated)


_STEPS: tuple[Step, ...] = ("day", "week", "month", "year")


def _start(day: date, step: Step) -> date:
    """The first day of the step in which a day lies; weeks begin on Monday."""
    if step == "week":
        return day - timedelta(days=day.weekday()) if day.toordinal() > 7 else day
    return day.replace(day=1) if step == "month" else day.replace(month=1, day=1) if step == "year" else day


def _starts(first: date, last: date, step: Step) -> Iterable[date]:
    """The steps from one day to another, one more than fit at most."""
    at, end = _start(first, step), _start(last, step)
    for _ in range(_MOST_BINS + 1 if step != "year" else 10_000):
        yield at
        if at >= end:
            return
        at = _next(at, step)


def _next(at: date, step: Step) -> date:
    if step in ("day", "week"):
        return at + timedelta(days=7 if step == "week" else 1)
    if step == "month" and at.month < 12:
        return at.replace(month=at.month + 1)
    return at.replace(year=at.year + 1, month=1)
