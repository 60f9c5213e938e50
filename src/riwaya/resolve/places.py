"""Chooses the place that a name means in this report, and gives it coordinates, a radius, and its reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from math import log10

from riwaya.arabic.fold import fold
from riwaya.gazetteer import Gazetteer, Place
from riwaya.gazetteer.geometry import Point, kilometres, midpoint, shifted
from riwaya.gazetteer.names import KINDS_OF_WORD, name_key
from riwaya.model import Where
from riwaya.resolve.relations import BEARING_OF, Phrase, Relation, joined, read_phrase, relation_after, relation_before


@dataclass(frozen=True, slots=True)
class PlaceContext:
    """What the report says of where it is set: countries, the likeliest first, and the other place names in search form."""

    countries: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score and the sentences that make it up."""

    place: Place
    score: float
    reasons: tuple[str, ...]


_UNSURE = 50_000
"""Below this population (people), a GeoNames place outside the report's countries is not believed."""
_ALIKE = {
    "town": ("town", "village", "admin2", "settlement"), "village": ("village", "town", "settlement"), "admin2": ("admin2", "town", "region"),
    "admin3": ("admin3", "town", "village", "admin2"), "region": ("region", "rural", "admin1", "admin2", "desert"),
    "mountain": ("mountain", "village", "region"), "sea": ("sea", "region"), "quarter": ("quarter", "settlement"),
    "country": ("country", "admin1"), "desert": ("desert", "region"),
}  # fmt: skip
_CITY_PARTS = frozenset("حي احياء حيي حاره شارع ساحه ميدان سوق دوار تقاطع مفرق قسم".split())
_FACILITIES = frozenset("مطار قاعده معسكر مخيم معبر منفذ سجن معتقل حقل مصفاه محطه معمل ميناء مرفا سد جسر حاجز بوابه منشاه قلعه مشفي مستشفي".split())


def rank(name: str, context: PlaceContext, gazetteer: Gazetteer, kind_word: str | None = None, within: str | None = None) -> list[Ranked]:
    """The places that bear `name`, the one that the report's context favours first, each with its reasons.

    `kind_word` (search form) stands before the name; `within` names the place it is said to be part of.
    """
    found = gazetteer.candidates(name)
    if not found:
        return []
    key = name_key(name)
    others = _anchors(context.named, key, gazetteer)
    inside = gazetteer.candidates(within) if within else ()
    ranked = [_ranked(place, key, context, found, others, inside, kind_word) for place in found]
    return sorted(ranked, key=lambda item: (-item.score, item.place.id))


def resolve_place(where: Where, context: PlaceContext, gazetteer: Gazetteer, text: str | None = None) -> Where:
    """The same mention with id, governorate, country, coordinates, radius and anchors, as far as they can be known.

    `text` is the report's full text: the words around `where.span` give relation, distance and the containing place.
    """
    key = name_key(where.name)
    around = _around(where, text)
    relation = _relation(where, around)
    if text is not None and len({place.admin1 for place in gazetteer.candidates(where.name)}) > 1:
        context = replace(context, named=(*context.named, *_named_in(text)))
    outer = _containing(around, key, gazetteer, context)
    if relation is not None and relation.kind in ("between", "on_road") and around is not None and where.span is not None:
        second = _second(around, gazetteer)
        if second is not None and (pair := _two((key, second), context, gazetteer, outer)):
            return _between(where, pair, relation.kind)
    for phrase in read_phrase(key):
        found = _read(where, phrase, relation, context, gazetteer, outer)
        if found is not None:
            return found
    return _unknown(where, relation, outer, context, gazetteer)


def _read(
    where: Where, phrase: Phrase, relation: Relation | None, context: PlaceContext, gazetteer: Gazetteer, outer: str | None
) -> Where | None:
    within = phrase.within or outer
    if len(phrase.names) == 2:
        pair = _two((phrase.names[0], phrase.names[1]), context, gazetteer, within)
        return _between(where, pair, phrase.relation or "between") if pair else None
    best = _best(phrase.names[0], context, gazetteer, phrase.kind_word, within)
    if best is None:
        return None
    if phrase.kind_word in _CITY_PARTS and best.kind not in ("quarter", "settlement", "road", "field"):
        return None
    if phrase.relation is not None:
        bearing = phrase.bearing
        relation = Relation(phrase.relation, 0, relation.distance_km if relation else None, None, bearing)
        named = where.relation
    else:
        named = relation.kind if relation else where.relation
    if phrase.kind_word in _FACILITIES and best.kind in ("town", "village", "admin1", "admin2"):
        relation = relation or Relation("near", 0)
        named = where.relation
    return _placed(replace(where, relation=named), best, relation)


