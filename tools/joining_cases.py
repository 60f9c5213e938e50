"""What the joining of tellings is learned from: for each telling of a report what may become of it, and what does."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from riwaya.evaluate import read_gold, report_of
from riwaya.evaluate.gold import GoldReport
from riwaya.extract.actuality import actuality, load_weights
from riwaya.extract.extract import Telling, tell
from riwaya.extract.frames import Frame
from riwaya.extract.happening import Happening
from riwaya.extract.joining import choices_of, heard, take_in, take_kind
from riwaya.model import Report
from riwaya.pipeline import Tools
from told import Marks
from train_actuality import ASSAULT, Unseen, cases_of, reports_of, sentences_of

TRUST = {"yes": 0.4, "easy no": 0.3, "difficult no": 0.1, "calm": 1.5, "attack": 0.3, "case": 16.0}
"""How much it counts what no person has annotated telling by telling."""
CORPUS = Path("corpus")
OURS = 4.0
"""How much a report of corpus/ counts: they are fewer, and from more wars."""
LEAD = 3
"""The last sentence of what opens a report, the title included."""
NOTHING = -1
"""A telling that tells of no event."""
MENTIONED = 0.4
"""How much it counts where an event is only mentioned."""


@dataclass(frozen=True)
class Turn:
    """One telling: the signs of opening a happening, then those of joining each told before it; and which is right."""

    source: str
    options: list[list[str]]
    right: int
    trust: float = 1.0


Of = Callable[[Frame, bool], tuple[Sequence[str], float] | None]
"""The events that a frame tells of (none: of nothing) and how sure that is, given whether it is the first of all.

None where it is not known.
"""


def turns(source: str, telling: Telling, of: Of) -> Iterator[Turn]:
    """The turns of one report, each after the happenings as they should have been joined."""
    weights = telling.gate or load_weights()
    happenings: list[Happening] = []
    events: dict[int, str] = {}
    for frame in heard(telling.frames):
        take_kind(frame, happenings)
        known = of(frame, not happenings)
        if known is None:
            continue
        told, trust = known
        choices = choices_of(frame, happenings, actuality(frame, telling.setting, weights))
        options = [choices.opening, *([*choices.alone, *signs] for _, signs in choices.joining)]
        own = next((h for h in happenings if events[id(h)] in told), None)
        within = [h for h, _ in choices.joining]
        if own is None or own in within:
            right = NOTHING if not told else 0 if own is None else within.index(own) + 1
            yield Turn(source, options, right, trust)
        if own is not None:
            take_in(own, frame)
        elif told:
            happenings.append(Happening([frame], place=frame.place))
            events[id(happenings[-1])] = told[0]


def all_turns(
    asked: argparse.Namespace, tools: Tools, unseen: Unseen, left_out: Callable[[str], bool]
) -> Iterator[Turn]:
    """The turns of annotated reports, judged sentences, calm reports, attacks and test passages not left out."""
    marks = Marks(asked.marks)

    def read(report: Report, source: str, of: Callable[[Telling], Of | None]) -> Iterator[Turn]:
        telling = None if left_out(source) else tell(report, tools.vocabulary, unseen.of(source))
        known = of(telling) if telling is not None else None
        if telling is not None and known is not None:
            yield from turns(source, telling, known)

    for folder in asked.folders:
        golds, texts = map(Path, folder.split(":"))
        trust = OURS if texts.parent == CORPUS else 1.0
        for gold in read_gold(golds):
            yield from read(report_of(gold, texts), gold.id, partial(of_marks, gold, marks, trust))
    for label, source, report in sentences_of(asked.sentences) if asked.sentences else ():
        yield from read(report, source, partial(of_count, int(label == "yes"), TRUST[label], ASSAULT))
    for report in reports_of(asked.calm) if asked.calm else ():
        yield from read(report, report.id, partial(of_count, 0, TRUST["calm"], None))
    for report in reports_of(asked.attacks) if asked.attacks else ():
        yield from read(report, report.id, partial(of_first, TRUST["attack"], LEAD))
    for path in asked.cases:
        for true, events, report in cases_of(path):
            if events is not None:
                yield from read(report, report.id, partial(of_count, events, TRUST["case"], None))
            elif true:
                yield from read(report, report.id, partial(of_first, TRUST["case"], LEAD))


def of_marks(gold: GoldReport, marks: Marks, trust: float, telling: Telling) -> Of | None:
    """What is known of the frames of an annotated report; None where its frames are not marked."""
    if gold.events and gold.id not in marks:
        return None

    def of(frame: Frame, first: bool) -> tuple[Sequence[str], float] | None:
        if not gold.events:
            return [], trust
        mark = marks.of(gold.id, frame, telling.folded)
        if mark is None or mark.left_out:
            return None
        return mark.events, trust * (1.0 if mark.tells or not mark.events else MENTIONED)

    return of


def of_count(events: int, trust: float, types: frozenset[str] | None, telling: Telling) -> Of | None:
    """What is known of a passage from the number of its events (of `types`): none, one told by all, or one by each.

    None where it is not known which frames tell of which.
    """
    frames = list(heard(telling.frames))
    each = types is None and len(frames) == events
    if (events > 1 and not each) or (
        types is not None and (1 == events < len(frames) or not types.issuperset(f.kind.type for f in frames))
    ):
        return None

    def of(frame: Frame, first: bool) -> tuple[Sequence[str], float]:
        number = next(i for i, one in enumerate(frames) if one is frame) if each else 0
        return [str(number)] if events else [], trust

    return of


def of_first(trust: float, last: int, telling: Telling) -> Of:
    """Only that the first frame, up to sentence `last`, tells of an event."""

    def of(frame: Frame, first: bool) -> tuple[Sequence[str], float] | None:
        return (["0"], trust) if first and frame.sentence.index <= last else None

    return of
