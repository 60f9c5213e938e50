"""The whole of reconciling as prose: rows, pairs, groups, accounts, grades. Pure functions of what they are given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from riwaya.model import Event, Judgement, Membership, Span, Told
from riwaya.reconcile.accounts import stand
from riwaya.reconcile.bodies import Bodies, default_bodies
from riwaya.reconcile.correcting import corrected, corrections_by_report
from riwaya.reconcile.facts import facts_of
from riwaya.reconcile.features import Features, features_of, meeting
from riwaya.reconcile.grade import RuleSet, grade, load_rules, override
from riwaya.reconcile.grouping import group
from riwaya.reconcile.independence import Copies, copies_of
from riwaya.reconcile.judging import Bound, Conflict, Pair, bind, standing_judgements, stands_of
from riwaya.reconcile.link import Scored, order, score, score_new
from riwaya.reconcile.reasons import reasons, strongest
from riwaya.reconcile.settings import Weights, load_weights

KEPT_BELOW = 4.0
"""Bits under the threshold down to which pairs are kept: they join nothing, but they count when groups are joined."""


@dataclass(frozen=True, eq=False)
class Options:
    """What a run goes by: the words known, the weights, the rules of grading, which reports copy which, judgements.

    `outlets` are those of originals by their ids: an original need not be among the reports at hand.
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


def find_new_pairs(new: Sequence[Features], old: Sequence[Features], options: Options) -> list[Scored]:
    """The pairs worth keeping that have a new incident in them: with those kept before, the same as all at once."""
    near = meeting(new, old)
    return score_new(new, near, options.weights, options.weights.threshold - KEPT_BELOW)


def rows_of(tolds: Iterable[Told], options: Options) -> list[Features]:
    """The incidents as they are compared."""
    return [features_of(told, options.bodies) for told in tolds]


def assemble(
    tolds: Sequence[Told], pairs: Sequence[Scored], options: Options, bound: Bound | None = None
) -> Reconciled:
    """The events that scored pairs and judgements make of these incidents.

    `bound` is what the judgements come to; it must be told where incidents are left out that they are about.
    """
    bound = bound or bind(options.judgements, stands_of(tolds))
    rows = {row.id: row for row in rows_of(tolds, options)}
    groups = group(list(rows.values()), pairs, options.weights.threshold, bound.rules)
    copies = copies_of(tolds, options.copies, options.outlets)
    maker = _Maker(rows, bound, copies, options, _by_member(pairs, options.weights.threshold))
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
    judged: Mapping[str, Sequence[tuple[Pair, str]]] = field(init=False)
    marked: Mapping[str, Sequence[tuple[int, Judgement]]] = field(init=False)
    corrections: Mapping[str, Sequence[Judgement]] = field(init=False)

    def __post_init__(self) -> None:
        judged: dict[str, list[tuple[Pair, str]]] = defaultdict(list)
        for pair, words in self.bound.reasons.items():
            for id in pair:
                judged[id].append((pair, words))
        marked: dict[str, list[tuple[int, Judgement]]] = defaultdict(list)
        for place, judgement in enumerate(standing_judgements(self.options.judgements)):
            for report in dict.fromkeys(mark.report for mark in judgement.marks):
                marked[report].append((place, judgement))
        right = corrections_by_report(standing_judgements(self.options.judgements))
        object.__setattr__(self, "corrections", right)
        object.__setattr__(self, "judged", judged)
        object.__setattr__(self, "marked", marked)

    def event(self, tolds: Sequence[Told]) -> Event:
        """The event that these incidents are."""
        members = sorted(tolds, key=_age)
        right = [corrected(told, self.corrections.get(told.report.id, ())) for told in members]
        standings = stand(right, self.options.bodies, self.copies)
        facts = facts_of([one.told for one in right], standings, self.options.bodies)
        given = override(grade(facts, self.options.rules), self._about(members))
        near = {pair for told in members for pair in self.links.get(told.incident.id, ())}
        best = strongest(sorted(near, key=order), [told.incident.id for told in members])
        memberships = tuple(self._membership(told, best.get(told.incident.id)) for told in members)
        return Event(event_id(members), memberships, standings, facts.count("sources"), given)

    def _membership(self, told: Told, pair: Scored | None) -> Membership:
        id = told.incident.id
        judged = tuple(words for _, words in sorted(self.judged.get(id, ())))
        if pair is None:
            return Membership(id, told.report.id, judged, None)
        words = reasons(pair, self.rows[pair.left], self.rows[pair.right], self.options.weights)
        return Membership(id, told.report.id, (*judged, *words), pair.weight)

    def _about(self, members: Sequence[Told]) -> list[Judgement]:
        """The standing judgements with a mark on one of these incidents, in their order."""
        found = {
            place: judgement
            for told in members
            for place, judgement in self.marked.get(told.report.id, ())
            if any(
                mark.report == told.report.id and _overlap(mark.span, told.incident.trigger) for mark in judgement.marks
            )
        }
        return [found[place] for place in sorted(found)]


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def event_id(members: Sequence[Told]) -> str:
    """The id of an event: it comes from its earliest incident, so that later reports do not change it."""
    first = min(members, key=_age)
    return sha256(f"event:{first.incident.id}".encode()).hexdigest()[:16]


def _age(told: Told) -> tuple[str, str, int, str]:
    published = told.report.published.isoformat() if told.report.published else "9999"
    return published, told.report.id, told.incident.trigger.start, told.incident.id
