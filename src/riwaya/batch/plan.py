"""What a batch is about to do: its inputs cut into partitions, each read by one worker, and by what it is read."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import BinaryIO, Literal

import msgspec

from riwaya.batch.storing import write_json
from riwaya.errors import BatchError
from riwaya.ledger import Run
from riwaya.provenance import linking_hash, reading_run
from riwaya.sources import InputOptions
from riwaya.sources.kinds import SUFFIXES, recognise, wide_encoding
from riwaya.sources.parquets import row_groups
from riwaya.sources.streams import HEAD

SLICE = 16_000_000
"""Bytes of a partition, more or less: some minutes of reading for one worker, and what a killed run does again."""

_MOST_FILES = 2_000
"""Small files that are read as one partition at most."""

_PLAN = "_plan.json"


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """What the user says of a batch: of its inputs, the words and places, and how it is cut."""

    given: InputOptions = field(default_factory=lambda: InputOptions(arabic_only=True))
    lexicon: Path | None = None
    gazetteer: Path | None = None
    slice: int = SLICE


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, or bytes [start, end) of JSON Lines from line `first` on, or row groups [start, end) of Parquet."""

    path: str
    kind: Literal["file", "lines", "rows"] = "file"
    start: int = 0
    end: int = 0
    first: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """The partitions of a batch in their order, and all that its result hangs on; `base` is where paths begin."""

    base: str
    run: Run
    linking: str
    options: BatchOptions
    inputs: tuple[tuple[str, int, int], ...]
    partitions: tuple[tuple[Piece, ...], ...]


def make_plan(patterns: Sequence[str], options: BatchOptions) -> Plan:
    """The plan for the files that these patterns name; `|` stands between several in one.

    Raises BatchError where one names nothing, or what can be no input.
    """
    files = list(dict.fromkeys(file for pattern in patterns for one in pattern.split("|") for file in _files(one)))
    stats = [(file, _stat(file)) for file in files]
    inputs = tuple((file, told.st_size, told.st_mtime_ns) for file, told in stats)
    run = reading_run(options.lexicon, options.gazetteer)
    linking = linking_hash(options.lexicon, None)
    return Plan(os.getcwd(), run, linking, options, inputs, tuple(_packed(inputs, options.slice)))


def keep_plan(plan: Plan, folder: Path) -> None:
    """Begins a batch in a folder, or finds that the folder's is this one and goes on.

    Raises BatchError where the folder holds another.
    """
    if (folder / _PLAN).exists():
        if kept_plan(folder) != plan:
            what = "holds a batch of other inputs or options, or of another program or lexicon"
            raise BatchError(str(folder), what, "name a new folder, or remove this one")
        return
    if folder.exists() and any(folder.iterdir()):
        raise BatchError(str(folder), "is not empty, and no batch", "name a new folder")
    write_json(folder / _PLAN, plan)


def kept_plan(folder: Path) -> Plan:
    """The plan of the batch in a folder.

    Raises BatchError where there is none.
    """
    try:
        return msgspec.json.decode((folder / _PLAN).read_bytes(), type=Plan)
    except FileNotFoundError:
        raise BatchError(str(folder), "holds no batch", "`riwaya batch` writes one") from None
    except msgspec.DecodeError as error:
        raise BatchError(str(folder / _PLAN), f"is damaged ({error})", "begin anew in another folder") from error


def _stat(file: str) -> os.stat_result:
    """What the system tells of an input; raises BatchError where it is no file, or its name is no text."""
    try:
        file.encode()
        found = os.stat(file)
    except UnicodeEncodeError:
        shown = file.encode("utf-8", "backslashreplace").decode()
        raise BatchError(shown, "has a name that is no UTF-8 text", "rename it") from None
    except OSError as error:
        raise BatchError(
            file, f"cannot be opened ({error.strerror})", "remove it, or name inputs without it"
        ) from error
    if not stat.S_ISREG(found.st_mode):
        raise BatchError(file, "is no file, but a pipe, a socket or a device", "remove it, or name inputs without it")
    return found


def _files(pattern: str) -> Iterator[str]:
    """The files that a pattern, a path or a folder names, by name."""
    pattern = pattern.strip()
    found = sorted(glob.glob(pattern, recursive=True)) if not os.path.exists(pattern) else [pattern]
    if not found:
        raise BatchError(pattern, "names no file", "check the name; ** stands for folders in folders")
    for path in found:
        if not os.path.isdir(path):
            yield path
            continue
        for at, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            shown = (name for name in sorted(names) if not name.startswith("."))
            yield from (os.path.join(at, name) for name in shown if PurePath(name).suffix.lower() in SUFFIXES)


def _packed(inputs: Sequence[tuple[str, int, int]], most: int) -> Iterator[tuple[Piece, ...]]:
    """Partitions: small files together, large ones alone or in pieces."""
    together: list[Piece] = []
    size = 0
    for path, length, _ in inputs:
        if together and (size + length > most or len(together) >= _MOST_FILES):
            yield tuple(together)
            together, size = [], 0
        if length > most:
            yield from ((piece,) for piece in _cut(path, most))
            continue
        together.append(Piece(path))
        size += length
    if together:
        yield tuple(together)


def _cut(path: str, most: int) -> Iterator[Piece]:
    """The pieces of a large file: what cannot be cut is one."""
    with open(path, "rb") as file:
        head = file.read(HEAD)
        kind = recognise(head, PurePath(path).name)
        file.seek(0)
        if kind == "parquet" and (groups := row_groups(file)):
            yield from _groups(path, groups, most)
        elif kind == "lines" and not wide_encoding(head) and b"\x00" not in head:
            yield from _lines(path, file, most)
        else:
            yield Piece(path)


def _groups(path: str, sizes: Sequence[int], most: int) -> Iterator[Piece]:
    start = size = 0
    for group, length in enumerate(sizes):
        if group > start and size + length > most:
            yield Piece(path, "rows", start, group)
            start, size = group, 0
        size += length
    yield Piece(path, "rows", start, len(sizes))


def _lines(path: str, file: BinaryIO, most: int) -> Iterator[Piece]:
    """Pieces that end with a line; lines are counted, so that each is named by its number in the file."""
    start = at = 0
    first = line = 1
    while block := file.read(1 << 20):
        counted = 0
        while (end := block.find(b"\n", max(counted, start + most - at - 1))) >= 0:
            line += block.count(b"\n", counted, end + 1)
            counted = end + 1
            yield Piece(path, "lines", start, at + counted, first)
            start, first = at + counted, line
        line += block.count(b"\n", counted)
        at += len(block)
    if at > start:
        yield Piece(path, "lines", start, at, first)
