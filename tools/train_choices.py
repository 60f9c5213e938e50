"""Trains the weights of the choices made about a happening, and writes them to src/riwaya/extract/data/<choice>.yaml.

    python tools/train_choices.py GOLD_DIR:TEXT_DIR [GOLD_DIR:TEXT_DIR ...] [--without corpus/held-back.txt] [--only CHOICE]

Choices: cast_perpetrator and cast_target (which bodies have which role), claims (which accounts are a
speaker's claim), place (which of the places named is the event's),
join (which frames tell of one happening), event (which happenings are events of their own),
type (which type an event has). It learns from annotated reports (in the
format of corpus/): what was read is paired with what was annotated, and each candidate of the one is right or wrong by
the other. Logistic regression with a ridge, by Newton's method; the same input gives the same bytes. It prints figures
in five-fold cross-validation over reports, beside those of the rules alone, and keeps no text.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from riwaya.evaluate import read_gold, report_of
from riwaya.evaluate.gold import GoldReport
from riwaya.evaluate.likeness import Gold, likeness, pair, same_actor, same_place, same_speaker
from riwaya.extract.accounts import account_signs
from riwaya.extract.casting import ROLES, candidates
from riwaya.extract.classing import type_signs, types_of
from riwaya.extract.claims import accounts_of
from riwaya.extract.extract import Telling, settle, tell
from riwaya.extract.frames import Frame
from riwaya.extract.happening import Happening
from riwaya.extract.incidents import join_signs, narrower
from riwaya.extract.making import incident_of
from riwaya.extract.reckoning import event_signs
from riwaya.extract.siting import sites
from riwaya.extract.speakers import actor_of
from riwaya.extract.weights import DATA, Weights
from riwaya.gazetteer import Gazetteer
from riwaya.model import Actor, Incident, Reading, Span, Where
from riwaya.pipeline import Tools, load_tools
from riwaya.resolve import resolve
from riwaya.resolve.places import PlaceContext, resolve_place

FOLDS = 5
RARE = 4
RIDGE = 3.0
SMALL = 0.05
FLOORS = {"join": 0.2}
"""Floors set by the score of whole reports: two happenings made one lose more than one told twice."""


@dataclass(frozen=True)
class Case:
    """One candidate: its signs, whether it is right, the report it is from, and what the rules alone said. Of a `group` one is taken."""

    source: str
    signs: list[str]
    right: bool
    by_rule: bool
    group: str = ""


OPEN = Weights(0.0, float("-inf"), {})


def paired(
    gold: GoldReport, telling: Telling, gazetteer: Gazetteer, gate: Weights = OPEN
) -> Iterator[tuple[object, Happening, Incident]]:
    """The happenings that are annotated events, each with its event."""
    made = settle(telling, gate)
    incidents = [(incident, happening) for incident, happening in made if incident is not None]
    resolved = resolve(Reading(telling.report, tuple(i for i, _ in incidents), (), telling.countries), gazetteer)
    happening_of = {i.id: happening for i, (_, happening) in zip(resolved.incidents, incidents, strict=True)}
    golds = [(event, gold.claims_on(event)) for event in gold.events]
    for known, incident in pair(golds, list(resolved.incidents)):
        if known is not None and incident is not None:
            yield known, happening_of[incident.id], incident


def casting(gold: GoldReport, telling: Telling, gazetteer: Gazetteer) -> Iterator[tuple[str, Case]]:
    """One case a candidate body and role."""
    for (event, _), happening, _ in paired(gold, telling, gazetteer):  # type: ignore[misc]
        happening.settled = None
        for candidate in candidates(happening, telling.happenings, telling.named):
            actor = Actor(None if candidate.body.startswith("other:") else candidate.body, candidate.body.removeprefix("other:"))
            for role in ROLES:
                wanted = event.perpetrator if role == "perpetrator" else event.target
                right = any(same_actor(one, actor) for one in wanted)
                yield f"cast_{role}", Case(gold.id, candidate.signs_for(role), right, candidate.body in happening.bodies(role))


def claiming(gold: GoldReport, telling: Telling, gazetteer: Gazetteer) -> Iterator[tuple[str, Case]]:
    """One case an account: whether the speaker has an annotated claim on the event."""
    for (_, claims), happening, incident in paired(gold, telling, gazetteer):  # type: ignore[misc]
        told = accounts_of(happening, telling.talk)
        kept = {claim.speaker.actor or claim.speaker.name for claim in incident.claims}
        for account in told:
            speaker = actor_of(account.speaker)
            right = any(same_speaker(claim, speaker) for claim in claims)
            by_rule = (speaker.actor or speaker.name) in kept
            yield "claims", Case(gold.id, account_signs(account, told, happening), right, by_rule)


def siting(gold: GoldReport, telling: Telling, gazetteer: Gazetteer) -> Iterator[tuple[str, Case]]:
    """One case a place named: whether it is the event's."""
    folded = telling.folded
    names = tuple(i.where.name for _, _, i in paired(gold, telling, gazetteer) if i.where is not None)
    context = PlaceContext(telling.countries, names)
    for (event, _), happening, incident in paired(gold, telling, gazetteer):  # type: ignore[misc]
        if not event.place:
            continue
        for candidate in sites(happening, telling.head):
            first, last = folded.span(candidate.mention.start, candidate.mention.end)
            where = Where(folded.original[first:last], Span(first, last))
            right = same_place(event, resolve_place(where, context, gazetteer, telling.report.full_text))
            by_rule = happening.site is not None and happening.site.name == candidate.mention.name
            yield "place", Case(f"{gold.id}", sorted(candidate.signs), right, by_rule, f"{gold.id} {event.key}")


