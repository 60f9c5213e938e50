"""The words around a mention of a place: what it is said to lie in, and the second name of "بين X وY"."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import lru_cache

from riwaya.arabic.fold import fold
from riwaya.gazetteer import Gazetteer
from riwaya.gazetteer.names import KINDS_OF_WORD
from riwaya.model import Where


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words around a mention in search form: `text` with the mention at [start, end)."""

    text: str
    start: int
    end: int


_HEAD, _REACH = 130, 110


def surroundings(where: Where, text: str | None) -> Surroundings | None:
    """The words around a mention, from the report's full text; None where either is not known."""
    if text is None or where.span is None:
        return None
    begin, end = where.span.start, where.span.end
    folded = fold(text)
    low, start, stop, high = (bisect_left(folded.back, at) for at in (begin - _HEAD, begin, end, end + _REACH))
    before, name, after = folded.text[low:start], folded.text[start:stop].strip(), folded.text[stop:high]
    glued = begin > 0 and text[begin - 1 : begin].isalpha()
    if not glued and not before.endswith(" "):
        before += " "
    return Surroundings(before + name + after, len(before), len(before) + len(name))


_TELLING = frozenset(
    "محافظه ولايه اقليم مقاطعه قضاء مديريه ناحيه محليه مدينه بلده قريه مدينتي بلدتي قريتي خربه مزرعه حي حيي حاره مخيم "
    "جبل جبال وادي جزيره معبر عاصمه العاصمه منطقه مناطق".split()
)


def kind_before(around: Surroundings | None) -> str | None:
    """The kind word that stands right before the mention ("حي", "محافظه"), without clitics and article."""
    if around is None:
        return None
    words = _WORD.findall(around.text[: around.start])
    if not words:
        return None
    word = words[-1]
    for bare in (word, _CLITICS.sub("", word)):
        if bare in _TELLING:
            return bare
    return None


_OUTER_KINDS = frozenset(
    "محافظه ولايه اقليم قضاء ناحيه مديريه مدينه بلده ريف منطقه مقاطعه مركز محليه قطاع جزيره سهل وادي "
    "العاصمه عاصمه".split()
)
_WORD = re.compile(r"[^\s.,;:!?()\[\]\n]+|[.,;:!?()\[\]\n]")
_CLITICS = re.compile("^[وف]?[بلك]?(?:ال)?")
_ENDS = frozenset(".;!?\n")


@dataclass(frozen=True, slots=True)
class Outer:
    """The name of a place that another is said to lie in, with the kind word before it ("محافظه"), if any.

    It is `told` where it follows the other at once as what holds it (X بمحافظة Y), no side of it and no name before.
    """

    name: str
    kind_word: str | None = None
    told: bool = False


def containing(around: Surroundings | None, key: str, gazetteer: Gazetteer) -> Outer | None:
    """The place that the mention is said to lie in: "X في محافظة Y", "X بقضاء Y", "في مدينة Y ... حي X"."""
    if around is None:
        return None
    words = _WORD.findall(around.text[around.end :])[:9]
    for i, word in enumerate(words):
        if word in _ENDS:
            break
        if outer := _outer_at(words, i, gazetteer, key, sides=True):
            return replace(outer, told=word not in _SIDES_OFF and i <= _AT_ONCE)
    words = _WORD.findall(around.text[: around.start])[-10:]
    for i in range(len(words) - 1, -1, -1):
        if words[i] in _ENDS:
            break
        if outer := _outer_at(words, i, gazetteer, key):
            return outer
    return None


@lru_cache(maxsize=8192)
def _bare(word: str) -> str:
    """The word without what may be a conjunction, a preposition and the article."""
    return re.sub("^[وف]?[بل]?(?:ال)?", "", word)


_SIDES_OFF = frozenset("شمال شمالي جنوب جنوبي شرق شرقي غرب غربي".split())
_SIDE_WORDS = _SIDES_OFF | {"وسط"}
_AT_ONCE = 1
"""Words between a name and what tells what holds it, at most (الخانق شمالي مديرية …)."""


