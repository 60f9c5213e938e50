"""Trains the weights of riwaya.extract.actuality and writes them to src/riwaya/extract/data/actuality.yaml.

    python tools/train_actuality.py GOLD_DIR:TEXT_DIR [...] [--without IDS.txt] [--sentences GSR.csv]
        [--calm FILE.jsonl] [--attacks FILE.jsonl] [--cases tests/cases/extract_{events,voices,tolls}.yaml]

It learns from annotated reports (GOLD_DIR, TEXT_DIR as in corpus/; those whose ids IDS.txt names are left out), from
the assault sentences of openeventdata/arabic_event_gsr, from reports that tell of no event (--calm) and from reports
that tell of an attack in title and lead (--attacks), JSON Lines with id, title, text and published; and from the
passages of our own tests. A frame is an instance; an incident, a sentence or a lead is a bag of them, as sure as its
surest. Logistic regression with a ridge, by Newton's method; the same input gives the same bytes. It prints
cross-validated figures and keeps no text, only single words with their weights.
"""

from __future__ import annotations

import argparse
import csv
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
import numpy as np
import yaml

from riwaya.evaluate import read_gold, report_of
from riwaya.evaluate.likeness import likeness, pair
from riwaya.extract.actuality import DATA, Setting, Weights, load_weights, signs_of
from riwaya.extract.extract import settle, tell
from riwaya.extract.frames import Frame
from riwaya.extract.happening import Happening
from riwaya.extract.weights import Weights as Choice
from riwaya.model import Incident, Reading, Report
from riwaya.pipeline import Tools, load_tools
from riwaya.resolve import resolve

OPEN = Weights(0, float("-inf"), {}, {})
ALL = Choice(0, float("-inf"), {})
ASSAULT = frozenset(
    "armed_clash government_regains_territory non_state_actor_overtakes_territory chemical_weapon air_drone_strike "
    "suicide_bomb shelling_artillery_missile remote_explosive_landmine_ied grenade sexual_violence attack "
    "abduction_forced_disappearance excessive_force_against_protesters".split()
)
TRUST = {"corpus": 4.0, "negative": 4.0, "yes": 1.0, "easy no": 0.6, "difficult no": 0.2, "calm": 2.0, "attack": 0.5,
         "case": 2.0}  # fmt: skip
FOLDS = 5
KEEP = 0.97
RARE, RARE_WORD = 8, 40
RIDGE, RIDGE_WORD = 6.0, 15.0
SMALL = 0.05


@dataclass(frozen=True)
class Bag:
    """Frames of which, if the bag is true, one at least tells of an event; of a false bag none does."""

    kind: str
    source: str
    true: bool
    trust: float
    frames: list[list[str]]


class _Any(dict[str, tuple[str, str]]):
    """Names every word as a sign."""

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and len(word) > 1

    def __getitem__(self, word: str) -> tuple[str, str]:
        return f"near {word}", f"within {word}"


