"""Whose words the words before بحسب, وفق and their like are: the source named behind them, and how far back it reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riwaya.extract.naming import Conversation, Speaker, carrier, paper, read_speaker
from riwaya.extract.phrases import phrase_bounds, reported
from riwaya.extract.saying import OF_THEM
from riwaya.extract.subjects import subject_before
from riwaya.extract.talk import Voice
from riwaya.extract.units import Unit


def according(
    units: Sequence[Unit], i: int, voices: list[Voice], talk: Conversation, reacting: Speaker | None = None
) -> None:
    """بحسب, وفق, كما قال: what stands before it in its clause is somebody's words."""
    start = reported(units, i + 1)
    if start == i + 1 < len(units) and units[start].text in OF_THEM:
        start += 1
    if start + 1 < len(units) and units[start].text in ("نفس", "ذات") and units[start + 1].text[:2] == "ال":
        start += 1
    passed = any("نقل" in u.core for u in units[i:start])
    of_them = passed and any(u.text in OF_THEM for u in units[i + 1 : start])
    if units[i].core.endswith("تقارير") and start + 1 < len(units) and units[start].text in ("في", "من"):
        start += 1
    if units[i].core.endswith(_OWN_WORDS):
        speaker, end = (voices[-1].speaker if voices else talk.last), i + 1
    else:
        first, end = phrase_bounds(units, start, 14, talk.folded, addressed=False)
        people = start == i + 1 and _people(units, first)
        if people and first + 1 < end and units[first].text.endswith("ين") and units[first + 1].tag == "w":
            end = first + 1
        certain = start > i + 1 or " " in units[i].core or people
        speaker = read_speaker(units, first, end, talk, certain) if end > first else None
    if speaker is None:
        return
    told = next((v for v in reversed(voices) if v.rule != "voice.according" and v.last > i), None)
    quoting = told is not None and told.speaker.actor == "outlet" and units[i].core.startswith("نقلا")
    if told is not None and (quoting or (told.speaker.actor == "media-reports" and paper(speaker) is None)):
        told.speaker = speaker
        talk.heard(speaker)
        return
    link = carrier(units, i + 1, end, talk) or paper(speaker)
    if told is not None and end > i + 1 and link is not None:
        talk.noted(speaker)
        told.speaker = replace(told.speaker, via=(link, *(x for x in told.speaker.via if x.actor != link.actor)))
        return
    if of_them and (meant := reacting or subject_before(units, i, talk)) is not None and meant.key != speaker.key:
        talk.noted(speaker)
        speaker = replace(meant, via=(link,)) if link is not None else meant
    others = [v for v in voices if v.rule != "voice.claim" or not v.first]
    first = max((v.last if v.rule == "voice.according" else v.at for v in others), default=0)
    boundary = max((j for j in range(first, i) if units[j].tag == "F"), default=first) if others else 0
    if i <= 2 or all(units[j].tag in "FwcD,-:" for j in range(boundary, i)):
        voices.append(Voice(speaker, "say", i, boundary, len(units), "voice.according.first"))
    else:
        if units[i - 1].tag in "KLVx" or _inserted(units, i, end):
            end = next((j for j in range(end + 1, len(units)) if units[j].tag in ",;.F"), len(units))
        voices.append(Voice(speaker, "say", i, boundary, end, "voice.according"))
    talk.heard(speaker)


def _inserted(units: Sequence[Unit], i: int, end: int) -> bool:
    """وأسفرت الغارة، وفق المرصد، عن مقتل …: words between commas after which the clause goes on are answerable for all of it."""
    if units[i - 1].tag != "," or end + 1 >= len(units) or units[end].tag != ",":
        return False
    after = units[end + 1]
    return not after.prefix.startswith(("و", "ف")) and after.tag in "afiToMKn"


def _people(units: Sequence[Unit], at: int) -> bool:
    """Whether a noun that no list knows is one of people (بحسب المنظمين, وفق أحد المشاركين)."""
    if at >= len(units) or units[at].tag != "w":
        return False
    text = units[at].text
    return text in ("احد", "احدي") or (text.endswith(("ين", "ون")) and len(text) > 5 and not text.endswith(_NO_PEOPLE))


_NO_PEOPLE = ("قوانين", "القانون", "قانون", "موازين", "عناوين", "مضامين", "مضمون", "روتين")
_OWN_WORDS = ("قوله", "قولها", "قولهم", "تعبيره", "تعبيرها")
