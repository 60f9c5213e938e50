"""`riwaya add`: reports into the ledger."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from riwaya.cli import NOTHING_DONE, SOME_REFUSED
from riwaya.cli.options import (
    DEFAULT_LEDGER,
    ArabicOnlyOption,
    ColumnsOption,
    FollowOption,
    GazetteerOption,
    LedgerOption,
    LexiconOption,
    LinkOption,
    LogOption,
    OutletOption,
    PrivateOption,
    PublishedOption,
    QuietOption,
)
from riwaya.cli.second import (
    BUDGET,
    BaseUrlOption,
    BudgetOption,
    CacheOption,
    ModelOption,
    PricesOption,
    ReaderOption,
    SpendOption,
)

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable

    from riwaya.ledger import Kept


def add(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH|URL|-",
            help="Reports: text, HTML, feeds, WARC, JSON, CSV, Telegram exports, ZIP; folders, addresses, - for stdin.",
        ),
    ],
    ledger: LedgerOption = DEFAULT_LEDGER,
    published: PublishedOption = None,
    outlet: OutletOption = None,
    columns: ColumnsOption = None,
    follow: FollowOption = None,
    allow_private: PrivateOption = False,
    skip_other_languages: ArabicOnlyOption = False,
    lexicon: LexiconOption = None,
    gazetteer: GazetteerOption = None,
    processes: Annotated[
        int | None, typer.Option(metavar="N", min=0, help="Processes that read (0: this one); all cores by default.")
    ] = None,
    link: LinkOption = True,
    reader: ReaderOption = None,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    budget: BudgetOption = BUDGET,
    spend: SpendOption = None,
    prices: PricesOption = None,
    cache: CacheOption = None,
    quiet: QuietOption = False,
    log: LogOption = None,
) -> None:
    """Read reports into the ledger: what is new is kept with its claims. Safe to repeat, and to interrupt."""
    from riwaya.adding import add_reports
    from riwaya.cli.ledgers import logged, opened, say
    from riwaya.cli.second import open_second
    from riwaya.readers import ReadingOptions
    from riwaya.reconciling import means_for, update_events
    from riwaya.second import Asked
    from riwaya.sources import InputOptions, pass_over, take_in

    passed: list[None] = []
    second = open_second(reader, Asked(model, base_url, budget, spend, prices, cache, say))
    with logged(log), opened(ledger, create=True) as kept_in:
        options = ReadingOptions(lexicon, gazetteer, processes, second)
        given = InputOptions(published, outlet, columns or (), follow, allow_private, skip_other_languages)
        incoming = take_in(paths, given)
        if skip_other_languages:
            incoming = pass_over(incoming, lambda: passed.append(None))
        counts, told = count_kept(add_reports(incoming, kept_in, options), quiet, expected(paths))
        if not quiet:
            sys.stdout.write(f"{summary(counts, told)}\n")
            if skip_other_languages:
                sys.stdout.write(f"passed over {len(passed):,} in other languages\n")
            sys.stdout.flush()
        if second is not None:
            say(second.summary())
        made = update_events(kept_in, means_for(kept_in, lexicon) if lexicon else None) if link else None
        if made is not None and not quiet:
            sys.stdout.write(f"{kept_in.count_events():,} events\n")
    if counts["refused"]:
        raise typer.Exit(SOME_REFUSED if counts.total() > counts["refused"] else NOTHING_DONE)


def count_kept(kept: Iterable[Kept], quiet: bool, of: int | None = None) -> tuple[Counter[str], tuple[int, int]]:
    """Counts outcomes, incidents and claims as things are kept; names on standard error what is refused."""
    from collections import Counter

    from riwaya.cli.ledgers import progress, say

    counts: Counter[str] = Counter()
    incidents = claims = 0
    with progress("adding", quiet, "reports") as advance:
        for one in kept:
            counts[one.outcome] += 1
            incidents += one.incidents
            claims += one.claims
            if one.error is not None:
                say(str(one.error))
            advance(counts.total(), of)
    return counts, (incidents, claims)


def expected(paths: list[str]) -> int | None:
    """How many reports are likely to come: one a file, where all are files that hold one; else unknown."""
    found = 0
    for path in map(Path, paths):
        files = [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]
        if any(file.suffix.lower() not in (".txt", ".text", ".html", ".htm", ".xhtml") for file in files):
            return None
        found += len(files)
    return found


def summary(counts: Counter[str], told: tuple[int, int]) -> str:
    """What became of everything, in one line."""
    added = counts["new"] + counts["version"] + counts["copy"]
    of_which = [
        f"{counts[name]:,} {words}"
        for name, words in (("copy", "copies"), ("version", "new versions of known reports"))
        if counts[name]
    ]
    parts = [f"added {added:,}" + (f" ({', '.join(of_which)})" if of_which else "")]
    if added:
        parts[0] += f": {told[0]:,} incidents, {told[1]:,} claims"
    return "; ".join([*parts, f"knew {counts['known']:,}", f"refused {counts['refused']:,}"])
