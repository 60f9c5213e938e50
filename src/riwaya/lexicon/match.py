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


@dataclass(slots=True)
class Hit:
    """An entry found in the search form: [start, end), proclitics included; `prefix` are the proclitics."""

    start: int
    end: int
    prefix: str
    terms: tuple[Term, ...]

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


class Matcher:
    """One Aho-Corasick automaton over all spellings (leftmost, longest), whole words only.

    It runs over one byte a character, in an alphabet of ASCII and the other characters that the spellings have: half as
    many states as over UTF-8, and offsets that are those of the text. What no spelling has is read as "?".

    Raises LexiconError where the spellings have more characters than such an alphabet holds.
    """

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        readings = _readings(patterns)
        spellings = sorted(readings)
        others = sorted(set().union(*spellings).difference(_ASCII))
        if len(others) > _LETTERS_AT_MOST:
            raise LexiconError(
                "the word lists", None, None, f"have {len(others)} characters beyond ASCII, not {_LETTERS_AT_MOST}",
                "write names in Arabic or Latin letters; the last are " + " ".join(others[_LETTERS_AT_MOST:][:9]),
            )  # fmt: skip
        self.size = len(spellings)
        self._alphabet = codecs.charmap_build((_ASCII + "".join(others)).ljust(256, "\ufffe"))
        self._readings = [readings[spelling] for spelling in spellings]
        self._automaton = ahocorasick_rs.BytesAhoCorasick(
            [self._coded(f" {spelling}") for spelling in spellings],
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        )

    def _coded(self, text: str) -> bytes:
        return codecs.charmap_encode(text, "replace", self._alphabet)[0]

    def hits(self, text: str) -> list[Hit]:
        """The hits in `text` (search form) in order, never overlapping."""
        found: list[Hit] = []
        self._collect(text, self._coded(text), 0, found)
        return found

    def _collect(self, text: str, coded: bytes, offset: int, found: list[Hit]) -> None:
        """Appends the hits of `coded`, which stands at `offset`; a match that ends inside a word gives way to shorter ones."""
        readings, last = self._readings, len(coded)
        for index, start, end in self._automaton.find_matches_as_indexes(coded):
            if end == last or not text[offset + end].isalnum():
                prefix, terms = readings[index]
                found.append(Hit(offset + start + 1, offset + end, prefix, terms))
            else:
                whole = coded.rfind(b" ", start + 1, end)
                if whole > start:
                    self._collect(text, coded[start:whole], offset + start, found)


def _readings(patterns: Iterable[Pattern]) -> dict[str, _Reading]:
    """What each spelling means: of several, those with the same proclitics as the likeliest."""
    readings: dict[str, _Reading] = {}
    several: dict[str, list[_Reading]] = {}
    for form, prefixes, term in patterns:
        terms = (term,)
        for prefix, spelling in with_prefixes(form, prefixes):
            first = readings.setdefault(spelling, (prefix, terms))
            if first[1] is not terms:
                several.setdefault(spelling, [first]).append((prefix, terms))
    for spelling, found in several.items():
        readings[spelling] = _joined(spelling, found)
    return readings


def _joined(spelling: str, found: list[_Reading]) -> _Reading:
    """One reading of many: words before names where proclitics differ, the fewest proclitics, each meaning once."""
    meanings: dict[tuple[str, str], tuple[str, Term]] = {}
    for prefix, (term,) in found:
        meanings.setdefault((term.kind, term.id), (prefix, term))
    kept = list(meanings.values())
    worded = [m for m in kept if m[1].kind not in ("place", "person") and (not m[0] or len(spelling) <= 4)]
    best = min((prefix for prefix, _ in worded or kept), key=len)
    return best, tuple(term for prefix, term in kept if prefix == best)
