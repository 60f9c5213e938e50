"""Which incidents are made into events together: those that links tie over any number of steps, in bundles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from riwaya.batch.columns import schema
from riwaya.batch.storing import rows_in, table

SIZE = 5_000
"""Incidents of a bundle, more or less; what is tied is never parted."""

TOLD = """
SELECT b.bundle, b.report, b.incidents, r.title, r.text, r.outlet, r.url, r.published, r.author, r.forwarded_from,
       r.sha256, r.reckoned, r.countries, r.read
FROM (
    SELECT coalesce(b.bundle, {first} + i.partition) AS bundle, i.report, array_agg(i.id) AS incidents
    FROM incidents AS i LEFT JOIN bundles AS b ON i.id = b.incident WHERE i.newest GROUP BY 1, 2
) AS b JOIN reports AS r ON r.id = b.report
"""
"""The reports of each bundle, each with the incidents wanted of it; what nothing ties goes by its partition."""

PAIRS = """
SELECT b.bundle, l.* FROM links AS l JOIN bundles AS b ON l.one = b.incident
JOIN bundles AS c ON l.other = c.incident AND b.bundle = c.bundle
"""
"""The pairs of each bundle."""


def bundle(links: list[Path], threshold: float, to: Path, size: int = SIZE) -> int:
    """Writes the bundle of every incident that has a link; returns how many bundles there are."""
    strong = ((row["one"], row["other"]) for row in rows_in(links, ["one", "other", "weight"])
              if row["weight"] >= threshold)  # fmt: skip
    number = held = 0
    with table(to, schema("bundles")) as rows:
        for tied in tied_together(strong):
            if held and held + len(tied) > size:
                number, held = number + 1, 0
            held += len(tied)
            for incident in tied:
                rows.add({"incident": incident, "bundle": number})
    return number + 1 if held else 0


def tied_together(pairs: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    """Sets of ids that pairs tie over any number of steps, each sorted, the set of the first id first.

    >>> list(tied_together([("b", "c"), ("x", "y"), ("a", "c")]))
    [['a', 'b', 'c'], ['x', 'y']]
    """
    head: dict[str, str] = {}

    def first(id_: str) -> str:
        while head[id_] != id_:
            head[id_] = head[head[id_]]
            id_ = head[id_]
        return id_

    for one, other in pairs:
        a, b = first(head.setdefault(one, one)), first(head.setdefault(other, other))
        head[max(a, b)] = min(a, b)
    sets: dict[str, list[str]] = {}
    for id_ in sorted(head):
        sets.setdefault(first(id_), []).append(id_)
    yield from (sets[id_] for id_ in sorted(sets))
