"""A batch on Spark: Python workers read, Spark's SQL joins, Splink's Spark backend links.

The driver and every worker must see the inputs and the output under the same paths.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from riwaya.batch.job import Died, Work
from riwaya.batch.reading import Done
from riwaya.batch.storing import written
from riwaya.errors import BatchError
from riwaya.readers import cores
from riwaya.reconcile.link_spark import score_frame

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession

_JAVA = 17
_REMEDY = "install it (Debian: openjdk-17-jre-headless) or set JAVA_HOME"


@dataclass(frozen=True, slots=True)
class Spark:
    """A running session of Spark."""

    session: SparkSession
    each_of: str = "explode"

    def each(self, work: Work, numbers: Sequence[int]) -> Iterator[Done | Died]:
        """A task each; where a task fails for good, what is left is done one by one."""
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        if not numbers:
            return
        try:
            yield from self._collect(work, numbers)
            return
        except (PySparkException, Py4JError):
            pass
        for number in numbers:
            try:
                yield from self._collect(work, [number])
            except (PySparkException, Py4JError) as error:
                yield Died(number, str(error)[:2000])

    def _collect(self, work: Work, numbers: Sequence[int]) -> list[Done]:
        frame = self.session.range(0, len(numbers), 1, len(numbers))
        rows = frame.mapInArrow(_worker(work, list(numbers)), "done string").collect()
        return [msgspec.json.decode(row.done, type=Done) for row in rows]

    def select(self, sql: str, tables: Mapping[str, Sequence[Path]], to: Path, by: str | None = None) -> None:
        """By Spark's SQL."""
        for name, files in tables.items():
            self._read(files).createOrReplaceTempView(name)
        found = self.session.sql(sql)
        with written(to) as beside:
            if by is None:
                found.write.parquet(_uri(beside))
            else:
                found.repartition(by).write.partitionBy(by).parquet(_uri(beside))

    def link(self, features: Sequence[Path], to: Path, least: float) -> None:
        """By Splink on Spark."""
        with written(to) as beside:
            checkpoints = beside.parent / ".checkpoints"
            self.session.sparkContext.setCheckpointDir(_uri(checkpoints))
            # All comparisons in one piece of Java are beyond what the JVM takes; it would try, complain and go on.
            self.session.conf.set("spark.sql.codegen.wholeStage", "false")
            try:
                score_frame(self._read(features), least).write.parquet(_uri(beside))
            finally:
                self.session.conf.unset("spark.sql.codegen.wholeStage")
                shutil.rmtree(checkpoints, ignore_errors=True)

    def _read(self, files: Sequence[Path]) -> Any:
        return self.session.read.parquet(*map(_uri, files))


def _worker(work: Work, numbers: Sequence[int]) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """What a Python worker of Spark does with the places of numbers in the list; words and places are loaded once."""

    def do(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        for batch in batches:
            done = [msgspec.json.encode(work(numbers[place])).decode() for place in batch.column(0).to_pylist()]
            yield pa.RecordBatch.from_pydict({"done": done})

    return do


def _uri(path: Path) -> str:
    return path.absolute().as_uri()


@contextmanager
def spark_session(
    master: str | None = None, processes: int | None = None, memory: str = "4g"
) -> Iterator[SparkSession]:
    """A session of the master named, or as spark-submit and the platform configure it, or else on this machine.

    Raises BatchError where PySpark is not installed, or there is no Java of 17 or newer for a session of our own.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise BatchError("spark", f"is not installed ({error})", 'pip install "riwaya[spark]"') from error
    running = SparkSession.getActiveSession()
    if running is not None:
        yield running
        return
    submitted = "PYSPARK_GATEWAY_PORT" in os.environ or "SPARK_CONF_DIR" in os.environ
    if not submitted:
        _check_java()
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("riwaya batch").config("spark.sql.session.timeZone", "UTC")
    if master or not submitted:
        builder = builder.master(master or f"local[{processes or cores()}]")
    if not submitted and (master or "local").startswith("local"):
        for name, value in _here(processes or cores(), memory).items():
            builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        session.sparkContext.setLogLevel("ERROR")
        yield session
    finally:
        session.stop()


def _here(processes: int, memory: str) -> dict[str, str]:
    """What suits one machine: no page to watch, few partitions to shuffle into, all on the loopback."""
    return {
        "spark.driver.memory": memory.lower().removesuffix("b"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": str(2 * processes),
        "spark.default.parallelism": str(2 * processes),
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.warehouse.dir": _uri(Path(tempfile.gettempdir(), "spark-warehouse")),
    }


def _check_java() -> None:
    """Raises BatchError where the Java that PySpark would start is missing or too old."""
    home = os.environ.get("JAVA_HOME")
    command = str(Path(home, "bin", "java")) if home else "java"
    try:
        told = subprocess.run([command, "-version"], capture_output=True, text=True, check=True).stderr
    except (OSError, subprocess.CalledProcessError) as error:
        raise BatchError("spark", f"finds no Java ({error})", f"it needs Java {_JAVA} or newer: {_REMEDY}") from error
    version = re.search(r'version "(\d+)', told)
    if version is None or int(version[1]) < _JAVA:
        what = f"finds Java {version[1] if version else 'of no known version'} at {command}"
        raise BatchError("spark", what, f"it needs Java {_JAVA} or newer: {_REMEDY}")
