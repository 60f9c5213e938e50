"""Where a stretch of text says that something happened: the most specific place named there, and its relation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from riwaya.arabic.fold import fold_key
from riwaya.extract.ground import (
    adjacent,
    after_kind,
    as_government,
    beside,
    ground,
    held_by_next,
    locates,
    of_office,
    other_word,
)
from riwaya.extract.placenames import PlaceMention, PlaceName, lies_in, overlap, place_of
from riwaya.extract.units import Unit
from riwaya.lexicon.entries import StateEntry

__all__ = ["PlaceMention", "PlaceName", "best_place", "country_implied", "find_places", "lies_in", "overlap"]

_OWN_NAME = frozenset(
    "مخيم مطار قاعده سجن حقل معبر جبل وادي جزيره ميناء تل جسر بحر جبال مضيق نهر سهل هضبه مستوطنه باديه صحراء "
    "معسكر تبه تباب تله مرتفعات تلال نقيل منفذ كيبوتس مفرق مفترق سد بوابه".split()
)
_HELD_KINDS = frozenset(
    "منطقه منطقتي منطقتا مناطق قضاء ناحيه محليه كفر جبهه مركز حاجز محور معسكر قاعده تبه تباب تله مرتفعات تلال نقيل منفذ مفرق "
    "عزله مفترق سد بوابه قري".split()
)
"""Kind words after which an unknown word is a name only where the place that holds it follows (منطقة X بمديرية Y)."""
_NOUN_KINDS = frozenset("مناطق جبهه مركز حاجز محور".split())
"""Of these, those that take common words too (مركز قيادة): a name is told by its article, or is one of several words."""
_UNNAMED = frozenset(
    "المساعدات مساعدات الاغاثه التوزيع توزيع النازحين نازحين الايواء ايواء كان كانت كانوا ذات التي الذي حيث وقد قال قرب من الي علي في عن مع بعد قبل ان انه سكنيه عسكريه محاصره اخري مجاوره حدوديه قريبه مكتظه خاضعه تسيطر يسيطر "
    "صغيره كبيره مهمه هامه حيويه واحده عده شعبي عام رييسي رييسيه استراتيجيه تابعه مفتوحه زراعيه صناعيه جبليه ساحليه مزدحم للبيع منكوبه ثانيه محظوره متنازع واقعه جديده كل تبعد تمتد تتوسع تطل صدر دولي فرعي ترابي سريع مدني عسكري حربي "
    "يقطنها تقطنها يسكنها تسكنها واخري تجري يجري تدور يدور داخله داخلها حوله حولها تقع يقع تضم يضم تتميز يتميز يمكن يشكل تشكل تعد يعد تحت فوق شديد استراتيجي استراتيجيه استراتيجه سكني تجاري مشاه اسبوعين الصنع استراتيجيا عسكريا مدنيا دوليا المدافعين المشتبه "
    "مجاور مرتفعه مشرفه حاكمه لهم لها له جديد تفتيش نفطي مخابرات بانحاء العمليات القتال الحرب النزاع الحادث الاشتباك الاشتباكات المواجهات الصناعيه ذو اقرب اهم كامله صغير الملك الامير "
    "شمال جنوب شرق غرب شمالي جنوبي شرقي غربي وسط العام الخاص نفسها ذاتها هذه تلك مختلفه متفرقه مدمره القديمه جويه بريه بحريه امنيه الحدود العمل الوحده الاحتجاز".split()
)
_SETTLED = frozenset(
    "مدينه بلده قريه حي مخيم ناحيه قضاء مديريه محله ضاحيه قريتي قريتا بلدتي بلدتا مدينتي مدينتا حيي محليه عزبه خربه "
    "كفر".split()
)
_ADMIN = frozenset("قضاء ناحيه مديريه محليه مديريتي مديريات ناحيتي".split())
_PROVINCES = frozenset("محافظه ولايه مقاطعه اقليم محافظتي محافظتا ولايتي محافظات".split())


def find_places(units: Sequence[Unit], a: int, b: int) -> list[PlaceMention]:
    """The places named in units [a, b), in order, origins and speakers' seats left out by low scores."""
    found: list[PlaceMention] = []
    i = a
    while i < b:
        unit = units[i]
        if not unit.terms:
            i += 1
            continue
        mention = None
        if unit.tag == "k" or (unit.tag == "s" and unit.core in _HELD_KINDS):
            mention = _kind(units, i, b)
        elif unit.tag in "PE":
            mention = _plain(units, i)
        elif unit.tag == "w" and unit.get("place") is not None:
            mention = _plain(units, i)
        if mention is not None and not (unit.core.startswith("العاصمه ") and _named_next(units, mention.at, b)):
            if found and locates(units, found[-1].at, i):
                mention = replace(mention, score=min(mention.score, 0.2), locates=True)
            found.append(mention)
            i = max(i + 1, mention.at)
        else:
            i += 1
    return found


