"""Trains the weights of riwaya.extract.actuality and writes them to src/riwaya/extract/data/actuality.yaml.

    python tools/train_actuality.py GOLD_DIR:TEXT_DIR [...] [--without IDS.txt] [--sentences GSR.csv]
        [--calm FILE.jsonl] [--attacks FILE.jsonl] [--cases tests/cases/extract_{events,voices,tolls}.yaml]
        [--vectors FILE.npz]

It learns from annotated reports (GOLD_DIR, TEXT_DIR as in corpus/; those whose ids IDS.txt names are left out), from
the assault sentences of openeventdata/arabic_event_gsr, from reports that tell of no event (--calm) and from reports
that tell of an attack in title and lead (--attacks), JSON Lines with id, title, text and published; and from the
passages of our own tests. A frame is an instance; an incident, a sentence or a lead is a bag of them, as sure as its
surest. What a report is about, by its words alone, is learned first, and of each report from the others. With vectors
(tools/word_vectors.py) stems that stand among the same words weigh alike near the words that tell, those too that no
annotated report has. Logistic regression with a ridge; the same input gives the same bytes. It prints cross-validated
figures and keeps no text, only stems of single words with their weights.
"""

from __future__ import annotations

import argparse
import csv
import sys
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
import numpy as np
import yaml
from scipy.sparse import csr_matrix, diags, hstack

from logistic import bend_of, fit, known
from riwaya.arabic.fold import fold
from riwaya.evaluate import read_gold, report_of
from riwaya.extract.actuality import DATA, TOPICS, Setting, Weights, load_weights, near_words, share_of, signs_of
from riwaya.extract.extract import tell
from riwaya.extract.frames import Frame
from riwaya.extract.joining import heard
from riwaya.extract.wording import stems_of
from riwaya.model import Report
from riwaya.pipeline import Tools, load_tools
from told import Marks
from word_vectors import NO_VECTORS, Vectors, columns, load_vectors

OPEN = Weights(0, {}, {}, {}, 0, {})
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
RARE = 12
RIDGE, RIDGE_WORD, RIDGE_ALIKE, RIDGE_TOPIC = 12.0, 50.0, 5.0, 10.0
SMALL, SMALL_WITHIN = 0.05, 0.055
ABOUT = {"marked": 1.0, "negative": 1.0, "calm": 0.25}
"""How much a report counts where it is learned what those are about that tell of events."""


@dataclass(frozen=True)
class Bag:
    """Frames of which, if the bag is true, one at least tells of an event; of a false bag none does."""

    kind: str
    source: str
    true: bool
    trust: float
    frames: list[list[str]]
    words: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Model:
    """What was learned: the weights of signs and of a report's words, each with its bias."""

    signs: dict[str, float]
    bias: float
    topic: dict[str, float]
    topic_bias: float


AFRESH = Model({}, 0.0, {}, 0.0)
TOPIC_SIGNS = [f"topic {step}" for step in TOPICS]


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
        self.frames, self.setting = [], Setting()
        if telling is not None:
            self.frames, self.setting, self.folded = list(heard(telling.frames)), telling.setting, telling.folded
        return self.frames

    def signs(self, frames: Sequence[Frame]) -> list[list[str]]:
        """All signs of the frames, every word among them."""
        return [[*signs_of(f, self.setting), *_worded(f)] for f in frames]

    def bags(self, kind: str, source: str, true: bool) -> Iterator[Bag]:
        """One bag a frame; an empty one where there is none."""
        for told in [[frame] for frame in self.frames] or [[]]:
            yield Bag(kind, source, true, 1.0, self.signs(told), self.setting.words)


def _worded(frame: Frame) -> Iterator[str]:
    yield from (f"near {stem}" for stem in sorted(near_words(frame)) if stem)
    yield from (f"within {stem}" for stem in sorted(set(stems_of(frame.sentence))) if stem)


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
                reader.setting.words,
            )


