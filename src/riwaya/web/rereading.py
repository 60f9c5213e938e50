"""Reading the kept reports again, beside the pages: the commands that a user would give, one run at a time."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from riwaya.ledger import Ledger, linked

_MOST_TOLD = 2000
"""Characters kept of what the commands say."""


@dataclass(slots=True)
class Rereading:
    """The run that goes on, or the last one: who began it, what the commands said, whether one of them failed."""

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
        work = [[sys.executable, "-m", "riwaya", *command] for command in commands(ledger, options)]
        threading.Thread(target=self._run, args=(work, _environment(ledger, user)), daemon=True).start()
        return True

    def _run(self, work: Sequence[Sequence[str]], environment: Mapping[str, str]) -> None:
        try:
            for command in work:
                done = subprocess.run(command, env=environment, capture_output=True, stdin=subprocess.DEVNULL)
                said = (done.stdout + done.stderr).decode("utf-8", "replace").strip()
                self.told = f"{self.told}\n{said}".strip()[-_MOST_TOLD:]
                if done.returncode:
                    self.failed = True
                    return
        except OSError as error:
            self.told, self.failed = str(error), True
        finally:
            self.running, self.ended = False, True


def commands(ledger: Ledger, options: Sequence[str]) -> list[list[str]]:
    """What is to be done, without the program's name: read again with these words and places, then link all."""
    with ledger.database.reading() as connection:
        before = linked.linked_so_far(connection)
    words = [part for at in range(0, len(options), 2) if options[at] == "--lexicon" for part in options[at : at + 2]]
    return [["reread", *options], ["reconcile", *words, "--rules", before.rules if before else "airwars"]]


def in_words(ledger: Ledger, options: Sequence[str]) -> list[str]:
    """The same as a user would type it."""
    where = ["--ledger", str(ledger.location)]
    return [shlex.join(["riwaya", *command, *where]) for command in commands(ledger, options)]


def _environment(ledger: Ledger, user: str) -> dict[str, str]:
    """The ledger and who works on it travel in the environment: an address may hold a password."""
    at = ledger.location
    where = str(at.path) if at.path else at.url.render_as_string(hide_password=False)
    return {**os.environ, "RIWAYA_LEDGER": where, "RIWAYA_VAULT": str(at.vault), "RIWAYA_USER": user}
