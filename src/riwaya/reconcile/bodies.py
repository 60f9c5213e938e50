"""Who stands behind a name: the body that a group is within, the party that an outlet speaks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from riwaya.arabic.fold import fold
from riwaya.lexicon.entries import ActorEntry, OutletEntry, SourceEntry
from riwaya.lexicon.load import Lexicon
from riwaya.model import Told

GENERIC = frozenset({"civilians", "unknown-gunmen", "protesters", "tribes", "residents"})
"""Ids that name no body: two of them, or one and a body, do not contradict each other."""


@dataclass(frozen=True, eq=False)
class Bodies:
    """What the word lists know of the ids: bodies, who fights whom, outlets, sources without a name."""

    within: Mapping[str, str] = field(default_factory=dict)
    voices: Mapping[str, str] = field(default_factory=dict)
    outlets: Mapping[str, str] = field(default_factory=dict)
    anonymous: frozenset[str] = frozenset()
    kinds: Mapping[str, str] = field(default_factory=dict)
    rivals: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def body(self, actor: str) -> str:
        """The id under which an actor is counted: of the outermost body it is within."""
        seen = set()
        while actor in self.within and actor not in seen:
            seen.add(actor)
            actor = self.within[actor]
        return actor

    def voice(self, source: str) -> str:
        """Whose words an outlet's own are: the party it belongs to, else itself."""
        return self.body(self.voices.get(source, source))

    def outlet(self, name: str | None) -> str:
        """The id of an outlet by its name, else its name in search form."""
        key = plain(name or "?")
        return self.voice(self.outlets.get(key, key))

    def together(self, named: Iterable[Iterable[str]]) -> dict[str, str]:
        """For each body one of those that it acts together with, the same for all of them.

        Two are together where half of those who name the rarer one name both, over any number of steps. Rivals are not:
        one of them was misread.
        """
        groups = [sorted({self.body(actor) for actor in actors}) for actors in named]
        alone = Counter(body for bodies in groups for body in bodies)
        both = Counter(pair for bodies in groups for pair in combinations(bodies, 2))
        leader: dict[str, str] = {}
        for (one, other), count in both.items():
            if other not in self.rivals.get(one, ()) and 2 * count >= min(alone[one], alone[other]):
                ends = [leader.setdefault(body, body) for body in (one, other)]
                leader |= {body: min(ends) for body, end in leader.items() if end in ends}
        return leader

    def act_together(self, one: str, other: str, leader: Mapping[str, str]) -> bool:
        """Whether two bodies act together, by what `together` found."""
        return other not in self.rivals.get(one, ()) and leader.get(one, one) == leader.get(other, other)

    def is_party(self, actor: str) -> bool:
        """Whether it is a body that can fight, not a monitor, an office or an outlet."""
        return self.kinds.get(actor, "source") not in ("source", "outlet")


@lru_cache(maxsize=50_000)
def plain(name: str) -> str:
    """A name in search form, as a key."""
    return " ".join(fold(name).text.replace('"', " ").split())


def spelled(tolds: Iterable[Told]) -> dict[str, str]:
    """How reports write the names that have no id, by the search form that stands for them in accounts."""
    found: dict[str, str] = {}
    for told in sorted(tolds, key=lambda told: (told.report.id, told.incident.id)):
        incident = told.incident
        actors = [*incident.perpetrators, *incident.targets, *(claim.speaker for claim in incident.claims)]
        for name in (told.report.outlet, *(actor.name for actor in actors if actor.actor is None)):
            if name:
                found.setdefault(plain(name), name)
    return found


def bodies_of(lexicon: Lexicon) -> Bodies:
    """What these word lists know."""
    actors = lexicon.all("actors", ActorEntry)
    outlets = [o for o in lexicon.all("outlets", OutletEntry) if o.kind != "medium"]
    names = {plain(name): actor.id for actor in actors if actor.kind == "source" for name in actor.names}
    names |= {plain(name): outlet.id for outlet in outlets for name in [*outlet.names, *outlet.english]}
    return Bodies(
        within={actor.id: actor.within for actor in actors if actor.within},
        voices={outlet.id: outlet.voice_of for outlet in outlets if outlet.voice_of},
        outlets=names,
        anonymous=frozenset(source.id for source in lexicon.all("sources", SourceEntry)),
        kinds={actor.id: actor.kind for actor in actors} | {outlet.id: "outlet" for outlet in outlets},
        rivals=lexicon.rivals,
    )


@lru_cache(maxsize=1)
def default_bodies() -> Bodies:
    """What our own word lists know."""
    from riwaya.lexicon import load_lexicon

    return bodies_of(load_lexicon())
