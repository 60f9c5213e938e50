"""`riwaya judge`: what a person decides of events and incidents; added, never edited, and taken back by an undo."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

from riwaya.cli.options import DEFAULT_LEDGER, LedgerOption

Verdicts = Literal["same", "different", "unsure", "value", "grade", "note", "state", "undo"]


def judge(
    verdict: Annotated[Verdicts, typer.Argument(help="What is decided.")],
    ids: Annotated[
        list[str],
        typer.Argument(metavar="ID", help="Events or incidents; for undo the id of the judgement taken back."),
    ],
    ledger: LedgerOption = DEFAULT_LEDGER,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why.")] = "",
    attribute: Annotated[str | None, typer.Option(metavar="NAME", help="Of value: type, day, place, killed, …")] = None,
    value: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Of value, grade, state: what it is. A figure as 8, 5-8 or 18+.")
    ] = None,
) -> None:
    """Decide: these are one event, or not; this value or grade is right. The events are made anew at once."""
    from riwaya.cli.ledgers import opened
    from riwaya.ledger import Decision
    from riwaya.reconciling import grades_of, marks_of, update_events
    from riwaya.selecting import misfit
    from riwaya.web.roles import STATES

    if verdict in ("same", "different", "unsure") and len(ids) < 2:
        raise typer.BadParameter(f"{verdict} is said of two or more; name the other too", param_hint="ID")
    if verdict in ("value", "grade", "state") and value is None:
        raise typer.BadParameter(f"a {verdict} needs --value", param_hint="--value")
    if verdict == "value" and attribute is None:
        raise typer.BadParameter("a value needs --attribute: type, day, place, killed, …", param_hint="--attribute")
    if verdict == "note" and not reason.strip():
        raise typer.BadParameter("a note is what --reason says", param_hint="--reason")
    if verdict == "value" and (wrong := misfit(attribute or "", value or "")):
        raise typer.BadParameter(wrong, param_hint="--value")
    if verdict == "state" and value not in STATES:
        raise typer.BadParameter(f"{value!r} is no state; they are {', '.join(STATES)}", param_hint="--value")
    with opened(ledger) as kept_in:
        if verdict == "grade" and value not in (grades := grades_of(kept_in)):
            raise typer.BadParameter(f"{value!r} is no grade; they are {', '.join(grades)}", param_hint="--value")
        if verdict == "undo":
            for id_ in ids:
                kept_in.judge(Decision("undo", reason=reason, undoes=id_))
        else:
            marks = tuple(dict.fromkeys(mark for id_ in ids for mark in marks_of(id_, kept_in)))
            if verdict in ("same", "different", "unsure") and len(marks) < 2:
                raise typer.BadParameter("these are one incident; name another too", param_hint="ID")
            made = kept_in.judge(Decision(verdict, marks, reason, attribute, value))
            sys.stdout.write(f"{made.id}\n")
        update_events(kept_in)
