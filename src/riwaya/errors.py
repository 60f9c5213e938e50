"""What can go wrong, as one tree. A message says what is wrong, where, and what to do instead.

RiwayaError
├── InputError            one input cannot be read; it is named and counted, the run goes on
│   ├── UnreadableInput     the file or address cannot be opened or decoded
│   ├── EmptyInput          it holds no text
│   ├── NotArabic           it holds no Arabic
│   ├── TooLarge            it is beyond the size a report can have
│   └── BadRecord           one line of a JSON Lines file is not a report
├── LexiconError          the word lists are wrong; the run stops (file, line, entry, remedy)
├── GazetteerError        the place list is wrong or missing; the run stops
├── GoldError             an annotated folder given to the evaluation is wrong
└── RuleError             a rule set of grades, or the weights of linking, is wrong
"""

from __future__ import annotations


class RiwayaError(Exception):
    """Base of every error that Riwaya raises on purpose."""


class InputError(RiwayaError):
    """One input cannot become a report; the other inputs are still read."""

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}; {remedy}")
        self.where = where
        self.what = what
        self.remedy = remedy


class UnreadableInput(InputError):
    """The file or address cannot be opened or decoded."""


class EmptyInput(InputError):
    """The input holds no text."""


class NotArabic(InputError):
    """The input holds no Arabic letters, or next to none."""


class TooLarge(InputError):
    """The input is beyond the size that a report can have."""


class BadRecord(InputError):
    """One record of a collection is not a report."""


class LexiconError(RiwayaError):
    """A word list is wrong: the message names file, line, entry and remedy."""

    def __init__(self, file: str, line: int | None, entry: str | None, what: str, remedy: str) -> None:
        where = file if line is None else f"{file}:{line}"
        subject = f" entry {entry!r}" if entry else ""
        super().__init__(f"{where}:{subject} {what}; {remedy}")
        self.file = file
        self.line = line
        self.entry = entry
        self.what = what
        self.remedy = remedy


class GazetteerError(RiwayaError):
    """The place list is wrong or missing."""


class GoldError(RiwayaError):
    """An annotated folder is wrong or incomplete."""


class RuleError(RiwayaError):
    """A rule set of grades, or a file of weights, is wrong: the message names file and remedy."""