class Reader:
    """Reads reports with every frame and happening let through, and keeps the frames on the way."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.frames: list[Frame] = []
        self.setting = Setting()

    def read(self, report: Report) -> list[tuple[Incident, Happening]]:
        """The incidents with the happenings that they were made from."""
        self.frames = []
        telling = tell(report, self.tools.vocabulary, OPEN)
        if telling is None:
            return []
        self.frames, self.setting = telling.frames, telling.setting
        made = [(incident, happening) for incident, happening in settle(telling, ALL) if incident is not None]
        read = resolve(Reading(report, tuple(i for i, _ in made), (), telling.countries), self.tools.gazetteer)
        return [(incident, happening) for incident, (_, happening) in zip(read.incidents, made, strict=True)]

    def signs(self, frames: Sequence[Frame]) -> list[list[str]]:
        """All signs of the frames, every word among them."""
        return [signs_of(f, self.setting, _Any()) for f in frames]


def annotated(reader: Reader, gold_dir: Path, text_dir: Path, left_out: frozenset[str]) -> Iterator[Bag]:
    """One bag an incident: true where it pairs with an event; one that is like an event already told counts little."""
    for gold in read_gold(gold_dir):
        if gold.id in left_out:
            continue
        read = reader.read(report_of(gold, text_dir))
        events = [(event, gold.claims_on(event)) for event in gold.events]
        right = {i.id for event, i in pair(events, [i for i, _ in read]) if event is not None and i is not None}
        kind = "negative" if gold.genre == "negative" else "corpus"
        for incident, happening in read:
            again = incident.id not in right and any(likeness(*event, incident) >= 0.3 for event in events)
            yield Bag(kind, gold.id, incident.id in right, 0.7 if again else 1.0, reader.signs(happening.frames))


def sentences_of(path: Path) -> Iterator[tuple[str, str, Report]]:
    """(label, article, sentence as a report) of a file of judged sentences, those judged ambiguous left out."""
    with path.open(encoding="utf-8") as rows:
        for number, row in enumerate(csv.DictReader(rows)):
            if row["label"] != "ambiguous":
                yield row["label"], row["id"].rsplit("-", 1)[0], Report(f"assault-{number}", "", row["text"])


def reports_of(path: Path) -> Iterator[Report]:
    """The reports of a JSON Lines file."""
    for line in path.read_text("utf-8").splitlines():
        row = msgspec.json.decode(line)
        day = date.fromisoformat(row["published"]) if row.get("published") else None
        yield Report(row["id"], row["title"], row["text"], row.get("outlet"), None, day)


def cases_of(path: Path) -> Iterator[tuple[bool, Report]]:
    """The passages of a table of tests that say whether they tell of events, or of claims or figures on one."""
    for number, case in enumerate(yaml.safe_load(path.read_text("utf-8"))):
        if "events" in case or case.get("claims") or case.get("tolls"):
            report = Report(f"{path.stem}-{number}", case.get("title", ""), case["text"])
            yield bool(case.get("events", True)), report


def from_sentences(reader: Reader, path: Path) -> Iterator[Bag]:
    """One bag a sentence; sentences of one article share a fold."""
    for label, source, report in sentences_of(path):
        frames = [f for i, h in reader.read(report) if i.type in ASSAULT for f in h.frames]
        yield Bag(label, source, label == "yes", 1.0, reader.signs(frames))


def from_reports(reader: Reader, path: Path, kind: str) -> Iterator[Bag]:
    """Calm reports: a false bag for each incident, or an empty one; attacks: a true bag of the title and lead."""
    for report in reports_of(path):
        read = reader.read(report)
        if kind == "attack":
            lead = [f for f in reader.frames if f.sentence.index <= 3 and f.barred is None]
            yield Bag(kind, report.id, True, 1.0, reader.signs(lead))
        elif not read:
            yield Bag(kind, report.id, False, 1.0, [])
        for _, happening in read if kind == "calm" else ():
            yield Bag(kind, report.id, False, 1.0, reader.signs(happening.frames))


def from_cases(reader: Reader, path: Path) -> Iterator[Bag]:
    """One bag a passage of the tests."""
    for true, report in cases_of(path):
        reader.read(report)
        yield Bag("case", report.id, true, 1.0, reader.signs(reader.frames))


class Learner:
    """The bags as a matrix, and the fit."""

    def __init__(self, bags: Sequence[Bag]) -> None:
        self.bags = [bag for bag in bags if bag.frames]
        counts = Counter(s for bag in self.bags for s in {s for signs in bag.frames for s in signs})
        self.names = sorted(s for s, n in counts.items() if n >= (RARE_WORD if is_word(s) else RARE))
        column = {name: i for i, name in enumerate(self.names)}
        self.owner = np.array([k for k, bag in enumerate(self.bags) for _ in bag.frames])
        self.x = np.zeros((len(self.owner), len(self.names) + 1))
        self.x[:, -1] = 1.0
        for row, signs in enumerate(signs for bag in self.bags for signs in bag.frames):
            self.x[row, [column[s] for s in signs if s in column]] = 1.0
        self.starts = np.flatnonzero(np.diff(self.owner, prepend=-1))
        self.true = np.array([bag.true for bag in self.bags])
        self.trust = np.array([TRUST[bag.kind] * bag.trust for bag in self.bags])
        self.ridge = np.array([RIDGE_WORD if is_word(s) else RIDGE for s in self.names] + [0.01])
        self.folds: list[np.ndarray] = []

    def score(self, weights: np.ndarray) -> np.ndarray:
        """A bag's score is that of its surest frame."""
        return np.maximum.reduceat(self.x @ weights, self.starts)

    def fit(self, chosen: np.ndarray) -> np.ndarray:
        """Weights from the chosen bags: first every frame counts for its bag, then only the surest."""
        weights = np.zeros(self.x.shape[1])
        for turn in range(4):
            values = self.x @ weights
            top = values >= self.score(weights)[self.owner] - 1e-9 if turn else np.ones(len(values), bool)
            share = self.trust / np.maximum(np.bincount(self.owner, top, len(self.bags)), 1)
            mass = share[self.owner] * top * chosen[self.owner]
            used = mass > 0
            x, y, m = self.x[used], self.true[self.owner][used], mass[used]
            for _ in range(30):
                p = 1 / (1 + np.exp(-x @ weights))
                slope = x.T @ (m * (p - y)) + self.ridge * weights
                bend = (x * (m * p * (1 - p))[:, None]).T @ x + np.diag(self.ridge)
                step = np.linalg.solve(bend, slope)
                weights = weights - step
                if np.abs(step).max() < 1e-6:
                    break
        return weights

    def out_of_fold(self) -> np.ndarray:
        """Each bag's score under weights learned without its source; the weights are kept as `folds`."""
        fold = np.array([fold_of(bag.source) for bag in self.bags])
        scores = np.zeros(len(self.bags))
        self.folds = []
        for k in range(FOLDS):
            self.folds.append(self.fit(fold != k))
            if (fold == k).any():
                scores[fold == k] = self.score(self.folds[k])[fold == k]
        return scores


