"""Where a text disagrees with itself: days that cannot both hold, parts beyond their total."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.arabic.fold import Folded
from riwaya.extract.frames import Frame
from riwaya.model import Span, Warning


def find_warnings(frames: Sequence[Frame], folded: Folded) -> tuple[Warning, ...]:
    """The warnings of a report, in the order of its text."""
    found: dict[tuple[int, int], Warning] = {}
    for frame in frames:
        for unit in frame.units:
            if unit.date is not None and unit.date.weekday_disagrees:
                span = Span(*folded.span(unit.start, unit.end))
                found.setdefault(
                    (span.start, span.end),
                    Warning("weekday_disagrees", f"the weekday and the date do not agree: {span.cut(folded.original)}", (span,)),
                )
    return tuple(found.values())
