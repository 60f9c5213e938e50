"""`riwaya demo`: the bundled reports in a ledger, their events, and where their accounts contradict each other."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from riwaya.adding import add_reports
from riwaya.cli.events import Page, show_event, show_events
from riwaya.cli.exporting import run_export
from riwaya.cli.ledgers import opened
from riwaya.errors import InputError
from riwaya.export.exporting import Wanted as Target
from riwaya.export.selection import Selection
from riwaya.readers import ReadingOptions
from riwaya.reconcile.choosing import Wanted, choose_events
from riwaya.reconciling import events_told, reconcile_ledger
from riwaya.reporting import Asked, write_report
from riwaya.selecting import Choice, select
from riwaya.sources import InputOptions, take_in

REPORTS = Path(__file__).parent.parent / "demo_reports" / "reports.jsonl"
LEDGER = "riwaya-demo.db"
EXPORT, REPORT = "riwaya-demo.acled.csv", "riwaya-demo.html"
_STEM = Path(LEDGER).stem
_MADE = (
    *(f"{_STEM}.{end}" for end in ("db", "db-wal", "db-shm", "vault", "index.db", "index.db-wal", "index.db-shm")),
    EXPORT,
    f"{EXPORT}.manifest.json",
    REPORT,
)
"""What an earlier demo left here, and is made anew; other files are the user's."""

_LINES, _WIDTH = 3, 150
"""So many lines of the export, so many characters of each, are shown."""

_NEXT = f"""\
These reports are synthetic: written for this project, not a source of facts. They are kept in {LEDGER}. Next:

  riwaya serve --ledger {LEDGER}           the review page, on this machine alone (pip install 'riwaya[web]')
  riwaya show EVENT --ledger {LEDGER}      one event: its accounts, the words, why its reports were linked
  riwaya export --as xlsx -o demo.xlsx --ledger {LEDGER}
                                                  the events in tables; `riwaya export` lists the other layouts
  riwaya report --language en -o demo.html --ledger {LEDGER}
                                                  the report in English; `riwaya plot map` draws a single picture
  riwaya read report.txt                          your own report: title on the first line; .html, .jsonl, addresses too
  riwaya add FOLDER                               your own reports into a ledger (riwaya.db)
"""


def run_demo() -> None:
    """Reads the bundled reports into a fresh ledger, links them, and prints the events that are disputed.

    Raises InputError where a bundled report cannot be read, LedgerError where the ledger cannot be written here.
    """
    for name in _MADE:
        old = Path(name)
        shutil.rmtree(old) if old.is_dir() else old.unlink(missing_ok=True)
    with opened(LEDGER, create=True) as ledger:
        incoming = take_in([str(REPORTS)], InputOptions())
        counts = [0, 0, 0]
        for kept in add_reports(incoming, ledger, ReadingOptions(processes=0)):
            if isinstance(kept.error, InputError):
                raise kept.error
            for place, more in enumerate((1, kept.incidents, kept.claims)):
                counts[place] += more
        made = reconcile_ledger(ledger)
        _, tolds = events_told(ledger)
        selection = select(ledger, Choice())
    page = Page()
    show_events(choose_events(made.events, tolds, Wanted()), tolds, page)
    disputed = choose_events(made.events, tolds, Wanted(disputed=True))
    for event in sorted(disputed, key=lambda event: len(event.members)):  # what most outlets tell of stands last
        show_event(event, tolds, page)
    reports, incidents, claims = counts
    several = sum(len({member.report for member in event.members}) > 1 for event in made.events)
    sys.stdout.write(
        f"\n{reports} reports, {incidents} incidents, {claims} claims, {len(made.events)} events, {several} of them "
        f"told by several reports; on {len(disputed)} of them the accounts contradict each other.\n\n"
    )
    _export(selection)
    sys.stdout.write(f"\n{_NEXT}")


def _export(selection: Selection) -> None:
    """One export and one report, side by side with the ledger; the first lines of the export are shown."""
    sys.stdout.flush()
    exported = run_export(selection, Target("acled", Path(EXPORT)))
    lines = Path(EXPORT).read_text("utf-8-sig").splitlines()[: _LINES + 1]
    sys.stdout.write("".join(f"  {line[:_WIDTH]}{'…' if len(line) > _WIDTH else ''}\n" for line in lines))
    write_report(selection, Asked("ar"), Path(REPORT))
    sys.stdout.write(
        f"\n{EXPORT}: {exported.rows} of the events as ACLED lays them out.\n"
        f"{REPORT}: a report of them, one page: map, timeline, tolls by source, disputes. Open it in a browser.\n"
    )
