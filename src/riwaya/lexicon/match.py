"""Finds every lexicon entry and place name of a text in one pass over one automaton."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import ahocorasick_rs

from riwaya.errors import LexiconError
from riwaya.lexicon.forms import with_prefixes

_ASCII = "".join(map(chr, range(128)))
_LETTERS_AT_MOST = 255 - len(_ASCII)


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One meaning of one spelling: what kind of word it is, which entry it belongs to, and how it is inflected."""

    kind: str
    id: str
    entry: Any
    form: str = ""
    tense: str | None = None
    count: int | None = None
    definite: bool = False


class Pattern(NamedTuple):
    """A form without proclitics, the proclitics that can stand before it, and one of its meanings.

    A named tuple: tens of thousands are made before the first report is read.
    """

    form: str
    prefixes: tuple[str, ...]
    term: Term

    def spellings(self) -> Iterator[tuple[str, str]]:
        """(proclitics, spelling) pairs, as they stand in text."""
        return with_prefixes(self.form, self.prefixes)


class Meanings:
    """What a spelling means; `unit` and `gist` is what a reader of texts works out of that, kept for its next use."""

    def __init__(self, terms: tuple[Term, ...]) -> None:
        self.terms = terms
        self.unit: Any = None
        self.gist: Any = None


class Hit:
    """An entry found in the search form: [start, end), proclitics included; `prefix` are the proclitics."""

    def __init__(self, start: int, end: int, prefix: str, meanings: Meanings) -> None:
        self.start = start
        self.end = end
        self.prefix = prefix
        self.meanings = meanings
        self.terms = meanings.terms

    @property
    def core(self) -> int:
        """Where the word itself begins, after its proclitics."""
        return self.start + len(self.prefix)

    def get(self, kind: str) -> Term | None:
        """The meaning of that kind, if the spelling has one."""
        for term in self.terms:
            if term.kind == kind:
                return term
        return None


_Reading = tuple[str, tuple[Term, ...]]
"""The proclitics of a spelling and its meanings."""
_Group = tuple[tuple[str, ...], Meanings]
"""The proclitics that a form takes and its meanings; reading number `group * _WIDTH + n` has the n-th of them."""
_WIDTH = 16
_UNKNOWN = ord("?")
"""What a character is read as that no spelling has."""
_LONGEST = 4_000
"""Characters of a line that are searched again at most."""


