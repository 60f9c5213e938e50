"""Where a happening was: every place named around its tellings is weighed, and the weightiest is taken.

What speaks for a place (the words before it, how near it stands to the word that tells, how specific it is, whether other
tellings name it too) adds up by trained weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from riwaya.extract.frames import Frame, in_speaker
from riwaya.extract.happening import Happening
from riwaya.extract.incidents import agree
from riwaya.extract.placing import PlaceMention, find_places
from riwaya.extract.units import Sentence
from riwaya.extract.weights import load_weights

_LEVELS = ("country", "governorate", "region", "town", "quarter")


@dataclass(slots=True, eq=False)
class Site:
    """A place that may be a happening's, named once or more: its best mention, and the signs for it."""

    mention: PlaceMention
    signs: set[str] = field(default_factory=set)
    score: int = 0


def site(happening: Happening, head: Sequence[Sentence]) -> PlaceMention | None:
    """The place of a happening; None where no place named speaks for itself enough."""
    weights = load_weights("place")
    best: Site | None = None
    for candidate in sites(happening, head):
        candidate.score = weights.weigh(candidate.signs)
        if best is None or candidate.score > best.score:
            best = candidate
    return best.mention if best is not None and best.score >= weights.floor else None


def sites(happening: Happening, head: Sequence[Sentence]) -> list[Site]:
    """The places named in the sentences that tell of the happening and at the head of the report, with their signs."""
    found: list[Site] = []
    told: dict[int, list[Frame]] = {}
    for frame in happening.frames:
        told.setdefault(id(frame.sentence), []).append(frame)
    lead = happening.lead
    for frames in told.values():
        sentence = frames[0].sentence
        for mention in find_places(sentence.units, 0, len(sentence.units)):
            frame = min(frames, key=lambda f: _apart(f, mention))
            _add(found, mention, {*_mention(mention, frame), *_telling(mention, frame, frame is lead)})
    for sentence in head:
        if id(sentence) not in told:
            for mention in find_places(sentence.units, 0, len(sentence.units)):
                _add(found, mention, {f"head {sign}" for sign in (*_mention(mention, None), "only")})
    _compare(found, happening)
    return found


def _add(found: list[Site], mention: PlaceMention, signs: set[str]) -> None:
    for known in found:
        if known.mention.name == mention.name:
            known.signs |= signs
            known.signs.add("named again")
            if mention.score > known.mention.score:
                known.mention = mention
            return
    found.append(Site(mention, signs))


def _apart(frame: Frame, mention: PlaceMention) -> tuple[bool, int]:
    units = frame.units
    inside = units[frame.first].start <= mention.start < units[frame.last - 1].end
    return not inside, abs(units[frame.at].start - mention.start)


def _mention(mention: PlaceMention, frame: Frame | None) -> Iterator[str]:
    yield f"{_LEVELS[min(mention.level, 4)]}"
    score = mention.score
    ground = (
        "none" if score < 0 else "thin" if score < 0.5 else "some" if score < 1 else "good" if score < 1.5 else "best"
    )
    yield f"ground {ground}"
    if mention.rows is None:
        yield "not in the gazetteer"
    elif mention.rows.doubtful:
        yield "doubtful name"
    elif not mention.rows.known:
        yield "little known"
    if frame is not None and frame.sentence.title:
        yield "in title"


def _telling(mention: PlaceMention, frame: Frame, lead: bool) -> Iterator[str]:
    units = frame.units
    first = next(
        (i for i, u in enumerate(units) if u.start + len(u.prefix) >= mention.start or u.end > mention.start), 0
    )
    order = "after" if first > frame.at else "before"
    near = abs(first - frame.at)
    distance = "3" if near <= 3 else "6" if near <= 6 else "12" if near <= 12 else "24" if near <= 24 else "far"
    outside = _apart(frame, mention)[0]
    where = "outside" if outside else "inside"
    yield f"{where} {order} {distance}"
    yield f"{where} {'lead' if lead else 'other telling'}"
    before = units[first - 1] if first else None
    yield f"behind {(before.word or before.tag) if before is not None else 'nothing'}"
    unit = units[first]
    if unit.prefix:
        yield f"prefix {unit.prefix[-1]}"
    yield f"as {unit.tag}"
    if frame.place is not None and frame.place.start == mention.start:
        yield "best of its telling"
        if lead:
            yield "best of the lead"
    if in_speaker(mention, units, frame.voices):
        yield "a speaker's seat"
    yield f"{frame.kind.type} {_LEVELS[min(mention.level, 4)]}"


def _compare(found: Sequence[Site], happening: Happening) -> None:
    """The signs of a place beside the others that may be meant."""
    told = [s for s in found if not any(sign.startswith("head ") for sign in s.signs)]
    finest = max((s.mention.level for s in told), default=-1)
    for candidate in found:
        mention, signs = candidate.mention, candidate.signs
        if happening.place is not None and agree(mention, happening.place):
            signs.add("agrees with the joined place")
        times = sum(any(agree(mention, p) for p in f.places) for f in happening.frames)
        signs.add(f"in {min(times, 3)} tellings")
        if len(told) == 1 and candidate in told:
            signs.add("the only one")
        if candidate in told:
            signs.add("finest" if min(mention.level, 3) >= min(finest, 3) else "coarser than another")
