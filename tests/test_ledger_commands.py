"""The commands on a ledger: what they print, where, and with which exit code."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ledgers import TEXTS
from riwaya.cli import main
from riwaya.ledger import locate, open_ledger

Ran = tuple[int, str, str]
Run = Callable[..., Ran]


@pytest.fixture
def riwaya(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs the command in this process, in an empty folder: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    for name in ("RIWAYA_LEDGER", "RIWAYA_VAULT"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object) -> Ran:
        given = [*map(str, arguments), *(["--processes", "0"] if arguments[0] == "add" else [])]
        monkeypatch.setattr(sys, "argv", ["riwaya", *given])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three reports, and one that is none."""
    made = tmp_path / "in"
    made.mkdir()
    for n, text in enumerate(TEXTS[:3]):
        (made / f"{n}.txt").write_text(f"خبر\n{text}", "utf-8")
    (made / "x.txt").write_text("Nothing of this is Arabic.", "utf-8")
    return made


def test_add_says_what_it_added_knew_and_refused(riwaya: Run, folder: Path) -> None:
    code, out, err = riwaya("add", folder)
    assert code == 1
    assert out.startswith("added 3: ")
    assert out.endswith("; knew 0; refused 1\n3 events\n")
    assert err == f"riwaya: {folder / 'x.txt'}: holds no Arabic, or next to none; Riwaya reads Arabic reports only\n"
    code, out, _ = riwaya("add", folder)
    assert (code, out) == (1, "added 0; knew 3; refused 1\n")
    assert Path("riwaya.db").exists()
    assert Path("riwaya.vault").is_dir()


def test_one_of_each_kind_is_added_once(riwaya: Run, tmp_path: Path) -> None:
    from one_of_each import make_folder

    made = tmp_path / "each"
    make_folder(made)
    first = riwaya("add", made)
    counts = open_ledger(locate("riwaya.db"))
    with counts as ledger:
        kinds = {version.kind for reading in ledger.readings() for version in ledger.history(reading.report.id)}
        assert kinds == {"text", "page", "json", "csv", "feed", "telegram", "trec"}, "the WARC's pages are known"
        before = dict(ledger.counts())
    assert (first[0], first[2]) == (0, "")
    again = riwaya("add", made)
    assert again[1].startswith("added 0; knew ")
    assert again[2] == first[2]
    with open_ledger(locate("riwaya.db")) as ledger:
        assert dict(ledger.counts()) == before
    assert riwaya("verify")[0] == 0


def test_add_of_nothing_but_refused_ends_with_3(riwaya: Run, folder: Path) -> None:
    assert riwaya("add", folder / "x.txt")[0] == 3
    assert riwaya("add", folder / "0.txt")[0] == 0
    assert riwaya("add", "no such file")[0] == 3
    assert riwaya("add")[0] == 2


def test_quiet_says_nothing_but_errors(riwaya: Run, folder: Path) -> None:
    assert riwaya("add", folder / "0.txt", "--quiet") == (0, "", "")
    code, out, err = riwaya("add", folder / "x.txt", "-q")
    assert (code, out) == (3, "")
    assert "x.txt" in err


def test_a_folder_that_holds_the_ledger_its_seal_and_its_backup_holds_no_more_reports(
    riwaya: Run, folder: Path
) -> None:
    ledger = folder / "riwaya.db"
    riwaya("add", folder, "--ledger", ledger)
    riwaya("seal", "--ledger", ledger, "-o", folder / "riwaya.seal")
    riwaya("backup", folder / "b", "--ledger", ledger)
    riwaya("backup", folder / "c", "--ledger", ledger, "--portable")
    assert riwaya("add", folder, "--ledger", ledger)[1] == "added 0; knew 3; refused 1\n"


def test_refused_lists_what_was_refused(riwaya: Run, folder: Path) -> None:
    riwaya("add", folder)
    code, out, _ = riwaya("refused")
    assert code == 0
    assert out.count("\n") == 1
    assert "holds no Arabic" in out
    told = json.loads(riwaya("refused", "--json")[1])
    assert told["where"].endswith("x.txt")
    assert told["kind"] == "NotArabic"