def classing(gold: GoldReport, telling: Telling, gazetteer: Gazetteer) -> Iterator[tuple[str, Case]]:
    """One case a type that comes into question."""
    for (event, _), happening, _ in paired(gold, telling, gazetteer):  # type: ignore[misc]
        for type_ in types_of(happening):
            signs = type_signs(type_, happening)
            yield "type", Case(gold.id, signs, type_ == event.type, type_ == happening.type, f"{gold.id} {event.key}")


def reckoning(gold: GoldReport, telling: Telling, gazetteer: Gazetteer) -> Iterator[tuple[str, Case]]:
    """One case a happening: whether it is an annotated event."""
    right = {id(happening) for _, happening, _ in paired(gold, telling, gazetteer)}
    for happening in telling.happenings:
        happening.settled = None
        signs = event_signs(happening, telling.happenings, telling.dated.published)
        yield "event", Case(gold.id, signs, id(happening) in right, True)


def joining(gold: GoldReport, telling: Telling, gazetteer: Gazetteer) -> Iterator[tuple[str, Case]]:
    """One case a frame and a happening told before it, as the annotation would have had them joined."""
    golds = [(event, gold.claims_on(event)) for event in gold.events]
    happenings: list[tuple[int, Happening]] = []
    last: tuple[int, int] | None = None
    for frame in telling.frames:
        if frame.barred is not None:
            continue
        known = _event_of(frame, golds, telling, gazetteer)
        near = last is not None and frame.sentence.index - last[0] <= (1 if _vague(frame) else 0)
        if known is None and near and last is not None:
            known = last[1]
        if known is None:
            continue
        last = frame.sentence.index, known
        for event, happening in happenings:
            signs = join_signs(happening, frame, happening is happenings[-1][1])
            yield "join", Case(gold.id, signs, event == known, False)
        own = next((h for e, h in happenings if e == known), None)
        if own is None:
            happenings.append((known, Happening([frame], place=frame.place)))
        else:
            own.add(frame)
            if own.place is None or (frame.place is not None and narrower(frame.place, own.place)):
                own.place = frame.place or own.place


def _vague(frame: Frame) -> bool:
    """Whether a frame by its words adds to what was told before it."""
    return (frame.definite or frame.kind.trigger is None) and not frame.another


def _event_of(frame: Frame, golds: Sequence[Gold], telling: Telling, gazetteer: Gazetteer) -> int | None:
    """The annotated event that a frame by itself is most like; None where that is not plain."""
    happening = Happening([frame], place=frame.place)
    happening.site = frame.place
    alone = incident_of(happening, [], telling.report, telling.talk, telling.dated, [happening])
    if alone is None:
        return None
    read = resolve(Reading(telling.report, (alone,), (), telling.countries), gazetteer).incidents[0]
    ranked = sorted(((likeness(*known, read), i) for i, known in enumerate(golds)), reverse=True)
    if not ranked or ranked[0][0] < 0.4 or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < 0.09):
        return None
    return ranked[0][1]


READERS: tuple[Callable[[GoldReport, Telling, Gazetteer], Iterator[tuple[str, Case]]], ...] = (casting, claiming, siting, joining, reckoning, classing)


