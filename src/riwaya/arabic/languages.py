"""Which language a text is written in, as far as it concerns a reader of Arabic: Arabic, its script's others, or none.

Evidence is counted in words: those that only one of the languages writes often, the Arabic article and feminine
ending, letters that Arabic does not have. A text without evidence for another language counts as Arabic, since a
claim that is passed over would look like peace.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

_SAMPLE = 3_000
"""Characters that are looked at, at the beginning and again in the middle of a text."""

_LEAST_SHARE = 0.1
"""Below this share of Arabic letters among all a text is in another script, and quotes some Arabic at most."""

_CLEARLY = 1.5
"""By how much evidence for another language must outweigh that for Arabic."""

_CLEARLY_IN_MARKUP = 4.0
"""The same for a page with its menus and scripts, which may be in another language than its article."""

_FEW = 24
"""Arabic letters in a page, beneath which it holds no report: the name of a language in a menu has seven."""

_MOST_WORDS = 1_500
"""Words of a page that are looked at."""

_LETTERS = "\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc"
_WORD = re.compile(f"[{_LETTERS}]+")
_OTHER_LETTERS = re.compile(r"[^\W\d_\u0600-\u06ff\ufb50-\ufefc]+")
_BLANKED = bytes(32 if byte < 128 else byte for byte in range(256))
_ARTICLE = re.compile("(?:و|ف)?(?:ال|بال|لل|كال).{2,}")
_FOREIGN = frozenset("پچژگٹڈڑےںہھڕڵێۆەښډړټڅځۍېګڼۇۋ")
"""Letters that Arabic has not; the Persian forms of yeh and kaf are not among them, as some Arabic sites type them."""

_ARABIC = frozenset(
    "في فی على إلى الى الی أن عن التي التی الذي الذی الذين هذا هذه قال قالت ذلك تلك كما قد لم بين خلال كان كانت منذ "
    "حيث أو أي عبر ضد نحو وفق بحسب حسب بعض كل وقد ولم وفي ومن وقال وأن".split()
)
_OTHERS = {
    "fa": "که از را این است برای می با در آن شد شده کرد کرده خود یک تا بود گفت های هایی ها اما نیز دو سال اند باید "
    "کشور ایران خواهد دارد شود وی روز کنند کند",
    "ur": "کے کی میں ہے اور سے کا نے کو پر ہیں یہ اس کہ بھی تھا گیا کیا ایک ہو تھے جو وہ گئی تک کر نہیں",
    "ku": "لە بۆ کە ئەو هەر ئەم لەگەڵ دەکات بوو کرد کردووە ئەوە بەڵام نێوان سەر لەسەر دوای هەیە ڕۆژی",
    "ps": "د په چې او له کې ته دي شوي یې دا هم چې ده سره کړي کړې وې نه خو",
    "ug": "بىلەن ۋە بۇ ئۇ بىر ئۈچۈن قىلىپ دەپ بولۇپ كېيىن",
    "sd": "۾ آهي جي کي کان جو ۽ سان اهو هن ته نه جا",
}
_WORDS_OF = {language: frozenset(words.split()) - _ARABIC for language, words in _OTHERS.items()}
_LANGUAGE_OF: dict[str, list[str]] = {}
for _code, _words in _WORDS_OF.items():
    for _word in _words:
        _LANGUAGE_OF.setdefault(_word, []).append(_code)

ARABIC = "ar"
OTHER_SCRIPT = "other"
UNKNOWN = "other in Arabic script"


def language_of(text: str) -> str:
    """The language of a text: "ar", another by its code, or that it is of another script or not known.

    >>> language_of("قتل ثلاثة جنود في هجوم على حاجز")
    'ar'
    >>> language_of("سه سرباز در حمله به ایست بازرسی کشته شدند")
    'fa'
    >>> language_of("Three soldiers were killed at a checkpoint")
    'other'
    """
    sample = text if len(text) <= 2 * _SAMPLE else text[:_SAMPLE] + " " + text[len(text) // 2 :][:_SAMPLE]
    words = _WORD.findall(sample)
    letters = sum(map(len, words))
    if not words or letters < _LEAST_SHARE * (letters + sum(map(len, _OTHER_LETTERS.findall(sample)))):
        return OTHER_SCRIPT
    return _told_by(words, _CLEARLY)


def may_hold_arabic(page: bytes) -> bool:
    """Whether a page, with all its markup, may hold a report in Arabic; False only where it surely does not.

    Encodings of one byte a character, UTF-16 and letters written as character references are left for those who decode.
    """
    if page.isascii() or len(page) - len(page.translate(None, b"\xd8\xd9")) < _FEW:
        return _hidden(page)
    found = page.translate(_BLANKED).split(None, _MOST_WORDS)[:_MOST_WORDS]
    words = _WORD.findall(b" ".join(found).decode("utf-8", "ignore"))
    return _told_by(words, _CLEARLY_IN_MARKUP) == ARABIC or _hidden(page)


def _hidden(page: bytes) -> bool:
    """Whether Arabic may be there in another form than as letters in UTF-8."""
    if page.count(b"&#1") + page.count(b"&#x6") + page.count(b"\\u06") >= _FEW or b"\x00" in page[:1000]:
        return True
    try:
        page.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.end < len(page)  # a page cut in the middle of a letter is still UTF-8
    return False


def _told_by(words: Iterable[str], clearly: float) -> str:
    """The language for which there is most evidence, Arabic where no other has clearly more."""
    evidence: Counter[str] = Counter()
    for languages, count in Counter(map(_evidence, words)).items():
        for language in languages:
            evidence[language] += count
    arabic, foreign = evidence.pop(ARABIC, 0), evidence.pop(UNKNOWN, 0)
    best = max(evidence, key=lambda language: evidence[language], default=UNKNOWN)
    return ARABIC if max(evidence[best], foreign) <= clearly * arabic else best


@lru_cache(maxsize=100_000)
def _evidence(word: str) -> tuple[str, ...]:
    """The languages that a word is evidence for; `UNKNOWN` is any that has letters which Arabic has not."""
    if word in _ARABIC or word.endswith("ة") or _ARTICLE.fullmatch(word):
        return (ARABIC,)
    foreign = () if _FOREIGN.isdisjoint(word) else (UNKNOWN,)
    return (*_LANGUAGE_OF.get(word, ()), *foreign)
