"""Where a stretch of text says that something happened: the most specific place named there, and its relation."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from riwaya.arabic.fold import fold_key
from riwaya.extract.units import Unit
from riwaya.lexicon.entries import StateEntry

_OWN_NAME = frozenset(
    "مخيم مطار قاعده سجن حقل معبر جبل وادي جزيره ميناء تل جسر بحر جبال مضيق نهر سهل هضبه مستوطنه باديه صحراء".split()
)
_UNNAMED = frozenset(
    "كان كانت التي الذي حيث وقد قال قرب من الي علي في عن مع بعد قبل ان انه سكنيه عسكريه محاصره اخري مجاوره حدوديه قريبه مكتظه خاضعه تسيطر يسيطر "
    "صغيره كبيره واحده عده شعبي عام رييسي رييسيه استراتيجيه تابعه مفتوحه نائيه زراعيه صناعيه جبليه ساحليه مزدحم للبيع دولي فرعي ترابي سريع مدني "
    "تقع يقع تضم يضم تتميز يتميز يمكن يشكل تشكل تعد يعد تحت فوق شديد استراتيجي استراتيجيه استراتيجه سكني تجاري مشاه اسبوعين الصنع المدافعين المشتبه "
    "شمال جنوب شرق غرب شمالي جنوبي شرقي غربي وسط العام الخاص نفسها ذاتها هذه تلك مختلفه متفرقه مدمره القديمه جويه بريه بحريه امنيه الحدود العمل الوحده".split()
)
_SETTLED = frozenset(
    "مدينه بلده قريه حي مخيم ناحيه قضاء مديريه محله ضاحيه قريتي بلدتي مدينتي حيي محليه عزبه خربه كفر".split()
)
_ADMIN = frozenset("قضاء ناحيه مديريه محليه مديريتي مديريات ناحيتي".split())
_PROVINCES = frozenset("محافظه ولايه مقاطعه اقليم محافظتي محافظتا ولايتي محافظات".split())
_ORIGIN = frozenset("من اهالي ابناء سكان القادم القادمه قادما قادمه انطلقت اطلقت نازحي اصول قادمين ينحدر تنحدر".split())


Spots = tuple[tuple[float, float, float], ...]
"""Latitude, longitude and radius (km) of every place that bears a name."""


@dataclass(frozen=True, slots=True, eq=False)
class PlaceName:
    """What the extraction needs to know of a name in the gazetteer.

    `level` is how specific the place is: 0 country, 1 governorate, 2 region, 3 town, 4 quarter. `doubtful` names are common
    words too and need ground to be read as a place, those `after_kind` a kind word.
    """

    rows: tuple[int, ...]
    level: int
    countries: frozenset[str]
    doubtful: bool
    known: bool = True
    spots: Spots = ()
    after_kind: bool = False

    def likely(self, countries: frozenset[str]) -> bool:
        """Whether a report that names these countries may mean the place: little known places only in their own."""
        return self.known or not self.countries or bool(self.countries & countries)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place as named: the search-form name, where its words stand, how specific it is, and the gazetteer's rows.

    `called` is the name of a country that the words only imply (الأراضي السورية); else they are the name themselves. One
    that `locates` only says where another place lies.
    """

    name: str
    start: int
    end: int
    level: int
    rows: PlaceName | None
    at: int
    score: float
    called: str | None = None
    locates: bool = False


def find_places(units: Sequence[Unit], a: int, b: int) -> list[PlaceMention]:
    """The places named in units [a, b), in order, origins and speakers' seats left out by low scores."""
    found: list[PlaceMention] = []
    i = a
    while i < b:
        unit = units[i]
        mention = None
        if unit.tag == "k":
            mention = _kind(units, i, b)
        elif unit.tag in "PE":
            mention = _plain(units, i)
        elif unit.tag == "w" and unit.get("place") is not None:
            mention = _plain(units, i)
        if mention is not None:
            if found and _locates(units, found[-1].at, i):
                mention = replace(mention, score=min(mention.score, 0.2), locates=True)
            found.append(mention)
            i = max(i + 1, mention.at)
        else:
            i += 1
    return found


_BESIDE = ("شمال", "جنوب", "شرق", "غرب", "قرب", "القريبه", "قريبه", "المتاخمه", "المحاذيه", "المجاوره", "وسط")


