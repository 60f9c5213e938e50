"""The subject that stands before its verb of saying."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.naming import Conversation, Speaker, nameless, read_speaker, read_subject
from riwaya.extract.offices import of_state
from riwaya.extract.phrases import TURNS, organisation, subject_end
from riwaya.extract.saying import CHARGES
from riwaya.extract.talk import nation_of
from riwaya.extract.units import Unit
from riwaya.model import Span

THINGS = frozenset(
    "الارقام الصور المشاهد اللقطات الاحصاءات المعطيات التوقعات التقديرات التوترات التوتر المخاوف الدلايل الموشرات التحقيق التحقيقات "
    "الفيديو المقطع المقاطع مقطع مقاطع التسجيل التسجيلات الكاميرات فيديو اصابع النتايج الادله المعلومات الوثايق صور لقطات ارقام مشاهد نتايج التحاليل الفحوص الخرايط الواقع ارتكاب القضيه الفضيحه الحقيقه".split()
)
"""Nouns that show something but say nothing."""


def crowd(units: Sequence[Unit], start: int, end: int, talk: Conversation) -> Speaker:
    """Whoever no list knows, by the words between the verb and the accused (يتهم كثيرون …)."""
    first, last = talk.folded.span(units[start].start, units[end - 1].end)
    return Speaker(None, talk.folded.original[first:last], Span(first, last))


def subject_before(units: Sequence[Unit], i: int, talk: Conversation, aside: bool = False) -> Speaker | None:
    """The subject that stands before its verb: the first body of the clause (لكن مصدرا أمنيا … أبلغ).

    `aside` for a participle, whose subject is that of the whole clause and never of what is said of a noun in it.
    """
    start = 0
    for j in range(i - 1, -1, -1):
        if units[j].tag == "r" and aside:
            continue
        if units[j].tag == "r":
            named = [
                k for k in range(max(0, j - 4), j) if units[k].tag in "AYSZO" or (units[k].tag == "E" and units[k].body)
            ]
            if named:
                return read_speaker(units, named[-1], named[-1] + 1, talk)
        if (
            j == i - 1
            and units[j].tag == "w"
            and units[j].text not in THINGS
            and units[j].text.startswith("ال")
            and (j == 0 or units[j - 1].tag in "F,;.-")
        ):
            return nameless(
                units,
                j,
                i,
                talk.folded.quote(units[j].start, units[j].end),
                Span(*talk.folded.span(units[j].start, units[j].end)),
                (),
                talk,
            ) or Speaker(
                None,
                talk.folded.quote(units[j].start, units[j].end),
                Span(*talk.folded.span(units[j].start, units[j].end)),
            )
        if units[j].tag == "F" and units[j].core in TURNS:
            continue
        if units[j].tag == "Q" and (units[j - 1].text == "عدم" or units[j].text in _NO_SAYING):
            continue
        if units[j].tag == "," and units[j + 1].text in _DECLINED:
            continue
        if (units[j].tag in "F;.t:rQB" and units[j].core not in CHARGES) or (
            units[j].tag == "," and i - j > 6 and units[j + 1].text not in ("وهو", "وهي", "وهم")
        ):
            start = j + 1
            break
    joined = units[i].prefix == "و" and units[i - 1].tag == "," and i + 1 < len(units) and units[i + 1].tag == "t"
    speaker = _first_named(units, 0 if joined else start, i, talk)
    if speaker is None and start and _of_main_clause(units, i):
        speaker = _first_named(units, 0, i, talk)
    if (
        speaker is None
        and units[0].text == "اما"
        and units[i].prefix in ("ف", "")
        and units[i - 1].text in ("فقد", ",")
    ):
        return read_subject(units, 1, talk, 8)[0]
    return speaker


def subject_of_was(units: Sequence[Unit], i: int, talk: Conversation) -> Speaker | None:
    """وكانت شبكات محلية قد ذكرت …: what stands between كان and its verb of saying is who said it, whatever follows the verb."""
    end = i - 1 if units[i - 1].text == "قد" else i
    end -= end > 1 and end < i and units[end - 1].tag == ","
    for j in range(end - 1, max(-1, end - _LONG_SUBJECT), -1):
        unit = units[j]
        if unit.text in _HAD:
            first = j + 1
            if first >= end or units[first].tag in "HnNMKD" or units[first].text in THINGS:
                return None
            return read_speaker(units, first, end, talk, True)
        if unit.tag in "QVKLMNx,;.F:trBXifoTcD%" and not (unit.tag == "i" and j > 1 and units[j - 1].tag in "SIwYH"):
            return None
    return None


def denier(units: Sequence[Unit], i: int, talk: Conversation) -> Speaker | None:
    """Who denies what was just told: named in the clause of the denial (الأمر الذي سارعت دمشق إلى نفيه)."""
    if units[i].text.endswith(("ه", "ها")) and any(u.text in _LATTER for u in units[i + 1 : i + 3]):
        named = next((k for k in range(i - 1, -1, -1) if units[k].tag in "AE" and units[k].body), None)
        return read_speaker(units, named, named + 1, talk) if named is not None else None
    again = units[i - 1] if i > 1 and units[i].text.endswith(("ه", "ها")) else None
    if again is not None and again.tag in "AE" and again.body and units[i - 2].core.removeprefix("و") in _REPEATING:
        return read_speaker(units, i - 1, i, talk)
    for k in range(i - 1, max(1, i - 5), -1):
        if units[k].tag in "AE" and units[k].body and not units[k].prefix:
            return read_speaker(units, k, k + 1, talk) if _relative(units[k - 2]) and units[k - 1].tag in "wx" else None
    return None


def _relative(unit: Unit) -> bool:
    return unit.tag == "r" or unit.text == "ما"


def _first_named(units: Sequence[Unit], start: int, i: int, talk: Conversation) -> Speaker | None:
    """Who is named first between the head of a clause and its verb of saying, but behind no preposition."""
    for j in range(start, i):
        unit = units[j]
        opens = j == start or units[j - 1].text in _WERE
        end = 0
        if unit.tag in "AYSZO" and unit.prefix in ("", "و", "ف"):
            of_him = units[i].core.endswith("ت") and unit.core.startswith(_MEN)
            end = (
                0
                if of_him or (j > start and units[j - 1].tag in "iofTmkPcgN")
                else subject_end(units, j, i, talk.folded)
            )
        elif unit.tag == "I" or (unit.tag == "@" and unit.prefix in ("", "و")):
            end = subject_end(units, j, i, talk.folded)
        elif unit.tag == "E" and unit.body and unit.prefix in ("", "و") and (opens or _behind_verb(units, start, j)):
            end = j + 1
        elif unit.tag == "H" and opens and i - j <= 2:
            end = i
        elif unit.tag == "J" and opens and j == i - 1 and unit.core.endswith(("ون", "ين")):
            first, last = talk.folded.span(unit.start + len(unit.prefix), unit.end)
            return Speaker(nation_of([unit]), talk.folded.original[first:last], Span(first, last))
        elif opens and unit.tag == "w" and j + 1 < i and units[j + 1].tag == "J" and of_state(unit):
            end = subject_end(units, j, i, talk.folded)
        elif opens and organisation(unit) and units[j + 1].tag != "a":
            end = subject_end(units, j, i, talk.folded)
        speaker = read_speaker(units, j, end, talk, organisation(unit)) if end else None
        if speaker is not None:
            return speaker
    return None


def _behind_verb(units: Sequence[Unit], start: int, j: int) -> bool:
    """Whether a state stands right behind the verb that opens its clause (تشن أنقرة هجوما تقول إنه …)."""
    return (
        j == start + 1
        and units[start].tag in "wx"
        and units[start].core[:1] in "تيبشاوس"
        and units[start].core[:2] != "ال"
    )


def _of_main_clause(units: Sequence[Unit], i: int) -> bool:
    """Whether a verb of saying only adds to a noun of its clause: مواقع تقول إنها …, تصريحات قال فيها …."""
    if i + 1 < len(units) and units[i + 1].text in _THEREIN:
        return True
    return not units[i].prefix and units[i].core in _SAYS and units[i - 1].tag not in ",;.F:-r@AEYSZOI"


_DECLINED = frozenset("طلب طلبت طلبوا رفض رفضت رفضوا فضل فضلت فضلوا اشترط اشترطت اشترطوا".split())
"""How it is told that a source will not be named, between a subject and its verb (مصدر أمني، طلب عدم ذكر اسمه، قال)."""
_LATTER = frozenset("الاخير الاخيره".split())
"""Of several the one named last (وهو ما تنفيه هذه الأخيرة)."""
_REPEATING = frozenset("كرر كررت يكرر تكرر جدد جددت يجدد تجدد".split())
"""Verbs behind which somebody denies again (كررت موسكو نفيها)."""
_HAD = frozenset("كان كانت وكان وكانت".split())
_LONG_SUBJECT = 12
_NO_SAYING = frozenset("ردا وردا".split())
"""What something was done in answer to: no words of saying."""
_THEREIN = frozenset("فيه فيها خلاله خلالها".split())
_SAYS = frozenset("تقول يقول قالت قال".split())
_MEN = ("شاب ", "رجل ", "مواطن ", "جندي ", "طفل ", "مسلح ", "فتي ")
"""Of whom a verb in the feminine does not tell (ذوي شاب فلسطيني قالت إنه …)."""
_WERE = frozenset("كان كانت وكان وكانت لكن ولكن بينما فيما".split())
