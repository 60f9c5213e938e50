"""Totals of what a policy left of the tolls: nothing is counted twice, and an open upper bound stays open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from riwaya.export.codes import actor_codes
from riwaya.export.selection import Decided, Figure, Names
from riwaya.model import Outcome


def total(decided: Decided, outcome: Outcome) -> Figure | None:
    """The figure for everybody: the one said of all, else the parts added up; None where nothing is said."""
    figures = [figure for figure in decided.tolls if figure.outcome == outcome]
    whole = [figure for figure in figures if figure.victims is None]
    return whole[0] if whole else added(figures)


def of_civilians(decided: Decided, outcome: Outcome, names: Names) -> Figure | None:
    """The figure for those who are no fighters, where one is said."""
    return added([f for f in decided.tolls if f.outcome == outcome and f.victims and is_civilian(f.victims, names)])


def of_body(decided: Decided, outcome: Outcome, bodies: Iterable[str]) -> Figure | None:
    """The figure for members of these bodies, where one is said."""
    wanted = frozenset(bodies)
    return added([figure for figure in decided.tolls if figure.outcome == outcome and figure.victims in wanted])


def is_civilian(victims: str, names: Names) -> bool:
    """Whether a body's members are no fighters."""
    fixed = actor_codes().fixed.get(victims)
    kind = fixed.kind if fixed else names.actors[victims].kind if victims in names.actors else "unknown"
    codes = actor_codes().classes.get(kind)
    return codes is not None and codes.side == "civilians"


def added(figures: Sequence[Figure]) -> Figure | None:
    """Disjoint parts added up; an unknown bound of a part is an unknown bound of the whole."""
    if not figures:
        return None
    if len(figures) == 1:
        return figures[0]
    return Figure(
        figures[0].outcome,
        sum(figure.low or 0 for figure in figures),
        _sum([figure.high for figure in figures]),
        None,
        _sum([figure.best for figure in figures]),
    )


def best(figure: Figure | None) -> int:
    """The one number of a figure for a layout that has no other: the policy's choice, else the low bound, else 0."""
    if figure is None:
        return 0
    return figure.best if figure.best is not None else figure.low or 0


def _sum(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None
