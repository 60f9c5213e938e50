"""Checks word lists against their own examples: what `riwaya lexicon check` runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from riwaya.arabic.fold import fold
from riwaya.lexicon.load import Lexicon, Sourced
from riwaya.lexicon.match import Matcher

_KINDS = {
    "actors": "actor", "states": "state", "institutions": "institution", "sources": "source", "outlets": "outlet", "people": "person",
    "triggers": "trigger", "outcomes": "outcome", "victims": "victim", "weapons": "weapon", "speech": "speech", "grammar": "word",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """An example that does not hold: where it stands, what is wrong and what to do."""

    file: str
    line: int
    entry: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: entry {self.entry!r} {self.what}"


def check_examples(lexicon: Lexicon, matcher: Matcher) -> Iterator[Problem]:
    """The examples in which the entry is not found."""
    for kind, term_kind in _KINDS.items():
        for sourced in lexicon.entries[kind].values():
            for example in sourced.entry.examples:
                problem = _example(sourced, (term_kind, sourced.entry.id), example, matcher)
                if problem is not None:
                    yield problem
    for sourced in lexicon.entries["aliases"].values():
        alias = sourced.entry
        for example in alias.examples:
            problem = _example(sourced, (_KINDS[alias.of], alias.means), example, matcher)
            if problem is not None:
                yield problem
    yield from _rivals(lexicon, matcher)


def _rivals(lexicon: Lexicon, matcher: Matcher) -> Iterator[Problem]:
    """Sides that no list knows, and examples that do not name one body of either side."""
    known = {*lexicon.entries["actors"], *(s.entry.actor for s in lexicon.entries["states"].values())}
    known.update(s.entry.id for s in lexicon.entries["sources"].values())
    for sourced in lexicon.entries["rivals"].values():
        entry = sourced.entry
        for body in (*entry.one, *entry.other):
            if body not in known:
                what = f"names {body!r}, which no list of actors holds; add it there or mend the id"
                yield Problem(sourced.file, sourced.line, entry.id, what)
        for example in entry.examples:
            named = _named(example.get("text", ""), lexicon, matcher)
            for side in ("one", "other"):
                body = example.get(side, "")
                if body not in getattr(entry, side) or body not in named:
                    what = f"has an example that does not name {body!r} of its {side!r} side; name it there"
                    yield Problem(sourced.file, sourced.line, entry.id, what)


def _named(text: str, lexicon: Lexicon, matcher: Matcher) -> set[str]:
    """The bodies and states that a text names."""
    states = {s.entry.iso: s.entry.actor for s in lexicon.entries["states"].values()}
    found: set[str] = set()
    for hit in matcher.hits(fold(text).text):
        for term in hit.terms:
            found.update((term.id, states.get(term.id, term.id)))
    return found


def _example(sourced: Sourced, wanted: tuple[str, str], example: dict[str, str], matcher: Matcher) -> Problem | None:
    """Why a term of the wanted kind and id is not found in an example; None where it is."""
    kind, id_ = wanted

    def wrong(what: str) -> Problem:
        return Problem(sourced.file, sourced.line, sourced.entry.id, what)

    text = example.get("text")
    if not text:
        return wrong("has an example without text; give it one sentence")
    hits = matcher.hits(fold(text).text)
    if any(term.kind == kind and term.id == id_ for hit in hits for term in hit.terms):
        return None
    if kind == "state" and any(term.kind == "adjective" and term.id == id_ for hit in hits for term in hit.terms):
        return None
    return wrong(f"is not found in its own example {text!r}; a longer entry may stand over it, or the spelling differs")


def counts(lexicon: Lexicon) -> dict[str, int]:
    """How many entries there are of each kind."""
    return dict(Counter({kind: len(entries) for kind, entries in lexicon.entries.items()}))
