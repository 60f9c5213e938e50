"""The dateline: the day a bare text says it was published, near its start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from riwaya.arabic.fold import Folded
from riwaya.arabic.mentions import find_dates
from riwaya.arabic.when import Anchor, DateMention
from riwaya.arabic.words import Word, words

_LINES = 5
_SHORT_LINE = 20
_HEAD = 14
_MARKERS = frozenset("نشر النشر تاريخ بتاريخ تحديث محدث التاريخ نشرت المصدر كتب اخر الموافق".split())
_PROSE = frozenset(
    """
        في منذ حتي قبل بعد خلال ان انه منتصف مطلع ذكري ليل فجر مساء صباح قال قالت اعلن اعلنت اكد اكدت قتل قتلت
        اصيب شهد شهدت وقع وقعت نفذ
    """.split()
)
_BREAKS = frozenset("- : ( ) | / , .".split())


@dataclass(frozen=True, slots=True)
class Dateline:
    """The day of publication as the text states it: [start, end) in `Folded.text`."""

    start: int
    end: int
    date: date
    weekday_disagrees: bool = False


def find_dateline(folded: Folded, published: date | None) -> Dateline | None:
    """The stated day of a report near its start, after the title; None where only running prose has dates.

    Without `published` the year must be told; a weekday alone ("دمشق - أ ف ب - الأحد") counts only beside `published`.

    >>> from riwaya.arabic.fold import fold
    >>> find_dateline(fold("عنوان\\nالثلاثاء 21 مايو / أيار 2019\\nقال"), None).date
    datetime.date(2019, 5, 21)
    """
    text = folded.text
    start, read = 0, 0
    title = True
    while start < len(text) and read < _LINES:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if text[start:end].strip():
            ws = words(text, start, min(end, start + 240))
            found = _in_line(ws, end - start < 200, title, published)
            if found is not None:
                return found
            read, title = read + 1, False
        start = end + 1
    return None


def _in_line(ws: Sequence[Word], whole: bool, title: bool, published: date | None) -> Dateline | None:
    marked = len(ws) > 0 and any(word.text in _MARKERS for word in ws[:2])
    for read in find_dates(ws[: _HEAD + 12], Anchor(published)):
        last = read.last
        if read.first > _HEAD + 4 * marked:
            break
        if read.kind == "day" and read.basis == "stated" and read.start is None:
            read, last = _late_year(ws, read)
        if read.start is None or read.start != read.end or read.precision != "day":
            continue
        if published and abs((read.start - published).days) > 3:
            continue
        if read.basis == "stated" and any(word.text == "اليوم" for word in ws[read.first : read.last]):
            return Dateline(ws[read.first].start, ws[last - 1].end, read.start, read.weekday_disagrees)
        short = whole and len(ws) <= _SHORT_LINE
        if _is_dateline(ws, read, last, short, title, marked, published is not None):
            return Dateline(ws[read.first].start, ws[last - 1].end, read.start, read.weekday_disagrees)
    return None


def _late_year(ws: Sequence[Word], read: DateMention) -> tuple[DateMention, int]:
    """ "5 شباط (وكالة) 2018": the year stands after a bracket."""
    at = read.last
    if at < len(ws) and ws[at].text == "(":
        close = next((k for k in range(at + 1, min(len(ws), at + 6)) if ws[k].text == ")"), None)
        if close and close + 1 < len(ws) and len(ws[close + 1].text) == 4 and ws[close + 1].text.isdigit():
            year = int(ws[close + 1].text)
            if 1900 <= year <= 2099:
                again = find_dates(ws[: read.last], Anchor(date(year, 12, 31)))
                same = [one for one in again if one.first == read.first]
                if same:
                    return same[0], close + 2
    return read, read.last


def _is_dateline(
    ws: Sequence[Word], read: DateMention, last: int, short: bool, title: bool, marked: bool, known: bool
) -> bool:
    """Whether a day stands as a dateline: alone on a line, after a marker, or at the head before a dash or colon."""
    before = ws[read.first - 1].text if read.first else ""
    after = ws[last].text if last < len(ws) else ""
    if read.kind == "weekday" and read.basis == "relative":
        dashes = sum(word.text in ("-", "|", ":") for word in ws[: read.first])
        return (
            known
            and not title
            and before in ("-", "|", ",")
            and dashes > 0
            and (after in ("-", ":", "|", "") or short)
            and read.first <= 8
        )
    if read.kind != "day" or read.basis != "stated":
        return False
    if marked and (before in _MARKERS or before in ("", ":", "-", "|", "في", ",")) and read.first <= 5:
        return True
    if title:
        return read.first <= 1 and len(ws) - (last - read.first) <= 1
    if any(word.text in _PROSE for word in ws[: read.first]):
        return False
    if (
        short
        and (before in _BREAKS or (read.first <= 2 and len(ws) < 15))
        and (after in _BREAKS or not after or len(ws) - last <= 4)
    ):
        return True
    if short and len(ws) <= 10 and last == len(ws) and any(word.text in ("-", "|") for word in ws[: read.first]):
        return True
    at_head = read.first <= 8 and (before in _BREAKS or read.first <= 2)
    return at_head and _closes_head(ws, last)


def _closes_head(ws: Sequence[Word], last: int) -> bool:
    """Whether a dash or colon follows the day, perhaps after an agency's name in brackets or between bars."""
    return any(word.text in ("-", ":", "|") for word in ws[last : last + 7])