def sentences_of(path: Path) -> Iterator[tuple[str, str, Report]]:
    """(label, article, sentence as a report) of a file of judged sentences, those judged ambiguous left out."""
    with path.open(encoding="utf-8") as rows:
        for number, row in enumerate(csv.DictReader(rows)):
            if row["label"] != "ambiguous":
                yield row["label"], row["id"].rsplit("-", 1)[0], Report(f"assault-{number}", "", row["text"])


def reports_of(path: Path) -> Iterator[Report]:
    """The reports of a JSON Lines file."""
    for line in path.read_bytes().splitlines():
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
        yield Bag(label, source, label == "yes", 1.0, reader.signs(frames), reader.setting.words)


def from_reports(reader: Reader, path: Path, kind: str) -> Iterator[Bag]:
    """Calm reports: a false bag for each frame, or an empty one; attacks: a true bag of the title and lead."""
    for report in reports_of(path):
        frames = reader.read(report)
        if kind == "attack":
            lead = [f for f in frames if f.sentence.index <= 3 and f.barred is None]
            yield Bag(kind, report.id, True, 1.0, reader.signs(lead), reader.setting.words)
        else:
            yield from reader.bags(kind, report.id, False)


def from_cases(reader: Reader, path: Path) -> Iterator[Bag]:
    """One bag a passage of the tests."""
    for true, _, report in cases_of(path):
        signs = reader.signs(reader.read(report))
        yield Bag("case", report.id, true, 1.0, signs, reader.setting.words)


def shipped() -> Model:
    """The weights that are there."""
    found = load_weights()
    signs = {**found.signs, **_named("near", found.near), **_named("within", found.within)}
    return Model(_whole(signs), found.bias / 100, _whole(found.topic), found.topic_bias / 100)


def _named(kind: str, weights: Mapping[str, int]) -> dict[str, int]:
    return {f"{kind} {word}": weight for word, weight in weights.items()}


def _whole(weights: Mapping[str, int]) -> dict[str, float]:
    return {name: weight / 100 for name, weight in weights.items()}


class Learner:
    """The bags as matrices of signs and of words, and the fit; with `times`, on from the weights that are there.

    What a stem weighs near the words that tell is its own weight and what its vector says, which all stems share.
    """

    def __init__(self, bags: Sequence[Bag], times: float = 0.0, alike: Vectors = NO_VECTORS) -> None:
        self.times = times
        self.prior = shipped() if times else AFRESH
        self.bags = [bag for bag in bags if bag.frames]
        near = [f"near {stem}" for stem in alike.stems]
        always = (self.prior.signs.keys() - set(TOPIC_SIGNS)).union(near)
        self.names, self.x = _matrix([signs for bag in self.bags for signs in bag.frames], always)
        self.alike = columns([name.removeprefix("near ") if is_word(name) else "" for name in self.names], alike)
        own = [RIDGE_WORD if is_word(name) else RIDGE for name in [*self.names, *TOPIC_SIGNS]]
        self.ridge = np.array([*own, *[RIDGE_ALIKE] * alike.rows.shape[1], 0.01])
        self.owner = np.array([k for k, bag in enumerate(self.bags) for _ in bag.frames])
        self.starts = np.flatnonzero(np.diff(self.owner, prepend=-1))
        self.true = np.array([bag.true for bag in self.bags])
        self.trust = np.array([TRUST[bag.kind] * bag.trust for bag in self.bags])
        self.fold = np.array([fold_of(bag.source) for bag in self.bags])
        self.reports = Reports(bags, times, self.prior)
        self.models: list[Model] = []

    def fit(self, left_out: frozenset[int] = frozenset()) -> Model:
        """What the bags of the other folds teach: first every frame counts for its bag, then only the surest."""
        others = [k for k in range(FOLDS) if k not in left_out]
        about = {k: self.reports.fit({*left_out, k}) for k in others}
        topics = np.zeros((len(self.bags), len(TOPICS)))
        for k in others:
            topics[self.fold == k] = self.reports.signs(about[k], [b for b in self.bags if fold_of(b.source) == k])
        x = hstack([self.x, topics[self.owner], self.x @ self.alike, np.ones((len(self.owner), 1))]).tocsr()
        own = known([*self.names, *TOPIC_SIGNS], self.prior.signs)
        prior = np.array([*own, *np.zeros(self.alike.shape[1]), self.prior.bias])
        mass = (self.trust * ~np.isin(self.fold, list(left_out)))[self.owner]
        values = x @ prior
        ridge = self.ridge + self.times * bend_of(x, mass, values)
        for _ in range(4):
            top = values >= np.maximum.reduceat(values, self.starts)[self.owner] - 1e-9
            share = mass * top / np.maximum(np.bincount(self.owner, top, len(self.bags)), 1)[self.owner]
            used = share > 0
            weights = fit(x[used], self.true[self.owner][used].astype(float), share[used], prior, ridge)
            values = x @ weights
        own, steps, shared = np.split(weights[:-1], np.cumsum([len(self.names), len(TOPICS)]))
        signs = dict(zip([*self.names, *TOPIC_SIGNS], map(float, [*(own + self.alike @ shared), *steps]), strict=True))
        return Model(signs, float(weights[-1]), *self.reports.fit(left_out))

    def score(self, model: Model) -> np.ndarray:
        """A bag's score is that of its surest frame."""
        weights = np.array([model.signs[name] for name in self.names])
        steps = known(TOPIC_SIGNS, model.signs)
        topics = self.reports.signs((model.topic, model.topic_bias), self.bags) @ steps
        return np.maximum.reduceat(self.x @ weights + model.bias + topics[self.owner], self.starts)

    def out_of_fold(self) -> np.ndarray:
        """Each bag's score as learned without its source; what was learned is kept as `models`."""
        scores = np.zeros(len(self.bags))
        self.models = [self.fit(frozenset({k})) for k in range(FOLDS)]
        for k, model in enumerate(self.models):
            scores[self.fold == k] = self.score(model)[self.fold == k]
        return scores