def fold_of(source: str) -> int:
    """The fold of a report, always the same."""
    return zlib.crc32(source.encode()) % FOLDS


class Unseen:
    """The weights of actuality that were learned without a report, where they were kept (--folds), else none."""

    def __init__(self, folder: Path | None) -> None:
        self.weights = [load_weights(folder / f"{k}.yaml") for k in range(FOLDS)] if folder is not None else None

    def of(self, source: str) -> Weights | None:
        """The weights for a report, a judged article or a passage."""
        return self.weights[fold_of(source)] if self.weights is not None else None


def is_word(sign: str) -> bool:
    """Whether a sign is a single word of the text."""
    return sign.startswith(("near ", "within "))


def report_figures(bags: Sequence[Bag], learner: Learner, scores: np.ndarray, floor: float) -> dict[str, str]:
    """Cross-validated figures at a floor."""
    passed = Counter((b.kind, b.true) for b, s in zip(learner.bags, scores, strict=True) if s >= floor)
    alarms = {k: {b.source for b, s in zip(learner.bags, scores, strict=True) if b.kind == k and s >= floor}
              for k in ("negative", "calm")}  # fmt: skip
    total = Counter((b.kind, b.true) for b in bags)
    figures = {"corpus": f"{passed['corpus', True]} of {total['corpus', True]} events kept, {passed['corpus', False]} "
                         f"others pass; {len(alarms['negative'])} negative reports alarm"}  # fmt: skip
    if total["yes", True]:
        p = passed["yes", True] / max(1, passed["yes", True] + passed["easy no", False])
        r = passed["yes", True] / total["yes", True]
        figures["sentences"] = f"precision {p:.3f} recall {r:.3f} F1 {2 * p * r / (p + r):.3f} against easy no"
    calm = {b.source for b in bags if b.kind == "calm"}
    if calm:
        figures["calm"] = f"{len(alarms['calm'])} of {len(calm)} reports alarm"
    if total["attack", True]:
        figures["attacks"] = f"{passed['attack', True]} of {total['attack', True]} found"
    return figures


