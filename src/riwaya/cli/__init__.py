"""The `riwaya` command: translates words and errors, and calls the pipeline. Imports nothing heavy before it must."""

from __future__ import annotations

import io
import sys

from riwaya.errors import RiwayaError

SOME_REFUSED, NOTHING_DONE = 1, 3
"""Exit codes beside 0, done, and 2, wrong usage."""


def main() -> None:
    """Runs the command; errors of ours become one line on standard error and exit code 3."""
    from riwaya.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Arabic goes out as UTF-8 whatever the locale; names of files that are no text are shown escaped.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except RiwayaError as error:
        sys.stderr.write(f"riwaya: {error}\n")
        sys.exit(NOTHING_DONE)
