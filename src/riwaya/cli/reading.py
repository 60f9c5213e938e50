"""`riwaya read`: inputs through the pipeline to the terminal, to JSON Lines or to a page."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from riwaya.errors import InputError, RiwayaError
from riwaya.model import Reading, Report
from riwaya.pipeline import load_tools, read_report
from riwaya.sources import InputOptions, read_inputs

if TYPE_CHECKING:
    from riwaya.second import SecondReader


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the user wants to see the readings."""

    json: bool = False
    html: Path | None = None
    lexicon: Path | None = None
    gazetteer: Path | None = None
    second: SecondReader | None = None


@dataclass(slots=True)
class _Count:
    done: int = 0
    refused: int = 0


def read_and_show(paths: Sequence[str], options: InputOptions, wanted: Wanted) -> tuple[int, int]:
    """Reads all inputs and shows them as wanted; returns how many reports were read and how many inputs refused."""
    count = _Count()
    readings = _readings(paths, options, _reading_with(wanted), count)
    if wanted.html is not None:
        if not wanted.html.absolute().parent.is_dir():
            raise RiwayaError(f"{wanted.html}: cannot be written (its folder does not exist); name another file")
        readings = _kept_for_page(readings, wanted.html)
    try:
        _show(readings, wanted)
    except BrokenPipeError:
        # The reader has gone (riwaya … | head): there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if count.refused:
        sys.stderr.write(f"riwaya: {count.refused} refused, {count.done} read\n")
    if wanted.second is not None:
        sys.stderr.write(f"riwaya: {wanted.second.summary()}\n")
    return count.done, count.refused


def _show(readings: Iterator[Reading], wanted: Wanted) -> None:
    if wanted.json:
        _print_json(readings)
    elif wanted.html is None:
        _print_views(readings)
    else:
        for _ in readings:
            pass


_Read = Callable[[Report], Reading]


def _reading_with(wanted: Wanted) -> _Read:
    """Reads a report with the words and places asked for, and with the second reader where there is one."""
    tools, second = load_tools(wanted.lexicon, wanted.gazetteer), wanted.second
    if second is None:
        return lambda report: read_report(report, tools)
    from riwaya.second import read_twice

    return lambda report: read_twice(report, tools, second)[0]


def _readings(paths: Sequence[str], options: InputOptions, read: _Read, count: _Count) -> Iterator[Reading]:
    for item in read_inputs(paths, options):
        if isinstance(item, InputError):
            count.refused += 1
            sys.stderr.write(f"riwaya: {item}\n")
            sys.stderr.flush()
        else:
            count.done += 1
            yield read(item)


def _print_json(readings: Iterator[Reading]) -> None:
    from riwaya.wire import dump

    out = sys.stdout.buffer
    for reading in readings:
        out.write(dump(reading).encode() + b"\n")
        out.flush()


def _print_views(readings: Iterator[Reading]) -> None:
    from riwaya.cli.terminal import Terminal

    terminal = Terminal()
    for reading in readings:
        terminal.show(reading)


def _kept_for_page(readings: Iterator[Reading], target: Path) -> Iterator[Reading]:
    """Passes the readings on, and writes the page of all of them at the end."""
    from riwaya.cli.page import render_page

    kept = []
    for reading in readings:
        kept.append(reading)
        yield reading
    if not kept:
        return
    try:
        target.write_text(render_page(kept), "utf-8")
    except OSError as error:
        raise RiwayaError(f"{target}: cannot be written ({error.strerror}); name another file") from error
    sys.stderr.write(f"wrote {target}: {len(kept)} {'report' if len(kept) == 1 else 'reports'}\n")
