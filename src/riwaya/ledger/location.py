"""Where a ledger is: a file of SQLite or the address of a PostgreSQL database, and the folder of its vault."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from riwaya.errors import LedgerError

_SHAPE = "give a path, or postgresql://user@host/database"


@dataclass(frozen=True, slots=True)
class Location:
    """A database and the vault beside it; `path` is the file of SQLite, None elsewhere."""

    url: URL
    path: Path | None
    vault: Path

    def __str__(self) -> str:
        """As a user would write it, without the password."""
        return str(self.path) if self.path else self.url.render_as_string(hide_password=True)


def locate(text: str, vault: Path | None = None) -> Location:
    """The location that a user names by path or URL; the vault lies beside it unless it is named.

    Raises LedgerError where the URL is none, or names another kind of database.

    >>> str(locate("work/aleppo.db").vault)
    'work/aleppo.vault'
    """
    if "://" not in text:
        return _file(Path(text), vault)
    try:
        url = make_url(text)
    except ArgumentError:
        raise LedgerError(text, "is no address of a database", _SHAPE) from None
    backend = url.get_backend_name()
    if backend == "sqlite" and url.database:
        return _file(Path(url.database), vault)
    if backend != "postgresql":
        raise LedgerError(url.render_as_string(), f"{backend} is not known", _SHAPE)
    return Location(url.set(drivername="postgresql+psycopg"), None, vault or Path(f"{url.database or 'riwaya'}.vault"))


def _file(path: Path, vault: Path | None) -> Location:
    return Location(URL.create("sqlite", database=str(path)), path, vault or path.with_suffix(".vault"))
