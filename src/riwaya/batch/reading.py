"""One partition: its inputs become arrivals with their readings, originals and refusals, in their order."""

from __future__ import annotations

import io
import resource
import sys
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec

from riwaya.adding import checked
from riwaya.batch.columns import schema
from riwaya.batch.plan import Piece, Plan, kept_plan
from riwaya.batch.storing import table
from riwaya.errors import InputError, NotArabic, UnreadableInput
from riwaya.ledger import Arrived, Read
from riwaya.ledger.arriving import own_id, url_key
from riwaya.ledger.rows import storable
from riwaya.model import Incident, Reading, Report, Warning
from riwaya.readers import ReadingOptions, read_all
from riwaya.sources import Incoming, InputOptions, take_file
from riwaya.sources.parquets import read_rows
from riwaya.sources.records import read_lines
from riwaya.sources.streams import HEAD, cut_lines

Told = tuple[tuple[Incident, ...], tuple[Warning, ...]]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one piece of work: how many of what, and the most memory that its worker held so far, in MB."""

    number: int
    counts: Mapping[str, int] = field(default_factory=dict)
    memory: int = 0


@dataclass(frozen=True, slots=True)
class Folder:
    """Where a batch lives: its tables, and its work."""

    path: Path

    def part(self, name: str, number: int) -> Path:
        """The file of a table for the partition of that number; work lies apart from results."""
        return self.table(name) / f"part-{number:05d}.parquet"

    def table(self, name: str) -> Path:
        """The folder of a table; the name of one of the work begins with an underscore."""
        return self.path / "_work" / name[1:] if name.startswith("_") else self.path / name

    def marker(self, stage: str, number: int = 0) -> Path:
        """The file that says that a piece of work is done."""
        return self.path / "_done" / f"{stage.replace(' ', '-')}-{number:05d}.json"

    def plan(self) -> Plan:
        """What is to be done."""
        return kept_plan(self.path)


def read_partition(folder: Folder, number: int, deadly: Container[int] = ()) -> Done:
    """Reads a partition; nothing in it stops the others. Pieces that kill whoever reads them are refused."""
    plan = folder.plan()
    options = plan.options
    counts: Counter[str] = Counter()
    with ExitStack() as stack:
        arrivals = stack.enter_context(table(folder.part("_arrivals", number), schema("arrivals"), _weight))
        originals = stack.enter_context(table(folder.part("originals", number), schema("originals"), _original_weight))
        refused = stack.enter_context(table(folder.part("refused", number), schema("refused")))
        for row, item in enumerate(_items(plan, number, deadly)):
            at = {"partition": number, "row": row}
            read = _read(item, options.lexicon, options.gazetteer)
            if isinstance(read, NotArabic) and options.given.arabic_only:
                counts["passed"] += 1
            elif isinstance(read, InputError):
                counts["refused"] += 1
                refused.add({**at, **refusal(read)})
            elif not isinstance(item, InputError):
                arrivals.add({**at, **arrival_row(item, read)})
                originals.add({**at, "sha256": item.report.sha256, "data": item.data})
        counts["arrived"] = arrivals.count
    return Done(number, counts, memory_held())


def read_piece(folder: Folder, number: int, piece: int) -> int:
    """Reads one piece of a partition, to see whether that can be done; returns how many items it has."""
    plan = folder.plan()
    alone = replace(plan, partitions=((plan.partitions[number][piece],),))
    count = 0
    for item in _items(alone, 0):
        _read(item, plan.options.lexicon, plan.options.gazetteer)
        count += 1
    return count


_DEADLY = "kills the process that reads it, often by too little memory"


def memory_held() -> int:
    """The most memory that this process has held, in MB."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held // (1 << 20 if sys.platform == "darwin" else 1 << 10)


def arrival_row(item: Arrived, read: Read) -> dict[str, Any]:
    """An arrival and its reading as a row; what was read stands as JSON, from which `told_of` has it back."""
    report, reading = item.report, read.reading
    return {
        "id": report.id,
        "url_key": url_key(report.url),
        **{name: getattr(report, name) for name in _PLAIN},
        "own_id": own_id(report),
        "place": item.where,
        "kind": item.kind,
        **reading_row(reading),
        "bands": list(read.bands),
    }


_PLAIN = ("title", "text", "outlet", "url", "published", "author", "forwarded_from", "sha256")


def reading_row(reading: Reading) -> dict[str, Any]:
    """What was read of a report, as columns."""
    return {
        "reckoned": reading.report.published,
        "countries": list(reading.countries),
        "read": msgspec.json.encode((reading.incidents, reading.warnings)).decode(),
    }


def report_in(row: Mapping[str, Any], id_: str) -> Report:
    """The report of a row, under an id."""
    return Report(id_, **{name: row[name] for name in _PLAIN})


def reading_in(row: Mapping[str, Any], id_: str) -> Reading:
    """The reading of a row, under an id."""
    incidents, warnings = _decoder.decode(row["read"])
    plain = {**{name: row[name] for name in _PLAIN}, "published": row["reckoned"]}
    return Reading(Report(id_, **plain), incidents, warnings, tuple(row["countries"]))


_decoder = msgspec.json.Decoder(Told)


def refusal(error: InputError) -> dict[str, str]:
    """An error as the columns of a row, as every database takes them."""
    told = {"place": error.where, "what": error.what, "remedy": error.remedy, "kind": type(error).__name__}
    return {name: storable(words) for name, words in told.items()}


def _weight(row: Mapping[str, Any]) -> int:
    return 2 * len(row["text"]) + len(row["read"])


def _original_weight(row: Mapping[str, Any]) -> int:
    return len(row["data"])


def _read(item: Arrived | InputError, lexicon: Path | None, gazetteer: Path | None) -> Read | InputError:
    if isinstance(item, InputError):
        return item
    (found,) = read_all([item.report], ReadingOptions(lexicon, gazetteer, 0))
    if isinstance(found, str):
        return UnreadableInput(item.where, f"reading it failed ({found})", "tell the authors of Riwaya")
    return found


def _items(plan: Plan, number: int, deadly: Container[int] = ()) -> Iterator[Arrived | InputError]:
    for place, piece in enumerate(plan.partitions[number]):
        try:
            if place in deadly:
                raise UnreadableInput(piece.path, _DEADLY, "read it in parts to find which report it is")
            for item in _taken(Path(plan.base, piece.path), piece, plan.options.given):
                yield checked(item)
        except InputError as error:
            yield error
        except (OSError, MemoryError) as error:
            yield UnreadableInput(piece.path, f"cannot be read ({error})", "check the file and its permissions")


def _taken(path: Path, piece: Piece, options: InputOptions) -> Iterator[Incoming | InputError]:
    if piece.kind == "file":
        yield from take_file(path, piece.path, options)
    elif piece.kind == "rows":
        with path.open("rb") as file:
            yield from read_rows(file, piece.path, options, range(piece.start, piece.end))
    else:
        with path.open("rb", buffering=0) as raw, io.BufferedReader(_Until(raw, piece), HEAD) as stream:
            yield from read_lines(cut_lines(stream), piece.path, options, piece.first)  # type: ignore[arg-type]


class _Until(io.RawIOBase):
    """The bytes of one piece of a file."""

    def __init__(self, file: io.FileIO, piece: Piece) -> None:
        file.seek(piece.start)
        self._file = file
        self._left = piece.end - piece.start

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._file.read(min(len(buffer), self._left)) or b""
        self._left -= len(data)
        buffer[: len(data)] = data
        return len(data)
