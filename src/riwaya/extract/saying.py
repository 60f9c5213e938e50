"""Whether a word of saying says something where it stands: نقل of words and not of goods, زاد with words after it, لم يعلق not at all."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from riwaya.arabic.fold import Folded
from riwaya.extract.phrases import speech_opens
from riwaya.extract.units import Unit
from riwaya.extract.withholding import belittles

OF_THEM = ("عنه", "عنها", "عنهم")
_MISREAD = frozenset("فروا يرون ومقرا بثا نصف يزيد تزيد ردا وردا تابعا تنكروا".split())
"""Forms that a word of saying has in common with another word (فروا: they fled)."""


def speaks(units: Sequence[Unit], i: int, folded: Folded) -> bool:
    """Whether the word is one of saying here: رفعت الوزارة الحصيلة says, رفعت الأسعار does not."""
    unit = units[i]
    tag = unit.tag
    following = units[i + 1] if i + 1 < len(units) else None
    if unit.text in _MISREAD or (following is None and unit.form == "verb"):
        return False
    if (
        tag == "Q"
        and unit.form == "verb"
        and i > 0
        and not (unit.text == "نفي" and units[i - 1].tag == "T")
        and units[i - 1].tag in "afoT"
        and units[i - 1].end + 2 > unit.start
    ):
        return False
    core = unit.core
    if unit.form == "verb" and (unit.prefix.endswith("س") or (i > 0 and units[i - 1].text in _TO_COME)):
        return False
    if core.startswith(OF_GOODS) and unit.form == "verb":
        return _carries(units, i)
    if core.startswith(_FOLLOWING):
        return not unit.prefix.endswith("ل") and following is not None and following.text in ("علي", "قايلا", "قايله")
    if following is not None and following.core.startswith(_IDIOMS.get(core, _NEVER)):
        return False
    if core.startswith(_TALKING) and unit.form == "verb" and _talks_with(units, i):
        return False
    if core.startswith("كتب") and following is not None and following.core in _WRITTEN:
        return False
    if core.startswith(_GRANTING) and following is not None and _rules(units, i):
        return False
    if core in ("كتب", "كتبت") and following is not None and following.text == "علي":
        return i + 2 < len(units) and (units[i + 2].tag == "O" or units[i + 2].core.startswith(_PAGES))
    if core.startswith(_GOING_ON) and unit.form == "verb" and i and units[i - 1].tag == "r":
        return following is not None and following.tag in "t:"
    if core.startswith(_GOING_ON) and unit.form == "verb":
        ahead = range(i + 1, min(len(units), i + 14))
        return any(
            units[j].tag in "t:Q" or units[j].form == "participle" or speech_opens(units, j, folded) for j in ahead
        )
    if core.startswith(_DEEMING) and belittles(units, i):
        return True
    if core.startswith(_DEEMING) and unit.form == "verb":
        said = next((u for u in units[i + 1 : i + 18] if u.tag == "t" or u.form == "participle"), None)
        return said is not None and said.tag == "t"
    if core == "نشر" and following is not None and following.text in _SPREAD:
        return False
    if core.startswith(_PUBLISHING) and following is not None and following.tag != "O":
        what = next((u for u in units[i + 1 : i + 7] if u.core.startswith((*_DEPLOYED, *_PUBLISHED))), None)
        return what is None or what.core.startswith(_PUBLISHED)
    if core in _NAMING and unit.form == "verb":
        return any(u.tag == "t" for u in units[i + 1 : i + 7])
    if (
        core in _NOUNS_TOO
        and i > 0
        and (units[i - 1].core in _AFTER or (core == "رصد" and units[i - 1].core in _POSTS))
    ):
        return False
    if core.startswith(_DECLINING) and following is not None and following.core in _DISCLOSURES:
        return False
    if i > 0 and core in _DISCLOSURES and units[i - 1].core.startswith(_DECLINING):
        return False
    if unit.speech is not None and unit.speech.act == "claim":
        near = units[i + 1 : i + 5] if unit.text[-1] not in "هما" or i < 1 else units[max(0, i - 3) : i]
        if any(u.core in _RULINGS or u.core in _OF_A_SERIES for u in near):
            return False
        if unit.form == "verb" and not any(
            u.tag in _DEEDS or u.core.startswith(_DEED) for u in units[i + 1 : i + _TOLD]
        ):
            return False
    if core.startswith(_CLAIMING) and (taken := _responsibility(units, i)):
        return not any(u.core in _OF_A_SERIES for u in units[taken : taken + 5])
    if core in CHARGES:
        return levelled(units, i) < i
    if core in _RECKONING:
        counted = any(u.tag == "t" or u.core.startswith(_NUMBERS) for u in units[i + 1 : i + 9])
        return following is not None and following.tag in "SAYOZI@" and unit.form == "verb" and counted
    if core in _RATIFYING:
        return following is not None and (following.text == "علي" or following.tag in "tAYSEZIO@")
    if core in _SEEING:
        return following is not None and (following.tag in "SO" or following.core.startswith(_MEN))
    if core.startswith(_SHOWING):
        return following is not None and (following.tag in "SAYOZ@I" or following.core.startswith(_DOCUMENTS))
    if core.startswith(_RAISING) and not any(u.tag == "U" or u.core.startswith(_TOLLS) for u in units[i + 1 : i + 9]):
        return False
    if core.startswith(_ANNOUNCEMENTS) and unit.form == "phrase":
        return following is not None and _announces(units, i)
    if core.startswith(_DOUBTING):
        return any(u.tag == "t" or u.core.startswith(_DOUBTED) for u in units[i + 1 : i + 7])
    if core in _RUMOURS:
        return following is None or following.tag in ",.;!"
    if core.startswith(_SIGHTING):
        return following is None or following.tag in "SOw@tQ:D"
    if core.startswith(ASCRIBING):
        return _ascribes(units, i)
    if core in _ADDING:
        return following is not None and (following.tag in "t:@" or speech_opens(units, i + 1, folded))
    if core in _ANSWERS:
        return any(u.text.startswith("بان") or u.form == "participle" for u in units[i + 1 : i + 8])
    if core.startswith(("اصدر", "يصدر", "تصدر")):
        return any(u.core.startswith(("بيان", "البيان")) for u in units[i + 1 : i + 16])
    if tag == "y":
        return unit.prefix in ("و", "ف") and following is not None and following.prefix[-1:] != "ل"
    if unit.form == "participle" and unit.speech is not None and unit.speech.act == "blame":
        if following is not None and (following.prefix.endswith("ب") or following.text.startswith("ب")):
            return False
        return any(u.tag == "%" or u.text.startswith("اياه") for u in units[i + 1 : i + 8]) or "متهم" in core
    beside = [units[j].tag for j in (i - 2, i - 1, i + 1) if 0 <= j < len(units)]
    return tag in "QB" or (tag == "u" and any(t in "AYS" for t in beside))


def _responsibility(units: Sequence[Unit], i: int) -> int:
    """Where the words of responsibility end that a verb of announcing goes with; 0 for none."""
    return next((j + 1 for j in range(i + 1, min(len(units), i + 9)) if units[j].core.startswith("مسووليت")), 0)


_CLAIMING = ("اعلن", "يعلن", "تعلن", "ادع")
CHARGES = frozenset("الاتهام الاتهامات اللوم باللوم باللايمه".split())
"""What is levelled at somebody (وجهت الاتهامات إلى); else it is only spoken of."""
_LEVELLING = frozenset("وجه وجهت وجهوا يوجه توجه القي القت القوا يلقي تلقي انحي انحت ينحي تنحي".split())


def levelled(units: Sequence[Unit], i: int) -> int:
    """Where the verb stands by which the charge at `i` is levelled; `i` itself for none."""
    return next((j for j in range(i - 1, max(-1, i - 10), -1) if _levels(units[j])), i)


def _levels(unit: Unit) -> bool:
    return unit.core in _LEVELLING or unit.text.removeprefix("و") in _LEVELLING


_RECKONING = frozenset("قدر قدرت يقدر تقدر قدروا".split())
_NUMBERS = ("عدد", "اعداد", "حصيل", "الحصيل")
"""What is reckoned by whoever reckons it (قدرت الشرطة عدد المشاركين); else something is able, or was bound to be."""
_RATIFYING = frozenset("صادق صادقت يصادق تصادق صادقوا".split())
"""Who confirms; without somebody, or what, it is no verb (وصادق المواساة)."""
_SEEING = frozenset("شاهد شاهدت يشاهد تشاهد شاهدوا راي رات يري تري راوا".split())
_MEN = ("مراسل", "مصور", "صحفي", "صحافي", "شهود")
"""Whose seeing is an account; others see without telling."""
_SHOWING = ("اظهر", "يظهر", "تظهر")
_DOCUMENTS = ("تقرير", "التقرير", "بيان", "البيان", "وثيق", "تحقيق", "التحقيق", "نتايج", "النتايج", "احصاء")
_RAISING = ("رفع", "يرفع", "ترفع")
_TOLLS = ("حصيل", "الحصيل", "عدد", "العدد")
_ANNOUNCEMENTS = ("اعلان", "اعتراف", "اقرار", "تاكيد", "نفي")


def _announces(units: Sequence[Unit], i: int) -> bool:
    """إعلان الجيش مقتل …: somebody announces; إعلان إرسال قوات, اعتراف ترامب بالقدس tell nothing that happened."""
    unit, following = units[i], units[i + 1]
    if unit.core.endswith(("ه", "ها", "هم")) or unit.prefix.endswith(("ب", "ل")):
        return True
    if following.tag not in "AYSOEZI@nH":
        return False
    near = units[i + 2 : i + 10]
    if unit.core.startswith(("اعتراف", "اقرار")) or (
        i > 1 and units[i - 1].text in ("علي", "من") and _long(units[i - 2])
    ):
        return any(u.tag == "t" or u.trigger is not None or u.outcome is not None for u in near)
    return True


def _long(unit: Unit) -> bool:
    """بعد 100 يوم على إعلان …: how long ago something was announced; unless that was a happening, nobody speaks."""
    return unit.tag == "D" or unit.core.startswith(_TIMES)


_TIMES = ("يوم", "ايام", "اسبوع", "اسابيع", "شهر", "اشهر", "سنه", "سنوات", "عام", "اعوام", "ساع", "دقايق")
_ON_THEM = ("عليه", "فيه", "علي ")
_ATTENTION = ("انتباه", "الانتباه", "انظار", "الانظار", "نظر", "النظر")
_IDIOMS = {
    "كتب": _ON_THEM,
    "كتبت": _ON_THEM,
    "لفت": _ATTENTION,
    "لفتت": _ATTENTION,
    "يلفت": _ATTENTION,
    "تلفت": _ATTENTION,
}
"""Words behind which a word of saying says nothing: what was written on banners (كتب عليها), what drew attention (لفت انتباه)."""
_TALKING = ("تحدث", "يتحدث", "تتحدث")
_WRITTEN = frozenset("شعارات الشعارات عبارات العبارات كتابات".split())
"""What is written on walls."""
_GRANTING = ("اقر", "يقر", "تقر")


def _talks_with(units: Sequence[Unit], i: int) -> bool:
    """وتحدث الوزير مع نظيره: who talks with somebody of whom no words are told says nothing."""
    for unit in units[i + 1 : i + 14]:
        if unit.tag in "at:QB" or unit.form == "participle":
            return False
        if unit.tag == "m" or unit.text in ("مع", "نظيره", "نظيرته"):
            return True
    return False


def _rules(units: Sequence[Unit], i: int) -> bool:
    """أقر المجلس قانونا: what is passed rather than granted."""
    near = units[i + 1 : i + 7]
    return any(u.core in _LAWS for u in near) and not any(u.tag == "t" for u in near)


_LAWS = frozenset(
    "قانون قانونا القانون مشروع ميزانيه الميزانيه موازنه الموازنه اتفاقيه خطه تشريع تشريعا تعديلات".split()
)
_PAGES = ("حساب", "صفح", "موقع", "منص", "مدون", "تويتر", "فيسبوك", "فيس")
"""Where words are written rather than on walls."""
_NEVER = ("\0",)
_TO_COME = frozenset("سوف لن".split())
_NAMING = frozenset("يدعي تدعي شيع شيعت شيعوا يشيع تشيع".split())
"""Written alike for who claims that something is so and for who is called by a name (يدعى فلان), or mourned (شيع الأهالي جثمانه)."""
_NOUNS_TOO = frozenset("رصد نشر نقل بث كشف".split())
_AFTER = frozenset("بعد قبل عقب اثر خلال منذ في من علي عن".split())
"""Behind these, what is done and no verb (بعد رصد تحضيرات)."""
_POSTS = frozenset(
    "نقطه نقاط برج ابراج مركز مراكز طايره طايرات غرفه غرف جهاز اجهزه كاميرات تم جري عمليه عمليات".split()
)
"""With رصد behind them, what observes or that something was observed, nobody who says so."""
_DECLINING = ("رفض", "يرفض", "ترفض", "طلب", "يطلب")
_DISCLOSURES = frozenset("الكشف كشف ذكر نشر الافصاح التعريف الاعلان".split())
"""What a source that speaks declines (رفض الكشف عن هويته)."""
_RULINGS = frozenset(
    "قرار لقرار القرار للقرار مشروع لمشروع قانون لقانون القانون سياسه توصيه توصيات استراتيجيه خطه نهج بيانا موقفا مواقف".split()
)
"""What is adopted rather than claimed (تبني مجلس الأمن قرارا)."""
_OF_A_SERIES = frozenset(
    ("معظمها", "معظم", "بعضها", "اغلبها", "غالبيتها", "عددا", "عديدا", "عده", "عدد من", "العديد من", "سلسله")
)
"""Attacks of which somebody claimed some, none of them meant here (تفجيرات تبنى معظمها التنظيم)."""
_DEEDS = frozenset("NVMCKWsXx")
_DEED = tuple("مسووليت المسووليت عملي العملي ذلك قتل مقتل حادث الحادث جريم الجريم اطلاق خطف اعتداء الاعتداء".split())
"""What is taken on; views, sides and plans are adopted (تبنت القناة وجهة نظر الحكومة)."""
_TOLD = 20
_FOLLOWING = ("عقب", "يعقب", "تعقب")
"""عقب على: commented; without it somebody is chased, or something follows."""
_GOING_ON = ("تابع", "يتابع", "تتابع")
"""Who goes on speaking, or goes on with what is no speech (تابعت القوات تقدمها)."""
_DEEMING = ("اعتبر", "يعتبر", "تعتبر")
"""What is deemed something is no account; that something is so, may be one."""
_PUBLISHING = ("نشر", "ينشر", "تنشر")
_SPREAD = frozenset("اخبار معلومات شايعات اشاعات انباء".split())
"""Whose spreading is what somebody is charged with (تهمة نشر أخبار كاذبة), and no saying."""
_DEPLOYED = (
    "شرط",
    "قوات",
    "قوه",
    "جنود",
    "تعزيزات",
    "منظوم",
    "دبابات",
    "عناصر",
    "وحدات",
    "مقاتل",
    "دوريات",
    "صواريخ",
    "سفن",
    "طايرات",
    "الاف",
    "بطاري",
    "مسلح",
    "نقاط",
    "حواجز",
    "قناص",
    "ضباط",
    "عسكريين",
    "كماين",
    "مدافع",
)
"""What is deployed rather than published."""
_PUBLISHED = (
    "صور",
    "مقطع",
    "مقاطع",
    "فيديو",
    "بيان",
    "تقرير",
    "شريط",
    "تسجيل",
    "لقطات",
    "اسماء",
    "حصيل",
    "معلومات",
    "خبر",
)
"""What is published; who is seen in it is not deployed (نشر صورا لمسلحين)."""
_DOUBTING = ("شكك", "يشكك", "تشكك", "مشكك")
_DOUBTED = (
    "صح",
    "روا",
    "مزاعم",
    "المزاعم",
    "ادعاء",
    "الادعاء",
    "اتهام",
    "الاتهام",
    "حدوث",
    "وقوع",
    "تقارير",
    "التقارير",
    "حصيل",
    "الحصيل",
)
"""What is doubted where a deed is; intentions, and whether something is lawful, are doubted of deeds that were done."""
_RUMOURS = frozenset("اشاعه شايعه اشاعات شايعات".split())
"""What is said to be one ends its clause; else it is spread, or common (أمراض شائعة في الريف)."""
_SIGHTING = ("رصد", "يرصد", "ترصد", "سجل", "يسجل", "تسجل")
"""What a monitor does with words, and a radar without (رصدت الدفاعات الجوية صاروخا)."""
LEARNT = frozenset("علم علمت".split())


def learns(units: Sequence[Unit], i: int) -> bool:
    """علم المرصد أن …, علمت رويترز من مصادر أن …: a source or a medium learnt that something is so."""
    near = units[i + 1 : i + 14]
    return bool(near) and near[0].tag in "SO" and any(u.tag == "t" for u in near)


ASCRIBING = ("نسب", "ينسب", "تنسب")


def _ascribes(units: Sequence[Unit], i: int) -> bool:
    """ونسبت السلطات الهجوم إلى فصيل: somebody ascribes something to somebody, and no shares are told (نسب البطالة)."""
    near = units[i + 1 : i + 18]
    to = next((k for k, u in enumerate(near) if u.tag == "T"), None)
    return (
        to is not None
        and any(u.body or u.tag == "I" or u.text.endswith("ون") for u in near[:to])
        and any(u.body for u in near[to : to + 3])
    )


OF_GOODS = ("نقل", "ينقل", "تنقل")
_ANSWERS = frozenset("رد ردت يرد ترد ردوا".split())
_ADDING = frozenset("زاد زادت يبلغ تبلغ ابرز".split())


def _carries(units: Sequence[Unit], i: int) -> bool:
    """Whether نقل is of words and not of people or goods: عن, أن or a medium is near."""
    near = units[i + 1 : i + 14]
    if any(u.tag == "O" or u.text in OF_THEM for u in near[:6]) or (near and near[0].tag in "t:@"):
        return True
    end = next((k for k, u in enumerate(near) if u.tag in ".;!?,"), len(near))
    return any(u.tag in "at" or (u.tag == "B" and u.core.startswith("علي لسان")) for u in near[:end])


_MARK = re.compile('["«»“”]')
_LONG = 5
"""A quotation of more words than this is somebody's speech, not a name or a term."""


