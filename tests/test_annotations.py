"""The annotations of real reports: they stand without text, fit together, and are laid out beside a checkout."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import pytest

from riwaya.evaluate import read_gold, report_of
from riwaya.extract.weights import Weights, load_weights

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import annotated  # noqa: E402
import mix_weights  # noqa: E402

PAGE = "<DOC>\n<TITLE>انفجار في السوق</TITLE>\n<TEXT>\nقتل ثلاثة أشخاص بانفجار عبوة في السوق.\n</TEXT>\n</DOC>\n"
TEXT = "انفجار في السوق\nقتل ثلاثة أشخاص بانفجار عبوة في السوق."
NAME = "BB-middleEast-1-20180301"


@pytest.fixture
def collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one report, and annotations of it, of one that is changed and of one that is not there."""
    folder = tmp_path / "checkout" / "BBC" / "middleEast"
    folder.mkdir(parents=True)
    for name in (NAME, "BB-middleEast-2-20180302"):
        (folder / f"{name}.txt").write_text(PAGE, "utf-8")
    event = {"key": "e1", "type": "remote_explosive_landmine_ied", "main": True}
    claim = {"event": "e1", "speaker": "outlet", "stance": "asserts", "killed": [3, 3]}
    rows = [
        annotated.Annotation(NAME, annotated.digest_of(TEXT), "conflict", [event], [claim], {"16": "e1"}, kept=True),
        annotated.Annotation("BB-middleEast-2-20180302", annotated.digest_of("something else"), "negative"),
        annotated.Annotation("CN-middleEast-3-20180303", annotated.digest_of(TEXT), "negative"),
    ]
    lines = tmp_path / "annotations.jsonl"
    lines.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
    monkeypatch.setattr(annotated, "ANNOTATIONS", lines)
    return tmp_path / "checkout"


def test_reports_are_laid_out_beside_their_annotations(collection: Path, tmp_path: Path) -> None:
    missing = annotated.lay_out(collection, tmp_path / "out", None)
    assert missing == ["BB-middleEast-2-20180302", "CN-middleEast-3-20180303"]
    (gold,) = read_gold(tmp_path / "out" / "gold")
    assert (gold.outlet, str(gold.published), gold.claims[0].killed) == ("بي بي سي", "2018-03-01", (3, 3))
    assert report_of(gold, tmp_path / "out" / "text").full_text == TEXT
    assert msgspec.json.decode((tmp_path / "out" / "marks.json").read_bytes()) == {NAME: {"16": "e1"}}


def test_those_kept_apart_are_laid_out_by_themselves(collection: Path, tmp_path: Path) -> None:
    assert annotated.lay_out(collection, tmp_path / "kept", "kept") == []
    assert [gold.id for gold in read_gold(tmp_path / "kept" / "gold")] == [NAME]
    assert NAME not in annotated.lay_out(collection, tmp_path / "learned", "learned")


def test_every_annotation_fits_together_and_is_within_the_months_that_may_be_read() -> None:
    seen = set()
    for told in annotated.annotations(annotated.ANNOTATIONS):
        assert told.id not in seen
        seen.add(told.id)
        assert "2018-02-01" <= told.published.isoformat() <= "2018-05-31"
        keys = {event["key"] for event in told.events}
        assert (told.genre == "negative") == (not keys)
        assert {claim["event"] for claim in told.claims} <= keys
        marked = {key for mark in told.marks.values() if mark not in "-x" for key in mark.rstrip("~").split("+")}
        assert marked <= keys
    assert len(seen) > 3_000


def test_annotations_hold_names_and_no_sentences() -> None:
    """The longest string is a person with an office, not a piece of text."""
    for told in annotated.annotations(annotated.ANNOTATIONS):
        for row in (*told.events, *told.claims):
            strings = [text for value in row.values() for text in (value if isinstance(value, list) else [value])]
            assert all(len(text) < 80 for text in strings if isinstance(text, str))


def test_weights_learned_apart_are_mixed_sign_by_sign(tmp_path: Path) -> None:
    earlier = Weights(-100, -20.0, {"both": 100, "only before": 40, "hardly": 6})
    later = Weights(0, 50.0, {"both": 300, "only after": -80})
    mixed = mix_weights.mixed(earlier, later, 0.25)
    assert (mixed.bias, mixed.floor) == (-75, -20.0)
    assert mixed.signs == {"both": 150, "only before": 30, "only after": -20}
    (tmp_path / "claims.yaml").write_text(mix_weights.as_yaml("claims", mixed, 0.25), "utf-8")
    read = load_weights("claims", tmp_path)
    assert (read.bias, read.floor, dict(read.signs)) == (-75, -20, dict(mixed.signs))
