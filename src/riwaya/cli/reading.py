"""`riwaya read`: inputs through the pipeline to the terminal, to JSON Lines or to a page."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from riwaya.errors import InputError, RiwayaError
from riwaya.model import Reading
from riwaya.pipeline import Tools, load_tools, read_report
from riwaya.sources import InputOptions, pass_over, read_inputs


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the user wants to see the readings."""

    json: bool = False
    html: Path | None = None
    lexicon: Path | None = None
    gazetteer: Path | None = None


@dataclass(slots=True)
class _Count:
    done: int = 0
    refused: int = 0
    passed: int = 0

    def pass_one(self) -> None:
        self.passed += 1


def read_and_show(paths: Sequence[str], options: InputOptions, wanted: Wanted) -> tuple[int, int]:
    """Reads all inputs and shows them as wanted; returns how many reports were read and how many inputs refused."""
    count = _Count()
    readings = _readings(paths, options, load_tools(wanted.lexicon, wanted.gazetteer), count)
    if wanted.html is not None:
        if not wanted.html.absolute().parent.is_dir():
            raise RiwayaError(f"{wanted.html}: cannot be written (its folder does not exist); name another file")
        readings = _kept_for_page(readings, wanted.html)
    try:
        _show(readings, wanted)
    except BrokenPipeError:
        # The reader has gone (riwaya … | head): there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if count.passed:
        sys.stderr.write(f"riwaya: {count.passed} passed over in other languages\n")
    if count.refused:
        sys.stderr.write(f"riwaya: {count.refused} refused, {count.done} read\n")
    return count.done, count.refused


def _show(readings: Iterator[Reading], wanted: Wanted) -> None:
    if wanted.json:
        _print_json(readings)
    elif wanted.html is None:
        _print_views(readings)
    else:
        for _ in readings:
            pass


def _readings(paths: Sequence[str], options: InputOptions, tools: Tools, count: _Count) -> Iterator[Reading]:
    items = read_inputs(paths, options)
    for item in pass_over(items, count.pass_one) if options.arabic_only else items:
        if isinstance(item, InputError):
            count.refused += 1
            sys.stderr.write(f"riwaya: {item}\n")
            sys.stderr.flush()
        else:
            count.done += 1
            yield read_report(item, tools)


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