def test_ledger_and_vault_are_where_they_are_said_to_be(
    riwaya: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    riwaya("add", folder / "0.txt", "--ledger", "one.db")
    monkeypatch.setenv("RIWAYA_LEDGER", "two.db")
    monkeypatch.setenv("RIWAYA_VAULT", str(tmp_path / "originals"))
    riwaya("add", folder / "0.txt")
    assert Path("one.db").exists()
    assert Path("one.vault").is_dir()
    assert Path("two.db").exists()
    assert Path("originals").is_dir()
    assert not Path("riwaya.db").exists()
    assert riwaya("verify")[0] == 0


@pytest.mark.parametrize("command", ["refused", "verify", "reread", "seal"])
def test_without_a_ledger_the_command_says_so(riwaya: Run, command: str) -> None:
    code, out, err = riwaya(command)
    assert (code, out) == (3, "")
    assert "there is no ledger; add reports first" in err
    assert not Path("riwaya.db").exists()


def test_what_is_no_ledger_is_named_as_such(riwaya: Run, folder: Path) -> None:
    Path("notes.txt").write_text("these are my notes")
    for command in (["events"], ["verify"], ["add", folder / "0.txt"]):
        for name in ("notes.txt", "in"):
            code, _, err = riwaya(*command, "--ledger", name)
            assert (code, "is no ledger" in err) == (3, True), (command, name, err)
    assert Path("notes.txt").read_text() == "these are my notes"


def test_verify_says_whole_or_names_the_first_broken_link(riwaya: Run, folder: Path) -> None:
    riwaya("add", folder)
    code, out, _ = riwaya("verify")
    assert code == 0
    assert out.startswith("whole and unaltered: 8 entries, 3 reports, ")
    assert riwaya("verify", "--quiet") == (0, "", "")
    file = next(Path("riwaya.vault").rglob("*.z"))
    file.write_bytes(file.read_bytes()[:-1])
    code, out, _ = riwaya("verify")
    assert code == 1
    assert out.startswith("first broken link: audit entry ")
    assert file.name in out


def test_seal_and_verify_against_it(riwaya: Run, folder: Path) -> None:
    riwaya("add", folder)
    code, out, _ = riwaya("seal", "-o", "may.json", "--by", "the desk", "--note", "May")
    assert code == 0
    assert "sealed 8 entries by the desk: may.json" in out
    assert Path("may.json.tsq").exists()
    assert "as sealed at entry 8" in riwaya("verify", "--seal", "may.json")[1]
    assert riwaya("seal", "-o", "may.json")[0] == 3
    seal = json.loads(Path("may.json").read_bytes())
    Path("may.json").write_text(json.dumps({**seal, "head": "0" * 64}))
    code, out, _ = riwaya("verify", "--seal", "may.json")
    assert code == 1
    assert "first broken link: seal: " in out


def test_backup_and_restore(riwaya: Run, folder: Path) -> None:
    riwaya("add", folder)
    assert riwaya("backup", "kept")[0:2] == (0, "backed up to kept: 3 originals that were not there yet\n")
    assert riwaya("restore", "kept")[0] == 3
    code, out, _ = riwaya("restore", "kept", "--ledger", "again.db")
    assert code == 0
    assert out.startswith("restored and verified: 3 reports, ")
    assert riwaya("backup", "lines", "--portable")[0] == 0
    assert riwaya("restore", "lines", "--ledger", "third.db")[0] == 0
    assert riwaya("verify", "--ledger", "third.db")[0] == 0


def test_reread_says_what_it_read(riwaya: Run, folder: Path, tmp_path: Path) -> None:
    riwaya("add", folder)
    code, out, _ = riwaya("reread")
    assert (code, out) == (0, "nothing to read again: all was read with these words, places and program\n")
    (tmp_path / "empty").mkdir()
    assert riwaya("reread", "--lexicon", tmp_path / "empty")[1].startswith("nothing to read again")
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "actors.yaml").write_text("[]\n")
    assert riwaya("reread", "--lexicon", tmp_path / "words")[0:2] == (0, "read 3 again\n3 events\n")


def test_the_log_is_json_lines(riwaya: Run, folder: Path) -> None:
    riwaya("add", folder, "--log", "log.jsonl")
    lines = [json.loads(line) for line in Path("log.jsonl").read_text("utf-8").splitlines()]
    assert {line["outcome"] for line in lines if "outcome" in line} == {"new", "refused"}
    assert all({"at", "level", "logger", "message"} <= line.keys() for line in lines)


def test_a_second_writer_tells_that_it_waits(riwaya: Run, folder: Path, tmp_path: Path) -> None:
    riwaya("add", folder / "0.txt")
    with open_ledger(locate(str(tmp_path / "riwaya.db"))) as ledger:
        begun, finish = threading.Event(), threading.Event()

        def hold() -> None:
            with ledger.changing():
                begun.set()
                finish.wait(30)

        holder = threading.Thread(target=hold)
        holder.start()
        begun.wait(30)
        command = [sys.executable, "-m", "riwaya", "add", str(folder / "1.txt"), "--processes", "0"]
        with subprocess.Popen(
            command, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as second:
            assert second.stderr is not None
            assert "another program is writing to riwaya.db; waiting for it" in second.stderr.readline()
            finish.set()
            out, _ = second.communicate(timeout=60)
        holder.join()
    assert out.startswith("added 1: ")


def test_ctrl_c_keeps_what_was_added(folder: Path, tmp_path: Path) -> None:
    import signal

    big = tmp_path / "big"
    big.mkdir()
    for n in range(400):
        (big / f"{n:03}.txt").write_text(f"خبر {n}\n{TEXTS[n % 5]} {n}", "utf-8")
    command = [sys.executable, "-m", "riwaya", "add", str(big), "--log", "log.jsonl"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        for _ in range(4000):
            if (tmp_path / "log.jsonl").exists() and (tmp_path / "log.jsonl").stat().st_size:
                break
            time.sleep(0.02)
        run.send_signal(signal.SIGINT)
        _, err = run.communicate(timeout=60)
    assert "Traceback" not in err
    with open_ledger(locate(str(tmp_path / "riwaya.db"))) as ledger:
        assert ledger.counts()["versions"] > 0
