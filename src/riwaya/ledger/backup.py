"""Backups: a folder with the database as it stood at one moment, and every original that it refers to.

SQLite is copied by its own online backup while others read and write. PostgreSQL, or SQLite on its way to it, is
written as JSON Lines, one row a line, which either database takes.
"""

from __future__ import annotations

import gzip
import os
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from sqlalchemy import Connection, insert, inspect, select

from riwaya.errors import LedgerError
from riwaya.ledger.database import Database
from riwaya.ledger.ledger import Ledger
from riwaya.ledger.location import Location, locate
from riwaya.ledger.migrating import migrate, revision
from riwaya.ledger.tables import audit, metadata, objects
from riwaya.ledger.vault import Vault

FORMAT = "riwaya ledger 1"
_DATABASE, _LINES, _VAULT = "ledger.db", "ledger.dump", "vault"
_PAGE = 1_000


def back_up(ledger: Ledger, folder: Path, portable: bool = False) -> int:
    """Writes a backup into a folder, over an older one of the same ledger; returns how many originals were copied.

    Raises LedgerError where the folder holds the backup of another ledger, LedgerError or VaultError where it cannot be
    written: then the database of the older backup is still there.
    """
    lines = portable or not ledger.database.sqlite
    _check_same(ledger, folder)
    target = folder / (_LINES if lines else _DATABASE)
    beside = target.with_name(f"{target.name}.new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        if lines:
            _write_lines(ledger.database, beside)
            names = _names(ledger.database)
        else:
            _copy_sqlite(ledger.location, beside)
            with closing(sqlite3.connect(beside)) as copy:
                names = [name for (name,) in copy.execute("SELECT sha256 FROM objects ORDER BY sha256")]
        with closing(Vault(folder / _VAULT)) as kept:
            copied = kept.adopt(ledger.vault, names)
        _flush(beside)
        beside.replace(target)
        other = folder / (_DATABASE if lines else _LINES)
        other.unlink(missing_ok=True)
    except OSError as error:
        raise LedgerError(str(folder), f"cannot be written ({error.strerror})", "make room, or name another") from error
    return copied


def _check_same(ledger: Ledger, folder: Path) -> None:
    """Raises LedgerError where the folder's backup is not an earlier state of this ledger: it would be lost."""
    try:
        kept = _last_entry(folder)
    except (sqlite3.Error, OSError, EOFError, zlib.error, msgspec.DecodeError):
        return  # what is damaged is of no use, and is replaced
    if kept is None:
        return
    number, hash_ = kept
    with ledger.database.reading() as connection:
        ours = connection.scalar(select(audit.c.hash).where(audit.c.number == number))
    if ours != hash_:
        what = f"holds the backup of another ledger, or of a later state of this one (entry {number:,} is another)"
        raise LedgerError(str(folder), what, "name another folder; nothing is written over")


def _last_entry(folder: Path) -> tuple[int, str] | None:
    """Number and hash of the last entry of the audit chain in a backup; None where there is no backup."""
    database, lines = folder / _DATABASE, folder / _LINES
    if database.is_file():
        with closing(sqlite3.connect(f"file:{quote(str(database.absolute()))}?immutable=1", uri=True)) as copy:
            row = copy.execute("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1").fetchone()
        return (row[0], row[1]) if row else None
    if not lines.is_file():
        return None
    names = list(audit.columns.keys())
    last = None
    with gzip.open(lines, "rb") as stream:
        for line in stream:
            if line.startswith(b'["audit",'):
                last = dict(zip(names, msgspec.json.decode(line)[1], strict=True))
            elif last is not None:
                break
    return (last["number"], last["hash"]) if last else None


def restore(folder: Path, location: Location) -> None:
    """Makes a ledger of a backup, in a place where there is none.

    Raises LedgerError where the backup is none or damaged, or where there is a ledger already.
    """
    source = next((folder / name for name in (_DATABASE, _LINES) if (folder / name).is_file()), None)
    if source is None:
        raise LedgerError(str(folder), "holds no backup", "name a folder that `riwaya backup` wrote")
    if location.path is not None and location.path.exists():
        raise LedgerError(str(location), "is there already", "restore under another name, or move it away")
    kept = Vault(folder / _VAULT)
    if source.name == _LINES:
        _restore_lines(source, location, kept)
    else:
        _restore_sqlite(source, location, kept)


def _restore_sqlite(source: Path, location: Location, kept: Vault) -> None:
    if location.path is None:
        remedy = "write the backup with --portable, or restore it into a file"
        raise LedgerError(str(source), "is a file of SQLite, and cannot become one of PostgreSQL", remedy)
    with closing(Vault(location.vault)) as made:
        made.adopt(kept, kept.names())
    beside = location.path.with_name(f"{location.path.name}.new")
    try:
        shutil.copyfile(source, beside)
        _flush(beside)
        beside.replace(location.path)
    except OSError as error:
        raise LedgerError(str(beside), f"cannot be written ({error.strerror})", "name another file") from error


def _restore_lines(source: Path, location: Location, kept: Vault) -> None:
    """Into a new file under another name, which is renamed once it is whole; in PostgreSQL, in one transaction."""
    with closing(Vault(location.vault)) as made:
        made.adopt(kept, kept.names())
    if location.path is None:
        _fill(Database(location), source)
        return
    beside = location.path.with_name(f"{location.path.name}.new")
    beside.unlink(missing_ok=True)
    _fill(Database(locate(str(beside), location.vault)), source)
    beside.replace(location.path)


def _fill(database: Database, source: Path) -> None:
    with closing(database), database.writing() as connection:
        if revision(connection) is not None:
            raise LedgerError(str(database.location), "is there already", "name another database")
        _read_lines(connection, source)


def _write_lines(database: Database, target: Path) -> None:
    with database.reading() as connection, gzip.open(target, "wb", compresslevel=6) as out:
        head = {"format": FORMAT, "revision": revision(connection)}
        out.write(msgspec.json.encode(head) + b"\n")
        count = 0
        for table in metadata.sorted_tables:
            query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_PAGE)
            for row in connection.execute(query):
                out.write(msgspec.json.encode([str(table.name), list(row)]) + b"\n")
                count += 1
        out.write(msgspec.json.encode({"rows": count}) + b"\n")


