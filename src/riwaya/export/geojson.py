"""Events as GeoJSON (RFC 7946): a point each, or the stretch or area told where a point says too little."""

from __future__ import annotations

from pathlib import Path

import msgspec

from riwaya.export.cells import row_hashes
from riwaya.export.columns import EVENTS
from riwaya.export.layout import Layout, Written
from riwaya.export.selection import Selection
from riwaya.export.tables import event_rows
from riwaya.model import Shape, Where

_DECIMALS = 6


def write(selection: Selection, to: Path, extras: frozenset[str]) -> Written:
    """Writes one FeatureCollection; an event with no point has the geometry null."""
    rows = list(event_rows(selection))
    wheres = {row.event.id: row.decided.where for row in selection.rows}
    names = [column.name for column in EVENTS]
    features = [
        {
            "type": "Feature",
            "id": cells[0],
            "geometry": geometry(wheres[str(cells[0])], shapes="shapes" in extras),
            "properties": dict(zip(names, cells, strict=True)),
        }
        for cells in rows
    ]
    head = msgspec.json.encode({"type": "FeatureCollection", "features": []})[:-2]
    lines = b",\n".join(msgspec.json.encode(feature) for feature in features)
    to.write_bytes(head + b"\n" + lines + b"\n]}\n")
    return Written((to,), row_hashes("events", rows))


def geometry(where: Where | None, *, shapes: bool = False) -> dict[str, object] | None:
    """The geometry of a place; with `shapes`, its line or area where there is one."""
    if where is None:
        return None
    if shapes and where.geometry is not None:
        return _shape(where.geometry)
    if where.lat is None or where.lon is None:
        return None
    return {"type": "Point", "coordinates": [round(where.lon, _DECIMALS), round(where.lat, _DECIMALS)]}


def _shape(shape: Shape) -> dict[str, object]:
    points = [[round(lon, _DECIMALS), round(lat, _DECIMALS)] for lon, lat in shape.points]
    return {"type": shape.kind, "coordinates": points if shape.kind == "LineString" else [points]}


LAYOUT = Layout(
    name="geojson",
    title="GeoJSON",
    into="file",
    suffix=".geojson",
    description="Events as a FeatureCollection of points in WGS 84, with the columns of our table of events as properties",
    losses=(
        "claims, tolls and accounts are not in it: only what was decided",
        "a point looks exact: how far from it the event may have been stands in radius_km",
        "events with no point have no geometry, and most maps pass over them",
    ),
    write=write,
    columns={"events": EVENTS},
    extras={"shapes": "the stretch between two places, or the area meant, in the place of the point where it is known"},
)
