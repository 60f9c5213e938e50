"""`riwaya demo`: the bundled reports, their claims, and where these contradict each other."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from riwaya.cli import wording
from riwaya.cli.terminal import Terminal
from riwaya.disputes import find_disputes
from riwaya.errors import InputError
from riwaya.model import Reading
from riwaya.pipeline import load_tools, read_report
from riwaya.sources import read_inputs

REPORTS = Path(__file__).parent.parent / "demo_reports" / "reports.jsonl"
_NEXT = """\
These reports are synthetic: written for this project, not a source of facts. Try your own next:

  riwaya read report.txt               the title on the first line; .html, .jsonl, folders and addresses too
  riwaya read report.txt --html r.html the words marked, the claims beside them, in one page
  riwaya read report.txt --json        everything that was read, as JSON Lines"""


def run_demo() -> None:
    """Reads the bundled reports and prints them, then all their contradictions.

    Raises InputError where a bundled report cannot be read.
    """
    terminal = Terminal()
    tools = load_tools()
    readings = []
    for item in read_inputs([str(REPORTS)]):
        if isinstance(item, InputError):
            raise item
        readings.append(read_report(item, tools))
        terminal.show(readings[-1])
    _contradictions(readings, terminal)
    terminal.say(_NEXT)


def _contradictions(readings: list[Reading], terminal: Terminal) -> None:
    counts: Counter[str] = Counter(reports=len(readings))
    lines = []
    for reading in readings:
        for incident in reading.incidents:
            counts["incidents"] += 1
            counts["claims"] += len(incident.claims)
            for dispute in find_disputes(incident):
                counts["disputed"] += 1
                where = incident.where.name if incident.where else "place unknown"
                what = f"{wording.type_label(incident.type)}, {where}: {wording.type_label(dispute.attribute)}"
                lines.append(f"{what} – {wording.dispute_line(incident, dispute.attribute, dispute.claims)}")
    terminal.say(
        f"{counts['reports']} reports, {counts['incidents']} incidents, {counts['claims']} claims. "
        f"On {counts['disputed']} points the accounts contradict each other:\n",
        "bold",
    )
    for line in lines:
        terminal.say(line)
    terminal.say("")
