"""The words that a sentence and a report are told in, by their stems: names, numbers and dates are left out."""

from __future__ import annotations

from collections.abc import Iterable
from sys import intern

from riwaya.extract.units import Sentence

_NAMES = frozenset("AYEZOSPJ@H")
"""Units that name somebody or somewhere: what is told of them in one year says nothing of another."""
_HEADS = ("وال", "بال", "فال", "كال", "لل", "ال", "و")
_TAILS = ("هم", "ها", "ات", "ون", "ين", "ان", "ه", "ي")
_SHORTEST = 3


def stems_of(sentence: Sentence) -> list[str]:
    """One stem for each unit of a sentence, empty for what is no word; worked out once."""
    if sentence.stems is None:
        sentence.stems = [
            ""
            if unit.tag in _NAMES or unit.number is not None or unit.date is not None or len(unit.core) < 2
            else stem(unit.core)
            for unit in sentence.units
        ]
    return sentence.stems


def wording(sentences: Iterable[Sentence]) -> frozenset[str]:
    """The stems that sentences are told in."""
    stems: set[str] = set()
    for sentence in sentences:
        stems.update(stems_of(sentence))
    stems.discard("")
    return frozenset(stems)


def stems_in(text: str) -> frozenset[str]:
    """The stems of all words of a text in search form, names among them: what can be told before anything is read."""
    stems = {stem(word.strip(_MARKS)) for word in text.split()}
    return frozenset(s for s in stems if len(s) > 1)


_MARKS = ".,:;!?()[]\"'/-…|«»"
"""What may stand beside a word without a space between."""


_STEMS: dict[str, str] = {}
"""The stems of words met before, each the one string of its spelling."""
_KEPT = 1 << 16


def stem(word: str) -> str:
    """A word in search form without article, conjunction and commonest ending, as far as three letters are left.

    >>> stem("المسلحين"), stem("والهجمات"), stem("بيت")
    ('مسلح', 'هجم', 'بيت')
    """
    found = _STEMS.get(word)
    if found is None:
        if len(_STEMS) >= _KEPT:
            _STEMS.clear()
        found = _STEMS[word] = intern(_cut(word))
    return found


def _cut(word: str) -> str:
    for head in _HEADS:
        if word.startswith(head) and len(word) - len(head) >= _SHORTEST:
            word = word[len(head) :]
            break
    for tail in _TAILS:
        if word.endswith(tail) and len(word) - len(tail) >= _SHORTEST:
            return word[: -len(tail)]
    return word
