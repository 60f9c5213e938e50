"""Bounds: the words round a figure that make it an interval (more than, at least, about, between)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from riwaya.arabic.spell import NUMERALS
from riwaya.arabic.words import Word

Side = Literal["least", "most", "about"]


class Bound(msgspec.Struct, frozen=True):
    """Words [first, last) that bound a figure from below, from above, or make it approximate."""

    first: int
    last: int
    side: Side


def _attached(forms: str, heads: str = " و ف ب ل ول وب ك") -> frozenset[str]:
    return frozenset(head + form for form in forms.split() for head in heads.split(" "))


_ABOUT = _attached("نحو حوالي قرابه زهاء يقارب تقارب قارب يناهز تناهز ناهز بحدود حدود قرب مقربه")
_LEAST = _attached("فوق يفوق تفوق فاق يتجاوز تتجاوز تجاوز تجاوزت جاوز يتخطي تخطي تخطت تتخطي يتعدي تتعدي تعدي تعدت")
_AT_MOST = frozenset("لايتجاوز لاتتجاوز لايتعدي لاتتعدي لايزيد".split())
_AT_LEAST = frozenset(head + form for form in ("يقل", "تقل", "يقلون") for head in ("لا", "مالا", "بمالا"))
"""Written as one word, where a space was lost."""
_GREATER = _attached("اكثر ازيد اعلي اكبر")
_SMALLER = _attached("اقل ادني")
_NEAR = _attached("يقرب تقرب قريب قريبا قريبه نحوا")
_RISES = _attached("يزيد تزيد يربو تربو زاد زادت يزيدون ينوف زيد ينيف")
_FALLS = _attached("يقل تقل يقلون قل نقص ينقص تنقص قلت")
_NOT = frozenset("لا لم لن ليس ليست ولا ولم ليسوا مالا بمالا".split())
_WHAT = frozenset("ما بما مما لما وما فيما".split())
_NUMBER_OF = frozenset("عددهم قيمتها قيمته عددها عدده عددهن عدد عددهما عديدهم تعدادهم اعدادهم اعمارهم".split())
_LONE = frozenset("ال ل ب و ف ك".split())
_BETWEEN = frozenset("بين وبين".split())
_REACH = 7

BOUND_HEADS = _ABOUT | _LEAST | _GREATER | _SMALLER | _NEAR | _RISES | _FALLS


def before(ws: Sequence[Word], first: int) -> Bound | None:
    """The bound that ends right before the figure at `first`."""
    at = first - 1
    while at >= 0 and ws[at].text in _LONE and at >= first - 2:
        at -= 1
    if at < 0:
        return None
    text = ws[at].text
    if text in _ABOUT:
        return Bound(_start(ws, at), first, "about")
    if text in _NUMBER_OF and at and ws[at - 1].text in _LEAST:
        return _negatable(ws, at - 1, first, "least", "most")
    if text in _AT_MOST:
        return Bound(at, first, "most")
    if text in _LEAST:
        return _negatable(ws, at, first, "least", "most")
    if text == "الي" and at > 1 and ws[at - 1].text in ("يصل", "تصل") and ws[at - 2].text in _WHAT:
        return Bound(at - 2, first, "most")
    if text in ("من", "عن", "علي"):
        return _after_preposition(ws, at, first)
    if text == "الاقل" and at and ws[at - 1].text == "علي" and at == first - 1:
        return Bound(at - 1, first, "least")
    if text in ("اقصي", "ادني") and at and ws[at - 1].text in ("كحد", "بحد"):
        return Bound(at - 1, first, "most" if text == "اقصي" else "least")
    return None


def _start(ws: Sequence[Word], at: int) -> int:
    return at - 1 if at and ws[at - 1].text in _WHAT else at


def _negatable(ws: Sequence[Word], at: int, first: int, plain: Side, negated: Side) -> Bound:
    if at and ws[at - 1].text in _NOT:
        return Bound(_start(ws, at - 1), first, negated)
    return Bound(_start(ws, at), first, plain)


def _after_preposition(ws: Sequence[Word], at: int, first: int) -> Bound | None:
    """أكثر من, أقل من, يقرب من, (لا) يزيد عن, (لا) يقل عددهم عن …"""
    head = at - 1
    while head >= 0 and at - head <= 2 and ws[head].text in _NUMBER_OF:
        head -= 1
    if head < 0:
        return None
    text = ws[head].text
    if text in _AT_LEAST:
        return Bound(_start(ws, head), first, "least")
    if text in _RISES:
        return _negatable(ws, head, first, "least", "most")
    if text in _FALLS:
        return _negatable(ws, head, first, "most", "least")
    if text in _GREATER:
        return _negatable(ws, head, first, "least", "most")
    if text in _SMALLER:
        return _negatable(ws, head, first, "most", "least")
    if text in _NEAR:
        return Bound(_start(ws, head), first, "about")
    return None


def between(ws: Sequence[Word], first: int) -> int | None:
    """Where "بين" or "ما بين" begins right before the figure at `first`."""
    at = first - 1
    if at > 0 and ws[at].text in ("عامي", "العامين"):
        at -= 1
    if at < 0 or ws[at].text not in _BETWEEN:
        return None
    return at - 1 if at and ws[at - 1].text in _WHAT else at


_TAILS: dict[tuple[str, str], Side] = {
    ("علي", "الاقل"): "least",
    ("علي", "اقل"): "least",
    ("كحد", "ادني"): "least",
    ("بحد", "ادني"): "least",
    ("او", "اكثر"): "least",
    ("او", "يزيد"): "least",
    ("فما", "فوق"): "least",
    ("وربما", "اكثر"): "least",
    ("علي", "الاكثر"): "most",
    ("كحد", "اقصي"): "most",
    ("بحد", "اقصي"): "most",
}
_SINGLE_TAILS: dict[str, Side] = {"فاكثر": "least", "ويزيد": "least", "تقريبا": "about"}
_TAIL_HEADS = frozenset(head for head, _ in _TAILS)
_STOPS = frozenset(". , ; ? ! : … ) ] \n فيما بينما حيث كما ان لكن ولكن بعد قبل الذي التي الذين ثم".split(" "))
_PARTS = frozenset("بينهم بينهن منهم منهن بينهما".split())
"""Words that begin the parts of a figure, to which a bound that follows them without a comma belongs."""


def after(ws: Sequence[Word], last: int) -> Bound | None:
    """The bound that follows the figure before word `last`, at most seven counted words and a comma between them."""
    size = len(ws)
    parts = False
    for at in range(last, min(size, last + _REACH + 1)):
        text = ws[at].text
        parts = parts or text in _PARTS
        if text == "," and at + 2 < size and (ws[at + 1].text, ws[at + 2].text) in _TAILS:
            continue
        if text in _TAIL_HEADS and at + 1 < size:
            side = _TAILS.get((text, ws[at + 1].text))
            if side and parts and ws[at - 1].text != ",":
                return None
            if side:
                end = at + 3 if at + 2 < size and ws[at + 2].text == "تقدير" else at + 2
                return None if end < size and _is_figure(ws[end].text) else Bound(at, end, side)
        single = _SINGLE_TAILS.get(text)
        if single:
            return Bound(at, at + 1, single)
        if text in _STOPS or _is_figure(text):
            return None
    return None


def _is_figure(text: str) -> bool:
    return "0" <= text < ":" or text in NUMERALS