def as_yaml(names: Sequence[str], weights: np.ndarray, floor: float, figures: dict[str, str]) -> str:
    """The weights as a page that a person can read: the weightiest signs last and first."""
    lines = ["# Written by tools/train_actuality.py: what each sign adds to the log-odds that a frame tells of",
             "# something that happened. A frame at or above `floor` opens an incident. Figures in cross-validation:",
             *(f"#   {name}: {text}" for name, text in figures.items()),
             f"bias: {weights[-1]:.2f}", f"floor: {floor:.2f}"]  # fmt: skip
    kept = [(round(float(w), 2), n) for n, w in zip(names, weights[:-1], strict=True) if abs(w) >= SMALL]
    for head, chosen in (
        ("signs", [(w, n) for w, n in kept if not is_word(n)]),
        ("near", [(w, n.removeprefix("near ")) for w, n in kept if n.startswith("near ")]),
        ("within", [(w, n.removeprefix("within ")) for w, n in kept if n.startswith("within ")]),
    ):
        lines.append(f"{head}:" if chosen else f"{head}: {{}}")
        lines += [f'  "{name}": {weight:+.2f}' for weight, name in sorted(chosen)]
    return "\n".join(lines) + "\n"


def learn_from(parser: argparse.ArgumentParser) -> None:
    """The options that name what is learned from."""
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--without", type=Path)
    parser.add_argument("--sentences", type=Path)
    parser.add_argument("--calm", type=Path)
    parser.add_argument("--attacks", type=Path)
    parser.add_argument("--cases", type=Path, nargs="*", default=[])
    parser.add_argument("--folds", type=Path, help="where the weights learned without each fifth are written or read")


def collect(asked: argparse.Namespace, tools: Tools) -> list[Bag]:
    """All that is learned from."""
    reader = Reader(tools)
    left_out = frozenset(asked.without.read_text().split()) if asked.without else frozenset()
    bags = [bag for folder in asked.folders for bag in annotated(reader, *map(Path, folder.split(":")), left_out)]
    bags += from_sentences(reader, asked.sentences) if asked.sentences else ()
    bags += from_reports(reader, asked.calm, "calm") if asked.calm else ()
    bags += from_reports(reader, asked.attacks, "attack") if asked.attacks else ()
    for path in asked.cases:
        bags += from_cases(reader, path)
    return bags


def main() -> int:
    """Collects, cross-validates, trains on everything, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    learn_from(parser)
    parser.add_argument("--out", type=Path, default=DATA)
    asked = parser.parse_args()
    bags = collect(asked, load_tools())
    learner = Learner(bags)
    scores = learner.out_of_fold()
    right = sorted(s for b, s in zip(learner.bags, scores, strict=True) if b.kind == "corpus" and b.true)
    floor = round(right[int(len(right) * (1 - KEEP))] - 0.005, 2)
    for at in sorted({floor, -1.5, -1.25, -1.0, -0.75, -0.5, 0.0}):
        print(f"{at:+.2f}", report_figures(bags, learner, scores, at))
    weights = learner.fit(np.ones(len(learner.bags), bool))
    figures = report_figures(bags, learner, scores, floor)
    asked.out.parent.mkdir(exist_ok=True)
    asked.out.write_text(as_yaml(learner.names, weights, floor, figures), "utf-8")
    if asked.folds:
        asked.folds.mkdir(parents=True, exist_ok=True)
        for k, without in enumerate(learner.folds):
            (asked.folds / f"{k}.yaml").write_text(as_yaml(learner.names, without, floor, figures), "utf-8")
    print(f"{len(learner.names)} signs, floor {floor}: {asked.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
