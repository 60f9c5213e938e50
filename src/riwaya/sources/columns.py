"""Which column holds what: told by the user, or guessed from the names that tables of news usually give."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from riwaya.errors import BadRecord

FIELDS = ("id", "title", "text", "outlet", "published", "url", "author")
"""The fields of a report that a column can hold."""

_USUAL = {
    "id": "id docno docid article_id معرف الرقم رقم المعرف رقم_الخبر",
    "title": "title headline head العنوان عنوان عنوان_الخبر العنوان_الرئيسي",
    "text": "text body content article article_text article_body full_text story maintext "
    "النص نص نص_الخبر المحتوى محتوى المتن متن الخبر التفاصيل",
    "outlet": "outlet source publisher publication site newspaper agency media "
    "المصدر مصدر الصحيفه الوكاله الموقع الناشر القناه",
    "published": "published date publication_date published_at publish_date date_published pub_date pubdate day time "
    "datetime timestamp التاريخ تاريخ تاريخ_النشر اليوم وقت_النشر",
    "url": "url link href web_url source_url address الرابط رابط العنوان_الالكتروني",
    "author": "author authors byline writer reporter الكاتب كاتب المحرر المراسل",
}
_ALIKE = str.maketrans("أإآىة", "ااايه")
_BLANKS = re.compile(r"[\s_\-]+")
DELIMITERS = (",", ";", "\t", "|")


def _key(name: str) -> str:
    """The name as it is compared: case, blanks and the spellings of alef, yeh and teh marbuta do not count."""
    return _BLANKS.sub("_", name.strip(" \t\r\n\ufeff\"'").lower().translate(_ALIKE))


_FIELD_OF = {_key(name): field for field, names in _USUAL.items() for name in names.split()}


def find_columns(names: Sequence[str], told: tuple[tuple[str, str], ...], where: str) -> dict[str, str]:
    """The column of each field that the names hold: as told, and as usual for the fields not told.

    Raises BadRecord where a told column is not there, or none holds text or title.
    """
    columns: dict[str, str] = {}
    for field, column in told:
        match = column if column in names else next((name for name in names if _key(name) == _key(column)), None)
        if match is None:
            raise BadRecord(
                where, f"has no column {column!r}", f"it has {_list(names)}; name one of these in --columns"
            )
        columns[field] = match
    for name in names:
        field = _FIELD_OF.get(_key(name), "")
        if field and field not in columns and name not in columns.values():
            columns[field] = name
    if "text" not in columns and "title" not in columns:
        remedy = f"say which in --columns, as text=NAME; it has {_list(names)}"
        raise BadRecord(where, "no column is known to hold the text", remedy)
    return columns


def rename(record: Mapping[str, object], told: tuple[tuple[str, str], ...]) -> dict[str, object]:
    """The record by our names for its fields: as told, and as usual where it has neither text nor title."""
    renamed = {field: record[field] for field in FIELDS if field in record}
    renamed |= {field: record[column] for field, column in told if column in record}
    if "text" not in renamed and "title" not in renamed:
        for name, value in record.items():
            renamed.setdefault(_FIELD_OF.get(_key(name), name), value)
    return renamed


def is_header(line: bytes, told: tuple[tuple[str, str], ...] = ()) -> bool:
    """Whether a line names the columns of a table: several names, and among them that of a text or title."""
    if len(line) > 10_000:
        return False
    for encoding in ("utf-8", "cp1256"):
        try:
            text = line.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        return False
    names = text.split(delimiter(text))
    told_names = {_key(column) for _, column in told}
    fields = {_FIELD_OF.get(_key(name), "told" if _key(name) in told_names else "") for name in names} - {""}
    return len(names) > 1 and len(fields) > 1 and bool(fields & {"text", "title", "told"})


def delimiter(header: str) -> str:
    """What stands between the columns of a header line."""
    return max(DELIMITERS, key=header.count)


def read_mapping(text: str) -> tuple[tuple[str, str], ...]:
    """The pairs of `title=Headline,text=Body`.

    Raises ValueError, saying what is wrong with it.

    >>> read_mapping("title=Headline,text=Body")
    (('title', 'Headline'), ('text', 'Body'))
    """
    pairs = []
    for piece in text.split(","):
        field, sign, column = piece.partition("=")
        if not sign or field.strip() not in FIELDS or not column.strip():
            raise ValueError(f"{piece.strip()!r} is not FIELD=COLUMN; the fields are {', '.join(FIELDS)}")
        pairs.append((field.strip(), column.strip()))
    return tuple(pairs)


def _list(names: Sequence[str]) -> str:
    shown = [name[:40] for name in names[:12] if name]
    return ", ".join(shown) + (" …" if len(names) > 12 else "") if shown else "no columns"
