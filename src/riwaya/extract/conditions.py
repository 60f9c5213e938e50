"""Two who are told only by the state they are in: unconscious, in a critical condition (لا يزال الرجل وابنته في حالة حرجة)."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.groups import Group
from riwaya.extract.units import Unit

STATE = "state.count"
"""The id of the words that tell of such a state."""
_KIN = ("ابنت", "ابن", "زوجت", "زوج", "نجل", "شقيق", "والد", "طفل", "اخت", "اخي", "كريمت")
_WHOSE = ("ه", "ها")
_FAR = 18
"""Units before the state among which the two are named."""


def two_in_a_state(units: Sequence[Unit], a: int, i: int) -> Group | None:
    """One and his kin, or two referred to as such, before the word of their state at i; None for one, for many, and for parts."""
    for j in range(i - 1, max(a - 1, i - _FAR), -1):
        unit = units[j]
        if unit.tag in "XpnMKQ;.:" or (unit.outcome is not None and unit.outcome.id != STATE):
            return None
        if unit.prefix == "و" and unit.core.startswith(_KIN) and unit.core.endswith(_WHOSE):
            return Group(2, 2, "civilians", "civilians", j, i)
        if unit.text.endswith("هما") and unit.trigger is None:
            return Group(2, 2, None, "people", j, i)
    return None
