"""Reads wire files: messages that begin with ZCZC, a number and a day, and end with NNNN.

    ZCZC 0412 2024-05-14
    عنوان الخبر
    متن الخبر
    NNNN

`riwaya add wire:/path/to/messages.wire` takes them in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from riwaya.errors import InputError, UnreadableInput
from riwaya.sources import Incoming, InputOptions
from riwaya.sources.reports import Item, Known, make_incoming, split_title

_MESSAGE = re.compile(rb"^ZCZC (\S+) (\d{4}-\d\d-\d\d)\r?\n(.*?)^NNNN\s*$", re.M | re.S)


def take(path: str, options: InputOptions) -> Iterator[Incoming | InputError]:
    """Every message of the file as a report with its own bytes; what is none is yielded as the error that names it."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise UnreadableInput(path, f"cannot be opened ({error.strerror})", "check the name") from error
    for message in _MESSAGE.finditer(data):
        where = f"{path}: {message[1].decode('ascii', 'replace')}"
        title, text = split_title(message[3].decode("utf-8", "replace"))
        known = Known(id=f"wire-{message[1].decode('ascii', 'replace')}", outlet="wire", published=_day(message[2]))
        try:
            yield make_incoming(title, text, Item(message[0], where, "text"), known, options)
        except InputError as error:
            yield error


def _day(text: bytes) -> date | None:
    try:
        return date.fromisoformat(text.decode())
    except ValueError:
        return None
