"""What is sent for one part of a report: the instructions of a versioned file, the text between marks of its own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from riwaya.llm.answer import schema
from riwaya.model import Report

VERSION = "claims-1"
"""The prompt in use: prompts/claims-1.md and claims-1.schema.json. Another wording is another version, in new files."""


@dataclass(frozen=True, slots=True)
class Question:
    """One request, whole: instructions, text, and the key of its answer, which depends on all that shapes it."""

    instructions: str
    text: str
    key: str

    @property
    def size(self) -> int:
        """Bytes of it with its schema: no tokeniser in use makes more tokens of a text than it has bytes."""
        return len(f"{self.instructions}{self.text}{schema()}".encode())


@lru_cache(maxsize=1)
def instructions() -> str:
    """The instructions of the prompt in use."""
    return resources.files("riwaya.llm").joinpath(f"prompts/{VERSION}.md").read_text("utf-8")


def question(report: Report, part: str, model: str) -> Question:
    """The question about a part of a report; the title and the day of publication stand before every part."""
    day = report.published.isoformat() if report.published else "unknown"
    title = "" if report.title and part.startswith(report.title) else report.title
    body = f"{title}\n{part}".strip()
    mark = f"=== {_hash(body)[:16]} ==="
    text = f"Published: {day}\n{mark}\n{body}\n{mark}"
    key = _hash(VERSION, instructions(), str(schema()), model, text)
    return Question(instructions(), text, key)


def _hash(*texts: str) -> str:
    whole = hashlib.sha256()
    for text in texts:
        whole.update(hashlib.sha256(text.encode("utf-8", "replace")).digest())
    return whole.hexdigest()
