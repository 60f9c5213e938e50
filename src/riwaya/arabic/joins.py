"""Mentions with the words round them: part of the day, weekday beside date, from day to day, since and until."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from riwaya.arabic.calendar import HIJRI_MONTHS, PARTS_OF_DAY, WEEKDAYS
from riwaya.arabic.when import Basis, DateKind, DateMention, PartOfDay, shifted, weekday_near

_PARTS: dict[str, PartOfDay] = {
    head + word: part  # type: ignore[misc]
    for word, part in PARTS_OF_DAY.items()
    for head in ("", "و", "ل", "ب", "ف", "ول")
}
_TAIL_PARTS: dict[str, PartOfDay] = {
    "مساء": "evening", "صباحا": "morning", "فجرا": "dawn", "ليلا": "night", "ظهرا": "noon", "عصرا": "afternoon",
}  # fmt: skip
_DAY_WORDS = frozenset("يوم ليوم بيوم ويوم نهار يومي ليومي ويومي عشيه".split())
_PART_KINDS = frozenset(("day", "weekday", "future", "night"))
_ADJACENT = frozenset((",", "(", "-", "/", "الموافق", "في", ":", "الموافقه", "المصادف"))
_SINCE = frozenset("منذ ومنذ".split())
_SINCE_FROM = frozenset("ابتداء بدءا اعتبارا انطلاقا بدايه".split())
_UNTIL = frozenset("حتي وحتي لغايه بحلول قبل لحتي وقبل".split())
_MEMORIES = frozenset("ذكري الذكري لذكري بذكري".split())


def joined(texts: list[str], found: list[DateMention], reference: date | None) -> list[DateMention]:
    """The mentions of a sentence with the words round them, those that say one time together made one."""
    found = [_with_part(texts, read, found[k - 1].last if k else 0) for k, read in enumerate(found)]
    found = _neighbours(texts, found, reference)
    return [_led(texts, read, reference, found[k - 1].last if k else 0) for k, read in enumerate(found)]


def _with_part(texts: list[str], read: DateMention, floor: int) -> DateMention:
    """The mention with "يوم" and the part of the day that stand round it."""
    if read.kind not in _PART_KINDS or read.part_of_day is not None:
        return read
    first, last, part = read.first, read.last, None
    if first > floor and texts[first - 1] in _DAY_WORDS:
        first -= 1
        if texts[first] == "كل" or (first and texts[first - 1] == "كل"):
            return replace(read, first=first - 1, start=None, end=None, precision="none", kind="recurring")
    if first - 1 > floor and texts[first - 1] == "من" and texts[first - 2] in _PARTS:
        first -= 1
    if first > floor and texts[first - 1] in _PARTS:
        first -= 1
        part = _PARTS[texts[first]]
        if first > floor and texts[first - 1] == "منتصف":
            first, part = first - 1, "night"
        if part == "noon" and first > floor and texts[first - 1] in ("قبل", "وقبل", "قبيل"):
            first, part = first - 1, "morning"
        if first > floor and texts[first - 1] in ("بعد", "وبعد"):
            part = "after_midnight" if texts[first] == "منتصف" else "afternoon" if part == "noon" else part
            first -= part in ("after_midnight", "afternoon")
    elif last < len(texts) and texts[last] in _TAIL_PARTS:
        part = _TAIL_PARTS[texts[last]]
        last += 1
    if part is None:
        return replace(read, first=first) if first != read.first else read
    end = read.end
    if part == "after_midnight" and end is not None and texts[read.first] != "اليوم":
        end = shifted(end, 1)
    return DateMention(
        first, last, read.start, end, read.precision, read.basis, read.kind, part, read.weekday_disagrees
    )


def _neighbours(texts: list[str], found: list[DateMention], reference: date | None) -> list[DateMention]:
    """Neighbours that say one time together, as one mention."""
    out = [found[0]]
    for read in found[1:]:
        one = _join(texts, out[-1], read, reference) if read.first - out[-1].last <= 3 else None
        if one is None:
            out.append(read)
        else:
            out[-1] = one
    return out


def _join(texts: list[str], one: DateMention, two: DateMention, reference: date | None) -> DateMention | None:
    gap = texts[one.last : two.first]
    night = one.part_of_day in ("night", "after_midnight") and one.kind in ("weekday", "night")
    if (
        night
        and two.kind == "weekday"
        and two.part_of_day is None
        and (not gap or gap in (["-"], ["/"], ["الي"], ["علي"]))
    ):
        return _night(one, two)
    if gap and _is_hijri(texts, one) != _is_hijri(texts, two) and all(word in _ADJACENT for word in gap):
        return _same_day(texts, one, two, gap, reference)
    if gap == ["-"] and (one.kind, one.basis) != (two.kind, two.basis) and one.kind != "weekday":
        return None
    if gap in (["الي"], ["حتي"], ["-"], ["وحتي"], ["حتي", "عام"], ["الي", "عام"]) or (
        gap == ["و"] and _between(texts, one.first)
    ):
        return _range(texts, one, two)
    if not gap and texts[two.first].startswith("و"):
        lead = texts[one.first - 1] if one.first else ""
        if one.kind == two.kind == "weekday" and _paired(texts, one, two):
            if (
                one.start
                and two.end
                and two.end < one.start
                and texts[one.last - 1] in WEEKDAYS
                and (one.start - two.end).days < 7
            ):
                two = replace(two, start=shifted(two.end, 7), end=shifted(two.end, 7))
            return _range(texts, one, two)
        months = one.kind == two.kind == "month" and one.precision == two.precision
        return _range(texts, one, two) if months or "بين" in (lead, texts[one.first]) else None
    if not gap or (all(word in _ADJACENT for word in gap) and len(gap) <= 2):
        return _same_day(texts, one, two, gap, reference)
    return None


def _between(texts: list[str], first: int) -> bool:
    """Whether "بين" or "بين عامي" stands before."""
    lead = texts[max(0, first - 2) : first]
    return lead[-1:] == ["بين"] or lead[-1:] == ["عامي"] or lead == ["بين", "عام"]


def _night(one: DateMention, two: DateMention) -> DateMention:
    """ليل الجمعة السبت is the night of Friday; after midnight it is Saturday."""
    after = one.part_of_day == "after_midnight"
    day = shifted(one.start, 1) if after and one.start else one.start
    return replace(one, last=two.last, start=day, end=day, kind="weekday" if after else "night")


def _paired(texts: list[str], one: DateMention, two: DateMention) -> bool:
    """ "يومي الاثنين والأربعاء", or a weekday and the next one."""
    first, second = _weekday_of(texts, one), _weekday_of(texts, two)
    return texts[one.first] in _DAY_WORDS or (first is not None and second is not None and (second - first) % 7 == 1)


_HIJRI_HEADS = frozenset(name[0] for name in HIJRI_MONTHS)
_SPANNING = frozenset(("day", "weekday", "month", "year", "night"))


def _range(texts: list[str], one: DateMention, two: DateMention) -> DateMention | None:
    """From one time to another; the first lies before the second, a week or a year back if need be."""
    if one.kind not in _SPANNING or two.kind not in _SPANNING:
        return None
    if "year" in (one.kind, two.kind) and one.kind != two.kind:
        return None
    if one.kind == "day" and one.basis == "relative" and two.basis == "stated":
        return None
    start, end = one.start, two.end
    basis: Basis = "stated" if "stated" in (one.basis, two.basis) else "relative"
    if start is None or end is None:
        return DateMention(one.first, two.last, None, None, "none", basis, "range")
    if start > end and one.basis == "relative":
        start = shifted(start, -7)
    elif start > end and one.precision == two.precision == "day" and not texts[one.last - 1].isdigit():
        start = _year_before(start)
    if start > end:
        return None
    precision = one.precision if one.precision == two.precision else "approx"
    return DateMention(one.first, two.last, start, end, precision, basis, "range")


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return shifted(day, -366)


def _same_day(
    texts: list[str], one: DateMention, two: DateMention, gap: list[str], reference: date | None
) -> DateMention | None:
    """Weekday and date, today and weekday, Hijri and Gregorian: one day told twice."""
    last = two.last
    if "-" in gap and one.kind == "day" and one.basis == "relative":
        return None
    if "(" in gap and last < len(texts) and texts[last] == ")":
        last += 1
    part = one.part_of_day or two.part_of_day
    if two.kind in ("day", "future") and two.basis == "stated" and one.kind in ("weekday", "day", "future"):
        if one.basis == "stated":
            return _two_calendars(texts, one, two, last)
        disagrees = one.kind == "weekday" and _disagrees(texts, one, two.start)
        if disagrees and two.start and reference:
            coming = _next_year(two.start)
            is_told = texts[two.last - 1].isdigit()
            if not is_told and coming > reference and not _disagrees(texts, one, coming):
                two, disagrees = replace(two, start=coming, end=coming, kind="future"), False
        return DateMention(one.first, last, two.start, two.end, two.precision, two.basis, two.kind, part, disagrees)
    if one.kind == "weekday" and two.kind == "day" and two.basis == "relative" and gap in ([], ["("]):
        return replace(one, last=last, part_of_day=part, weekday_disagrees=_disagrees(texts, one, two.start))
    if two.kind != "weekday" or two.part_of_day is not None:
        return None
    if one.kind == "future" and one.basis == "relative" and gap in ([], [","], ["("]):
        return replace(one, last=last, part_of_day=part, weekday_disagrees=_disagrees(texts, two, one.start))
    if one.kind in ("day", "night") and gap != ["في"] and ":" not in gap:
        return _with_weekday(texts, replace(one, part_of_day=part), two, last, gap)
    return None


def _two_calendars(texts: list[str], one: DateMention, two: DateMention, last: int) -> DateMention | None:
    """A day told in both calendars is the Gregorian one; two days of one calendar are two days."""
    if _is_hijri(texts, one) == _is_hijri(texts, two):
        return None
    kept = two if one.start is None or _is_hijri(texts, one) else one
    disagrees = one.weekday_disagrees or _disagrees(texts, one, kept.start)
    return replace(kept, first=one.first, last=last, part_of_day=one.part_of_day, weekday_disagrees=disagrees)


def _with_weekday(
    texts: list[str], one: DateMention, two: DateMention, last: int, gap: list[str]
) -> DateMention | None:
    """A day and then its weekday: a stated day stands, but "yesterday, Sunday" is that Sunday."""
    weekday = _weekday_of(texts, two)
    if one.basis == "stated" or one.start is None or weekday is None:
        return replace(one, last=last, weekday_disagrees=_disagrees(texts, two, one.start))
    if one.start.weekday() == weekday:
        return replace(one, last=last)
    near = weekday_near(shifted(one.start, 3), weekday)
    if gap == [","] and abs((near - one.start).days) != 1:
        return None
    end = near if one.start == one.end else shifted(near, 1)
    return replace(one, last=last, start=near, end=end, weekday_disagrees=True)


def _disagrees(texts: list[str], read: DateMention, day: date | None) -> bool:
    """Whether the mention names a weekday and the day is another."""
    weekday = _weekday_of(texts, read)
    return day is not None and weekday is not None and day.weekday() != weekday


def _next_year(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return shifted(day, 365)


def _is_hijri(texts: list[str], read: DateMention) -> bool:
    """Whether a day is told in the Hijri calendar."""
    return read.basis == "stated" and any(word in _HIJRI_HEADS for word in texts[read.first : read.last])


def _weekday_of(texts: list[str], read: DateMention) -> int | None:
    return next((WEEKDAYS[word] for word in texts[read.first : read.last] if word in WEEKDAYS), None)


def _led(texts: list[str], read: DateMention, reference: date | None, floor: int) -> DateMention:
    """The mention as the word before it wants it: since, until, in memory of."""
    at = read.first - 1
    if at < floor:
        return read
    lead = texts[at]
    if lead in ("ال", "ل", "في", "من", "شهر", "عام", "العام", "تاريخ") and at > floor:
        if lead == "من" and texts[at - 1] in _SINCE_FROM:
            return _since(replace(read, first=at - 1), reference)
        at -= 1
        if texts[at] in _SINCE or texts[at] in _UNTIL or texts[at] in _MEMORIES:
            lead = texts[at]
    if lead in _SINCE and read.kind not in ("same_day", "recurring", "window"):
        return _since(replace(read, first=at), reference)
    if lead in _UNTIL and read.kind in ("day", "weekday", "month", "year", "week", "night", "future"):
        return _until(texts, replace(read, first=at, kind="until"), reference)
    if lead in _MEMORIES and read.kind == "day":
        return replace(read, first=at, kind="anniversary")
    return read


def _until(texts: list[str], read: DateMention, reference: date | None) -> DateMention:
    """A limit with no year told that would lie half a year back is the coming one."""
    told = any(text.isdigit() and len(text) == 4 for text in texts[read.first : read.last])
    if told or read.basis != "stated" or not (read.start and read.end and reference):
        return read
    if (reference - read.end).days < 180:
        return read
    return replace(read, start=_next_year(read.start), end=_next_year(read.end))


def _since(read: DateMention, reference: date | None) -> DateMention:
    end = reference if reference and read.start and reference >= read.start else read.end
    kind: DateKind = "future" if read.kind == "future" else "since"
    if kind == "future":
        return read
    return replace(read, end=end, kind=kind)
