"""What one spelling adds to what a report is about, worked out once for all its uses."""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.arabic.fold import fold_key
from riwaya.lexicon.entries import StateEntry
from riwaya.lexicon.match import Hit, Term

_TELLING = frozenset({"trigger", "outcome", "weapon"})
_PEACEFUL = frozenset({"calm", "metaphor"})
_UNMEANT = frozenset({"accident", "fire"})


@dataclass(frozen=True, slots=True, eq=False)
class Gist:
    """What the meanings of a spelling tell together.

    It is of `harm`, `tells` of it (or counts it), `says` something, or belongs to a `site`'s own words; `calm` and `war`,
    `mishap` and `violence` are weighed against each other over a report; `countries` with the points for each.
    """

    harm: bool
    tells: bool
    says: bool
    site: bool
    calm: int
    war: int
    mishap: int
    violence: int
    countries: tuple[tuple[str, int], ...]
    actor: Term | None


def gist_of(hit: Hit) -> Gist:
    """The gist of what was found; kept with the meanings of the spelling."""
    gist: Gist | None = hit.meanings.gist
    if gist is None:
        gist = hit.meanings.gist = _gist(hit.terms)
    return gist


def _gist(terms: tuple[Term, ...]) -> Gist:
    kinds = {term.kind for term in terms}
    groups = {term.id for term in terms if term.kind == "word"}
    triggers = [term.entry.strength for term in terms if term.kind == "trigger"]
    harm = not _TELLING.isdisjoint(kinds)
    return Gist(
        harm=harm,
        tells=harm or "toll_word" in groups,
        says="speech" in kinds,
        site="site" in groups,
        calm=len(groups & _PEACEFUL),
        war=sum(2 if strength == "strong" else 1 for strength in triggers)
        + sum(term.kind in ("outcome", "actor", "victim") for term in terms),
        mishap=len(groups & _UNMEANT),
        violence=triggers.count("strong") + sum(term.kind == "weapon" for term in terms),
        countries=tuple(points for term in terms for points in _speaks_for(term)),
        actor=next((term for term in terms if term.kind == "actor" and term.tense != "joined"), None),
    )


def _speaks_for(term: Term) -> tuple[tuple[str, int], ...]:
    """The countries that a word names or belongs to, and how much each of its uses counts for them."""
    entry = term.entry
    if term.kind == "state":
        return ((entry.iso, 3 if term.form == "name" else 1),)
    if term.kind == "adjective":
        return ((entry.iso, 2),) if isinstance(entry, StateEntry) else ()
    if term.kind == "place":
        sure = entry.known and not entry.doubtful and len(entry.countries) == 1
        return tuple((iso, 2) for iso in entry.countries) if sure else ()
    if term.kind != "actor" or term.tense == "joined" or any(fold_key(name) == term.form for name in entry.only_in):
        return ()
    return tuple((iso, 1) for iso in entry.countries[:2])
