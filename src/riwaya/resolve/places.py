"""Chooses the place that a name means in this report, and gives it coordinates, a radius, and its reasons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from riwaya.gazetteer import Gazetteer, Place
from riwaya.gazetteer.geometry import kilometres, midpoint
from riwaya.gazetteer.locating import locate
from riwaya.gazetteer.names import name_key
from riwaya.model import Shape, Span, Where
from riwaya.resolve.edges import off_coast, on_border
from riwaya.resolve.phrases import Phrase, read_phrase
from riwaya.resolve.ranking import PlaceContext, Ranked, rank
from riwaya.resolve.relations import BEARING_OF, Relation, joined, relation_after, relation_before
from riwaya.resolve.spots import sector_of, shift
from riwaya.resolve.surroundings import (
    Outer,
    Surroundings,
    arrived,
    containing,
    first_name,
    kind_before,
    named_in,
    second_name,
    surroundings,
)

__all__ = ["PlaceContext", "Ranked", "rank", "resolve_place"]


_UNSURE = 50_000
"""Below this population (people), a GeoNames place outside the report's countries is not believed."""
_CITY_PARTS = frozenset("حي احياء حيي حاره شارع ساحه ميدان سوق دوار تقاطع مفرق قسم".split())
_FACILITIES = frozenset(
    "مطار قاعده معسكر مخيم معبر منفذ سجن معتقل حقل مصفاه محطه معمل ميناء مرفا سد جسر حاجز بوابه منشاه قلعه "
    "مشفي مستشفي".split()
)


def resolve_place(where: Where, context: PlaceContext, gazetteer: Gazetteer, text: str | None = None) -> Where:
    """The same mention with id, governorate, country, coordinates, radius and anchors, as far as they can be known.

    `text` is the report's full text: the words around `where.span` give relation, distance and the containing place.
    """
    if where.anchors:
        country = next((p for p in gazetteer.candidates(where.anchors[0]) if p.kind == "country"), None)
        return where if country is None else _placed(where, country, None, None)
    asked = ask(where, context, gazetteer, text)
    key, around, relation, context = asked.key, asked.around, asked.relation, asked.context
    holding = asked.holding
    outer = holding.name if holding is not None else None
    if relation is not None and relation.kind in _STRETCHES and around is not None and where.span is not None:
        forth = relation.kind == "from_to"
        other = first_name(around, gazetteer) if forth else second_name(around, gazetteer, relation.kind == "on_road")
        names = None if other is None else (other, key) if forth else (key, other)
        if names is not None and (pair := _two(names, context, gazetteer, outer)):
            return _between(where, pair, relation.kind, gazetteer)
    if relation is not None and relation.kind == "border" and around is not None:
        line = on_border(where, (key, second_name(around, gazetteer)), context, gazetteer)
        if line is not None:
            return line
    for phrase in read_phrase(key):
        if phrase.kind_word is None and phrase.relation is None and asked.kind_word is not None:
            phrase = replace(phrase, kind_word=asked.kind_word)
        found = _read(where, phrase, relation, context, gazetteer, holding)
        if found is not None:
            return found
    return _unknown(where, relation, asked.holding, context, gazetteer)


