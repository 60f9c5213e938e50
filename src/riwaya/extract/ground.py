"""How firmly the words around a name make it the place where something happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riwaya.extract.placenames import place_of, within_reach
from riwaya.extract.units import Unit

_ORIGIN = frozenset("من اهالي ابناء سكان القادم القادمه قادما قادمه انطلقت اطلقت نازحي اصول قادمين ينحدر تنحدر".split())


_LAUNCHED = frozenset(
    "اطلق اطلقت اطلقا اطلقتا يطلق تطلق انطلق انطلقت انطلقا منطلقا المنطلقه قادم قادمه قادما القادم القادمه".split()
)
LAUNCHED = -1.5
"""The ground of where something was fired from (صاروخ أطلق من اليمن): what it does, it does elsewhere."""


_WITH_BI = frozenset({"حجه", "اب"})
"""Names that behind ب are another word (بحجة أنهم …, باب البيت)."""


def other_word(units: Sequence[Unit], i: int) -> bool:
    """Whether a name behind ب is another word, with neither side nor kind of place before it (شمال محافظة صعدة وبحجة); مسقط رأس is no city, داخل الخيام are tents."""
    unit = units[i]
    if unit.core == "الخيام" and i and units[i - 1].text in ("داخل", "بين"):
        return True
    if unit.core == "مسقط" and i + 1 < len(units) and units[i + 1].core.startswith("راس"):
        return True
    return unit.core in _WITH_BI and unit.prefix.endswith("ب") and (i == 0 or units[i - 1].tag not in "Pk")


_SAID_OF = frozenset(("carried_out", "that", "of_party", "agent"))


def as_government(units: Sequence[Unit], i: int, score: float) -> float:
    """The ground of a country or capital that its words make the doer (دمشق تتهم, شنتها أنقرة وبغداد, خلايا تابعة لأنقرة).

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
    if unit.prefix == "و" and before is not None and before.tag == "E":
        return as_government(units, i - 1, score)
    if before is not None and (before.word in _SAID_OF or (i <= 2 and before.tag == "w" and before.text.endswith("ت"))):
        return -0.4
    if before is not None and i <= 2 and before.tag == "V" and before.form == "verb" and before.text.endswith("ت"):
        state = unit.get("state")
        return -0.2 if state is not None and state.form == "name" else score
    if unit.prefix != "ل" and (spoken or (ahead < len(units) and units[ahead].tag == ":" and i <= 1)):
        return -0.3
    return score


_OVER = frozenset("فوق اجواء سماء".split())
"""What is in the air over a place (صاروخ فوق X, في أجواء X)."""


def adjacent(units: Sequence[Unit], i: int) -> bool:
    """Whether a preposition, a side or a kind word stands right before the name, or before the one it is joined to."""
    unit = units[i]
    if unit.prefix.endswith("ب"):
        return True
    if i == 0:
        return False
    before = units[i - 1]
    if before.tag in "iok" or (before.tag == "w" and before.prefix.endswith("ب")) or before.text in _OVER:
        return True
    if before.tag == "V" and not unit.prefix and unit.get("state") is not None:
        return True
    return unit.prefix == "و" and before.get("place") is not None


def after_kind(units: Sequence[Unit], i: int) -> bool:
    """Whether the name is joined to one with a kind word (بلدتي نبل والزهراء)."""
    return units[i].prefix == "و" and i > 1 and units[i - 1].get("place") is not None and units[i - 2].tag == "k"


_SEATS = frozenset("بلديه ناحيه قضاء".split())


def of_office(units: Sequence[Unit], i: int) -> bool:
    """Whether the name is that of a local office's seat (رئيس بلدية نصيب, مدير ناحية العظيم)."""
    return i > 0 and units[i - 1].tag == "Y" and units[i - 1].core.rpartition(" ")[2] in _SEATS


def held_by_next(units: Sequence[Unit], i: int) -> bool:
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
    mine, outer = place_of(units[i]), place_of(units[j])
    return mine is not None and outer is not None and outer.level < 3 and within_reach(mine.spots, outer.spots)


def beside(units: Sequence[Unit], i: int) -> bool:
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


_INAUGURATED = ("افتتاح", "تدشين", "نقل")
_SEATED = ("سفار", "قنصلي", "مقر")
_BEHIND = 8
"""Units between a place and the words that it stands under, at most."""


def seated(units: Sequence[Unit], i: int) -> bool:
    """افتتاح السفارة في القدس, نقل سفارتها إلى القدس: where an embassy is opened or moved to; what is told beside happened elsewhere."""
    return any(
        units[j].core.removeprefix("ال").startswith(_SEATED)
        and units[j - 1].core.removeprefix("ال").startswith(_INAUGURATED)
        for j in _clause_before(units, i)
        if j > 0
    )