def _locates(units: Sequence[Unit], after: int, i: int) -> bool:
    """Whether the name at i only says where the one that ends at `after` lies (الغوطة المحاصرة قرب دمشق, مقبنة غربي تعز)."""
    sides = 0
    for unit in units[after:i]:
        if unit.tag == "i" and not unit.prefix and unit.core.removeprefix("ال").startswith(_BESIDE):
            sides += 1
        elif not (unit.tag in "kf," or (unit.tag in "Jwi" and unit.text.startswith("ال"))):
            return False
    return sides > 0 and i - after <= _LOCATOR and not units[i].prefix


_LOCATOR = 4
"""Words that may stand between a place and the one that says where it lies."""


def best_place(mentions: Sequence[PlaceMention], near: int) -> PlaceMention | None:
    """The place that most likely is the event's: well grounded, specific, named first."""
    usable = [m for m in mentions if m.score > 0]
    if not usable:
        return None
    return max(usable, key=lambda m: (m.score + min(m.level, 4) * 0.6 - abs(m.start - near) * 0.002, -m.start))


def _kind(units: Sequence[Unit], i: int, b: int) -> PlaceMention | None:
    """بلدة X, ريف X الشرقي, قاعدة X: a kind word and the name after it, known to the gazetteer or not."""
    unit = units[i]
    kind = unit.core.removeprefix("ال")
    j = i + 1
    if j < b and units[j].tag == "k" and units[j].prefix == "":
        inner = _kind(units, j, b)
        if inner is not None:
            return inner
    if j < b and units[j].tag == "(":
        j += 1
    if j >= b or (unit.core.startswith("ال") and units[j].tag not in "PE"):
        return None
    nxt = units[j]
    known = nxt.get("place") or nxt.get("state")
    if kind == "سجن" and known is None and not unit.prefix.endswith("ب") and (i == 0 or units[i - 1].tag not in "iofT"):
        return None
    rows = _rows(nxt)
    if unit.core.startswith("ال") and rows is not None and (rows.doubtful or rows.after_kind or not rows.known):
        return None
    score = _ground(units, i) + 0.6
    named_kind = kind in _OWN_NAME
    if known is not None and nxt.prefix == "":
        end = j + 1
        level = _level(nxt)
        if kind == "ريف":
            if end < b and units[end].tag in "wiJ" and units[end].text in _SIDES:
                end += 1
            level = 2
        elif kind in _PROVINCES:
            level = min(level, 1)
        elif kind in _ADMIN:
            level = min(level, 2)
        elif kind in _SETTLED:
            level = max(level, 3)
        if _beside(units, i):
            level = min(level, 2) if kind not in _SETTLED else level
        start = unit.start + len(unit.prefix) if named_kind or kind == "ريف" else nxt.start
        return PlaceMention(
            _text(units, i if named_kind or kind == "ريف" else j, end),
            start,
            units[end - 1].end,
            level,
            _rows(nxt),
            end,
            score,
        )
    if (
        nxt.tag in "wAJHNsCMZWIOSYki@"
        and nxt.prefix == ""
        and (kind in _SETTLED or named_kind)
        and nxt.text not in _UNNAMED
        and not (nxt.get("adjective") is not None and not nxt.text.startswith("ال"))
        and (len(nxt.text) > 2 or nxt.text in _COMPOUND)
    ):
        end = j + 1
        if (
            end < b
            and units[end].tag in "wJ"
            and units[end].text.startswith("ال")
            and (nxt.tag == "w")
            and units[end].prefix == ""
            and not nxt.text.startswith("ال")
            and units[end].get("adjective") is None
            and units[end].text not in _EPITHETS
        ):
            end += 1
        elif end < b and nxt.text in _COMPOUND and units[end].tag in "wAJHP":
            end += 1
        start = unit.start + len(unit.prefix) if named_kind else nxt.start
        return PlaceMention(_text(units, i if named_kind else j, end), start, units[end - 1].end, 3, None, end, score)
    return None


_EPITHETS = frozenset(
    "الاستراتيجي الاستراتيجيه الاستراتيجيه القريبه القريب المجاوره المجاور الحدوديه الحدودي المحاصره الواقعه الواقع الساحليه "
    "التابعه التابع المحرره الخاضعه الخاضع".split()
)
_SIDES = frozenset(
    "الشرقي الغربي الشمالي الجنوبي الاوسط شرقي غربي شمالي جنوبي الشماليه الجنوبيه الشرقيه الغربيه".split()
)
_COMPOUND = frozenset(
    "ابو ام بير تل عين خان كفر دير راس بيت وادي بني شيخ الشيخ ود حوش بنت جب تله سد برج حمام عرب قصر مارون عيتا مجدل بو بن باب ابي".split()
)


