"""The land of a state as the place of a happening: where its forces arrest somebody, or what is fired at it from elsewhere comes down."""

from __future__ import annotations

from collections.abc import Mapping

from riwaya.arabic.fold import fold_key
from riwaya.extract.happening import Happening
from riwaya.extract.placing import PlaceMention
from riwaya.lexicon.entries import StateEntry


def at_home(happening: Happening, states: Mapping[str, StateEntry]) -> PlaceMention | None:
    """The country of the state whose forces arrest somebody, where no place speaks for itself: theirs (الأمن التونسي يعتقل …)."""
    return land_of(happening, states, "perpetrator") if happening.lead.kind.type == "arrests" else None


def land_of(happening: Happening, states: Mapping[str, StateEntry], role: str) -> PlaceMention | None:
    """The country of the first state among those of a role."""
    for body in happening.bodies(role):
        country = next((state.names[0] for state in states.values() if state.actor == body), None)
        named_so = [u for frame in happening.frames for u in frame.units if u.body == body]
        unit = next(
            (u for u in named_so if u.tag in "AYE" and not u.prefix.endswith("ل")), named_so[0] if named_so else None
        )
        if country is not None and unit is not None:
            start = unit.start + len(unit.prefix)
            return PlaceMention(fold_key(country), start, unit.end, 0, None, 0, 0.0, called=country)
    return None
