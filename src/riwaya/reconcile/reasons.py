"""Why two incidents are, or are not, one event: every comparison in words, with what it weighs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from riwaya.reconcile.features import Features
from riwaya.reconcile.grouping import can_be_one, kilometres
from riwaya.reconcile.link import COMPARISONS, Scored, score_each
from riwaya.reconcile.settings import Weights, load_weights

_OUTCOMES = {1: "killed", 2: "injured", 3: "killed or injured", 4: "detained", 5: "missing", 6: "displaced"}


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of the waterfall: a comparison, its level, what it adds in bits, the sum after it, and the words."""

    comparison: str
    level: str
    bits: float
    total: float
    words: str


@dataclass(frozen=True, slots=True)
class Why:
    """The whole account of a pair: its weight, the threshold, the steps, and what speaks against one event outright."""

    left: str
    right: str
    weight: float
    threshold: float
    steps: tuple[Step, ...]
    against: tuple[str, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """The words of what was compared, without what was not told."""
        return tuple(step.words for step in self.steps if step.bits and step.comparison != "prior")


def why(one: Iterable[Features], other: Iterable[Features], weights: Weights | None = None) -> Why | None:
    """Compares incidents with others, whether or not they would meet in a run: the two that are likest, and why.

    None where there are no two to be compared.
    """
    weights = weights or load_weights()
    ones, others = ({row.id: row for row in rows} for rows in (one, other))
    rows = {**ones, **others}
    for pair in score_each(list(rows.values()), weights) if len(rows) > 1 else ():
        if (pair.left in ones and pair.right in others) or (pair.left in others and pair.right in ones):
            return explain(pair, rows[pair.left], rows[pair.right], weights)
    return None


def explain(pair: Scored, left: Features, right: Features, weights: Weights) -> Why:
    """The steps of a scored pair."""
    total = weights.start
    steps = [Step("prior", "", round(total, 2), round(total, 2), "before anything is compared")]
    for name, place in zip(COMPARISONS, pair.levels, strict=True):
        level = weights.level(name, place)
        bits = level.bits if level else 0.0
        total += bits
        words = _words(name, level.id, level.says, left, right) if level else f"{name}: not told by both"
        steps.append(Step(name, level.id if level else "", round(bits, 2), round(total, 2), words))
    against = [] if can_be_one(left, right) else [_apart(left, right)]
    return Why(left.id, right.id, round(pair.weight, 2), weights.threshold, tuple(steps), tuple(against))


def reasons(pair: Scored, left: Features, right: Features, weights: Weights) -> tuple[str, ...]:
    """What joins two incidents and what speaks against it, in words, the weightiest first."""
    steps = [step for step in explain(pair, left, right, weights).steps if step.comparison != "prior" and step.level]
    return tuple(step.words for step in sorted(steps, key=lambda step: (-step.bits, step.comparison)))


def _words(name: str, level: str, says: str, left: Features, right: Features) -> str:
    if name == "place":
        return _place(level, says, left, right)
    if name == "type":
        return (
            f"both {_plain(left.type)}"
            if level.startswith("same")
            else f"{says}: {_plain(left.type)} and {_plain(right.type)}"
        )
    if name in ("perpetrators", "targets"):
        one, other = (row.perpetrators if name == "perpetrators" else row.targets for row in (left, right))
        shared = sorted(set(one) & set(other))
        return f"{says}: {', '.join(shared)}" if shared else f"{says}: {', '.join(one)} and {', '.join(other)}"
    if name == "weapon":
        return f"{says}: {_plain(left.weapon or '?')}" + (
            "" if level == "same" else f" and {_plain(right.weapon or '?')}"
        )
    if name == "figures":
        return _figures(level, says, left, right)
    if name == "words":
        return f"{says}: {len(set(left.words) & set(right.words))}" if level in ("many", "some") else says
    return says


def _place(level: str, says: str, left: Features, right: Features) -> str:
    if None in (left.lat, left.lon, right.lat, right.lon) or level in ("same", "same_spot", "same_area"):
        return says
    apart = kilometres((left.lat or 0, left.lon or 0), (right.lat or 0, right.lon or 0))
    return f"{apart:.0f} km apart, {says}"


def _figures(level: str, says: str, left: Features, right: Features) -> str:
    shared = sorted(set(left.figures) & set(right.figures))
    if level in ("two", "equal") and shared:
        return f"{says}: {', '.join(f'{f % 1_000_000} {_OUTCOMES[f // 1_000_000]}' for f in shared)}"
    told = [
        f"{_span(a, b)} and {_span(c, d)} {outcome}"
        for outcome, a, b, c, d in (
            ("killed", left.killed_low, left.killed_high, right.killed_low, right.killed_high),
            ("injured", left.injured_low, left.injured_high, right.injured_low, right.injured_high),
        )
        if a is not None and c is not None
    ]
    return f"{says}: {'; '.join(told)}" if told else says


def _span(low: int | None, high: int | None) -> str:
    return f"{low}" if low == high else f"{low} to {high}"


def _apart(left: Features, right: Features) -> str:
    if left.report == right.report:
        return "one report tells them as two"
    return "the days, or the places, are too far apart for one happening"


def _plain(word: str) -> str:
    return word.replace("_", " ")


def strongest(pairs: Iterable[Scored], members: Iterable[str]) -> dict[str, Scored]:
    """For every member the heaviest pair that ties it to another member."""
    within = set(members)
    best: dict[str, Scored] = {}
    for pair in pairs:
        if pair.left in within and pair.right in within:
            for id in (pair.left, pair.right):
                if id not in best or pair.weight > best[id].weight:
                    best[id] = pair
    return best
