"""Figures: how digits and number words combine to one value, before anything is known of what they count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import msgspec

from riwaya.arabic.spell import NUMERALS, Numeral
from riwaya.arabic.words import Word

Shape = Literal["whole", "decimal", "span", "time", "date", "slashed", "long"]

_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[,.]\d{3})+\Z")
_DECIMAL = re.compile(r"(\d+)[.,](\d+)\Z")
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})\Z")
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?\Z")
_DATE = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}\Z")
_LONGEST = 9
_TEN_TO_ONE = frozenset(("عشر", "عشره"))
_CONSTRUCTS = frozenset("اثنا اثني اثنتا اثنتي واثنا واثني واثنتا واثنتي احدي واحدي".split())
_ELEVENS = {"واحد": 1, "واحدي": 1, "وواحد": 1}
_HALF = {"نصف": 2, "ربع": 4, "ونصف": 2, "وربع": 4}


class Figure(msgspec.Struct, frozen=True):
    """Words [first, last) that say one value; `high` differs from `low` in written spans (12-15)."""

    first: int
    last: int
    low: int
    high: int
    shape: Shape = "whole"
    joined: bool = False
    definite: bool = False


def is_digits(text: str) -> bool:
    """Whether a word of a search form is written in digits."""
    return "0" <= text < ":"


def figure_at(ws: Sequence[Word], i: int) -> Figure | None:
    """The longest figure that begins with word `i`.

    >>> from riwaya.arabic.words import words
    >>> figure_at(words(" الف وميتان وخمسه وعشرون جنديا"), 0).low
    1225
    """
    text = ws[i].text
    if is_digits(text):
        return _digits(ws, i)
    if text in ("نصف", "ربع"):
        return _fraction(ws, i)
    numeral = NUMERALS.get(text)
    if numeral is None:
        return None
    return _sum(ws, i, numeral.joined, numeral.definite)


def _digits(ws: Sequence[Word], i: int) -> Figure | None:
    text = ws[i].text
    if text.isdigit():
        if len(text) > _LONGEST:
            return Figure(i, i + 1, 0, 0, "long")
        return _sum(ws, i, False, False)
    if _GROUPED.match(text):
        if len(text) > _LONGEST + 3:
            return Figure(i, i + 1, 0, 0, "long")
        return _sum(ws, i, False, False)
    decimal = _DECIMAL.match(text)
    if decimal and len(text) < _LONGEST * 2:
        return _decimal(ws, i, decimal.group(1), decimal.group(2))
    span = _SPAN.match(text)
    if span:
        low, high = int(span.group(1)), int(span.group(2))
        scale = NUMERALS.get(ws[i + 1].text) if i + 1 < len(ws) else None
        if scale and scale.rank == "scale" and not scale.prefixed and low < high:
            return Figure(i, i + 2, low * scale.value, high * scale.value)
        return Figure(i, i + 1, low, high, "span")
    shape: Shape = "time" if _TIME.match(text) else "date" if _DATE.match(text) else "slashed"
    return Figure(i, i + 1, 0, 0, shape)


def _decimal(ws: Sequence[Word], i: int, whole: str, part: str) -> Figure:
    scale = NUMERALS.get(ws[i + 1].text) if i + 1 < len(ws) else None
    if scale and scale.rank == "scale" and not scale.prefixed:
        value = int(whole + part) * scale.value // 10 ** len(part)
        return Figure(i, i + 2, value, value)
    return Figure(i, i + 1, int(whole), int(whole) + 1, "decimal")


def _fraction(ws: Sequence[Word], i: int) -> Figure | None:
    scale = NUMERALS.get(ws[i + 1].text) if i + 1 < len(ws) else None
    if scale is None or scale.rank != "scale" or scale.joined or scale.value in (2_000, 2_000_000):
        return None
    value = scale.value // _HALF[ws[i].text]
    return Figure(i, i + 2, value, value)


def _sum(ws: Sequence[Word], i: int, joined: bool, definite: bool) -> Figure | None:
    """Groups of hundreds with falling scales, each but the first joined by و."""
    total, limit, at = 0, 10**15, i
    while True:
        part = _group_with_scale(ws, at, limit)
        if part is None:
            break
        value, scale, at = part
        total += value
        if scale == 1:
            break
        half = _half(ws, at)
        if half:
            total += scale // half[0]
            at = half[1]
            break
        limit = scale
        following = _next_joined(ws, at)
        if following is None:
            break
        part = _group_with_scale(ws, following, limit)
        if part is None:
            break
        at = following
    if at == i:
        return None
    return Figure(i, at, total, total, "whole", joined, definite)


def _half(ws: Sequence[Word], at: int) -> tuple[int, int] | None:
    """ "ونصف", "ونصف المليون" after a scale: by what to divide it, and the word after."""
    if at >= len(ws) or ws[at].text not in ("ونصف", "وربع"):
        return None
    after = NUMERALS.get(ws[at + 1].text) if at + 1 < len(ws) else None
    return _HALF[ws[at].text], at + 2 if after and after.rank == "scale" and after.definite else at + 1


def _next_joined(ws: Sequence[Word], at: int) -> int | None:
    """Where the next summand begins: a numeral with و attached, or digits after a lone و."""
    if at >= len(ws):
        return None
    text = ws[at].text
    if text == "و":
        return at + 1 if at + 1 < len(ws) and _whole_digits(ws[at + 1].text) else None
    numeral = NUMERALS.get(text)
    return at if numeral and (numeral.joined or text in _ELEVENS) and text[0] == "و" else None


def _whole_digits(text: str) -> bool:
    if text.isdigit():
        return is_digits(text) and len(text) <= _LONGEST
    return bool(_GROUPED.match(text)) and len(text) <= _LONGEST + 3


def _group_with_scale(ws: Sequence[Word], at: int, limit: int) -> tuple[int, int, int] | None:
    """One group and the scale word after it, if the sum stays below `limit`: its value, its scale, the word after."""
    numeral = NUMERALS.get(ws[at].text)
    if numeral and numeral.rank == "scale":
        unit = numeral.value // 2 if str(numeral.value)[0] == "2" else numeral.value
        if unit >= limit:
            return None
        value, after = numeral.value, at + 1
        while numeral.value == unit and after < len(ws):
            higher = NUMERALS.get(ws[after].text)
            if not (
                higher
                and higher.rank == "scale"
                and not higher.joined
                and higher.value > unit
                and str(higher.value)[0] == "1"
            ):
                break
            value, unit, after = value * higher.value, higher.value * unit, after + 1
        return value, unit, after
    group = _group(ws, at)
    if group is None:
        return None
    value, after = group
    scale = NUMERALS.get(ws[after].text) if after < len(ws) else None
    if scale and scale.rank == "scale" and not scale.joined and str(scale.value)[0] == "1" and _takes(ws, at, scale):
        if scale.value >= limit or (value >= 1000 and not _whole_digits(ws[at].text)):
            return None
        return value * scale.value, scale.value, after + 1
    return (value, 1, after) if value < limit else None


def _takes(ws: Sequence[Word], at: int, scale: Numeral) -> bool:
    """ "20 ألفا", "العشرين ألفا", "ثلاثة الآلاف"; not "عشرين بألف"."""
    return not scale.prefixed or scale.definite


def _group(ws: Sequence[Word], at: int) -> tuple[int, int] | None:
    """A value below 1,000 in words, or digits: the value and the word after it."""
    text = ws[at].text
    if is_digits(text):
        return (int(text.replace(",", "").replace(".", "")), at + 1) if _whole_digits(text) else None
    numeral = NUMERALS.get(text)
    if numeral is None or numeral.rank == "scale":
        return None
    if numeral.rank == "hundred":
        return _hundred(ws, at + 1, numeral.value)
    if numeral.rank == "unit" and numeral.value >= 3 and at + 1 < len(ws):
        after = NUMERALS.get(ws[at + 1].text)
        if (
            after
            and after.rank == "hundred"
            and after.value == 100
            and not after.joined
            and (not after.prefixed or after.definite)
        ):
            return _hundred(ws, at + 2, numeral.value * 100)
    return _below_hundred(ws, at, numeral)


def _hundred(ws: Sequence[Word], at: int, value: int) -> tuple[int, int]:
    following = _next_joined(ws, at)
    if following is not None and not is_digits(ws[following].text):
        numeral = NUMERALS.get(ws[following].text)
        if numeral and numeral.rank in ("unit", "ten", "tens"):
            rest = _below_hundred(ws, following, numeral)
            if rest:
                return value + rest[0], rest[1]
    return value, at


def _below_hundred(ws: Sequence[Word], at: int, numeral: Numeral) -> tuple[int, int] | None:
    if numeral.rank in ("ten", "tens"):
        return numeral.value, at + 1
    text = ws[at].text
    after = ws[at + 1].text if at + 1 < len(ws) else ""
    if after in _TEN_TO_ONE:
        return 10 + numeral.value, at + 2
    following = NUMERALS.get(after)
    tens = following and following.rank == "tens" and after[0] == "و" and (numeral.definite or not following.definite)
    if following and tens and numeral.value:
        return numeral.value + following.value, at + 2
    if text in _CONSTRUCTS:
        return None
    return numeral.value, at + 1
