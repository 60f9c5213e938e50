"""Who counts as one voice: the primary speaker, or for speakers without a name the author who heard them.

Five sites that carry one agency are one source; so are copies and forwards. A party to an event speaks for itself,
and is counted apart from sources that stand outside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from riwaya.model import Claim, Incident, Report, Told
from riwaya.reconcile.bodies import GENERIC, Bodies, plain

OWN = frozenset({"outlet", "journalists"})
"""Speakers who are the report's own: the outlet, and its people on the spot."""


@dataclass(frozen=True, eq=False)
class Copies:
    """Which reports copy or forward which: report id → id of the original; and the reports' outlets."""

    original: Mapping[str, str] = field(default_factory=dict)
    outlets: Mapping[str, str | None] = field(default_factory=dict)

    def author(self, report: Report) -> str | None:
        """The outlet of the report that this one goes back to; its own where that is not at hand."""
        id, seen = report.id, set()
        while id in self.original and id not in seen:
            seen.add(id)
            id = self.original[id]
        return self.outlets.get(id, report.outlet) if id != report.id else report.outlet

    def root(self, report: str) -> str:
        """The report that this one goes back to."""
        seen = set()
        while report in self.original and report not in seen:
            seen.add(report)
            report = self.original[report]
        return report


def copies_of(
    tolds: Iterable[Told], original: Mapping[str, str] | None = None, outlets: Mapping[str, str | None] | None = None
) -> Copies:
    """The copies among these, with the outlets by which their authors are known; `outlets` has those of others."""
    return Copies(original or {}, {**(outlets or {}), **{told.report.id: told.report.outlet for told in tolds}})


def speaker_of(claim: Claim, report: Report, bodies: Bodies) -> str:
    """The id of a claim's speaker, or the name where it has none; the outlet's id for what it says in its own voice."""
    speaker = claim.speaker
    if speaker.actor in OWN:
        return bodies.outlet(report.outlet)
    return bodies.voice(speaker.actor) if speaker.actor else plain(speaker.name)


def source_of(claim: Claim, report: Report, bodies: Bodies, copies: Copies) -> str:
    """What a claim counts as: the named speaker; for one without a name or a voice of its own, who heard it."""
    actor = claim.speaker.actor
    if actor is not None and actor not in OWN | bodies.anonymous | GENERIC:
        return bodies.voice(actor)
    if actor is None:
        return plain(claim.speaker.name)
    return _author(claim, report, bodies, copies)


def _author(claim: Claim, report: Report, bodies: Bodies, copies: Copies) -> str:
    """The agency or channel nearest to the speaker, else the outlet of the report or of its original."""
    heard = [link for link in claim.chain if link.role in ("agency", "channel") and link.actor in bodies.kinds]
    if heard:
        return bodies.voice(heard[-1].actor or heard[-1].name)
    return bodies.outlet(copies.author(report))


def parties_of(incidents: Iterable[Incident], bodies: Bodies) -> frozenset[str]:
    """The bodies named on either side of an event: what they say of it is no outside account."""
    actors = (actor for incident in incidents for actor in (*incident.perpetrators, *incident.targets))
    return frozenset(bodies.body(a.actor) if a.actor else plain(a.name) for a in actors) - GENERIC


def independent(sources: Iterable[str], parties: frozenset[str]) -> tuple[str, ...]:
    """The sources that stand outside the event, each once."""
    return tuple(sorted({source for source in sources if source not in parties}))
