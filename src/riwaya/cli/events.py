"""What `riwaya events`, `show`, `why` and `speakers` print, from events and the incidents behind them.

Nothing is loaded here: the commands hand over what a ledger, or a folder of reports, gave.
"""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from riwaya.cli import wording
from riwaya.cli.isolates import isolate
from riwaya.model import Account, Event, Holder, Judgement, Standing, Told
from riwaya.reconcile.bodies import spelled
from riwaya.reconcile.judging import Conflict
from riwaya.reconcile.reasons import Why
from riwaya.reconcile.records import Record, Share

_PIPED_WIDTH = 140
_STATES = {"disputed": "bold red", "revised": "yellow", "compatible": "cyan", "agreed": "green", "unknown": "dim"}
_FIRST = ("disputed", "revised", "compatible", "agreed", "unknown")


class Page:
    """Writes to `out`: in colour and with isolates around Arabic on a terminal, plain elsewhere."""

    def __init__(self, out: TextIO | None = None, width: int | None = None) -> None:
        self._out = out or sys.stdout
        self._live = self._out.isatty()
        self._width = width or (shutil.get_terminal_size().columns if self._live else _PIPED_WIDTH)

    def write(self, *parts: RenderableType) -> None:
        """Writes these, one below the other."""
        page = io.StringIO()
        console = Console(file=page, width=self._width, highlight=False, force_terminal=self._live, emoji=False)
        for part in parts:
            console.print(part)
        lines = "\n".join(line.rstrip(" ") for line in page.getvalue().split("\n"))
        self._out.write(isolate(lines) if self._live else lines)
        self._out.flush()


def show_events(events: Sequence[Event], tolds: Mapping[str, Told], page: Page) -> None:
    """A table of events, one a line."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("event", "day", "type", "place", "reports", "sources", "grade", "disputed"):
        table.add_column(name, overflow="fold", no_wrap=name in ("event", "day"))
    for event in events:
        disputed = [wording.type_label(s.attribute) for s in event.standings if s.state == "disputed"]
        table.add_row(
            event.id,
            _value(event, "day"),
            wording.type_label(_value(event, "type")),
            _value(event, "place"),
            str(len({member.report for member in event.members})),
            str(event.sources),
            event.grade.name if event.grade else "–",
            Text(", ".join(disputed), "red"),
        )
    page.write(table, Text(f"{len(events)} event{'' if len(events) == 1 else 's'}", "dim"))


def _value(event: Event, attribute: str) -> str:
    """The value that most hold; a dash where none is told."""
    for standing in event.standings:
        if standing.attribute == attribute and standing.accounts:
            most = max(standing.accounts, key=lambda account: len(account.holders))
            return most.value or "–"
    return "–"


@dataclass(frozen=True, slots=True)
class Decided:
    """What persons decided of an event, and which of these decisions contradict each other."""

    judgements: Sequence[Judgement] = ()
    conflicts: Sequence[Conflict] = ()


def show_event(event: Event, tolds: Mapping[str, Told], page: Page, decided: Decided | None = None) -> None:
    """An event on one page: grade, accounts side by side with the disputes first, reports, links, decisions."""
    decided = decided or Decided()
    title = f"{wording.type_label(_value(event, 'type'))} · {_value(event, 'place')} · {_value(event, 'day')}"
    parts: list[RenderableType] = [Text(title, "bold magenta"), Text(f"{event.id} · {_counted(event)}", "dim")]
    if event.grade:
        parts.append(
            Text.assemble((event.grade.name, "bold"), f" ({event.grade.rules}): {'; '.join(event.grade.reasons)}")
        )
    names = spelled(tolds.values())
    for state in _FIRST:
        chosen = [standing for standing in event.standings if standing.state == state and standing.accounts]
        parts += [_line(s, names) if state == "agreed" else _standing(s, tolds, names) for s in chosen]
    parts.append(Text("\nReports", "bold"))
    parts += [_membership(event, index, tolds) for index in range(len(event.members))]
    if decided.judgements:
        parts.append(Text("\nDecisions", "bold"))
        parts += [Padding(Text(_decision(judgement)), (0, 0, 0, 2)) for judgement in decided.judgements]
    for conflict in decided.conflicts:
        parts.append(Text(f"judgements contradict each other, none is followed: {conflict.words}", "bold red"))
    page.write(*parts)


def _decision(judgement: Judgement) -> str:
    """A judgement in a line, with the id by which it can be taken back."""
    what = " ".join(filter(None, (judgement.verdict, judgement.attribute, judgement.value)))
    reason = f": {judgement.reason}" if judgement.reason else ""
    return f"{judgement.id} · {what} · {judgement.user}, {judgement.at}{reason}"


def _counted(event: Event) -> str:
    reports = len({member.report for member in event.members})
    sources = f"{event.sources} independent source{'' if event.sources == 1 else 's'}"
    return f"{reports} report{'s' if reports > 1 else ''}, {sources}"


def _standing(standing: Standing, tolds: Mapping[str, Told], names: Mapping[str, str]) -> RenderableType:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left", expand=True)
    head = Text.assemble(
        (wording.type_label(standing.attribute), "bold"), ": ", (standing.state, _STATES[standing.state])
    )
    head.append(f" between {' and '.join(names.get(who, who) for who in standing.between)}" if standing.between else "")
    table.title = head
    for name, ratio in (("says", 3), ("who", 3), ("through", 2), ("since", 2), ("words", 8)):
        table.add_column(name, ratio=ratio, overflow="fold")
    denied: set[Holder] = set()
    for account in standing.accounts:
        for holder in account.holders:
            table.add_row(*_cells(account_label(account, names), holder, tolds, names))
        denied |= set(account.deniers)
    for holder in sorted(denied, key=lambda h: (h.speaker, h.report)):
        table.add_row(*_cells("denies it", holder, tolds, names), style="red")
    return table


def _line(standing: Standing, names: Mapping[str, str]) -> RenderableType:
    """An attribute on which all agree: one line."""
    text = Text.assemble((wording.type_label(standing.attribute), "bold"), ": ", ("agreed", _STATES["agreed"]), " · ")
    for account in standing.accounts:
        speakers = dict.fromkeys(names.get(holder.speaker, holder.speaker) for holder in account.holders)
        text.append(f"{account_label(account, names)} ({', '.join(speakers)}) ")
    return text


def account_label(account: Account, names: Mapping[str, str]) -> str:
    """An account's value in words, with the people that a figure counts."""
    if account.value is not None or not account.holders:
        named = account.attribute in ("perpetrator", "target") and account.value
        return wording.type_label((names.get(named, named) if named else account.value) or "–")
    label = wording.interval_label(account.low, account.high)
    return f"{label} ({account.victims})" if account.victims else label


