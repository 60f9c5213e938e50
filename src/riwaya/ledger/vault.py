"""The vault: original bytes under the name of their SHA-256, compressed, written once, never overwritten.

A file is `ab/abcdef….gz`, as gzip reads it. It is written under another name, flushed to the disk, renamed, and the
folder is flushed: after a power cut it is there whole, or not at all.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from riwaya.errors import VaultError
from riwaya.ledger.canonical import digest_bytes

_NEW = "new"
_CHUNK = 1 << 20
_FLUSHED_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Stored:
    """What the vault holds of some bytes: their size, and the hash of the compressed file."""

    size: int
    stored_sha256: str


class Vault:
    """A folder of originals; only who holds the ledger's writer lock may put something in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._swept = False

    def path(self, sha256: str) -> Path:
        """Where the file of these bytes is, or would be."""
        return self.folder / sha256[:2] / f"{sha256}.gz"

    def put(self, originals: Mapping[str, bytes]) -> dict[str, Stored]:
        """Keeps bytes under their SHA-256, all of them on the disk when this returns.

        Raises VaultError where that fails, or where a file of that name holds other bytes.
        """
        stored: dict[str, Stored] = {}
        folders: set[Path] = set()
        written: dict[Path, Path] = {}
        try:
            self._sweep()
            for sha256, data in originals.items():
                target = self.path(sha256)
                if target.exists():
                    stored[sha256] = self.check(sha256)
                    continue
                if not target.parent.is_dir():
                    target.parent.mkdir(parents=True, exist_ok=True)
                    folders.add(self.folder)
                packed = gzip.compress(data, mtime=0)
                written[self._write(packed, target)] = target
                stored[sha256] = Stored(len(data), digest_bytes(packed))
            _flush(written)
            for beside, target in written.items():
                os.rename(beside, target)
                folders.add(target.parent)
            _flush(sorted(folders))
        except OSError as error:
            what = f"cannot be written ({error.strerror or error})"
            remedy = "make room or mend the folder, and run the same command again: what was added stays"
            raise VaultError(str(error.filename or self.folder), what, remedy) from error
        return stored

    def get(self, sha256: str) -> bytes:
        """The original bytes.

        Raises VaultError where they are missing or not what their name says.
        """
        path = self.path(sha256)
        try:
            with gzip.open(path, "rb") as stream:
                data = stream.read()
        except FileNotFoundError:
            raise VaultError(str(path), "is missing", "bring it back from a backup") from None
        except (OSError, EOFError, zlib.error) as error:
            raise VaultError(str(path), f"is damaged ({error})", "bring it back from a backup") from error
        if digest_bytes(data) != sha256:
            raise VaultError(str(path), "holds other bytes than its name says", "bring it back from a backup")
        return data

    def check(self, sha256: str) -> Stored:
        """Size and hash of what is kept under a name, read in full, in bounded memory.

        Raises VaultError where it is missing or not what its name says.
        """
        path = self.path(sha256)
        outer, inner, size = hashlib.sha256(), hashlib.sha256(), 0
        try:
            with path.open("rb") as raw:
                while piece := raw.read(_CHUNK):
                    outer.update(piece)
                raw.seek(0)
                with gzip.open(raw) as stream:
                    while piece := stream.read(_CHUNK):
                        inner.update(piece)
                        size += len(piece)
        except FileNotFoundError:
            raise VaultError(str(path), "is missing", "bring it back from a backup") from None
        except (OSError, EOFError, zlib.error) as error:
            raise VaultError(str(path), f"is damaged ({error})", "bring it back from a backup") from error
        if inner.hexdigest() != sha256:
            raise VaultError(str(path), "holds other bytes than its name says", "bring it back from a backup")
        return Stored(size, outer.hexdigest())

    def names(self) -> Iterator[str]:
        """The SHA-256 of everything kept, sorted."""
        for folder in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            yield from sorted(path.stem for path in folder.glob("*.gz"))

    def _write(self, packed: bytes, target: Path) -> Path:
        """Writes under another name, which it returns; not yet flushed to the disk."""
        beside = self.folder / _NEW / target.stem
        with beside.open("wb") as out:
            out.write(packed)
        return beside

    def _sweep(self) -> None:
        """Once: makes the folder, and removes what a writer left half-written when it was killed."""
        if self._swept:
            return
        new = self.folder / _NEW
        new.mkdir(parents=True, exist_ok=True)
        for left in new.iterdir():
            left.unlink()
        _flush([self.folder])
        self._swept = True


def copy_vault(source: Vault, target: Vault, names: Iterable[str]) -> int:
    """Copies what the target lacks; returns how many files that were.

    Raises VaultError as `get` and `put` do.
    """
    copied = 0
    for sha256 in names:
        if not target.path(sha256).exists():
            target.put({sha256: source.get(sha256)})
            copied += 1
    return copied


def _flush(paths: Iterable[Path]) -> None:
    """Flushes files or folders to the disk: several at once, which file systems then do in one go."""
    with ThreadPoolExecutor(_FLUSHED_AT_ONCE) as threads:
        for _ in threads.map(_flush_one, paths):
            pass


def _flush_one(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
