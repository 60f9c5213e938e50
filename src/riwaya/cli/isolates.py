"""Keeps Arabic words in order on a terminal: every run of them is set apart by Unicode isolates.

Isolates are added to finished lines, after the layout: they take no width, and no line break can tear a pair apart.
"""

from __future__ import annotations

import re
from typing import IO

FSI, PDI = "\u2068", "\u2069"
_LETTER = "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc"
_RUN = re.compile(
    # quotes, brackets and figures belong to the Arabic words they touch; two blanks, a box line or a colour end the run
    rf"[\d\"'«»“”(\[#]*[{_LETTER}](?:[^\n\x1b\u2500-\u257f{FSI}{PDI}]*?(?:(?!  )[^\n\x1b\u2500-\u257f]))*?"
    rf"(?=  |\s*[\x1b\u2500-\u257f\n]|\s*$|\s+[A-Za-z→↔·])"
)


def isolate(text: str) -> str:
    """`text` with every Arabic run between FSI and PDI.

    >>> isolate("isis 8 قتلى  ok") == f"isis 8 {FSI}قتلى{PDI}  ok"
    True
    """
    return _RUN.sub(lambda match: f"{FSI}{match.group()}{PDI}", text)
