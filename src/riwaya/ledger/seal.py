"""Seals: the state of the audit chain in a small file, signed off by a person, that can be published or time-stamped.

Whoever holds a seal can prove that the ledger holds, up to that entry, what it held then: the chain alone cannot show
that its last entries were cut off.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import select

from riwaya.errors import LedgerError
from riwaya.ledger.canonical import digest_bytes
from riwaya.ledger.ledger import Ledger
from riwaya.ledger.tables import audit
from riwaya.ledger.timestamps import timestamp_request
from riwaya.ledger.verify import Finding

FORMAT = "riwaya seal 1"


class Seal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a seal file says: the first entry's hash names the ledger, `head` is the hash of the last of `entries`."""

    format: str
    ledger: str
    entries: int
    head: str
    at: str
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A seal, its SHA-256, and the files that hold the seal and the request for a time stamp."""

    seal: Seal
    sha256: str
    file: Path
    request: Path


def make_seal(ledger: Ledger, file: Path, by: str, note: str = "") -> Sealed:
    """Writes a seal and the time-stamp request beside it, and enters that in the audit chain.

    Raises LedgerError where a file of either name is there, or cannot be written.
    """
    with ledger.changing() as (connection, chain):
        first = connection.execute(select(audit.c.hash).where(audit.c.number == 1)).scalar_one()
        seal = Seal(FORMAT, first, chain.number, chain.hash, ledger.now(), by, note)
        data = msgspec.json.format(msgspec.json.encode(seal), indent=1) + b"\n"
        request = request_beside(file)
        _write_both({file: data, request: timestamp_request(data, secrets.randbits(63))})
        chain.append("sealed", digest_bytes(data), {"entries": seal.entries, "head": seal.head})
    return Sealed(seal, digest_bytes(data), file, request)


def _write_both(contents: dict[Path, bytes]) -> None:
    """Writes new files: all of them, or none."""
    made: list[Path] = []
    for path, content in contents.items():
        try:
            with path.open("xb") as out:
                made.append(path)
                out.write(content)
        except OSError as error:
            for one in made:
                one.unlink()
            what = f"cannot be written ({error.strerror})"
            raise LedgerError(str(path), what, "nothing is written over; name another file") from error


def request_beside(file: Path) -> Path:
    """Where the request for a time stamp of a seal stands: `may.tsq` of `may.seal`, `2026.05.tsq` of `2026.05`."""
    return file.with_suffix(".tsq") if file.suffix == ".seal" else file.with_name(f"{file.name}.tsq")


def read_seal(file: Path) -> Seal:
    """The seal in a file.

    Raises LedgerError where it is none.
    """
    try:
        seal = msgspec.json.decode(file.read_bytes(), type=Seal)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise LedgerError(str(file), f"is no seal ({error})", "name a file that `riwaya seal` wrote") from error
    if seal.format != FORMAT:
        raise LedgerError(str(file), f"is a seal of another format ({seal.format})", "use the Riwaya that wrote it")
    return seal


def check_seal(ledger: Ledger, seal: Seal) -> Iterator[Finding]:
    """What of the seal does not hold in the ledger."""
    with ledger.database.reading() as connection:
        query = select(audit.c.number, audit.c.hash).where(audit.c.number.in_([1, seal.entries]))
        found = {row.number: row.hash for row in connection.execute(query)}
    if found.get(1) != seal.ledger:
        yield Finding("seal", "it is of another ledger, or the first entry was altered")
    if seal.entries not in found:
        yield Finding("seal", f"the ledger held {seal.entries} entries when it was sealed, and holds fewer now")
    elif found[seal.entries] != seal.head:
        yield Finding("seal", f"entry {seal.entries} is not what it was when it was sealed")