def _placed(where: Where, place: Place, relation: Relation | None) -> Where:
    """The mention at this place, shifted and widened as the relation says."""
    known = replace(where, id=place.id, admin1=place.admin1, country=place.country, anchors=where.anchors or (place.name,))
    if place.lat is None or place.lon is None:
        return known
    point, radius = _shifted((place.lat, place.lon), place.radius_km, relation)
    if place.kind == "admin1" and relation is not None and relation.kind == "countryside" and relation.bearing is None:
        radius = place.radius_km
    return replace(known, lat=round(point[0], 4), lon=round(point[1], 4), radius_km=round(radius, 1))


def _shifted(point: Point, extent: float, relation: Relation | None) -> tuple[Point, float]:
    """Point and radius (km) of what stands in a relation to a place of this extent."""
    if relation is None:
        return point, extent
    kind, bearing, distance = relation.kind, relation.bearing, relation.distance_km
    if bearing is None:
        bearing = BEARING_OF.get(kind)
    if bearing is not None and distance is not None:
        return shifted(point, bearing, distance), max(3.0, distance * 0.25)
    if distance is not None:
        return point, max(extent, distance)
    if kind == "countryside":
        if bearing is None:
            return point, max(12.0, min(40.0, extent * 4))
        away = 6.0 if extent < 5 else 14.0 if extent <= 15 else extent * 0.4
        return shifted(point, bearing, away), max(10.0, away)
    if bearing is not None and kind == "in":
        return (shifted(point, bearing, extent * 0.4), extent * 0.6) if extent > 1 else (point, extent)
    if bearing is not None:
        away = extent * 0.4 if extent > 25 else 5.0
        return shifted(point, bearing, away), extent * 0.6 if extent > 25 else max(15.0, extent + 5)
    if kind == "near":
        return point, max(5.0, extent * 1.5) if extent <= 25 else extent
    if kind in ("off_coast", "border"):
        return point, max(25.0, extent)
    if kind in ("between", "on_road", "from_to"):
        return point, max(15.0, extent)
    return point, extent


def _between(where: Where, pair: tuple[Place, Place], kind: str) -> Where:
    """The stretch between two places: its middle, with half its length as radius."""
    a, b = pair
    assert a.lat is not None and a.lon is not None and b.lat is not None and b.lon is not None
    one, other = (a.lat, a.lon), (b.lat, b.lon)
    lat, lon = midpoint(one, other)
    return replace(
        where,
        relation=where.relation or kind,
        admin1=a.admin1 if a.admin1 == b.admin1 else None,
        country=a.country if a.country == b.country else None,
        lat=round(lat, 4),
        lon=round(lon, 4),
        radius_km=round(kilometres(one, other) / 2 + 1, 1),
        anchors=(a.name, b.name),
    )


def _unknown(where: Where, relation: Relation | None, outer: str | None, context: PlaceContext, gazetteer: Gazetteer) -> Where:
    """A name the gazetteer lacks: the containing place's governorate and country, and its point if that is small enough."""
    named = replace(where, relation=where.relation or (relation.kind if relation else None))
    place = _best(outer, context, gazetteer) if outer else None
    if place is None:
        return named
    known = replace(named, admin1=place.admin1, country=place.country, anchors=(place.name,))
    if place.lat is None or place.lon is None or place.radius_km > 25:
        return known
    return replace(known, lat=place.lat, lon=place.lon, radius_km=max(place.radius_km, 10.0))


def _best(name: str, context: PlaceContext, gazetteer: Gazetteer, kind_word: str | None = None, within: str | None = None) -> Place | None:
    for item in rank(name, context, gazetteer, kind_word, within):
        place = item.place
        doubtful = not place.curated and place.kind in ("town", "village") and place.population < _UNSURE
        if doubtful and context.countries and place.country not in context.countries and not _has(item, "lies in"):
            continue
        if doubtful and not context.countries and gazetteer.needs_ground(name) and kind_word is None and place.population < 20_000:
            continue
        return place
    return None


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
            if a.lat is None or a.lon is None or b.lat is None or b.lon is None or a.id == b.id:
                continue
            apart = kilometres((a.lat, a.lon), (b.lat, b.lon))
            if apart > 800 or a.kind == "country" or b.kind == "country":
                continue
            score = one.score + other.score - apart / 50
            if best is None or score > best[0]:
                best = score, a, b
    return (best[1], best[2]) if best else None


