"""A piece of HTML as plain text, its paragraphs and line breaks as lines."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

_BREAK = re.compile(r"<br\s{0,9}/?>|</(?:p|div|h[1-6]|li|tr|blockquote|section|article)\s{0,9}>", re.I)
_SPACES = re.compile(r"[^\S\n]+")


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
