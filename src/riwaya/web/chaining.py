"""The chains by which an event's words came, drawn as one picture: documents at one side, origins at the other.

What several reports rest on is one box, so that one sees where apparently separate reports have one source.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from riwaya.arabic.fold import fold_key
from riwaya.model import Link
from riwaya.web.language import Words
from riwaya.web.viewing import Member

_MOST_DOCUMENTS = 24
_WIDE, _HIGH = 172, 40
_STEP_X, _STEP_Y, _EDGE = 224, 52, 6
_MOST_LETTERS = 24

_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A document (`role` is "report") or somebody in a chain: their name in full and as it fits, and where they stand.

    `reports` counts the documents that rest on them; `origin`: some chain ends here. `direction` is that of the name.
    """

    role: str
    name: str
    label: str
    direction: str
    reports: int
    origin: bool
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes of one size and the lines between them, as paths; `left_out` documents are not drawn."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[str, ...]
    documents: int
    origins: int
    left_out: int
    wide: int = _WIDE
    high: int = _HIGH


def drawn(members: Sequence[Member], words: Words) -> Drawing | None:
    """The picture of all chains of an event; None where no report tells by whom its words came."""
    told = [member for member in members if member.chains]
    shown = told[:_MOST_DOCUMENTS]
    if not shown:
        return None
    ways = [way for member in shown for way in _ways(member)]
    names = {key: name for member in shown for key, name in _names(member, words)}
    columns = _columns(ways)
    rows = _rows(columns, ways)
    rests: dict[_Key, set[_Key]] = {}
    for way in ways:
        for key in way:
            rests.setdefault(key, set()).add(way[0])
    origins = {way[-1] for way in ways}
    width = max(columns.values()) * _STEP_X + _WIDE + 2 * _EDGE
    height = max(rows.values()) * _STEP_Y + _HIGH + 2 * _EDGE
    mirrored = words.direction == "rtl"

    def left(key: _Key) -> int:
        x = _EDGE + columns[key] * _STEP_X
        return width - x - _WIDE if mirrored else x

    def middle(key: _Key) -> int:
        return _EDGE + rows[key] * _STEP_Y + _HIGH // 2

    boxes = tuple(
        Box(
            role=key[0],
            name=names[key],
            label=_short(names[key]),
            direction=direction_of(names[key], words.direction),
            reports=len(rests[key]),
            origin=key in origins,
            x=left(key),
            y=middle(key) - _HIGH // 2,
        )
        for key in columns
    )
    steps = dict.fromkeys((a, b) for way in ways for a, b in pairwise(way))
    lines = tuple(_line((left(a), middle(a)), (left(b), middle(b)), mirrored) for a, b in steps)
    return Drawing(width, height, boxes, lines, len(shown), len(origins), len(told) - len(shown))


def same_links(chains: Iterable[Sequence[Link]]) -> list[Sequence[Link]]:
    """The chains that differ in more than the place of their words, for a list that says the same as the picture."""
    return list({tuple((link.role, link.actor or fold_key(link.name)) for link in one): one for one in chains}.values())


def direction_of(text: str, otherwise: str) -> str:
    """Which way a text runs: as its first letter does.

    >>> direction_of("«أعماق» (Amaq)", "ltr"), direction_of("AFP", "rtl"), direction_of("20", "rtl")
    ('rtl', 'ltr', 'rtl')
    """
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("R", "AL", "L"):
            return "ltr" if kind == "L" else "rtl"
    return otherwise


def _ways(member: Member) -> list[tuple[_Key, ...]]:
    """The chains of a report from its document to their origins, each body once in a chain."""
    report = member.membership.report
    return [(("report", report), *dict.fromkeys(_key(link, report) for link in chain)) for chain in member.chains]


def _key(link: Link, report: str) -> _Key:
    """Who is the same: a body that our lists know, else a name; who is not named is another in every report."""
    if link.role == "anonymous":
        return link.role, fold_key(link.name), report
    return (link.role, link.actor) if link.actor else (link.role, fold_key(link.name), "")


def _names(member: Member, words: Words) -> Iterable[tuple[_Key, str]]:
    report = member.membership.report
    yield ("report", report), (member.report.title if member.report else "") or report
    for chain in member.chains:
        for link in chain:
            yield _key(link, report), words.body(link.actor) if link.actor else link.name or "–"


def _columns(ways: Sequence[Sequence[_Key]]) -> Mapping[_Key, int]:
    """How far each stands from its documents: behind all who had it from them, where chains do not run in circles."""
    found: dict[_Key, int] = {}
    for way in ways:
        for at, key in enumerate(way):
            found[key] = max(found.get(key, 0), at)
    most = max(map(len, ways))
    for _ in range(most):
        for way in ways:
            for a, b in pairwise(way):
                found[b] = min(max(found[b], found[a] + 1), most)
    used = sorted(set(found.values()))
    return {key: used.index(column) for key, column in found.items()}


def _rows(columns: Mapping[_Key, int], ways: Sequence[Sequence[_Key]]) -> Mapping[_Key, int]:
    """The place of each in its column: beside those that it has its words from, or that have theirs from it."""
    rows: dict[_Key, int] = {}
    for column in range(max(columns.values()) + 1):
        here = [key for key, of in columns.items() if of == column]
        wanted: dict[_Key, float] = {}
        for key in here:
            before = [rows[a] for way in ways for a, b in pairwise(way) if b == key and a in rows]
            wanted[key] = sum(before) / len(before) if before else len(rows)
        taken = -1
        for key in sorted(here, key=lambda one: wanted[one]):
            rows[key] = taken = max(taken + 1, round(wanted[key]) if column else 0)
    return rows


def _line(near: tuple[int, int], far: tuple[int, int], mirrored: bool) -> str:
    """A curve from the far side of one box to the near side of another; boxes are given by left edge and middle."""
    start = near[0] if mirrored else near[0] + _WIDE
    end = far[0] + _WIDE if mirrored else far[0]
    half = (start + end) // 2
    return f"M{start} {near[1]}C{half} {near[1]} {half} {far[1]} {end} {far[1]}"


def _short(name: str) -> str:
    plain = " ".join(name.split())
    return plain if len(plain) <= _MOST_LETTERS else plain[: _MOST_LETTERS - 1].rstrip() + "…"
