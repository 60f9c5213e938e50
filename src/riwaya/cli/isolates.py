"""Keeps Arabic words in order on a terminal: every run of them is set apart by Unicode isolates.

Isolates are added to finished lines, after the layout: they take no width, and no line break can tear a pair apart.
"""

from __future__ import annotations

import re

FSI, PDI = "\u2068", "\u2069"
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN_OR_SIGN = re.compile("[A-Za-zÀ-ɏ→←↔≠·│!=]")
_FENCE = re.compile("(\x1b\\[[0-9;]*m|[\u2500-\u257f]+| {2,}|\n)")


def isolate(text: str) -> str:
    """`text` with every run of Arabic words, and the figures and marks among them, between FSI and PDI.

    Colours, box lines, two blanks, Latin words and arrows end a run.

    >>> isolate("isis: 8 قتلى وجرحى → sdf") == f"isis: {FSI}8 قتلى وجرحى{PDI} → sdf"
    True
    """
    return "".join(piece if _FENCE.fullmatch(piece) else _isolate_piece(piece) for piece in _FENCE.split(text))


def _isolate_piece(piece: str) -> str:
    if not _ARABIC.search(piece):
        return piece
    out: list[str] = []
    run: list[str] = []
    for token in re.split("( )", piece):
        if _LATIN_OR_SIGN.search(token) and not _ARABIC.search(token):
            out += [*_closed(run), token]
            run = []
        else:
            run.append(token)
    return "".join([*out, *_closed(run)])


def _closed(run: list[str]) -> list[str]:
    """The run within isolates, its outer blanks without."""
    text = "".join(run)
    if not _ARABIC.search(text):
        return [text]
    inner = text.strip(" ")
    start = text.index(inner)
    return [text[:start], FSI, inner, PDI, text[start + len(inner) :]]
