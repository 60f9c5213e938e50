"""How the words around a place name relate the happening to the place: south of it, 10 km west of it, between two.

All text is in search form (`riwaya.arabic.fold`). Bearings are degrees clockwise from north, distances km.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.gazetteer.names import KINDS_OF_WORD


@dataclass(frozen=True, slots=True)
class Relation:
    """What the words beside a place name make of it; `start` is where they begin, `end` where those after end."""

    kind: str
    start: int
    distance_km: float | None = None
    second: str | None = None
    bearing: float | None = None
    end: int | None = None


NAMES_OF_BEARING = {
    0: "north_of", 45: "northeast_of", 90: "east_of", 135: "southeast_of",
    180: "south_of", 225: "southwest_of", 270: "west_of", 315: "northwest_of",
}  # fmt: skip
BEARING_OF = {name: float(bearing) for bearing, name in NAMES_OF_BEARING.items()}
"""Relation kind → bearing from the anchor."""

SIDES = {"شمال": 0, "شرق": 90, "جنوب": 180, "غرب": 270}
_PAIRS = {
    (0, 90): 45,
    (0, 270): 315,
    (180, 90): 135,
    (180, 270): 225,
    (90, 0): 45,
    (270, 0): 315,
    (90, 180): 135,
    (270, 180): 225,
}

KIND = "(?:" + "|".join(sorted((re.escape(word) for word in KINDS_OF_WORD), key=len, reverse=True)) + ")"
_TAIL = rf" (?:(?:من|عن|علي|الي|ل) )?(?:[بل]{{0,2}}(?:ال)?{KIND}(?:ي|تي)? ){{0,2}}(?:من )?"
SIDE = "(?:شمال|جنوب|شرق|غرب)"
_DIRECTION = rf"(?:ال)?(?P<a>{SIDE})ي?(?:ه|ات)?(?: (?:ال)?(?P<b>{SIDE})ي?ه?)?"
_NUMBER_WORDS = {
    "كيلومترين": 2.0, "كيلومتر": 1.0, "ميلين": 3.2, "ثلاثه": 3.0, "اربعه": 4.0, "خمسه": 5.0, "سته": 6.0, "سبعه": 7.0,
    "ثمانيه": 8.0, "تسعه": 9.0, "عشره": 10.0, "اثني عشر": 12.0, "خمسه عشر": 15.0, "خمسه وعشرين": 25.0, "عشرين": 20.0,
    "ثلاثين": 30.0, "اربعين": 40.0, "خمسين": 50.0, "ستين": 60.0, "سبعين": 70.0, "ثمانين": 80.0, "تسعين": 90.0,
    "ميه": 100.0, "مايه": 100.0, "عشرات": 30.0, "بضعه": 5.0, "بضع": 5.0, "عده": 5.0, "ميات": 200.0,
}  # fmt: skip
_WORDS = "|".join(
    sorted((word for word in _NUMBER_WORDS if not word.startswith(("كيلو", "ميلين"))), key=len, reverse=True)
)
_UNIT = r"(?:ال)?(?P<unit>كيلو ?مترات|كيلو ?مترا|كيلو ?متر|كيلوات|كيلو|كلم|كم|km|اميال|ميلا|ميل|امتار|مترا|متر)"
_LENGTH = (
    rf"(?:(?P<number>\d+(?:[.,]\d+)?|{_WORDS}) {_UNIT}(?: واحد)?(?: فقط)?"
    r"|(?P<dual>كيلو ?مترين|ميلين|كيلو ?متر)(?: واحد| فقط)?)"
)
_ABOUT = "(?:نحو|حوالي|قرابه|زهاء|اقل من|اكثر من|ما يقارب|مسافه|بعد|بنحو|بحوالي|بمسافه|تقريبا) "
_NEAR = (
    "محيط|اطراف|قرب|قريبا? من|القريبه?(?: من)?|قريبه من|القرب من|بالقرب من|مقربه من|علي مقربه من|مشارف|تخوم|ضواحي|جوار|"
    "حول|مداخل|مدخل|بوابات|محاذاه|المحاذيه? ل|المتاخمه? ل|المجاوره? ل|غير بعيد عن|اسوار|جبهات|جبهه|محاور|محور|خط|"
    "باتجاه|اتجاه|نواحي|غلاف|حدود|المطله? علي"
)
_CLITIC = "[وف]?[بلك]?"
_FAR = rf"{_CLITIC}(?:علي |عند )?(?:{_ABOUT})*"


@dataclass(frozen=True, slots=True)
class _Cue:
    """Words before a name that tell a relation; every match holds one of `needed`, which is quick to see."""

    kind: str
    needed: tuple[str, ...]
    pattern: re.Pattern[str]


def _cue(kind: str, needed: str, pattern: str) -> _Cue:
    return _Cue(kind, tuple(needed.split()), re.compile(rf"(?:^|(?<= )){pattern}$"))


_SIDE_CUES = "شمال جنوب شرق غرب"
_ROAD_CUES = "طريق توستراد"
_UNIT_CUES = "كيلو كلم كم km ميل امتار متر"
_NEAR_CUES = (
    "محيط اطراف قرب قريب مشارف تخوم ضواحي جوار حول مدخل مداخل بوابات محاذاه المحاذي المتاخم المجاور بعيد اسوار جبه "
    "محاور محور خط اتجاه نواحي غلاف حدود المطل"
)
_CUES = (
    _cue("distance", _UNIT_CUES, rf"{_FAR}{_LENGTH} (?:(?:الي|في|من|عن|ب|باتجاه) )?(?:{_DIRECTION})?{_TAIL}"),
    _cue("distance", _UNIT_CUES, rf"{_FAR}{_LENGTH}{_TAIL}"),
    _cue(
        "border",
        "حدود",
        rf"{_CLITIC}(?:علي |عند |قرب )?(?:ال)?(?:شريط )?(?:ال)?حدود(?:ي)?(?: ال\S+يه)*(?: (?:مع|بين|من))?{_TAIL}",
    ),
    _cue(
        "on_road",
        _ROAD_CUES,
        rf"{_CLITIC}(?:علي )?(?:ال)?(?:طريق|اوتوستراد|اتوستراد)(?: ال\S+)*? (?:بين|من){_TAIL}",
    ),
    _cue(
        "on_road",
        _ROAD_CUES,
        rf"{_CLITIC}(?:علي )?(?:ال)?(?:طريق|اوتوستراد|اتوستراد)(?: عام)?(?: ال\S+){{0,2}}{_TAIL}",
    ),
    _cue(
        "off_coast",
        "قباله امام عرض",
        rf"{_CLITIC}(?:قباله|امام|عرض)(?: ال)?(?: ?(?:سواحل|ساحل|شواطي|شاطي|البحر))?{_TAIL}",
    ),
    _cue("off_coast", "سواحل مياه", rf"{_CLITIC}(?:سواحل|المياه الاقليميه|مياه){_TAIL}"),
    _cue("countryside", "ريف ارياف باديه", rf"{_CLITIC}(?:ال)?(?:ريف|ارياف|باديه|الباديه)(?: {_DIRECTION})?{_TAIL}"),
    _cue("countryside", "ريفي", rf"{_CLITIC}ريفي (?:\S+ و)?{_TAIL.removeprefix(' ')}"),
    _cue("between", "بين", rf"{_CLITIC}(?:ما )?بين{_TAIL}"),
    _cue("near", _NEAR_CUES, rf"{_CLITIC}(?:{_NEAR})(?: ال\S+)?{_TAIL}"),
    _cue("direction", _SIDE_CUES, rf"{_CLITIC}(?:اقصي )?{_DIRECTION}{_TAIL}"),
    _cue(
        "in",
        "وسط داخل قلب مركز عمق انحاء ارجاء شوارع احياء",
        rf"{_CLITIC}(?:وسط|داخل|قلب|مركز|عمق|انحاء|ارجاء|شوارع|احياء){_TAIL}",
    ),
    _cue("from_to", "من", r"من (?:\S+ ){1,3}?(?:الي|حتي|نحو|باتجاه) "),
)
_STOP = re.compile(r"[.,;:!?()\[\]\n](?!\d)|[-/] ")
_AFTER_DIRECTION = re.compile(rf"^ ?ال(?P<a>{SIDE})ي(?P<f>ه)?(?: (?:و?ال)(?P<b>{SIDE})يه?)?(?![^\s.,;:!?()\[\]\n-])")
_AFTER_DISTANCE = re.compile(rf"^ ?(?:[بو]{{0,2}})?(?:علي )?(?:بعد )?(?:{_ABOUT})*{_LENGTH}(?![^\s.,;:!?()\[\]\n-])")
_AFTER_DISTANCE_B = re.compile(rf"^ ?ب *{_LENGTH}(?![^\s.,;:!?()\[\]\n-])")
_WINDOW = 110


def relation_before(text: str, start: int) -> Relation | None:
    """The relation that the words before a place name express; `start` is where the name begins in the search form.

    >>> relation_before(" هجوم علي بعد 10 كم غرب الشدادي", 24)
    Relation(kind='west_of', start=6, distance_km=10.0, second=None, bearing=270.0, end=None)
    """
    segment, at = _segment_before(text, start)
    if not segment.strip():
        return None
    for cue in _CUES:
        for word in cue.needed:
            if word in segment:
                break
        else:
            continue
        match = cue.pattern.search(segment)
        if match is None:
            continue
        kind = cue.kind
        found = match.groupdict()
        bearing = bearing_of(found.get("a"), found.get("b"))
        distance = _kilometres(found) if kind == "distance" else None
        if kind == "distance":
            kind = "near" if bearing is None else NAMES_OF_BEARING[round(bearing)]
        elif kind == "direction":
            if bearing is None:
                continue
            kind = NAMES_OF_BEARING[round(bearing)]
        return Relation(kind, at + match.start(), distance, None, bearing)
    return None


def relation_after(text: str, end: int) -> Relation | None:
    """The relation that the words after a place name express: "ريف X الشرقي", "شمال X بنحو 10 كم".

    `kind` is "countryside" after a masculine adjective ("ريف حلب الشرقي"), "in" after a feminine one ("حلب الشرقية"),
    "distance" for a distance whose direction stands before the name.
    """
    rest = text[end : end + 60]
    if match := _AFTER_DIRECTION.match(rest):
        bearing = bearing_of(match["a"], match["b"])
        return Relation(
            "in" if match["f"] else "countryside", _begin(rest, end), None, None, bearing, end + match.end()
        )
    for pattern in (_AFTER_DISTANCE, _AFTER_DISTANCE_B):
        if match := pattern.match(rest):
            return Relation(
                "distance", _begin(rest, end), _kilometres(match.groupdict()), None, None, end + match.end()
            )
    return None


def find_relation(words_before: Sequence[str], words_after: Sequence[str]) -> Relation | None:
    """The relation of a place name to the words around it; offsets count in the words joined by blanks.

    >>> find_relation(["قصف", "جنوب", "شرقي", "مدينه"], ["بنحو", "5", "كم"]).kind
    'southeast_of'
    """
    before = "".join(f" {word}" for word in words_before) + " "
    found = relation_before(before, len(before))
    after = relation_after("".join(f" {word}" for word in words_after), 0)
    return joined(found, after)


def joined(before: Relation | None, after: Relation | None) -> Relation | None:
    """What the words before and after a name say together."""
    if after is None:
        return before
    if before is None:
        return None if after.kind == "distance" else after
    distance = before.distance_km if before.distance_km is not None else after.distance_km
    bearing = before.bearing if before.bearing is not None else after.bearing
    return Relation(before.kind, before.start, distance, before.second, bearing, after.end)


def _segment_before(text: str, start: int) -> tuple[str, int]:
    """The words before, up to the last break, ending in a blank; and where they begin."""
    low = max(0, start - _WINDOW)
    segment = text[low:start]
    stop = max((match.end() for match in _STOP.finditer(segment)), default=0)
    low, segment = low + stop, segment[stop:]
    if start < len(text) and text[start] == " ":
        segment += " "
    elif segment and segment[-1] != " ":
        blank = segment.rfind(" ")
        if len(segment) - blank - 1 <= 4:
            segment = segment[: blank + 1]
    return segment, low


def _begin(rest: str, end: int) -> int:
    return end + len(rest) - len(rest.lstrip(" "))


def bearing_of(first: str | None, second: str | None) -> float | None:
    if first is None:
        return None
    one = SIDES[first]
    if second is None or SIDES[second] == one:
        return float(one)
    return float(_PAIRS.get((one, SIDES[second]), one))


def _kilometres(found: dict[str, str | None]) -> float | None:
    dual = found.get("dual")
    if dual:
        return 3.2 if dual.startswith("ميل") else 2.0 if dual.endswith("ين") else 1.0
    number, unit = found.get("number"), found.get("unit") or "كم"
    if number is None:
        return None
    value = _NUMBER_WORDS[number] if number in _NUMBER_WORDS else float(number.replace(",", "."))
    if unit.startswith(("متر", "امتار")):
        value = value / 1000
    elif "ميل" in unit or "اميال" in unit:
        value *= 1.609
    return round(value, 2)
