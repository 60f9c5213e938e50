"""CSV: a report a row, its columns named in the first; told in `--columns`, or known by their usual names."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator

from riwaya.errors import BadRecord, InputError, TooLarge
from riwaya.settings import MAX_CHARACTERS
from riwaya.sources.columns import delimiter, find_columns
from riwaya.sources.decoding import encoding_of
from riwaya.sources.records import Taken, parse_day
from riwaya.sources.reports import Incoming, InputOptions, Item, Known, make_incoming
from riwaya.sources.streams import HEAD, Stream, cut_lines

_LONGEST_CELL = 4 * MAX_CHARACTERS
_LONGEST_ROW = 2 * _LONGEST_CELL
_RETRIES = 20
"""How many rows with a quote that never closes are stepped over before the table is given up."""


def read_table(stream: Stream, where: str, options: InputOptions) -> Taken:
    """The reports of a table; a row that is none is yielded as the error that names its line.

    Raises BadRecord where the first row does not name its columns.
    """
    encoding = encoding_of(stream.peek(HEAD), where)
    rows = _Rows(stream, where, encoding)
    names = [name.strip(" \ufeff") for name in rows.header()]
    columns = find_columns(names, options.columns, where)
    places = {field: names.index(column) for field, column in columns.items()}
    for row in rows:
        if isinstance(row, InputError):
            yield row
            continue
        cells, item = row
        try:
            yield _report({f: cells[at].strip() for f, at in places.items() if at < len(cells)}, item, options)
        except InputError as error:
            yield error


def _report(cells: dict[str, str], item: Item, options: InputOptions) -> Incoming:
    published = cells.get("published")
    known = Known(
        id=cells.get("id") or None,
        outlet=cells.get("outlet") or None,
        url=cells.get("url") or None,
        published=parse_day(published, item.where) if published else None,
        author=cells.get("author") or None,
    )
    return make_incoming(cells.get("title", ""), cells.get("text", ""), item, known, options)


class _Rows:
    """The rows of a table with the bytes that each was read from: the header's line, then its own."""

    def __init__(self, stream: Stream, where: str, encoding: str) -> None:
        self._lines = cut_lines(stream)
        self._where = where
        self._encoding = encoding
        self._number = 0
        self._first = 0
        self._taken: list[bytes] = []
        self._size = 0
        self._again: deque[bytes] = deque()
        self._ended = False
        self._delimiter = ","
        self._header = b""
        csv.field_size_limit(_LONGEST_CELL)

    def header(self) -> list[str]:
        """The cells of the first row that is not blank; what stands between them is taken from it."""
        line = b""
        while not line.strip(b" \t\r\n\xef\xbb\xbf"):
            line = next(self._lines, b"")
            self._number += 1
            if not line:
                raise BadRecord(self._where, "holds no rows", "name the columns in the first row")
        text = line.removeprefix(b"\xef\xbb\xbf").decode(self._encoding, "replace")
        self._delimiter = delimiter(text)
        self._header = line if line.endswith(b"\n") else line + b"\n"
        try:
            return next(csv.reader([text], delimiter=self._delimiter), [])
        except csv.Error as error:
            raise BadRecord(self._where, f"its first row is no row of a table ({error})", "check the quotes") from error

    def __iter__(self) -> Iterator[tuple[list[str], Item] | InputError]:
        retries = 0
        while True:
            reader = csv.reader(self._feed(), delimiter=self._delimiter)
            try:
                for cells in reader:
                    if self._ended and self._taken:
                        raise csv.Error("a quote that is not closed")
                    at = f"{self._where}, line {self._first}"
                    data = self._header + b"".join(self._taken)
                    self._taken, self._size = [], 0
                    if any(cell.strip() for cell in cells):
                        yield cells, Item(data, at, "csv")
                return
            except (csv.Error, TooLarge) as error:
                yield BadRecord(f"{self._where}, line {self._first}", f"is no row ({error})", "check its quotes")
                retries += 1
                if retries > _RETRIES:
                    raise BadRecord(self._where, "has too many rows that do not end", "check its quotes") from error
                self._again.extendleft(reversed(self._taken[1:]))
                self._number = self._first
                self._taken, self._size, self._ended = [], 0, False

    def _feed(self) -> Iterator[str]:
        """The lines as the reader of rows asks for them, each kept until its row is complete."""
        while True:
            line = self._again.popleft() if self._again else next(self._lines, b"")
            if not line:
                self._ended = True
                return
            self._number += 1
            if not self._taken:
                self._first = self._number
            self._taken.append(line)
            self._size += len(line)
            if self._size > _LONGEST_ROW:
                raise TooLarge(self._where, f"longer than {_LONGEST_ROW:,} bytes", "write one report a row")
            yield line.decode(self._encoding, "replace")
