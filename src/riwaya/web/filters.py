"""What a list of events is narrowed to and how it is paged: the same for the page, the API and a saved address."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal, get_args
from urllib.parse import urlencode

import msgspec

from riwaya.ledger.rows import storable

Order = Literal["need", "day"]
_MOST = 200
"""Characters that a filter may have; what is longer matches nothing anyway."""

PAGE = 50
MOST_ON_A_PAGE = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for, as text; None: anything. Days are inclusive, `dispute` is an attribute or "any"."""

    q: str | None = None
    since: date | None = None
    until: date | None = None
    place: str | None = None
    actor: str | None = None
    type: str | None = None
    grade: str | None = None
    dispute: str | None = None
    source: str | None = None
    state: str | None = None
    order: Order = "need"

    def as_query(self, **changes: str | None) -> str:
        """The filters as the query of an address, with these changes."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        told["order"] = None if self.order == "need" else self.order
        return urlencode({name: str(value) for name, value in {**told, **changes}.items() if value})


NAMES = tuple(field.name for field in fields(Filters))


def filters_of(given: Mapping[str, str]) -> tuple[Filters, dict[str, str]]:
    """The filters in a query, and what in it could not be read, by name: that much is left out of the filters."""
    wrong: dict[str, str] = {}
    told: dict[str, str | date | None] = {}
    for name in NAMES:
        text = storable(given.get(name, "")).strip()
        if not text:
            continue
        if len(text) > _MOST:
            wrong[name] = text[:40] + "…"
        elif name in ("since", "until"):
            try:
                told[name] = date.fromisoformat(text)
            except ValueError:
                wrong[name] = text
        elif name == "order" and text not in get_args(Order):
            wrong[name] = text
        else:
            told[name] = text
    return Filters(**told), wrong  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: after the event of this need, day and id, or (`back`) before it."""

    need: int
    day: str
    id: str
    back: bool = False

    def __str__(self) -> str:
        packed = msgspec.json.encode([self.need, self.day, self.id, self.back])
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def cursor_of(text: str | None) -> Cursor | None:
    """The cursor that an address holds; None where it holds none.

    Raises ValueError where it is none of ours.

    >>> cursor_of(str(Cursor(3, "2024-05-14", "ab")))
    Cursor(need=3, day='2024-05-14', id='ab', back=False)
    """
    if not text:
        return None
    try:
        packed = base64.urlsafe_b64decode(text[:400].encode("ascii") + b"===")
        need, day, id_, back = msgspec.json.decode(packed, type=tuple[int, str, str, bool])
    except (binascii.Error, msgspec.DecodeError, UnicodeError) as error:
        raise ValueError("no cursor of ours") from error
    if abs(need) >= 1 << 62:
        raise ValueError("no cursor of ours")
    return Cursor(need, day, id_, back)
