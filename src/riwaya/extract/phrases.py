"""Where a speaker's noun phrase begins and ends: what stands between a word of saying and its subject, and what follows it."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.arabic.fold import Folded
from riwaya.extract.units import Unit

SUBJECT_TAGS = frozenset("AYSZOIwJfiyEPH(-@DkW)/n+sU")
TURNS = frozenset("بدوره,بدورها,من جهته,من جهتها,من جانبه,من جانبها".split(","))
"""Words that only pass the floor (بدوره); within a clause they part nothing."""
_ASIDES = frozenset(
    "فيه فيها له لها لهم به بها ايضا كذلك فقط بدوره بدورها بدورهم امس اليوم لاحقا سابقا قبلا مسبقا مجددا رسميا علنا مرارا اخيرا موخرا هنا هناك حينها بعدها بعده عندها وقتها قد انذاك بدايه اولا مبدييا".split()
)
_ASIDE_PAIRS = {"من": ("جهته", "جهتها", "جهتهم", "جانبه", "جانبها", "جانبهم", "ناحيته", "ناحيتها")}
_ADDRESSEES = (
    "لصحيفه", "لقناه", "لوكاله", "لموقع", "لاذاعه", "لمراسل", "لشبكه", "لجريده", "لتلفزيون", "لبرنامج", "لمحطه", "لصحفيين",
    "لصحافيين", "لمجله", "لراديو", "للصحفيين", "للصحافيين", "للتلفزيون", "للوكاله", "للاذاعه", "للقناه", "للصحيفه", "للموقع",
)  # fmt: skip
_AFTER_NAMES = frozenset(
    "بعدها قد فقد فان فانه فانها لقد كان كانت كانوا امس اليوم ايضا فقط لاحقا سابقا كذلك رسميا علنا مجددا".split()
)
_ENDS = frozenset(
    "شهادات افادات محاصره مهاجمه مواصله ملاحقه مداهمه مطارده مصادره مغادره ب اي اية بشان الاعتراف استخدام استعاده استمرار دخول خروج نشر عدم عزمه عزمها نيته نيتها رفضه رفضها تمكن قيام انطلاق ضلوع تورط تحت بشكل بشده بقوه بحزم بوضوح صراحه وقوع سقوط تنفيذ حدوث ان انها شن اطلاق وصول تسجيل استعداد بدء انتهاء مسووليه وجود ارتفاع تعرض تدمير انه قوله ذلك الا "
    "انتماءه انتماءها ولاءه ولاءها مبايعته مبايعتها بيعته رفضه رفضها دعمه دعمها استعداده استعدادها التزامه التزامها تاييده تاييدها "
    "نجاحه نجاحها حرصه حرصها ثقته قلقه قلقها تضامنه تضامنها ادانته ادانتها مسووليته مسووليتها اعتقاده اعتقادها استقلاله استقلالها "
    "ارتباط ارتباطه ارتباطها صله صلته صلتها علاقه علاقته علاقتها تورطه تورطها ضلوعه ضلوعها مشاركته مشاركتها علمه علمها "
    "القاء ارسال تفكيك اعتراض تصفيه تحييد اندلاع انتشال اغلاق "
    "السيطره الاستيلاء القبض العثور اعتقال احباط ضبط التوصل "
    "تاكيده تاكيدها تاكيدهم تعهده تعهدها تعهدهم وصفه وصفها وصفهم نفيه نفيها نفيهم "
    "التقارير الاتهامات المزاعم الادعاءات الشايعات صوره صورا مقطعا شريطا تقريرا مجددا حصول الرفض".split()
)
_OPENING = '"«“”„'
_CLOSING = '"»”“'
_QUOTED_NAME = 5
"""A quotation of fewer words may be a name (وكالة "سانا"); a longer one is what was said."""


def phrase_bounds(
    units: Sequence[Unit], start: int, reach: int, folded: Folded, addressed: bool = True
) -> tuple[int, int]:
    """The units [first, end) of the noun phrase that begins at `start` or behind asides and the one spoken to; empty for none."""
    size = len(units)
    first = _lead_in(units, start, folded if addressed else None)
    if first < size and addressed and start and _shown(units[start - 1], units[first]):
        return first, first
    if first < size and (
        (units[first].tag in "iogTcf" and not _ali(units, first, folded) and units[first].text != "والي")
        or units[first].text in _NO_SUBJECTS
        or units[first].text.startswith("لنظير")
        or (addressed and speech_opens(units, first, folded))
    ):
        return first, first
    end = first
    commas = 0
    while end < min(size, first + reach):
        unit = units[end]
        quoted = _quoted_name(units, end, folded)
        if unit.text == "والي" and end == first:
            end += 1
            continue
        if quoted > end or (end > first and units[end - 1].text in _BEGUN) or _ali(units, end, folded):
            end = max(quoted, end + 1)
            continue
        if unit.tag == "," and end > first and (person_end(units, end) or _apposed(units, end + 1, commas)):
            commas += 1
        elif (
            (
                unit.tag not in SUBJECT_TAGS
                and not (end > first and (unit.tag == "#" or unit.text == "لدي"))
                and not (end == first + 1 and unit.tag in "CH" and unit.definite and kin(units[first]))
                and not (
                    unit.tag == "j" and (organisation(unit) if end == first else units[end - 1].core.endswith("باسم"))
                )
                and not (end == first + 1 and unit.tag == "N" and unit.definite and _holders(units, end))
            )
            or (unit.tag == "S" and end > first and units[end - 1].tag not in "+n" and unit.text in _ENDS)
            or (unit.tag == "n" and unit.prefix.endswith("ب"))
            or (
                unit.tag == "w"
                and (
                    unit.text in _ENDS
                    or (end > first and _asked(unit.text) and _whole(units[end - 1]))
                    or (
                        end > first
                        and (
                            (_act(unit.text) and units[end - 1].tag not in "IZ@" and not _spoken(units, end + 1))
                            or (unit.text[0] == "ب" and unit.text[1:] in _ENDS)
                        )
                    )
                )
            )
        ):
            break
        elif end > first and (
            unit.text in _AFTER_NAMES
            or unit.text in _ADDRESSEES
            or _second_name(units, first, end)
            or speech_opens(units, end, folded)
        ):
            break
        elif unit.tag == "H" and end == first and unit.body is None and not unit.definite and unit.count is None:
            break
        end += 1
    return first, end


_NO_SUBJECTS = frozenset(
    "قبيل بعيد يمكن يجب ينبغي تم يتم بشكل بشده بقوه بحزم بوضوح صراحه قطعا اي بتحقيق باجراء بارسال بانهاء بوقف بفتح بتقديم باطلاق باتخاذ بتنفيذ بمحاسبه بتشكيل بعقد".split()
)
"""What is said, or how, where a subject could stand (تنفي بشكل قاطع, يطالب بتحقيق): the speaker stands before the verb."""
_BEGUN = frozenset("ابو ابي ابا بن ابن ام".split())
"""A name that has begun goes on with the next word, whatever else it may mean (أبو زرعة)."""


def _ali(units: Sequence[Unit], at: int, folded: Folded) -> bool:
    """The name علي, which the search form does not tell from على: written with its dots, at the end of a name."""
    unit = units[at]
    if unit.text != "علي" or folded.quote(unit.start, unit.end) != "علي" or at + 1 >= len(units):
        return False
    following = units[at + 1]
    if following.text in _AND_HE:
        return True
    if at and units[at - 1].tag == "Q" and following.tag in "wZ" and following.text[:2] != "ال":
        return at + 2 < len(units) and units[at + 2].tag in "wI,tZ("
    if at and units[at - 1].tag == "I" and units[at - 1].core in _RANKS and following.tag in "wZ":
        return at + 2 < len(units) and units[at + 2].tag in "wt,:"
    if at and units[at - 1].tag in "PkwI" and following.tag in "wZ" and following.text[:2] != "ال":
        return at + 2 < len(units) and units[at + 2].tag in "t,:I("
    return following.tag in "rt,:" or following.text == "عبد" or speech_opens(units, at + 1, folded)


_AND_HE = frozenset(("وهو", "وهي", "وهم"))
"""What tells more of the person just named."""


def goes_on_of(units: Sequence[Unit], at: int) -> bool:
    """Whether what stands behind a name tells who or where he is (قال فلان وهو من سكان …, كتب فلان على صفحته …)."""
    if units[at].text in _AND_HE:
        return True
    return units[at].text == "علي" and at + 1 < len(units) and units[at + 1].core.startswith(_PAGES)


def _quoted_name(units: Sequence[Unit], at: int, folded: Folded) -> int:
    """The end of a short quotation that opens at the unit: منظمة "نافذة على الحرية" is one name."""
    if not _opens(units[at], folded) or speech_opens(units, at, folded):
        return at
    for j in range(at, min(len(units), at + _QUOTED_NAME)):
        last = folded.span(units[j].start, units[j].end)[1]
        if folded.original[last : last + 1] in _CLOSING and last < len(folded.original):
            return j + 1
    return at


def _opens(unit: Unit, folded: Folded) -> bool:
    """Whether a quotation mark that opens stands before the unit."""
    start, original = folded.back[unit.start], folded.original
    return start > 0 and original[start - 1] in _OPENING and not (start > 1 and original[start - 2].isalnum())


def _shown(verb: Unit, unit: Unit) -> bool:
    """What is shown or published is no speaker (يظهر مقطعا …)."""
    return verb.core.startswith(_SHOWING) and unit.tag == "w" and unit.text.endswith("ا") and unit.text[:2] != "ال"


_SHOWING = ("اظهر", "يظهر", "تظهر", "نشر", "ينشر", "تنشر", "بث", "يبث", "تبث", "اصدر", "يصدر", "تصدر")


def _lead_in(units: Sequence[Unit], start: int, folded: Folded | None) -> int:
    """The first unit behind adverbs, days and the one spoken to (قال أمس لصحيفة …)."""
    at, size = start, len(units)
    at += at < size and units[at].tag == ","
    while at < size:
        unit = units[at]
        if unit.tag == "D" or unit.text in _ASIDES or (unit.tag == "F" and unit.core in TURNS):
            at += 1
        elif at + 1 < size and units[at + 1].text in _ASIDE_PAIRS.get(unit.text, ()):
            at += 2
        elif at + 2 < size and unit.text == "كل" and units[at + 1].text == "من":
            at += 2
        elif folded is not None and spoken_to(unit, folded):
            at += 1
            while at < size and (
                units[at].tag in "OJ(E"
                or (unit.text == "امام" and at == start + 1 and units[at].tag == "A")
                or (units[at].tag in "wSY" and units[at].text.startswith("ال"))
                or units[at].tag == ")"
            ):
                at += 1
        else:
            break
    return at


def spoken_to(unit: Unit, folded: Folded) -> bool:
    """Whether words are said to somebody: للتلفزيون, لـ"موقعنا"."""
    if (unit.tag in "OSY" and unit.prefix.endswith("ل")) or unit.text in _SPOKEN_TO:
        return True
    first = folded.span(unit.start, unit.end)[0]
    return unit.tag == "w" and unit.text[0] == "ل" and folded.original[first + 1 : first + 2] in _DETACHED


_LISTENERS = ("الصحافيين", "الصحفيين", "المراسلين")
_SPOKEN_TO = frozenset(("ل", "امام", *_ADDRESSEES, *_LISTENERS))
_NAME_ENDS = frozenset(("للمره", "عبر", "هاتفيا", "خلال", "لموقعنا", "للوكاله", "مساء", "صباح", "ل", *_ADDRESSEES))
_DETACHED = ("ـ", *_OPENING)


def _apposed(units: Sequence[Unit], start: int, commas: int) -> bool:
    """An apposition between commas belongs to the speaker: a rank, or anything else if إن or a colon comes soon after it."""
    if commas >= 2 or start >= len(units):
        return False
    if kin(units[start]):
        return True
    if units[start].tag not in "ZwDIi@AYyS" and units[start].text not in _WHO_IS:
        return False
    if units[start].tag == "I" and not units[start].prefix and commas == 0:
        return True
    for j in range(start, min(len(units), start + 10)):
        if units[j].tag in "t:":
            return True
        if units[j].tag in "QKVLM.;F":
            return False
    return False


def kin(unit: Unit) -> bool:
    """Whether the word tells whose relative or neighbour somebody is."""
    return unit.core in _KIN or unit.core.startswith(_RELATIVES)


_KIN = frozenset("ام ابن ابنه اخو اخت عم خال جد جده".split())
_RELATIVES = ("والد", "شقيق", "ارمله", "زوج")


def _holders(units: Sequence[Unit], at: int) -> bool:
    """Whether people are named by the deed that they see to (منظمو التظاهرة), of whom words follow."""
    of = units[at - 1]
    return of.tag in "wk" and len(of.text) > 4 and of.text.endswith(("و", "ي")) and _spoken(units, at + 1)


def _spoken(units: Sequence[Unit], at: int) -> bool:
    """Whether what is said begins at once, so that the word before is the last of a name."""
    return at < len(units) and units[at].tag in "t:"


def _act(text: str) -> bool:
    """بإقامة …, بإخفاق …: a verbal noun after ب is what is said, not who says it."""
    return text.startswith(("با", "بت", "بش")) and not text.startswith("بال") and len(text) > 4


def _asked(text: str) -> bool:
    """استلام, استهداف: a verbal noun of this form is what is told, and no part of a name."""
    return len(text) >= 6 and text[:3] == "است" and text[-2] == "ا" and text[-1] != "ت"


def _whole(unit: Unit) -> bool:
    """Whether a name can end with the word: no noun that the next one defines (مركز استقبال)."""
    return unit.tag in "PJAYEZO" or (unit.tag in "wSH@k" and (unit.definite or unit.core[:2] == "ال"))


def _second_name(units: Sequence[Unit], first: int, end: int) -> bool:
    """A country that speaks ends where another noun follows (أنقرة وحدات الحماية …), a body where what it tells of does."""
    following = units[end]
    appended = following.tag in "wk" and following.word != "medium" and following.text not in _NAME_ENDS
    appended = appended and following.text[:1] not in "والب"
    if end == first + 1 and appended and units[first].tag in "SH" and units[first].core.endswith("ون"):
        return following.text[-2:] not in ("ون", "ين")
    if end == first + 1 and appended and units[first].tag in "AS":
        return units[first].tag == "A" or units[first].core.startswith("ال")
    if end == first + 1 and units[first].tag == "A" and " " in units[first].text:
        return following.tag in "wk" and following.text[:2] == "ال"
    return end == first + 1 and units[first].tag == "E" and units[end].tag in "AYwPH" and units[end].text[:1] != "و"


def speech_opens(units: Sequence[Unit], at: int, folded: Folded) -> bool:
    """Whether a quotation too long for a name begins at the unit."""
    original = folded.original
    if not _opens(units[at], folded):
        return False
    for unit in units[at : at + _QUOTED_NAME]:
        last = folded.span(unit.start, unit.end)[1]
        if original[last : last + 1] in _CLOSING and last < len(original):
            return False
    return True


def name_end(units: Sequence[Unit], start: int, stop: int, folded: Folded) -> int:
    """A speaker's name ends before adverbs of time, means and quotation; a person named between commas belongs to it."""
    named = 0
    for j in range(start + 1, stop):
        if j < named:
            continue
        if units[j].tag == "," and (named := min(person_end(units, j) or _office_end(units, start, j), stop)) > j:
            continue
        if units[j].tag == "O" and units[j].prefix.endswith("ل"):
            return j
        if units[j].tag == "w" and units[j].text[0] == "ل" and spoken_to(units[j], folded):
            return j
        if units[j].text.startswith("لل") and units[start].tag == "w" and not _titled(units[start]):
            return j
        if units[j].tag in "D," or units[j].word == "medium" or units[j].text == "امام":
            return j
        if units[j].tag == "w" and units[j].text in _NAME_ENDS:
            return j
        before = "AYZOw" if units[start].tag == "@" else "AYZO"
        if units[j].tag == "k" and units[j].text[:2] != "ال" and units[j - 1].tag in before:
            if any(u.core in _RANKS for u in units[j + 1 : min(j + 4, stop)]):
                continue
            return j
        if (
            units[j].tag == "i"
            and units[j].text == "في"
            and j + 1 < stop
            and (units[j + 1].tag == "O" or units[j + 1].text.startswith(_OCCASIONS))
        ):
            return j
        if units[j].text == "علي" and j + 1 < stop and units[j + 1].core.startswith(_PAGES):
            return j
    while stop > start + 1 and units[stop - 1].tag in "ifomT(-/" and units[stop - 1].text != "علي":
        stop -= 1
    return max(stop, start + 1)