class Matcher:
    """One Aho-Corasick automaton over all spellings (leftmost, longest), whole words only.

    It runs over one byte a character, in an alphabet of ASCII and the other characters that the spellings have: half as
    many states as over UTF-8, and offsets that are those of the text. What no spelling has is read as "?".

    Raises LexiconError where the spellings have more characters than such an alphabet holds.
    """

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        patterns = list(patterns)
        others = sorted(set().union(*(part for p in patterns for part in (p.form, *p.prefixes))).difference(_ASCII))
        if len(others) > _LETTERS_AT_MOST:
            raise LexiconError(
                "the word lists", None, None, f"have {len(others)} characters beyond ASCII, not {_LETTERS_AT_MOST}",
                "write names in Arabic or Latin letters; the last are " + " ".join(others[_LETTERS_AT_MOST:][:9]),
            )  # fmt: skip
        numbers, self._groups = _readings(patterns)
        spellings = sorted(numbers)
        self.size = len(spellings)
        self._inside = bytes(char.isalnum() for char in _ASCII + "".join(others)).ljust(256, b"\0")
        self._alphabet = codecs.charmap_build((_ASCII + "".join(others)).ljust(256, "\ufffe"))
        self._numbers = [numbers[spelling] for spelling in spellings]
        self._met: list[tuple[str, Meanings] | None] = [None] * self.size
        self._automaton = ahocorasick_rs.BytesAhoCorasick(
            self._coded("\0 ".join(("", *spellings))).split(b"\0")[1:],
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        )

    def _coded(self, text: str) -> bytes:
        return codecs.charmap_encode(text, "replace", self._alphabet)[0]

    def hits(self, text: str) -> list[Hit]:
        """The hits in `text` (search form) in order, never overlapping."""
        coded = self._coded(text)
        found: list[Hit] = []
        met, inside, size = self._met, self._inside, len(text)
        read = 0
        for index, start, end in self._automaton.find_matches_as_indexes(coded):
            if start < read:
                if end > read:
                    self._collect(text, coded, [(read, end)], found)
                continue
            if end == size or not (inside[coded[end]] or (coded[end] == _UNKNOWN and text[end].isalnum())):
                prefix, meanings = met[index] or self._meet(index)
                found.append(Hit(start + 1, end, prefix, meanings))
            elif (whole := coded.rfind(b" ", start + 1, end)) > start:
                read = _stretch_end(coded, start)
                self._collect(text, coded, [(whole, read), (start, whole)], found)
        return found

    def _meet(self, index: int) -> tuple[str, Meanings]:
        """The proclitics of a spelling and what it means; kept, for the next report has much the same words."""
        number = self._numbers[index]
        prefixes, meanings = self._groups[number // _WIDTH]
        met = self._met[index] = (prefixes[number % _WIDTH], meanings)
        return met

    def _collect(self, text: str, coded: bytes, todo: list[tuple[int, int]], found: list[Hit]) -> None:
        """Appends the hits of the stretches, the last first: a match of several words that ends inside one gives way."""
        met, inside, size = self._met, self._inside, len(text)
        while todo:
            first, last = todo.pop()
            for index, start, end in self._automaton.find_matches_as_indexes(coded[first:last]):
                start += first
                end += first
                if end == size or not (inside[coded[end]] or (coded[end] == _UNKNOWN and text[end].isalnum())):
                    prefix, meanings = met[index] or self._meet(index)
                    found.append(Hit(start + 1, end, prefix, meanings))
                    continue
                whole = coded.rfind(b" ", start + 1, end)
                if whole > start:
                    todo += ((whole, last), (start, whole))
                    break


def _stretch_end(coded: bytes, start: int) -> int:
    """Where the line ends; a long one is cut, so that what is searched again after a match that fails stays short."""
    end = coded.find(b"\n", start + 1)
    if end < 0:
        end = len(coded)
    if end - start > _LONGEST:
        limit = start + _LONGEST
        dot, blank = coded.rfind(b". ", start + 1, limit), coded.rfind(b" ", start + 1, limit)
        end = dot + 1 if dot > start else blank if blank > start else limit
    return end


def _readings(patterns: Iterable[Pattern]) -> tuple[dict[str, int], list[_Group]]:
    """Each spelling with the number of its reading, and what the numbers stand for (see `_Group`).

    Numbers and not records: hundreds of thousands of records would take a third of the time that loading takes.
    """
    numbers: dict[str, int] = {}
    groups: list[_Group] = []
    several: dict[str, list[int]] = {}
    for form, prefixes, term in patterns:
        number = len(groups) * _WIDTH
        groups.append((prefixes, Meanings((term,))))
        for _, spelling in with_prefixes(form, prefixes):
            first = numbers.setdefault(spelling, number)
            if first != number:
                several.setdefault(spelling, [first]).append(number)
            number += 1
    for spelling, found in several.items():
        best, terms = _joined(spelling, [_reading(groups, number) for number in found])
        numbers[spelling] = len(groups) * _WIDTH
        groups.append(((best,), Meanings(terms)))
    return numbers, groups


def _reading(groups: list[_Group], number: int) -> _Reading:
    prefixes, meanings = groups[number // _WIDTH]
    return prefixes[number % _WIDTH], meanings.terms


def _joined(spelling: str, found: list[_Reading]) -> _Reading:
    """One reading of many: words before names where proclitics differ, the fewest proclitics, each meaning once."""
    meanings: dict[tuple[str, str], tuple[str, Term]] = {}
    for prefix, (term,) in found:
        meanings.setdefault((term.kind, term.id), (prefix, term))
    kept = list(meanings.values())
    worded = [m for m in kept if m[1].kind not in ("place", "person") and (not m[0] or len(spelling) <= 4)]
    best = min((prefix for prefix, _ in worded or kept), key=len)
    return best, tuple(term for prefix, term in kept if prefix == best)
