"""Seals and backups: what was sealed can be proven; what was backed up comes back, from one database into the other."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from ledgers import NewLocation, dumped, fill, findings, opened, own_reports
from riwaya.errors import LedgerError, VaultError
from riwaya.ledger import Ledger, locate, open_ledger
from riwaya.ledger.backup import back_up, restore
from riwaya.ledger.seal import check_seal, make_seal, read_seal
from riwaya.ledger.tables import audit, metadata
from riwaya.ledger.timestamps import timestamp_request
from test_ledger_verify import fill_every_table


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    """A ledger with something in every table, in each database."""
    fill_every_table(ledger)
    return ledger


def against(ledger: Ledger, file: Path) -> list[str]:
    return [str(found) for found in check_seal(ledger, read_seal(file))]


def test_a_seal_holds_while_the_ledger_grows(full: Ledger, tmp_path: Path) -> None:
    made = make_seal(full, tmp_path / "one.json", "the desk", "end of month")
    assert against(full, made.file) == []
    assert (made.seal.by, made.seal.note) == ("the desk", "end of month")
    fill(full, own_reports())
    make_seal(full, tmp_path / "two.json", "the desk")
    assert against(full, made.file) == []
    assert findings(full) == []


def test_entries_cut_off_without_a_trace_are_shown_by_the_seal(full: Ledger, tmp_path: Path) -> None:
    made = make_seal(full, tmp_path / "one.json", "the desk")
    with full.database.writing() as connection:
        last = connection.scalar(select(func.max(audit.c.number)))
        connection.execute(audit.delete().where(audit.c.number > last - 2))
    assert any("holds fewer now" in line for line in against(full, made.file))


def test_a_chain_made_anew_is_shown_by_the_seal(full: Ledger, tmp_path: Path) -> None:
    made = make_seal(full, tmp_path / "one.json", "the desk")
    with full.database.writing() as connection:
        connection.execute(audit.update().where(audit.c.number == made.seal.entries).values(hash="f" * 64))
    assert any("is not what it was" in line for line in against(full, made.file))


def test_a_seal_of_another_ledger_is_told_apart(full: Ledger, new_location: NewLocation, tmp_path: Path) -> None:
    with open_ledger(new_location(), _another()) as other:
        made = make_seal(other, tmp_path / "other.json", "me")
    assert any("another ledger" in line for line in against(full, made.file))


def _another():  # type: ignore[no-untyped-def]
    from riwaya.ledger import Opening

    return Opening(create=True, user="somebody else")


def test_a_seal_is_not_written_over_another(full: Ledger, tmp_path: Path) -> None:
    make_seal(full, tmp_path / "one.json", "me")
    entries = full.counts()["audit"]
    with pytest.raises(LedgerError, match="cannot be written"):
        make_seal(full, tmp_path / "one.json", "me")
    assert full.counts()["audit"] == entries


def test_a_request_for_a_time_stamp_is_written_over_nothing(full: Ledger, tmp_path: Path) -> None:
    names = ["may.seal", "2026.05", "2026.06", "june.tsq"]
    made = [make_seal(full, tmp_path / name, "me") for name in names]
    assert [one.request.name for one in made] == ["may.tsq", "2026.05.tsq", "2026.06.tsq", "june.tsq.tsq"]
    for one in made:
        assert against(full, one.file) == []
        assert one.request.read_bytes()[0] == 0x30
    (tmp_path / "july.tsq").write_bytes(b"the one that was sent")
    entries = full.counts()["audit"]
    with pytest.raises(LedgerError, match=r"july\.tsq: cannot be written"):
        make_seal(full, tmp_path / "july.seal", "me")
    assert not (tmp_path / "july.seal").exists()
    assert full.counts()["audit"] == entries


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b'{"format": "riwaya seal 9"}'])
def test_what_is_no_seal_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content)
    with pytest.raises(LedgerError, match=r"x\.json"):
        read_seal(file)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
@pytest.mark.parametrize("nonce", [0, 1, 127, 128, 255, 2**63 - 1])
def test_the_request_is_what_openssl_reads(tmp_path: Path, nonce: int) -> None:
    data = b"what was sealed"
    (tmp_path / "data").write_bytes(data)
    (tmp_path / "ours.tsq").write_bytes(timestamp_request(data, nonce))
    told = [
        subprocess.run(
            ["openssl", "ts", "-query", *arguments, "-text"], cwd=tmp_path, capture_output=True, text=True, check=True
        ).stdout.splitlines()
        for arguments in (["-in", "ours.tsq"], ["-data", "data", "-sha256", "-cert"])
    ]
    ours, theirs = ([line for line in lines if "Nonce" not in line] for lines in told)
    assert ours == theirs
    (line,) = [line for line in told[0] if "Nonce" in line]
    assert int(line.partition("0x")[2] or "0", 16) == nonce


@given(st.binary(max_size=200), st.integers(0, 2**63 - 1))
def test_a_request_names_its_length(data: bytes, nonce: int) -> None:
    request = timestamp_request(data, nonce)
    assert request[0] == 0x30
    assert request[1] == len(request) - 2


@pytest.mark.parametrize("portable", [False, True])
def test_a_backup_comes_back_as_it_was(full: Ledger, new_location: NewLocation, tmp_path: Path, portable: bool) -> None:
    assert back_up(full, tmp_path / "b", portable) == full.counts()["objects"]
    assert back_up(full, tmp_path / "b", portable) == 0
    location = new_location()
    restore(tmp_path / "b", location)
    with open_ledger(location) as again:
        assert dumped(again) == dumped(full)
        assert dict(again.counts()) == dict(full.counts())
        assert findings(again) == []
        assert [outcome.outcome for outcome in fill(again, own_reports())] == ["known"] * 5


def test_a_portable_backup_moves_from_one_database_into_the_other(
    full: Ledger, postgres: object, tmp_path: Path
) -> None:
    from sqlalchemy import URL

    from local_postgres import drop_schema, new_schema

    back_up(full, tmp_path / "b", portable=True)
    if not full.database.sqlite:
        restore(tmp_path / "b", locate(str(tmp_path / "moved.db")))
        with open_ledger(locate(str(tmp_path / "moved.db"))) as moved:
            assert dumped(moved) == dumped(full)
            assert findings(moved) == []
        return
    assert isinstance(postgres, URL)
    address = new_schema(postgres)
    location = locate(address.render_as_string(hide_password=False), tmp_path / "moved.vault")
    restore(tmp_path / "b", location)
    with open_ledger(location) as moved:
        assert dumped(moved) == dumped(full)
        assert findings(moved) == []
    drop_schema(address)


def test_originals_are_restored_as_files_not_packed_anew(
    ledger: Ledger, new_location: NewLocation, tmp_path: Path
) -> None:
    """Another machine's zlib may pack otherwise, and the chain holds the hash of the packed file."""
    import gzip as packer

    fill(ledger, own_reports()[:1])
    (file,) = ledger.vault.folder.rglob("*.z")
    other_way = packer.compress(packer.decompress(file.read_bytes()), compresslevel=1, mtime=0)
    assert other_way != file.read_bytes()
    location = new_location()
    location.vault.mkdir()
    (location.vault / file.parent.name).mkdir()
    (location.vault / file.parent.name / file.name).write_bytes(other_way)
    with opened(location) as odd:
        fill(odd, own_reports()[:1])
        assert findings(odd) == []
        back_up(odd, tmp_path / "b", portable=True)
    target = new_location()
    restore(tmp_path / "b", target)
    with open_ledger(target) as again:
        assert findings(again) == []