def _office_end(units: Sequence[Unit], start: int, at: int) -> int:
    """The end of an office that stands behind a person's name and a comma (كريم سعيد، مسؤول إعلام …); 0 for none."""
    office = at + 1
    if office + 1 >= len(units) or at - start > _NAME or any(u.tag not in "wPZ" for u in units[start:at]):
        return 0
    end = next((k for k in range(office, min(len(units), office + _OFFICE)) if units[k].tag in ",Dt:"), 0)
    held = units[office].tag == "I" and not units[office].prefix
    return end if held or (units[office].text in _WHO_IS and any(u.body for u in units[office:end])) else 0


_WHO_IS = frozenset("احد احدي وهو وهي من".split())
"""What tells, behind a comma, who somebody is (سليم العلي، أحد رؤساء …)."""
_NAME = 4
"""Words that a person's name has at most."""
_OFFICE = 9


def _titled(unit: Unit) -> bool:
    """An office or an organisation, which may be for something (المفتش العام للشرطة)."""
    return unit.text.startswith("ال") or organisation(unit)


_OCCASIONS = tuple(
    "وقت ساعه بيان موتمر تصريح حديث اتصال مقابل تغريد حوار خطاب كلمت كلمه رسال لقاء تقرير موجز منشور معرض اطار محط برنامج".split()
)
_PAGES = ("حساب", "صفح", "موقع", "منص", "هامش", "تويتر")


