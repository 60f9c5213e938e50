"""Which annotated event each frame of a report tells of, as its reader marked it: the surest teacher there is.

A file of marks is JSON: {report id: {place of the word that tells, in characters of the report: mark}}. A mark is the
key of an event; two keys joined by + where a clause tells of both; a key with ~ where the event is only mentioned while
something else is told; - for what is no event; x for an event that the annotation leaves out. That of corpus/ is
corpus/marks.json.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from riwaya.arabic.fold import Folded
from riwaya.extract.frames import Frame
from riwaya.extract.happening import Happening

NOTHING, LEFT_OUT = "-", "x"


@dataclass(frozen=True)
class Mark:
    """The events that a frame tells of, and whether it tells rather than mentions them."""

    events: tuple[str, ...]
    tells: bool
    left_out: bool = False


class Marks:
    """The marks of many reports; without a file there are none."""

    def __init__(self, path: Path | None) -> None:
        self.marked: Mapping[str, Mapping[str, str]] = msgspec.json.decode(path.read_bytes()) if path else {}

    def __contains__(self, report: str) -> bool:
        return report in self.marked

    def of(self, report: str, frame: Frame, folded: Folded) -> Mark | None:
        """The mark of a frame; None where its word was not marked."""
        unit = frame.units[frame.at]
        mark = self.marked.get(report, {}).get(str(folded.span(unit.start, unit.end)[0]))
        if mark is None:
            return None
        if mark in (NOTHING, LEFT_OUT):
            return Mark((), tells=False, left_out=mark == LEFT_OUT)
        return Mark(tuple(mark.rstrip("~").split("+")), tells=not mark.endswith("~"))

    def event_of(self, report: str, happening: Happening, folded: Folded) -> str | None:
        """The event that most of a happening's frames tell of; None where most tell of none."""
        votes: dict[str | None, float] = {}
        for frame in happening.frames:
            mark = self.of(report, frame, folded)
            if mark is not None:
                weight = 1.0 if mark.tells else 0.5
                for event in mark.events or (None,):
                    votes[event] = votes.get(event, 0.0) + weight
        return max(votes, key=lambda event: votes[event]) if votes else None
