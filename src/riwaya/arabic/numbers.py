"""Numbers in running text: figures with their bounds, told apart from dates, times, ages and names that hold digits."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from riwaya.arabic import bounds
from riwaya.arabic.figures import Figure, figure_at, is_digits
from riwaya.arabic.kinds import Kind, kind_of
from riwaya.arabic.spell import NUMERALS, ORDINALS, UNDEFINED, dual, say
from riwaya.arabic.words import Word

__all__ = ["Kind", "Number", "dual", "find_numbers", "say"]


class Number(msgspec.Struct, frozen=True):
    """A number the text gives: words [first, last), the interval [low, high] (None: unbounded), and what kind it is.

    Kinds: `cardinal` counts something; `indefinite` does too, vaguely (عشرات, بضعة); `one_of` is "one of them"
    (أحد عناصر); all others count nothing: `ordinal`, `decimal`, `percent`, `measure` (ages, hours, kilometres, money),
    `time` of day, `date` (day of a month, numeric date), `year`, `label` (اللواء 42, القرار 2254, إف 16, scores,
    phone numbers).
    `bound` is the word range of the bounding words, before or after the figure. `definite`: "القتلى الثلاثة".
    """

    first: int
    last: int
    low: int | None
    high: int | None
    kind: Kind
    approximate: bool = False
    bound: tuple[int, int] | None = None
    definite: bool = False


_VAGUE = {head + word: low for word, low in UNDEFINED.items() for head in "|و|ف|ب|ل|ال|وال|بال|لل|ول|وب".split("|")}
_FEW = frozenset(head + word for word in ("بضع", "بضعه") for head in ("", "و", "ب", "ل", "ف"))
_ONE_OF = frozenset(
    head + word
    for word in "احد احدي احدهم احدها احدهما احداهما احداها احداهن احدنا".split()
    for head in ("", "ب", "ل", "ك", "ف")
)
_CHANGES = (
    "ارتفع",
    "ارتفاع",
    "ترتفع",
    "يرتفع",
    "زياده",
    "انخفض",
    "انخفاض",
    "تراجع",
    "رفع",
    "لترتفع",
    "ليرتفع",
    "قفز",
    "خفض",
)
_FUNCTION_WORDS = frozenset(
    """
        في من علي الي عن مع ان انه انها بعد قبل حتي ثم او لا لم لن ما منذ خلال بين هو هي هم قد كان كانت حيث فيما
        بينما كما عند لدي ضد تحت فوق و
    """.split()
)
_COUNTED = frozenset(
    """
        قتيل جريح شخص جندي مدني عنصر مسلح مقاتل شرطي طفل رجل مصاب شهيد ضابط عامل قتيله جريحه امراه ضحيه طفله
        حاله اصابه فرد مواطن صحافي صحفي
    """.split()
)
_NO_ONE = frozenset("لا اي ليس يوم لم جبل ولا موقعه غزوه معركه".split())


def find_numbers(ws: Sequence[Word], begun: Sequence[int] | None = None) -> list[Number]:
    """All numbers of a sentence's words, in order, never overlapping.

    `begun` are the words that may begin one, where they are known (see BEGINNINGS).

    >>> from riwaya.arabic.words import words
    >>> [(n.low, n.high) for n in find_numbers(words(" اكثر من 40 قتيلا وخمسه جرحي علي الاقل وعشرات المفقودين"))]
    [(40, None), (5, None), (20, None)]
    """
    found: list[Number] = []
    upto = 0
    for i in range(len(ws)) if begun is None else begun:
        text = ws[i].text
        reader = _READERS.get(text)
        if reader is None:
            if not "0" <= text < ":":
                continue
            reader = _read_figure
        if i >= upto:
            number = reader(ws, i)
            if number is not None:
                found.append(number)
                upto = _past_date(ws, number) if number.kind == "date" else number.last
    return found


def _past_date(ws: Sequence[Word], number: Number) -> int:
    """A month's name may itself read as a number (صفر): it belongs to the date."""
    return number.last + (number.last < len(ws) and ws[number.last].text == "صفر")


def _read_figure(ws: Sequence[Word], i: int) -> Number | None:
    figure = figure_at(ws, i)
    if figure is None:
        return None
    lone = figure.last - figure.first == 1 and not is_digits(ws[i].text)
    if lone and _no_number(ws, i):
        return None
    figure, lead = _with_range(ws, figure)
    figure = _with_repeat(ws, figure)
    definite = figure.definite or (i > 0 and ws[i - 1].text == "ال")
    if 1900 <= figure.low < figure.high <= 2099 and figure.shape in ("span", "whole") and _bare(ws, figure):
        kind: Kind = "year"
    elif figure.shape == "span" and figure.low >= figure.high:
        kind = "label"
    else:
        kind = kind_of(ws, figure)
    low, high = min(figure.low, figure.high), max(figure.low, figure.high)
    if lead is not None:
        return Number(figure.first, figure.last, low, high, kind, False, (lead, figure.first), definite)
    return _bounded(ws, figure, low, high, kind, definite)


