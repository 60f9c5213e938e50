"""Reading the kept reports again, beside the pages: `riwaya reread`, which links too, one run at a time."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from riwaya.ledger import Ledger

_MOST_TOLD = 2000
"""Characters kept of what the command says."""


@dataclass(slots=True)
class Rereading:
    """The run that goes on, or the last one: who began it, what the command said, whether it failed."""

    running: bool = False
    by: str = ""
    told: str = ""
    failed: bool = False
    ended: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, ledger: Ledger, user: str, options: Sequence[str]) -> bool:
        """Begins; False where one runs already."""
        with self._lock:
            if self.running:
                return False
            self.running, self.by, self.told, self.failed, self.ended = True, user, "", False, False
        command = [sys.executable, "-m", "riwaya", "reread", *options]
        threading.Thread(target=self._run, args=(command, _environment(ledger, user)), daemon=True).start()
        return True

    def _run(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        try:
            done = subprocess.run(command, env=environment, capture_output=True, stdin=subprocess.DEVNULL)
            self.told = (done.stdout + done.stderr).decode("utf-8", "replace").strip()[-_MOST_TOLD:]
            self.failed = done.returncode != 0
        except OSError as error:
            self.told, self.failed = str(error), True
        finally:
            self.running, self.ended = False, True


def in_words(ledger: Ledger, options: Sequence[str]) -> str:
    """The command as a user would type it."""
    return shlex.join(["riwaya", "reread", *options, "--ledger", str(ledger.location)])


def _environment(ledger: Ledger, user: str) -> dict[str, str]:
    """The ledger and who works on it travel in the environment: an address may hold a password."""
    at = ledger.location
    where = str(at.path) if at.path else at.url.render_as_string(hide_password=False)
    return {**os.environ, "RIWAYA_LEDGER": where, "RIWAYA_VAULT": str(at.vault), "RIWAYA_USER": user}
