"""Where a text disagrees with itself: a weekday against its date, days of one incident that cannot both hold."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.arabic.fold import Folded
from riwaya.extract.frames import Frame
from riwaya.extract.happening import Happening
from riwaya.model import Span, Warning


def find_warnings(frames: Sequence[Frame], happenings: Sequence[Happening], folded: Folded) -> tuple[Warning, ...]:
    """The warnings of a report, in the order of its text."""
    found: dict[tuple[int, int], Warning] = {}
    for units in {id(frame.units): frame.units for frame in frames}.values():
        for unit in units:
            if unit.date is not None and unit.date.weekday_disagrees:
                span = Span(*folded.span(unit.start, unit.end))
                found.setdefault(
                    (span.start, span.end),
                    Warning(
                        "weekday_disagrees",
                        f"the weekday and the date do not agree: {span.cut(folded.original)}",
                        (span,),
                    ),
                )
    for happening in happenings:
        warning = _days(happening, folded)
        if warning is not None:
            found.setdefault((warning.spans[0].start, warning.spans[-1].end), warning)
    return tuple(found[key] for key in sorted(found))


def _days(happening: Happening, folded: Folded) -> Warning | None:
    """Two days for one incident: told twice, or told by a statement that is older than what it tells."""
    dated = [
        f
        for f in happening.frames
        if f.date is not None and f.date_unit is not None and f.date.precision == "day" and not f.sentence.title
    ]
    for i, first in enumerate(dated):
        for second in dated[i + 1 :]:
            a, b = first.date, second.date
            assert a is not None
            assert b is not None
            assert first.date_unit is not None
            assert second.date_unit is not None
            if a.start is None or b.start is None or a.end is None or b.end is None or (first.said and second.said):
                continue
            if first.said or second.said:
                said, event = (a, b) if first.said else (b, a)
                if said.end is None or event.start is None or said.end >= event.start:
                    continue
                text = f"a statement of {said.end} tells of what the report dates {event.start}"
            elif a.start <= b.end and b.start <= a.end:
                continue
            else:
                text = f"one incident is dated {a.start} and {b.start}"
            spans = tuple(
                Span(*folded.span(f.date_unit.start, f.date_unit.end))
                for f in (first, second)
                if f.date_unit is not None
            )
            return Warning("dates_disagree", text, spans)
    return None
