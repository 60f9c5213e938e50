"""Makes vectors of stems from reports that nobody has annotated: stems among the same words have like vectors.

    python tools/word_vectors.py REPORTS.jsonl [...] --out vectors.npz

Reports are JSON Lines with title and text. A vector is a row of the matrix of positive pointwise mutual information of
the stems up to two words apart, cut to its hundred largest singular values (Levy and Goldberg, Neural Word Embedding
as Implicit Matrix Factorization, 2014). Training learns with them what happened and what it joins (--vectors); no text
is kept.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds

from riwaya.arabic.fold import fold
from riwaya.extract.wording import stem

WINDOW, SIZE, LEAST = 2, 100, 20
COMMON = 200
"""How often a stem must stand in the reports for its vector to be learned with."""
SMOOTHED = 0.75
"""The power that evens out how often the words beside a stem are met (as word2vec does)."""
AT_ONCE = 1 << 21
_WORD = re.compile(r"[\u0621-\u064a]{2,}|[.!?؟\n]")


@dataclass(frozen=True)
class Vectors:
    """Stems, and a vector for each: rows with the mean 0 and the mean square length 1."""

    stems: list[str]
    rows: np.ndarray


def load_vectors(path: Path) -> Vectors:
    """The vectors of the common stems of a file."""
    with np.load(path) as kept:
        common = kept["counts"] >= COMMON
        rows = kept["vectors"][common].astype(float)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        rows -= rows.mean(axis=0)
        return Vectors(kept["stems"][common].tolist(), rows / np.sqrt((rows**2).sum(axis=1).mean()))


NO_VECTORS = Vectors([], np.zeros((0, 0)))


def columns(stems: Sequence[str], alike: Vectors) -> np.ndarray:
    """The vector of each stem, nought for what has none: what these columns weigh, stems that are alike share."""
    row = {stem: i for i, stem in enumerate(alike.stems)}
    found = np.zeros((len(stems), alike.rows.shape[1]))
    for i, one in enumerate(stems):
        if one in row:
            found[i] = alike.rows[row[one]]
    return found


def sentences(paths: Sequence[Path]) -> Iterator[list[str]]:
    """The stems of each sentence of the reports."""
    for path in paths:
        with path.open("rb") as lines:
            for line in lines:
                row = msgspec.json.decode(line)
                told: list[str] = []
                for word in _WORD.findall(fold(f"{row['title']}\n{row['text']}\n").text):
                    if len(word) > 1:
                        told.append(stem(word))
                    elif told:
                        yield told
                        told = []


def beside(told: Sequence[list[str]], column: dict[str, int]) -> csr_matrix:
    """How often each stem stands up to WINDOW words from each other one of its sentence."""
    found = csr_matrix((len(column), len(column)))
    run: list[int] = []
    for number, stems in enumerate(told, 1):
        run += [column.get(one, -1) for one in stems]
        run += [-1] * WINDOW
        if len(run) > AT_ONCE or number == len(told):
            line = np.array(run)
            for apart in range(1, WINDOW + 1):
                one, other = line[:-apart], line[apart:]
                both = (one >= 0) & (other >= 0)
                found = found + csr_matrix((np.ones(both.sum()), (one[both], other[both])), found.shape)
            run = []
    return found + found.T


def vectors(counts: csr_matrix) -> np.ndarray:
    """The rows of the smoothed positive pointwise mutual information, cut to SIZE dimensions."""
    met = np.asarray(counts.sum(axis=1)).ravel()
    expected = met**SMOOTHED / (met**SMOOTHED).sum()
    cells = counts.tocoo()
    information = np.log(cells.data / (met[cells.row] * expected[cells.col]))
    kept = information > 0
    positive = csr_matrix((information[kept], (cells.row[kept], cells.col[kept])), counts.shape)
    left, values, _ = svds(positive, k=min(SIZE, counts.shape[0] - 1), random_state=0)
    return left * np.sqrt(values)


def main() -> int:
    """Reads, counts, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    told = list(sentences(asked.reports))
    counts = Counter(one for stems in told for one in stems)
    stems = [one for one, n in counts.most_common() if n >= LEAST]
    rows = vectors(beside(told, {one: i for i, one in enumerate(stems)}))
    np.savez(
        asked.out, stems=np.array(stems), vectors=rows.astype("f4"), counts=np.array([counts[one] for one in stems])
    )
    print(f"{len(stems)} stems of {counts.total()} words: {asked.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
