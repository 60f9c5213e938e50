"""`riwaya batch` and `riwaya load`: collections that outgrow one process."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from riwaya.cli import NOTHING_DONE, SOME_REFUSED
from riwaya.cli.options import (
    DEFAULT_LEDGER,
    ColumnsOption,
    GazetteerOption,
    LedgerOption,
    LexiconOption,
    OutletOption,
    PublishedOption,
    QuietOption,
)

if TYPE_CHECKING:
    from riwaya.batch import Engine, Summary
    from riwaya.batch.job import Tell
    from riwaya.readers import ReadingOptions


def _memory(text: str) -> str:
    found = re.fullmatch(r"([1-9]\d*)\s*([MG])i?B?", text.strip(), re.IGNORECASE)
    if found is None:
        raise typer.BadParameter(f"{text!r} is no size of memory; write it as 4GB or 500MB")
    return f"{found[1]}{found[2].upper()}B"


def batch(
    inputs: Annotated[
        list[str],
        typer.Option(
            "--input", metavar="GLOB|GLOB|…", help="What to read: files, folders, patterns; | between several."
        ),
    ],
    output: Annotated[Path, typer.Option("--output", metavar="DIR", help="The folder of tables that is written.")],
    engine: Annotated[Literal["local", "spark"], typer.Option(help="A pool of processes here, or Spark.")] = "local",
    published: PublishedOption = None,
    outlet: OutletOption = None,
    columns: ColumnsOption = None,
    all_languages: Annotated[
        bool, typer.Option("--all-languages", help="Refuse by name what is not Arabic, instead of passing over it.")
    ] = False,
    processes: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Processes that read; all cores by default.")
    ] = None,
    memory: Annotated[
        str, typer.Option(parser=_memory, metavar="SIZE", help="What linking may hold before it uses the disk.")
    ] = "4GB",
    master: Annotated[
        str | None, typer.Option(metavar="URL", help="Spark's master; else as spark-submit says, or this machine.")
    ] = None,
    lexicon: LexiconOption = None,
    gazetteer: GazetteerOption = None,
    quiet: QuietOption = False,
) -> None:
    """Read and reconcile a large collection into Parquet tables. A killed run goes on where it stopped."""
    from riwaya.batch import BatchOptions, run_batch
    from riwaya.readers import ReadingOptions
    from riwaya.sources import InputOptions

    given = InputOptions(published, outlet, columns or (), False, False, not all_languages)
    options = BatchOptions(given, lexicon, gazetteer)
    reading = ReadingOptions(lexicon, gazetteer, processes)
    with _engine(engine, reading, memory, master) as by, _telling(quiet) as tell:
        summary = run_batch(inputs, output, by, options, tell)
    if not quiet:
        sys.stdout.write(_words(summary, output))
    if summary.counts.get("refused"):
        raise typer.Exit(SOME_REFUSED if summary.counts.get("arrived") else NOTHING_DONE)


def load(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder that `riwaya batch` wrote.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    quiet: QuietOption = False,
) -> None:
    """Bring the result of a batch into a ledger, as if its inputs had been added there. Safe to repeat."""
    from riwaya.batch import load_batch
    from riwaya.cli.adding import count_kept, summary
    from riwaya.cli.ledgers import opened

    with opened(ledger, create=True) as kept_in:
        counts, told = count_kept(load_batch(folder, kept_in), quiet)
        events = sum(1 for _ in kept_in.events())
    if not quiet:
        sys.stdout.write(f"{summary(counts, told)}\n{events:,} events\n")
    if counts["refused"]:
        raise typer.Exit(SOME_REFUSED if counts.total() > counts["refused"] else NOTHING_DONE)


@contextmanager
def _engine(name: str, reading: ReadingOptions, memory: str, master: str | None) -> Iterator[Engine]:
    if name == "local":
        from riwaya.batch.local import Local

        yield Local(reading, memory)
        return
    from riwaya.batch.spark import Spark, spark_session

    with spark_session(master, reading.processes, memory) as session:
        yield Spark(session)


@contextmanager
def _telling(quiet: bool) -> Iterator[Tell]:
    """A bar on standard error, one stage after the other."""
    from riwaya.cli.ledgers import progress

    with progress("batch", quiet, "partitions") as advance:
        yield lambda stage, done, of: advance(done, of)


def _words(summary: Summary, output: Path) -> str:
    """What a batch holds, in a few lines."""
    counts = Counter(summary.counts)
    arrived = f"{counts['reports']:,} reports ({counts['copy']:,} copies, {counts['version']:,} new versions)"
    rest = f"{counts['known']:,} came again, {counts['refused']:,} refused, {counts['passed']:,} in other languages"
    told = f"{counts['incidents']:,} incidents, {counts['claims']:,} claims, {counts['links']:,} pairs"
    held = f"at most {summary.memory:,} MB in one process; tables in {output}"
    where = f"what was refused, and why: {output / 'refused'}\n" if counts["refused"] else ""
    return f"{arrived}; {rest}\n{told}, {counts['events']:,} events\n{held}\n{where}"
