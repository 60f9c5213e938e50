"""A user's own words and places, as files: what persons say that names mean is written into them, and taken out again.

The ledger's judgements are what counts; the files follow them, beside what a user wrote or imported there.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from riwaya.errors import LedgerError
from riwaya.gazetteer.compiling import write_whole
from riwaya.gazetteer.importing import new_place, put_made
from riwaya.gazetteer.rows import PlaceRow
from riwaya.web.meaning import Meaning

_MADE = "aliases_made.yaml"
_HEAD = "# Written by the review page from the ledger's judgements; what is changed here is written over. Undo there.\n"
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Own:
    """A folder of word lists, as `--lexicon` takes it, and a file of places, as `--gazetteer` takes it."""

    words: Path
    places: Path

    def options(self) -> list[str]:
        """The options by which commands read with them, as far as they are there."""
        words = ["--lexicon", str(self.words)] if self.words.is_dir() else []
        return [*words, *(["--gazetteer", str(self.places)] if self.places.exists() else [])]


def follow(own: Own, standing: Iterable[tuple[str, Meaning]]) -> bool:
    """Makes the files say what the judgements (by id) that stand say; whether anything had to be written.

    Raises LedgerError or GazetteerError where a file cannot be written, or the old file of places is damaged.
    """
    told = list(standing)
    with _lock:
        try:
            words = _put_words(own.words, told)
            places = _put_places(own.places, [meaning for _, meaning in told])
        except OSError as error:
            where = str(error.filename or own.words)
            raise LedgerError(where, f"cannot be written ({error.strerror})", "make its folder writable") from error
    return words or places


def _put_words(folder: Path, told: Sequence[tuple[str, Meaning]]) -> bool:
    path = folder / _MADE
    entries = [_alias(id_, meaning) for id_, meaning in told if meaning.kind == "body"]
    if not entries:
        there = path.exists()
        path.unlink(missing_ok=True)
        return there
    text = _HEAD + yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=120)
    if path.exists() and path.read_text("utf-8") == text:
        return False
    folder.mkdir(exist_ok=True)
    write_whole(path, text.encode())
    return True


def _alias(id_: str, meaning: Meaning) -> dict[str, Any]:
    of, _, means = meaning.means.partition(":")
    return {"id": f"made-{id_}", "of": of, "means": means, "names": [meaning.name]}


def _put_places(target: Path, told: Sequence[Meaning]) -> bool:
    rows: list[PlaceRow] = []
    names: dict[str, list[str]] = {}
    for meaning in told:
        if meaning.kind == "place" and meaning.means:
            names.setdefault(meaning.means, []).append(meaning.name)
        elif meaning.kind == "place":
            row = new_place(meaning.name, str(meaning.lat), str(meaning.lon), meaning.place_kind)
            if isinstance(row, PlaceRow):
                rows.append(row)
    if not target.exists() and not rows and not names:
        return False
    return put_made(target, rows, names)
