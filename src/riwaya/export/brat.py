"""Standoff annotations for brat 1.3: a text and an annotation file a report, with the configuration they need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from riwaya.export.cells import row_hash
from riwaya.export.layout import Layout, Written
from riwaya.export.marking import LABELS, Annotated, Marked, annotate, file_name
from riwaya.export.selection import Selection

_ROLES = (
    "place_of",
    "time_of",
    "perpetrator_of",
    "target_of",
    "asserts",
    "confirms",
    "denies",
    "through",
    "counts",
    "says",
)
CONFIGURATION = (
    "[entities]\n" + "".join(f"{label}\n" for label in LABELS) + "\n[relations]\n"
    + "".join(f"{role}\tArg1:<ENTITY>, Arg2:<ENTITY>\n" for role in _ROLES)
    + "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n[events]\n\n[attributes]\n"
)  # fmt: skip


def write(selection: Selection, to: Path, extras: frozenset[str]) -> Written:
    """Writes `<report>.txt`, `<report>.ann` and annotation.conf into a folder that brat serves."""
    (to / "annotation.conf").write_text(CONFIGURATION, "utf-8", newline="")
    files = [to / "annotation.conf"]
    hashes = {}
    for annotated in annotate(selection):
        name = file_name(annotated.report.id)
        text = annotated.report.full_text
        lines = list(standoff(annotated))
        for suffix, content in ((".txt", text), (".ann", "".join(f"{line}\n" for line in lines))):
            files.append(to / f"{name}{suffix}")
            files[-1].write_text(content, "utf-8", newline="")
        hashes[f"reports/{annotated.report.id}"] = row_hash([text, *lines])
    return Written(tuple(files), hashes)


def standoff(annotated: Annotated) -> Iterator[str]:
    """The lines of an annotation file: text-bound marks, what was read there as notes, and relations."""
    text = annotated.report.full_text
    for mark in annotated.marks:
        pieces = list(_pieces(mark, text))
        where = ";".join(f"{start} {end}" for start, end in pieces)
        yield f"T{mark.at}\t{mark.label} {where}\t{' '.join(text[start:end] for start, end in pieces)}"
        if mark.value is not None:
            yield f"#{mark.at}\tAnnotatorNotes T{mark.at}\t{mark.value}"
    for number, related in enumerate(annotated.relations, 1):
        yield f"R{number}\t{related.role} Arg1:T{related.source} Arg2:T{related.target}"


def _pieces(mark: Marked, text: str) -> Iterator[tuple[int, int]]:
    """The parts of a span between line ends: brat's marks do not cross a line."""
    start = mark.span.start
    for line in mark.span.cut(text).split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


LAYOUT = Layout(
    name="brat",
    title="brat",
    into="folder",
    suffix="",
    description="Standoff annotations for brat 1.3: every span read in the reports, with the relations between them",
    losses=(
        "the full text of the reports stands in the files: mind their rights before you pass them on",
        "only what has words in the text is marked: an outlet that speaks for itself, or a day reckoned, has none",
        "what was linked across reports, decided or judged is not in it",
        "two incidents told by the same words share one mark",
    ),
    write=write,
)
