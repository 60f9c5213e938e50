"""What one telling shows by itself: how surely it tells, how much of it, in which words, and how they tie in with the text.

A sign in Arabic is the stem of a word near the one that tells.
"""

from __future__ import annotations

from bisect import bisect_right

from riwaya.extract.actuality import near_words
from riwaya.extract.frames import Frame

_STEPS: tuple[float, ...] = (-3.0, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 3.0)
"""Log-odds of actuality, each of which adds to the last."""
_SURER = [f"surer than {step}" for step in _STEPS]
_LEVELS = ("country", "governorate", "region", "town")
_OPENERS = frozenset(
    "كان كانت قد ياتي تاتي جاء جاءت في بينما فيما كما ردا لكن هذا هذه مع بعد يذكر منذ ذلك شهدت بدا بدات قال قالت تقول ذكر ذكرت نقلت افاد افادت".split()
) | {"من جهه اخري", "في حين", "الا ان", "من جانبه", "من جانبها", "الي ذلك"}
_ELSEWHERE = frozenset(
    "من جهه ثانيه|من جانب اخر|علي جانب اخر|في سياق منفصل|من ناحيه اخري|من ناحيه ثانيه|علي صعيد اخر|علي صعيد منفصل|في سياق اخر|في تطور اخر|في حادث منفصل|في حادثه منفصله|في حادث اخر|في حادثه اخري|"
    "في هجوم اخر|في هجوم منفصل|في جبهه اخري|في واقعه اخري|في واقعه منفصله".split("|")
)
"""Words that begin what has nothing to do with what was told before; all are one sign."""
_ADDING = frozenset("اضاف اضافت اوضح اوضحت اشار اشارت تابع تابعت اكد اكدت صرح صرحت شدد شددت".split())
"""Verbs by which a speaker goes on about the same."""
_UNDER = frozenset(
    "بعد اثر جراء خلال ردا بعدما قبل منذ حول بشان عن سلسله هذا هذه اي تم قد التي الذي بسبب محاوله وقوع استمرار عندما كما حمله لا لم ما مسووليته "
    "سقوط مقتل دون".split()
)
"""Words before the one that tells that show whether it is news, known already, or none."""
_HEAD, _BACK = 2, 4


def signs_of_telling(frame: Frame, sure: float) -> list[str]:
    """All that speaks for or against a frame telling of an event of the report; `sure` is its actuality."""
    kind, place = frame.kind, frame.place
    day = frame.date is not None and not frame.said and frame.date.precision == "day"
    counted = any(t.low for t in frame.tolls)
    roles = "+".join(sorted({p.role for p in frame.parts})) or "nobody"
    told = counted + (place is not None and place.level > 0) + day + bool(frame.parts)
    strength = "figures" if kind.trigger is None else f"general {kind.strength}" if kind.generic else kind.strength
    index = frame.sentence.index
    form = frame.units[frame.at].form or frame.units[frame.at].tag
    tense = frame.units[frame.at].tense
    signs = _SURER[: bisect_right(_STEPS, sure)]
    signs += (
        f"tells {kind.type}",
        f"tells in {strength} words",
        f"tells of {roles}",
        f"tells of a {_LEVELS[min(place.level, 3)]}" if place is not None else "tells no place",
        "tells a day" if day else "tells no day",
        "tells figures" if counted else "tells no figures",
        "tells in the title" if frame.sentence.title
        else f"tells in the {'lead' if index <= 2 else 'body' if index <= 7 else 'tail'}",
        f"{'general' if kind.generic else kind.strength} {form} {tense or ''}".rstrip(),
        f"voice {frame.voice.act}" if frame.voice is not None else "no voice",
        f"{told} things told {'definite' if frame.definite else 'indefinite'}",
    )  # fmt: skip
    signs += (f"{least} things told" for least in (1, 2, 3, 4) if told >= least)
    signs += (name for name, holds in _held(frame, bare=not day and place is None) if holds)
    if frame.ago is not None:
        signs.append(f"told {frame.ago} ago")
    if frame.barred is not None:
        signs.append(f"barred {frame.barred}")
    signs += _around(frame)
    signs += [stem for stem in near_words(frame) if stem]
    return signs


def _held(frame: Frame, bare: bool) -> tuple[tuple[str, bool], ...]:
    return (
        ("definite", frame.definite),
        ("definite alone", frame.definite and bare),
        ("another", frame.another),
        ("before", frame.before),
        ("long past", frame.past),
        ("denied", frame.denied),
        ("answering", frame.answering),
        ("no words of content", not frame.content),
    )


def _around(frame: Frame) -> list[str]:
    """The word that opens the stretch, and the one under which the telling stands."""
    units, first, at = frame.units, frame.first, frame.at
    signs = []
    for unit in units[first : min(first + _HEAD, at)]:
        word = unit.text.removeprefix("و")
        word = "من جهه اخري" if word in _ELSEWHERE else word
        if word in _ADDING or word in _OPENERS:
            signs.append("opens adding" if word in _ADDING else f"opens {word}")
            break
    for i in range(at - 1, max(first, at - _BACK) - 1, -1):
        word = units[i].text.removeprefix("و")
        if word in _UNDER:
            signs.append(f"under {word}")
            break
    return signs
