"""A piece of HTML as plain text, its paragraphs and line breaks as lines."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from riwaya.errors import UnreadableInput

_BREAK = re.compile(r"<br\s{0,9}/?>|</(?:p|div|h[1-6]|li|tr|blockquote|section|article)\s{0,9}>", re.I)
_SPACES = re.compile(r"[^\S\n]+")


_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)")
_FLAT = frozenset(
    "p li td th tr dt dd option thead tbody tfoot colgroup optgroup rp rt area base br col embed hr img input link "
    "meta param source track wbr path circle rect polygon line g use svg".split()
)
"""Elements that may stand without an end tag, or often do."""

_DEEPEST = 1_000
_MOST_ELEMENTS = 200_000


def check_markup(source: str, where: str) -> None:
    """Raises UnreadableInput for markup that no page for people has, and that would keep readers busy for minutes."""
    elements = depth = 0
    for tag in _TAG.finditer(source):
        if tag[1]:
            depth -= tag[2].lower() not in _FLAT
            depth = max(depth, 0)
            continue
        elements += 1
        depth += tag[2].lower() not in _FLAT
        if depth > _DEEPEST or elements > _MOST_ELEMENTS:
            what = f"elements {_DEEPEST:,} deep" if depth > _DEEPEST else f"more than {_MOST_ELEMENTS:,} elements"
            raise UnreadableInput(where, f"is a page with {what}", "save its text as .txt, with the title first")


def plain_text(fragment: str) -> str:
    r"""The text of a fragment, without scripts and styles.

    >>> plain_text("<p>قتل <b>ثلاثة</b></p><script>x</script>وأصيب<br>اثنان &amp; &lt;")
    'قتل ثلاثة\nوأصيب\nاثنان & <'
    """
    if "<" not in fragment and "&" not in fragment:
        return fragment.strip()
    tree = LexborHTMLParser(_BREAK.sub("\n", fragment))
    tree.strip_tags(["script", "style", "noscript", "template"])
    body = tree.body
    lines = _SPACES.sub(" ", body.text() if body else "").split("\n")
    return "\n".join(stripped for line in lines if (stripped := line.strip()))
