"""`riwaya reconcile`, `events`, `show`, `why`, `speakers`: what the reports of a ledger tell together."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

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
from riwaya.cli.options import DEFAULT_LEDGER, LedgerOption, LexiconOption, QuietOption

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON Lines, one object an event.")]
RulesOption = Annotated[
    str | None,
    typer.Option(
        "--rules",
        metavar="NAME|FILE",
        help="The rule set of grades: airwars, corroboration, or a YAML file of yours; that of the last time if none.",
    ),
]


def reconcile(
    ledger: LedgerOption = DEFAULT_LEDGER,
    rules: RulesOption = None,
    lexicon: LexiconOption = None,
    quiet: QuietOption = False,
) -> None:
    """Link the incidents of all reports into events, set their accounts side by side, and grade them."""
    from riwaya.cli.ledgers import opened, say
    from riwaya.reconciling import means_for, reconcile_ledger

    with opened(ledger) as kept_in:
        made = reconcile_ledger(kept_in, means_for(kept_in, lexicon, rules))
    for conflict in made.conflicts:
        say(f"judgements contradict each other, none is followed: {conflict.words}")
    if not quiet:
        joined = sum(len(event.members) > 1 for event in made.events)
        sys.stdout.write(f"{len(made.events):,} events, {joined:,} of them told by several incidents\n")


def events(
    ledger: LedgerOption = DEFAULT_LEDGER,
    since: FromOption = None,
    until: ToOption = None,
    place: PlaceOption = None,
    within: WithinOption = None,
    actor: ActorOption = None,
    type_: TypeOption = None,
    grade: GradeOption = None,
    disputed: DisputedOption = False,
    min_sources: SourcesOption = 0,
    json: JsonOption = False,
) -> None:
    """The events of a ledger, the latest first: day, type, place, reports, independent sources, grade, disputes."""
    from riwaya.cli.events import Page, show_events
    from riwaya.cli.ledgers import opened, say, say_if_behind
    from riwaya.reconcile.choosing import choose_events
    from riwaya.reconcile.wire import dump_event
    from riwaya.reconciling import events_told

    asked = wanted(since, until, place, within, actor, type_, grade, disputed, min_sources)
    with opened(ledger) as kept_in:
        say_if_behind(kept_in)
        made, tolds = events_told(kept_in)
        chosen = choose_events(made, tolds, asked)
    if not chosen:
        say(f"no event is like that; of all, the ledger has {len(made):,}")
    if json:
        sys.stdout.writelines(f"{dump_event(event)}\n" for event in chosen)
    else:
        show_events(chosen, tolds, Page())


def show(
    event: Annotated[str, typer.Argument(metavar="ID", help="The id of an event, or of one of its incidents.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    json: JsonOption = False,
) -> None:
    """One event: its grade, the accounts side by side with the disputes first, the reports and why they were linked."""
    from riwaya.cli.events import Decided, Page, show_event
    from riwaya.cli.ledgers import opened, say_if_behind
    from riwaya.errors import LedgerError
    from riwaya.reconcile.wire import dump_event
    from riwaya.reconciling import conflicts_about, decisions_on, put_right

    with opened(ledger) as kept_in:
        say_if_behind(kept_in)
        found = kept_in.event(event)
        if found is None:
            raise LedgerError(
                event, "is no event of this ledger", "`riwaya events` lists them; `riwaya reconcile` makes them"
            )
        judged = kept_in.judgements()
        tolds = put_right(kept_in.told_of(member.incident for member in found.members), judged)
        decided = Decided(decisions_on(tolds, judged), conflicts_about(kept_in, tolds))
    if json:
        sys.stdout.write(f"{dump_event(found)}\n")
    else:
        show_event(found, tolds, Page(), decided)


def why(
    one: Annotated[str, typer.Argument(metavar="A", help="The id of an incident, or of an event.")],
    other: Annotated[
        str, typer.Argument(metavar="B", help="The id of another; of two events the likest incidents count.")
    ],
    ledger: LedgerOption = DEFAULT_LEDGER,
    lexicon: LexiconOption = None,
) -> None:
    """Why two incidents are, or are not, one event: what was compared, what it weighs, in words."""
    from riwaya.cli.events import Page, show_why
    from riwaya.cli.ledgers import opened
    from riwaya.means import Means
    from riwaya.reconciling import explain_pair

    with opened(ledger) as kept_in:
        found, tolds = explain_pair(one, other, kept_in, Means(lexicon).bodies())
    show_why(found, tolds, Page())


def speakers(
    ledger: LedgerOption = DEFAULT_LEDGER,
    by: Annotated[
        Literal["speaker", "outlet"], typer.Option(help="Count speakers, or the outlets that carry them.")
    ] = "speaker",
    lexicon: LexiconOption = None,
) -> None:
    """How the claims of each speaker fared: joined by an independent source, contradicted, denied, revised."""
    from riwaya.cli.events import Page, show_records
    from riwaya.cli.ledgers import opened, say_if_behind
    from riwaya.means import Means
    from riwaya.reconcile.records import track_records
    from riwaya.reconciling import events_told

    with opened(ledger) as kept_in:
        say_if_behind(kept_in)
        made, tolds = events_told(kept_in)
        records = track_records(made, tolds, Means(lexicon).bodies(), by, kept_in.copies())
    show_records(records, Page())
