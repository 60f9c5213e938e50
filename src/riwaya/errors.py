"""What can go wrong, as one tree. A message says what is wrong, where, and what to do instead.

RiwayaError
├── InputError            one input cannot be read; it is named and counted, the run goes on
│   ├── UnreadableInput     the file or address cannot be opened or decoded
│   │   └── OutOfReach          the server does not answer, or asks to come back later
│   ├── EmptyInput          it holds no text
│   ├── NotArabic           it holds no Arabic
│   │   └── OtherLanguage       it is in another language, Persian or Urdu it may be
│   ├── TooLarge            it is beyond the size a report can have
│   └── BadRecord           one line of a JSON Lines file is not a report
├── LexiconError          the word lists are wrong; the run stops (file, line, entry, remedy)
├── LedgerError           the ledger cannot be opened or written; what was being written is not kept, all else is
│   ├── LedgerBusy          another program has been writing to it for too long
│   └── VaultError          the folder of original bytes cannot be written, or is damaged
├── GazetteerError        the place list is wrong or missing; the run stops
├── ExportError           a selection cannot be written in the layout asked for
├── GoldError             an annotated folder given to the evaluation is wrong
├── BatchError            a batch cannot be begun, gone on with, or loaded; what is finished of it stays
├── FeedsError            the list of feeds to watch is wrong; the watch does not begin
├── PluginError           an installed plug-in is broken, unknown, or offered twice
├── ReaderError           a second reader cannot begin: no such reader, model or address, or an extra is missing
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

    def __reduce__(self) -> tuple[type[InputError], tuple[str | float, ...]]:
        """Errors travel between processes."""
        return type(self), (self.where, self.what, self.remedy)


class UnreadableInput(InputError):
    """The file or address cannot be opened or decoded."""


class OutOfReach(UnreadableInput):
    """The server of an address does not answer, is busy or in trouble; `wait` is for how many seconds it asks."""

    def __init__(self, where: str, what: str, remedy: str, wait: float = 0.0) -> None:
        super().__init__(where, what, remedy)
        self.wait = wait

    def __reduce__(self) -> tuple[type[InputError], tuple[str | float, ...]]:
        """Errors travel between processes."""
        return type(self), (self.where, self.what, self.remedy, self.wait)


class EmptyInput(InputError):
    """The input holds no text."""


class NotArabic(InputError):
    """The input holds no Arabic letters, or next to none."""


class OtherLanguage(NotArabic):
    """The input is in another language, be it one that Arabic letters are used for."""


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


class LedgerError(RiwayaError):
    """The ledger cannot be opened or written, or does not hold what is asked of it."""

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}; {remedy}")
        self.where = where
        self.what = what
        self.remedy = remedy


class LedgerBusy(LedgerError):
    """Another program holds the ledger."""


class VaultError(LedgerError):
    """The folder of original bytes cannot be written, or does not hold what it should."""


class GazetteerError(RiwayaError):
    """The place list is wrong or missing."""


class ExportError(RiwayaError):
    """A selection cannot be written: no such layout or extra, a target in the way, a plug-in that is broken."""


class GoldError(RiwayaError):
    """An annotated folder is wrong or incomplete."""


class BatchError(RiwayaError):
    """A batch cannot be begun, gone on with, or loaded into a ledger."""

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}; {remedy}")
        self.where = where
        self.what = what
        self.remedy = remedy


class FeedsError(RiwayaError):
    """The list of feeds to watch, or the file that keeps how far they were read, is wrong."""

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}; {remedy}")
        self.where = where
        self.what = what
        self.remedy = remedy


class RuleError(RiwayaError):
    """A rule set of grades, or a file of weights, is wrong: the message names file and remedy."""


class PluginError(RiwayaError):
    """A package that adds to Riwaya is broken: the message names it and what to do."""


class ReaderError(RiwayaError):
    """A second reader cannot begin; what is wrong with how it was asked for, and what to ask for instead."""
