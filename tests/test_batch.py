"""Batches on this machine: the same as adding, whatever is in the way, and however often they are killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import select

from batches import OTHERS, SMALL, make_inputs, records, tables_of
from ledgers import TEXTS, dumped, fill, findings, opened
from riwaya import readers
from riwaya.batch import BatchOptions, load_batch, run_batch
from riwaya.batch.bundling import tied_together
from riwaya.batch.job import Died
from riwaya.batch.local import Local
from riwaya.batch.plan import Piece, make_plan
from riwaya.batch.reading import Done
from riwaya.errors import BatchError, InputError, NotArabic
from riwaya.ledger import Ledger
from riwaya.ledger.location import locate
from riwaya.ledger.tables import compared, linking, pairs
from riwaya.model import Reading, Report
from riwaya.pipeline import Tools
from riwaya.readers import ReadingOptions
from riwaya.reconciling import reconcile_ledger
from riwaya.sources import Incoming, InputOptions, take_in
from test_cli import Run, riwaya  # noqa: F401

LOCAL = Local(ReadingOptions(processes=2))


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory, tools: object) -> list[str]:
    return make_inputs(tmp_path_factory.mktemp("collection"), 60)


@pytest.fixture(scope="module")
def made(inputs: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("batch") / "out"
    run_batch(inputs, folder, LOCAL, SMALL)
    return folder


def arrivals(inputs: list[str]) -> list[Incoming | InputError]:
    """What adding the same files takes in, in the same order, without what a batch passes over."""
    files = dict.fromkeys(path for path, *_ in make_plan(inputs, SMALL).inputs)
    return [item for item in take_in(list(files), SMALL.given) if not isinstance(item, NotArabic)]


def rows_of_linking(ledger: Ledger) -> list[list[Any]]:
    """How far it is linked: what was compared, and the pairs."""
    with ledger.database.reading() as connection:
        return [sorted(map(tuple, connection.execute(select(table)).all())) for table in (compared, pairs, linking)]


def test_a_ledger_filled_from_a_batch_is_the_ledger_filled_by_adding(
    inputs: list[str], made: Path, tmp_path: Path
) -> None:
    with opened(locate(str(tmp_path / "added.db"))) as added, opened(locate(str(tmp_path / "loaded.db"))) as loaded:
        one = Counter(kept.outcome for kept in fill(added, arrivals(inputs)))
        reconcile_ledger(added)
        other = Counter(kept.outcome for kept in load_batch(made, loaded))
        assert {name: one[name] for name in one if name != "known"} == dict(other)
        assert min(one[name] for name in ("new", "version", "copy", "known", "refused")) > 1
        assert dumped(loaded).decode().splitlines() == dumped(added).decode().splitlines()
        assert findings(loaded) == []
        assert {kept.outcome for kept in load_batch(made, loaded)} == {"known", "refused"}
        assert dumped(loaded) == dumped(added)
        assert rows_of_linking(loaded) == rows_of_linking(added)


def test_a_batch_is_loaded_into_a_ledger_that_holds_something(made: Path, tmp_path: Path, inputs: list[str]) -> None:
    first = arrivals(inputs)[:30]
    with opened(locate(str(tmp_path / "a.db"))) as ledger, opened(locate(str(tmp_path / "b.db"))) as other:
        fill(ledger, first)
        list(load_batch(made, ledger))
        fill(other, [*first, *arrivals(inputs)])
        reconcile_ledger(other)
        assert dumped(ledger) == dumped(other)


def test_every_partition_is_of_files_in_their_order(inputs: list[str]) -> None:
    plan = make_plan(inputs, SMALL)
    kinds = Counter(piece.kind for partition in plan.partitions for piece in partition)
    assert kinds["lines"] > 2
    assert kinds["rows"] > 1
    order = [piece.path for partition in plan.partitions for piece in partition]
    assert list(dict.fromkeys(order)) == [path for path, *_ in plan.inputs]


def test_lines_keep_their_numbers_when_a_file_is_cut(made: Path, inputs: list[str]) -> None:
    places = {row["place"] for row in tables_of(made)["reports"]}
    told = {item.where for item in arrivals(inputs) if isinstance(item, Incoming)}
    assert places <= told
    lines = [int(place.rpartition(" ")[2]) for place in places if "a.jsonl, line" in place]
    assert max(lines) > plan_of(inputs)[-1].first > 20


def plan_of(inputs: list[str]) -> list[Piece]:
    """The pieces of the JSON Lines."""
    return [piece for pieces in make_plan(inputs, SMALL).partitions for piece in pieces if piece.kind == "lines"]


def test_the_tables_hang_together(made: Path) -> None:
    tables = tables_of(made)
    reports = {row["id"]: row for row in tables["reports"]}
    incidents = {row["id"]: row for row in tables["incidents"]}
    assert len(reports) == len(tables["reports"])
    assert len(incidents) == len(tables["incidents"])
    for row in tables["claims"]:
        assert incidents[row["incident"]]["report"] == row["report"]
        full = f"{reports[row['report']]['title']}\n{reports[row['report']]['text']}"
        for piece in (*row["evidence"], *row["tolls"]):
            assert full[piece["start"] : piece["end"]] == piece["quote"]
    members = [incident for event in tables["events"] for incident in event["incidents"]]
    assert sorted(members) == sorted(id_ for id_, row in incidents.items() if row["newest"])
    assert any(len(event["incidents"]) > 1 for event in tables["events"])
    assert {row["one"] for row in tables["links"]} <= set(members)


def test_what_is_passed_over_is_counted_and_what_is_broken_is_refused(inputs: list[str], made: Path) -> None:
    summary = run_batch(inputs, made, LOCAL, SMALL)
    others = sum(record.get("text") in OTHERS for record in records(60))
    assert summary.counts["passed"] >= others + 1
    refused = {row["place"].split("/")[-1]: row for row in tables_of(made)["refused"]}
    assert len(refused) == summary.counts["refused"]
    assert any("damaged" in row["what"] or "unpacked" in row["what"] or "cut off" in row["what"]
               for place, row in refused.items() if place.startswith("d.warc.gz"))  # fmt: skip
    assert sum(place.startswith("a.jsonl, line") for place in refused) == 2
    assert 0 < summary.memory < 4_000


def test_a_finished_batch_is_not_done_again(inputs: list[str], made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path: path.stat().st_mtime_ns for path in made.rglob("*")}
    run_batch(inputs, made, LOCAL, SMALL)
    assert {path: path.stat().st_mtime_ns for path in made.rglob("*")} == before


def test_another_batch_is_not_mixed_into_it(inputs: list[str], made: Path, tmp_path: Path) -> None:
    with pytest.raises(BatchError, match="name a new folder"):
        run_batch(inputs[:1], made, LOCAL, SMALL)
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(BatchError, match="is not empty"):
        run_batch(inputs, tmp_path, LOCAL, SMALL)
    with pytest.raises(BatchError, match="names no file"):
        run_batch([str(tmp_path / "*.jsonl")], tmp_path / "out", LOCAL)


def test_killed_again_and_again_it_ends_the_same(inputs: list[str], made: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    program = (
        "import sys; from batches import SMALL; from riwaya.batch import run_batch; from riwaya.batch.local import Local;"
        "from riwaya.readers import ReadingOptions; from pathlib import Path;"
        "run_batch(sys.argv[2:], Path(sys.argv[1]), Local(ReadingOptions(processes=2)), SMALL)"
    )
    paths = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "tools")]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    kills = finished = 0
    for step in (3, 12, 21, 99):
        run = subprocess.Popen([sys.executable, "-c", program, str(out), *inputs], env=env)
        while run.poll() is None and len(list(out.glob("_done/*.json"))) < step:
            time.sleep(0.002)
        if run.poll() is None:
            run.send_signal(signal.SIGKILL)
            kills += 1
        run.wait(60)
        done = len(list(out.glob("_done/*.json")))
        assert done >= finished
        finished = done
    assert kills >= 3
    run_batch(inputs, out, LOCAL, SMALL)
    assert tables_of(out) == tables_of(made)


def test_poison_does_not_stop_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record beyond every limit, a text that kills its reader, one that fails in reading, a Parquet that is none."""
    folder = tmp_path / "in"
    folder.mkdir()
    with (folder / "a.jsonl").open("w", encoding="utf-8") as file:
        for text in (TEXTS[0], "قتل جندي " * 40_000, TEXTS[1]):
            file.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")
        file.write('{"text": "')
        for _ in range(60):
            file.write("قتل جندي " * 60_000)
        file.write('"}\n')
        file.write(json.dumps({"text": TEXTS[2]}, ensure_ascii=False) + "\n")
    (folder / "b.jsonl").write_text(json.dumps({"text": f"المميت {TEXTS[3]}"}, ensure_ascii=False), "utf-8")
    (folder / "c.txt").write_text(f"الفاشل {TEXTS[4]}", "utf-8")
    (folder / "d.parquet").write_bytes(b"PAR1" + b"\x00" * 400)
    cells = [TEXTS[3], "قتل " * 2_000_000]
    pq.write_table(pa.table({"text": cells}), folder / "e.parquet")
    read_report = readers.read_report

    def reading(report: Report, tools: Tools) -> Reading:
        if "المميت" in report.text:
            os._exit(9)
        if "الفاشل" in report.text:
            raise MemoryError("no room")
        return read_report(report, tools)

    monkeypatch.setattr(readers, "read_report", reading)
    summary = run_batch([str(folder)], tmp_path / "out", LOCAL, BatchOptions(InputOptions(arabic_only=True), slice=900))
    refused = {row["place"].rpartition("/")[2]: row["what"] for row in tables_of(tmp_path / "out")["refused"]}
    assert sorted(refused) == [
        "a.jsonl, line 2",
        "a.jsonl, line 4",
        "b.jsonl",
        "c.txt",
        "d.parquet",
        "e.parquet, row 2",
    ]
    assert "kills the process" in refused["b.jsonl"]
    assert "no room" in refused["c.txt"]
    assert summary.counts["reports"] == 4


