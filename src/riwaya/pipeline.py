"""The way of the data as prose: a report goes in, a reading comes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2s
from pathlib import Path

from riwaya.extract import extract
from riwaya.extract.mentions import countries_named, name_places
from riwaya.extract.placing import PlaceName
from riwaya.extract.vocabulary import Vocabulary, build_vocabulary
from riwaya.gazetteer import Gazetteer, Place, load_gazetteer
from riwaya.gazetteer.names import name_key
from riwaya.lexicon import load_lexicon
from riwaya.model import Reading, Report
from riwaya.resolve import resolve
from riwaya.resolve.considering import Considered, consider_place
from riwaya.resolve.places import PlaceContext


@dataclass(frozen=True, eq=False)
class Tools:
    """What reading needs: the words and the places, loaded once."""

    vocabulary: Vocabulary
    gazetteer: Gazetteer


@lru_cache(maxsize=2)
def load_tools(lexicon: Path | None = None, gazetteer: Path | None = None) -> Tools:
    """Our word lists and places, with a user's own on top of them.

    Raises LexiconError or GazetteerError where a file is wrong.
    """
    places = load_gazetteer(gazetteer)
    vocabulary = build_vocabulary(load_lexicon(lexicon), place_names(places))
    return Tools(vocabulary, places)


_LEVELS = {"country": 0, "admin1": 1, "admin2": 3, "admin3": 3, "town": 3, "village": 3, "quarter": 4, "camp": 4, "base": 4, "airport": 4,
           "crossing": 4, "prison": 4, "settlement": 3, "field": 4, "island": 3}  # fmt: skip


_SMALL_WORDS = frozenset("علي من في الي عن مع ان او ما لا هو هي كان قد كل بعد قبل".split())


def _known(place: Place, name: str, listed: bool) -> bool:
    """Whether reports of any country may mean the place by this name: short names are words too, unless of great towns."""
    if len(name) <= 3:
        return place.population >= _GREAT and name == name_key(place.name)
    if place.kind == "country" or place.curated or place.population >= _GREAT:
        return True
    return listed and name == name_key(place.name)


_GREAT = 100_000
"""People from which a town is known everywhere."""
_CONTINENT_KM = 500.0
"""The extent from which a region is wider than a country (الشرق الأوسط)."""


def place_names(gazetteer: Gazetteer) -> Iterator[tuple[str, PlaceName]]:
    """The gazetteer's names as the extraction needs them: how specific each is, and in which country if in one only."""
    for name, rows in gazetteer.names():
        words = name.split()
        if min(map(len, words)) < 2 or words[0] in _SMALL_WORDS:
            continue
        places = [gazetteer.place(row) for row in rows]
        countries = {p.country for p in places if p.country}
        level = max(_LEVELS.get(p.kind, 2) for p in places)
        if any(p.kind == "country" or p.radius_km >= _CONTINENT_KM for p in places):
            level = 0
        known = any(_known(p, name, gazetteer.listed(p)) for p in places)
        doubtful, after_kind = gazetteer.needs_ground(name), gazetteer.needs_kind(name)
        yield name, PlaceName(rows, level, frozenset(countries), doubtful, known, _spots(places), after_kind)


def _spots(places: Sequence[Place]) -> tuple[tuple[float, float, float], ...]:
    return tuple((p.lat, p.lon, p.radius_km) for p in places if p.lat is not None and p.lon is not None)


def read_report(report: Report, tools: Tools) -> Reading:
    """One report's incidents with their claims, resolved, each with an id of its own."""
    return _told_apart(resolve(extract(report, tools.vocabulary), tools.gazetteer))


def _told_apart(reading: Reading) -> Reading:
    """The reading with another id for what shares one: a word may tell of two places (غارات في العراق وسوريا)."""
    if len({incident.id for incident in reading.incidents}) == len(reading.incidents):
        return reading
    seen: Counter[str] = Counter()
    incidents = []
    for incident in reading.incidents:
        before = seen[incident.id]
        seen[incident.id] += 1
        own = blake2s(f"{incident.id}|{before}".encode(), digest_size=8).hexdigest() if before else incident.id
        incidents.append(replace(incident, id=own))
    return replace(reading, incidents=tuple(incidents))


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place that a report names: its words, what was weighed, its role, and whether an incident was read there.

    Roles: "origin or seat", people come from there, or somebody spoke there; "dateline", where the report was filed;
    "event", an incident was read there; "passing", none of these.
    """

    words: str
    considered: Considered
    role: str
    event: bool


def read_places(report: Report, tools: Tools) -> list[NamedPlace]:
    """Every place named in a report, in order, with candidates, choice and reasons."""
    reading = read_report(report, tools)
    named = name_places(report, tools.vocabulary)
    countries = reading.countries or countries_named(report, tools.vocabulary)
    context = PlaceContext(countries, tuple(dict.fromkeys(mention.where.name for mention in named)))
    events = {(i.where.span.start, i.where.span.end) for i in reading.incidents if i.where and i.where.span}
    found = []
    for mention in named:
        span = mention.where.span
        event = span is not None and (span.start, span.end) in events
        considered = consider_place(mention.where, context, tools.gazetteer, report.full_text)
        found.append(
            NamedPlace(
                mention.where.name, considered, "event" if event and mention.role == "passing" else mention.role, event
            )
        )
    return found


def read_reports(reports: Iterable[Report], tools: Tools) -> Iterator[Reading]:
    """Readings of many reports, in their order."""
    for report in reports:
        yield read_report(report, tools)
