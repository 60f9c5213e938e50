"""Signs that come together: what a small layer adds beside the weights of a choice."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from riwaya.extract.together import Together, held_of, load_together, packed
from riwaya.extract.weights import DATA, load_weights

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))

LEANINGS = st.lists(st.lists(st.integers(-127, 127), min_size=4, max_size=4), max_size=50)


@given(LEANINGS)
def test_numbers_that_hold_lanes_add_up_lane_by_lane(rows: list[list[int]]) -> None:
    together = sum(packed(row) for row in rows)
    assert [lane - 2**31 for lane in held_of(together, 4)] == [sum(row[k] for row in rows) for k in range(4)]


def test_a_ground_adds_only_as_far_as_the_leanings_exceed_nought() -> None:
    layer = Together({"a": packed([60, -10]), "b": packed([60, -10])}, packed([-100, 0]), (200, 300))
    assert layer.speak(layer.lean(["a"])) == 0
    assert layer.speak(layer.lean(["a", "b", "unknown"])) == 40
    assert layer.speak(layer.lean(["a"]) * 64 + layer.lean(["b"]) * 64, 64) == 40


ROWS = {(): 0.0, ("a",): 1.0, ("b",): 1.0, ("a", "b"): 0.0}
"""One of the two is right, both together are wrong: no sum of weights tells that."""


def test_what_two_signs_tell_together_is_learned_and_written_the_same(tmp_path: Path) -> None:
    layers = importlib.import_module("layers")
    cases = [case for case in ROWS.items() for _ in range(4000)]
    x = csr_matrix([[float(sign in signs) for sign in "ab"] for signs, _ in cases])
    right = np.array([yes for _, yes in cases])
    layer = layers.learn(x, layers.of_yes(np.zeros(len(right)), right, np.ones(len(right))))
    layer.write(tmp_path / "one.together", ["a", "b"])
    read = load_together(tmp_path / "one.together")
    assert read is not None
    said = {signs: read.speak(read.lean(signs)) for signs in ROWS}
    assert min(said["a",], said["b",]) > 50
    assert max(said[()], said["a", "b"]) < min(said["a",], said["b",]) - 50
    again = layers.learn(x, layers.of_yes(np.zeros(len(right)), right, np.ones(len(right))))
    again.write(tmp_path / "two.together", ["a", "b"])
    assert (tmp_path / "two.together").read_bytes() == (tmp_path / "one.together").read_bytes()


def test_of_the_options_of_a_turn_the_right_one_gains() -> None:
    layers = importlib.import_module("layers")
    size = 6000
    x, nought, trust = csr_matrix([[1.0, 0.0], [0.0, 1.0]] * (size // 2)), np.zeros(size), np.ones(size)
    right = layers.of_turns(nought, np.array([1.0, 0.0] * (size // 2)), np.arange(size) // 2, trust)
    first, second = layers.learn(x, right, np.arange(0, size, 2)).added(x[:2])
    assert first > 0.5 > second


@pytest.mark.parametrize("path", sorted(DATA.glob("*.together")), ids=lambda path: path.stem)
def test_the_layers_belong_to_their_weights(path: Path) -> None:
    layer = load_weights(path.stem).together
    assert layer is not None
    assert layer.leanings
    assert any(layer.adds)
    assert held_of(sum(layer.leanings.values()), len(layer.adds))


def test_a_choice_without_a_layer_is_weighed_by_its_weights_alone() -> None:
    assert load_together(DATA / "none.together") is None