def _bare(ws: Sequence[Word], figure: Figure) -> bool:
    """Whether both ends of a range are four digits with no counted noun in sight: years."""
    after = ws[figure.last].text if figure.last < len(ws) else ""
    counted = after[:1].isalpha() and after not in _FUNCTION_WORDS and not after.startswith("ال")
    return is_digits(ws[figure.first].text) and (not counted or figure.shape == "whole")


def _bounded(ws: Sequence[Word], figure: Figure, low: int, high: int, kind: Kind, definite: bool) -> Number:
    bound = bounds.before(ws, figure.first)
    if bound is None and kind in ("cardinal", "indefinite"):
        bound = bounds.after(ws, figure.last)
    if bound is None:
        return Number(figure.first, figure.last, low, high, kind, False, None, definite)
    place = (bound.first, bound.last)
    if bound.side == "least":
        return Number(figure.first, figure.last, low, None, kind, False, place, definite)
    if bound.side == "most":
        return Number(figure.first, figure.last, 0, high, kind, False, place, definite)
    return Number(figure.first, figure.last, low, high, kind, True, place, definite)


def _no_number(ws: Sequence[Word], i: int) -> bool:
    """Whether a lone number word here says something else (a verb, a name, dead people, "each one")."""
    text = ws[i].text
    after = ws[i + 1].text if i + 1 < len(ws) else ""
    before = ws[i - 1].text if i else ""
    noun_follows = after[:1].isalpha() and after not in _FUNCTION_WORDS
    numeral = NUMERALS.get(text)
    if numeral is None:
        return False
    if text in ("الف", "والف", "بالف", "كالف", "فالف"):
        return not (noun_follows and not after.startswith("ال")) and bool(i or after)
    if numeral.rank == "scale":
        return text.endswith("الفا") or (text.endswith("الفي") and not noun_follows)
    if numeral.value == 200 and text.endswith(("ميتين", "ميتي")):
        return not noun_follows
    if text.endswith(("الميه", "المايه", "بالميه", "بالمايه")):
        return before == "في" or text.startswith("بال") or after.startswith("و" + text[-3:])
    if text.endswith("ميه") and numeral.value == 100 and before.endswith("الميه"):
        return True
    if numeral.value == 0 and text == "صفر":
        return not (noun_follows or before in ("من", "الي", "تحت", "عن", "هو") or not i)
    if text in ("السبع", "سبع") and before in ("بير", "بيير", "ابن", "ابو", "تل"):
        return True
    if text in ("خمس", "سبع", "تسع", "عشر", "ست", "ثمان"):
        return (not after[:1].isalpha() and bool(i)) or (after.startswith("ال") and after not in NUMERALS)
    return before == "يوم" and text.endswith(("ثنين", "تنين"))


def _with_range(ws: Sequence[Word], figure: Figure) -> tuple[Figure, int | None]:
    """The figure with the second end of its range (بين 5 و8, من 5 إلى 8, 3 أو 4), and where its lead begins."""
    at = figure.last
    if figure.shape != "whole" or at + 1 >= len(ws):
        return figure, None
    link = ws[at].text
    lead = bounds.between(ws, figure.first)
    if lead is not None:
        start = at + 1 if link in ("و", "الي") else at if link in NUMERALS and NUMERALS[link].joined else None
    elif link in ("او", "الي", "حتي", "-"):
        start = at + 1
    else:
        return figure, None
    if start is not None and start < len(ws) and ws[start].text in ("ال", "ل"):
        start += 1
    second = figure_at(ws, start) if start is not None and start < len(ws) else None
    if second is None or second.shape != "whole" or second.low < figure.low:
        return figure, None
    low = figure.low
    if (
        second.low >= 1000
        and low < 100
        and str(ws[second.last - 1].text) in ("الف", "الفا", "الاف", "مليون", "مليونا", "ملايين")
    ):
        low *= 1_000_000 if ws[second.last - 1].text.startswith("م") else 1_000
    if second.low <= low or (1900 <= low <= 2099 and second.low > 2099 and lead is None):
        return figure, None
    if lead is None:
        if link == "-" and not _noun_after(ws, second.last):
            return figure, None
        if link in ("الي", "حتي") and (_in_change(ws, figure.first) or not _to_range(ws, figure.first)):
            return figure, None
        if link != "-" and figure.first and ws[figure.first - 1].text == "من":
            lead = figure.first - 1
    return Figure(figure.first, second.last, low, second.low, "whole", figure.joined, figure.definite), lead


def _noun_after(ws: Sequence[Word], at: int) -> bool:
    return at < len(ws) and ws[at].text[:1].isalpha() and ws[at].text not in _FUNCTION_WORDS