def _text(units: Sequence[Unit], first: int, last: int) -> str:
    return " ".join(u.core if k == 0 else u.text for k, u in enumerate(units[first:last]) if u.tag not in "()")


def _rows(unit: Unit) -> PlaceName | None:
    term = unit.get("place")
    if term is None:
        return None
    assert isinstance(term.entry, PlaceName)
    return term.entry


def _level(unit: Unit) -> int:
    rows = _rows(unit)
    if rows is None:
        return 0 if unit.get("state") is not None else 3
    return rows.level


def _plain(units: Sequence[Unit], i: int) -> PlaceMention | None:
    unit = units[i]
    rows = _rows(unit)
    state = unit.get("state")
    if rows is None and state is None:
        return None
    if unit.get("adjective") is not None and rows is None:
        return None
    if state is not None and i > 0 and units[i - 1].tag in "om" and not unit.prefix:
        return None
    score = _ground(units, i)
    if state is not None and state.form != "name" and rows is None:
        score -= 0.5
    if state is not None and score < 1.3:
        score = min(score, _as_government(units, i, score))
    level, doubtful = (rows.level, rows.doubtful) if rows is not None else (0, False)
    if unit.tag == "w":
        score -= 0.3
    if (doubtful or (rows is not None and rows.after_kind)) and not _held_by_next(units, i):
        if doubtful and (score < 1 or not _adjacent(units, i)):
            return None
        if rows is not None and rows.after_kind and not _after_kind(units, i):
            return None
    if _beside(units, i):
        level = min(level, 2)
    start = unit.start + len(unit.prefix)
    return PlaceMention(unit.core, start, unit.end, level, rows, i + 1, score)


_SAID_OF = frozenset(("carried_out", "that", "of_party", "agent"))


def _as_government(units: Sequence[Unit], i: int, score: float) -> float:
    """The ground of a country or capital that its words make the doer (دمشق تتهم, شنتها أنقرة, خلايا تابعة لأنقرة).

    A capital in which somebody speaks (وفي بغداد، أعلنت …) is little ground: what is told may be elsewhere.
    """
    unit = units[i]
    before = units[i - 1] if i else None
    ahead = i + 1 + (i + 1 < len(units) and units[i + 1].tag in ",:")
    spoken = ahead < len(units) and units[ahead].tag == "Q" and units[ahead].form == "verb"
    if before is not None and before.tag in "iok" and not unit.prefix:
        state = unit.get("state")
        return (
            0.4 if spoken and i <= 2 and before.tag == "i" and state is not None and state.form == "capital" else score
        )
    if unit.prefix not in ("", "و", "ل"):
        return score
    if before is not None and (before.word in _SAID_OF or (i <= 2 and before.tag == "w" and before.text.endswith("ت"))):
        return -0.4
    if before is not None and i <= 2 and before.tag == "V" and before.form == "verb" and before.text.endswith("ت"):
        state = unit.get("state")
        return -0.2 if state is not None and state.form == "name" else score
    if unit.prefix != "ل" and (spoken or (ahead < len(units) and units[ahead].tag == ":" and i <= 1)):
        return -0.3
    return score


def _adjacent(units: Sequence[Unit], i: int) -> bool:
    """Whether a preposition, a side or a kind word stands right before the name, or before the one it is joined to."""
    unit = units[i]
    if unit.prefix.endswith("ب"):
        return True
    if i == 0:
        return False
    before = units[i - 1]
    if before.tag in "iok" or (before.tag == "w" and before.prefix.endswith("ب")):
        return True
    return unit.prefix == "و" and before.get("place") is not None


def _after_kind(units: Sequence[Unit], i: int) -> bool:
    """Whether the name is joined to one with a kind word (بلدتي نبل والزهراء)."""
    return units[i].prefix == "و" and i > 1 and units[i - 1].get("place") is not None and units[i - 2].tag == "k"


