"""Where a stretch of text says that something happened: the most specific place named there, and its relation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.extract.units import Unit

_OWN_NAME = frozenset(
    "مخيم مطار قاعده سجن حقل معبر جبل وادي جزيره ميناء تل جسر بحر جبال مضيق نهر سهل هضبه مستوطنه باديه صحراء قطاع".split()
)
_UNNAMED = frozenset(
    "كان كانت التي الذي حيث وقد قال قرب من الي علي في عن مع بعد قبل ان انه سكنيه عسكريه محاصره اخري مجاوره حدوديه قريبه مكتظه خاضعه تسيطر يسيطر "
    "صغيره كبيره واحده عده شعبي عام رييسي رييسيه استراتيجيه تابعه مفتوحه نائيه زراعيه صناعيه جبليه ساحليه مزدحم للبيع دولي فرعي ترابي سريع مدني "
    "العام الخاص نفسها ذاتها هذه تلك مختلفه متفرقه مدمره القديمه جويه بريه بحريه امنيه الحدود العمل الوحده".split()
)
_SETTLED = frozenset(
    "مدينه بلده قريه حي مخيم ناحيه قضاء مديريه محله ضاحيه قريتي بلدتي مدينتي حيي محليه عزبه خربه كفر".split()
)
_ADMIN = frozenset("قضاء ناحيه مديريه محافظه ولايه اقليم مقاطعه محليه".split())
_ORIGIN = frozenset("من اهالي ابناء سكان القادم القادمه قادما قادمه انطلقت اطلقت نازحي اصول قادمين ينحدر تنحدر".split())


@dataclass(frozen=True, slots=True, eq=False)
class PlaceName:
    """What the extraction needs to know of a name in the gazetteer.

    `level` is how specific the place is: 0 country, 1 governorate, 2 region, 3 town, 4 quarter. `doubtful` names are common
    words too and need ground to be read as a place.
    """

    rows: tuple[int, ...]
    level: int
    countries: frozenset[str]
    doubtful: bool
    known: bool = True
    spots: tuple[tuple[float, float, float], ...] = ()

    def likely(self, countries: frozenset[str]) -> bool:
        """Whether a report that names these countries may mean the place: little known places only in their own."""
        return self.known or not self.countries or bool(self.countries & countries)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place as named: the search-form name, where its words stand, how specific it is, and the gazetteer's rows."""

    name: str
    start: int
    end: int
    level: int
    rows: PlaceName | None
    at: int
    score: float


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
            found.append(mention)
            i = max(i + 1, mention.at)
        else:
            i += 1
    return found


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
    score = _ground(units, i) + 0.6
    named_kind = kind in _OWN_NAME
    if known is not None and nxt.prefix == "":
        end = j + 1
        level = _level(nxt)
        if kind == "ريف":
            if end < b and units[end].tag in "wiJ" and units[end].text in _SIDES:
                end += 1
            level = 2
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
        ):
            end += 1
        elif end < b and nxt.text in _COMPOUND and units[end].tag in "wAJHP":
            end += 1
        start = unit.start + len(unit.prefix) if named_kind else nxt.start
        return PlaceMention(_text(units, i if named_kind else j, end), start, units[end - 1].end, 3, None, end, score)
    return None


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
    level, doubtful = (rows.level, rows.doubtful) if rows is not None else (0, False)
    if unit.tag == "w":
        score -= 0.3
    if doubtful and score < 1:
        return None
    if _beside(units, i):
        level = min(level, 2)
    start = unit.start + len(unit.prefix)
    return PlaceMention(unit.core, start, unit.end, level, rows, i + 1, score)


def _beside(units: Sequence[Unit], i: int) -> bool:
    """جنوب الحسكة: beside the place, not in it."""
    return i > 0 and units[i - 1].tag == "i" and units[i - 1].core.startswith(("شمال", "جنوب", "شرق", "غرب"))


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
            score = 0.1
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
