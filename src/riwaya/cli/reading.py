"""`riwaya read`: inputs through the pipeline to the terminal, to JSON Lines or to a page."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from riwaya.errors import InputError, RiwayaError
from riwaya.model import Reading, Report
from riwaya.pipeline import load_tools
from riwaya.readers import ReadingOptions, Told, read_in_order
from riwaya.sources import InputOptions, pass_over, read_inputs

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
    passed: int = 0

    def pass_one(self) -> None:
        self.passed += 1


def read_and_show(paths: Sequence[str], options: InputOptions, wanted: Wanted) -> tuple[int, int]:
    """Reads all inputs and shows them as wanted; returns how many reports were read and how many inputs refused."""
    from riwaya.wire import dump

    count = _Count()
    if wanted.html is not None and not wanted.html.absolute().parent.is_dir():
        raise RiwayaError(f"{wanted.html}: cannot be written (its folder does not exist); name another file")
    items = read_inputs(paths, options)
    if options.arabic_only:
        items = pass_over(items, count.pass_one)
    try:
        if wanted.json and wanted.html is None:
            _print_lines(_read(items, wanted, dump, count))
        else:
            readings = _read(items, wanted, whole, count)
            _show(readings if wanted.html is None else _kept_for_page(readings, wanted.html), wanted)
    except BrokenPipeError:
        # The reader has gone (riwaya … | head): there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if count.passed:
        sys.stderr.write(f"riwaya: {count.passed} passed over in other languages\n")
    if count.refused:
        sys.stderr.write(f"riwaya: {count.refused} refused, {count.done} read\n")
    if wanted.second is not None:
        sys.stderr.write(f"riwaya: {wanted.second.summary()}\n")
    return count.done, count.refused


def whole(reading: Reading) -> Reading:
    """The reading itself, for what shows more of it than a line."""
    return reading


def _read(
    items: Iterator[Report | InputError], wanted: Wanted, told: Callable[[Reading], Told], count: _Count
) -> Iterator[Told]:
    """What is told of each report; what is refused is named and counted."""
    reading_options = ReadingOptions(wanted.lexicon, wanted.gazetteer, second=wanted.second)
    load_tools(wanted.lexicon, wanted.gazetteer)
    with closing(read_in_order(items, reading_options, told, sys.stdout.flush)) as found:
        for one in found:
            if isinstance(one, InputError):
                count.refused += 1
                sys.stderr.write(f"riwaya: {one}\n")
                sys.stderr.flush()
            else:
                count.done += 1
                yield one


def _show(readings: Iterator[Reading], wanted: Wanted) -> None:
    from riwaya.wire import dump

    if wanted.json:
        _print_lines(map(dump, readings))
    elif wanted.html is None:
        _print_views(readings)
    else:
        for _ in readings:
            pass


def _print_lines(lines: Iterable[str]) -> None:
    out = sys.stdout.buffer
    for line in lines:
        out.write(line.encode() + b"\n")
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
