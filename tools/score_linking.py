"""How well incidents are linked: on the clusters of corpus/gold, and on the hard clusters of corpus/clusters.

Pairs of incidents of different reports are counted: linked rightly, linked, and due. Of a hard cluster's report the
main incident counts. `--apart` names every pair put together or left apart wrongly.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import yaml

from riwaya.evaluate.gold import read_gold, report_of
from riwaya.evaluate.likeness import pair
from riwaya.model import Report, Told
from riwaya.pipeline import Tools, load_tools, read_report
from riwaya.reconcile.reconcile import reconcile

ROOT = Path(__file__).parent.parent
CLUSTERS = ROOT / "corpus" / "clusters"


@dataclass(frozen=True)
class Labelled:
    """Incidents, and for some of them by id which event they are of."""

    tolds: list[Told]
    events: dict[str, str]


@dataclass(frozen=True)
class Linked:
    """Pairs linked rightly, linked, and due; and those that went wrong."""

    hit: int
    made: int
    due: int
    wrong: list[tuple[str, str]]

    @property
    def precision(self) -> float:
        """Share of the pairs linked that are one event."""
        return self.hit / self.made if self.made else 1.0

    @property
    def recall(self) -> float:
        """Share of the pairs that are one event that were linked."""
        return self.hit / self.due if self.due else 1.0


def hard_reports(folder: Path = CLUSTERS) -> Iterator[tuple[str, Report]]:
    """Every report of the hard clusters, with the event it tells of."""
    for path in sorted(folder.glob("*.yaml")):
        for cluster in yaml.safe_load(path.read_text("utf-8")):
            for number, (event, outlet, published, title, text) in enumerate(cluster["reports"]):
                name = f"{cluster['id']}-{number}"
                yield f"{cluster['id']}/{event}", Report(name, title, text, outlet, None, published)


def read_hard(tools: Tools) -> Labelled:
    """The hard clusters as they are read; a report in which nothing is found has no label."""
    tolds: list[Told] = []
    events: dict[str, str] = {}
    for event, report in hard_reports():
        incidents = read_report(report, tools).incidents
        tolds += [Told(report, incident) for incident in incidents]
        if incidents:
            events[max(incidents, key=lambda incident: incident.main).id] = event
    return Labelled(tolds, events)


def read_corpus(tools: Tools) -> Labelled:
    """The annotated reports as they are read; an annotated event labels the incident that was found for it."""
    tolds: list[Told] = []
    events: dict[str, str] = {}
    for gold in read_gold(ROOT / "corpus" / "gold"):
        report = report_of(gold, ROOT / "corpus" / "text")
        incidents = read_report(report, tools).incidents
        tolds += [Told(report, incident) for incident in incidents]
        for annotated, found in pair([(event, gold.claims_on(event)) for event in gold.events], incidents):
            if annotated and found:
                events[found.id] = annotated[0].cluster or f"{gold.id}:{annotated[0].key}"
    return Labelled(tolds, events)


def measure(labelled: Labelled) -> Linked:
    """Links all incidents and counts the labelled pairs."""
    events = {m.incident: event.id for event in reconcile(labelled.tolds).events for m in event.members}
    return compare(labelled.events, events)


def compare(gold: Mapping[str, str], found: Mapping[str, str]) -> Linked:
    """Counts pairs of labelled incidents."""
    hit = made = due = 0
    wrong = []
    for one, other in combinations(sorted(gold), 2):
        same, linked = gold[one] == gold[other], found[one] == found[other]
        hit, made, due = hit + (same and linked), made + linked, due + same
        if same != linked:
            wrong.append((one, other))
    return Linked(hit, made, due, wrong)


def main() -> int:
    """Prints both measures."""
    tools = load_tools()
    for name, labelled in (("corpus/gold", read_corpus(tools)), ("corpus/clusters", read_hard(tools))):
        found = measure(labelled)
        pairs = f"{found.hit} right of {found.made} pairs linked and {found.due} due"
        shares = f"precision {found.precision:.3f}, recall {found.recall:.3f}"
        print(f"{name:<16} {len(labelled.events)} incidents: {pairs}; {shares}")
        if "--apart" in sys.argv:
            reports = {told.incident.id: told.report.id for told in labelled.tolds}
            for one, other in found.wrong:
                what = "left apart" if labelled.events[one] == labelled.events[other] else "put together"
                print(f"  {what}: {reports[one]} {reports[other]} ({one} {other})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