def _ranked(
    place: Place, key: str, context: PlaceContext, found: tuple[Place, ...], others: tuple[tuple[Place, ...], ...],
    inside: tuple[Place, ...], kind_word: str | None,
) -> Ranked:  # fmt: skip
    reasons: list[tuple[float, str]] = []
    if place.population and place.kind not in ("country", "admin1"):
        reasons.append((log10(place.population) * 0.5, f"{place.population:,} people"))
    if place.kind == "country":
        reasons.append((4.0, "a country"))
    elif place.kind == "admin1":
        reasons.append((2.2, "a governorate"))
    elif place.curated or place.kind not in ("town", "village"):
        reasons.append((1.2, f"a {place.kind} that conflict reports name"))
    if place.kind != "admin1" and any(p.kind == "admin1" and p.country == place.country and p.admin1 == place.admin1 for p in found):
        reasons.append((2.2, "the seat of the governorate of that name"))
    if name_key(place.name) == key:
        reasons.append((0.6, "its usual name"))
    if place.country in context.countries:
        at = context.countries.index(place.country)
        reasons.append((4.0 / (at + 1) + 0.5, f"in {place.country}, country {at + 1} of the report"))
    if kind_word:
        reasons.append(_kind_reason(place, kind_word))
    if inside and (sentence := _lies_in(place, inside)):
        reasons.append((4.0, sentence))
    reasons += _near_others(place, others)
    return Ranked(place, round(sum(score for score, _ in reasons), 3), tuple(sentence for _, sentence in reasons))


def _kind_reason(place: Place, kind_word: str) -> tuple[float, str]:
    kinds = KINDS_OF_WORD.get(kind_word, ())
    if place.kind in kinds:
        return 3.0, f"{kind_word} says a {place.kind}"
    if any(place.kind in _ALIKE.get(kind, ()) for kind in kinds):
        return 1.5, f"{kind_word} fits a {place.kind}"
    return -1.5, f"{kind_word} does not fit a {place.kind}"


def _lies_in(place: Place, inside: Iterable[Place]) -> str | None:
    for outer in inside:
        if outer.id == place.id or outer.country != place.country:
            continue
        if outer.kind == "country" or (outer.kind == "admin1" and outer.admin1 == place.admin1):
            return f"lies in {outer.name}, named beside it"
        if outer.lat is not None and outer.lon is not None and place.lat is not None and place.lon is not None and outer.kind != "admin1":
            if kilometres((outer.lat, outer.lon), (place.lat, place.lon)) <= max(40.0, outer.radius_km):
                return f"lies in {outer.name}, named beside it"
    return None


def _near_others(place: Place, others: tuple[tuple[Place, ...], ...]) -> list[tuple[float, str]]:
    """What the other names of the report add: a governorate named, a neighbour named."""
    best: dict[str, tuple[float, str]] = {}
    for homonyms in others:
        share = 1.0 / len({other.country for other in homonyms})
        for other in homonyms:
            if other.country != place.country or other.id == place.id:
                continue
            if other.kind == "admin1" and other.admin1 == place.admin1:
                reason = (3.0 * share, f"the report names {other.name}")
            elif other.kind == "country":
                reason = (2.0 * share, f"the report names {other.name}")
            elif other.lat is None or other.lon is None or place.lat is None or place.lon is None:
                continue
            else:
                apart = kilometres((other.lat, other.lon), (place.lat, place.lon))
                if apart > 150:
                    continue
                reason = ((2.5 if apart <= 50 else 1.2) * share, f"{apart:.0f} km from {other.name}, also named")
            slot = "area" if other.kind in ("admin1", "country") else "neighbour"
            best[slot] = max(best.get(slot, reason), reason)
    return list(best.values())


def _anchors(named: tuple[str, ...], key: str, gazetteer: Gazetteer) -> tuple[tuple[Place, ...], ...]:
    """The candidates of the report's other names, ambiguous beyond use left out."""
    found = (gazetteer.candidates(name) for name in dict.fromkeys(named) if name_key(name) != key)
    return tuple(places for places in found if 0 < len(places) <= 12)


@dataclass(frozen=True, slots=True)
class _Around:
    """The words around a mention in search form: `text` with the mention at [start, end)."""

    text: str
    start: int
    end: int


_HEAD, _REACH = 130, 110


def _around(where: Where, text: str | None) -> _Around | None:
    if text is None or where.span is None:
        return None
    begin, end = where.span.start, where.span.end
    before = fold(text[max(0, begin - _HEAD) : begin]).text
    name = fold(text[begin:end]).text.strip()
    after = fold(text[end : end + _REACH]).text
    glued = begin > 0 and text[begin - 1 : begin].isalpha()
    if not glued and not before.endswith(" "):
        before += " "
    return _Around(before + name + after, len(before), len(before) + len(name))


