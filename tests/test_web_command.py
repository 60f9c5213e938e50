"""`riwaya serve` and `riwaya user` as they are typed."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reviewing import PASSWORD, new_ledger
from riwaya.cli.app import app
from riwaya.errors import RiwayaError
from riwaya.ledger.location import locate
from riwaya.web.accounts import Accounts
from riwaya.web.serving import beside


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    new_ledger(tmp_path).close()
    return tmp_path / "riwaya.db"


def test_users_are_made_listed_and_removed(ledger: Path) -> None:
    run = CliRunner().invoke

    def riwaya(*words: str, given: str = "") -> tuple[int, str]:
        result = run(app, ["user", *words, "--ledger", str(ledger)], input=given)
        if isinstance(result.exception, RiwayaError):
            return 3, str(result.exception)
        return result.exit_code, result.stdout

    assert riwaya("add", "ليلى", "--role", "admin", given=f"{PASSWORD}\n")[0] == 0
    assert riwaya("add", "omar", "--role", "viewer", given="short\n")[0] == 3
    assert riwaya("add", "omar", "--role", "king", given=f"{PASSWORD}\n")[0] == 3
    assert riwaya("add", "omar", "--role", "viewer", given=f"{PASSWORD}\n")[0] == 0
    assert riwaya("list") == (0, "omar\tviewer\nليلى\tadmin\n")
    assert riwaya("add", "sara", "--role", "analyst", "--single-sign-on")[0] == 0
    assert Accounts(beside(locate(str(ledger)), "users")).admit("sara", "", "here") is None
    assert riwaya("remove", "sara")[0] == 0
    code, token = riwaya("token", "omar")
    accounts = Accounts(beside(locate(str(ledger)), "users"))
    user = accounts.whose(token.strip())
    assert (code, user and user.name) == (0, "omar")
    assert riwaya("token", "nobody")[0] == 3
    assert riwaya("remove", "omar")[0] == 0
    assert riwaya("remove", "omar")[0] == 3
    assert accounts.whose(token.strip()) is None


def test_it_refuses_to_serve_others_without_users(ledger: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "riwaya", "serve", "--ledger", str(ledger), "--host", "0.0.0.0", "--port", "0"],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 3
    assert "riwaya user add NAME --role admin" in done.stderr


def test_it_serves_the_page_to_this_machine(ledger: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "riwaya", "serve", "--ledger", str(ledger), "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as server:
        try:
            page = _page(f"http://127.0.0.1:{port}/")
            assert 'dir="rtl"' in page
            assert "كفرنبل" in page
        finally:
            server.send_signal(signal.SIGINT)
            _, told = server.communicate(timeout=30)
    assert f"http://127.0.0.1:{port}/" in told


def _page(address: str) -> str:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=10, context=ssl.create_default_context()) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {address}")
