"""A batch on this machine: a pool of processes, and DuckDB."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from riwaya.batch.job import Died, Work
from riwaya.batch.reading import Done
from riwaya.batch.storing import written
from riwaya.readers import ReadingOptions, cores, pool_of, warm_up
from riwaya.reconcile.link import score_files


@dataclass(frozen=True, slots=True)
class Local:
    """How many processes work (None: one a core), and how much memory DuckDB takes before it turns to the disk."""

    reading: ReadingOptions
    memory: str = "4GB"
    each_of: str = "unnest"

    def each(self, work: Work, numbers: Sequence[int]) -> Iterator[Done | Died]:
        """In a pool; work whose process dies is done once more, alone."""
        if not numbers:
            return
        warm_up(self.reading)
        gc.freeze()
        waiting = deque(numbers)
        while waiting:
            for number in (yield from self._pooled(work, waiting, self.reading.processes or cores())):
                for killer in (yield from self._pooled(work, deque([number]), 1)):
                    yield Died(killer)

    def _pooled(self, work: Work, waiting: deque[int], processes: int) -> Generator[Done | Died, None, list[int]]:
        """Does what waits, until it is done or a process dies: then returns what was being done at that moment.

        No more is begun than there are processes, so that one who kills his process makes few suspects.
        """
        with pool_of(min(processes, len(waiting))) as pool:
            begun: dict[Future[Done], int] = {}
            try:
                while waiting or begun:
                    while waiting and len(begun) < processes:
                        begun[pool.submit(work, waiting[0])] = waiting[0]
                        waiting.popleft()
                    for future in wait(begun, return_when=FIRST_COMPLETED).done:
                        yield future.result()
                        del begun[future]
            except BrokenProcessPool:
                if not begun:
                    raise
                return sorted(begun.values())
            finally:
                pool.shutdown(cancel_futures=True)
        return []

    def select(self, sql: str, tables: Mapping[str, Sequence[Path]], to: Path, by: str | None = None) -> None:
        """By DuckDB."""
        import duckdb

        with written(to) as beside, duckdb.connect(":memory:") as connection:
            for name, value in self._limits(beside.parent).items():
                connection.execute(f"set {name} = '{value}'")
            connection.execute("set enable_progress_bar = false")
            for name, files in tables.items():
                listed = ", ".join(f"'{_quoted(file)}'" for file in files)
                connection.execute(
                    f"create view {name} as select * from read_parquet([{listed}], hive_partitioning = false)"
                )
            if by is None:
                beside.mkdir()
                connection.execute(f"copy ({sql}) to '{_quoted(beside)}/part-00000.parquet' (format parquet)")
            else:
                connection.execute(f"copy ({sql}) to '{_quoted(beside)}' (format parquet, partition_by ({by}))")

    def link(self, features: Sequence[Path], to: Path, least: float) -> None:
        """By Splink on DuckDB."""
        with written(to) as beside:
            beside.mkdir()
            target = beside / "part-00000.parquet"
            score_files([str(file) for file in features], target, least, self._limits(beside.parent))

    def _limits(self, at: Path) -> dict[str, str]:
        return {"memory_limit": self.memory, "temp_directory": f"{_quoted(at)}/.duckdb"}


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