def _relation(where: Where, around: _Around | None) -> Relation | None:
    """The relation that the extraction read, with side and distance as the words around tell them."""
    found = joined(relation_before(around.text, around.start), relation_after(around.text, around.end)) if around else None
    if where.relation is None:
        return found
    if found is not None and (found.kind == where.relation or where.relation == "countryside"):
        return replace(found, kind=where.relation)
    return Relation(where.relation, 0, None, None, BEARING_OF.get(where.relation))


_CONTAINS = re.compile(
    r"^(?:في|ضمن|التابعه|التابع|من|شمالي?|جنوبي?|شرقي?|غربي?|وسط)?[بل]?(?:ال)?$"
)
_OUTER_KINDS = frozenset("محافظه ولايه اقليم قضاء ناحيه مديريه مدينه بلده ريف منطقه مقاطعه مركز محليه قطاع جزيره سهل وادي العاصمه عاصمه".split())
_WORD = re.compile(r"[^\s.,;:!?()\[\]\n]+|[.,;:!?()\[\]\n]")


def _containing(around: _Around | None, key: str, gazetteer: Gazetteer, context: PlaceContext) -> str | None:
    """The name of the place that the mention is said to lie in: "X في محافظة Y", "X بقضاء Y", "في مدينة Y ... حي X"."""
    if around is None:
        return None
    words = _WORD.findall(around.text[around.end :])[:9]
    for i, word in enumerate(words):
        if word in ".;!?\n":
            break
        if name := _outer_at(words, i, gazetteer, key, sides=True):
            return name
    words = _WORD.findall(around.text[: around.start])[-10:]
    for i in range(len(words) - 1, -1, -1):
        if words[i] in ".;!?\n":
            break
        if name := _outer_at(words, i, gazetteer, key):
            return name
    return None


_SIDE_WORDS = frozenset("شمال شمالي جنوب جنوبي شرق شرقي غرب غربي".split())


def _outer_at(words: list[str], i: int, gazetteer: Gazetteer, key: str, sides: bool = False) -> str | None:
    word = words[i]
    bare = re.sub("^[وف]?[بل]?(?:ال)?", "", word)
    if sides and word in _SIDE_WORDS:
        j = i + 1
        while j < len(words) and (words[j] in _SIDE_WORDS or words[j] in _OUTER_KINDS):
            j += 1
        return _name_at(words, j, gazetteer, key)
    if bare in _OUTER_KINDS or word in _OUTER_KINDS:
        j = i + 1
    elif word in ("في", "التابعه", "ضمن") and i + 1 < len(words):
        j = i + 1
        bare = re.sub("^[وف]?[بل]?(?:ال)?", "", words[j])
        if bare in _OUTER_KINDS or gazetteer.needs_ground(words[j]):
            return None
    else:
        return None
    return _name_at(words, j, gazetteer, key)


def _name_at(words: list[str], j: int, gazetteer: Gazetteer, key: str) -> str | None:
    for length in (3, 2, 1):
        name = " ".join(words[j : j + length])
        if len(words) >= j + length and name != key and gazetteer.candidates(name):
            return name
    return None


def _second(around: _Around, gazetteer: Gazetteer) -> str | None:
    """The second name of "بين X وY", read from the words after X."""
    rest = around.text[around.end :].lstrip()
    words = _WORD.findall(rest)[:6]
    if not words or not words[0].startswith("و") and words[0] not in ("الي", "-", "باتجاه"):
        return None
    words = [words[0][1:], *words[1:]] if words[0].startswith("و") else words[1:]
    while words and words[0].removeprefix("ال") in KINDS_OF_WORD | {"بين": ()}:
        words = words[1:]
    for length in (3, 2, 1):
        name = " ".join(words[:length])
        if len(words) >= length and gazetteer.candidates(name):
            return name
    return None


_NAMED = re.compile(r"(?:محافظه|ولايه|اقليم|قضاء|مديريه|مدينه|ريف|ناحيه|بمحافظه|بولايه|بريف|بمدينه|لمدينه) (\S+(?: \S+)?)")


@lru_cache(maxsize=8)
def _named_in(text: str) -> tuple[str, ...]:
    """The names after kind words in a report, in search form."""
    names: list[str] = []
    for match in _NAMED.finditer(fold(text).text):
        name = re.sub(r"[^ء-ي ]", " ", match[1])
        names += [" ".join(name.split()), name.split()[0] if name.split() else ""]
    return tuple(dict.fromkeys(name for name in names if name))
