"""What a name may mean: bodies of the lexicon and places of the gazetteer that are called so, or nearly so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from riwaya.arabic.fold import fold_key
from riwaya.gazetteer import Place, load_gazetteer
from riwaya.gazetteer.names import name_key
from riwaya.lexicon import load_lexicon
from riwaya.web.unknown import Kind

_ALIKE = {"body": 70.0, "place": 55.0}
"""How alike, of 100, a name has to be."""

_LOOKED_AT, _SHOWN = 80, 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something known that a name may mean: `means` is what a decision says, `via` the known name that is like it.

    Of a body, `means` is its list and id (actors:sdf); of a place its id.
    """

    means: str
    name: str
    english: str
    via: str
    kind: str
    country: str = ""
    admin1: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class _Body:
    means: str
    names: tuple[str, ...]
    english: tuple[str, ...]
    kind: str


def candidates(kind: Kind, text: str) -> list[Candidate]:
    """Those that are called most like it, ten at the most."""
    return _bodies_like(text) if kind == "body" else _places_like(text)


def body_named(means: str) -> Candidate | None:
    """The body of a list and id; None where our lists have none."""
    found = _bodies().get(means)
    return None if found is None else _body(found, found.names[0])


def place_named(id_: str) -> Candidate | None:
    """The place of an id; None where our gazetteer has none."""
    found = load_gazetteer().known(id_)
    return None if found is None else _place(found, found.name)


def _bodies_like(text: str) -> list[Candidate]:
    found: dict[str, Candidate] = {}
    names = _body_names()
    for key in _like(fold_key(text), tuple(names), "body"):
        for means, name in names[key]:
            found.setdefault(means, _body(_bodies()[means], name))
    return list(found.values())[:_SHOWN]


def _places_like(text: str) -> list[Candidate]:
    gazetteer, key = load_gazetteer(), name_key(text)
    found = {place.id: _place(place, place.name) for place in gazetteer.candidates(text)}
    for near in _like(key, _place_names(), "place"):
        for place in gazetteer.candidates(near):
            found.setdefault(place.id, _place(place, near))
    return list(found.values())[:_SHOWN]


def _like(key: str, names: Sequence[str], kind: Kind) -> Iterable[str]:
    """The names most like a search form; among equals the shorter first."""
    scorer: Callable[..., float] = fuzz.WRatio if kind == "body" else fuzz.ratio
    if not key:
        return ()
    close = process.extract(key[:200], names, scorer=scorer, limit=_LOOKED_AT, score_cutoff=_ALIKE[kind])
    return [name for name, score, _ in sorted(close, key=lambda one: (-one[1], len(one[0]), one[0]))]


@lru_cache(maxsize=1)
def _place_names() -> tuple[str, ...]:
    return tuple(name for name, _ in load_gazetteer().names())


@lru_cache(maxsize=1)
def _bodies() -> Mapping[str, _Body]:
    """Every body that can have more names, by list and id."""
    lexicon = load_lexicon()
    found = {}
    for of in ("actors", "states", "institutions", "sources", "outlets"):
        for id_, sourced in lexicon.entries[of].items():
            entry = sourced.entry
            english = (entry.english,) if isinstance(entry.english, str) else tuple(entry.english)
            kind = getattr(entry, "kind", "state")
            if entry.names:
                found[f"{of}:{id_}"] = _Body(f"{of}:{id_}", tuple(entry.names), english, kind)
    return found


@lru_cache(maxsize=1)
def _body_names() -> Mapping[str, Sequence[tuple[str, str]]]:
    """The bodies that a search form is a name of, each with the name as written."""
    found: dict[str, list[tuple[str, str]]] = {}
    for body in _bodies().values():
        for name in (*body.names, *body.english):
            key = fold_key(name)
            if len(key) > 1:
                found.setdefault(key, []).append((body.means, name))
    return found


def _body(body: _Body, via: str) -> Candidate:
    return Candidate(body.means, body.names[0], body.english[0] if body.english else "", via, body.kind)


def _place(place: Place, via: str) -> Candidate:
    return Candidate(
        place.id,
        place.name,
        place.english,
        via,
        place.kind,
        place.country or "",
        place.admin1 or "",
        place.lat,
        place.lon,
    )
