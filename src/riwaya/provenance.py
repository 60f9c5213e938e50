"""What readings are made with, as hashes: where one of them differs, the same report may be read otherwise."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from riwaya import __version__
from riwaya.ledger import Run

_PACKAGE = Path(__file__).parent
_RULES = ("arabic", "extract", "resolve", "lexicon", "gazetteer", "model.py", "pipeline.py")
"""What takes part in reading: its code, and its data but the words and places, which have hashes of their own."""


@lru_cache(maxsize=4)
def reading_run(lexicon: Path | None = None, gazetteer: Path | None = None, second: str | None = None) -> Run:
    """The run of readings that this program makes with our words and places and with a user's own on top.

    `second` is the identity of a second reader that read beside the rules; it stands behind the program's version.
    """
    words, places = _PACKAGE / "lexicon" / "data", _PACKAGE / "gazetteer" / "data"
    code = [path for name in _RULES for path in _files(_PACKAGE / name)]
    return Run(
        program=__version__ if second is None else f"{__version__} + {second}",
        rules=_digest(path for path in code if words not in path.parents and places not in path.parents),
        lexicon=_digest([*_files(words), *(_files(lexicon, "*.yaml") if lexicon else ())]),
        gazetteer=_digest([*_files(places), *([gazetteer] if gazetteer else ())]),
    )


_LINKING = ("reconcile", "arabic", "lexicon", "model.py")


@lru_cache(maxsize=4)
def linking_hash(lexicon: Path | None, rules: Path | None) -> str:
    """What incidents are linked and graded with: our code and data, a user's words on top, a user's rule set."""
    code = [path for name in _LINKING for path in _files(_PACKAGE / name)]
    return _digest([*code, *(_files(lexicon, "*.yaml") if lexicon else ()), *([rules] if rules else ())])


def _files(path: Path, pattern: str = "*") -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(found for found in path.rglob(pattern) if found.is_file() and "__pycache__" not in found.parts)


def _digest(paths: Iterable[Path]) -> str:
    """The hash of the files' contents, one after the other; where they lie does not matter."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]
