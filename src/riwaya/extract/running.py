"""Whose words go on: a verb of saying without a subject, and a sentence that only adds to what was told before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riwaya.extract.naming import Conversation, Speaker, channels
from riwaya.extract.phrases import speech_opens
from riwaya.extract.subjects import subject_before
from riwaya.extract.talk import Voice
from riwaya.extract.units import Unit


def runs_on(units: Sequence[Unit], talk: Conversation) -> bool:
    """كما قتل طفلان, كما سيطرت على تلة: more of what was told in the sentence before, of whom it told or in figures, in the same words."""
    if len(units) < 4 or units[0].text != "كما" or not 0 <= units[0].start - talk.told_to < _NEXT or talk.told_to < 0:
        return False
    return units[1].tag == "K" or (units[1].tag in "wVx" and units[1].core.endswith("ت") and units[2].tag in "of")


_NEXT = 4
"""Characters between two sentences of which the second goes on at once."""


def unsaid(
    units: Sequence[Unit], i: int, start: int, talk: Conversation, voices: Sequence[Voice]
) -> tuple[Speaker | None, str]:
    """The speaker of a verb with no subject behind it: who stands before it, or else who spoke last, if words follow."""
    speech = units[i].speech
    if voices and _same_subject(units, voices[-1].at, i):
        return voices[-1].speaker, "voice.running_on"
    speaker = (
        None
        if (speech is not None and speech.follows) or _own_subject(units, i, start)
        else subject_before(units, i, talk)
    )
    if speaker is not None:
        return speaker, "voice.subject_verb"
    if _untold_by(units, i) or _of_something(units, i):
        return None, ""
    noun = units[i].form == "phrase" and not units[i].text.endswith(("ه", "ها", "هم"))
    if talk.last is None or noun or not _goes_on(units, i, start, talk):
        return None, ""
    via = channels(units[start : start + 6], talk)
    return (replace(talk.last, via=tuple(via)) if via else talk.last), "voice.running_on"


def _untold_by(units: Sequence[Unit], i: int) -> bool:
    """بعدما أعلن عن مقتل …: what was announced, nobody tells by whom."""
    unit = units[i]
    return unit.core == "اعلن" and not unit.prefix and i + 1 < len(units) and units[i + 1].tag == "a"


def _of_something(units: Sequence[Unit], i: int) -> bool:
    """غارات على أهداف قالت إنها إيرانية: the words only tell what a noun is, and nobody has told more of it."""
    if units[i].prefix or i == 0 or i + 1 >= len(units) or units[i].form != "verb":
        return False
    noun = units[i - 1]
    return noun.tag in "wksW" and not noun.definite and units[i + 1].tag == "t" and units[i + 1].text in _THAT_THEY


_THAT_THEY = frozenset("انه انها انهم".split())


def _own_subject(units: Sequence[Unit], i: int, start: int) -> bool:
    """Whether a verb that opens a clause has a document no list knows for its subject (وأشارت الرسالة …): nobody before it speaks."""
    papers = ("الرساله", "الشكوي", "الوثيقه", "الوثايق", "المذكره", "اللايحه")
    return units[i].prefix == "و" and start < len(units) and units[start].text in papers


def _same_subject(units: Sequence[Unit], said: int, i: int) -> bool:
    """Whether a second verb of saying is only joined to the first (كشفت القوات عن …، وقالت إنها …): it agrees with it in gender."""
    if units[i].prefix != "و" or i + 1 >= len(units) or units[i + 1].tag not in "t:" or units[said].form != "verb":
        return False
    first, second = (
        u.core.endswith("ت") or (u.core.startswith("ت") and not u.core.startswith(_OF_HIM))
        for u in (units[said], units[i])
    )
    return first == second


_OF_HIM = ("تابع", "تحدث", "تبني", "تعهد", "توعد", "تناقل")
"""Verbs in the past whose first letter is their own."""


def _goes_on(units: Sequence[Unit], i: int, start: int, talk: Conversation) -> bool:
    """Whether a verb without a subject goes on with the last speaker's words: they follow it, or it opens its clause."""
    if i and units[i - 1].tag == "r":
        return False
    if any(u.tag in "t:" or (u.tag in "TiaQo" and k < 2) for k, u in enumerate(units[start : start + 4])):
        return True
    if start < len(units) and speech_opens(units, start, talk.folded):
        return True
    if i <= 2 and units[i].core.startswith(PLAIN):
        return True
    opens = i == 0 or units[i].prefix in ("و", "ف") or units[i - 1].tag in ",;.F:-"
    speech = units[i].speech
    if opens and speech is not None and speech.act == "deny" and start < len(units):
        return True
    return opens and units[i].core not in _PASSIVE and start < len(units) and units[start].tag in "NMKCVnHD"


PLAIN = (
    "قال",
    "يقول",
    "تقول",
    "صرح",
    "اضاف",
    "يضيف",
    "تضيف",
    "تابع",
    "اوضح",
    "روي",
    "روت",
    "تحدث",
    "كتب",
    "ختم",
    "اردف",
)
"""Verbs that are always of words said."""


_PASSIVE = frozenset("يعتبر تعتبر يدعي تدعي وصف وصفت يوصف توصف رصد رصدت سجل سجلت يسجل تسجل رفع رفعت يرفع ترفع".split())
