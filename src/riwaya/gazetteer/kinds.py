"""How far a place of each kind extends when nothing better is known."""

from __future__ import annotations

RADIUS_KM = {
    "country": 300.0, "admin1": 60.0, "admin2": 15.0, "admin3": 8.0, "town": 3.0, "village": 2.0, "quarter": 1.5,
    "camp": 1.5,
    "base": 2.0, "airport": 2.5, "crossing": 1.0, "mountain": 10.0, "valley": 10.0, "river": 100.0, "desert": 60.0,
    "rural": 25.0, "island": 10.0, "sea": 250.0, "field": 3.0, "prison": 0.5, "settlement": 1.5, "road": 10.0,
    "region": 50.0, "border": 100.0,
}  # fmt: skip
"""Kind → own extent in km; the keys are all the kinds that a place can have."""

_BY_POPULATION = ((3_000_000, 15.0), (1_000_000, 10.0), (300_000, 7.0), (100_000, 5.0), (20_000, 3.0))


def own_radius(kind: str, population: int) -> float:
    """The extent in km of a place of this kind and population (0: not known)."""
    if kind in ("town", "village"):
        for least, radius in _BY_POPULATION:
            if population >= least:
                return radius
    return RADIUS_KM[kind]
