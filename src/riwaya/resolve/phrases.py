"""What a place as named is made of: "ريف X الجنوبي", "الطريق بين X وY", "X بقضاء Y". All text is in search form."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from riwaya.gazetteer.names import KINDS_OF_WORD
from riwaya.resolve.relations import KIND, NAMES_OF_BEARING, SIDE, SIDES, bearing_of


@dataclass(frozen=True, slots=True)
class Phrase:
    """A place as named, taken apart: kind word, name or names, the side meant, and the place it is part of."""

    names: tuple[str, ...]
    kind_word: str | None = None
    relation: str | None = None
    bearing: float | None = None
    within: str | None = None


_ROAD = re.compile(
    r"^(?:ال)?(?:طريق|اوتوستراد|اتوستراد|منطقه|المسافه)(?: ال\S+)*? (?:الواقعه )?(?:ما )?بين (?P<rest>.+)$"
)
_ROAD_FROM = re.compile(r"^(?:ال)?طريق(?: ال\S+)*? من (?P<a>.+?) (?:الي|حتي) (?P<b>.+)$")
_BETWEEN = re.compile(r"^(?:ما )?بين (?P<rest>.+)$")
_ROAD_OF = re.compile(r"^(?:ال)?(?:طريق|اوتوستراد|اتوستراد)(?: عام| الدولي| العام| السريع)? (?P<rest>.+)$")
_RURAL = re.compile(
    rf"^(?:اقصي )?(?P<head>ريف|ريفي|باديه|محيط|اطراف|ضواحي|غلاف|شرق|غرب|شمال|جنوب)(?:ي)?(?: (?P<side>{SIDE})ي?)? "
    rf"(?:{KIND} )?(?P<name>.+?)(?: ال(?P<a>{SIDE})ي(?:ه)?(?: و?ال(?P<b>{SIDE})يه?)?| الاوسط)?$"
)
_RURAL_OF = re.compile(
    rf"^الريف(?: ال(?P<a>{SIDE})ي(?: ال(?P<b>{SIDE})ي)?)? (?:ل|من |في )(?:{KIND} )?(?:ل)?(?P<name>.+)$"
)
_PART = re.compile(rf"^(?P<name>.+?) ال(?P<a>{SIDE})يه(?: ال(?P<b>{SIDE})يه)?$")
_WITHIN = re.compile(
    rf"^(?P<name>.+?) (?:(?:في|التابعه? ل|التابعه?|ضمن|شمال|جنوب|شرق|غرب|قرب|وسط) ?(?:ال)?(?:{KIND} )?"
    rf"|ب(?:ال)?{KIND} |ل{KIND} |(?=محافظه |ولايه |قضاء ))"
    rf"(?P<within>.+)$"
)


@lru_cache(maxsize=1024)
def read_phrase(key: str) -> tuple[Phrase, ...]:
    """The readings of a place as named (search form), the plainest first; the reader takes the first that is known.

    >>> read_phrase("ريف الحسكه الجنوبي")[1]
    Phrase(names=('الحسكه',), kind_word='ريف', relation='countryside', bearing=180.0, within=None)
    """
    readings = [Phrase((key,))]
    if match := _ROAD.match(key) or _BETWEEN.match(key):
        kind = "on_road" if "طريق" in key or "توستراد" in key else "between"
        readings += [Phrase(pair, "طريق", kind) for pair in _pairs(match["rest"], " و")]
    if match := _ROAD_FROM.match(key):
        readings.append(Phrase((match["a"], match["b"]), "طريق", "on_road"))
    if match := _WITHIN.match(key):
        readings += [
            replace(reading, within=match["within"]) for reading in read_phrase(match["name"]) if reading.within is None
        ]
    if match := _ROAD_OF.match(key):
        rest = match["rest"]
        readings += [Phrase(pair, "طريق", "on_road") for pair in _pairs(rest, " ")]
        readings.append(Phrase((rest,), "طريق", "on_road"))
    if match := _RURAL.match(key):
        side = bearing_of(match["a"], match["b"])
        head = match["head"]
        if head in SIDES:
            side = bearing_of(head, match["side"])
        kind = "countryside" if head in ("ريف", "ريفي", "باديه") else "near"
        if head in SIDES and side is not None:
            kind = NAMES_OF_BEARING[round(side)]
        readings.append(Phrase((match["name"],), head, kind, side))
    if match := _RURAL_OF.match(key):
        readings.append(Phrase((match["name"],), "ريف", "countryside", bearing_of(match["a"], match["b"])))
    if match := _PART.match(key):
        readings.append(Phrase((match["name"],), None, "in", bearing_of(match["a"], match["b"])))
    first, _, rest = key.partition(" ")
    if rest and first.removeprefix("ال") in KINDS_OF_WORD:
        readings.append(Phrase((rest,), first.removeprefix("ال")))
    return tuple(readings)


def _pairs(rest: str, glue: str) -> list[tuple[str, str]]:
    """The ways of cutting "A وB" or "A B" in two names; kind words before either are dropped."""
    found = []
    at = rest.find(glue)
    while at > 0:
        one, other = rest[:at], rest[at + len(glue) :].removeprefix("بين ")
        for pair in dict.fromkeys(
            ((one, other), (_unkind(one), other), (one, _unkind(other)), (_unkind(one), _unkind(other)))
        ):
            if all(len(name) > 1 for name in pair):
                found.append(pair)
        at = rest.find(glue, at + 1)
    return found


def _unkind(name: str) -> str:
    first, _, rest = name.strip().partition(" ")
    return rest if rest and first.removeprefix("ال") in KINDS_OF_WORD else name.strip()