def quoted(units: Sequence[Unit], folded: Folded) -> list[bool]:
    """For each unit whether it stands in a long quotation that opens and closes in the sentence."""
    within = [False] * len(units)
    if not units:
        return within
    original = folded.original
    first, last = folded.span(units[0].start, units[-1].end)
    places = [mark.start() for mark in _MARK.finditer(original, max(0, first - 1), last + 1)]
    if len(places) < 2:
        return within
    opened: int | None = None
    at = 0
    for place in places:
        begin = bisect_left(folded.back, place)
        while at < len(units) and units[at].start < begin:
            at += 1
        if opened is None:
            opened = None if _closing(original, place) else at
        else:
            if at - opened > _LONG:
                within[opened:at] = [True] * (at - opened)
            opened = None
    return within


def begun_before(units: Sequence[Unit], folded: Folded) -> int:
    """The end of what is still quoted at the head of a sentence: the quotation was opened before it and closes in its line; 0 for none."""
    original = folded.original
    first = folded.span(units[0].start, units[0].end)[0]
    line = original.rfind("\n", 0, first) + 1
    marks = original.count('"', line, first)
    opened = marks % 2 == 1 or original.count("«", line, first) > original.count("»", line, first)
    if not opened:
        return 0
    close = min((at for at in (original.find(mark, first) for mark in '"»') if at >= 0), default=-1)
    stop = original.find("\n", first)
    if close < 0 or (0 <= stop < close):
        return 0
    return next((k for k, u in enumerate(units) if folded.span(u.start, u.end)[0] > close), len(units))


def _closing(original: str, place: int) -> bool:
    """Whether the mark must close a quotation: words stand right before it, and none right after."""
    if original[place] in "«“»”":
        return original[place] in "»”"
    before = original[place - 1] if place else " "
    after = original[place + 1] if place + 1 < len(original) else " "
    return (before.isalnum() or before in ".،!؟") and not after.isalnum()
