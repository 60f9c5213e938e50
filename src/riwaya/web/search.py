"""Search that folds Arabic: how the words of an event are indexed, and how a question becomes a query of FTS5.

A word is indexed with every stem that its proclitics leave (بالشدادي: also الشدادي, شدادي), asked for by its beginning.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from riwaya.arabic.fold import search_form
from riwaya.arabic.words import analyses, words

_MOST_WORDS = 12
_MOST_CHARACTERS = 400
_ARTICLE = "ال"


def indexed(texts: Iterable[str]) -> str:
    """The words of these texts in search form, each once, with their stems.

    >>> indexed(["قُتل بالشدادي"])
    'قتل بالشدادي الشدادي شدادي'
    """
    found: dict[str, None] = {}
    for word in words(search_form("\n".join(texts))):
        if word.text[0].isalnum():
            for form in _forms(word.text):
                found[form] = None
    return " ".join(found)


@lru_cache(maxsize=65536)
def _forms(word: str) -> tuple[str, ...]:
    return tuple(found.stem for found in analyses(word) if found.suffix is None)


def query(asked: str) -> str | None:
    """What a person typed as a query: all words, in any order, each by its beginning; None where there is no word.

    >>> query("الشدادى قصف")
    '("الشدادي"* OR "شدادي"*) AND ("قصف"*)'
    """
    asked_words = [w.text for w in words(search_form(asked[:_MOST_CHARACTERS])) if w.text[0].isalnum()]
    return " AND ".join(_one(word) for word in dict.fromkeys(asked_words[:_MOST_WORDS])) or None


def _one(word: str) -> str:
    forms = [word]
    if word.startswith(_ARTICLE) and len(word) > len(_ARTICLE) + 2:
        forms.append(word[len(_ARTICLE) :])
    return f"({' OR '.join(_quoted(form) for form in forms)})"


def _quoted(word: str) -> str:
    beginning = "*" if len(word) > 1 else ""
    return '"' + word.replace('"', "") + '"' + beginning
