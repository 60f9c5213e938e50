"""Frames: the examples in frames.yaml, read from end to end, give the parties that they state."""

from __future__ import annotations

import pytest

from conftest import Read
from riwaya.lexicon import load_lexicon
from riwaya.lexicon.entries import FrameEntry, TriggerEntry

FRAMES = load_lexicon().all("frames", FrameEntry)
EXAMPLES = [(frame.id, example) for frame in FRAMES for example in frame.examples]


@pytest.mark.parametrize(("frame", "example"), EXAMPLES, ids=[f"{frame}: {e['text']}" for frame, e in EXAMPLES])
def test_example_gives_its_parties(frame: str, example: dict[str, str], read: Read) -> None:
    incidents = read(example["text"]).incidents
    assert len(incidents) == 1
    (incident,) = incidents
    assert example["perpetrator"] in [actor.actor for actor in incident.perpetrators]
    if "target" in example:
        assert [actor.actor for actor in incident.targets] == [example["target"]]


def test_every_frame_has_an_example_and_a_trigger_that_uses_it() -> None:
    used = {trigger.frame for trigger in load_lexicon().all("triggers", TriggerEntry)}
    assert used == {frame.id for frame in FRAMES}
    assert {frame for frame, _ in EXAMPLES} == used