_STRETCHES = frozenset(("between", "on_road", "from_to"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the words around a mention tell of it: relation, kind word, the place it lies in, the other names."""

    key: str
    around: Surroundings | None
    relation: Relation | None
    context: PlaceContext
    holding: Outer | None
    kind_word: str | None


def ask(where: Where, context: PlaceContext, gazetteer: Gazetteer, text: str | None) -> Asked:
    """Reads the words around a mention; names after kind words join the context where homonyms are to be told apart."""
    key = name_key(where.name)
    around = surroundings(where, text)
    if text is not None and len({place.admin1 for place in gazetteer.candidates(where.name)}) > 1:
        context = replace(context, named=(*context.named, *named_in(_around(text, where.span))))
    holding = containing(around, key, gazetteer)
    relation = _relation(where, around)
    if relation is not None and relation.kind == "from_to" and around is not None and arrived(around):
        relation = None
    return Asked(key, around, relation, context, holding, kind_before(around))


_STRETCH = 3_000
"""Characters of a stretch of a long report: the names of a stretch and of those beside it tell homonyms apart."""


def _around(text: str, span: Span | None) -> str:
    if span is None or len(text) <= 2 * _STRETCH:
        return text
    first = span.start // _STRETCH * _STRETCH
    return text[max(0, first - _STRETCH) : first + 2 * _STRETCH]


def _read(
    where: Where,
    phrase: Phrase,
    relation: Relation | None,
    context: PlaceContext,
    gazetteer: Gazetteer,
    holding: Outer | None,
) -> Where | None:
    within = phrase.within or (holding.name if holding is not None else None)
    if len(phrase.names) == 2:
        pair = _two((phrase.names[0], phrase.names[1]), context, gazetteer, within)
        return _between(where, pair, phrase.relation or "between", gazetteer) if pair else None
    best = _best(phrase.names[0], context, gazetteer, phrase.kind_word, within)
    if best is None or (holding is not None and holding.told and _elsewhere(best, holding.name, gazetteer)):
        return None
    if phrase.kind_word in _CITY_PARTS and best.kind not in ("quarter", "settlement", "road", "field"):
        return None
    if phrase.relation is not None:
        relation = Relation(phrase.relation, 0, relation.distance_km if relation else None, None, phrase.bearing)
        named: str | None = where.relation or phrase.relation
    else:
        named = relation.kind if relation else where.relation
    if phrase.kind_word in _FACILITIES and best.kind in ("town", "village", "admin1", "admin2"):
        relation = relation or Relation("near", 0)
        named = where.relation
    if phrase.kind_word in _DISTRICTS and relation is None and best.kind == "town":
        best = replace(best, radius_km=max(best.radius_km, _DISTRICT_KM))
    if named is None and best.kind == "rural":
        named = "countryside"
    return _placed(where, best, relation, named)


_DISTRICTS = frozenset("منطقه مناطق".split())
_DISTRICT_KM = 10.0
"""How far (km) the district of a town extends that is named "منطقة X"."""


def _placed(where: Where, place: Place, relation: Relation | None, named: str | None) -> Where:
    """The mention at this place, shifted and widened as the relation says; `named` is what the relation is called."""
    anchors = where.anchors or (place.name,)
    known: dict[str, Any] = {
        "relation": named, "id": place.id, "admin1": place.admin1, "country": place.country,
        "anchors": anchors, "kind": place.kind,
    }  # fmt: skip
    if place.point is None:
        return replace(where, **known)
    if named == "off_coast" and place.kind != "sea":
        there = replace(where, **known)
        moved = off_coast(there, place)
        if moved is not there:
            return moved
    point, radius = shift(place.point, place.radius_km, relation)
    if place.kind == "admin1" and relation is not None and relation.kind == "countryside" and relation.bearing is None:
        radius = place.radius_km
    lat, lon = round(point[0], 4), round(point[1], 4)
    shape = sector_of(place.point, place.radius_km, radius, relation)
    return replace(where, **known, lat=lat, lon=lon, radius_km=round(radius, 1), geometry=shape)


_SHORT_STRETCH = 60.0
"""Below this length (km) a stretch between two governorates is told by the one its middle lies in."""


def _between(where: Where, pair: tuple[Place, Place], kind: str, gazetteer: Gazetteer) -> Where:
    """The stretch between two places: its middle, with half its length as radius."""
    a, b = pair
    assert a.point is not None
    assert b.point is not None
    lat, lon = midpoint(a.point, b.point)
    country = a.country if a.country == b.country else None
    admin1 = a.admin1 if a.admin1 == b.admin1 else None
    length = kilometres(a.point, b.point)
    if country is not None and admin1 is None and length < _SHORT_STRETCH:
        admin1 = locate((lat, lon), gazetteer, country).admin1
    return replace(
        where,
        relation=where.relation or kind,
        admin1=admin1,
        country=country,
        lat=round(lat, 4),
        lon=round(lon, 4),
        radius_km=round(length / 2 + 1, 1),
        anchors=(a.name, b.name),
        kind="road" if kind == "on_road" else None,
        geometry=Shape("LineString", tuple((round(lon, 4), round(lat, 4)) for lat, lon in (a.point, b.point))),
    )


def _unknown(
    where: Where, relation: Relation | None, outer: Outer | None, context: PlaceContext, gazetteer: Gazetteer
) -> Where:
    """A name the gazetteer lacks: governorate and country of the containing place, and its point if it is small."""
    named = replace(where, relation=where.relation or (relation.kind if relation else None))
    place = _best(outer.name, context, gazetteer, outer.kind_word) if outer else None
    if place is None:
        return named
    known = replace(named, admin1=place.admin1, country=place.country, anchors=(place.name,))
    if place.lat is None or place.lon is None or place.radius_km > 25:
        return known
    return replace(known, lat=place.lat, lon=place.lon, radius_km=max(place.radius_km, 10.0))


def _best(
    name: str, context: PlaceContext, gazetteer: Gazetteer, kind_word: str | None = None, within: str | None = None
) -> Place | None:
    for item in rank(name, context, gazetteer, kind_word, within):
        place = item.place
        common = gazetteer.needs_ground(name) and kind_word is None
        if common and context.countries and place.country not in context.countries:
            continue
        doubtful = not gazetteer.listed(place) and place.kind in ("town", "village") and place.population < _UNSURE
        if doubtful and context.countries and place.country not in context.countries and not _has(item, "lies in"):
            continue
        if place.kind in _PARTS and context.countries and not _has(item, "lies in"):
            elsewhere = place.kind != "village" and within is not None and _same_land(place, within, gazetteer)
            if place.country not in context.countries or elsewhere:
                continue
        if doubtful and common and not context.countries and place.population < 20_000:
            continue
        return place
    return None


def _far(holder: Place) -> float:
    """How far (km) beyond its radius what a place holds may still lie: the outlines of wide ones are not known."""
    return 200.0 if holder.kind in _WIDE else 60.0


def _elsewhere(place: Place, within: str, gazetteer: Gazetteer) -> bool:
    """Whether a place lies far from all that bear the name told to hold it (X بمحافظة Y): then it is another X."""
    holders = gazetteer.candidates(within)
    if place.point is None or place.kind in _WIDE or any(holder.point is None for holder in holders):
        return False
    return not any(
        holder.country == place.country
        and (holder.kind == "country" or kilometres(holder.point, place.point) <= holder.radius_km + _far(holder))
        for holder in holders
        if holder.point is not None
    )


_WIDE = frozenset("country admin1 region desert sea river".split())
_PARTS = frozenset(("quarter", "rural", "village"))


def _same_land(place: Place, within: str, gazetteer: Gazetteer) -> bool:
    """Whether another place of the same country, larger than a part of a town, is named as holding this one."""
    holders = [h for h in gazetteer.candidates(within) if h.kind not in ("country", "region", "desert")]
    return any(holder.country == place.country for holder in holders)


def _has(item: Ranked, words: str) -> bool:
    return any(words in reason for reason in item.reasons)


def _two(
    names: tuple[str, str], context: PlaceContext, gazetteer: Gazetteer, within: str | None
) -> tuple[Place, Place] | None:
    """The two ends of a stretch: of all pairs the one that fits the context and lies close together."""
    best: tuple[float, Place, Place] | None = None
    for one in rank(names[0], context, gazetteer, None, within):
        for other in rank(names[1], context, gazetteer, None, within):
            a, b = one.place, other.place
            if a.point is None or b.point is None or a.id == b.id:
                continue
            apart = kilometres(a.point, b.point)
            if apart > 800 or a.kind == "country" or b.kind == "country":
                continue
            score = one.score + other.score - apart / 50
            if best is None or score > best[0]:
                best = score, a, b
    return (best[1], best[2]) if best else None


def _relation(where: Where, around: Surroundings | None) -> Relation | None:
    """The relation that the extraction read, with side and distance as the words around tell them."""
    found = (
        joined(relation_before(around.text, around.start), relation_after(around.text, around.end)) if around else None
    )
    if where.relation is None:
        return found
    if found is not None and (found.kind == where.relation or where.relation == "countryside"):
        return replace(found, kind=where.relation)
    return Relation(where.relation, 0, None, None, BEARING_OF.get(where.relation))
