"""What is compared of an incident across reports, as one flat row; and the keys under which rows meet.

Nothing in a row depends on the other rows: rows kept from an earlier run link like rows made now.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from riwaya.arabic.fold import fold
from riwaya.model import Actor, Span, Told, Toll, Where
from riwaya.reconcile.bodies import GENERIC, Bodies, plain
from riwaya.reconcile.kinds import EVERYDAY, GROUND, UNSPECIFIC, family, sphere, weapon_class
from riwaya.reconcile.telling import is_held, is_since, is_spoken_of, night_of, only_speaking

_WORD = re.compile(r"[\u0621-\u064a]{3,}")
_ARTICLES = ("وبال", "وال", "بال", "فال", "كال", "ولل", "لل", "ال")
_MOST_WORDS = 30
_REACH = 250
"""Characters: how far a sentence is followed on either side of its telling words."""
_TELLING = 5
"""From this on, two equal figures are hardly equal by chance."""
_LONGEST = 14
"""Days: an interval that is longer says too little to meet others by its day."""
_BACK = 14
"""Days: how far back that lies which a report only speaks of, at most."""
_TOWN = 18
"""Km: what is wider than a city is an area, in which much happens in a day."""
_AREAL = frozenset({"region", "admin1", "admin2", "country", "rural", "desert", "border", "sea"})
_FEWEST_WORDS = 4
"""Rare words: with fewer, having none in common says nothing."""
_CELL = 0.4
"""Degrees: the side of the squares in which near places meet; there are two nets, the second half a square aside."""
_WIDE = 60
"""Km: a place with a wider radius stands in no square; it meets all of its country, day and type."""
_PROVINCE = 60.0
"""Km: how far a report that names a town like its governorate may mean the governorate."""
_OUTCOMES = {
    "killed": 1,
    "injured": 2,
    "killed_or_injured": 3,
    "detained": 4,
    "abducted": 4,
    "missing": 5,
    "displaced": 6,
}


@dataclass(frozen=True, slots=True)
class Features:
    """One incident as it is compared. Days are ordinals, figures hulls over all accounts, words hashes."""

    id: str
    report: str
    first: int | None
    last: int | None
    exact: bool
    night: int | None
    lat: float | None
    lon: float | None
    radius: float | None
    reach: float | None
    loose: bool
    areal: bool
    place: str | None
    admin1: str | None
    country: str | None
    type: str
    rare: bool
    unspecific: bool
    passing: bool
    ground: bool
    held: bool
    family: str
    sphere: str
    perpetrators: tuple[str, ...]
    targets: tuple[str, ...]
    named: tuple[str, ...]
    weapon: str | None
    weapons: str | None
    harmed: str | None
    killed_low: int | None
    killed_high: int | None
    injured_low: int | None
    injured_high: int | None
    figures: tuple[int, ...]
    telling: tuple[int, ...]
    words: tuple[int, ...]
    keys: tuple[int, ...]
    vague: tuple[int, ...]
    areas: tuple[int, ...]
    spot: str | None
    undated: str | None


def features_of(told: Told, bodies: Bodies) -> Features:
    """The row of one incident."""
    incident, where = told.incident, told.incident.where
    first, last, exact = _days(told)
    tolls = [toll for claim in incident.claims for toll in claim.tolls]
    killed, injured = _hull(tolls, "killed"), _hull(tolls, "injured")
    figures = tuple(
        sorted(
            {
                _OUTCOMES[t.outcome] * 1_000_000 + t.min
                for t in tolls
                if t.min and t.min > 1 and t.min == t.max and t.min < 1_000_000
            }
        )
    )
    placed = where is not None and where.lat is not None and where.lon is not None
    words = tuple(zlib.crc32(word.encode()) for word in rare_words(told))
    spot = f"{_place(where)}:{family(incident.type)}" if placed else None
    harmed = _harmed(tolls, bodies)
    targets = _parties(incident.targets, bodies) or ((harmed,) if harmed else ())  # whose people are hit is the target
    row = Features(
        id=incident.id,
        report=told.report.id,
        first=first,
        last=last,
        exact=exact,
        night=night_of(told) if exact else None,
        lat=where.lat if where and placed else None,
        lon=where.lon if where and placed else None,
        radius=float(where.radius_km or 5.0) if where and placed else None,
        reach=_reach_of(where) if where and placed else None,
        loose=where is not None and where.relation not in (None, "in"),
        areal=where is not None and (where.kind in _AREAL or (where.radius_km or 0) > _TOWN),
        place=_place(where),
        admin1=f"{where.country}:{where.admin1}" if where and where.admin1 else None,
        country=where.country if where else None,
        type=incident.type,
        rare=incident.type not in EVERYDAY,
        unspecific=incident.type in UNSPECIFIC,
        passing=not incident.main and not tolls,
        ground=incident.type in GROUND,
        held=incident.type in GROUND and not tolls and is_held(told),
        family=family(incident.type),
        sphere=sphere(incident.type),
        perpetrators=tuple(p for p in _parties(_doers(told), bodies) if p not in GENERIC),
        targets=targets,
        named=tuple(target for target in targets if target not in GENERIC),
        weapon=None if incident.weapon == "unknown" else incident.weapon,
        weapons=weapon_class(incident.weapon),
        harmed=harmed,
        killed_low=killed[0],
        killed_high=killed[1],
        injured_low=injured[0],
        injured_high=injured[1],
        figures=figures,
        telling=tuple(f for f in figures if f % 1_000_000 >= _TELLING),
        words=words if len(words) >= _FEWEST_WORDS else (),
        keys=(),
        vague=(),
        areas=(),
        spot=spot,
        undated=spot if first is None else None,
    )  # fmt: skip
    return keyed(row)


def rare_words(told: Told) -> tuple[str, ...]:
    """Words around the incident that few reports hold, in search form, without its places and parties."""
    named = _named_words(told)
    full = told.report.full_text
    passages = "\n".join(full[start:end] for start, end in _passages(told))
    stems = dict.fromkeys(_stem(word) for word in _WORD.findall(fold(passages).text))
    return tuple(stem for stem in stems if stem not in _common() and stem not in named)[:_MOST_WORDS]


def _passages(told: Told) -> list[tuple[int, int]]:
    """Where the report speaks of the incident: the sentences of its words, and the title for the main one."""
    incident, full = told.incident, told.report.full_text
    spans = [incident.trigger, *(span for claim in incident.claims for span in claim.evidence)]
    spans += [toll.span for claim in incident.claims for toll in claim.tolls]
    spans += [incident.where.span] if incident.where and incident.where.span else []
    found = {_sentence(full, span.start, span.end) for span in spans}
    if incident.main:
        found.add((0, len(told.report.title)))
    return sorted(found)


def _sentence(full: str, start: int, end: int) -> tuple[int, int]:
    begin = max(full.rfind(". ", 0, start), full.rfind("\n", 0, start), start - _REACH)
    close = [at for at in (full.find(". ", end), full.find("\n", end)) if at >= 0]
    return max(begin + 1, 0), min([*close, end + _REACH, len(full)])


def _named_words(told: Told) -> set[str]:
    incident = told.incident
    names = [actor.name for actor in (*incident.perpetrators, *incident.targets)]
    names += [claim.speaker.name for claim in incident.claims]
    names += [incident.where.name] if incident.where else []
    return {_stem(word) for name in names for word in _WORD.findall(plain(name))}


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 3:
            return word[len(article) :]
    return word[1:] if word[0] == "و" and len(word) >= 5 else word


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    lines = (Path(__file__).parent / "data" / "common_words.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _days(told: Told) -> tuple[int | None, int | None, bool]:
    """First and last day, and whether the report tells the day itself; without one, the two before publication."""
    when, published = told.incident.when, told.report.published
    if when is None:
        return (published.toordinal() - 2, published.toordinal(), False) if published else (None, None, False)
    first, last = when.start.toordinal(), when.end.toordinal()
    if is_since(told):
        return first, max(last, (published or when.end).toordinal()), False
    if told.incident.type not in EVERYDAY and is_spoken_of(told):
        return min(first, last - _BACK), last, False
    if when.basis == "published":
        return first - 1, last, False
    return first, last, when.precision == "day" and when.basis in ("stated", "relative") and last - first <= 1


def _reach_of(where: Where) -> float:
    """Km around the point in which it may have happened: a governorate's name is often its capital's."""
    radius = float(where.radius_km or 5.0)
    same_name = where.admin1 is not None and plain(where.admin1) == plain(where.name)
    return max(radius, _PROVINCE) if same_name else radius


def _place(where: Where | None) -> str | None:
    """What a place is the same by: its id, else its name."""
    return (where.id or plain(where.name)) if where else None


def _doers(told: Told) -> list[Actor]:
    """Who is said to have done it; nobody is who names himself and only speaks of it."""
    speaking, claims = only_speaking(told), told.incident.claims
    return [
        actor
        for actor in told.incident.perpetrators
        if actor.actor not in speaking
        or not actor.according_to
        or any(at >= len(claims) or claims[at].speaker.actor != actor.actor for at in actor.according_to)
    ]


def _parties(actors: Iterable[Actor], bodies: Bodies) -> tuple[str, ...]:
    return tuple(sorted({bodies.body(a.actor) if a.actor else plain(a.name) for a in actors}))


def _hull(tolls: Iterable[Toll], outcome: str) -> tuple[int | None, int | None]:
    """The least and the most that any account gives; one without upper bound reaches to three times its least."""
    given = [(t.min or 0, t.max) for t in tolls if t.outcome == outcome and (t.min or t.max is not None)]
    told = [(low, high) for low, high in given if (low, high) != (1, None)]
    if not told:
        return None, None
    return min(low for low, _ in told), max(high if high is not None else max(3 * low, low + 15) for low, high in told)


def _harmed(tolls: Iterable[Toll], bodies: Bodies) -> str | None:
    """The one body whose people all figures count; None where they count others, or do not say."""
    counted = {bodies.body(toll.victims) if toll.victims else None for toll in tolls if toll.min}
    only = next(iter(counted)) if len(counted) == 1 else None
    return None if only in GENERIC else only


def keyed(row: Features) -> Features:
    """The row with its keys. `vague` meets `areas`: what has no spot meets its country, or its parties, by type.

    A row that is not vague carries a key that nothing else has, since rows without any would not be looked at.
    """
    country = [f"{row.country}:{row.type}"] if row.country else []
    country += [f"{row.admin1}:{row.sphere}"] if row.admin1 else []
    bodies = [f"{body}:{row.type}" for body in (*row.perpetrators, *row.named)]
    vague = bodies if row.lat is None else country if (row.radius or 0) > _WIDE else []
    return replace(
        row,
        keys=_daily(row, _meetings(row)),
        areas=_daily(row, [*country, *bodies]),
        vague=_daily(row, vague) or (-_key(row.id),),
    )


def _daily(row: Features, keys: Iterable[str]) -> tuple[int, ...]:
    """Each key with each pair of following days that the row touches: rows a day apart still meet."""
    if row.first is None or row.last is None or row.last - row.first > _LONGEST:
        return ()
    days = range(row.first - 1, row.last + 1)
    return tuple(sorted({_key(f"{day}|{key}") for key in keys for day in days}))


def _key(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=7).digest(), "big")


def _meetings(row: Features) -> Iterator[str]:
    """Where rows meet: a square of land, a governorate with a type, a figure, a rare word."""
    yield from (f"g{net}:{x}:{y}" for net, x, y in _squares(row))
    if row.admin1:
        yield f"a:{row.admin1}:{row.type}"
    yield from (f"f:{row.sphere}:{figure}" for figure in row.telling[:3])
    yield from (f"w:{word}" for word in sorted(row.words)[:3])


def _squares(row: Features) -> Iterator[tuple[int, int, int]]:
    if row.lat is None or row.lon is None or (row.radius or 0) > _WIDE:
        return
    for net, shift in enumerate((0.0, _CELL / 2)):
        yield net, int((row.lat + shift) // _CELL), int((row.lon + shift) // _CELL)


_FAR = 3
"""Days: rows further apart are not compared."""


def days_needed(rows: Iterable[Features]) -> list[tuple[int, int]]:
    """The stretches of days, as ordinals, of rows that these can be linked with; none of those that no day leads to."""
    return [
        (r.first - _FAR, r.last + _FAR)
        for r in rows
        if r.first is not None and r.last is not None and r.last - r.first <= _LONGEST
    ]


def spots_needed(rows: Iterable[Features]) -> tuple[set[str], set[str]]:
    """The spots of those without a day, which meet all that is there; and of the others, which meet what has no day."""
    undated, dated = set[str](), set[str]()
    for row in rows:
        if row.spot is not None:
            (undated if row.first is None else dated).add(row.spot)
    return undated, dated


def meeting(new: Iterable[Features], old: Iterable[Features]) -> list[Features]:
    """Those of the old rows that share a key with one of the new: all that can be candidates, and few others."""
    keys, vague, areas, spots, undated = set[int](), set[int](), set[int](), set[str | None](), set[str | None]()
    for row in new:
        keys.update(row.keys)
        vague.update(row.vague)
        areas.update(row.areas)
        spots.add(row.spot)
        undated.add(row.undated)
    spots.discard(None)
    undated.discard(None)
    return [
        row
        for row in old
        if not keys.isdisjoint(row.keys)
        or not areas.isdisjoint(row.vague)
        or not vague.isdisjoint(row.areas)
        or row.undated in spots
        or row.spot in undated
    ]


def dump_row(row: Features) -> str:
    """The row as JSON."""
    return msgspec.json.encode([getattr(row, name) for name in Features.__slots__]).decode()


def load_row(text: str) -> Features:
    """The row that was written so, equal to what it was.

    Raises msgspec.DecodeError where it is none.
    """
    return Features(*_row_decoder().decode(text))


@lru_cache(maxsize=1)
def _row_decoder() -> msgspec.json.Decoder[tuple[Any, ...]]:
    kinds = get_type_hints(Features)
    return msgspec.json.Decoder(tuple[tuple(kinds[name] for name in Features.__slots__)])  # type: ignore[misc]


def quote(told: Told, span: Span | None) -> str:
    """The words of a span on one line."""
    return " ".join(span.cut(told.report.full_text).split()) if span else ""
