"""Elements of SVG as text: escaped, in whole tenths of a pixel, alike in a browser and in a drawing program.

Right-to-left words stand between two RIGHT-TO-LEFT MARKs, and every text runs from left to right, because programs
disagree on what `direction` does to an anchor. Figures are texts of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

INK, SOFT, LINE, LAND, SEA = "#1d1c1a", "#5f5b54", "#d8d2c6", "#fdfcf9", "#e8eef2"
PLAIN, DISPUTED = "#0f5f73", "#a3201c"
FONTS = "DejaVu Sans, Tahoma, Arial, Noto Sans Arabic, Noto Naskh Arabic, sans-serif"
"""Fonts that hold both scripts come first: not every program takes missing letters from the next."""

_RIGHT = "\u200f"
_ARABIC = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def drawing(width: float, height: float, title: str, parts: Iterable[str]) -> str:
    """A whole drawing with its title for those who do not see it."""
    size = f'viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" height="{_n(height)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" direction="ltr" font-family="{FONTS}" font-size="12">'
        f'<title>{clean(title)}</title><rect width="{_n(width)}" height="{_n(height)}" fill="#ffffff"/>'
        f"{''.join(parts)}</svg>\n"
    )


def words(x: float, y: float, said: str, anchor: str = "start", size: float = 12, ink: str = INK) -> str:
    """A line of text; `anchor` start, middle or end is its left, middle or right, whatever its script."""
    marked = f"{_RIGHT}{said}{_RIGHT}" if _ARABIC.search(said) else said
    return f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" font-size="{_n(size)}" fill="{ink}">{clean(marked)}</text>'


def box(x: float, y: float, width: float, height: float, fill: str, note: str = "") -> str:
    """A filled rectangle; `note` is shown by browsers that point at it."""
    at = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{fill}"'
    return f"<rect {at}><title>{clean(note)}</title></rect>" if note else f"<rect {at}/>"


def line(x1: float, y1: float, x2: float, y2: float, stroke: str = LINE, width: float = 1) -> str:
    """A straight line."""
    at = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
    return f'<line {at} stroke="{stroke}" stroke-width="{_n(width)}"/>'


def path(d: str, fill: str, stroke: str = "none", width: float = 1) -> str:
    """A path; `d` is ours, never a user's."""
    return f'<path d="{d}" fill="{fill}" stroke="{stroke}" stroke-width="{_n(width)}"/>'


def dot(x: float, y: float, r: float, fill: str, opacity: float = 1.0, note: str = "") -> str:
    """A filled circle."""
    at = f'cx="{_n(x)}" cy="{_n(y)}" r="{_n(r)}" fill="{fill}" fill-opacity="{_n(opacity, 2)}"'
    return f"<circle {at}><title>{clean(note)}</title></circle>" if note else f"<circle {at}/>"


def clean(text: str) -> str:
    """Escaped for HTML and XML, without the characters that XML does not know."""
    return escape(_NOT_XML.sub("", text), quote=True)


def shortened(text: str, most: int) -> str:
    """At most so many characters of a name."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _n(number: float, digits: int = 1) -> str:
    return f"{round(number, digits):g}"
