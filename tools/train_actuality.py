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

from riwaya.arabic.fold import fold
from riwaya.evaluate import read_gold, report_of
from riwaya.extract.actuality import DATA, Setting, Weights, load_weights, signs_of
from riwaya.extract.extract import tell
from riwaya.extract.frames import Frame
from riwaya.extract.joining import heard
from riwaya.model import Report
from riwaya.pipeline import Tools, load_tools
from told import Marks

OPEN = Weights(0, {}, {})
ASSAULT = frozenset(
    "armed_clash government_regains_territory non_state_actor_overtakes_territory chemical_weapon air_drone_strike "
    "suicide_bomb shelling_artillery_missile remote_explosive_landmine_ied grenade sexual_violence attack "
    "abduction_forced_disappearance excessive_force_against_protesters".split()
)
TRUST = {"marked": 2.0, "negative": 4.0, "yes": 1.0, "easy no": 0.6, "difficult no": 0.2, "calm": 2.0, "attack": 0.5,
         "case": 2.0}  # fmt: skip
MENTIONED = 0.3
"""How much it counts that a frame only mentions an event."""
FOLDS = 5
RARE, RARE_WORD = 12, 90
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
    """Reads reports for their frames: those that are no figures of speech, no history and no accident."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.frames: list[Frame] = []
        self.setting = Setting()
        self.folded = fold("")

    def read(self, report: Report) -> list[Frame]:
        """The frames; they are kept, with what else of the report their signs depend on."""
        telling = tell(report, self.tools.vocabulary, OPEN)
        self.frames = []
        if telling is not None:
            self.frames, self.setting, self.folded = list(heard(telling.frames)), telling.setting, telling.folded
        return self.frames

    def signs(self, frames: Sequence[Frame]) -> list[list[str]]:
        """All signs of the frames, every word among them."""
        return [signs_of(f, self.setting, _Any()) for f in frames]

    def bags(self, kind: str, source: str, true: bool) -> Iterator[Bag]:
        """One bag a frame."""
        yield from (Bag(kind, source, true, 1.0, self.signs([frame])) for frame in self.frames)


def annotated(reader: Reader, gold_dir: Path, text_dir: Path, left_out: frozenset[str], marks: Marks) -> Iterator[Bag]:
    """One bag a frame of the reports that are marked, and of those without any event."""
    for gold in read_gold(gold_dir):
        if gold.id in left_out:
            continue
        reader.read(report_of(gold, text_dir))
        if gold.id in marks:
            yield from marked(reader, gold.id, marks)
        elif not gold.events:
            yield from reader.bags("negative", gold.id, False)


def marked(reader: Reader, source: str, marks: Marks) -> Iterator[Bag]:
    """One bag a frame: true where it tells of an annotated event, or of one that the annotation left out."""
    for frame in reader.frames:
        mark = marks.of(source, frame, reader.folded)
        if mark is not None:
            only_mentioned = bool(mark.events) and not mark.tells
            yield Bag(
                "marked",
                source,
                mark.tells or mark.left_out,
                MENTIONED if only_mentioned else 1.0,
                reader.signs([frame]),
            )


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


def cases_of(path: Path) -> Iterator[tuple[bool, int | None, Report]]:
    """Passages of a table of tests: whether they tell of events, of how many where they say so, or of claims on one."""
    for number, case in enumerate(yaml.safe_load(path.read_text("utf-8"))):
        if "events" in case or case.get("claims") or case.get("tolls"):
            report = Report(f"{path.stem}-{number}", case.get("title", ""), case["text"])
            yield bool(case.get("events", True)), len(case["events"]) if "events" in case else None, report


def from_sentences(reader: Reader, path: Path) -> Iterator[Bag]:
    """One bag a sentence; sentences of one article share a fold."""
    for label, source, report in sentences_of(path):
        frames = [frame for frame in reader.read(report) if frame.kind.type in ASSAULT]
        yield Bag(label, source, label == "yes", 1.0, reader.signs(frames))


def from_reports(reader: Reader, path: Path, kind: str) -> Iterator[Bag]:
    """Calm reports: a false bag for each frame, or an empty one; attacks: a true bag of the title and lead."""
    for report in reports_of(path):
        frames = reader.read(report)
        if kind == "attack":
            lead = [f for f in frames if f.sentence.index <= 3 and f.barred is None]
            yield Bag(kind, report.id, True, 1.0, reader.signs(lead))
        elif not frames:
            yield Bag(kind, report.id, False, 1.0, [])
        else:
            yield from reader.bags(kind, report.id, False)


def from_cases(reader: Reader, path: Path) -> Iterator[Bag]:
    """One bag a passage of the tests."""
    for true, _, report in cases_of(path):
        yield Bag("case", report.id, true, 1.0, reader.signs(reader.read(report)))


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
    told, others = (f"{passed['marked', true]} of {total['marked', true]}" for true in (True, False))
    figures = {"marked": f"{told} tellings pass, {others} others; {len(alarms['negative'])} negative reports alarm"}
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


def as_yaml(names: Sequence[str], weights: np.ndarray, figures: dict[str, str]) -> str:
    """The weights as a page that a person can read: the weightiest signs last and first."""
    lines = ["# Written by tools/train_actuality.py: what each sign adds to the log-odds that a frame tells of",
             "# something that happened. Figures in cross-validation, of what is at zero or above:",
             *(f"#   {name}: {text}" for name, text in figures.items()),
             f"bias: {weights[-1]:.2f}"]  # fmt: skip
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
    parser.add_argument("--marks", type=Path, help="which event each frame of the annotated reports tells of")
    parser.add_argument("--folds", type=Path, help="where the weights learned without each fifth are written or read")


def collect(asked: argparse.Namespace, tools: Tools) -> list[Bag]:
    """All that is learned from."""
    reader = Reader(tools)
    marks = Marks(asked.marks)
    left_out = frozenset(asked.without.read_text().split()) if asked.without else frozenset()
    bags = [
        bag for folder in asked.folders for bag in annotated(reader, *map(Path, folder.split(":")), left_out, marks)
    ]
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
    for at in (-1.0, -0.5, 0.0, 0.5):
        print(f"{at:+.2f}", report_figures(bags, learner, scores, at))
    weights = learner.fit(np.ones(len(learner.bags), bool))
    figures = report_figures(bags, learner, scores, 0.0)
    asked.out.parent.mkdir(exist_ok=True)
    asked.out.write_text(as_yaml(learner.names, weights, figures), "utf-8")
    if asked.folds:
        asked.folds.mkdir(parents=True, exist_ok=True)
        for k, without in enumerate(learner.folds):
            (asked.folds / f"{k}.yaml").write_text(as_yaml(learner.names, without, figures), "utf-8")
    print(f"{len(learner.names)} signs: {asked.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