def test_a_backup_brought_up_to_date_takes_only_what_is_new(ledger: Ledger, tmp_path: Path) -> None:
    fill(ledger, own_reports()[:3])
    assert back_up(ledger, tmp_path / "b") == 3
    fill(ledger, own_reports())
    assert back_up(ledger, tmp_path / "b") == 2


def test_a_backup_made_while_somebody_adds_is_whole(new_location: NewLocation, tmp_path: Path) -> None:
    location = new_location()
    opened(location).close()

    def add() -> None:
        with opened(location) as other:
            for item in own_reports():
                fill(other, [item])

    writer = threading.Thread(target=add)
    with opened(location) as ledger:
        writer.start()
        for n in range(3):
            back_up(ledger, tmp_path / f"b{n}")
        writer.join(60)
    for n in range(3):
        target = new_location()
        restore(tmp_path / f"b{n}", target)
        with open_ledger(target) as again:
            assert findings(again) == []


def test_nothing_is_restored_over_a_ledger(full: Ledger, tmp_path: Path) -> None:
    back_up(full, tmp_path / "b")
    with pytest.raises(LedgerError, match="is there already"):
        restore(tmp_path / "b", full.location)
    assert findings(full) == []


@pytest.mark.parametrize("portable", [False, True])
def test_a_backup_of_another_ledger_is_not_written_over(
    full: Ledger, new_location: NewLocation, tmp_path: Path, portable: bool
) -> None:
    back_up(full, tmp_path / "b", portable)
    before = {path: path.read_bytes() for path in (tmp_path / "b").rglob("*") if path.is_file()}
    with opened(new_location()) as other:
        fill(other, own_reports()[:1])
        for lines in (False, True):
            with pytest.raises(LedgerError, match="backup of another ledger"):
                back_up(other, tmp_path / "b", lines)
    assert {path: path.read_bytes() for path in (tmp_path / "b").rglob("*") if path.is_file()} == before
    older = new_location()
    restore(tmp_path / "b", older)
    make_seal(full, tmp_path / "s.seal", "me")
    back_up(full, tmp_path / "b", not portable)
    with opened(older) as behind, pytest.raises(LedgerError, match="later state"):
        back_up(behind, tmp_path / "b", portable)


