"""`riwaya report` and `riwaya plot`: a selection for people to read, and its single pictures."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from riwaya.cli.choosing import (
    ActorOption,
    DisputedOption,
    FromOption,
    GradeOption,
    PlaceOption,
    SourcesOption,
    ToOption,
    TypeOption,
    WithinOption,
    wanted,
)
from riwaya.cli.exports import AsOfOption, HierarchyOption, PolicyOption, selected, trusted
from riwaya.cli.options import DEFAULT_LEDGER, GazetteerOption, LedgerOption, LexiconOption

if TYPE_CHECKING:
    from riwaya.export.selection import Selection

_PICTURES = ("map", "timeline", "tolls")


def _language(text: str) -> str:
    if text not in ("ar", "en"):
        raise typer.BadParameter(f"{text!r} is none of ours; ar or en")
    return text


def _picture(text: str) -> str:
    if text not in _PICTURES:
        raise typer.BadParameter(f"there is no picture {text!r}; one of {', '.join(_PICTURES)}")
    return text


LanguageOption = Annotated[str, typer.Option(parser=_language, metavar="ar|en", help="The language.")]


def report(
    to: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="An .html file, or .pdf (by Chromium).")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    language: LanguageOption = "ar",
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="A heading of your own.")] = None,
    policy: PolicyOption = "lowest",
    hierarchy: HierarchyOption = "",
    as_of: AsOfOption = None,
    since: FromOption = None,
    until: ToOption = None,
    place: PlaceOption = None,
    within: WithinOption = None,
    actor: ActorOption = None,
    type_: TypeOption = None,
    grade: GradeOption = None,
    disputed: DisputedOption = False,
    min_sources: SourcesOption = 0,
    lexicon: LexiconOption = None,
    gazetteer: GazetteerOption = None,
) -> None:
    """Write one self-contained page: map, timeline, tolls by source, disputes, reports, method."""
    from riwaya.reporting import Asked, write_report
    from riwaya.selecting import Choice

    asked = wanted(since, until, place, within, actor, type_, grade, disputed, min_sources)
    choice = Choice(asked, policy, trusted(hierarchy, policy), as_of, lexicon, gazetteer)  # type: ignore[arg-type]
    selection = selected(ledger, choice)
    write_report(selection, Asked(language, title, asked), to)  # type: ignore[arg-type]
    sys.stderr.write(f"wrote {to}: a report of {_events(selection)}\n")


def plot(
    name: Annotated[str, typer.Argument(parser=_picture, metavar="PICTURE", help=f"Which: {', '.join(_PICTURES)}.")],
    to: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="An .svg or .png file.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    language: LanguageOption = "ar",
    since: FromOption = None,
    until: ToOption = None,
    place: PlaceOption = None,
    within: WithinOption = None,
    actor: ActorOption = None,
    type_: TypeOption = None,
    grade: GradeOption = None,
    disputed: DisputedOption = False,
    min_sources: SourcesOption = 0,
    lexicon: LexiconOption = None,
    gazetteer: GazetteerOption = None,
) -> None:
    """Draw one picture of the events: a map, a timeline, or the tolls by source."""
    from riwaya.reporting import Asked, write_picture
    from riwaya.selecting import Choice

    asked = wanted(since, until, place, within, actor, type_, grade, disputed, min_sources)
    selection = selected(ledger, Choice(asked, lexicon=lexicon, gazetteer=gazetteer))
    write_picture(name, selection, Asked(language, None, asked), to)  # type: ignore[arg-type]
    sys.stderr.write(f"wrote {to}: the {name} of {_events(selection)}\n")


def _events(selection: Selection) -> str:
    return f"{len(selection.rows)} event{'' if len(selection.rows) == 1 else 's'}"
