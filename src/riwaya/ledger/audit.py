"""The audit chain: an entry for every change, each with the hash of the entry before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from riwaya.ledger.canonical import canonical, digest
from riwaya.ledger.tables import audit

START = "0" * 64
"""What stands for the hash before the first entry."""

FIELDS = ("number", "at", "user", "action", "subject", "body", "previous")
"""What an entry's hash covers."""

Clock = Callable[[], str]


def now() -> str:
    """The moment in UTC, to the second, as ISO 8601."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def entry_hash(entry: Mapping[str, Any]) -> str:
    """The hash that an entry must have."""
    return digest({name: entry[name] for name in FIELDS})


class Chain:
    """Adds entries within one writing transaction; `flush` writes them."""

    def __init__(self, connection: Connection, user: str, clock: Clock = now) -> None:
        self._connection = connection
        self._user = user
        self._clock = clock
        last = connection.execute(
            select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)
        ).one_or_none()
        self.number: int = last.number if last else 0
        self.hash: str = last.hash if last else START
        self._new: list[dict[str, Any]] = []

    def append(self, action: str, subject: str, body: Mapping[str, Any]) -> int:
        """Adds an entry and returns its number."""
        self.number += 1
        entry: dict[str, Any] = {
            "number": self.number,
            "at": self._clock(),
            "user": self._user,
            "action": action,
            "subject": subject,
            "body": canonical(body).decode(),
            "previous": self.hash,
        }
        self.hash = entry["hash"] = entry_hash(entry)
        self._new.append(entry)
        return self.number

    def flush(self) -> None:
        """Writes what was added since the last time."""
        if self._new:
            self._connection.execute(insert(audit), self._new)
            self._new = []
