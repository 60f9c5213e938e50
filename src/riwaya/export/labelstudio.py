"""Tasks for Label Studio 1.x with our reading as predictions, and the labelling configuration they need."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import msgspec

from riwaya import __version__
from riwaya.export.cells import row_hash
from riwaya.export.layout import Layout, Written
from riwaya.export.marking import LABELS, Annotated, annotate
from riwaya.export.selection import Selection

_COLOURS = dict(
    zip(
        LABELS,
        ("#d7301f", "#2166ac", "#5e3c99", "#8c2d04", "#1b7837", "#b2ab00", "#67001f", "#01665e", "#969696"),
        strict=True,
    )
)


def write(selection: Selection, to: Path, extras: frozenset[str]) -> Written:
    """Writes tasks.json for the import, and labels.xml for the labelling interface."""
    tasks = {annotated.report.id: task(annotated) for annotated in annotate(selection)}
    path, config = to / "tasks.json", to / "labels.xml"
    path.write_bytes(msgspec.json.format(msgspec.json.encode(list(tasks.values())), indent=1) + b"\n")
    config.write_text(configuration(), "utf-8", newline="")
    hashes = {f"reports/{id}": row_hash([msgspec.json.encode(values).decode()]) for id, values in tasks.items()}
    return Written((path, config), hashes)


def task(annotated: Annotated) -> dict[str, Any]:
    """A task: the text, and what was read as a prediction; positions count code points, as Label Studio's do."""
    report = annotated.report
    text = report.full_text
    regions = [
        {
            "id": f"m{mark.at}",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {
                "start": mark.span.start,
                "end": mark.span.end,
                "text": mark.span.cut(text),
                "labels": [mark.label],
            },
            "meta": {"text": [mark.value]} if mark.value is not None else {},
        }
        for mark in annotated.marks
    ]
    relations = [
        {
            "from_id": f"m{related.source}",
            "to_id": f"m{related.target}",
            "type": "relation",
            "direction": "right",
            "labels": [related.role],
        }
        for related in annotated.relations
    ]
    return {
        "data": {"text": text, "report": report.id, "outlet": report.outlet, "url": report.url},
        "predictions": [{"model_version": f"riwaya {__version__}", "result": regions + relations}],
    }


def configuration() -> str:
    """The labelling interface: right to left, a colour a label, the roles of relations."""
    labels = "".join(
        f"    <Label value={quoteattr(label)} background={quoteattr(colour)}/>\n" for label, colour in _COLOURS.items()
    )
    roles = "place_of time_of perpetrator_of target_of asserts confirms denies through counts says".split()
    relations = "".join(f"    <Relation value={quoteattr(role)}/>\n" for role in roles)
    return (
        f'<View>\n  <Labels name="label" toName="text">\n{labels}  </Labels>\n  <Relations>\n{relations}  </Relations>\n'
        '  <View style="direction: rtl; text-align: right">\n    <Text name="text" value="$text"/>\n  </View>\n</View>\n'
    )


LAYOUT = Layout(
    name="labelstudio",
    title="Label Studio",
    into="folder",
    suffix="",
    description="Tasks for Label Studio 1.x with every span read as a prediction to correct, and its labelling configuration",
    losses=(
        "the full text of the reports stands in the tasks: mind their rights before you pass them on",
        "only what has words in the text is marked: an outlet that speaks for itself, or a day reckoned, has none",
        "what was linked across reports, decided or judged is not in it",
        "two incidents told by the same words share one mark",
    ),
    write=write,
)
