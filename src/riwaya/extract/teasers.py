"""Headlines of other reports that a page puts between the paragraphs of this one."""

from __future__ import annotations

_CLOSES = frozenset('.؟?!:"…),;،؛»')
_WORDS = (4, 16)
"""A headline has at least and at most so many words."""
_PROSE = 0.5
"""A text of which fewer lines end with a mark is a list of its own, and no line of it is taken for a teaser."""


def teasers(text: str) -> list[tuple[int, int]]:
    """The runs [start, end) of two or more unpunctuated lines after the first paragraph of a text whose paragraphs end with a mark.

    >>> lines = ["خبر اليوم", "قال شاهد شيئا.", "وزير يزور مدينة بعيدة", "لقاء بين رئيسين في العاصمة", "وأضاف آخر شيئا.", "ثم انتهى."]
    >>> [("\\n".join(lines))[a:b].split("\\n") for a, b in teasers("\\n".join(lines))]
    [['وزير يزور مدينة بعيدة', 'لقاء بين رئيسين في العاصمة']]
    """
    lines = _lines(text)[1:]
    bare = [line[-1] not in _CLOSES for _, _, line in lines]
    if sum(bare) > len(lines) * _PROSE:
        return []
    found: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    begun = False
    for (start, end, line), unmarked in zip((*lines, (0, 0, "")), (*bare, False), strict=True):
        if begun and unmarked and _WORDS[0] <= len(line.split()) <= _WORDS[1]:
            run.append((start, end))
            continue
        if len(run) > 1:
            found.append((run[0][0], run[-1][1]))
        run = []
        begun = begun or not unmarked
    return found


def _lines(text: str) -> list[tuple[int, int, str]]:
    """Where each line that is not blank stands, and its words."""
    found: list[tuple[int, int, str]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if words := line.rstrip():
            found.append((start, end, words))
        start = end + 1
    return found
