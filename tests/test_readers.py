"""Reading over several processes: the same, in the same order, a bounded number ahead, and errors in their places."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from riwaya import readers
from riwaya.errors import EmptyInput, InputError, RiwayaError
from riwaya.model import Reading, Report
from riwaya.readers import Item, ReadingOptions, read_in_order
from riwaya.sources import read_inputs
from riwaya.wire import dump

CORPUS = Path(__file__).parent.parent / "corpus" / "text"
PARENT = os.getpid()


@pytest.fixture(scope="module")
def items() -> list[Item]:
    """The corpus, with an input that was refused among the first that are read, and one among the others."""
    found: list[Item] = list(read_inputs([str(CORPUS)]))
    found.insert(3, EmptyInput("first", "it holds no text", "give text"))
    found.insert(90, EmptyInput("second", "it holds no text", "give text"))
    return found


def line_or_failure(reading: Reading) -> str:
    """The line of a reading, but the seventieth fails."""
    if reading.report.id == "fails":
        raise ValueError("as it was asked to")
    return dump(reading)


def killed_elsewhere(reading: Reading) -> str:
    """Ends the process that reads, where it is not the first."""
    if os.getpid() != PARENT:
        os._exit(1)
    return dump(reading)


def read_with(items: list[Item], processes: int) -> list[str]:
    with_errors = read_in_order(items, ReadingOptions(processes=processes), line_or_failure, lambda: None)
    return [str(one) if isinstance(one, InputError) else one for one in with_errors]


def test_two_processes_tell_what_one_tells(items: list[Item]) -> None:
    failing = Report("fails", "", "قتل خمسة مدنيين في قصف على المدينة.")
    mixed = [*items[:70], failing, *items[70:]]
    one, two = read_with(mixed, 1), read_with(mixed, 2)
    assert one == two
    assert len(one) == len(mixed)
    assert one[3].startswith("first: ")
    assert one[70].startswith("fails: reading it failed (ValueError: as it was asked to)")
    assert one[91].startswith("second: ")


def test_no_more_is_taken_in_than_waits_to_be_read(items: list[Item]) -> None:
    taken = 0

    def coming() -> Iterator[Item]:
        nonlocal taken
        for _ in range(4):
            for item in items:
                taken += 1
                yield item

    most = readers._PORTION * (readers._AHEAD * 2 + 2)
    told = 0
    for _ in read_in_order(coming(), ReadingOptions(processes=2), dump, lambda: None):
        told += 1
        assert taken - told <= most
    assert told == 4 * len(items)


def test_a_process_that_is_killed_is_told_of(items: list[Item]) -> None:
    with pytest.raises(RiwayaError, match="a reading process was killed"):
        list(read_in_order(items, ReadingOptions(processes=2), killed_elsewhere, lambda: None))


def test_few_reports_are_read_here(items: list[Item], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "readers_for", None)
    few = items[: readers._HERE - 1]
    assert len(read_with(few, 2)) == len(few)
