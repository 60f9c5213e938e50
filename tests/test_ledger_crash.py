"""Crashes: killed at any moment, with a full disk or a failing rename, the ledger ends as if nothing had been."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crash import make_input
from ledgers import NewLocation, dumped, fill, findings, opened, own_reports
from riwaya.errors import VaultError
from riwaya.ledger import Ledger, locate
from riwaya.ledger import vault as vault_module
from riwaya.ledger.canonical import digest_bytes
from riwaya.ledger.vault import Vault
from riwaya.readers import cores

CRASH = Path(__file__).parent.parent / "tools" / "crash.py"
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


@needs_fork
def test_killed_at_random_moments_nothing_is_lost_or_doubled() -> None:
    """The whole of it, 200 kills on each database, is `make crash`."""
    done = subprocess.run([sys.executable, str(CRASH), "8", "40"], capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr
    assert "SQLite: 8 kills while adding 40 reports" in done.stdout
    assert "PostgreSQL: 8 kills" in done.stdout or "PostgreSQL left out" in done.stdout


@needs_fork
@pytest.mark.skipif(cores() < 2, reason="on one core everything is read in one process")
def test_no_reading_process_outlives_its_parent(tmp_path: Path) -> None:
    make_input(tmp_path / "in", 60)
    command = [sys.executable, "-m", "riwaya", "add", str(tmp_path / "in"), "--ledger", str(tmp_path / "r.db")]
    parent = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    children: list[int] = []
    for _ in range(3000):
        children = children_of(parent.pid)
        if len(children) >= 2 or parent.poll() is not None:
            break
        time.sleep(0.02)
    parent.send_signal(signal.SIGKILL)
    assert parent.wait(20) in (0, -signal.SIGKILL), "it failed before it could be killed"
    assert children, "no reading process was seen before the run was over"
    for _ in range(200):
        if not any(Path(f"/proc/{child}/stat").exists() and is_running(child) for child in children):
            return
        time.sleep(0.05)
    pytest.fail(f"still running: {children}")


def children_of(pid: int) -> list[int]:
    file = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in file.read_text().split()] if file.exists() else []


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def full_disk(*_: Any, **__: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device", "a file")


Break = Callable[[pytest.MonkeyPatch, int], None]


def fail_at(count: int, real: Callable[..., Any]) -> Callable[..., Any]:
    """The real thing, which fails from the call of that number on."""
    calls = iter(range(count))

    def called(*arguments: Any, **named: Any) -> Any:
        return real(*arguments, **named) if next(calls, None) is not None else full_disk()

    return called


@pytest.mark.parametrize("what", ["rename", "fsync", "mkdir", "write"])
@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_disk_that_is_full_at_some_moment(
    new_location: NewLocation, monkeypatch: pytest.MonkeyPatch, what: str, count: int
) -> None:
    with opened(new_location()) as undisturbed:
        fill(undisturbed, own_reports())
        expected = dumped(undisturbed)
    with opened(new_location()) as ledger:
        fill(ledger, own_reports()[:1])
        with monkeypatch.context() as patch:
            if what in ("rename", "fsync"):
                patch.setattr(vault_module.os, what, fail_at(count, getattr(os, what)))
            elif what == "mkdir":
                patch.setattr(Path, "mkdir", fail_at(0, Path.mkdir))
            else:
                patch.setattr(Vault, "_write", fail_at(count, Vault._write))
            with pytest.raises(VaultError, match=r"No space left on device.*run the same command again"):
                fill(ledger, own_reports())
        assert findings(ledger) == []
        fill(ledger, own_reports())
        assert dumped(ledger) == expected
        assert findings(ledger) == []


def test_a_file_system_that_takes_no_more(tmp_path: Path) -> None:
    """A real limit on the size of files: SQLite's file or its log cannot grow; PostgreSQL writes in a process of its own."""
    location = locate(str(tmp_path / "r.db"))
    make_input(tmp_path / "in", 40)
    command = [sys.executable, "-m", "riwaya", "add", str(tmp_path / "in"), "--ledger", str(location.path)]

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    ran = subprocess.run(command, preexec_fn=limit, capture_output=True, text=True, check=False)
    assert ran.returncode == 3, ran.stderr
    assert "run the same command again" in ran.stderr
    again = subprocess.run([*command, "--quiet"], capture_output=True, text=True, check=False)
    assert again.returncode == 1, "two inputs are refused"
    with opened(location) as ledger:
        assert findings(ledger) == []
        assert ledger.counts()["versions"] == 43


def test_a_failing_commit_keeps_nothing_of_the_group(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    from riwaya.ledger.audit import Chain

    before = dumped(ledger)
    with monkeypatch.context() as patch:
        patch.setattr(Chain, "flush", full_disk)
        with pytest.raises(OSError, match="No space"):
            fill(ledger, own_reports())
    assert dumped(ledger) == before
    assert [kept.outcome for kept in fill(ledger, own_reports())] == ["new"] * 5
    assert findings(ledger) == []


def test_what_a_killed_writer_left_half_written_is_swept_away(new_location: NewLocation) -> None:
    location = new_location()
    with opened(location) as ledger:
        fill(ledger, own_reports()[:1])
    (location.vault / "new" / ("0" * 64)).write_bytes(b"half")
    with opened(location) as ledger:
        fill(ledger, own_reports())
        assert list((location.vault / "new").iterdir()) == []
        assert findings(ledger) == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.binary(max_size=3_000), max_size=6))
def test_the_vault_gives_back_what_it_was_given(tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes]) -> None:
    vault = Vault(tmp_path_factory.mktemp("vault"))
    named = {digest_bytes(piece): piece for piece in pieces}
    first = vault.put(named)
    assert {name: vault.get(name) for name in named} == named
    assert vault.put(named) == first
    assert list(vault.names()) == sorted(named)
    assert {name: stored.size for name, stored in first.items()} == {name: len(data) for name, data in named.items()}


def test_the_vault_never_overwrites(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    name = digest_bytes(b"first")
    vault.put({name: b"first"})
    inode = vault.path(name).stat().st_ino
    vault.put({name: b"first"})
    assert vault.path(name).stat().st_ino == inode
    vault.path(name).write_bytes(b"damaged")
    with pytest.raises(VaultError, match="damaged"):
        vault.put({name: b"first"})
    assert vault.path(name).read_bytes() == b"damaged"
