"""One export from start to end: the layout found, the target checked, the files written whole, the manifest beside them."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from riwaya.errors import ExportError, RiwayaError
from riwaya.export.layout import Layout, LeftOut, Written
from riwaya.export.layouts import OURS, find_layout
from riwaya.export.manifest import Changes, Manifest, compare, manifest_path, read_manifest, write_manifest
from riwaya.export.selection import Selection


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to write: the layout's name, the target, extras, and an earlier export to compare with."""

    layout: str
    to: Path
    extras: frozenset[str] = frozenset()
    since: Path | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and what the user has to know of it."""

    layout: Layout
    files: tuple[Path, ...]
    rows: int
    left_out: tuple[LeftOut, ...]
    changes: Changes | None


def export_selection(selection: Selection, wanted: Wanted) -> Exported:
    """Writes a selection; nothing is left half-written where it fails.

    Raises ExportError where layout or extra are unknown, or the target is in the way or cannot be written.
    """
    layout = find_layout(wanted.layout)
    unknown = wanted.extras - layout.extras.keys()
    if unknown:
        have = f"it has {', '.join(layout.extras)}" if layout.extras else "it has none"
        raise ExportError(f"--as {layout.name}: no such extra: {', '.join(sorted(unknown))}; {have}")
    earlier = read_manifest(wanted.since) if wanted.since is not None else None
    if earlier is not None and earlier.layout != layout.name:
        raise ExportError(
            f"{wanted.since}: is an export as {earlier.layout}, not {layout.name}; compare like with like"
        )
    to = wanted.to
    _check(layout, to)
    try:
        with tempfile.TemporaryDirectory(dir=to.absolute().parent, prefix=".riwaya-") as scratch:
            made = Path(scratch) / to.name
            if layout.into == "folder":
                made.mkdir()
            written = _write(layout, selection, made, wanted.extras)
            as_of = selection.as_of.isoformat() if selection.as_of else None
            hashes = _hashes(made) if layout.into == "folder" else {}
            manifest = Manifest(layout.name, selection.policy, as_of, dict(written.rows), hashes)
            write_manifest(manifest, manifest_path(made))
            files = tuple(to.parent / file.relative_to(scratch) for file in written.files)
            _put(Path(scratch), to)
    except OSError as error:
        raise ExportError(f"{to}: cannot be written ({error.strerror}); name another target") from error
    changes = compare(earlier, written.rows) if earlier is not None else None
    return Exported(layout, files, len(written.rows), written.left_out, changes)


def _write(layout: Layout, selection: Selection, made: Path, extras: frozenset[str]) -> Written:
    """Has the layout write; what goes wrong in one of ours is our mistake, in a plug-in's it is an error that names it."""
    if layout.name in OURS:
        return layout.write(selection, made, extras)
    try:
        return layout.write(selection, made, extras)
    except (RiwayaError, OSError):
        raise
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        raise ExportError(f"--as {layout.name}: its plug-in failed ({what}); tell its authors") from error


def _check(layout: Layout, to: Path) -> None:
    if not to.absolute().parent.is_dir():
        raise ExportError(f"{to}: cannot be written (its folder does not exist); make it, or name another")
    if layout.into == "file" and to.is_dir():
        raise ExportError(
            f"{to}: is a folder, and {layout.name} is one file; name one, such as {to / ('events' + layout.suffix)}"
        )
    if layout.into == "folder" and to.exists():
        if not to.is_dir():
            raise ExportError(f"{to}: is a file, and {layout.name} is a folder of files; name a folder")
        if any(to.iterdir()) and not manifest_path(to).exists():
            raise ExportError(f"{to}: holds other files; name a new folder, or one of an earlier export")


def _hashes(folder: Path) -> dict[str, str]:
    return {file.name: _hash(file) for file in sorted(folder.iterdir()) if file != manifest_path(folder)}


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _put(scratch: Path, to: Path) -> None:
    """Moves what was made into place; of an earlier export in a folder only files that nobody has changed are replaced."""
    made = scratch / to.name
    if not made.is_dir():
        for file in sorted(scratch.iterdir()):
            file.replace(to.parent / file.name)
    elif not to.exists():
        made.rename(to)
    else:
        _renew(made, to)


def _renew(made: Path, to: Path) -> None:
    ours = read_manifest(to).files if manifest_path(to).exists() else {}
    fresh = {file.name for file in made.iterdir()} - {manifest_path(to).name}
    for name in sorted(fresh | ours.keys()):
        if (to / name).exists() and ours.get(name) != _hash(to / name):
            raise ExportError(
                f"{to / name}: was changed since it was exported; name a new folder, so that nothing is lost"
            )
    for name in ours.keys() - fresh:
        (to / name).unlink(missing_ok=True)
    for file in sorted(made.iterdir()):
        file.replace(to / file.name)
