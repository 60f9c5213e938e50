"""Makes the matcher: every entry in every form it takes in text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from riwaya.arabic.fold import fold_key
from riwaya.errors import LexiconError
from riwaya.lexicon import entries as e
from riwaya.lexicon.forms import (
    NOUN_PREFIXES,
    PLACE_PREFIXES,
    VERB_PREFIXES,
    WORD_PREFIXES,
    adjective_forms,
    noun_forms,
    verb_forms,
)
from riwaya.lexicon.load import Lexicon, load_lexicon
from riwaya.lexicon.match import Matcher, Pattern, Term

_DUALS = ("ان", "ين", "ا", "ي")


def compile_matcher(lexicon: Lexicon, places: Iterable[tuple[str, Any]] = ()) -> Matcher:
    """One matcher over the whole lexicon and the names of places ((search form, rows) pairs)."""
    return Matcher(patterns(lexicon, places))


@lru_cache(maxsize=2)
def default_matcher() -> Matcher:
    """The matcher over our own word lists, without places."""
    return compile_matcher(load_lexicon())


def patterns(lexicon: Lexicon, places: Iterable[tuple[str, Any]]) -> Iterator[Pattern]:
    """Every form of every entry, then every name of a place, each with its meaning.

    Raises LexiconError where an entry cannot be inflected.
    """
    makers: tuple[tuple[str, Callable[[Any], Iterator[Pattern]]], ...] = (
        ("grammar", _words), ("triggers", _trigger), ("outcomes", _outcome), ("victims", _victim), ("weapons", _weapon),
        ("speech", _speech), ("actors", _actor), ("states", _state), ("institutions", _institution),
        ("sources", _source), ("outlets", _outlet), ("people", _person),
    )  # fmt: skip
    for kind, make in makers:
        for sourced in lexicon.entries[kind].values():
            try:
                yield from make(sourced.entry)
            except (ValueError, IndexError) as error:
                raise LexiconError(
                    sourced.file, sourced.line, sourced.entry.id, f"cannot be inflected ({error})",
                    "write verbs as perfect/imperfect, e.g. قصف/يقصف, and leave no name empty",
                ) from error  # fmt: skip
    for name, rows in places:
        yield Pattern(name, PLACE_PREFIXES, Term("place", name, rows, name))


def _names(kind: str, entry: Any, names: Iterable[str], form: str = "") -> Iterator[Pattern]:
    for name in names:
        key = fold_key(name)
        if not key:
            raise ValueError("an empty name")
        yield Pattern(key, NOUN_PREFIXES, Term(kind, entry.id, entry, form or key, definite=True))


def _key(name: str) -> str:
    """The search form of a name; a preposition written alone at its end (وفقا ل) is left to the next word."""
    key = fold_key(name)
    if not key:
        raise ValueError("an empty name")
    return key[:-2] if key.endswith((" ل", " ب")) else key


def _verbs(kind: str, entry: Any, verbs: Iterable[str]) -> Iterator[Pattern]:
    for verb in verbs:
        perfect, slash, imperfect = verb.partition("/")
        if not slash:
            raise ValueError(f"{verb!r} has no imperfect")
        for form, tense in verb_forms(fold_key(perfect), fold_key(imperfect), kind != "speech"):
            if kind == "outcome" and tense == "present" and form.startswith("ن"):
                continue  # no report says "we are wounded", and نصيب is a town
            prefixes = VERB_PREFIXES if tense == "present" else ("", "و", "ف")
            yield Pattern(form, prefixes, Term(kind, entry.id, entry, "verb", tense))


def _nouns(kind: str, entry: Any, nouns: Iterable[str], count: int | None = None) -> Iterator[Pattern]:
    for noun in nouns:
        for form, definite in noun_forms(fold_key(noun)):
            yield Pattern(form, NOUN_PREFIXES, Term(kind, entry.id, entry, "noun", count=count, definite=definite))


def _phrases(kind: str, entry: Any, phrases: Iterable[str], form: str = "phrase") -> Iterator[Pattern]:
    for phrase in phrases:
        key = _key(phrase)
        yield Pattern(key, WORD_PREFIXES, Term(kind, entry.id, entry, form, definite=key.startswith("ال")))


def _words(entry: e.WordEntry) -> Iterator[Pattern]:
    yield from _phrases("word", entry, entry.words)


def _trigger(entry: e.TriggerEntry) -> Iterator[Pattern]:
    never = {fold_key(form) for form in entry.never}
    for pattern in (
        *_phrases("trigger", entry, entry.phrases), *_verbs("trigger", entry, entry.verbs), *_nouns("trigger", entry, entry.nouns)
    ):  # fmt: skip
        if never:
            spelled = dict(pattern.spellings())
            pattern = pattern._replace(prefixes=tuple(p for p in pattern.prefixes if spelled[p] not in never))
        yield pattern


def _outcome(entry: e.OutcomeEntry) -> Iterator[Pattern]:
    one, two = set(entry.singular), set(entry.dual)
    yield from _verbs("outcome", entry, entry.verbs)
    for noun in dict.fromkeys([*entry.nouns, *entry.singular, *entry.dual]):
        yield from _nouns("outcome", entry, [noun], 1 if noun in one else 2 if noun in two else None)
    yield from _phrases("outcome", entry, entry.phrases, entry.form)


def _victim(entry: e.VictimEntry) -> Iterator[Pattern]:
    yield from _nouns("victim", entry, entry.plural)
    yield from _nouns("victim", entry, entry.singular, 1)
    for noun in entry.singular:
        head, _, rest = fold_key(noun).partition(" ")
        stem = head[:-1] + "ت" if head.endswith("ه") else head
        for article in ("", "ال"):
            for ending in _DUALS[:2] if rest == "" else _DUALS:
                term = Term("victim", entry.id, entry, "noun", count=2, definite=bool(article))
                yield Pattern(article + stem + ending + (f" {rest}" if rest else ""), NOUN_PREFIXES, term)
    for two in entry.dual:
        yield Pattern(fold_key(two), NOUN_PREFIXES, Term("victim", entry.id, entry, "noun", count=2))


def _weapon(entry: e.WeaponEntry) -> Iterator[Pattern]:
    yield from _names("weapon", entry, entry.words)


def _speech(entry: e.SpeechEntry) -> Iterator[Pattern]:
    yield from _verbs("speech", entry, entry.verbs)
    yield from _phrases("speech", entry, entry.participles, "participle")
    yield from _phrases("speech", entry, entry.phrases)


def _actor(entry: e.ActorEntry) -> Iterator[Pattern]:
    yield from _names("actor", entry, entry.names)
    yield from _names("actor", entry, entry.loaded)
    for name in entry.joined:
        key = fold_key(name)
        yield Pattern(key, ("و",), Term("actor", entry.id, entry, key, "joined"))
    yield from _adjectives(entry, entry.adjectives)


def _adjectives(entry: Any, stems: Iterable[str]) -> Iterator[Pattern]:
    for stem in stems:
        for form in adjective_forms(fold_key(stem)):
            term = Term("adjective", entry.id, entry, form, definite=form.startswith("ال"))
            yield Pattern(form, ("", "و", "ب", "ل"), term)


def _state(entry: e.StateEntry) -> Iterator[Pattern]:
    yield from _names("state", entry, entry.names, "name")
    yield from _names("state", entry, entry.capitals, "capital")
    yield from _names("state", entry, entry.people, "people")
    yield from _adjectives(entry, entry.adjective)


def _institution(entry: e.InstitutionEntry) -> Iterator[Pattern]:
    yield from _names("institution", entry, entry.names)
    yield from _names("institution", entry, entry.head)


def _source(entry: e.SourceEntry) -> Iterator[Pattern]:
    yield from _names("source", entry, entry.names)


def _outlet(entry: e.OutletEntry) -> Iterator[Pattern]:
    yield from _names("outlet", entry, entry.names)


def _person(entry: e.PersonEntry) -> Iterator[Pattern]:
    yield from _names("person", entry, entry.names)
