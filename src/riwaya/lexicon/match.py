"""Finds every lexicon entry and place name of a text in one pass over one automaton."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import ahocorasick_rs

_BOUNDARY = frozenset(" \n.,;:?!()[]{}/\\-…\"'*%+=<>|&@$^~·•،")


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


@dataclass(frozen=True, slots=True)
class Pattern:
    """A spelling as it stands in text (proclitics included) with one of its meanings."""

    spelling: str
    prefix: str
    term: Term


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


class Matcher:
    """One Aho-Corasick automaton over all spellings (leftmost, longest), whole words only."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        meanings: dict[str, list[tuple[str, Term]]] = {}
        for pattern in patterns:
            known = meanings.setdefault(pattern.spelling, [])
            if not any(term.id == pattern.term.id and term.kind == pattern.term.kind for _, term in known):
                known.append((pattern.prefix, pattern.term))
        self._readings: list[tuple[str, tuple[Term, ...]]] = []
        spellings: list[str] = []
        for spelling, found in meanings.items():
            worded = [f for f in found if f[1].kind not in ("place", "person") and (not f[0] or len(spelling) <= 4)]
            prefix = min((prefix for prefix, _ in worded or found), key=len)
            self._readings.append((prefix, tuple(term for p, term in found if p == prefix)))
            spellings.append(f" {spelling}")
        self.size = len(spellings)
        self._automaton = ahocorasick_rs.AhoCorasick(spellings, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def hits(self, text: str) -> list[Hit]:
        """The hits in `text` (search form) in order, never overlapping."""
        found: list[Hit] = []
        self._collect(text, 0, found)
        return found

    def _collect(self, text: str, offset: int, found: list[Hit]) -> None:
        """Appends the hits of `text`, which stands at `offset`; a match that ends inside a word gives way to shorter ones."""
        readings = self._readings
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            if end == len(text) or text[end] in _BOUNDARY or not text[end].isalnum():
                prefix, terms = readings[index]
                found.append(Hit(offset + start + 1, offset + end, prefix, terms))
            else:
                whole = text.rfind(" ", start + 1, end)
                if whole > start:
                    self._collect(text[start:whole], offset + start, found)


def spelled(term: Term, forms: Iterable[tuple[str, str]]) -> Iterator[Pattern]:
    """Patterns of one meaning from its (prefix, spelling) pairs."""
    for prefix, spelling in forms:
        yield Pattern(spelling, prefix, term)