def person_end(units: Sequence[Unit], at: int) -> int:
    """The end of a person's name that stands between the comma at `at` and the next (الرئيس الإندونيسي، جوكو ويدودو،); 0 for none."""
    end = at + 1
    ranked = end < len(units) and units[end].core in _RANKS
    end += ranked
    if end < len(units) and units[end].tag == "Z" and not units[end].prefix:
        return end + 1
    tags = "wP" if ranked else "w"
    while (
        end < min(len(units), at + 6)
        and units[end].tag in tags
        and units[end].text not in _NO_NAME
        and not units[end].text.isdigit()
    ):
        end += 1
    closed = end < len(units) and units[end].tag in ",t:"
    first = units[at + 1].text if at + 1 < len(units) else ""
    return (
        end if 3 <= end - at <= 5 and closed and first[:1] not in "وبلف" and first[-2:] not in ("ما", "دا", "قا") else 0
    )


_RANKS = frozenset("العميد العقيد اللواء الفريق الجنرال المقدم النقيب الرايد الملازم الدكتور الشيخ".split())
_NO_NAME = frozenset(
    "قوله قولها ان انه انها كما حيث لكن وذلك مساء صباح صباحا مساء امس اليوم خلال عبر بعد قبل لان لا لم ما".split()
)


def subject_end(units: Sequence[Unit], start: int, limit: int, folded: Folded) -> int:
    """Where the phrase of a subject before its verb ends."""
    end = start + 1
    if end < limit and (quoted := _quoted_name(units, end, folded)) > end:
        end = min(quoted, limit)
    while (
        end < limit
        and units[end].tag in SUBJECT_TAGS
        and end - start < 10
        and units[end].text not in _AFTER_NAMES
        and not (units[end].tag == "w" and units[end].text in _ENDS)
    ):
        end += 1
    if end + 1 < limit and units[end].tag == "," and units[end + 1].tag == "y":
        return subject_end(units, end + 1, limit, folded)
    if end < limit and units[end].tag == "," and (named := person_end(units, end)) <= limit:
        return max(end, named)
    return end


