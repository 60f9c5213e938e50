"""The tables of a batch and of its work, column by column."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

TABLES = ("reports", "incidents", "claims", "links", "events", "refused", "originals")
"""What a finished batch holds, a folder of Parquet files each."""


@cache
def schema(name: str) -> pa.Schema:
    """The columns of a table: those of `TABLES`, or of the work: arrivals, rulings, bundles."""
    import pyarrow as pa

    text, count, day, flag, real = pa.string(), pa.int32(), pa.date32(), pa.bool_(), pa.float64()
    words = pa.list_(text)
    place = {"partition": count, "row": count}
    report = {
        "title": text,
        "text": text,
        "outlet": text,
        "url": text,
        "published": day,
        "author": text,
        "forwarded_from": text,
        "sha256": text,
        "own_id": text,
        "place": text,
        "kind": text,
        "reckoned": day,
        "countries": words,
        "read": text,
        "bands": pa.list_(pa.int64()),
    }
    version = {"report": text, "version": count, "newest": flag, "copy_of": text, "copied": text, "likeness": real}
    words_of = {"start": count, "end": count, "quote": text}
    link = {"role": text, "name": text, "actor": text, **words_of}
    toll = {"outcome": text, "min": pa.int64(), "max": pa.int64(), "victims": text, **words_of, "rule": text}
    return pa.schema(
        {
            "arrivals": {**place, "id": text, "url_key": text, **report},
            "rulings": {**place, "outcome": text, "id": text, **version},
            "bundles": {"incident": text, "bundle": count},
            "originals": {**place, "sha256": text, "data": pa.binary()},
            "refused": {**place, "place": text, "what": text, "remedy": text, "kind": text},
            "reports": {**place, "id": text, **version, **report},
            "incidents": {
                "partition": count, "id": text, "report": text, "newest": flag, "type": text, "main": flag, **words_of,
                "first_day": day, "last_day": day, "precision": text, "day_basis": text, "day_text": text,
                "place": text, "place_basis": text, "place_id": text, "place_kind": text, "relation": text,
                "admin1": text, "country": text, "lat": real, "lon": real, "radius_km": real,
                "perpetrators": words, "targets": words, "weapon": text, "rule": text,
            },
            "claims": {
                "partition": count, "incident": text, "claim": count, "report": text, "newest": flag, "actor": text,
                "name": text, **words_of, "stance": text, "denied": words, "chain": pa.list_(_record(link)),
                "tolls": pa.list_(_record(toll)), "evidence": pa.list_(_record(words_of)), "rule": text,
            },
            "events": {
                "id": text, "incidents": words, "reports": words, "sources": count, "grade": text, "rules": text,
                "reasons": words, "standings": text,
                "members": pa.list_(_record({"incident": text, "report": text, "weight": real, "reasons": words})),
            },
        }[name]
    )  # fmt: skip


def _record(columns: dict[str, pa.DataType]) -> pa.DataType:
    import pyarrow as pa

    return pa.struct(columns)


def link_schema() -> pa.Schema:
    """The columns of the pairs: bits, and the level of each comparison."""
    import pyarrow as pa

    from riwaya.reconcile.link import COMPARISONS

    text = pa.string()
    return pa.schema({"one": text, "other": text, "weight": pa.float64(), **dict.fromkeys(COMPARISONS, text)})