class Learner:
    """The cases of one choice as a matrix, and the fit."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self.cases = cases
        counts = Counter(sign for case in cases for sign in set(case.signs))
        self.names = sorted(sign for sign, n in counts.items() if n >= RARE)
        column = {name: i for i, name in enumerate(self.names)}
        self.x = np.zeros((len(cases), len(self.names) + 1))
        self.x[:, -1] = 1.0
        for row, case in enumerate(cases):
            self.x[row, [column[s] for s in case.signs if s in column]] = 1.0
        self.right = np.array([case.right for case in cases], float)
        self.ridge = np.array([RIDGE] * len(self.names) + [0.01])

    def fit(self, used: np.ndarray) -> np.ndarray:
        """Weights from the cases used, the bias last."""
        x, y = self.x[used], self.right[used]
        weights = np.zeros(x.shape[1])
        for _ in range(25):
            p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
            slope = x.T @ (p - y) + self.ridge * weights
            bend = (x * (p * (1 - p))[:, None]).T @ x + np.diag(self.ridge)
            step = np.linalg.solve(bend, slope)
            weights = weights - step
            if np.abs(step).max() < 1e-5:
                break
        return weights

    def out_of_fold(self) -> np.ndarray:
        """Each case's log-odds under weights learned without its report."""
        fold_of = np.array([zlib.crc32(case.source.encode()) % FOLDS for case in self.cases])
        scores = np.zeros(len(self.cases))
        for k in range(FOLDS):
            scores[fold_of == k] = self.x[fold_of == k] @ self.fit(fold_of != k)
        return scores


def tops(scores: np.ndarray, cases: Sequence[Case]) -> np.ndarray:
    """1 for every case that is not in a group and for the first best of each group, else 0."""
    best: dict[str, int] = {}
    for i, case in enumerate(cases):
        if case.group and (case.group not in best or scores[i] > scores[best[case.group]]):
            best[case.group] = i
    return np.array([not case.group or best[case.group] == i for i, case in enumerate(cases)], float)


def f1(right: np.ndarray, taken: np.ndarray) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    hit = float((right * taken).sum())
    p, r = hit / max(1.0, float(taken.sum())), hit / max(1.0, float(right.sum()))
    return p, r, 2 * p * r / max(1e-9, p + r)


def as_yaml(choice: str, learner: Learner, weights: np.ndarray, floor: float, told: str) -> str:
    """The weights as a page that a person can read."""
    kept = sorted((round(float(w), 2), n) for n, w in zip(learner.names, weights[:-1], strict=True) if abs(w) >= SMALL)
    lines = [f"# Written by tools/train_choices.py: {choice}. {told}",
             f"bias: {weights[-1]:.2f}", f"floor: {floor:.2f}", "signs:"]  # fmt: skip
    return "\n".join(lines + [f'  "{name}": {weight:+.2f}' for weight, name in kept]) + "\n"


def train(choice: str, cases: Sequence[Case]) -> None:
    """Cross-validates, chooses the floor, trains on everything, writes."""
    learner = Learner(cases)
    scores = learner.out_of_fold()
    rule = np.array([case.by_rule for case in cases], float)
    floors = np.arange(-2.0, 1.01, 0.05)
    top = tops(scores, cases)
    if any(case.group for case in cases):
        floors = np.arange(-5.0, 0.01, 0.25)
    floor = max(floors, key=lambda at: f1(learner.right, (scores >= at) * top)[2])
    floor = FLOORS.get(choice, floor)
    told = "Cross-validated P {:.3f} R {:.3f} F1 {:.3f}".format(*f1(learner.right, (scores >= floor) * top))
    told += "; rules alone P {:.3f} R {:.3f} F1 {:.3f}".format(*f1(learner.right, rule))
    print(f"{choice}: {len(cases)} cases, {int(learner.right.sum())} right, {len(learner.names)} signs, floor {floor:.2f}. {told}")
    page = as_yaml(choice, learner, learner.fit(np.ones(len(cases), bool)), float(floor), told)
    (DATA / f"{choice}.yaml").write_text(page, "utf-8")


def main() -> int:
    """Collects the cases of every choice, then trains each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--without", type=Path)
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    left_out = set(asked.without.read_text().split()) if asked.without else set()
    tools = load_tools()
    cases: dict[str, list[Case]] = {}
    for folder in asked.folders:
        golds, texts = map(Path, folder.split(":"))
        for gold in read_gold(golds):
            if gold.id in left_out:
                continue
            telling = tell(report_of(gold, texts), tools.vocabulary)
            if telling is None:
                continue
            for reader in READERS:
                for choice, case in reader(gold, telling, tools.gazetteer):
                    cases.setdefault(choice, []).append(case)
    for choice, found in cases.items():
        if choice.startswith(asked.only):
            train(choice, found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