def reported(units: Sequence[Unit], start: int) -> int:
    """Behind وفق and its like: past ما قاله, لما نقلته, بيان أصدرته, to who said it."""
    at, size = start, len(units)
    if units[start - 1].core.endswith("بيان"):
        while at < size and units[at].text in _OF_STATEMENTS:
            at += 1
        if at + 1 < size and units[at].text == "صادر" and units[at + 1].tag == "a":
            at += 2
    if start < size and units[start - 1].core.endswith("حسبما") and _verbal(units[start]):
        at += 1
    elif at < size and units[at].text.removeprefix("ل") in _WRITTEN:
        written = next((j for j in range(at + 1, min(size, at + 3)) if _verbal(units[j])), None)
        at = at if written is None or any(u.tag != "w" for u in units[at:written]) else written
    elif (at < size and units[at].text in ("ما", "لما", "بما", "الذي", "التي", "لبيان", "بيان", "به")) or (
        at < size and units[at].tag == "r"
    ):
        at += 1
        if at < size and units[at].tag == "r":
            at += 1
    if at < size and units[at].text.endswith(("ته", "ه", "ته", "تها", "ها")) and _verbal(units[at]):
        at += 1
        if at < size and units[at].text in ("به", "عنه", "فيه"):
            at += 1
    elif at + 1 < size and _verbal(units[at]) and units[at + 1].text in ("عنه", "به", "عنها", "بها"):
        at += 2
    elif at > start and at + 1 < size and _verbal(units[at]):
        at += 1
    return at if at < size else start


