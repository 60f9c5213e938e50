"""The whole of reconciling as prose: rows, pairs, groups, accounts, grades. Pure functions of what they are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from riwaya.model import Event, Judgement, Membership, Told
from riwaya.reconcile.accounts import stand
from riwaya.reconcile.bodies import Bodies, default_bodies
from riwaya.reconcile.facts import facts_of
from riwaya.reconcile.features import Features, features_of
from riwaya.reconcile.grade import RuleSet, grade, load_rules, override
from riwaya.reconcile.grouping import connected, group
from riwaya.reconcile.independence import Copies, copies_of
from riwaya.reconcile.judging import Bound, Conflict, bind, standing_judgements
from riwaya.reconcile.link import Scored, order, score, score_new
from riwaya.reconcile.reasons import reasons, strongest
from riwaya.reconcile.settings import Weights, load_weights

KEPT_BELOW = 4.0
"""Bits under the threshold down to which pairs are kept: they join nothing, but they count when groups are joined."""


@dataclass(frozen=True, eq=False)
class Options:
    """What a run goes by: the words known, the weights, the rules of grading, which reports copy which, judgements.

    `outlets` are those of originals that are not among the incidents at hand, where only some are.
    """

    bodies: Bodies = field(default_factory=default_bodies)
    weights: Weights = field(default_factory=load_weights)
    rules: RuleSet = field(default_factory=load_rules)
    copies: Mapping[str, str] = field(default_factory=dict)
    outlets: Mapping[str, str | None] = field(default_factory=dict)
    judgements: Sequence[Judgement] = ()


@dataclass(frozen=True, eq=False)
class Reconciled:
    """Events, the pairs they rest on, judgements that contradict each other, and those whose words are gone."""

    events: tuple[Event, ...]
    pairs: tuple[Scored, ...]
    conflicts: tuple[Conflict, ...] = ()
    unplaced: tuple[Judgement, ...] = ()


def reconcile(tolds: Sequence[Told], options: Options | None = None) -> Reconciled:
    """The events of these incidents, all linked with all."""
    options = options or Options()
    return assemble(tolds, find_pairs(tolds, options), options)


def find_pairs(tolds: Sequence[Told], options: Options) -> list[Scored]:
    """The pairs worth keeping among these incidents."""
    return score(rows_of(tolds, options), options.weights, options.weights.threshold - KEPT_BELOW)


def find_new_pairs(new: Sequence[Told], old: Sequence[Told], options: Options) -> list[Scored]:
    """The pairs worth keeping that have a new incident in them: with those kept before, the same as all at once."""
    return score_new(
        rows_of(new, options), rows_of(old, options), options.weights, options.weights.threshold - KEPT_BELOW
    )


def touched(new: Iterable[str], pairs: Iterable[Scored], judged: Iterable[Told], options: Options) -> set[str]:
    """The incidents whose events must be made anew when incidents `new` come in, themselves among them.

    `pairs` are all that are kept, the new ones too; `judged` are the incidents that judgements may be about.
    """
    bound = bind(options.judgements, list(judged))
    return connected(new, pairs, options.weights.threshold, bound.rules)


def rows_of(tolds: Iterable[Told], options: Options) -> list[Features]:
    """The incidents as they are compared."""
    return [features_of(told, options.bodies) for told in tolds]


def assemble(tolds: Sequence[Told], pairs: Sequence[Scored], options: Options) -> Reconciled:
    """The events that scored pairs and judgements make of these incidents."""
    bound = bind(options.judgements, tolds)
    rows = {row.id: row for row in rows_of(tolds, options)}
    groups = group(list(rows.values()), pairs, options.weights.threshold, bound.rules)
    maker = _Maker(
        rows,
        bound,
        copies_of(tolds, options.copies, options.outlets),
        options,
        _by_member(pairs, options.weights.threshold),
    )
    by_id = {told.incident.id: told for told in tolds}
    events = [maker.event([by_id[id] for id in ids]) for ids in groups]
    return Reconciled(tuple(sorted(events, key=_by_id)), tuple(pairs), bound.conflicts, bound.unplaced)


def _by_id(event: Event) -> str:
    return event.id


def _by_member(pairs: Iterable[Scored], threshold: float) -> dict[str, list[Scored]]:
    found: dict[str, list[Scored]] = {}
    for pair in pairs:
        if pair.weight >= threshold:
            found.setdefault(pair.left, []).append(pair)
            found.setdefault(pair.right, []).append(pair)
    return found


@dataclass(frozen=True, eq=False)
class _Maker:
    """Makes the event of each group; what all groups share stands here once."""

    rows: Mapping[str, Features]
    bound: Bound
    copies: Copies
    options: Options
    links: Mapping[str, Sequence[Scored]]

    def event(self, tolds: Sequence[Told]) -> Event:
        """The event that these incidents are."""
        members = sorted(tolds, key=_age)
        standings = stand(members, self.options.bodies, self.copies)
        facts = facts_of(members, standings, self.options.bodies)
        given = override(grade(facts, self.options.rules), _about(members, self.options.judgements))
        near = {pair for told in members for pair in self.links.get(told.incident.id, ())}
        best = strongest(sorted(near, key=order), [told.incident.id for told in members])
        memberships = tuple(self._membership(told, best.get(told.incident.id)) for told in members)
        return Event(event_id(members), memberships, standings, facts.count("sources"), given)

    def _membership(self, told: Told, pair: Scored | None) -> Membership:
        id = told.incident.id
        judged = tuple(words for judged, words in self.bound.reasons.items() if id in judged)
        if pair is None:
            return Membership(id, told.report.id, judged, None)
        words = reasons(pair, self.rows[pair.left], self.rows[pair.right], self.options.weights)
        return Membership(id, told.report.id, (*judged, *words), pair.weight)


def event_id(members: Sequence[Told]) -> str:
    """The id of an event: it comes from its earliest incident, so that later reports do not change it."""
    first = min(members, key=_age)
    return sha256(f"event:{first.incident.id}".encode()).hexdigest()[:16]


def _age(told: Told) -> tuple[str, str, int, str]:
    published = told.report.published.isoformat() if told.report.published else "9999"
    return published, told.report.id, told.incident.trigger.start, told.incident.id


def _about(members: Sequence[Told], judgements: Iterable[Judgement]) -> list[Judgement]:
    """The standing judgements with a mark on one of these incidents."""
    triggers = {(told.report.id, told.incident.trigger) for told in members}
    return [
        judgement
        for judgement in standing_judgements(judgements)
        if any(
            mark.report == report and mark.span.start < span.end and span.start < mark.span.end
            for mark in judgement.marks
            for report, span in triggers
        )
    ]
