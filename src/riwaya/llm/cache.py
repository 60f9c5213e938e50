"""Answers kept on disk by the content of their questions: the same question is never asked twice."""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import msgspec

from riwaya.llm.answer import WrongAnswer, read_answer


class Answer(msgspec.Struct, frozen=True):
    """A model's answer as it came, and the tokens that it took."""

    text: str
    tokens_in: int
    tokens_out: int


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of answers that only this user can read: they quote reports."""

    folder: Path

    def get(self, key: str) -> Answer | None:
        """The kept answer; None where there is none, or where its file is damaged."""
        try:
            answer = msgspec.json.decode(self._path(key).read_bytes(), type=Answer)
            read_answer(answer.text)
        except (OSError, msgspec.DecodeError, UnicodeError, WrongAnswer):
            return None
        return answer

    def put(self, key: str, answer: Answer) -> None:
        """Keeps an answer, whole or not at all; where the folder cannot be written nothing is kept."""
        path = self._path(key)
        with contextlib.suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.encode(answer))
            os.replace(name, path)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"


def usual_folder() -> Path:
    """Where answers are kept if the user names no folder: riwaya/llm in the user's cache."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "riwaya" / "llm"