_WRITTEN = frozenset("معلومات بيانات تقرير احصاييه احصاءات حصيله وثيقه وثايق تحقيق دراسه".split())
"""What is written by somebody: its author speaks (وفقا لتقرير نهائي قدمه المصدر)."""
_OF_STATEMENTS = frozenset("رسمي صحفي صحافي مشترك مقتضب عسكري له لها لهم منفصل نشره صدر مكتوب متلفز".split())
_SAID = (
    "قال", "ذكر", "نقل", "نشر", "اعلن", "اكد", "افاد", "اورد", "بث", "اصدر", "صدر", "روا", "رصد", "وثق", "اظهر", "اوضح", "كشف",
    "يقول", "تقول", "يوكد", "توكد", "يذكر", "تذكر", "اضاف", "صرح", "كتب", "ادل", "يورد", "تناقل", "قدم", "اعد", "جمع",
)  # fmt: skip


def _verbal(unit: Unit) -> bool:
    return unit.tag in "wQ" and unit.text.startswith(_SAID)


_ORGANISATIONS = (
    "مركز", "منظمه", "جمعيه", "هييه", "شبكه", "موسسه", "صحيفه", "قناه", "موقع", "حزب", "لجنه", "مكتب", "شركه", "اتحاد", "نقابه",
    "مجموعه", "جماعه", "نيابه", "ادعاء", "مفوضيه", "رابطه", "اداره", "سفاره", "حركه", "تجمع", "حساب", "محطه", "صفحه", "مدير", "رييس", "معهد", "مرصد", "سلطات", "فريق", "جمعيات", "تلفزيون", "اذاعه", "مجله", "وكاله",
    "مجلس", "نادي", "قياده", "غرفه", "كتيبه", "كتايب", "سرايا",
)  # fmt: skip


def organisation(unit: Unit) -> bool:
    """Whether a noun that no list knows names a body of people (مركز …, منظمة …)."""
    bare = unit.core.removeprefix("ل").removeprefix("ل") if unit.tag == "w" else unit.core
    return unit.tag in "wsPj" and bare.removeprefix("ال").startswith(_ORGANISATIONS)
