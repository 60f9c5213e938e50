"""Options that several commands share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer


def _lexicon(text: str) -> Path:
    from riwaya.plugins import pack_path

    return pack_path("lexicon", text)


def _gazetteer(text: str) -> Path:
    from riwaya.plugins import pack_path

    return pack_path("gazetteer", text)


LexiconOption = Annotated[
    Path | None,
    typer.Option(
        "--lexicon",
        parser=_lexicon,
        metavar="DIR|PACK",
        help="A folder of your own word lists, or an installed lexicon pack, on top of ours.",
    ),
]

GazetteerOption = Annotated[
    Path | None,
    typer.Option(
        "--gazetteer",
        parser=_gazetteer,
        metavar="FILE|PACK",
        help="Your own places, as `riwaya gazetteer import` wrote them, or an installed gazetteer pack.",
    ),
]

LedgerOption = Annotated[
    str,
    typer.Option(
        "--ledger",
        metavar="PATH|URL",
        envvar="RIWAYA_LEDGER",
        show_envvar=False,
        help="The ledger: a file, or postgresql://… (or RIWAYA_LEDGER; riwaya.db here where neither is given).",
    ),
]

QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary; errors only.")]

LogOption = Annotated[
    Path | None,
    typer.Option("--log", metavar="FILE", help="Append what happens to this file, one JSON object a line."),
]

PublishedOption = Annotated[
    date | None,
    typer.Option(
        parser=lambda text: day(text), metavar="DAY", help="Day of publication, for reports that do not tell it."
    ),
]

OutletOption = Annotated[str | None, typer.Option(metavar="NAME", help="Outlet, for reports that do not tell it.")]

LinkOption = Annotated[bool, typer.Option("--link/--no-link", help="Link what is new into events when all is kept.")]

ArabicOnlyOption = Annotated[
    bool,
    typer.Option("--skip-other-languages", help="Pass over what is not Arabic, and count it; for mixed archives."),
]

DEFAULT_LEDGER = "riwaya.db"


def _columns(text: str) -> tuple[tuple[str, str], ...]:
    from riwaya.sources.columns import read_mapping

    try:
        return read_mapping(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


ColumnsOption = Annotated[
    Any,
    typer.Option(
        parser=_columns, metavar="FIELD=NAME,...", help="Which column of a CSV, or key of JSON Lines, holds what."
    ),
]
FollowOption = Annotated[
    bool | None,
    typer.Option(
        "--follow/--no-follow", help="Fetch the pages behind the items of a feed; usual for a feed that is fetched."
    ),
]
PrivateOption = Annotated[
    bool, typer.Option("--allow-private", help="Fetch addresses of this machine and its network too.")
]


def day(text: str) -> date:
    """The day that a user wrote; raises BadParameter."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day; write it as 2019-05-21") from None
