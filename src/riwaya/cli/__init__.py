"""The `riwaya` command: translates words and errors, and calls the pipeline. Imports nothing heavy before it must."""

from __future__ import annotations

import os
import sys

from riwaya.errors import RiwayaError

DONE, SOME_REFUSED, WRONG_USAGE, NOTHING_DONE = 0, 1, 2, 3


def main() -> None:
    """Runs the command; errors of ours become one line on standard error and exit code 3."""
    from riwaya.cli.app import app

    try:
        app()
    except RiwayaError as error:
        sys.stderr.write(f"riwaya: {error}\n")
        sys.exit(NOTHING_DONE)
    except BrokenPipeError:
        # The reader has gone (riwaya … | head): there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(DONE)
    except KeyboardInterrupt:
        sys.exit(130)