class Reports:
    """The words of whole reports, and what they teach of those that tell of events."""

    def __init__(self, bags: Sequence[Bag], times: float, prior: Model) -> None:
        self.times, self.prior = times, prior
        told: dict[str, Bag] = {}
        for bag in bags:
            if bag.kind in ABOUT and bag.words and not (bag.source in told and told[bag.source].true):
                told[bag.source] = bag
        self.true = np.array([bag.kind == "marked" for bag in told.values()])
        self.trust = np.array([ABOUT[bag.kind] for bag in told.values()])
        self.fold = np.array([fold_of(source) for source in told])
        words = [sorted(bag.words) for bag in told.values()]
        self.names, held = _matrix(words, prior.topic.keys())
        self.x = diags([share_of(len(row)) for row in words]) @ held

    def fit(self, left_out: Collection[int]) -> tuple[dict[str, float], float]:
        """The weight of each stem, and the bias, by the reports of the other folds."""
        used = ~np.isin(self.fold, list(left_out))
        if len(set(self.true[used])) < 2:
            return {}, 0.0
        x = hstack([self.x[used], np.ones((used.sum(), 1))]).tocsr()
        prior = np.array([*known(self.names, self.prior.topic), self.prior.topic_bias])
        ridge = np.array([RIDGE_TOPIC] * len(self.names) + [0.01]) + self.times * bend_of(
            x, self.trust[used], x @ prior
        )
        found = fit(x, self.true[used].astype(float), self.trust[used], prior, ridge)
        weights = {n: float(w) for n, w in zip(self.names, found, strict=False) if abs(w) >= SMALL}
        return weights, float(found[-1])

    @staticmethod
    def signs(about: tuple[dict[str, float], float], bags: Sequence[Bag]) -> np.ndarray:
        """1 for each sign that the topic of a bag's report is."""
        words, bias = about
        topics = [sum(words.get(word, 0.0) for word in bag.words) * share_of(len(bag.words)) + bias for bag in bags]
        return np.array([[float(topic >= step) for step in TOPICS] for topic in topics])


