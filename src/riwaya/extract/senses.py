"""Words of violence in another sense: a protest by letter, goods that are seized, a road that is barred, what is yet to come."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from riwaya.extract.uncounted import freed
from riwaya.extract.units import Unit

_NEAR = 7
"""Units before and after a word of two senses among which others say which is meant."""


def other_sense(units: Sequence[Unit], at: int) -> bool:
    """Whether the trigger at a unit is meant in a sense that tells of no event, by the words beside it."""
    unit = units[at]
    if unit.form != "verb" and unit.trigger_id not in _FOILING and _announced(units, at):
        return True
    judge = _SENSES.get(unit.trigger_id)
    return judge is not None and judge(units, at)


def _announced(units: Sequence[Unit], at: int) -> bool:
    """المظاهرات المقبلة, ضربة محتملة: what is only awaited. A possible attack with gas was one, of a doubtful kind."""
    behind = units[at + 1] if at + 1 < len(units) else None
    if behind is None:
        return False
    if behind.core in _AWAITED:
        return True
    return behind.core in _POSSIBLE and units[at].trigger_id not in _DOUBTFUL_KIND


_AWAITED = frozenset(
    "المقبله مقبله مرتقبه مرتقب المرتقبه المرتقب المزمعه المزمع مزمع مزمعه وشيك وشيكه الوشيك الوشيكه متوقع متوقعه المتوقع المتوقعه القادمه القادم".split()
)
_FOILING = frozenset({"repel", "found_arms", "disrupted"})
"""What foils an attack that was at hand has happened."""
_POSSIBLE = frozenset("محتمل محتمله المحتمل المحتمله".split())
_DOUBTFUL_KIND = frozenset({"chemical", "chemical_use", "poisoning"})


def _after(units: Sequence[Unit], at: int, words: frozenset[str], within: int = _NEAR) -> bool:
    """Whether one of the words follows in the same clause."""
    for unit in units[at + 1 : at + 1 + within]:
        if unit.tag in ".;:?":
            return False
        if unit.core in words or not words.isdisjoint(unit.core.split()):
            return True
    return False


def _before(units: Sequence[Unit], at: int, words: frozenset[str], within: int) -> bool:
    return any(unit.core in words for unit in units[max(0, at - within) : at])


def _by_letter(units: Sequence[Unit], at: int) -> bool:
    """مذكرة احتجاج, احتج لدى الخارجية, بكين تحتج: a state protests to another."""
    unit = units[at]
    if not unit.core.startswith(_PROTESTING):
        return False
    before = units[at - 1] if at > 0 else None
    if unit.form == "verb":
        return _after(units, at, _TO, 3) or (before is not None and before.tag in "PE" and unit.core in _SHE)
    return before is not None and before.core in _LETTERS


_PROTESTING = ("احتج", "الاحتجاج", "تحتج", "يحتج")
_TO = frozenset({"لدي"})
_SHE = frozenset({"تحتج", "احتجت"})
_LETTERS = frozenset("مذكره مذكرات رساله رسايل خطاب برقيه المذكره".split())


def _leaving(units: Sequence[Unit], at: int) -> bool:
    """خرج آلاف المدنيين من البلدة: who leaves a place does not demonstrate."""
    if _by_letter(units, at):
        return True
    if not units[at].core.startswith("خرج"):
        return False
    for j in range(at + 1, min(len(units) - 1, at + 1 + _NEAR)):
        if units[j].tag in ",.;:?":
            return False
        if units[j].tag == "f" and units[j + 1].tag in "PK" and units[j + 1].trigger is None:
            return True
        if units[j].core in _WAYS_OUT:
            return True
    return False


_WAYS_OUT = frozenset(
    "انفاق الانفاق نفق النفق الملاجي ملاجي مخبا مخابي ممر ممرات معبر المعبر الممر الممرات حافلات الحافلات".split()
)


def _concerned(units: Sequence[Unit], at: int) -> bool:
    """تغييرات طالت القيادة: what reaches somebody is a strike only where one is named."""
    if not units[at].core.startswith(("طال", "تطال", "يطال")):
        return False
    near = [*units[max(0, at - _NEAR) : at], *units[at + 1 : at + 4]]
    return not any(
        u.trigger is not None or u.weapon is not None or u.outcome is not None or u.core in _REACHING for u in near
    )


_REACHING = frozenset("يد نيران النيران اعمال شظايا عمليات العمليات".split())


def _crossed(units: Sequence[Unit], at: int) -> bool:
    """اعترض طريقهم, اعتراض المكالمات: who stands in somebody's way, or overhears, stops no weapon."""
    if "عترض" not in units[at].core and "عتراض" not in units[at].core:
        return False
    return (at + 1 < len(units) and units[at + 1].text == "علي") or _after(units, at, _PASSING)


_PASSING = frozenset(
    "طريق طريقه طريقها طريقهم سبيل موكب موكبه موكبها مكالمات المكالمات اتصالات مدنيتين مدنيه مدنيتان ركاب محاوله محاولات قافله حافله".split()
)


def _crossing(units: Sequence[Unit], at: int) -> bool:
    """إحباط محاولة تسلل, ضبط كميات من الحشيش: what is stopped or seized is neither arms nor a plot."""
    return _after(units, at, _SMUGGLING) if "حاول" in units[at].core else _goods(units, at)


_SMUGGLING = frozenset("تسلل التسلل للتسلل تهريب لتهريب هجره الهجره للهجره عبور لعبور مهاجرين".split())


def _goods(units: Sequence[Unit], at: int) -> bool:
    """ضبطت كميات من المخدرات: goods, and no people."""
    return _after(units, at, _GOODS, _NEAR + 1)