def _held_by_next(units: Sequence[Unit], i: int) -> bool:
    """Whether the place that holds the name follows it (العظيم في ديالى, الكرامة بمحافظة الرقة)."""
    j = i + 1
    inside = False
    while j < len(units) and j <= i + 3 and (units[j].tag in "ik" or units[j].prefix.endswith("ب")):
        inside = inside or units[j].text == "في" or units[j].prefix.endswith("ب")
        if units[j].tag not in "ik":
            break
        j += 1
    if j >= len(units) or not (inside or units[j].prefix.endswith("ب")):
        return False
    mine, outer = _rows(units[i]), _rows(units[j])
    return mine is not None and outer is not None and outer.level < 3 and _reach(mine.spots, outer.spots)


def _beside(units: Sequence[Unit], i: int) -> bool:
    """جنوب الحسكة: beside the place, not in it."""
    return i > 0 and units[i - 1].tag == "i" and units[i - 1].core.startswith(("شمال", "جنوب", "شرق", "غرب"))


_MOVES = tuple(
    "اجلاء خروج خرج يخرج تخرج مغادر غادر يغادر انسحاب انسحب تهجير ترحيل اخلاء رحيل نزوح نزح فرار هروب نقل توجه متوجه وجهت "
    "سافر لجوء".split()
)


def _moves(units: Sequence[Unit], j: int) -> bool:
    """Whether people are told to go, a few words before the preposition at j (خروج المقاتلين إلى …)."""
    return any(
        unit.core.removeprefix("ال").startswith(_MOVES) or unit.text.removeprefix("و").startswith(_MOVES)
        for unit in units[max(0, j - 9) : j]
        if unit.tag not in "PE"
    )


def _ground(units: Sequence[Unit], i: int) -> float:
    """How firmly the words before a name make it the place where something happened."""
    unit = units[i]
    score = 0.3
    if unit.prefix.endswith("ب"):
        score = 1.0
    elif unit.prefix.endswith("ل") and unit.prefix:
        score = 0.2
    j = i - 1
    steps = 0
    while j >= 0 and steps < 4:
        before = units[j]
        if before.tag == "i" or (before.prefix.endswith("ب") and before.tag in "kiw"):
            if before.text == "من" or (j > 0 and units[j - 1].text == "من" and before.tag == "k"):
                score = -0.5
                break
            score = max(score, 1.2)
            break
        if before.tag == "o":
            score = max(score, 1.2)
            break
        if before.tag == "T":
            score = -0.3 if _moves(units, j) else 0.1
            break
        if before.tag == "f" and any(units[k].tag == "k" for k in range(max(0, j - 3), j)):
            score = 1.1
            break
        if before.tag == "f":
            score = -0.4 if steps == 0 or units[j - 1].text in _ORIGIN else 0.1
            break
        if before.text.removeprefix("من ") in _ORIGIN:
            score = -0.6
            break
        if before.tag in "QBI" or before.speech is not None:
            score -= 0.6
            break
        if before.tag in "NV" and steps == 0:
            score = max(score, 1.0)
            break
        if before.tag not in "kwsJD":
            break
        if before.tag in "ks" and before.prefix.endswith("ل"):
            score = max(score, 0.7)
        j -= 1
        steps += 1
    return score


def overlap(a: PlaceMention, b: PlaceMention) -> bool:
    """Whether a region and another place lie within each other's reach."""
    return a.rows is not None and b.rows is not None and _reach(a.rows.spots, b.rows.spots)


def _reach(mine: Spots, theirs: Spots) -> bool:
    for lat, lon, radius in mine:
        for other_lat, other_lon, other_radius in theirs:
            north = (lat - other_lat) * 111.0
            east = (lon - other_lon) * 111.0 * math.cos(math.radians(lat))
            if math.hypot(north, east) <= radius + other_radius:
                return True
    return False


_LANDS = frozenset(
    "الاراضي اراضي الحدود المدن القري البلدات المناطق السواحل الاجواء المياه الصحراء المدينه البلده الجنوب الشمال الشرق الغرب "
    "جنوب شمال شرق غرب".split()
)


def country_implied(units: Sequence[Unit]) -> Iterator[PlaceMention]:
    """The countries whose land a sentence speaks of by an adjective alone: داخل الأراضي السورية."""
    for i, unit in enumerate(units):
        adjective = unit.get("adjective") if unit.tag == "J" and i else None
        if adjective is not None and isinstance(adjective.entry, StateEntry) and units[i - 1].core in _LANDS:
            name, before = adjective.entry.names[0], units[i - 1]
            start = before.start + len(before.prefix)
            yield PlaceMention(fold_key(name), start, unit.end, 0, None, i + 1, 1.0, name)