def test_what_is_no_backup_is_named(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="holds no backup"):
        restore(tmp_path, locate(str(tmp_path / "r.db")))


@pytest.mark.parametrize("damage", ["cut", "flipped", "short"])
def test_a_damaged_backup_makes_no_ledger(full: Ledger, new_location: NewLocation, tmp_path: Path, damage: str) -> None:
    back_up(full, tmp_path / "b", portable=True)
    file = tmp_path / "b" / "ledger.dump"
    data = file.read_bytes()
    if damage == "cut":
        file.write_bytes(data[: len(data) // 2])
    elif damage == "flipped":
        file.write_bytes(data[:200] + bytes([data[200] ^ 255]) + data[201:])
    else:
        file.write_bytes(gzip.compress(b"".join(gzip.decompress(data).splitlines(keepends=True)[:-1])))
    location = new_location()
    with pytest.raises(LedgerError, match=r"damaged|cut off"):
        restore(tmp_path / "b", location)
    with pytest.raises(LedgerError, match="there is no ledger"):
        open_ledger(location)


def test_a_backup_without_an_original_is_refused(full: Ledger, tmp_path: Path) -> None:
    next(full.vault.folder.rglob("*.z")).unlink()
    with pytest.raises(VaultError, match="is missing"):
        back_up(full, tmp_path / "b")
    assert not list((tmp_path / "b").glob("ledger.*[bp]"))


def test_every_table_is_in_a_portable_backup(full: Ledger, tmp_path: Path) -> None:
    back_up(full, tmp_path / "b", portable=True)
    lines = gzip.decompress((tmp_path / "b" / "ledger.dump").read_bytes()).splitlines()
    assert {line.split(b'"')[1].decode() for line in lines[1:-1]} == set(metadata.tables)
