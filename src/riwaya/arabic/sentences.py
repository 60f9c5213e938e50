"""Sentences, clauses and quotations: where one statement ends and the next begins.

Sentences and clauses are ranges of the search form; quotations are ranges of the original text, because quotation marks
leave the search form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from riwaya.arabic.fold import Folded

_STOP = re.compile(r"[.?!…;\n][.?!…;\n )\]]*")
_SITES = frozenset("نت كوم اورغ".split())
_LETTER_NAMES = frozenset("سي ان بي اي ام تي اف دي جي ار اس يو كيه كي ايه اتش او ال اكس دبليو بيه ايتش".split())
_NEAR = 16
"""Characters round a mark that tell whether it ends a sentence; blanks stand singly in a search form."""
_OPENING = re.compile(
    r"(?<=[,:]) | و?(?=(?:فيما|بينما|حيث|كما|اذ|لكن(?:ه|ها|هم)?|مما|بعدما|عندما|بدور(?:ه|ها|هم)"
    r"|في (?:حين|المقابل|الوقت الذي|وقت)"
    r"|ب?المقابل|الا ان(?:ه|ها|هم)?|غير ان(?:ه|ها|هم)?|بيد ان(?:ه|ها|هم)?|من (?:جهت|جانب|ناحيت)(?:ه|ها|هم)"
    r"|من (?:جهه|ناحيه) (?:اخري|ثانيه)|علي صعيد|ما (?:ادي|اسفر|اوقع|تسبب|دفع|خلف))(?![^\W_]))"
)


def sentences(folded: Folded) -> list[tuple[int, int]]:
    """Half-open ranges of `folded.text`, in order, that cover all its text but blanks between them.

    >>> from riwaya.arabic.fold import fold
    >>> folded = fold("قتل 1.5 ألف. قال د. سامي: «انتهى.» هل انتهى؟")
    >>> [folded.quote(*s) for s in sentences(folded)]
    ['قتل 1.5 ألف.', 'قال د. سامي: «انتهى.', 'هل انتهى؟']
    """
    text = folded.text
    ranges: list[tuple[int, int]] = []
    start = 0
    for match in _STOP.finditer(text):
        run = match.group()
        if "\n" not in run and _goes_on(folded, match.start(), match.end(), run):
            continue
        _add(ranges, text, start, match.end())
        start = match.end()
    _add(ranges, text, start, len(text))
    return ranges


def _add(ranges: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start] in " \n":
        start += 1
    while end > start and text[end - 1] in " \n":
        end -= 1
    if start < end:
        ranges.append((start, end))


def _goes_on(folded: Folded, start: int, end: int, run: str) -> bool:
    """Whether the mark at `start` is no end of sentence: decimal, date, initial, abbreviation, site name, "(?)"."""
    text = folded.text
    if start == 0 or end >= len(text):
        return False
    marks = run.rstrip(" ")
    if marks[-1] in ")]":
        return len(marks) == 2 and text[start - 1] in "(["
    if marks != ".":
        return False
    before, after = text[start - 1], text[end]
    if before.isdigit() and after.isdigit():
        return run == "."
    word = text[text.rfind(" ", 0, start) + 1 : start]
    if _touching(folded, start, end) and (after.isascii() or text[end : end + 6].split(" ")[0].rstrip(".,") in _SITES):
        return before.isalnum() and after.isalnum()
    if word.isdigit() and len(word) < 3:
        return text[max(0, start - _NEAR) : start - len(word)].rstrip(" ")[-1:] in ("\n", "")
    if word in _LETTER_NAMES:
        return text[end : end + _NEAR].lstrip(" ")[:4].split(" ")[0].rstrip(".") in _LETTER_NAMES
    if len(word) != 1 or not word.isalpha():
        return False
    return _is_initial(text, start, end)


def _touching(folded: Folded, start: int, end: int) -> bool:
    """Whether the original has nothing between the mark and the next word."""
    return folded.back[end] - folded.back[start] == 1


def _is_initial(text: str, start: int, end: int) -> bool:
    """Whether the single letter before the dot is a title or an initial, not the end of "أ ف ب." or "2018 م."."""
    previous = text[max(0, start - _NEAR) : start].rstrip(" ")[:-2].rstrip(" ")[-1:] if start > 1 else ""
    if previous.isdigit():
        return False
    following = text[end : end + _NEAR].lstrip(" ")
    is_next_single = len(following) > 1 and following[0].isalpha() and following[1] in ". "
    if is_next_single:
        return True
    before = text[max(0, start - 5) : start - 1]
    in_series = before.endswith((". ",)) and len(before) > 3 and before[-4] == " "
    spaced = len(before) > 2 and before[-1] == " " and before[-2].isalpha() and before[-3] == " "
    return not (in_series or spaced)


def clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses of the sentence `text[start:end]` (search form): cut at commas and colons and before conjunctions.

    >>> text = " قتل اثنان, فيما جرح ثالث بينما نجا 1,200"
    >>> [text[a:b] for a, b in clauses(text, 1, len(text))]
    ['قتل اثنان,', 'فيما جرح ثالث', 'بينما نجا 1,200']
    """
    ranges: list[tuple[int, int]] = []
    for match in _OPENING.finditer(text, start, end):
        cut = match.start()
        if cut > start:
            _add(ranges, text, start, cut)
            start = cut
    _add(ranges, text, start, end)
    return ranges


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted content [start, end) of the original text, marks left out; `depth` 0 is outermost.

    `closed` is False where the closing mark is missing; such a quotation ends with its paragraph.
    """

    start: int
    end: int
    depth: int
    closed: bool


_MARK = re.compile("[\"“”„‟«»‹›‘’‚‛'`´〝〞＂\n]")
_KIND = {
    **dict.fromkeys("“”„‟〝〞", "curly"), **dict.fromkeys('"＂', "straight"), **dict.fromkeys("«»", "angle"),
    **dict.fromkeys("‹›", "small angle"), **dict.fromkeys("‘’‚‛'`´", "single"),
}  # fmt: skip
_DIRECTED = {"«": True, "»": False, "‹": True, "›": False}
_AFTER_OPENING = frozenset("\n\t ([{-–—:،,؛.…/|")
_PROCLITICS = frozenset("و ف ب ك ل ال وال بال ولل لل لـ بـ الـ وب ول كال".split())


def quotations(original: str) -> list[Quotation]:
    """Every quotation of a text as published, in order of its beginning; apostrophes are none.

    >>> text = "قال «إن \\"قسد\\" انسحبت» ثم صمت"
    >>> [(text[q.start : q.end], q.depth) for q in quotations(text)]
    [('إن "قسد" انسحبت', 0), ('قسد', 1)]
    """
    found: list[Quotation] = []
    marks: list[int] = []
    for match in _MARK.finditer(original):
        if match.group() != "\n":
            marks.append(match.start())
        elif marks:
            found.extend(_paragraph(original, marks, match.start()))
            marks = []
    if marks:
        found.extend(_paragraph(original, marks, len(original)))
    return sorted(found, key=lambda q: (q.start, -q.end))


def _paragraph(text: str, marks: list[int], end: int) -> list[Quotation]:
    """The quotations of one paragraph, read as nested, or by turns where nesting leaves a pair of marks unclosed."""
    nested = _pairs(text, marks, end, nesting=True)
    if sum(not q.closed for q in nested) < 2:
        return nested
    plain = _pairs(text, marks, end, nesting=False)
    return plain if sum(not q.closed for q in plain) < sum(not q.closed for q in nested) else nested


def _pairs(text: str, marks: list[int], end: int, *, nesting: bool) -> list[Quotation]:
    found: list[Quotation] = []
    stack: list[tuple[str, int]] = []
    for at in marks:
        kind = _KIND[text[at]]
        opening = _opens(text, at, kind, stack, nesting=nesting)
        if opening is None:
            continue
        if opening:
            stack.append((kind, at + 1))
            continue
        while stack:
            opened, start = stack.pop()
            if opened == kind:
                if start < at:
                    found.append(Quotation(start, at, len(stack), True))
                break
            if opened != "single" and start < at:
                found.append(Quotation(start, at, len(stack), False))
    while stack:
        opened, start = stack.pop()
        if opened != "single" and start < end:
            found.append(Quotation(start, end, len(stack), False))
    return found


def _opens(text: str, at: int, kind: str, stack: list[tuple[str, int]], *, nesting: bool) -> bool | None:
    """Whether the mark opens (True) or closes (False) a quotation; None where it is neither."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    is_open = any(opened == kind for opened, _ in stack)
    starts = (not before or before in _AFTER_OPENING or before in _KIND) and bool(after) and not after.isspace()
    ends = bool(before) and not before.isspace() and not after.isalnum()
    if kind == "single":
        if is_open:
            return False if ends else None
        return True if starts and before not in _KIND else None
    if text[at] in _DIRECTED:
        directed = _DIRECTED[text[at]]
        if directed and is_open and ends and not starts:
            return False
        if directed or is_open:
            return directed
        return True if starts else None
    if not is_open:
        return True
    return nesting and starts and (not ends or text[at] == "“")
