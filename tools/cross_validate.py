"""How well reports are read that nothing was learned from: nested cross-validation over the annotated reports.

    python tools/cross_validate.py GOLD_DIR:TEXT_DIR [...] [options as tools/train_actuality.py]

Every fifth of the reports is read with weights of actuality and of all choices that were learned from the other four;
and what the choices learn from actuality in those four comes, in turn, from weights that had not seen the report. One
table of figures for each folder of annotated reports. Nothing of the project is changed.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import shutil
import sys
import tempfile
from multiprocessing import get_context
from pathlib import Path

import train_actuality
import train_choices
from riwaya.cli.scoring import table
from riwaya.evaluate import read_gold, report_of, score_readings
from riwaya.extract import actuality, weights
from riwaya.model import Reading
from riwaya.pipeline import Tools, load_tools, read_report
from train_actuality import FOLDS, fold_of


class Nested:
    """All that the folds share; forked processes see it as `shared`."""

    shared: Nested

    def __init__(self, asked: argparse.Namespace, out: Path) -> None:
        self.asked, self.out, self.tools = asked, out, load_tools()
        bags = train_actuality.collect(asked, self.tools)
        self.learner = train_actuality.Learner(bags, asked.times, train_actuality.alike(asked))

    def fit(self, pair: tuple[int, int]) -> None:
        """The weights of actuality that two folds (or one, twice) had no part in."""
        one, other = pair
        page = train_actuality.as_yaml(self.learner.fit(frozenset({one, other})), {})
        for k, j in {(one, other), (other, one)}:
            folder = self.out / f"without{k}"
            folder.mkdir(exist_ok=True)
            (folder / f"{j}.yaml").write_text(page, "utf-8")

    def read(self, k: int) -> list[tuple[str, Reading]]:
        """The reports of a fold, by folder, read with what the others taught."""
        data, without = self.out / f"data{k}", self.out / f"without{k}"
        shutil.copytree(weights.DATA, data)
        shutil.copy(without / f"{k}.yaml", data / "actuality.yaml")
        held = set(self.asked.without.read_text().split()) if self.asked.without else set()
        unseen = train_actuality.Unseen(without)
        with contextlib.redirect_stdout(io.StringIO()):
            train_choices.train_all(
                self.asked,
                self.tools,
                unseen,
                lambda source: source in held or (fold_of(source) == k and source != "example"),
                data,
            )
        return list(self._readings(k, data, held, self.tools))

    def _readings(self, k: int, data: Path, held: set[str], tools: Tools) -> list[tuple[str, Reading]]:
        weights.load_weights.cache_clear()
        actuality.load_weights.cache_clear()
        actuality.load_weights.__wrapped__.__defaults__ = (data / "actuality.yaml",)
        found = []
        for folder in self.asked.folders:
            golds, texts = map(Path, folder.split(":"))
            for gold in read_gold(golds):
                if gold.id not in held and fold_of(gold.id) == k:
                    found.append((folder, read_report(report_of(gold, texts), tools)))
        return found


def fit(pair: tuple[int, int]) -> None:
    """See `Nested.fit`; it runs in a process of its own."""
    Nested.shared.fit(pair)


def read(k: int) -> list[tuple[str, Reading]]:
    """See `Nested.read`; it runs in a process of its own."""
    return Nested.shared.read(k)


def main() -> int:
    """Trains and reads fold by fold, then scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    train_actuality.learn_from(parser)
    parser.set_defaults(only="")
    asked = parser.parse_args()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    fork = get_context("fork")
    with tempfile.TemporaryDirectory() as out:
        Nested.shared = Nested(asked, Path(out))
        with fork.Pool(os.cpu_count()) as pool:
            pool.map(fit, [(k, j) for k in range(FOLDS) for j in range(k, FOLDS)], 1)
        with fork.Pool(os.cpu_count(), maxtasksperchild=1) as pool:
            found = [one for fold in pool.map(read, range(FOLDS), 1) for one in fold]
    for folder in asked.folders:
        readings = [reading for where, reading in found if where == folder]
        ids = {reading.report.id for reading in readings}
        golds = [gold for gold in read_gold(Path(folder.split(":")[0])) if gold.id in ids]
        print(folder, table(score_readings(golds, readings)), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
