"""What an export held, kept beside it: a hash for each row, so that the next export can say what has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from riwaya.errors import ExportError


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rows of an export by key with their hashes, and what it was: layout, policy, day as of which.

    `files` has the SHA-256 of every file of a folder, so that work done in one is never written over.
    """

    layout: str
    policy: str
    as_of: str | None
    rows: dict[str, str]
    files: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Changes:
    """The keys of rows that an earlier export has not, that it has otherwise, and that only it has."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.added) + len(self.changed) + len(self.gone)


def manifest_path(target: Path) -> Path:
    """Where the manifest of an export stands: in its folder, or beside its file."""
    return target / "manifest.json" if target.is_dir() else target.with_name(target.name + ".manifest.json")


def write_manifest(manifest: Manifest, path: Path) -> None:
    """Writes a manifest, rows by key."""
    ordered = msgspec.structs.replace(manifest, rows=dict(sorted(manifest.rows.items())))
    path.write_bytes(msgspec.json.format(msgspec.json.encode(ordered), indent=1) + b"\n")


def read_manifest(path: Path) -> Manifest:
    """The manifest at a path, or beside the export at it.

    Raises ExportError where there is none, or where it is none.
    """
    at = path if path.is_file() and path.name.endswith("manifest.json") else manifest_path(path)
    try:
        return msgspec.json.decode(at.read_bytes(), type=Manifest)
    except FileNotFoundError:
        raise ExportError(f"{at}: no such manifest; name an earlier export, or its manifest.json") from None
    except (OSError, msgspec.MsgspecError) as error:
        raise ExportError(f"{at}: is no manifest of an export ({error}); name another") from error


def compare(earlier: Manifest, rows: Mapping[str, str]) -> Changes:
    """What has changed since an earlier export."""
    before = earlier.rows
    return Changes(
        tuple(sorted(rows.keys() - before.keys())),
        tuple(sorted(key for key in rows.keys() & before.keys() if rows[key] != before[key])),
        tuple(sorted(before.keys() - rows.keys())),
    )