def _in_change(ws: Sequence[Word], first: int) -> bool:
    """ "ارتفع العدد من 5 إلى 8" revises a figure and gives no range."""
    return any(ws[k].text.lstrip("ول").startswith(_CHANGES) for k in range(max(0, first - 8), first))


def _to_range(ws: Sequence[Word], first: int) -> bool:
    return first == 0 or not ws[first - 1].text.startswith(("تقدم", "فاز", "فوز", "تغلب"))


def _with_repeat(ws: Sequence[Word], figure: Figure) -> Figure:
    """ "خمسة (5)": the same value said twice is one figure."""
    at = figure.last
    if at + 2 < len(ws) and ws[at].text == "(":
        again = figure_at(ws, at + 1)
        if (
            again
            and again.shape == "whole"
            and again.low == figure.low
            and again.last < len(ws)
            and ws[again.last].text == ")"
        ):
            return Figure(
                figure.first, again.last + 1, figure.low, figure.high, figure.shape, figure.joined, figure.definite
            )
    return figure


def _read_vague(ws: Sequence[Word], i: int) -> Number | None:
    low, last, high = _VAGUE.get(ws[i].text, 0), i + 1, None
    if not low:
        low, high = 3, 9
        after = _VAGUE.get(ws[i + 1].text, 0) if i + 1 < len(ws) else 0
        if after:
            low, last, high = after, i + 2, None
        elif i + 1 >= len(ws) or ws[i + 1].text == "عشر" or not ws[i + 1].text[0].isalpha():
            return None
    while last < len(ws) and ws[last].text in ("الاف", "الالاف", "ملايين", "الملايين", "مليارات") and low < 1_000_000:
        low *= 1_000 if ws[last].text.endswith("لاف") else 1_000_000
        low = low // 2_000 * 1_000 if ws[i].text.endswith("لاف") else low
        last += 1
    definite = ws[i].text.startswith(("ال", "وال", "بال", "لل")) and ws[i].text != "الاف"
    figure = Figure(i, last, low, low if high is None else high)
    kind = kind_of(ws, figure)
    return Number(i, last, low, high, "indefinite" if kind == "cardinal" else kind, False, None, definite)


def _read_one_of(ws: Sequence[Word], i: int) -> Number | None:
    text = ws[i].text
    if text in NUMERALS:
        figure = figure_at(ws, i)
        if figure is not None and figure.last > i + 1:
            return _read_figure(ws, i)
    before = ws[i - 1].text if i else ""
    after = ws[i + 1].text if i + 1 < len(ws) else ""
    bare = text.endswith(("احد", "احدي"))
    if before in _NO_ONE or (bare and (not after[:1].isalpha() or after in _FUNCTION_WORDS)):
        return None
    return Number(i, i + 1, 1, 1, "one_of")


def _read_one(ws: Sequence[Word], i: int) -> Number | None:
    """واحد: "قتيل واحد" is 1, "واحد من" and "كل واحد" are one of several."""
    number = _read_figure(ws, i)
    if number is None or number.last > i + 1:
        return number
    after = ws[i + 1].text if i + 1 < len(ws) else ""
    before = ws[i - 1].text if i else ""
    if before in ("عبد", "عبده"):
        return None
    if ws[i].text.startswith("ال") and number.kind == "cardinal":
        return Number(i, i + 1, 1, 1, "ordinal", False, None, True)
    noun = before[:-1] if before.endswith("ا") else before
    if before in ("كل", "لكل", "اي") or (noun not in _COUNTED and (after == "من" or after.startswith("ال"))):
        return Number(i, i + 1, 1, 1, "one_of")
    return number


def _read_ordinal(ws: Sequence[Word], i: int) -> Number | None:
    value, last = ORDINALS[ws[i].text], i + 1
    after = ws[last].text if last < len(ws) else ""
    if after in ("عشر", "عشره"):
        value, last = value % 10 + 10 if value != 10 else 10, last + 1
    elif after in NUMERALS and NUMERALS[after].rank == "tens" and NUMERALS[after].joined:
        value, last = value % 10 + NUMERALS[after].value, last + 1
    before = ws[i - 1].text if i else ""
    if before in ("الساعه", "والساعه", "بالساعه"):
        return Number(i, last, value, value, "time")
    return Number(i, last, value, value, "ordinal", False, None, True)


_READERS: dict[str, Callable[[Sequence[Word], int], Number | None]] = {
    **dict.fromkeys(ORDINALS, _read_ordinal),
    **dict.fromkeys(NUMERALS, _read_figure),
    **dict.fromkeys(("نصف", "ربع"), _read_figure),
    **dict.fromkeys(_VAGUE, _read_vague),
    **dict.fromkeys(_FEW, _read_vague),
    **dict.fromkeys(("واحد", "واحده", "واحدا", "الواحد", "الواحده"), _read_one),
    **dict.fromkeys(_ONE_OF, _read_one_of),
}
BEGINNINGS = frozenset(_READERS)
"""The words that may begin a number; else it begins with a digit."""
