"""`riwaya export`: the events of a ledger in another tool's layout."""

from __future__ import annotations

from datetime import date
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
    actor_id,
    wanted,
)
from riwaya.cli.options import DEFAULT_LEDGER, GazetteerOption, LedgerOption, LexiconOption, day

if TYPE_CHECKING:
    from riwaya.export.selection import Selection
    from riwaya.selecting import Choice

_POLICIES = ("lowest", "range", "majority", "hierarchy", "latest", "pending")


def _policy(text: str) -> str:
    if text not in _POLICIES:
        raise typer.BadParameter(f"{text!r} is no policy; one of {', '.join(_POLICIES)}")
    return text


PolicyOption = Annotated[
    str,
    typer.Option(parser=_policy, metavar="NAME", help=f"What takes one of several values: {', '.join(_POLICIES)}."),
]
HierarchyOption = Annotated[
    str,
    typer.Option(
        metavar="ID,ID,...", help="Of hierarchy: whom to believe first; where none of them tells, as majority."
    ),
]
AsOfOption = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=lambda text: day(text),
        metavar="DAY",
        help="Only what was published and judged by that day; reports without a day are left out.",
    ),
]


def trusted(hierarchy: str, policy: str) -> tuple[str, ...]:
    """Whom to believe first, as the option lists them, by id.

    Raises BadParameter where the policy wants a list and there is none, or there is one and the policy wants none.
    """
    named = tuple(actor_id(part.strip()) for part in hierarchy.split(",") if part.strip())
    if policy == "hierarchy" and not named:
        raise typer.BadParameter("name whom to believe first: --hierarchy sohr,un", param_hint="--hierarchy")
    if named and policy != "hierarchy":
        raise typer.BadParameter("goes with --policy hierarchy only", param_hint="--hierarchy")
    return named


def selected(ledger: str, choice: Choice) -> Selection:
    """The events chosen of a ledger; that there is none is said."""
    from riwaya.cli.ledgers import opened, say, say_if_behind
    from riwaya.selecting import select

    with opened(ledger) as kept_in:
        if choice.as_of is None:
            say_if_behind(kept_in)
        selection = select(kept_in, choice)
        there = kept_in.count_events()
    if not selection.rows:
        say(f"no event is like that; of all, the ledger has {there:,}")
    return selection


def export(
    layout: Annotated[
        str | None, typer.Option("--as", metavar="LAYOUT", help="The layout; all are listed without it.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="PATH", help="The file or folder to write.")
    ] = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    policy: PolicyOption = "lowest",
    hierarchy: HierarchyOption = "",
    extras: Annotated[list[str] | None, typer.Option("--with", metavar="NAME", help="An extra of the layout.")] = None,
    earlier: Annotated[
        Path | None, typer.Option("--since", metavar="PATH", help="An earlier export: list the rows that changed.")
    ] = None,
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
    """Write the events in a layout that other tools know; what the layout cannot express is said each time."""
    from riwaya.cli.exporting import list_layouts, run_export
    from riwaya.export.exporting import Wanted as Target
    from riwaya.selecting import Choice

    if layout is None:
        list_layouts()
        return
    if to is None:
        raise typer.BadParameter("name the file or folder to write", param_hint="--output")
    asked = wanted(since, until, place, within, actor, type_, grade, disputed, min_sources)
    selection = selected(ledger, Choice(asked, policy, trusted(hierarchy, policy), as_of, lexicon, gazetteer))  # type: ignore[arg-type]
    run_export(selection, Target(layout, to, frozenset(extras or ()), earlier))
