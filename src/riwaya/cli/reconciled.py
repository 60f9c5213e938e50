"""`riwaya reconcile`, `events`, `show`, `why`, `speakers`: what the reports of a ledger tell together."""

from __future__ import annotations

import sys
from pathlib import Path
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
    str,
    typer.Option("--rules", metavar="NAME|FILE", help="The rule set of grades: one of ours, or a YAML file of yours."),
]


def reconcile(
    ledger: LedgerOption = DEFAULT_LEDGER,
    rules: RulesOption = "airwars",
    lexicon: LexiconOption = None,
    quiet: QuietOption = False,
) -> None:
    """Link the incidents of all reports into events, set their accounts side by side, and grade them."""
    from riwaya.cli.ledgers import opened, say
    from riwaya.reconciling import Means, reconcile_ledger

    with opened(ledger) as kept_in:
        made = reconcile_ledger(kept_in, Means(lexicon, Path(rules) if rules.endswith((".yaml", ".yml")) else rules))
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
    from riwaya.cli.ledgers import opened
    from riwaya.reconcile.choosing import choose_events
    from riwaya.reconcile.wire import dump_event
    from riwaya.reconciling import told_by_incident

    asked = wanted(since, until, place, within, actor, type_, grade, disputed, min_sources)
    with opened(ledger) as kept_in:
        tolds = told_by_incident(kept_in)
        chosen = choose_events(kept_in.events(), tolds, asked)
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
    from riwaya.cli.events import Page, show_event
    from riwaya.cli.ledgers import opened
    from riwaya.errors import LedgerError
    from riwaya.reconcile.wire import dump_event
    from riwaya.reconciling import conflicts_about

    with opened(ledger) as kept_in:
        found = kept_in.event(event)
        if found is None:
            raise LedgerError(
                event, "is no event of this ledger", "`riwaya events` lists them; `riwaya reconcile` makes them"
            )
        tolds = kept_in.told_of(member.incident for member in found.members)
        conflicts = conflicts_about(kept_in, tolds)
    if json:
        sys.stdout.write(f"{dump_event(found)}\n")
    else:
        show_event(found, tolds, Page(), conflicts)


def why(
    one: Annotated[str, typer.Argument(metavar="A", help="The id of an incident.")],
    other: Annotated[str, typer.Argument(metavar="B", help="The id of another.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    lexicon: LexiconOption = None,
) -> None:
    """Why two incidents are, or are not, one event: what was compared, what it weighs, in words."""
    from riwaya.cli.events import Page, show_why
    from riwaya.cli.ledgers import opened
    from riwaya.reconciling import Means, explain_pair

    with opened(ledger) as kept_in:
        tolds = kept_in.told_of([one, other])
    show_why(explain_pair(one, other, tolds, Means(lexicon).bodies()), tolds, Page())


def speakers(
    ledger: LedgerOption = DEFAULT_LEDGER,
    by: Annotated[
        Literal["speaker", "outlet"], typer.Option(help="Count speakers, or the outlets that carry them.")
    ] = "speaker",
    lexicon: LexiconOption = None,
) -> None:
    """How the claims of each speaker fared: joined by an independent source, contradicted, denied, revised."""
    from riwaya.cli.events import Page, show_records
    from riwaya.cli.ledgers import opened
    from riwaya.reconcile.records import track_records
    from riwaya.reconciling import Means, told_by_incident

    with opened(ledger) as kept_in:
        tolds, copies = told_by_incident(kept_in), kept_in.copies()
        records = track_records(kept_in.events(), tolds, Means(lexicon).bodies(), by, copies)
    show_records(records, Page())
