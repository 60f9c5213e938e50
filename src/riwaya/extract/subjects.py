"""The subject that stands before its verb of saying."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.naming import Conversation, Speaker, nameless, read_speaker, read_subject
from riwaya.extract.phrases import TURNS, organisation, subject_end
from riwaya.extract.saying import CHARGES
from riwaya.extract.units import Unit
from riwaya.model import Span

THINGS = frozenset(
    "الارقام الصور المشاهد اللقطات الاحصاءات المعطيات التوقعات التقديرات التوترات التوتر المخاوف الدلايل الموشرات التحقيق التحقيقات "
    "الفيديو المقطع المقاطع التسجيل التسجيلات الكاميرات فيديو النتايج الادله المعلومات الوثايق صور لقطات ارقام مشاهد نتايج التحاليل الفحوص الخرايط الواقع ارتكاب".split()
)
"""Nouns that show something but say nothing."""


def crowd(units: Sequence[Unit], start: int, end: int, talk: Conversation) -> Speaker:
    """Whoever no list knows, by the words between the verb and the accused (يتهم كثيرون …)."""
    first, last = talk.folded.span(units[start].start, units[end - 1].end)
    return Speaker(None, talk.folded.original[first:last], Span(first, last))


def subject_before(units: Sequence[Unit], i: int, talk: Conversation) -> Speaker | None:
    """The subject that stands before its verb: the first body of the clause (لكن مصدرا أمنيا … أبلغ)."""
    start = 0
    for j in range(i - 1, -1, -1):
        if units[j].tag == "r":
            named = [k for k in range(max(0, j - 4), j) if units[k].tag in "AYSZO"]
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
        if (units[j].tag in "F;.t:rQB" and units[j].core not in CHARGES) or (
            units[j].tag == "," and i - j > 6 and units[j + 1].text not in ("وهو", "وهي", "وهم")
        ):
            start = j + 1
            break
    for j in range(start, i):
        unit = units[j]
        if (
            unit.tag in "AYSZO"
            and unit.prefix in ("", "و", "ف")
            and not (units[i].core.endswith("ت") and unit.core.startswith(_MEN))
            and (j == start or units[j - 1].tag not in "iofTmkPcg")
        ):
            return read_speaker(units, j, subject_end(units, j, i, talk.folded), talk)
        if unit.tag == "I" or (unit.tag == "@" and unit.prefix in ("", "و")):
            return read_speaker(units, j, subject_end(units, j, i, talk.folded), talk)
        opens = j == start or units[j - 1].text in _WERE
        if unit.tag == "E" and unit.body and unit.prefix in ("", "و") and opens:
            return read_speaker(units, j, j + 1, talk)
        if opens and organisation(unit):
            return read_speaker(units, j, subject_end(units, j, i, talk.folded), talk, True)
    if units[0].text == "اما" and units[i].prefix in ("ف", "") and units[i - 1].text in ("فقد", ","):
        return read_subject(units, 1, talk, 8)[0]
    return None


_MEN = ("شاب ", "رجل ", "مواطن ", "جندي ", "طفل ", "مسلح ", "فتي ")
"""Of whom a verb in the feminine does not tell (ذوي شاب فلسطيني قالت إنه …)."""
_WERE = frozenset("كان كانت وكان وكانت لكن ولكن بينما فيما".split())