_GOODS = frozenset(
    "مخدرات المخدرات مخدره المخدره حشيش الحشيش الكوكايين كوكايين هيرويين حبوب الحبوب خمور الخمور كحوليه مفرقعات المفرقعات الناريه اموال الاموال مجوهرات ملابس سجاير تبغ "
    "اغذيه ادويه مغشوشه مقلده فاسده صناديق سلع بضايع ذهب عملات لحوم".split()
)


def _post(units: Sequence[Unit], at: int) -> bool:
    """كمائن أمنية, كمين ثابت: a checkpoint of the police."""
    return at + 1 < len(units) and units[at + 1].core in _POSTS


_POSTS = frozenset("امنيه امني ثابت ثابته متحرك متحركه مروري مروريه الامنيه".split())


def _blow(units: Sequence[Unit], at: int) -> bool:
    """ضربة موجعة للإرهاب: a blow in a manner of speaking, where no weapon is named."""
    if at + 1 >= len(units) or units[at + 1].core not in _BLOWS:
        return False
    return not any(u.weapon is not None for u in units[max(0, at - _NEAR) : at + _NEAR])


_BLOWS = frozenset("موجعه قاصمه قاضيه قاسيه معنويه سياسيه اقتصاديه استباقيه الموجعه القاضيه".split())


def _handed(units: Sequence[Unit], at: int) -> bool:
    """تسلمت تونس مشتبها به: who or what is handed over is no ground."""
    return "تسلم" in units[at].core and not _after(units, at, _GROUND)


_GROUND = frozenset(
    "معبر المعبر معابر المعابر مدينه المدينه مواقع مواقعها مواقعه موقع قاعده القاعده مقر مقار مقرات مطار المطار ميناء الميناء حقل حقول بلده البلده قريه قري منطقه مناطق المنطقه "
    "اداره السيطره معسكر حاجز حواجز نقاط ثكنه سجن مخيم حي احياء اراضي المهام المسووليه".split()
)


def _booty(units: Sequence[Unit], at: int) -> bool:
    """الاستيلاء على أسلحة: what was taken is no ground."""
    return _failed(units, at) or _after(units, at, _BOOTY, 3)


_BOOTY = frozenset(
    "اسلحه الاسلحه كميات كميه ذخاير عتاد صواريخ معدات اليات دبابات دبابه مدرعات اطقم طقم سيارات سياره اموال ممتلكات شاحنات شاحنه "
    "رهاين الرهاين رهينه رهينتين رهينتان جثث جثه جثتي جثامين جثمان رفات".split()
)


def _offered(units: Sequence[Unit], at: int) -> bool:
    """تقدم المشورة, تقدم القوات المشورة, تقدم بشكوى: what is offered or filed is no advance."""
    behind = units[at + 1] if at + 1 < len(units) else None
    if behind is None or not units[at].core.startswith(("تقدم", "يتقدم", "تتقدم")):
        return False
    return behind.text in _FILED or (units[at].form == "verb" and _after(units, at, _OFFERED, 4))


_OFFERED = frozenset("المشوره الدعم دعما مساعدات المساعدات المساعده مساعده خدمات الخدمات العون".split())
_FILED = frozenset(
    "بطلب بشكوي بالتعازي بالعزاء باستقاله باستقالته بالشكر بمقترح بمبادره باقتراح بدعوي ببلاغ بمشروع بخالص باحر بعرض".split()
)


def _held(units: Sequence[Unit], at: int) -> bool:
    """الأسرى الذين تحتجزهم: whom somebody holds was taken before."""
    unit = units[at]
    return unit.tense == "present" and "حتجز" in unit.core and at > 0 and units[at - 1].tag == "r"


def _failed(units: Sequence[Unit], at: int) -> bool:
    """تعثر اتفاق, فشلت في السيطرة: what did not come about."""
    return units[at].form != "verb" and _before(units, at, _FAILING, 3)


_FAILING = frozenset("تعثر تعثرت فشل فشلت فشلوا عرقل عرقلت اخفق اخفقت اخفقوا".split())


def _in_force(units: Sequence[Unit], at: int) -> bool:
    """تطبيقا لاتفاق: an agreement reached before, not told anew."""
    return at > 0 and units[at - 1].core in _UNDER


_UNDER = frozenset("تطبيقا وفقا تنفيذا طبقا خرقا انتهاكا استنادا خلافا".split())


def _of_captives(units: Sequence[Unit], at: int) -> bool:
    """حررت أربعة رهائن, استعادة جثث: people who are brought back, and no ground."""
    return _after(units, at, _CAPTIVES, 4)


_CAPTIVES = frozenset("رهاين الرهاين رهينه رهينتين رهينتان محتجزين المحتجزين جثث جثه جثتي جثامين جثمان رفات".split())


_SENSES: dict[str, Callable[[Sequence[Unit], int], bool]] = {
    "protest": _by_letter,
    "abduction": freed,
    "crowd": _leaving,
    "attack_verb": _concerned,
    "intercept": _crossed,
    "found_arms": _crossing,
    "seized_goods": _goods,
    "ambush": _post,
    "strike": _blow,
    "seize": _booty,
    "control": _booty,
    "withdraw": _handed,
    "advance": _offered,
    "detain": _held,
    "agreement": _failed,
    "agreement_reached": _failed,
    "evacuation_deal": _failed,
    "evacuation": _failed,
    "truce_apart": _in_force,
    "assassination": _failed,
    "retake": _failed,
    "retake_verb": _of_captives,
}
"""By trigger, what tells that it is meant otherwise."""
