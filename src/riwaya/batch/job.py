"""A batch as prose: read, settle, keep, link, bundle, make events. What is finished is not done again."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import msgspec

from riwaya.batch.bundling import PAIRS, TOLD, bundle
from riwaya.batch.columns import link_schema
from riwaya.batch.events import make_events
from riwaya.batch.keeping import keep_partition
from riwaya.batch.plan import BatchOptions, keep_plan, make_plan
from riwaya.batch.reading import Done, Folder, memory_held, read_partition
from riwaya.batch.rescuing import rescue
from riwaya.batch.settling import DOUBTFUL, settle
from riwaya.batch.storing import parts, table, write_json, written
from riwaya.errors import BatchError
from riwaya.reconcile.reconcile import KEPT_BELOW
from riwaya.reconcile.settings import load_weights

Work = Callable[[int], Done]
GiveUp = Callable[[Folder, int], Done]
Tell = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Died:
    """A piece of work that failed: its process was killed, or what an engine says of it."""

    number: int
    why: str = "a process was killed, often by too little memory"


class Engine(Protocol):
    """What a batch is carried out by."""

    @property
    def each_of(self) -> str:
        """What its SQL calls a row for each member of a list."""
        ...

    def each(self, work: Work, numbers: Sequence[int]) -> Iterator[Done | Died]:
        """Does pieces of work side by side, as they finish."""
        ...

    def select(self, sql: str, tables: Mapping[str, Sequence[Path]], to: Path, by: str | None = None) -> None:
        """Writes what a query over tables (files of Parquet by name) gives to a folder, in one folder a `by`."""
        ...

    def link(self, features: Sequence[Path], to: Path, least: float) -> None:
        """Writes the pairs of incidents that weigh so many bits or more to a folder."""
        ...


@dataclass(frozen=True, slots=True)
class Summary:
    """What a batch holds, by name; and the most memory that one of its processes held, in MB."""

    counts: Mapping[str, int]
    memory: int


def run_batch(
    patterns: Sequence[str], folder: Path, engine: Engine, options: BatchOptions | None = None, tell: Tell | None = None
) -> Summary:
    """Reads and reconciles what the patterns name into a folder, or goes on where a killed run stopped.

    Raises BatchError where a pattern names nothing, or the folder holds something else.
    """
    plan = make_plan(patterns, options or BatchOptions())
    keep_plan(plan, folder)
    return _Job(Folder(folder), engine, tell or (lambda what, done, of: None)).run(len(plan.partitions))


def _marked(stage: str, work: Callable[[Folder, int], Done], folder: Folder, number: int) -> Done:
    """Does a piece of work and marks it as done, or finds that it is."""
    marker = folder.marker(stage, number)
    if marker.exists():
        return msgspec.json.decode(marker.read_bytes(), type=Done)
    done = work(folder, number)
    write_json(marker, done)
    return done


class _Job:
    def __init__(self, folder: Folder, engine: Engine, tell: Tell) -> None:
        self._folder = folder
        self._engine = engine
        self._tell = tell

    def run(self, partitions: int) -> Summary:
        """Every stage in turn."""
        numbers = range(partitions)
        self._each("reading", read_partition, numbers, rescue)
        self._once("settling", self._settle)
        self._each("keeping", keep_partition, numbers)
        self._once("linking", self._link)
        self._once("bundling", self._bundle)
        self._each("making events", make_events, self._bundles())
        shutil.rmtree(self._folder.path / "_work", ignore_errors=True)
        self._once("finishing", lambda: Done(0))
        return summary_of(self._folder)

    def _each(
        self, stage: str, work: Callable[[Folder, int], Done], numbers: Sequence[int], give_up: GiveUp | None = None
    ) -> None:
        """Does what is not done of a stage; what kills its process twice is given up where that can be."""
        marked = partial(_marked, stage, work, self._folder)
        left = [number for number in numbers if not self._folder.marker(stage, number).exists()]
        done = len(numbers) - len(left)
        self._tell(stage, done, len(numbers))
        for result in self._engine.each(marked, left):
            if isinstance(result, Died):
                if give_up is None:
                    what = f"{stage}, part {result.number}, failed: {result.why}"
                    raise BatchError(str(self._folder.path), what, "what is done stays: run the same command again")
                _marked(stage, give_up, self._folder, result.number)
            done += 1
            self._tell(stage, done, len(numbers))

    def _once(self, stage: str, work: Callable[[], Done]) -> None:
        marker = self._folder.marker(stage)
        self._tell(stage, int(marker.exists()), 1)
        if not marker.exists():
            write_json(marker, work())
            self._tell(stage, 1, 1)

    def _settle(self) -> Done:
        doubtful = self._folder.table("_doubtful")
        arrivals = {"arrivals": parts(self._folder.table("_arrivals"))}
        self._engine.select(DOUBTFUL.format(each=self._engine.each_of), arrivals, doubtful)
        return settle(self._folder, parts(doubtful))

    def _link(self) -> Done:
        features, links = parts(self._folder.table("_features")), self._folder.table("links")
        least = load_weights().threshold - KEPT_BELOW
        if _rows(features) > 1:
            self._engine.link(features, links, least)
        else:
            with written(links) as beside, table(beside / "part-00000.parquet", link_schema()):
                pass
        return Done(0, {"links": _rows(parts(links))}, memory_held())

    def _bundle(self) -> Done:
        links = parts(self._folder.table("links"))
        bundles = self._folder.table("_bundles") / "part-00000.parquet"
        first = bundle(links, load_weights().threshold, bundles)
        tables = {name: parts(self._folder.table(name)) for name in ("incidents", "reports")}
        told, pairs = self._folder.table("_told"), self._folder.table("_pairs")
        self._engine.select(TOLD.format(first=first), {**tables, "bundles": [bundles]}, told, "bundle")
        self._engine.select(PAIRS, {"links": links, "bundles": [bundles]}, pairs, "bundle")
        return Done(0, {"bundles": first}, memory_held())

    def _bundles(self) -> list[int]:
        """The numbers of the bundles that hold something; those done, where the work is put away already."""
        found = self._folder.table("_told").glob("bundle=*")
        return sorted(int(path.name.partition("=")[2]) for path in found)


def _rows(files: Sequence[Path]) -> int:
    import pyarrow.parquet as pq

    return sum(pq.read_metadata(file).num_rows for file in files)


def summary_of(folder: Folder) -> Summary:
    """What a batch holds, by what each piece of work told when it was done."""
    counts: Counter[str] = Counter()
    memory = 0
    for marker in sorted((folder.path / "_done").glob("*.json")):
        done = msgspec.json.decode(marker.read_bytes(), type=Done)
        counts.update(done.counts)
        memory = max(memory, done.memory)
    return Summary(counts, memory)