def _read_lines(connection: Connection, source: Path) -> None:
    """Makes the tables as they were and fills them.

    Raises LedgerError where the file is cut off or damaged.
    """
    try:
        with gzip.open(source, "rb") as stream:
            head = msgspec.json.decode(next(iter(stream)))
            if head["format"] != FORMAT:
                raise LedgerError(str(source), f"is of another format ({head['format']})", "use its Riwaya")
            migrate(connection, lambda _: None, head["revision"])
            count = _insert(connection, stream)
    except (OSError, EOFError, zlib.error, StopIteration, KeyError, TypeError, ValueError) as error:
        raise LedgerError(str(source), f"is damaged ({error})", "use another backup") from error
    if count is not None:
        raise LedgerError(str(source), f"is cut off: {count} rows, and no end", "use another backup")


def _insert(connection: Connection, stream: Any) -> int | None:
    """Inserts all rows; returns how many there were where the end is missing or names another number."""
    known = inspect(connection)
    columns = {name: [c["name"] for c in known.get_columns(name)] for name in known.get_table_names()}
    count = 0
    for name, rows in _pages(stream):
        if name is None:
            return None if rows == [count] else count
        table = metadata.tables[name]
        connection.execute(insert(table), [dict(zip(columns[name], row, strict=True)) for row in rows])
        count += len(rows)
    return count


def _pages(stream: Any) -> Iterator[tuple[str | None, list[Any]]]:
    """Rows by table, some at a time; at the end None with the number of rows that the file says it has."""
    name: str | None = None
    rows: list[Any] = []
    for line in stream:
        found = msgspec.json.decode(line)
        end = isinstance(found, dict)
        if rows and (end or found[0] != name or len(rows) >= _PAGE):
            yield name, rows
            rows = []
        if end:
            yield None, [found["rows"]]
            return
        name = found[0]
        rows.append(found[1])
    if rows:
        yield name, rows


def _names(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.scalars(select(objects.c.sha256).order_by(objects.c.sha256)))


def _copy_sqlite(location: Location, target: Path) -> None:
    try:
        with closing(sqlite3.connect(str(location.path))) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    except sqlite3.Error as error:
        raise LedgerError(str(location), f"cannot be copied ({error})", "verify it (riwaya verify)") from error


def _flush(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
