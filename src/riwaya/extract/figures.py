"""What a figure is: how many met what, whom it counts, and the words that say so."""

from __future__ import annotations

from dataclasses import dataclass

BOTH = ("killed", "injured")
_A_WHOLE_WAR = {"killed": 1000, "killed_or_injured": 1000}
_MANY_WARS = 4000
"""No single event of the reports read had such a toll; it is a war's or a year's."""


@dataclass(frozen=True, slots=True)
class FoundToll:
    """A figure: outcome, interval, whom it counts, and the units [first, last) that say so."""

    outcome: str
    low: int | None
    high: int | None
    victims: str | None
    group: str | None
    first: int
    last: int
    rule: str
    former: bool = False
    at: int = 0


def of_a_war(outcome: str, low: int) -> bool:
    """Whether so many are a war's or a year's, and no single event's."""
    return low >= _A_WHOLE_WAR.get(outcome, _MANY_WARS)