def _cells(
    says: str, holder: Holder, tolds: Mapping[str, Told], names: Mapping[str, str]
) -> tuple[str, str, str, str, str]:
    told = tolds.get(holder.incident)
    claim = told.incident.claims[holder.claim] if told and 0 <= holder.claim < len(told.incident.claims) else None
    through = wording.through_label(claim) if claim else ""
    outlet = (told.report.outlet or "") if told else ""
    who, ways = names.get(holder.speaker, holder.speaker), " → ".join(filter(None, (outlet, through)))
    return says, who, ways, str(holder.since or "–"), holder.quote


def _membership(event: Event, index: int, tolds: Mapping[str, Told]) -> RenderableType:
    member = event.members[index]
    report = tolds[member.incident].report
    text = Text.assemble((report.title or report.id, "bold"), f" · {wording.report_line(report)} · {member.incident}")
    weight = f" ({member.weight:+.1f} bits)" if member.weight is not None else ""
    if member.reasons:
        text.append(f"\n{'; '.join(member.reasons)}{weight}", "dim")
    return Padding(text, (0, 0, 0, 2))


def show_why(found: Why, tolds: Mapping[str, Told], page: Page) -> None:
    """Why two incidents are, or are not, one event: the waterfall with its words."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("compared", "bits", "sum", "in words"):
        table.add_column(name, justify="right" if name in ("bits", "sum") else "left", overflow="fold")
    for step in found.steps:
        style = "green" if step.bits > 0 else "red" if step.bits < 0 else "dim"
        table.add_row(step.comparison, Text(f"{step.bits:+.1f}", style), f"{step.total:+.1f}", step.words)
    joins = found.weight >= found.threshold and not found.against
    side = "at or above" if found.weight >= found.threshold else "below"
    verdict = f"{found.weight:+.1f} bits, {side} {found.threshold:+.1f}"
    heads = [Text(f"{id}: {tolds[id].report.title}", "bold") for id in (found.left, found.right) if id in tolds]
    page.write(*heads, table, Text(verdict + ("" if joins else ": not linked"), "bold" if joins else "bold red"))
    for words in found.against:
        page.write(Text(f"cannot be one event: {words}", "red"))


def show_records(records: Sequence[Record], page: Page) -> None:
    """A table of speakers or outlets: how their claims fared, each share with its 95 % interval."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("name", "claims", "joined", "contradicted", "denied", "revised"):
        table.add_column(name, justify="left" if name == "name" else "right", overflow="fold")
    for record in records:
        shares = (record.joined, record.contradicted, record.denied, record.revised)
        table.add_row(record.name, str(record.claims), *map(_share, shares))
    page.write(table)


def _share(share: Share) -> str:
    if share.of == 0:
        return "–"
    return f"{share.count} of {share.of} ({share.low:.0%}–{share.high:.0%})"
