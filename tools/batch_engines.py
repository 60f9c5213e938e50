"""One collection through both engines, and one table of incidents through both of Splink's backends: `make spark`.

python tools/batch_engines.py reports 2000      equal tables, seconds of each stage, memory of each worker
python tools/batch_engines.py incidents 100000  equal pairs and equal groups, seconds
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq

from bench_linking import made_up
from riwaya.batch import BatchOptions, Engine, run_batch
from riwaya.batch.local import Local
from riwaya.batch.spark import Spark, spark_session
from riwaya.batch.storing import parts, rows_in
from riwaya.readers import ReadingOptions, cores
from riwaya.reconcile.grouping import Member, group, member_of
from riwaya.reconcile.link import scored_of, table_of
from riwaya.reconcile.reconcile import KEPT_BELOW
from riwaya.reconcile.settings import load_weights

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from batches import make_inputs, tables_of

_SLICE = 1_000_000


def main(what: str, count: int) -> int:
    """Compares; returns 1 where the engines differ."""
    work = Path(tempfile.mkdtemp(prefix="riwaya-batch-"))
    try:
        same = compare_reports(count, work) if what == "reports" else compare_incidents(count, work)
    finally:
        shutil.rmtree(work)
    print("equal" if same else "DIFFERENT")
    return 0 if same else 1


@contextmanager
def engines() -> Iterator[dict[str, Engine]]:
    """Both, Spark with a session on this machine."""
    with spark_session() as session:
        yield {"local": Local(ReadingOptions()), "spark": Spark(session)}


def compare_reports(count: int, work: Path) -> bool:
    """Runs one mixed collection through both."""
    inputs = make_inputs(work / "in", count)
    print(f"{count:,} reports and their copies, versions and broken neighbours; {cores()} cores")
    with engines() as both:
        for name, engine in both.items():
            stages: dict[str, float] = {}
            begun = time.perf_counter()

            def tell(stage: str, done: int, of: int, stages: dict[str, float] = stages) -> None:
                stages.setdefault(stage, time.perf_counter())

            summary = run_batch(inputs, work / name, engine, BatchOptions(slice=_SLICE), tell)
            ends = [*list(stages.values())[1:], time.perf_counter()]
            told = ", ".join(
                f"{stage} {end - start:.1f}" for (stage, start), end in zip(stages.items(), ends, strict=True)
            )
            print(f"{name}: {time.perf_counter() - begun:.1f} s ({told}); at most {summary.memory} MB in a worker")
            print(f"  {dict(summary.counts)}")
    one, other = (tables_of(work / name) for name in both)
    for table in one:
        print(f"  {table}: {len(one[table]):,} rows, {'equal' if one[table] == other[table] else 'DIFFERENT'}")
    return one == other


def compare_incidents(count: int, work: Path) -> bool:
    """Links one table of made-up incidents with both."""
    weights = load_weights()
    rows = list(made_up(count))
    features = work / "features.parquet"
    pq.write_table(table_of(rows), features)
    members: list[Member] = [member_of(row) for row in rows]
    found = {}
    with engines() as both:
        for name, engine in both.items():
            begun = time.perf_counter()
            engine.link([features], work / name, weights.threshold - KEPT_BELOW)
            linked = time.perf_counter() - begun
            pairs = sorted(
                (scored_of(row, weights) for row in rows_in(parts(work / name))), key=lambda p: (p.left, p.right)
            )
            groups = group(members, pairs, weights.threshold)
            found[name] = pairs, groups
            print(f"{name}: {count:,} incidents, {len(pairs):,} pairs in {linked:.1f} s, {len(groups):,} groups")
    print(f"  pairs and weights {'equal' if found['local'][0] == found['spark'][0] else 'DIFFERENT'}")
    return found["local"][1] == found["spark"][1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
