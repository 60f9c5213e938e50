"""Which body a name means in one report: by the countries it is about, and by whom it has named so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from riwaya.arabic.fold import fold_key
from riwaya.extract.gist import gist_of
from riwaya.extract.units import Unit
from riwaya.lexicon import Lexicon
from riwaya.lexicon.entries import ActorEntry, OutletEntry, PersonEntry, StateEntry
from riwaya.lexicon.match import Hit, Term

_OFFICES = frozenset("قياده وزاره وكاله شبكه".split())
"""Nouns that mean only a body that was named with them: every body has a command (القيادة)."""
_ABOUT = 2
"""How many of the countries that a report names it is about."""
_MILITIAS = frozenset("ميليشيا مليشيا ميليشيات مليشيات عصابه عصابات".split())
"""What a state's forces are called by their enemies; alone, with the article, it more likely means the rebels."""
_LOADED_HEADS = frozenset("ميليشيا مليشيا ميليشيات مليشيات عصابه عصابات احتلال عدو عدوان كيان".split())


@dataclass(eq=False)
class Bodies:
    """The bodies of one report: countries it is about, whom it has named so far, and where it first named each."""

    lexicon: Lexicon
    countries: tuple[str, ...]
    states: Mapping[str, StateEntry]
    rebel: str | None = None
    recent: dict[tuple[str, str, str], None] = field(default_factory=dict)
    names: dict[str, Unit] = field(default_factory=dict)
    forces: dict[tuple[str, str], Unit] = field(default_factory=dict)
    """Where the report first names a state's army or police together with its country: by body and kind, or "" for either."""
    flying: str | None = None
    """Whose aircraft were named last."""

    @property
    def country(self) -> str | None:
        """The country that the report is mostly about (ISO 3166)."""
        return self.countries[0] if self.countries else None

    def state_actor(self) -> str | None:
        """The government that unqualified words for army, police or ministry mean in this report."""
        for iso in self.countries:
            if iso in self.states:
                return self.states[iso].actor
        return None

    def of_state(self, body: str) -> bool:
        """Whether a body is a state, by one of the names under which states act."""
        return any(state.actor == body for state in self.states.values())

    def remember(self, body: str, entry: str, name: str) -> None:
        """Keeps who was named, each naming once, for the words that refer back."""
        self.recent.pop((body, entry, name), None)
        self.recent[body, entry, name] = None

    def referred(self, word: str) -> tuple[str, str] | None:
        """(body, name) that a definite noun such as التنظيم stands for: the last one named with that noun, or that may be."""
        noun = word[2:] if word.startswith("ال") else word
        if noun in _OFFICES:
            spelt = (noun, f"ال{noun}")
            return next(((b, n) for b, _, n in reversed(self.recent) if n.split(" ", 1)[0] in spelt), None)
        for body, entry, name in reversed(self.recent):
            if noun in _heads(self.lexicon, entry):
                return body, name
        return None

    def rebellious(self, entry: str) -> bool:
        """Whether a name is one of an armed group that fights states, and so has neither soldiers nor police."""
        sourced = self.lexicon.entries["actors"].get(entry)
        return sourced is not None and sourced.entry.kind in ("rebel", "source")

    def last_armed(self) -> tuple[str, str] | None:
        """(body, name) of the armed group named last."""
        actors = self.lexicon.entries["actors"]
        for body, entry, name in reversed(self.recent):
            if entry in actors and actors[entry].entry.kind in ("rebel", "political_militia"):
                return body, name
        return None


@lru_cache(maxsize=64)
def flag(lexicon: Lexicon, word: str) -> str | None:
    """The body that acts for the nation whose feminine adjective a word is, in search form."""
    return _flags(lexicon).get(word)


@lru_cache(maxsize=4)
def _flags(lexicon: Lexicon) -> Mapping[str, str]:
    states = (s.entry for s in lexicon.entries["states"].values())
    return {f"{fold_key(word)}ه": lexicon.body(s.actor) for s in states for word in s.adjective}


@lru_cache(maxsize=8192)
def _heads(lexicon: Lexicon, entry: str) -> frozenset[str]:
    sourced = lexicon.entries["actors"].get(entry)
    if sourced is None:
        return frozenset()
    heads = {n.split()[0].removeprefix("ال") for n in map(fold_key, sourced.entry.names)}
    loaded = {n.split()[0].removeprefix("ال") for n in map(fold_key, sourced.entry.loaded)}
    if sourced.entry.kind == "state_forces":
        loaded -= _MILITIAS
    return frozenset(heads | (loaded & _LOADED_HEADS))


def rebel_of(hits: Iterable[Hit], bodies: Bodies) -> str | None:
    """The armed body beside the state that a report names most: whom المتمردون or المسلحون mean in it."""
    named: dict[str, int] = {}
    for hit in hits:
        term = body_meant(hit.terms, bodies) if gist_of(hit).actor else None
        if term is not None and term.entry.kind in ("rebel", "political_militia"):
            body = bodies.lexicon.body(term.id)
            if not _fights_for_a_state(bodies.lexicon, body):
                named[body] = named.get(body, 0) + 1
    return min(named, key=lambda body: (-named[body], body)) if named else None


def _fights_for_a_state(lexicon: Lexicon, body: str) -> bool:
    """Whether a body is a state's forces, of which militias on its side are part (a popular resistance beside the army)."""
    around = lexicon.entries["actors"].get(body)
    return around is not None and around.entry.kind == "state_forces"


def body_meant(terms: tuple[Term, ...], bodies: Bodies) -> Term | None:
    """The body that a name means in this report, if it is a body's."""
    actors = (t for t in nearest_first(terms, bodies) if t.kind == "actor" and t.tense != "joined")
    return next((t for t in actors if is_meant(t.entry, t.form, bodies)), None)


def is_meant(entry: ActorEntry | OutletEntry | PersonEntry, form: str, bodies: Bodies) -> bool:
    """An ambiguous name means the body only in reports about its countries."""
    return _rank(entry, form, bodies) is not None


def _rank(entry: ActorEntry | OutletEntry | PersonEntry, form: str, bodies: Bodies) -> int | None:
    """How near a report is to the countries in which a name means the body, 0 the nearest; None where it means another."""
    for name, countries in entry.only_in.items():
        if fold_key(name) == form:
            return next((at for at, iso in enumerate(bodies.countries[:_ABOUT]) if iso in countries), None)
    return _ABOUT


def nearest_first(terms: tuple[Term, ...], bodies: Bodies) -> Sequence[Term]:
    """The meanings of a name; of several bodies that bear it, first the one of the report's own countries."""
    if len(terms) < 2 or sum(t.kind == "actor" and isinstance(t.entry, ActorEntry) for t in terms) < 2:
        return terms
    ranked = [(_rank(t.entry, t.form, bodies) if t.kind == "actor" else _ABOUT, t) for t in terms]
    return [t for _, t in sorted(((_ABOUT if rank is None else rank, t) for rank, t in ranked), key=_first)]


def _first(ranked: tuple[int, Term]) -> int:
    return ranked[0]
