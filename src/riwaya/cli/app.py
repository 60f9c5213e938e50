"""The commands and their options."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from riwaya import __version__
from riwaya.cli import NOTHING_DONE, SOME_REFUSED
from riwaya.cli.adding import add
from riwaya.cli.backups import backup, restore
from riwaya.cli.batching import batch, load
from riwaya.cli.exports import export
from riwaya.cli.judging import judge
from riwaya.cli.options import (
    DEFAULT_LEDGER,
    ArabicOnlyOption,
    ColumnsOption,
    FollowOption,
    GazetteerOption,
    LedgerOption,
    LexiconOption,
    LinkOption,
    PrivateOption,
    day,
)
from riwaya.cli.plugged import plugins
from riwaya.cli.reconciled import events, reconcile, show, speakers, why
from riwaya.cli.refused import refused
from riwaya.cli.reporting import plot, report
from riwaya.cli.rereading import reread
from riwaya.cli.sealing import seal
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
from riwaya.cli.serving import serve, user_app
from riwaya.cli.verifying import verify

app = typer.Typer(
    name="riwaya",
    help="Reads Arabic conflict reporting: who says what, through whom, about which event, in which words.",
    epilog="Exit codes: 0 done, 1 some inputs refused (each named on stderr), 2 wrong usage, 3 nothing could be done.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
lexicon_app = typer.Typer(help="Your own words: actors, outlets, verbs, weapons.", no_args_is_help=True)
app.add_typer(lexicon_app, name="lexicon")
gazetteer_app = typer.Typer(help="Your own places.", no_args_is_help=True)
app.add_typer(gazetteer_app, name="gazetteer")
app.add_typer(user_app, name="user")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"riwaya {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """What holds for every command."""


@app.command()
def read(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH|URL|-",
            help="Reports: text, pages, JSON, CSV, feeds, WARC, Telegram exports, TREC, any of these in ZIP or gzip; "
            "folders, addresses, - for standard input.",
        ),
    ],
    json: Annotated[bool, typer.Option("--json", help="Print JSON Lines, one object a report.")] = False,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write a page: the words marked, the claims beside them."),
    ] = None,
    published: Annotated[
        date | None,
        typer.Option(parser=day, metavar="DAY", help="Day of publication, for reports that do not tell it."),
    ] = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Outlet, for reports that do not tell it.")] = None,
    columns: ColumnsOption = None,
    follow: FollowOption = None,
    allow_private: PrivateOption = False,
    skip_other_languages: ArabicOnlyOption = False,
    lexicon: LexiconOption = None,
    gazetteer: GazetteerOption = None,
    reader: ReaderOption = None,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    budget: BudgetOption = BUDGET,
    spend: SpendOption = None,
    prices: PricesOption = None,
    cache: CacheOption = None,
) -> None:
    """The claims of these reports: on the terminal, as JSON Lines, or as a page."""
    from riwaya.cli.ledgers import say
    from riwaya.cli.reading import Wanted, read_and_show
    from riwaya.cli.second import open_second
    from riwaya.second import Asked
    from riwaya.sources import InputOptions

    options = InputOptions(published, outlet, columns or (), follow, allow_private, skip_other_languages)
    second = open_second(reader, Asked(model, base_url, budget, spend, prices, cache, say))
    done, refused = read_and_show(paths, options, Wanted(json, html, lexicon, gazetteer, second))
    if refused:
        raise typer.Exit(SOME_REFUSED if done else NOTHING_DONE)


@app.command()
def places(
    texts: Annotated[list[str], typer.Argument(metavar="TEXT|PATH", help="A sentence in quotes, or reports as above.")],
    json: Annotated[bool, typer.Option("--json", help="Print JSON Lines, one object a report.")] = False,
    published: Annotated[
        date | None, typer.Option(parser=day, metavar="DAY", help="Day of publication, where it is not told.")
    ] = None,
    lexicon: LexiconOption = None,
    gazetteer: GazetteerOption = None,
) -> None:
    """The places that a text names: candidates, choice, reasons, coordinates, precision."""
    from riwaya.cli.places import show_places
    from riwaya.pipeline import load_tools
    from riwaya.sources import InputOptions

    done, refused = show_places(texts, InputOptions(published, None), load_tools(lexicon, gazetteer), json)
    if refused:
        raise typer.Exit(SOME_REFUSED if done else NOTHING_DONE)


@app.command()
def watch(
    feeds: Annotated[Path, typer.Argument(metavar="FEEDS.toml", help="The feeds, and how often to ask each.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    json: Annotated[
        bool, typer.Option("--json", help="Print JSON Lines, one object a report, and keep nothing.")
    ] = False,
    once: Annotated[
        bool, typer.Option("--once", help="Ask every feed that is due now, once, wait for none, and stop.")
    ] = False,
    link: LinkOption = True,
    allow_private: PrivateOption = False,
    lexicon: LexiconOption = None,
    gazetteer: GazetteerOption = None,
) -> None:
    """Add what is new in feeds to the ledger, politely, until stopped, and link it into events."""
    from riwaya.cli.watching import keep_in, print_reading, watch_feeds
    from riwaya.pipeline import load_tools
    from riwaya.readers import ReadingOptions

    if json:
        taking = print_reading(load_tools(lexicon, gazetteer))
    else:
        taking = keep_in(ledger, ReadingOptions(lexicon, gazetteer, processes=0), link)
    watch_feeds(feeds, taking, once=once, allow_private=allow_private)


@app.command()
def demo() -> None:
    """Read the dozen bundled reports into a ledger, link them, and show where their accounts contradict each other."""
    from riwaya.cli.demo import run_demo

    run_demo()


for command in (
    add,
    batch,
    load,
    reconcile,
    events,
    show,
    why,
    speakers,
    judge,
    export,
    report,
    plot,
    refused,
    reread,
    verify,
    seal,
    backup,
    restore,
    serve,
    plugins,
):
    app.command()(command)


@app.command(name="eval")
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Folder of annotations, one .json a report.")],
    text: Annotated[Path, typer.Argument(metavar="TEXT", help="Folder of the reports, one .txt of that name each.")],
    worst: Annotated[int, typer.Option(metavar="N", help="Name the N reports read worst.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    lexicon: LexiconOption = None,
    gazetteer: GazetteerOption = None,
) -> None:
    """Precision, recall and F1 by slot on an annotated folder."""
    from riwaya.cli.scoring import run_evaluation
    from riwaya.pipeline import load_tools

    run_evaluation(gold, text, worst=worst, as_json=json, tools=load_tools(lexicon, gazetteer))


@lexicon_app.command(name="check")
def lexicon_check(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of word lists.")],
) -> None:
    """Check a folder of word lists: every entry's shape, inflection and examples."""
    from riwaya.cli.lexicon import check_lexicon

    check_lexicon(folder)


@gazetteer_app.command(name="import")
def gazetteer_import(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE", help="GeoNames dumps, alternateNamesV2.txt, OCHA tables (CSV, GeoPackage), or your own CSV."
        ),
    ],
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The file that keeps your places.")] = Path(
        "places.json.gz"
    ),
) -> None:
    """Add places to a file of your own; importing the same again changes nothing."""
    from riwaya.cli.gazetteer import import_gazetteer

    import_gazetteer(sources, to)
