"""A ledger on a read-only medium, or without permission: what reads works, what writes says why it cannot."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from ledgers import arrival, fill, findings, opened, own_reports
from riwaya.errors import LedgerError, VaultError
from riwaya.ledger import Decision, Opening, locate, open_ledger
from riwaya.ledger.seal import make_seal
from riwaya.ledger.vault import Vault
from riwaya.reconciling import reconcile_ledger, update_events
from riwaya.web.serving import site_for, warm_up


@pytest.fixture
def medium(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a ledger that was linked, which cannot be written; who may write anything is told that he may not."""
    folder = tmp_path / "medium"
    folder.mkdir()
    with opened(locate(str(folder / "r.db"))) as ledger:
        fill(ledger, own_reports())
        reconcile_ledger(ledger)
    modes = {path: path.stat().st_mode for path in [folder, *folder.rglob("*")]}
    for path, mode in modes.items():
        path.chmod(mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    real = os.access

    def access(path: Any, mode: int, **named: Any) -> bool:
        within = Path(path).absolute().is_relative_to(folder)
        return not (within and mode & os.W_OK) and real(path, mode, **named)

    monkeypatch.setattr(os, "access", access)
    yield folder
    for path, mode in modes.items():
        path.chmod(mode)


def test_what_reads_works_and_leaves_nothing_behind(medium: Path) -> None:
    before = sorted(medium.rglob("*"))
    with open_ledger(locate(str(medium / "r.db"))) as ledger:
        assert findings(ledger) == []
        assert len(list(ledger.events())) >= 5
        assert len(list(ledger.readings())) == 5
        assert ledger.vault.get(next(ledger.vault.names()))
    assert sorted(medium.rglob("*")) == before


def test_what_writes_says_that_it_cannot(medium: Path) -> None:
    location = locate(str(medium / "r.db"))
    with pytest.raises(LedgerError, match=r"may only be read.*copy it to where you may write"):
        open_ledger(location, Opening(create=True))
    with open_ledger(location) as ledger:
        marks = ()
        for write in (
            lambda: fill(ledger, [arrival("قتل جندي في درعا.")]),
            lambda: ledger.judge(Decision("note", marks, "x")),
            lambda: reconcile_ledger(ledger),
            lambda: update_events(ledger),
            lambda: make_seal(ledger, medium / "x.seal", "the desk"),
        ):
            with pytest.raises(LedgerError, match="may only be read"):
                write()
        assert findings(ledger) == []


def test_no_ledger_is_made_where_nothing_can_be_written(medium: Path) -> None:
    with pytest.raises(LedgerError, match="folder cannot be written"):
        open_ledger(locate(str(medium / "other.db")), Opening(create=True))


def test_the_page_shows_it(medium: Path) -> None:
    with open_ledger(locate(str(medium / "r.db"))) as ledger:
        site = site_for(ledger, "127.0.0.1")
        warm_up(site)
        assert medium not in site.index.path.parents
        with site.index.reading() as db:
            assert db.execute("SELECT count(*) FROM events").fetchone()[0] == ledger.count_events()


def test_a_vault_that_refuses_is_named_whoever_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "a file")

    with opened(locate(str(tmp_path / "r.db"))) as ledger:
        with monkeypatch.context() as patch:
            patch.setattr(Vault, "_write", refused)
            with pytest.raises(VaultError, match=r"Permission denied.*run the same command again"):
                fill(ledger, own_reports())
        assert findings(ledger) == []
        fill(ledger, own_reports())
        assert findings(ledger) == []


@pytest.fixture
def home_of_somebody(tmp_path: Path) -> Iterator[Path]:
    """A folder of somebody who may be refused: of ourselves, or of nobody, whom root becomes meanwhile."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        yield tmp_path
        return
    with opened(locate(str(tmp_path / "first.db"))) as ledger:
        fill(ledger, own_reports()[:1])
    with TemporaryDirectory() as name:
        os.chown(name, NOBODY, NOBODY)
        os.seteuid(NOBODY)
        try:
            yield Path(name)
        finally:
            os.seteuid(0)


NOBODY = 65534


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system knows no users to refuse")
def test_a_vault_without_permission_is_named(home_of_somebody: Path) -> None:
    with opened(locate(str(home_of_somebody / "r.db"))) as ledger:
        fill(ledger, own_reports()[:1])
        ledger.vault.folder.chmod(0o500)
        try:
            with pytest.raises(VaultError, match=r"Permission denied.*run the same command again"):
                fill(ledger, own_reports())
        finally:
            ledger.vault.folder.chmod(0o700)
        assert findings(ledger) == []


def test_changes_that_still_lie_in_the_log_are_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy with the log of a writer that was killed: shown with what the log holds, or refused; never without it."""
    taken = tmp_path / "taken"
    taken.mkdir()
    with opened(locate(str(tmp_path / "live.db"))) as live:
        fill(live, own_reports())
        for name in ("live.db", "live.db-wal"):
            (taken / name).write_bytes((tmp_path / name).read_bytes())
    assert (taken / "live.db-wal").stat().st_size > 0
    taken.chmod(0o500)
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK)
    try:
        with suppress(LedgerError), open_ledger(locate(str(taken / "live.db"), tmp_path / "live.vault")) as ledger:
            assert ledger.database.read_only
            assert len(list(ledger.readings())) == 5
    finally:
        taken.chmod(0o700)
