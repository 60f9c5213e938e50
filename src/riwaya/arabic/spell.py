"""Number words: the table that reads them, the rules that write them, and the duals of counted nouns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Rank = Literal["unit", "ten", "tens", "hundred", "scale", "digits"]
Gender = Literal["m", "f"]


@dataclass(frozen=True, slots=True)
class Numeral:
    """What one word says as a number: its value, its rank in the compound, and what is attached before it."""

    value: int
    rank: Rank
    joined: bool = False
    """Whether a conjunction (و, ف) is attached."""
    definite: bool = False
    prefixed: bool = False
    """Whether any preposition, conjunction or article is attached."""


_UNITS = {
    1: "واحد واحده واحدا احد احدي",
    2: "اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي اتنين اتنان اتنتين ثنتان ثنتين",
    3: "ثلاثه ثلاث ثلاثا تلاته",
    4: "اربعه اربع اربعا",
    5: "خمسه خمس خمسا",
    6: "سته ست ستا",
    7: "سبعه سبع سبعا",
    8: "ثمانيه ثمان ثماني ثمانيا تمانيه",
    9: "تسعه تسع تسعا",
}
_TEN = "عشر عشره"
_TENS = {
    20: "عشرون عشرين",
    30: "ثلاثون ثلاثين",
    40: "اربعون اربعين",
    50: "خمسون خمسين",
    60: "ستون ستين",
    70: "سبعون سبعين",
    80: "ثمانون ثمانين تمانين",
    90: "تسعون تسعين",
}
_HUNDRED_STEMS = {3: "ثلاث", 4: "اربع", 5: "خمس", 6: "ست", 7: "سبع", 8: "ثمان ثماني", 9: "تسع"}
_HUNDREDS = {100: "ميه مايه", 200: "ميتان ميتين ميتا ميتي مايتان مايتين مايتا مايتي"}
_SCALES = {
    1_000: "الف الفا الاف",
    2_000: "الفان الفين الفا الفي",
    1_000_000: "مليون مليونا ملايين",
    2_000_000: "مليونان مليونين مليوني",
    1_000_000_000: "مليار مليارا مليارات بليون بلايين",
    2_000_000_000: "ملياران مليارين",
}
_ATTACHED = ("", "و", "ف", "ب", "ل", "ك", "ال", "وب", "ول", "وال", "فال", "بال", "كال", "لل", "وبال", "ولل", "فب", "فل")
_NOT_NUMBERS = frozenset("لست كست فست بالفي لالفي كالفي بالفا".split())
_NEVER_DEFINITE = frozenset("احد احدي اثنين اتنين اثنا اثني الفا الفي ميتا ميتي مايتا مايتي صفر".split())
"""الاحد and الاثنين are days of the week."""

UNDEFINED = {"عشرات": 20, "ميات": 200, "مايات": 200, "الاف": 2_000, "ملايين": 2_000_000}
"""Plurals that give only a lower bound (codebook: عشرات is [20, null], مئات [200, null], آلاف [2000, null])."""


def _read_table() -> dict[str, Numeral]:
    plain: dict[str, tuple[int, Rank]] = {}
    groups: tuple[tuple[dict[int, str], Rank], ...] = (
        (_SCALES, "scale"),
        (_HUNDREDS, "hundred"),
        (_TENS, "tens"),
        ({10: _TEN}, "ten"),
        (_UNITS, "unit"),
    )
    for words, rank in groups:
        for value, forms in words.items():
            for form in forms.split():
                plain.setdefault(form, (value, rank))
    for digit, stems in _HUNDRED_STEMS.items():
        for stem in stems.split():
            for tail in ("ميه", "مايه"):
                plain[stem + tail] = (digit * 100, "hundred")
    plain["صفر"] = (0, "unit")
    table: dict[str, Numeral] = {}
    for form, (value, rank) in plain.items():
        for attached in _ATTACHED:
            word = attached + form
            definite = attached.endswith(("ال", "لل"))
            if attached in ("ك", "كال") and rank == "hundred":
                continue
            if word in _NOT_NUMBERS or (attached and word in plain) or (definite and form in _NEVER_DEFINITE):
                continue
            table.setdefault(word, Numeral(value, rank, attached[:1] in ("و", "ف"), definite, bool(attached)))
    return table


NUMERALS = _read_table()
"""Every spelling of a number word in search form, with what may be attached before it."""

_ORDINALS = {
    1: "اول اولي",
    2: "ثاني ثانيه",
    3: "ثالث ثالثه",
    4: "رابع رابعه",
    5: "خامس خامسه",
    6: "سادس سادسه",
    7: "سابع سابعه",
    8: "ثامن ثامنه",
    9: "تاسع تاسعه",
    10: "عاشر عاشره",
    11: "حادي حاديه",
}
_BARE_ORDINALS = frozenset(
    "ثالث ثالثه رابع رابعه خامس خامسه سادس سادسه سابع سابعه ثامن ثامنه تاسع تاسعه عاشر عاشره".split()
)


def _ordinal_table() -> dict[str, int]:
    table: dict[str, int] = {}
    for value, forms in _ORDINALS.items():
        for form in forms.split():
            for attached in ("ال", "وال", "لل", "بال", "فال", "كال", "ولل"):
                table[attached + form] = value
            if form in _BARE_ORDINALS:
                for attached in ("", "و", "ل", "ب", "ك"):
                    table[attached + form] = value
    return table


ORDINALS = _ordinal_table()
"""Ordinals that take an article or a preposition, or cannot be anything else; الحادي عشر is 11 with its second word."""

_ONES: dict[Gender, tuple[str, ...]] = {
    "m": ("صفر", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"),
    "f": ("صفر", "واحدة", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر"),
}
_DECADES = ("", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون")
_CENTURIES = ("", "مئة", "مئتان", "ثلاثمئة", "أربعمئة", "خمسمئة", "ستمئة", "سبعمئة", "ثمانمئة", "تسعمئة")


def say(n: int, gender: Gender) -> str:
    """`n` (0 to 999,999) in Arabic words, nominative, for a counted noun of that gender.

    >>> say(21, "f"), say(1350, "m")
    ('إحدى وعشرون', 'ألف وثلاثمئة وخمسون')
    """
    if not 0 <= n <= 999_999:
        raise ValueError(f"{n} is not between 0 and 999,999")
    thousands, rest = divmod(n, 1_000)
    parts: list[str] = []
    if thousands:
        parts.append(_say_thousands(thousands))
    if rest or not n:
        parts.append(_say_hundreds(rest, gender))
    return " و".join(parts)


def _say_thousands(count: int) -> str:
    if count == 1:
        return "ألف"
    if count == 2:
        return "ألفان"
    last = count % 100
    noun = "آلاف" if 3 <= last <= 10 else "ألفا" if 11 <= last <= 99 else "ألف"
    said = _say_hundreds(count, "m")
    return f"{said[:-1] if said.endswith('مئتان') else said} {noun}"


def _say_hundreds(n: int, gender: Gender) -> str:
    hundreds, rest = divmod(n, 100)
    parts = [_CENTURIES[hundreds]] if hundreds else []
    if rest or not hundreds:
        parts.append(_say_tens(rest, gender))
    return " و".join(parts)


def _say_tens(n: int, gender: Gender) -> str:
    ones = _ONES[gender]
    if n <= 10:
        return ones[n]
    tens, unit = divmod(n, 10)
    if n < 20:
        ten = "عشر" if gender == "m" else "عشرة"
        first = {1: ("أحد", "إحدى"), 2: ("اثنا", "اثنتا")}.get(unit)
        return f"{first[gender == 'f'] if first else ones[unit]} {ten}"
    if not unit:
        return _DECADES[tens]
    head = "إحدى" if unit == 1 and gender == "f" else ones[unit]
    return f"{head} و{_DECADES[tens]}"


def dual(noun: str) -> tuple[str, ...]:
    """The spellings in search form of the dual of a singular noun in search form: free and in construct, both cases.

    >>> dual("قتيل")
    ('قتيلان', 'قتيلين', 'قتيلا', 'قتيلي')
    >>> dual("سياره")
    ('سيارتان', 'سيارتين', 'سيارتا', 'سيارتي')
    """
    stem = noun[:-1] + "ت" if noun.endswith("ه") else noun[:-1] + "ي" if noun.endswith("ا") and len(noun) > 2 else noun
    if noun.endswith("اء"):
        stem = noun
        return tuple(stem + e for e in ("ان", "ين", "ا", "ي")) + tuple(
            noun[:-1] + e for e in ("وان", "وين", "وا", "وي")
        )
    return tuple(stem + ending for ending in ("ان", "ين", "ا", "ي"))
