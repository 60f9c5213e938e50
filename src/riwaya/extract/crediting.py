"""A sentence that is only an attribution belongs to the one before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riwaya.extract.frames import Frame
from riwaya.extract.speakers import Voice
from riwaya.extract.units import Sentence, Unit

_LONGEST = 12
"""Units that a sentence which only names whose words they are has at most."""


def credit(sentence: Sentence, voices: Sequence[Voice], frames: Sequence[Frame]) -> None:
    """Gives what the sentence before tells in nobody's words to the one whom this sentence names (. حسب ما أفادت الشرطة.)."""
    if len(voices) != 1 or not frames or not _only_attributes(sentence.units):
        return
    for frame in reversed(frames):
        if frame.sentence.index != sentence.index - 1 or frame.sentence.title:
            return
        if frame.voice is None and not frame.voices:
            size = len(frame.units)
            frame.voice = replace(voices[0], at=size - 1, first=0, last=size, rule="voice.according")
            frame.voices = [frame.voice]


def _only_attributes(units: Sequence[Unit]) -> bool:
    """Whether nothing but بحسب or its like and a name stands in the sentence."""
    head = next((k for k, u in enumerate(units[:3]) if u.text not in _THAT), 0)
    speech = units[head].speech if units else None
    if not head + 1 < len(units) <= _LONGEST or units[head].tag != "B" or speech is None:
        return False
    return speech.act == "according" and all(
        u.tag not in "tQ,;:" and u.trigger is None and u.outcome is None for u in units[head + 1 :]
    )


_THAT = frozenset("جاء ذلك وذلك".split())
"""Words before an attribution that only mean what was told (وذلك وفقا لتقرير المنظمة)."""
