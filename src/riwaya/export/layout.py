"""What a layout is: its columns, how it is written, and what it cannot express."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from riwaya.export.selection import Selection

Cell = str | int | float | None
"""What stands in one cell of a table; days are ISO 8601."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the file, the type of its values, what it means, and its label in Arabic."""

    name: str
    type: Literal["str", "int", "float", "date"]
    meaning: str
    arabic: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An event that a layout has no row for, and why."""

    event: str
    why: str


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the files, a hash for each row by its key, and the events left out."""

    files: tuple[Path, ...]
    rows: Mapping[str, str]
    left_out: tuple[LeftOut, ...] = ()


Writer = Callable[[Selection, Path, frozenset[str]], Written]
"""Writes a selection to a file, or into a folder that exists, with the extras that were asked for."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout of others that a selection can be written in.

    `into` says whether it is one file or a folder of several; `losses` are sentences, printed at each export;
    `extras` are things beyond the plain layout that a user may ask for, by name with what they do.
    """

    name: str
    title: str
    into: Literal["file", "folder"]
    suffix: str
    description: str
    losses: tuple[str, ...]
    write: Writer
    columns: Mapping[str, tuple[Column, ...]] = field(default_factory=dict)
    extras: Mapping[str, str] = field(default_factory=dict)
