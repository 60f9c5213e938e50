"""Lays out real reports beside their annotations, which stand in annotations/ without a word of their text.

    python tools/annotated.py CHECKOUT OUT [--part kept|learned]

CHECKOUT is a checkout of the public collection https://github.com/antcorpus/antcorpus.multisource.data; OUT gets gold/,
text/ and marks.json, as `riwaya eval` and the tools that train read them. A report whose text is not the one that was
annotated is named and left out.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from datetime import date
from hashlib import blake2s
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).parent.parent
ANNOTATIONS = ROOT / "annotations" / "antcorpus-2018.jsonl"
OUTLETS = {
    "AL": ("Alarabia", "العربية"),
    "BB": ("BBC", "بي بي سي"),
    "CN": ("CNN", "سي إن إن"),
    "FR": ("France24", "فرانس 24"),
    "SK": ("SkyNews", "سكاي نيوز عربية"),
}
"""By the first letters of a report's name: its folder in the collection, and its outlet."""


class Annotation(msgspec.Struct, frozen=True, omit_defaults=True):
    """The annotation of one report, by its name in the collection; one that is `kept` takes no part in learning.

    `marks` are by the place of the word that tells (told.py), `digest` is what `digest_of` makes of the text.
    """

    id: str
    digest: str
    genre: str
    events: list[dict[str, Any]] = []
    claims: list[dict[str, Any]] = []
    marks: dict[str, str] = {}
    kept: bool = False

    @property
    def published(self) -> date:
        """The day of publication, which ends the name."""
        return date.fromisoformat(self.id.rpartition("-")[2])

    def as_gold(self) -> dict[str, Any]:
        """In the format of docs/codebook.md."""
        told = {"id": self.id, "outlet": OUTLETS[self.id[:2]][1], "published": self.published, "genre": self.genre}
        return {**told, "events": self.events, "claims": self.claims}


def annotations(path: Path) -> Iterator[Annotation]:
    """The annotations, one a line."""
    with path.open("rb") as lines:
        for line in lines:
            yield msgspec.json.decode(line, type=Annotation)


def text_of(file: Path) -> str:
    """Title and text of a report of the collection, the title on the first line."""
    page = file.read_text("utf-8")
    parts = (re.search(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL) for tag in ("TITLE", "TEXT"))
    return "\n".join(part[1].strip() if part else "" for part in parts)


def digest_of(text: str) -> str:
    """What tells one text from another."""
    return blake2s(text.encode(), digest_size=8).hexdigest()


def lay_out(checkout: Path, out: Path, part: str | None) -> list[str]:
    """Writes gold/, text/ and marks.json; the names of the reports that are not there as they were annotated."""
    for folder in ("gold", "text"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    marks, missing = {}, []
    for told in annotations(ANNOTATIONS):
        if part is not None and told.kept != (part == "kept"):
            continue
        file = checkout / OUTLETS[told.id[:2]][0] / told.id.split("-")[1] / f"{told.id}.txt"
        text = text_of(file) if file.is_file() else ""
        if digest_of(text) != told.digest:
            missing.append(told.id)
            continue
        (out / "text" / f"{told.id}.txt").write_text(text, "utf-8")
        (out / "gold" / f"{told.id}.json").write_bytes(msgspec.json.encode(told.as_gold()))
        marks[told.id] = told.marks
    (out / "marks.json").write_bytes(msgspec.json.encode(marks))
    return missing


def main() -> int:
    """Lays out what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--part", choices=("kept", "learned"), help="only those that take no part in learning, or do")
    asked = parser.parse_args()
    missing = lay_out(asked.checkout, asked.out, asked.part)
    for name in missing:
        print(f"{name}: not there as it was annotated; left out", file=sys.stderr)
    print(f"{len(list((asked.out / 'gold').glob('*.json')))} annotated reports in {asked.out}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
