"""What a rule set of grades can ask about an event: named facts, worked out from its accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from riwaya.model import Account, Claim, Holder, Standing, Told
from riwaya.reconcile.bodies import GENERIC, Bodies, plain
from riwaya.reconcile.independence import independent, parties_of
from riwaya.reconcile.telling import only_speaking

Value = bool | int | tuple[str, ...]
FACTS: dict[str, str] = {
    "sources": "sources that stand outside the event, each counted once",
    "accounts": "sources of any kind, the parties among them",
    "accepted": "parties that are accused and themselves say so, or grant it",
    "denied": "accused parties that deny the event, their part in it, or its dead",
    "accused": "bodies that somebody names as perpetrator",
    "rival_claims": "bodies of different sides that are each named as perpetrator, by different speakers",
    "harm": "whether anybody tells of killed or injured",
    "civilian_harm": "whether anybody tells of civilians among the harmed",
    "combatants_only": "whether all who say who was harmed name fighters, and nobody disputes it",
    "other_accepts": "whether one body is accused and another takes it on itself",
    "disputed": "attributes on which the accounts cannot all hold",
    "event_denied": "speakers who deny that it happened",
}
"""The facts by name, and what each means."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one event; `names` tells who is counted, for the reasons."""

    values: dict[str, Value]

    def count(self, name: str) -> int:
        """A fact as a number: of names how many, of yes and no one or nothing."""
        value = self.values[name]
        return len(value) if isinstance(value, tuple) else int(value)

    def words(self, name: str) -> str:
        """Who or what is counted, in words."""
        value = self.values[name]
        return ", ".join(value) if isinstance(value, tuple) else str(value)


def facts_of(tolds: Sequence[Told], standings: Sequence[Standing], bodies: Bodies) -> Facts:
    """The facts of an event."""
    by_name = {standing.attribute: standing for standing in standings}
    parties = parties_of((told.incident for told in tolds), bodies)
    holders = [h for s in standings for a in s.accounts for h in a.holders]
    perpetrators = by_name.get("perpetrator")
    accused = _accused(perpetrators, bodies)
    denied = _deniers(standings, accused, bodies)
    owning = _owning(tolds, bodies)
    struck = _counted(by_name.get("target"), bodies)
    doing = _counted(perpetrators, bodies)
    owned = {body for body in owning if len(struck.get(body, ())) <= len(doing.get(body, ()))}
    accepted = tuple(sorted(body for body in accused if body in owned and body not in denied))
    victims = {a.victims for s in standings for a in s.accounts if s.attribute in _HARM and a.low}
    targets = by_name.get("target")
    civilians = "civilians" in victims or _named(targets) & _CIVILIANS
    armed = {v for v in victims if v is not None}
    return Facts(
        {
            "sources": independent((holder.source for holder in holders), parties),
            "accounts": tuple(sorted({holder.source for holder in holders})),
            "accepted": accepted,
            "denied": denied,
            "accused": accused,
            "rival_claims": _rivals(perpetrators, accused, tolds, bodies),
            "harm": bool(victims),
            "civilian_harm": bool(civilians) and bool(victims),
            "combatants_only": bool(armed) and not civilians and all(bodies.is_party(v) for v in armed)
            and (targets is None or targets.state != "disputed"),
            "other_accepts": bool(accepted) and bool(denied) and not set(accepted) & set(denied),
            "disputed": tuple(s.attribute for s in standings if s.state == "disputed"),
            "event_denied": tuple(sorted({h.speaker for a in _accounts(by_name.get("event")) for h in a.deniers})),
        }
    )  # fmt: skip


_MANY, _HARDLY = 10, 0.2
"""Of so many claims that name a doer or more, the share below which a body is rather misread than accused."""
_HARM = ("killed", "injured", "killed_or_injured")
_CIVILIANS = frozenset({"civilians", "residents", "protesters"})


def _accounts(standing: Standing | None) -> Iterable[Account]:
    return standing.accounts if standing else ()


def _named(standing: Standing | None) -> set[str]:
    return {account.value for account in _accounts(standing) if account.holders and account.value}


def _accused(standing: Standing | None, bodies: Bodies) -> tuple[str, ...]:
    """The bodies named as the doer, without those that hardly anybody names of the many who name one."""
    naming = _counted(standing, bodies)
    everybody: set[tuple[str, int]] = set().union(*naming.values())
    least = _HARDLY * len(everybody) if len(everybody) >= _MANY else 0
    return tuple(sorted({body for body, told in naming.items() if len(told) >= least} - GENERIC))


def _counted(standing: Standing | None, bodies: Bodies) -> dict[str, set[tuple[str, int]]]:
    """Which claims name each body."""
    naming: dict[str, set[tuple[str, int]]] = {}
    for account in _accounts(standing):
        if account.value:
            told = {(holder.incident, holder.claim) for holder in account.holders}
            naming.setdefault(bodies.body(account.value), set()).update(told)
    return naming


def _deniers(standings: Iterable[Standing], accused: Iterable[str], bodies: Bodies) -> tuple[str, ...]:
    holders: list[Holder] = [
        h for s in standings if s.attribute in ("event", "perpetrator", *_HARM) for a in s.accounts for h in a.deniers
    ]
    return tuple(sorted({bodies.body(h.speaker) for h in holders} & set(accused)))


def _owning(tolds: Iterable[Told], bodies: Bodies) -> set[str]:
    """The bodies that say they did it: they name themselves as the doer, or tell how many of another body were harmed.

    One that only speaks of the event, or has no comment, does not.
    """
    found = set()
    for incident, speaking in ((told.incident, only_speaking(told)) for told in tolds):
        doers: dict[str, tuple[int, ...]] = {}
        for actor in incident.perpetrators:
            if actor.actor and actor.actor not in speaking:
                body = bodies.body(actor.actor)
                doers[body] = doers.get(body, ()) + actor.according_to
        for at, claim in enumerate(incident.claims):
            body = bodies.body(claim.speaker.actor) if claim.speaker.actor else ""
            if body in doers and claim.stance != "denies" and (at in doers[body] or _boasts(claim, body, bodies)):
                found.add(body)
    return found


def _boasts(claim: Claim, body: str, bodies: Bodies) -> bool:
    harmed = {bodies.body(t.victims) for t in claim.tolls if t.victims and t.min and t.outcome in _HARM}
    return any(other != body and bodies.is_party(other) for other in harmed - GENERIC)


def _rivals(
    standing: Standing | None, accused: Sequence[str], tolds: Iterable[Told], bodies: Bodies
) -> tuple[str, ...]:
    """The accused, where two of them are not named together by anybody, and the accounts cannot all hold."""
    named = [[a.actor or plain(a.name) for a in told.incident.perpetrators] for told in tolds]
    leader = bodies.together(named)
    apart = any(not bodies.act_together(one, other, leader) for one, other in combinations(accused, 2))
    return tuple(accused) if standing is not None and standing.state == "disputed" and apart else ()