def _outer_at(words: list[str], i: int, gazetteer: Gazetteer, key: str, sides: bool = False) -> Outer | None:
    word = words[i]
    kind_word: str | None = None
    if sides and word in _SIDE_WORDS:
        j = i + 1
        while j < len(words) and (words[j] in _SIDE_WORDS or words[j] in _OUTER_KINDS):
            j += 1
        if j < len(words) and _bare(words[j]) in _OUTER_KINDS:
            return None
        return _outer(_name_at(words, j, gazetteer, key), None)
    if word in _OUTER_KINDS or _bare(word) in _OUTER_KINDS:
        j = i + 1
        kind_word = word if word in _OUTER_KINDS else _bare(word)
    elif word in ("في", "التابعه", "ضمن") and i + 1 < len(words):
        j = i + 1
        if _bare(words[j]) in _OUTER_KINDS or gazetteer.needs_ground(words[j]):
            return None
    elif i == 0 and sides and _held(word, gazetteer):
        words, j = [_held(word, gazetteer), *words[1:]], 0
    else:
        return None
    return _outer(_name_at(words, j, gazetteer, key), kind_word)


_PRETEXT = ("بحجه",)
"""What sounds like a place behind ب and is another word (بحجة أنهم …)."""


def _held(word: str, gazetteer: Gazetteer) -> str:
    """The name in "X بحلب" and "X للشرقاط", right after X; nothing where the word is another."""
    name = f"ال{word[2:]}" if word.startswith("لل") else word.removeprefix("ب")
    if name == word or word in _PRETEXT or len(name) < 3 or gazetteer.needs_kind(name) or gazetteer.candidates(word):
        return ""
    return name if gazetteer.candidates(name) else ""


def _outer(name: str | None, kind_word: str | None) -> Outer | None:
    return None if name is None else Outer(name, kind_word)


def _name_at(words: list[str], j: int, gazetteer: Gazetteer, key: str) -> str | None:
    for length in (3, 2, 1):
        name = " ".join(words[j : j + length])
        if len(words) >= j + length and name != key and gazetteer.candidates(name):
            return name
    return None


def second_name(around: Surroundings, gazetteer: Gazetteer, beside: bool = False) -> str | None:
    """The second name of "بين X وY", read from the words after X; with `beside` it may follow at once (طريق X Y)."""
    rest = around.text[around.end :].lstrip()
    words = _WORD.findall(rest)[:6]
    if beside and words and not gazetteer.needs_ground(words[0]):
        for length in (2, 1):
            name = " ".join(words[:length])
            if len(words) >= length and gazetteer.candidates(name):
                return name
    if not words or (not words[0].startswith("و") and words[0] not in ("الي", "-", "باتجاه")):
        return None
    words = [words[0][1:], *words[1:]] if words[0].startswith("و") else words[1:]
    while words and words[0].removeprefix("ال") in KINDS_OF_WORD | {"بين": ()}:
        words = words[1:]
    for length in (3, 2, 1):
        name = " ".join(words[:length])
        if len(words) >= length and gazetteer.candidates(name):
            return name
    return None


_FROM = re.compile(r"(?:^| )[وف]?من (\S+(?: \S+){0,2}) (?:الي|حتي|نحو|باتجاه) (?:\S+ )?$")


def first_name(around: Surroundings, gazetteer: Gazetteer) -> str | None:
    """The first name of "من X إلى Y", read from the words before Y."""
    match = _FROM.search(around.text[: around.start])
    if match is None or arrived(around):
        return None
    words = match[1].split()
    while words and words[0].removeprefix("ال") in KINDS_OF_WORD:
        words = words[1:]
    name = " ".join(words)
    return name if name and gazetteer.candidates(name) else None


_ARRIVAL = re.compile(
    r"(?:قادم|وصل|وصول|نزح|نزوح|انتقل|انتقال|نقل|عاد|عوده|انسحب|انسحاب|توجه|سافر)\S* من (?:\S+ ){1,3}$"
)


def arrived(around: Surroundings) -> bool:
    """Whether people came to the place from another (وصلوا من X إلى Y): then it is no stretch that is told."""
    match = _FROM.search(around.text[: around.start])
    if match is None:
        return False
    return _ARRIVAL.search(f"{around.text[: match.start(1)]}{match[1]} ") is not None


_NAMED = re.compile(r"(?:محافظه|ولايه|اقليم|قضاء|مديريه|مدينه|ريف|ناحيه) (\S+(?: \S+)?)")


@lru_cache(maxsize=8)
def named_in(text: str) -> tuple[str, ...]:
    """The names after kind words in a report, in search form."""
    names: list[str] = []
    for match in _NAMED.finditer(fold(text).text):
        name = re.sub(r"[^ء-ي ]", " ", match[1])
        names += [" ".join(name.split()), name.split()[0] if name.split() else ""]
    return tuple(dict.fromkeys(name for name in names if name))
