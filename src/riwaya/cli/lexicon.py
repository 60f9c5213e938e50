"""`riwaya lexicon check`: a folder of word lists against the schema, the inflection and its own examples."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import typer

from riwaya.cli import SOME_REFUSED
from riwaya.errors import LexiconError
from riwaya.lexicon import compile_matcher, load_lexicon
from riwaya.lexicon.check import check_examples
from riwaya.lexicon.load import read_folder


def check_lexicon(folder: Path) -> None:
    """Says how many entries of each kind the folder holds, or which examples do not hold (exit code 1).

    Raises LexiconError at the first entry that is wrong.
    """
    lexicon = load_lexicon(folder)
    kinds = Counter(sourced.kind for sourced in read_folder(folder))
    if not kinds:
        raise LexiconError(str(folder), None, None, "holds no entries", "put .yaml files in it, such as actors.yaml")
    problems = list(check_examples(lexicon, compile_matcher(lexicon)))
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    found = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    if problems:
        sys.stderr.write(f"riwaya: {len(problems)} examples do not hold ({found})\n")
        raise typer.Exit(SOME_REFUSED)
    sys.stdout.write(f"{folder}: {found}; every example holds\n")
