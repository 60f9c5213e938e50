"""Segments: where a sentence is cut into stretches that can tell of different happenings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from riwaya.extract.speakers import TURNS
from riwaya.extract.units import Unit

_SPLITS = frozenset("F;")
_ANSWERS = frozenset("ردا انتقاما".split())
"""What follows tells of something earlier, which this was the answer to."""
_MORROW = "غداه"
_TURNING = _ANSWERS | {_MORROW}
_AFTER = frozenset(("بعد", "عقب", "اثر", "في اعقاب", "علي اثر"))
_CAME = frozenset("ياتي تاتي جاء جاءت يجيء تجيء اتي اتت".split())
_SPANS = frozenset(
    "دقيقه دقايق ساعه ساعات ساعتين يوم يومين ايام اسبوع اسبوعين اسابيع شهر شهرين اشهر شهور عام عامين اعوام سنه سنوات".split()
)
_UNARMED = frozenset({"arrests", "peaceful_protest", "protest_with_intervention"})
_GAP = 6
"""Units within which a span of time (بعد أقل من 24 ساعة على) ends."""
_COURSE = frozenset("بدء بدايه انطلاق انتهاء نهايه استمرار تواصل".split())


def segments(units: Sequence[Unit]) -> list[tuple[int, int]]:
    """Stretches that can tell of different happenings: split at words of contrast, at a new verb after a comma, and where what was before begins."""
    cuts = [0]
    told = caused = False
    for i, unit in enumerate(units):
        if unit.tag == "w" and not unit.terms and unit.text not in _TURNING:
            continue
        if i > 0 and (told or unit.tag in _SPLITS) and _cuts(units, (cuts[-1], i), told, caused):
            cuts.append(i)
            told = caused = False
        elif unit.trigger is not None or unit.outcome is not None:
            told = True
        caused = caused or unit.tag in "kPE" or (unit.trigger is not None and unit.trigger.strength != "support")
    cuts.append(len(units))
    return [(a, b) for a, b in pairwise(cuts) if b > a]


def told_before(units: Sequence[Unit], first: int) -> bool:
    """Whether the stretch that begins at unit `first` tells of what was before that which its sentence told first."""
    return units[first].tag == "c" or units[first].text in _TURNING or protested_against(units, first)


def _cuts(units: Sequence[Unit], stretch: tuple[int, int], told: bool, caused: bool) -> bool:
    """Whether the stretch ends before its last unit, where it has `told` of harm and perhaps of its place or cause."""
    i = stretch[1]
    unit, before = units[i], units[i - 1]
    if unit.tag in _SPLITS:
        return not (unit.core in TURNS and before.tag not in ",;.:")
    if not told:
        return False
    if (unit.text in _ANSWERS and _at(units, i + 1) in "of") or _goes_back(units, stretch):
        return True
    if _protested(units, stretch):
        return True
    joined = unit.prefix.startswith("و")
    if joined and (_two_fights(units, stretch) or _elsewhere(units, stretch)):
        return True
    if unit.text == _AMID and _two_fights(units, (stretch[0], i + 1)):
        return True
    if unit.text == "في" and _meanwhile(units, i):
        return True
    if before.tag == "," and joined and unit.tag in "HnM#" and _others_hit(units, i + 1):
        return True
    if before.tag in ",)" and joined and unit.form in ("verb", "phrase") and unit.tag in "KVNQ":
        return caused or unit.tag != "K"
    if before.tag in ",)" and joined and unit.tag == "x" and _strikes_back(units, i):
        return caused
    if before.tag == "," and unit.tag == "r" and _witnessed(units, i + 1):
        return True
    if before.tag == "," and joined and (unit.tag == "r" or (unit.tag == "i" and _at(units, i + 1) in "kPE")):
        return True
    return caused and unit.tag == "," and _opens(units, i + 1)


def _strikes_back(units: Sequence[Unit], i: int) -> bool:
    """وردت إيران بإطلاق صواريخ: whether a strike is told with which the other side answered."""
    return units[i].core.startswith(_ANSWERING) and _bombed(units[i + 1 : i + _ANSWERED])


_ANSWERING = ("رد", "ترد", "يرد")
_ANSWERED = 5
"""Units within which the strike is named that answers."""


def _goes_back(units: Sequence[Unit], stretch: tuple[int, int]) -> bool:
    """بعد يومين من هجوم, غداة مقتل, وجاء القصف عقب تفجير: whether another deed is told, that was before."""
    first, i = stretch
    unit = units[i]
    if unit.text == _MORROW:
        return _deed(units, i + 1)
    if unit.tag != "c" or unit.core not in _AFTER:
        return False
    if any(u.text.removeprefix("و") in _CAME for u in units[first : first + 2]) and _deed(units, i + 1):
        return True
    if _unarmed(units[first:i]) and not _unarmed(units[i + 1 : i + 3]) and _deed(units, i + 1):
        return True
    if _won(units[first:i]) and _bombed(units[i + 1 : i + 3]):
        return True
    spanned = False
    for j in range(i + 1, min(len(units), i + _GAP)):
        if spanned and units[j].tag in "fo":
            return _deed(units, j + 1)
        spanned = spanned or units[j].text in _SPANS
    return False


def _protested(units: Sequence[Unit], stretch: tuple[int, int]) -> bool:
    """تظاهروا احتجاجا على مقتل …, تنديدا بقصف …: whether a deed is told against which people protest."""
    first, i = stretch
    return protested_against(units, i) and _unarmed(units[first:i]) and _deed(units, i)


def protested_against(units: Sequence[Unit], i: int) -> bool:
    """Whether what begins at a unit is what people protest against (احتجاجا على, تنديدا ب)."""
    behind = i > 1 and units[i - 1].tag == "o"
    if i == 0 or not (behind or units[i].prefix.endswith(("ب", "ل"))):
        return False
    return units[i - 2 if behind else i - 1].core.removeprefix("ال") in _AGAINST


_AGAINST = frozenset(
    "احتجاج احتجاجا تنديد تنديدا منددا منددين منددون استنكار استنكارا اعتراضا رفضا غضبا حدادا احتجت".split()
)


def _unarmed(units: Sequence[Unit]) -> bool:
    """Whether the words tell of arrests or protest, and of nothing else."""
    types = {u.trigger.type for u in units if u.trigger is not None and u.trigger.strength != "support"}
    return bool(types) and types <= _UNARMED


def _won(units: Sequence[Unit]) -> bool:
    """Whether the words tell of ground taken, and of nothing else."""
    frames = {u.trigger.frame for u in units if u.trigger is not None and u.trigger.strength != "support"}
    return frames == {"control"}


def _bombed(units: Sequence[Unit]) -> bool:
    """Whether a strike from afar, not known already, is named first."""
    return any(u.trigger is not None and not u.definite and u.trigger.type in _FROM_AFAR for u in units)


def _two_fights(units: Sequence[Unit], stretch: tuple[int, int]) -> bool:
    """مواجهات مع الجيش وغارات للتحالف: whether fighting and strikes from the air, each named anew, are joined by و."""
    first, i = stretch
    unit = units[i]
    if unit.trigger is None or unit.form == "verb" or unit.definite:
        return False
    told = [_fight(u) for u in units[first:i] if u.trigger is not None and u.trigger.strength != "support"]
    mine = _fight(unit)
    return bool(told and mine) and "" not in told and mine not in told


def _elsewhere(units: Sequence[Unit], stretch: tuple[int, int]) -> bool:
    """هجوم بمدينة … واشتباك بمدينة …: whether a deed named anew, of another kind than the last, has a place of its own, as that has."""
    first, i = stretch
    unit = units[i]
    if unit.trigger is None or unit.form == "verb" or unit.definite or unit.trigger.strength not in ("strong", "weak"):
        return False
    last = next((j for j in range(i - 1, first - 1, -1) if _names(units[j])), None)
    if last is None or units[last].trigger is None or units[last].form == "verb":
        return False
    told = units[last].trigger
    if told is None or told.frame == unit.trigger.frame == "control" or told.type == unit.trigger.type:
        return False
    if not any(u.tag in "PEk" for u in units[last + 1 : i]) or any(u.tag in ",F;" for u in units[last + 1 : i]):
        return False
    return _placed(units, i + 1)


def _names(unit: Unit) -> bool:
    return unit.trigger is not None and unit.trigger.strength != "support"


def _placed(units: Sequence[Unit], start: int) -> bool:
    """Whether a place follows at once: في قرية, بمدينة, على بلدة."""
    for unit in units[start : start + _NEXT]:
        if unit.tag in ",.;F" or unit.trigger is not None:
            return False
        if unit.tag in "PEk":
            return True
    return False


_NEXT = 3
"""Units after the name of a deed among which its place stands."""
_AMID = "وسط"


def _meanwhile(units: Sequence[Unit], i: int) -> bool:
    """في وقت تخوض فيه القوات معارك: what goes on elsewhere; not في وقت سابق."""
    if i + 2 >= len(units) or units[i + 1].text != "وقت":
        return False
    verb = units[i + 2]
    return verb.tense is not None or (verb.text[:1] in ("ي", "ت") and verb.text[1:2] != "ا")


def _others_hit(units: Sequence[Unit], start: int) -> bool:
    """قتل طفلان في غارة على بلدة، وامرأة في قصف على قرية: whether others were hit by a deed named anew at a place of its own."""
    for j in range(start, min(len(units), start + _GAP)):
        unit = units[j]
        if unit.tag in ",.;FrKVLXx" or unit.form == "verb":
            return False
        if unit.trigger is not None and not unit.definite and units[j - 1].tag in "icf":
            return _placed(units, j + 1)
    return False


def _fight(unit: Unit) -> str:
    """Whether a word tells of fighting on the ground or of a strike from the air; of neither, nothing."""
    trigger = unit.trigger
    assert trigger is not None
    if trigger.type == "air_drone_strike":
        return "air"
    return "ground" if trigger.frame == "clash" and trigger.type == "armed_clash" else ""


_FROM_AFAR = frozenset({"air_drone_strike", "shelling_artillery_missile"})
_WITNESSES = frozenset("شهدت شهد شهدتها شهدها تشهد يشهد تشهدها يشهدها".split())


def _witnessed(units: Sequence[Unit], i: int) -> bool:
    """في الجبهة، التي شهدت مواجهات: what a place told of has seen besides."""
    return i < len(units) and units[i].text in _WITNESSES and _deed(units, i + 1)


def _deed(units: Sequence[Unit], start: int) -> bool:
    """Whether the words from `start` on name a deed, neither one known already nor how it began or ended."""
    for unit in units[start : start + 2]:
        if unit.tag in ",;." or unit.text in _COURSE or unit.definite:
            return False
        if unit.trigger is not None and unit.form != "verb":
            return True
        if unit.outcome is not None and unit.outcome.outcome in ("killed", "detained"):
            return True
    return False


def _at(units: Sequence[Unit], i: int) -> str:
    return units[i].tag if i < len(units) else "."


def _opens(units: Sequence[Unit], start: int) -> bool:
    """Whether a new happening begins after a comma: its own strong word, and a place for it."""
    for j in range(start, min(len(units), start + 3)):
        unit = units[j]
        if unit.tag in "icbLxrpoaQB,tFXgmyU":
            return False
        if (
            unit.tag in "VN"
            and unit.trigger is not None
            and unit.trigger.strength == "strong"
            and not unit.definite
            and not unit.prefix.endswith("ب")
        ):
            return any(u.tag in "PkE" for u in units[j + 1 : j + 12])
    return False
