"""Words of a search form, and the ways a word can be taken apart into proclitics, stem and pronoun suffix.

Nothing is cut off: an analysis is an offer beside the whole word, which always comes first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from riwaya.arabic.whole import WHOLE, WHOLE_ENDINGS

_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,/:\-]\d+)*|\n|[^\w\s]|_")


class Word:
    """One word, number, punctuation mark or newline of a search form: [start, end) in `Folded.text`.

    A plain class and no dataclass: a report has hundreds, and a frozen dataclass takes three times as long to make.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        """Nothing but what stands in it."""
        self.text = text
        self.start = start
        self.end = end


@dataclass(frozen=True, slots=True)
class Analysis:
    """One way to take a word apart: `proclitics` in order, the rest, and the pronoun at its end."""

    proclitics: tuple[str, ...]
    stem: str
    suffix: str | None


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of `text[start:end]` (a search form) in order.

    >>> [w.text for w in words(" قتل 1,200 شخص, في 16.5.2019")]
    ['قتل', '1,200', 'شخص', ',', 'في', '16.5.2019']
    """
    found: list[Word] = []
    last = len(text) if end is None else min(end, len(text))
    for piece in text[start:last].split(" "):
        after = start + len(piece)
        if piece.isalpha():
            found.append(Word(piece, start, after))
        elif piece:
            for part in _WORD.findall(piece):
                first = text.find(part, start)
                start = first + len(part)
                found.append(Word(part, first, start))
        start = after + 1
    return found


_LETTERED = re.compile(r"[ء-ي]+\Z")
_CONJUNCTIONS = ("", "و", "ف")
_PREPOSITIONS = ("", "ب", "ل", "ك", "س")
_SUFFIXES = ("هما", "كما", "هم", "هن", "ها", "نا", "كم", "كن", "ني", "ه", "ك", "ي")
_IMPERFECT = frozenset("يتنا")
_SHORTEST = 3


@lru_cache(maxsize=65536)
def analyses(word: str) -> tuple[Analysis, ...]:
    """Every plausible way to take `word` apart, the whole word first, then the fewest cuts first.

    >>> [(a.proclitics, a.stem) for a in analyses("وبالمفخخه") if a.suffix is None][1:]
    [(('و',), 'بالمفخخه'), (('و', 'ب'), 'المفخخه'), (('و', 'ب', 'ال'), 'مفخخه')]
    >>> len(analyses("وزاره"))
    1
    """
    found = [Analysis((), word, None)]
    if _LETTERED.match(word):
        for proclitics, stem in _heads(word):
            if proclitics:
                found.append(Analysis(proclitics, stem, None))
            if not proclitics or proclitics[-1] != "ال":
                found.extend(Analysis(proclitics, base, suffix) for base, suffix in _tails(stem))
    return (found[0], *sorted(found[1:], key=lambda a: len(a.proclitics) + (a.suffix is not None)))


def _heads(word: str) -> list[tuple[tuple[str, ...], str]]:
    """The word with none, one or more of its possible proclitics taken off."""
    heads: list[tuple[tuple[str, ...], str]] = [((), word)]
    if word in WHOLE:
        return heads
    for conjunction in _CONJUNCTIONS:
        if not word.startswith(conjunction):
            continue
        rest = word[len(conjunction) :]
        if conjunction:
            if len(rest) < _SHORTEST - 1 or not _starts_a_word(rest):
                continue
            heads.append(((conjunction,), rest))
        if rest in WHOLE and conjunction:
            continue
        before = (conjunction,) if conjunction else ()
        for preposition in _PREPOSITIONS:
            heads.extend(_nouns(before, preposition, rest))
    return heads


def _nouns(before: tuple[str, ...], preposition: str, rest: str) -> list[tuple[tuple[str, ...], str]]:
    """`rest` after a preposition (or none) and the article."""
    if preposition == "س":
        verb = rest[1:]
        future = rest.startswith("س") and len(verb) > _SHORTEST and verb[0] in _IMPERFECT and verb[:2] != "ال"
        return [((*before, "س"), verb)] if future else []
    if not rest.startswith(preposition):
        return []
    noun = rest[len(preposition) :]
    found: list[tuple[tuple[str, ...], str]] = []
    if preposition == "ل" and noun.startswith("ل") and len(noun) > _SHORTEST:
        found.append(((*before, "ل", "ال"), noun[1:]))
        if noun.startswith("لل"):
            return found
    if preposition and len(noun) >= _SHORTEST and _starts_a_word(noun):
        found.append(((*before, preposition), noun))
    if noun.startswith("ال") and len(noun) > _SHORTEST + 1 and noun not in WHOLE:
        inner = (*before, preposition, "ال") if preposition else (*before, "ال")
        found.append((inner, noun[2:]))
    return found


def _starts_a_word(rest: str) -> bool:
    """No Arabic word begins with these letters or pairs: what is left would not be a word."""
    return rest[0] not in "هءي" or len(rest) > _SHORTEST


def _tails(stem: str) -> list[tuple[str, str]]:
    """The stem without each pronoun it may end in; the ta marbuta that the pronoun opened is offered closed again."""
    found: list[tuple[str, str]] = []
    kept = stem in WHOLE and not stem.endswith(("ته", "تها", "تهم", "تنا"))
    if kept or stem in WHOLE_ENDINGS or stem.startswith("ال"):
        return found
    for suffix in _SUFFIXES:
        base = stem[: -len(suffix)]
        if stem.endswith(suffix) and len(base) >= _SHORTEST - (len(suffix) > 1):
            found.append((base, suffix))
            if base.endswith("ت") and len(base) > _SHORTEST:
                found.append((base[:-1] + "ه", suffix))
    return found
