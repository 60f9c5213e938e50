"""Groups linked incidents into events: the strongest links first, and never a group that cannot be one happening."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from riwaya.reconcile.features import Features
from riwaya.reconcile.link import Scored, order

_DAYS_APART = 1
"""Members of one event are told of days at most this far apart: a dateline may be off by one."""
_KM_APART = 20
"""Km that two spots of one event may lie apart, beyond the radii of both."""
_SILENT = -3.0
"""Bits that a pair counts in the average when it was too unlike to be kept."""
_ENOUGH = 0.0
"""Bits that the pairs between two groups must weigh on average, for the groups to become one."""


@dataclass(frozen=True, eq=False)
class Rules:
    """What binds a grouping beyond the weights: pairs that a person judged the same, and pairs kept apart."""

    same: frozenset[tuple[str, str]] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Member:
    """What grouping needs to know of a row: days as ordinals, the point, km."""

    id: str
    report: str
    first: int | None
    last: int | None
    lat: float | None
    lon: float | None
    radius: float | None
    reach: float | None
    admin1: str | None


def member_of(row: Features) -> Member:
    """The row, as far as grouping needs it."""
    return Member(
        row.id, row.report, row.first, row.last, row.lat, row.lon, row.radius, row.reach, row.admin1
    )  # fmt: skip


def group(
    rows: Iterable[Features | Member], pairs: Iterable[Scored], threshold: float, rules: Rules | None = None
) -> list[tuple[str, ...]]:
    """The ids of each event's incidents, every row in exactly one; the same rows and pairs give the same groups.

    `pairs` may hold pairs below the threshold: they join nothing, but they count in the average.
    """
    rules = rules or Rules()
    work = _Grouping({row.id: row for row in rows}, rules)
    known = [pair for pair in pairs if pair.left in work.rows and pair.right in work.rows]
    work.weights = {(pair.left, pair.right): pair.weight for pair in known}
    for left, right in sorted(rules.same):
        if left in work.rows and right in work.rows:
            work.join(left, right)
    for pair in sorted(known, key=order):
        if pair.weight < threshold:
            break
        if work.group_of[pair.left] != work.group_of[pair.right] and work.may_join(pair.left, pair.right):
            work.join(pair.left, pair.right)
    work.settle([pair for pair in known if pair.weight >= threshold])
    return sorted(tuple(sorted(members)) for members in work.members.values())


class _Grouping:
    def __init__(self, rows: Mapping[str, Features | Member], rules: Rules) -> None:
        self.rows = rows
        self.rules = rules
        self.weights: dict[tuple[str, str], float] = {}
        self.group_of = {id: id for id in rows}
        self.members = {id: [id] for id in rows}

    def join(self, left: str, right: str) -> None:
        """Makes one group of the groups of two incidents."""
        keep, go = sorted((self.group_of[left], self.group_of[right]))
        if keep != go:
            for id in self.members[go]:
                self.group_of[id] = keep
            self.members[keep] += self.members.pop(go)

    def may_join(self, left: str, right: str) -> bool:
        """Whether all members of both groups can be one happening."""
        one, other = self.members[self.group_of[left]], self.members[self.group_of[right]]
        total = 0.0
        for a in one:
            for b in other:
                if not self._can_be_one(a, b):
                    return False
                total += self._weight(a, b)
        return total / (len(one) * len(other)) >= _ENOUGH

    def settle(self, links: Iterable[Scored]) -> None:
        """Moves incidents, once and in the order of their ids, to groups that fit them better than their own."""
        near: dict[str, set[str]] = {}
        for pair in links:
            near.setdefault(pair.left, set()).add(pair.right)
            near.setdefault(pair.right, set()).add(pair.left)
        bound = {id for pair in self.rules.same for id in pair}
        for id in sorted(near.keys() - bound):
            home = self.group_of[id]
            pulls = {
                group: self._pull(id, group) for group in sorted({self.group_of[other] for other in near[id]} | {home})
            }
            best = max(pulls, key=lambda group: (pulls[group], group == home))
            if best != home:
                self.members[home].remove(id)
                self.members[best].append(id)
                self.group_of[id] = best
                if not self.members[home]:
                    del self.members[home]

    def _pull(self, id: str, group: str) -> float:
        """How well a group fits an incident, in bits; of two that fit alike, the one that more reports tell of."""
        others = [other for other in self.members[group] if other != id]
        if not others or not all(self._can_be_one(id, other) for other in others):
            return -math.inf
        fit = sum(self._weight(id, other) for other in others) / len(others)
        return fit + math.log2(len(others)) if fit >= _ENOUGH else -math.inf

    def _can_be_one(self, one: str, other: str) -> bool:
        return _ordered(one, other) not in self.rules.apart and can_be_one(self.rows[one], self.rows[other])

    def _weight(self, one: str, other: str) -> float:
        silent = 0.0 if _undated(self.rows[one], self.rows[other]) else _SILENT
        return self.weights.get(_ordered(one, other), silent)


def _ordered(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _undated(one: Features | Member, other: Features | Member) -> bool:
    return one.first is None or other.first is None


def can_be_one(one: Features | Member, other: Features | Member) -> bool:
    """Whether two incidents can be one happening: of different reports, days and places not apart."""
    if one.report == other.report:
        return False
    if one.first is not None and other.first is not None and one.last is not None and other.last is not None:
        gap = max(one.first, other.first) - min(one.last, other.last)
        if gap > _DAYS_APART:
            return False
    return not _places_apart(one, other)


def _places_apart(one: Features | Member, other: Features | Member) -> bool:
    if one.lat is None or other.lat is None or one.lon is None or other.lon is None:
        return False
    apart = kilometres((one.lat, one.lon), (other.lat, other.lon))
    wide, small = (choose(_radius(one, other), _radius(other, one)) for choose in (max, min))
    return apart > wide + min(small, _KM_APART) + _KM_APART


def _radius(one: Features | Member, other: Features | Member) -> float:
    """Km around a place; a town named like its governorate may stand for it, against places of that governorate."""
    within = one.admin1 is not None and one.admin1 == other.admin1
    return (one.reach if within else one.radius) or 5.0


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Km between two points (latitude, longitude in degrees), the earth taken as flat."""
    narrow = math.cos(math.radians((one[0] + other[0]) / 2))
    return 111.2 * math.hypot(one[0] - other[0], (one[1] - other[1]) * narrow)