def test_what_kills_its_process_slows_no_others_down(monkeypatch: pytest.MonkeyPatch) -> None:
    pools: list[int] = []

    def pool_of(processes: int) -> Any:
        pools.append(processes)
        return readers.pool_of(processes)

    monkeypatch.setattr("riwaya.batch.local.pool_of", pool_of)
    results = list(LOCAL.each(_killing, range(40)))
    assert sorted(result.number for result in results) == list(range(40))
    assert {result.number for result in results if isinstance(result, Died)} == {3, 20}
    assert pools.count(1) <= 4, "only what was being done beside a killer is done alone"


def _killing(number: int) -> Done:
    if number in (3, 20):
        os._exit(9)
    return Done(number)


def test_a_collection_without_incidents_ends_well(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("افتتح الوزير معرض الكتاب في العاصمة بحضور عدد من الكتاب.", "utf-8")
    summary = run_batch([str(tmp_path / "a.txt")], tmp_path / "out", LOCAL)
    assert (summary.counts["reports"], summary.counts["events"]) == (1, 0)
    with opened(locate(str(tmp_path / "l.db"))) as ledger:
        assert [kept.outcome for kept in load_batch(tmp_path / "out", ledger)] == ["new"]


def test_the_command_refuses_what_is_no_size_and_says_where_the_refused_stand(
    riwaya: Run,  # noqa: F811
    tmp_path: Path,
) -> None:
    (tmp_path / "a.txt").write_text(f"خبر\n{TEXTS[0]}", "utf-8")
    (tmp_path / "b.txt").write_text("", "utf-8")
    asked = ["batch", "--input", tmp_path / "*.txt", "--output", tmp_path / "out", "--processes", 1]
    for size in ("lots", "0GB", "4", "4GB'"):
        code, _, err = riwaya(*asked, "--memory", size)
        assert (code, "is no size of memory" in err, (tmp_path / "out").exists()) == (2, True, False)
    code, out, _ = riwaya(*asked, "--memory", "1 gb")
    assert code == 1
    assert out.endswith(f"what was refused, and why: {tmp_path / 'out' / 'refused'}\n")


def test_what_links_tie_stays_together() -> None:
    pairs = [(f"{n:03}", f"{n + 7:03}") for n in range(90)]
    sets = list(tied_together(pairs))
    assert [members[0] for members in sets] == [f"{n:03}" for n in range(7)]
    assert sorted(id_ for members in sets for id_ in members) == [f"{n:03}" for n in range(97)]