_MATTER = frozenset("احتجاجا تنديدا استنكارا رفضا تضامنا".split())
_MATTERS = frozenset("الاحتجاج التنديد التضامن".split())
"""Behind ل (للاحتجاج على)."""


def protested(units: Sequence[Unit], i: int) -> bool:
    """تظاهروا في برلين تنديدا بالتدخل في عفرين: where that is which people protest against, or stand by."""
    before = [units[j] for j in _clause_before(units, i)]
    return any(u.core in _MATTER or (u.core in _MATTERS and u.prefix == "ل") for u in before)


def _clause_before(units: Sequence[Unit], i: int) -> Iterator[int]:
    """The units before one, backwards, up to the nearest mark, deed or harm and with it."""
    for j in range(i - 1, max(-1, i - _BEHIND - 1), -1):
        yield j
        if units[j].tag in ",.;:FVKr" or units[j].trigger is not None or units[j].outcome is not None:
            return


def ground(units: Sequence[Unit], i: int) -> float:
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
            if steps == 0 and j > 0 and (units[j - 1].core in _LAUNCHED or units[j - 1].tag == "W"):
                return LAUNCHED
            score = -0.4 if steps == 0 or units[j - 1].text in _ORIGIN else 0.1
            break
        if before.text.removeprefix("من ") in _ORIGIN:
            score = -0.6
            break
        if before.tag in "QBI" or before.speech is not None:
            score -= 0.6
            break
        if (before.tag in "NV" or before.text in _OVER) and steps == 0:
            score = max(score, 1.0)
            break
        if before.tag not in "kwsJD":
            break
        if before.tag in "ks" and before.prefix.endswith("ل"):
            score = max(score, 0.7)
        j -= 1
        steps += 1
    return score


_BESIDE = ("شمال", "جنوب", "شرق", "غرب", "قرب", "القريبه", "قريبه", "المتاخمه", "المحاذيه", "المجاوره", "وسط", "بالقرب")
_SIDE = frozenset("الشمال الجنوب الشرق الغرب القريبه القريب قريبه".split())
"""Words after which من tells from where a side is seen (إلى الشرق من X, القريبة من X)."""


def locates(units: Sequence[Unit], after: int, i: int) -> bool:
    """Whether the name at i only says where the one that ends at `after` lies (الغوطة المحاصرة قرب دمشق, مقبنة غربي تعز)."""
    sides = far = 0
    for j in range(after, i):
        unit = units[j]
        if unit.tag == "i" and not unit.prefix and unit.core.removeprefix("ال").startswith(_BESIDE):
            sides += 1
        elif unit.text in _SIDE:
            sides += 1
        elif unit.tag in "n#R" or unit.text.startswith(_DISTANCE):
            far += 1
        elif not (unit.tag in "kf," or _turns(units, j) or _describes(unit)):
            return False
    return sides > 0 and i - after - far <= _LOCATOR and not units[i].prefix


def _turns(units: Sequence[Unit], j: int) -> bool:
    """Whether the preposition at j stands before or behind a side (إلى الشرق من)."""
    unit = units[j]
    return (unit.tag == "T" and j + 1 < len(units) and units[j + 1].text in _SIDE) or (
        unit.tag == "f" and units[j - 1].text in _SIDE
    )


def _describes(unit: Unit) -> bool:
    return unit.core.startswith("العاصمه") or (unit.tag in "Jwi" and unit.text.startswith("ال"))


_DISTANCE = ("الواقع", "تقع", "يقع", "تبعد", "يبعد", "علي", "بعد", "مسافه", "كيلومتر", "كلم", "كم", "حوالي", "نحو")
"""Words of a distance between the two (على مسافة 700 كيلومتر جنوبي طرابلس)."""


_LOCATOR = 4
"""Words that may stand between a place and the one that says where it lies."""


_BY = frozenset("قرب بالقرب القريبه القريب قريبه قريب محيط".split())


def near_capital(units: Sequence[Unit], first: int) -> bool:
    """Whether the words before a capital say that something is near it (قرب العاصمة X, بالقرب من X)."""
    state = units[first].get("state")
    if not units[first].core.startswith("العاصمه ") and (state is None or state.form != "capital"):
        return False
    at = first - 1
    while at >= 0 and (units[at].core.removeprefix("ال") in ("عاصمه", "مدينه") or units[at].tag == "f"):
        at -= 1
    return at >= 0 and units[at].core.split()[0] in _BY
