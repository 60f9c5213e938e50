"""How a report tells an incident: as news, as what others answer or inquire into, as a state that goes on, at night.

The day beside a happening that is only spoken of is that of the speech; a state has no day.
"""

from __future__ import annotations

import re

from riwaya.arabic.fold import fold
from riwaya.model import Span, Told
from riwaya.reconcile.kinds import EVERYDAY

_BEFORE = 70
"""Characters before a word within which what governs it is looked for."""
_MARKS = re.compile(r'["#«»“”_]')
_SPOKEN_OF = re.compile(
    r"(?:^|\s)(?:و|ف|ل|ب|ك|لل|ال|بال|وال)?"
    r"(?:رد|ردا|ردها|رده|خلفيه|اعقاب|عقب|اثر|بعد|قبل|تحقيق|تحقيقا|تحقيقات|تحقيقاتها|محققي|موقع|مواقع|بشان|حول|تقارير|تقرير|انباء|اتهام|اتهامه"
    r"|اتهامها|اتهامات|متهم|اتهم|اتهمت|تتهم|يتهم|مسووليه|دان|دانت|تدين|يدين|ادان|ادانت|ادانه|ادانته|استنكر|استنكرت|تستنكر|نفي|نفت|تنفي|ينفي"
    r"|انكار|ادعاءات|مزاعم|اشاره|مناقشه|بحث|وصف|وصفت|فبركه|ادله|دليل|تورط|قلق|تنديد|احتجاج|عن|بسبب)"
    r"(?:\s+\S+){0,4}\s*$"
)
"""Words of answering, inquiring, blaming and speaking, at most four words before what is spoken of."""
_HAPPENED = re.compile(
    r"\b(?:و|ف)?(?:وقعت?|تعرضت?|شهدت?|شهدته|شهدتها|حدثت?|استهدفت?|استهدفته|قتلت?|قتلوا|اسفرت?|اودي|اودت|اوقعت?|شنت?|شنته|نفذت?|نفذته?"
    r"|لقوا|سقطت?|اصيبت?|جرت|جري)\b"
)
"""Verbs of happening: a day beside one is the day of the happening."""
_HELD = re.compile(r"(?:^|\s)(?:و)?(?:التي|الذي|الذين|كانت|كان|حيث|تزال|زالت|مناطق|المناطق)\s*$")
"""What goes before a verb in the present that tells who holds ground, not that it was taken."""
_PRESENT = re.compile(r"^و?[يت](?:سيطر|حاصر|حتل|حكم)(?:ون|ها|ه)?\b")
_CLAIMED = re.compile(
    r"\b(?:و|ف)?(?:ب|ل)?(?:مسووليته|مسووليتها|مسووليتهم|تبني|تبنت|يتبني|تتبني|اعترف|اعترفت|اقر|اقرت)\b"
)
"""Words of taking it on oneself."""
_SINCE = re.compile(r"\b(?:و)?(?:منذ|مذ)(?:\s+\S+){0,3}\s*$")
_BEGAN = re.compile(r"\b(?:و|ف)?(?:بدات?|بدء|بداها|اطلقت?|اطلقتها|انطلقت?|انطلاق|شرعت?|تشنها)(?:\s+\S+){0,5}\s*$")
"""Words of beginning before a day."""

_EVENING = re.compile(r"(?:^|\s)(?:و|ب)?(?:ال)?(?:ليل|ليله|مساء)\b")
_DAWN = re.compile(r"(?:^|\s)(?:و)?(?:ال)?فجر\b")


def is_spoken_of(told: Told) -> bool:
    """Whether the incident is only what somebody answers, inquires into or speaks of, and no day of its own is told.

    That is: ردا على هجوم كيماوي; but not: الهجوم الذي وقع السبت.
    """
    return bool(_SPOKEN_OF.search(_before(told, told.incident.trigger))) and not _own_day(told)


def only_speaking(told: Told) -> frozenset[str]:
    """The ids of those who answer the incident, inquire into it or condemn it, who did not thereby do it.

    Not those who take it on themselves (أعلن مسؤوليته عن التفجير). Of everyday fighting the words say too little: an
    army also tells what it did بعد معارك.
    """
    before = _before(told, told.incident.trigger)
    if told.incident.type in EVERYDAY or not _SPOKEN_OF.search(before) or _CLAIMED.search(before):
        return frozenset()
    return frozenset(claim.speaker.actor for claim in told.incident.claims if claim.speaker.actor)


def is_held(told: Told) -> bool:
    """Whether it tells who holds ground (المدينة التي تسيطر عليها المعارضة), not that it was taken."""
    trigger = told.incident.trigger
    verb = _folded(trigger.cut(told.report.full_text))
    return bool(_PRESENT.match(verb) and _HELD.search(_before(told, trigger)))


def is_since(told: Told) -> bool:
    """Whether the day is that since which something goes on (منذ بدء العملية في 20 يناير).

    The day on which something began counts so for what other sentences tell.
    """
    when, trigger = told.incident.when, told.incident.trigger
    if when is None or when.span is None:
        return False
    before = _before(told, when.span)
    first, last = sorted((when.span, trigger), key=lambda span: span.start)
    apart = re.search(r"\. |\n", told.report.full_text[first.end : last.start]) is not None
    return bool(_SINCE.search(before)) or (apart and bool(_BEGAN.search(before)))


def night_of(told: Told) -> int | None:
    """The night in which it is told to have happened, as the ordinal of the day on which that began.

    مساء الأحد and فجر الإثنين are one night, though two days.
    """
    when = told.incident.when
    words = _folded(when.text or "") if when is not None else ""
    if when is None or not (_EVENING.search(words) or _DAWN.search(words)):
        return None
    return when.start.toordinal() - (0 if _EVENING.search(words) else 1)


def _own_day(told: Told) -> bool:
    """Whether the words of the day stand beside those of the happening, or beside a verb of happening."""
    when = told.incident.when
    if when is None or when.span is None or when.basis == "published":
        return False
    before = _before(told, when.span)
    named = set(_folded(told.incident.trigger.cut(told.report.full_text)).split())
    return not named.isdisjoint(before.split()) or bool(_HAPPENED.search(before))


def _before(told: Told, span: Span) -> str:
    """The words before a span in its sentence, in search form."""
    full = told.report.full_text
    begin = max(full.rfind(". ", 0, span.start), full.rfind("\n", 0, span.start), span.start - _BEFORE)
    return _folded(full[max(begin, 0) : span.start])


def _folded(text: str) -> str:
    return fold(_MARKS.sub(" ", text)).text.strip()