def _matrix(rows: Sequence[Sequence[str]], always: Collection[str]) -> tuple[list[str], csr_matrix]:
    """The names that are not too rare, or that are there always, and which of them each row has."""
    counts = Counter(name for row in rows for name in set(row))
    names = sorted({name for name, n in counts.items() if n >= RARE}.union(always))
    column = {name: i for i, name in enumerate(names)}
    held = [sorted({column[name] for name in row if name in column}) for row in rows]
    ends = np.cumsum([0, *map(len, held)])
    at = np.array([i for row in held for i in row], dtype=int)
    return names, csr_matrix((np.ones(len(at)), at, ends), (len(rows), len(names)))


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


def as_yaml(model: Model, figures: dict[str, str]) -> str:
    """The weights as a page that a person can read: the weightiest signs last and first."""
    lines = ["# Written by tools/train_actuality.py: what each sign adds to the log-odds that a frame tells of",
             "# something that happened; so do the stems near the words that tell and within their sentence. What the",
             "# report is about, as its stems add up under topic, is a sign in its turn.",
             "# Cross-validated, of what is at zero or above:",
             *(f"#   {name}: {text}" for name, text in figures.items()),
             f"bias: {model.bias:.2f}",
             f"topic bias: {model.topic_bias:.2f}"]  # fmt: skip
    groups: dict[str, dict[str, float]] = {"signs": {}, "near": {}, "within": {}, "topic": model.topic}
    for sign, weight in model.signs.items():
        kind, _, word = sign.partition(" ")
        groups[kind if is_word(sign) else "signs"][word if is_word(sign) else sign] = weight
    for head, weights in groups.items():
        least = SMALL_WITHIN if head == "within" else SMALL
        kept = sorted((round(w, 2), name) for name, w in weights.items() if abs(w) >= least)
        lines.append(f"{head}:" if kept else f"{head}: {{}}")
        lines += [f" {_key(name)}: {weight:+.2f}" for weight, name in kept]
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    """A stem as it is, anything else between quotation marks: so many stems are shorter to read."""
    return name if name.isalpha() and not name.isascii() else f'"{name}"'


def learn_from(parser: argparse.ArgumentParser) -> None:
    """The options that name what is learned from."""
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--without", type=Path)
    parser.add_argument("--sentences", type=Path)
    parser.add_argument("--calm", type=Path)
    parser.add_argument("--attacks", type=Path)
    parser.add_argument("--cases", type=Path, nargs="*", default=[])
    parser.add_argument("--marks", type=Path, help="which event each frame of the annotated reports tells of")
    parser.add_argument(
        "--times", type=float, default=0.0, help="go on from the weights that are there: see tools/logistic.py, Earlier"
    )
    parser.add_argument("--vectors", type=Path, help="vectors of stems, of tools/word_vectors.py")
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


def alike(asked: argparse.Namespace) -> Vectors:
    """The vectors to learn with, if any."""
    return load_vectors(asked.vectors) if asked.vectors else NO_VECTORS


def main() -> int:
    """Collects, cross-validates, trains on everything, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    learn_from(parser)
    parser.add_argument("--out", type=Path, default=DATA)
    asked = parser.parse_args()
    bags = collect(asked, load_tools())
    learner = Learner(bags, asked.times, alike(asked))
    scores = learner.out_of_fold()
    for at in (-1.0, -0.5, 0.0, 0.5):
        print(f"{at:+.2f}", report_figures(bags, learner, scores, at))
    model = learner.fit()
    figures = report_figures(bags, learner, scores, 0.0)
    asked.out.parent.mkdir(exist_ok=True)
    asked.out.write_text(as_yaml(model, figures), "utf-8")
    if asked.folds:
        asked.folds.mkdir(parents=True, exist_ok=True)
        for k, without in enumerate(learner.models):
            (asked.folds / f"{k}.yaml").write_text(as_yaml(without, figures), "utf-8")
    print(f"{len(learner.names)} signs, {len(model.topic)} words of reports: {asked.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
