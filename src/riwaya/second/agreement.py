"""How far two readers agree: which claims both found, which only one."""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.model import Reading


@dataclass(frozen=True, slots=True)
class Agreement:
    """Claims of a reading by who found them."""

    second: str
    both: int
    rules: int
    alone: int

    def __str__(self) -> str:
        return f"{self.both} by both, {self.rules} by the rules only, {self.alone} by {self.second} only"


def agreement(reading: Reading) -> Agreement | None:
    """How the readers agree; None where there was one reader, or no claim."""
    found = [claim.readers for incident in reading.incidents for claim in incident.claims if claim.readers]
    names = sorted({name for readers in found for name in readers} - {"rules"})
    if not found:
        return None
    both = sum(len(readers) > 1 for readers in found)
    rules = sum(readers == ("rules",) for readers in found)
    return Agreement(names[0] if names else "the second reader", both, rules, len(found) - both - rules)
