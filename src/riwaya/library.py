"""Riwaya as a library: read a text, and see the claims of many as the rows of one table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from riwaya.model import Claim, Incident, Reading, Report

if TYPE_CHECKING:
    from riwaya.pipeline import Tools

Row = dict[str, Any]
Kind = Literal["pandas", "polars", "arrow"]

_TYPES = {
    "published": "date32", "start": "date32", "end": "date32", "main": "bool_", "lat": "float64", "lon": "float64",
    "radius_km": "float64", "claim": "int64", "min": "int64", "max": "int64",
}  # fmt: skip
"""Arrow's types of the columns of a table that are no words."""

COLUMNS = (
    "report", "outlet", "published", "incident", "main", "type", "start", "end", "precision", "place", "admin1",
    "country", "lat", "lon", "radius_km", "perpetrators", "targets", "weapon", "claim", "speaker", "speaker_name",
    "stance", "denied", "chain", "quote", "outcome", "min", "max", "victims",
)  # fmt: skip
"""The columns of a table, in their order."""


def read(
    text: str,
    *,
    published: date | str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    tools: Tools | None = None,
) -> Reading:
    """The incidents and claims of one report; a short first line is taken for its title, as in a .txt file.

    `published` is a day or a moment, or either as ISO 8601; days told as "yesterday" are reckoned from it. `tools` are
    what `load(lexicon, gazetteer)` returned, for word lists and places of your own. Raises EmptyInput, NotArabic or
    TooLarge; ValueError where `published` is no day.

    >>> reading = read("قتل ثلاثة جنود في انفجار عبوة ناسفة في درعا.", published="2024-05-14")
    >>> [incident.type for incident in reading.incidents]
    ['remote_explosive_landmine_ied']
    """
    from riwaya.pipeline import load_tools, read_report

    return read_report(report(text, published=published, outlet=outlet, url=url), tools or load_tools())


def report(
    text: str, *, published: date | str | None = None, outlet: str | None = None, url: str | None = None
) -> Report:
    """The report of a text, as `read` takes it; raises as `read` does."""
    from riwaya.sources.days import as_day
    from riwaya.sources.reports import InputOptions, Item, Known, make_incoming, split_title

    title, body = split_title(text)
    known = Known(outlet=outlet, url=url, published=as_day(published))
    item = Item(text.encode("utf-8", "replace"), "the text", "text")
    return make_incoming(title, body, item, known, InputOptions()).report


def load(lexicon: str | Path | None = None, gazetteer: str | Path | None = None) -> Tools:
    """Word lists and places, with your own on top of ours, for `read(…, tools=…)`.

    Raises LexiconError or GazetteerError where a file is wrong.
    """
    from riwaya.pipeline import load_tools

    return load_tools(Path(lexicon) if lexicon else None, Path(gazetteer) if gazetteer else None)


def table(readings: Reading | Iterable[Reading]) -> list[Row]:
    """One row a toll of a claim (a claim without one has a row too), as dictionaries; `frame` makes a data frame.

    Every row has the same keys; unknown is None, days are `datetime.date`.
    """
    readings = [readings] if isinstance(readings, Reading) else readings
    return [
        row
        for reading in readings
        for incident in reading.incidents
        for index in range(len(incident.claims))
        for row in _rows(reading.report, incident, index)
    ]


def frame(readings: Reading | Iterable[Reading], kind: Kind = "pandas") -> Any:
    """The same rows as a data frame of pandas or Polars, or an Arrow table; columns have their types, empty ones too.

    In pandas whole numbers that may be unknown are `Int64`, days `datetime64`. Raises ValueError for another kind, and
    ImportError where the library asked for is not installed.
    """
    import pyarrow as pa

    if kind not in get_args(Kind):
        raise ValueError(f"kind={kind!r} is none of ours; one of {', '.join(get_args(Kind))}")
    schema = pa.schema([(name, getattr(pa, _TYPES.get(name, "string"))()) for name in COLUMNS])
    made = pa.Table.from_pylist(table(readings), schema)
    if kind == "arrow":
        return made
    if kind == "polars":
        import polars

        return polars.from_arrow(made)
    import pandas

    return made.to_pandas(types_mapper={pa.int64(): pandas.Int64Dtype()}.get, date_as_object=False)


def _rows(of: Report, incident: Incident, index: int) -> Iterable[Row]:
    claim, when, where = incident.claims[index], incident.when, incident.where
    shared: Row = {
        "report": of.id,
        "outlet": of.outlet,
        "published": of.published,
        "incident": incident.id,
        "main": incident.main,
        "type": incident.type,
        "start": when.start if when else None,
        "end": when.end if when else None,
        "precision": when.precision if when else None,
        "place": where.name if where else None,
        "admin1": where.admin1 if where else None,
        "country": where.country if where else None,
        "lat": where.lat if where else None,
        "lon": where.lon if where else None,
        "radius_km": where.radius_km if where else None,
        "perpetrators": "; ".join(actor.actor or actor.name for actor in incident.perpetrators) or None,
        "targets": "; ".join(actor.actor or actor.name for actor in incident.targets) or None,
        "weapon": incident.weapon,
        "claim": index,
        "speaker": claim.speaker.actor,
        "speaker_name": claim.speaker.name,
        "stance": claim.stance,
        "denied": "; ".join(claim.denied) or None,
        "chain": " → ".join(link.actor or link.name for link in claim.chain) or None,
        "quote": " … ".join(span.cut(of.full_text) for span in claim.evidence) or None,
    }
    for toll in _tolls(claim):
        yield {**shared, **toll}


def _tolls(claim: Claim) -> list[Row]:
    found: list[Row] = [
        {"outcome": toll.outcome, "min": toll.min, "max": toll.max, "victims": toll.victims} for toll in claim.tolls
    ]
    return found or [{"outcome": None, "min": None, "max": None, "victims": None}]
