"""Bytes to text: which of the encodings that Arabic is published in, decided by evidence rather than by hope.

UTF-8, UTF-16 (with or without byte order mark), Windows-1256 and ISO 8859-6 are read. A reading counts only if it
yields words that every Arabic text holds, so that Cyrillic in Windows-1251 is refused, not read as random letters.
"""

from __future__ import annotations

import codecs
import re

from riwaya.errors import EmptyInput, UnreadableInput

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FORMATS = (
    (b"%PDF", "is a PDF", "copy its text into a .txt file"),
    (b"PK\x03\x04", "is a Word document, an e-book or an archive", "save it as plain text or unpack it"),
    (b"\xd0\xcf\x11\xe0", "is an old Word or Excel document", "save it as plain text"),
    (b"{\\rtf", "is rich text", "save it as plain text"),
    (b"\x1f\x8b", "is compressed", "unpack it with gunzip first"),
    (b"\x89PNG", "is a picture", "Riwaya reads text, not pictures of it"),
    (b"\xff\xd8\xff", "is a picture", "Riwaya reads text, not pictures of it"),
    (b"GIF8", "is a picture", "Riwaya reads text, not pictures of it"),
)
_LEGACY = ("cp1256", "iso8859-6")
_DAMAGE = 0.005
"""The share of characters that may be broken in what is otherwise UTF-8."""

_WORD = re.compile("[\u0621-\u0652]+")
_FREQUENT = frozenset(
    "في من على إلى الى أن ان إن عن التي الذي ما لا هذا هذه مع قال بعد كان وقال خلال بين ولم لم قد كما".split()
)
_SAVE_AS_UTF8 = "save it as UTF-8 text"


def decode(data: bytes, where: str, declared: str | None = None) -> str:
    """The text of `data`; `declared` is the encoding that a page says it has, believed if it fits.

    Raises EmptyInput where there are no bytes, UnreadableInput for other formats, binaries and unknown encodings.
    """
    if not data.strip(b" \t\r\n\x00"):
        raise EmptyInput(where, "it is empty", "give a report with a title and text")
    for magic, what, remedy in _FORMATS:
        if data.startswith(magic):
            raise UnreadableInput(where, what, remedy)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding, where)
    wide = utf16_without_mark(data)
    if wide:
        return _strictly(data, wide, where)
    if b"\x00" in data:
        raise UnreadableInput(where, "is binary, not text", _SAVE_AS_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data, where, declared)


def encoding_of(sample: bytes, where: str, declared: str | None = None) -> str:
    """The encoding of what begins with these bytes, of those that are of one byte a character or UTF-8.

    Raises UnreadableInput for binaries and for encodings that are not known.
    """
    if b"\x00" in sample:
        raise UnreadableInput(where, "is binary, not text", _SAVE_AS_UTF8)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        readings = _readings(sample, declared)
        return max(readings, key=lambda encoding: _arabic_words(readings[encoding]), default="utf-8")
    return "utf-8"


def _strictly(data: bytes, encoding: str, where: str) -> str:
    odd = len(data) % 2 if encoding.startswith("utf-16") else 0
    try:
        return data[: len(data) - odd].decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableInput(where, f"is damaged {encoding} (at byte {error.start:,})", _SAVE_AS_UTF8) from error


def utf16_without_mark(data: bytes) -> str | None:
    """Which UTF-16 it is, if it is one without a mark.

    It shows in the high bytes: nearly all are 06 (Arabic) or 00 (blanks, digits), and all at one parity.
    """
    sample = data[:20_000]
    sample = sample[: len(sample) - len(sample) % 2]
    if len(sample) < 4:
        return None
    for encoding, high, low in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
        telling = high.count(0x06) + high.count(0x00)
        if telling >= 0.8 * len(high) and low.count(0x00) + low.count(0x06) < 0.2 * len(low):
            return encoding
    return None


def _legacy(data: bytes, where: str, declared: str | None) -> str:
    """One byte a character, or UTF-8 with a few broken bytes (a cut download): the reading with most Arabic words."""
    best = max(_readings(data, declared).values(), key=_arabic_words, default="")
    if _arabic_words(best) == 0 and any(ord(c) > 127 for c in best):
        raise UnreadableInput(where, "is in an encoding that is not known, or not in Arabic", _SAVE_AS_UTF8)
    return best


def _readings(data: bytes, declared: str | None) -> dict[str, str]:
    readings = {}
    mended = data.decode("utf-8", "replace")
    if mended.count("\ufffd") <= max(1, _DAMAGE * len(mended)):
        readings["utf-8"] = mended
    for encoding in dict.fromkeys([*_plain(declared), *_LEGACY]):
        try:
            readings[encoding] = data.decode(encoding)
        except UnicodeError:
            continue
    return readings


def _plain(declared: str | None) -> list[str]:
    """The encoding that was declared, if it is one that texts are written in and not one that names are packed in."""
    try:
        name = codecs.lookup(declared).name if declared else ""
    except (LookupError, ValueError):
        return []
    return [name] if name.startswith(("cp", "iso8859", "mac", "koi8", "utf-8")) else []


def _arabic_words(text: str) -> float:
    """The share of words that are among the commonest or carry the article, 0 where too few to be Arabic."""
    words = _WORD.findall(text[:50_000])
    known = sum(word in _FREQUENT or (word.startswith(("ال", "وال", "بال")) and len(word) > 4) for word in words)
    return known / len(words) if words and known / len(words) >= 0.1 else 0.0
