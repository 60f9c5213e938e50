"""The readings on a terminal: each incident with its claims, disagreements set off."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable
from typing import TextIO

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from riwaya.cli import wording
from riwaya.cli.isolates import isolate
from riwaya.disputes import find_disputes
from riwaya.model import Claim, Incident, Reading
from riwaya.second.agreement import agreement

_NARROW = 90
_QUOTE = 160
_PIPED_WIDTH = 120
_STANCES = {"asserts": "green", "confirms": "cyan", "denies": "red"}


_Draw = Callable[[Console], None]


class Terminal:
    """Writes readings to `out`: in colour and with isolates on a terminal, plain elsewhere."""

    def __init__(self, out: TextIO | None = None, width: int | None = None) -> None:
        self._out = out or sys.stdout
        self.live = self._out.isatty()
        self._width = width or (shutil.get_terminal_size().columns if self.live else _PIPED_WIDTH)

    def show(self, reading: Reading) -> None:
        """Writes one reading."""
        self._write(lambda console: _report(console, reading, self._width < _NARROW))

    def say(self, text: str, style: str = "") -> None:
        """Writes a paragraph."""
        self._write(lambda console: console.print(Text(text, style)))

    def _write(self, draw: _Draw) -> None:
        page = io.StringIO()
        console = Console(file=page, width=self._width, highlight=False, force_terminal=self.live, emoji=False)
        draw(console)
        lines = "\n".join(line.rstrip(" ") for line in page.getvalue().split("\n"))
        self._out.write(isolate(lines) if self.live else lines)
        self._out.flush()


def _report(console: Console, reading: Reading, narrow: bool) -> None:
    report = reading.report
    console.rule(style="dim")
    console.print(Text(report.title or "(no title)", "bold"))
    console.print(Text(f"{wording.report_line(report)} · {report.id}", "dim"))
    if not reading.incidents:
        console.print(Text("No event was found in this report.", "italic"))
    for number, incident in enumerate(reading.incidents, 1):
        console.print()
        _incident(console, number, incident, reading, narrow)
    agreed = agreement(reading)
    if agreed is not None:
        console.print(Text(f"claims read: {agreed}", "dim"))
    for warning in reading.warnings:
        console.print(Text(f"! {wording.type_label(warning.kind)}: {warning.text}", "yellow"))
    console.print()


def _incident(console: Console, number: int, incident: Incident, reading: Reading, narrow: bool) -> None:
    head = Text.assemble((f"{number}. {wording.type_label(incident.type)}", "bold magenta"))
    head.append("" if incident.main else " (background)", "dim")
    console.print(head)
    weapon = f" · weapon: {wording.type_label(incident.weapon)}" if incident.weapon not in (None, "unknown") else ""
    lines = [
        wording.when_label(incident.when),
        wording.where_label(incident.where),
        f"{wording.actors_label(incident.perpetrators)} → {wording.actors_label(incident.targets)}{weapon}",
    ]
    for line in lines:
        console.print(Padding(Text(line), (0, 0, 0, 3)))
    disputes = find_disputes(incident)
    disputed = {index for dispute in disputes for index in dispute.claims}
    if narrow:
        for index, claim in enumerate(incident.claims):
            console.print(Padding(_lines(claim, reading, index in disputed), (0, 0, 0, 3)))
    elif incident.claims:
        console.print(Padding(_table(incident, reading, disputed), (0, 0, 0, 2)))
    for dispute in disputes:
        line = wording.dispute_line(incident, dispute.attribute, dispute.claims)
        text = Text(f"disputed: {wording.type_label(dispute.attribute)} – {line}", "bold red")
        console.print(Padding(text, (0, 0, 0, 3)))


def _table(incident: Incident, reading: Reading, disputed: set[int]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 2, 0, 0))
    twice = any(claim.readers for claim in incident.claims)
    for name, ratio in (("speaker", 4), ("through", 2), ("stance", 2), ("says", 4), ("words", 8)):
        table.add_column(name, ratio=ratio, overflow="fold")
    if twice:
        table.add_column("read by", ratio=2, overflow="fold")
    for index, claim in enumerate(incident.claims):
        style = "red" if index in disputed else ""
        table.add_row(
            Text(wording.actor_label(claim.speaker), style),
            Text(wording.through_label(claim)),
            Text(claim.stance, _STANCES[claim.stance]),
            Text(wording.says_label(claim), style),
            Text(_quote(claim, reading), "dim"),
            *([Text(", ".join(claim.readers), "dim")] if twice else []),
        )
    return table


def _lines(claim: Claim, reading: Reading, disputed: bool) -> Text:
    """A claim on a narrow terminal: one thing a line."""
    through = wording.through_label(claim)
    text = Text.assemble((wording.actor_label(claim.speaker), "red" if disputed else "bold"))
    text.append(f" through {through}" if through else "", "dim")
    text.append(f"\n{claim.stance}", _STANCES[claim.stance])
    said = wording.says_label(claim)
    text.append(f" {said}" if said else "", "red" if disputed else "")
    text.append(f"\n{_quote(claim, reading)}\n", "dim")
    text.append(f"read by {', '.join(claim.readers)}\n" if claim.readers else "", "dim")
    return text


def _quote(claim: Claim, reading: Reading) -> str:
    """The words of the evidence that hold the tolls, else its first words."""
    full = reading.report.full_text
    spans = [toll.span for toll in claim.tolls]
    telling = [e for e in claim.evidence if any(e.start <= span.start and span.end <= e.end for span in spans)]
    chosen = next(iter([*telling, *claim.evidence]), claim.speaker.span)
    quote = " ".join(chosen.cut(full).split()) if chosen else ""
    return quote if len(quote) <= _QUOTE else f"{quote[:_QUOTE].rsplit(' ', 1)[0]} …"
