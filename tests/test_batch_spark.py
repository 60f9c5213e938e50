"""Batches on Spark, in its local mode: the same tables as on this machine. The whole of it is `make spark`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from batches import SMALL, make_inputs, tables_of
from riwaya.batch import run_batch
from riwaya.batch.job import Died
from riwaya.batch.local import Local
from riwaya.batch.reading import Done
from riwaya.batch.spark import Spark, spark_session
from riwaya.errors import BatchError
from riwaya.readers import ReadingOptions

LOCAL = Local(ReadingOptions(processes=2))


@pytest.fixture(scope="module")
def spark() -> Iterator[Spark]:
    pytest.importorskip("pyspark", reason="PySpark is not installed: pip install 'riwaya[spark]'")
    try:
        with spark_session("local[2]", memory="1g") as session:
            yield Spark(session)
    except BatchError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory, tools: object) -> list[str]:
    return make_inputs(tmp_path_factory.mktemp("collection"), 250)


@pytest.fixture(scope="module")
def on_this_machine(inputs: list[str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    folder = tmp_path_factory.mktemp("batch") / "local"
    run_batch(inputs, folder, LOCAL, SMALL)
    return tables_of(folder)


def test_both_engines_give_equal_tables(
    spark: Spark, inputs: list[str], on_this_machine: dict[str, list[Any]], tmp_path: Path
) -> None:
    summary = run_batch(inputs, tmp_path / "spark", spark, SMALL)
    tables = tables_of(tmp_path / "spark")
    for name, rows in on_this_machine.items():
        assert tables[name] == rows, name
    assert len(tables["links"]) > 100
    assert 0 < summary.memory < 4_000


class Halted(Exception):
    """Thrown to stop a batch in the middle."""


def test_what_one_engine_began_the_other_ends(
    spark: Spark, inputs: list[str], on_this_machine: dict[str, list[Any]], tmp_path: Path
) -> None:
    def halt(stage: str, done: int, of: int) -> None:
        if stage == "keeping" and done == 2:
            raise Halted

    with pytest.raises(Halted):
        run_batch(inputs, tmp_path / "out", LOCAL, SMALL, halt)
    begun = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("reading-*.json")}
    run_batch(inputs, tmp_path / "out", spark, SMALL)
    assert {path: path.stat().st_mtime_ns for path in begun} == begun
    assert tables_of(tmp_path / "out") == on_this_machine


def test_a_worker_that_dies_takes_its_own_work_only(spark: Spark) -> None:
    import os

    def work(number: int) -> Done:
        if number == 3:
            os._exit(9)
        return Done(number, {"done": 1})

    found = sorted(spark.each(work, [1, 2, 3, 4]), key=lambda result: result.number)
    assert [type(result) for result in found] == [Done, Done, Died, Done]


def test_without_a_java_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    from pyspark.sql import SparkSession

    monkeypatch.setattr(SparkSession, "getActiveSession", classmethod(lambda cls: None))
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(BatchError, match="openjdk-17-jre-headless"), spark_session():
        pass
    (tmp_path / "bin").mkdir()
    java = tmp_path / "bin" / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n", "utf-8")
    java.chmod(0o755)
    with pytest.raises(BatchError, match="finds Java 11"), spark_session():
        pass
