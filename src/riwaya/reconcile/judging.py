"""What persons decided about links: which judgements stand, whom they bind, where they contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from riwaya.model import Judgement, Mark, Span, Told
from riwaya.reconcile.grouping import Rules

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Judgements that cannot all bind, and the incidents they are about: shown, and none of them followed."""

    incidents: tuple[str, ...]
    judgements: tuple[str, ...]
    words: str


@dataclass(frozen=True, eq=False)
class Bound:
    """What the judgements come to for these incidents; `unplaced` name words that no incident stands at any more."""

    rules: Rules
    reasons: dict[Pair, str]
    conflicts: tuple[Conflict, ...] = ()
    unplaced: tuple[Judgement, ...] = ()


def standing_judgements(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The judgements that are not taken back, of all in their order; an undo taken back takes nothing back."""
    given = list(judgements)
    undone: set[str] = set()
    for _, judgement in sorted(enumerate(given), key=lambda p: (p[1].at, p[0]), reverse=True):
        if judgement.verdict == "undo" and judgement.id not in undone and judgement.undoes is not None:
            undone.add(judgement.undoes)
    return [j for j in given if j.verdict != "undo" and j.id not in undone]


@dataclass(frozen=True, slots=True)
class Stand:
    """Where an incident stands in its report: the words of its trigger."""

    report: str
    incident: str
    trigger: Span


def stands_of(tolds: Iterable[Told]) -> list[Stand]:
    """Where these incidents stand."""
    return [Stand(told.report.id, told.incident.id, told.incident.trigger) for told in tolds]


def judged_together(judgements: Iterable[Judgement], stands: Iterable[Stand], seeds: Iterable[str]) -> set[str]:
    """The incidents that the judgements `seeds` are about, and all that further judgements tie to them.

    Also those that do not stand any more count: what was taken back bound them before.
    """
    places, of, by = _Places(stands), {j.id: j for j in judgements}, defaultdict[object, list[str]](list)
    ties: dict[str, set[object]] = {}
    for id, judgement in of.items():
        found = [places.incident(mark) for mark in judgement.marks]
        ties[id] = {*judgement.marks, *(incident for incident in found if incident is not None)}
        ties[id] |= {("judgement", other) for other in (id, judgement.undoes) if other is not None}
        for tie in ties[id]:
            by[tie].append(id)
    reached: set[str] = set()
    front = {seed for seed in seeds if seed in of}
    while front:
        reached |= front
        front = {near for id in front for tie in ties[id] for near in by[tie]} - reached
    return {tie for id in reached for tie in ties[id] if isinstance(tie, str)}


def bind(judgements: Iterable[Judgement], stands: Iterable[Stand]) -> Bound:
    """The pairs that must, and must not, be one event. `unsure` keeps apart until somebody decides."""
    places = _Places(stands)
    same: dict[Pair, list[Judgement]] = {}
    apart: dict[Pair, list[Judgement]] = {}
    unplaced = []
    for judgement in standing_judgements(judgements):
        if judgement.verdict not in ("same", "different", "unsure"):
            continue
        ids = [places.incident(mark) for mark in judgement.marks]
        if None in ids or len(ids) < 2:
            unplaced.append(judgement)
            continue
        about = sorted({id for id in ids if id is not None})
        pairs = (
            pairwise(about) if judgement.verdict == "same" else combinations(about, 2)
        )  # each with the next suffices
        for pair in pairs:
            (same if judgement.verdict == "same" else apart).setdefault(pair, []).append(judgement)
    conflicts, dropped = _conflicts(same, apart)
    kept_same = {pair: said for pair, said in same.items() if pair not in dropped}
    kept_apart = {pair: said for pair, said in apart.items() if pair not in dropped}
    reasons = {pair: _words(said) for pair, said in {**kept_same, **kept_apart}.items()}
    return Bound(Rules(frozenset(kept_same), frozenset(kept_apart)), reasons, tuple(conflicts), tuple(unplaced))


class _Places:
    """Finds the incident that stands at a mark: the one whose trigger overlaps it, else whose words hold it."""

    def __init__(self, stands: Iterable[Stand]) -> None:
        self._of: dict[str, list[Stand]] = {}
        for stand in stands:
            self._of.setdefault(stand.report, []).append(stand)

    def incident(self, mark: Mark) -> str | None:
        """The id of the incident; None where the report tells none there any more."""
        found = [
            (abs(stand.trigger.start - mark.span.start), stand.incident)
            for stand in self._of.get(mark.report, [])
            if stand.trigger.start < mark.span.end and mark.span.start < stand.trigger.end
        ]
        return min(found)[1] if found else None


def _conflicts(
    same: dict[Pair, list[Judgement]], apart: dict[Pair, list[Judgement]]
) -> tuple[list[Conflict], set[Pair]]:
    """Chains of `same` that end in a pair kept apart; all judgements of such a chain are set aside."""
    conflicts, dropped = [], set()
    for pair in sorted(apart):
        chain = _chain(pair, same)
        if chain:
            said = [*apart[pair], *(j for link in chain for j in same[link])]
            incidents = tuple(sorted({id for link in [pair, *chain] for id in link}))
            words = "; ".join(dict.fromkeys(_said(judgement) for judgement in said))
            conflicts.append(Conflict(incidents, tuple(dict.fromkeys(j.id for j in said)), words))
            dropped |= {pair, *chain}
    return conflicts, dropped


def _chain(pair: Pair, same: dict[Pair, list[Judgement]]) -> list[Pair]:
    """The links of `same` that lead from one incident of a pair to the other, the fewest; none where none do."""
    start, goal = pair
    came: dict[str, str] = {start: start}
    front = [start]
    while front and goal not in came:
        following = []
        for at in front:
            for link in sorted(link for link in same if at in link):
                to = link[1] if link[0] == at else link[0]
                if to not in came:
                    came[to] = at
                    following.append(to)
        front = following
    links: list[Pair] = []
    at = goal
    while at in came and came[at] != at:
        before = came[at]
        links.append((min(at, before), max(at, before)))
        at = before
    return links


def _words(said: Sequence[Judgement]) -> str:
    return "; ".join(_said(judgement) for judgement in said)


def _said(judgement: Judgement) -> str:
    return f"judged {judgement.verdict} by {judgement.user} on {judgement.at}" + (
        f" ({judgement.reason})" if judgement.reason else ""
    )