def _named_next(units: Sequence[Unit], at: int, b: int) -> bool:
    """العاصمة الصومالية مقديشو, العاصمة اليمنية المؤقتة عدن: the name of a capital follows what it is."""
    if at < b and units[at].text == "الموقته":
        at += 1
    return at < b and not units[at].prefix and place_of(units[at]) is not None


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
    if unit.text == "وحي" and i > 0 and units[i - 1].text == "من":
        return None
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
    rows = place_of(nxt)
    if unit.core.startswith("ال") and rows is not None and (rows.doubtful or rows.after_kind or not rows.known):
        state = nxt.get("state")
        if unit.core != "العاصمه" or state is None or state.form != "capital":
            return None
    score = ground(units, i) + (0.0 if _of_rank(units, i) else 0.6)
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
        if beside(units, i):
            level = min(level, 2) if kind not in _SETTLED else level
        start = unit.start + len(unit.prefix) if named_kind or kind == "ريف" else nxt.start
        return PlaceMention(
            _text(units, i if named_kind or kind == "ريف" else j, end),
            start,
            units[end - 1].end,
            level,
            place_of(nxt),
            end,
            score,
        )
    if (
        nxt.tag in "wAJHNsCMZWIOSYki@"
        and nxt.prefix == ""
        and (kind in _SETTLED or kind in _HELD_KINDS or named_kind or (kind in _PROVINCES and _names_area(nxt, score)))
        and nxt.text not in _UNNAMED
        and nxt.text not in _EPITHETS
        and not nxt.text.startswith("لل")
        and not (nxt.text.endswith("يه") and nxt.tag == "w" and not nxt.text.startswith("ال"))
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
        held = kind not in _HELD_KINDS or (nxt.tag in "wJZ" and _held(units, end, b))
        named = _names_area(nxt, score) if kind in _AREAS else kind == "معسكر" and _names_camp(units, i, j, end)
        if not held and not named:
            return None
        if kind in _AREAS and nxt.text in _OF_AN_AREA:
            return None
        if kind in _NOUN_KINDS and not (nxt.text.startswith("ال") or nxt.text in _COMPOUND):
            return None
        start = unit.start + len(unit.prefix) if named_kind else nxt.start
        level = 1 if kind in _PROVINCES else 3
        return PlaceMention(
            _text(units, i if named_kind else j, end), start, units[end - 1].end, level, None, end, score
        )
    return None


def _of_rank(units: Sequence[Unit], i: int) -> bool:
    """Whether the kind word tells what somebody is the head of (أمير منطقة نجران, محافظ إقليم كردستان)."""
    return i > 0 and units[i - 1].tag == "I" and not units[i].prefix


def _held(units: Sequence[Unit], end: int, b: int) -> bool:
    """Whether what follows a name tells at once where it lies (في محافظة X, بمديرية X, شمالي X, التابعة لX)."""
    joined = False
    for unit in units[end + (end < b and units[end].tag == ",") : min(b, end + _HOLDER)]:
        if unit.text in _IN_A_PART:
            return True
        if unit.tag in "PE" or place_of(unit) is not None:
            return joined or unit.prefix.endswith(("ب", "ل"))
        joined = joined or unit.tag == "i" or unit.prefix.endswith(("ب", "ل"))
        if joined and unit.tag == "k" and unit.text in _HOLDING:
            return True
        if not (unit.tag in "ik" or (unit.tag == "w" and unit.text in _EPITHETS)):
            return False
    return False


_HOLDING = _PROVINCES | _ADMIN
_IN_A_PART = frozenset("بعزله بعزل".split())
"""In a part of a district, whose own name is seldom known."""
_HOLDER = 4
"""Words between a name and the place that holds it, at most."""
_AREAS = frozenset("منطقه منطقتي منطقتا".split())
"""Kind words after which an unknown word is a name where something is told to be there, unless it is a common word."""
_OF_AN_AREA = frozenset(
    "المساعدات التوزيع الاغاثه الحدود الحرب النزاع الصراع العمليات الاشتباكات الاشتباك القتال الحادث الحادثه الانفجار التفجير التماس الشرق الغرب "
    "الشمال الجنوب الخليج الساحل الوسط المواجهات المواجهه السكن العمل التجاره النفوذ الحظر الصيد الهجوم القصف الزلزال "
    "الازمه الخطر الامان المدينه البلده القريه المطار السياج العدو الحزام الجزيره المغرب الشعب الزراعه الصناعه امنه امنيه "
    "عازله محظوره واسعه شاسعه وعره صعبه خضراء حمراء حره نايه ناييه غنيه خطره كبري صغري وسطي اخري حدود تماس نزاع صراع حرب "
    "قتال عمليات حظر نفوذ خفض خفيفه تخفيف توتر عمل نفط صيد تجمع سكن خاليه فارغه بعيده نصف عند نحو غير كافه حرجيه قبليه "
    "حاله جذب هناك هنا فقط حاليا لم لن لا ما او اذا حتي ثم بل دون خلال اثناء ظهر فجر مساء صباح مسرح عبر ضد".split()
)
"""Words of what an area is (منطقة آمنة, منطقة العمليات), or of how the sentence goes on: none its name."""


def _names_area(unit: Unit, score: float) -> bool:
    """Whether an unknown word behind منطقة can be its name, where a preposition or a deed stands before."""
    word = unit.text
    if unit.tag != "w" or unit.terms or score < FIRM or word in _OF_AN_AREA:
        return False
    if word in _COMPOUND:
        return True
    if word.startswith("و") or (not word.startswith("ال") and word[0] in "يتلب"):
        return False
    shaped = word.startswith("م") and word.endswith("ه")
    return len(word) > 3 and not shaped and not word.endswith(("ات", "ين", "ون", "يه", "يا", "كم", "هم", "ها"))


_OF_A_CAMP = frozenset(
    "التدريب التدريبي التدريبات القوات الفصايل الفصائل الفرقه اللواء الكتيبه العدو الاعتقال الاشبال الطلايع النازحين التجنيد".split()
)
"""What a camp is for, or whose it is."""


def _names_camp(units: Sequence[Unit], i: int, j: int, end: int) -> bool:
    """Whether what stands behind معسكر is its name: a definite word of no other meaning, or two (معسكر الصقور, معسكر طيبة الاسم)."""
    word = units[j]
    if units[i].core != "معسكر" or word.tag != "w" or word.terms or word.text in _OF_A_CAMP:
        return False
    return word.text.startswith("ال") or end > j + 1


FIRM = 1.6
"""The ground of a name behind a kind word and a preposition (في حي X, ببلدة Y)."""
_EPITHETS = frozenset(
    "الاستراتيجي الاستراتيجيه الاستراتيجيه القريبه القريب المجاوره المجاور الحدوديه الحدودي المحاصره الواقعه الواقع الساحليه "
    "التابعه التابع المحرره الخاضعه الخاضع المحاذيه المحاذي المتاخمه المتاخم الجبليه الجبلي الصحراويه النفطي النفطيه السكنيه "
    "السكني المكتظه الفاصله الفاصل المطله المطل المودي الرابط الرابطه الغنيه المعزوله الناييه الزراعيه الشعبيه الشعبي".split()
)
_SIDES = frozenset(
    "الشرقي الغربي الشمالي الجنوبي الاوسط شرقي غربي شمالي جنوبي الشماليه الجنوبيه الشرقيه الغربيه".split()
)
_COMPOUND = frozenset(
    "ال ابو ام بير تل عين خان كفر دير راس بيت وادي بني شيخ الشيخ ود حوش بنت جب تله سد برج حمام عرب قصر مارون عيتا مجدل بو بن باب ابي".split()
)


def _text(units: Sequence[Unit], first: int, last: int) -> str:
    return " ".join(u.core if k == 0 else u.text for k, u in enumerate(units[first:last]) if u.tag not in "()")


def _level(unit: Unit) -> int:
    rows = place_of(unit)
    if rows is None:
        return 0 if unit.get("state") is not None else 3
    return rows.level


_STRUCK = 0.4
"""The ground of a country that something was done to (غارات على سوريا): where it happened, if no nearer place is told."""


def _plain(units: Sequence[Unit], i: int) -> PlaceMention | None:
    unit = units[i]
    rows = place_of(unit)
    state = unit.get("state")
    if rows is None and state is None:
        return None
    if (unit.get("adjective") is not None and rows is None) or other_word(units, i):
        return None
    score = ground(units, i)
    reached = state is not None and i > 0 and units[i - 1].tag in "om" and not unit.prefix
    if state is not None and reached:
        if not _reached(units, i - 1, state.form == "name", rows is not None):
            return None
        score = _STRUCK
    if state is not None and state.form != "name" and rows is None:
        score -= 0.5
    if state is not None and score < 1.3:
        score = min(score, as_government(units, i, score))
    level, doubtful = (rows.level, rows.doubtful) if rows is not None else (0, False)
    if unit.tag == "w":
        score -= 0.3
    if (doubtful or (rows is not None and rows.after_kind)) and not (held_by_next(units, i) or of_office(units, i)):
        if doubtful and not reached and (score < 1 or not adjacent(units, i)):
            return None
        if rows is not None and rows.after_kind and not after_kind(units, i):
            return None
    if beside(units, i):
        level = min(level, 2)
    start = unit.start + len(unit.prefix)
    return PlaceMention(unit.core, start, unit.end, level, rows, i + 1, score)


def _reached(units: Sequence[Unit], on: int, country: bool, known: bool) -> bool:
    """Whether a country or capital behind على, or behind a word of direction, is where something happened, not who suffered it."""
    word = units[on].text
    if word == "علي":
        return country or (known and (_struck(units, on) or _taken(units, on)))
    return word in _TOWARDS and (
        ((country or known) and _struck(units, on)) or (known and not country and _fired_at(units, on))
    )


_TOWARDS = frozenset("باتجاه صوب نحو تجاه".split())


def _taken(units: Sequence[Unit], on: int) -> bool:
    """سيطروا على صنعاء, سيطرة المسلحين على عدن: a capital that is taken is the city."""
    j = on - 1
    while j > 0 and on - j <= _TAKER and units[j].tag in "AYHJw@":
        j -= 1
    taken = units[j].trigger if j >= 0 else None
    return taken is not None and taken.type in _GROUND


_TAKER = 2
"""Words that may stand between what tells that ground is taken and على."""
_GROUND = frozenset({"government_regains_territory", "non_state_actor_overtakes_territory"})


def _struck(units: Sequence[Unit], on: int) -> bool:
    """غارة إسرائيلية على دمشق, صواريخ على طهران: what is fired on a capital hits the city, whatever its name stands for."""
    j = on - 1
    while j > 0 and on - j <= _FIRED and units[j].tag in "JwD":
        j -= 1
    if j < 0:
        return False
    fired = units[j].trigger
    return units[j].tag == "W" or (fired is not None and fired.type in _FROM_AFAR)


def _fired_at(units: Sequence[Unit], on: int) -> bool:
    """صاروخ أطلقته الجماعة باتجاه الرياض, قذائف من القطاع صوب إسرائيل: who fired it, and from where, may stand between."""
    for j in range(on - 1, max(-1, on - _SHOT), -1):
        unit = units[j]
        if unit.tag == "W":
            return True
        if unit.tag not in "xAYSHJwDnfiPEkp(-":
            return False
    return False


_SHOT = 8
"""Units among which the word for a missile stands before a word of direction."""
_FIRED = 2
"""Words that may stand between what is fired and على (غارة إسرائيلية عنيفة على)."""
_FROM_AFAR = frozenset({"air_drone_strike", "shelling_artillery_missile"})


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
