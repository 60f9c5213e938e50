"""Events as a GeoPackage (OGC 12-128r19) that opens in QGIS coloured by type, with our other tables beside them."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from xml.sax.saxutils import quoteattr

from riwaya.export.codes import type_codes
from riwaya.export.databases import ORDER, add_table, fresh, insert
from riwaya.export.layout import Layout, Written
from riwaya.export.selection import Selection
from riwaya.export.tables import LOSSES, TABLES
from riwaya.model import Shape

_APPLICATION, _VERSION, _WGS84 = 0x47504B47, 10300, 4326
_WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,'
    'AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)
_SYSTEMS = (
    ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", "undefined cartesian coordinate reference system"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
    ("WGS 84 geodetic", _WGS84, "EPSG", _WGS84, _WKT, "longitude/latitude coordinates in decimal degrees, WGS 84"),
)
_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE areas (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom GEOMETRY, event TEXT NOT NULL, place TEXT);
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT, f_table_schema TEXT,
  f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN,
  description TEXT, owner TEXT, ui TEXT, update_time DATETIME);
"""
_COLOURS = {
    "Battles": "#8c2d04", "Explosions/Remote violence": "#d7301f", "Violence against civilians": "#67001f",
    "Protests": "#2166ac", "Riots": "#b2ab00", "Strategic developments": "#636363",
}  # fmt: skip


def write(selection: Selection, to: Path, extras: frozenset[str]) -> Written:
    """Writes the points as `events`, stretches and areas as `areas`, the other tables as attributes, and the styles."""
    hashes: dict[str, str] = {}
    with fresh(to) as connection:
        connection.executescript(_TABLES)
        connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        connection.execute(f"PRAGMA user_version = {_VERSION}")
        connection.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _SYSTEMS)
        for table in ORDER:
            hashes |= add_table(connection, table, selection, geopackage=True)
        changed = f"{(selection.as_of or date(2000, 1, 1)).isoformat()}T00:00:00.000Z"
        _points(connection, selection, changed)
        _areas(connection, selection, changed)
        for table in TABLES:
            if table.name != "events":
                _contents(connection, table.name, "attributes", table.meaning, changed)
        _styles(connection, changed)
    return Written((to,), hashes)


def point_blob(lon: float, lat: float) -> bytes:
    """A point in GeoPackage binary: header with no envelope, little-endian WKB."""
    return _header(0) + struct.pack("<BIdd", 1, 1, lon, lat)


def shape_blob(shape: Shape) -> bytes:
    """A line or polygon in GeoPackage binary, with its envelope."""
    xs, ys = [p[0] for p in shape.points], [p[1] for p in shape.points]
    head = _header(1) + struct.pack("<dddd", min(xs), max(xs), min(ys), max(ys))
    points = struct.pack("<I", len(shape.points)) + b"".join(struct.pack("<dd", *point) for point in shape.points)
    if shape.kind == "LineString":
        return head + struct.pack("<BI", 1, 2) + points
    return head + struct.pack("<BII", 1, 3, 1) + points


def _header(envelope: int) -> bytes:
    return struct.pack("<2sBBi", b"GP", 0, 1 | envelope << 1, _WGS84)


def _points(connection: sqlite3.Connection, selection: Selection, changed: str) -> None:
    connection.execute("ALTER TABLE events ADD COLUMN geom POINT")
    found = []
    for row in selection.rows:
        where = row.decided.where
        if where is not None and where.lat is not None and where.lon is not None:
            found.append((row.event.id, where.lon, where.lat))
    connection.executemany(
        "UPDATE events SET geom = ? WHERE id = ?", [(point_blob(lon, lat), id) for id, lon, lat in sorted(found)]
    )
    box = _box([(lon, lat) for _, lon, lat in found])
    _contents(connection, "events", "features", "Events, a point each, as the policy decided", changed, box)
    _geometry_column(connection, "events", "POINT")


def _areas(connection: sqlite3.Connection, selection: Selection, changed: str) -> None:
    shapes = sorted(
        (row.event.id, row.decided.where.name, row.decided.where.geometry)
        for row in selection.rows
        if row.decided.where is not None and row.decided.where.geometry is not None
    )
    insert(connection, "areas", ("event", "place", "geom"), [(id, name, shape_blob(s)) for id, name, s in shapes])
    box = _box([point for _, _, shape in shapes for point in shape.points])
    _contents(
        connection, "areas", "features", "Stretches of road and areas, where a point says too little", changed, box
    )
    _geometry_column(connection, "areas", "GEOMETRY")


Box = tuple[float, float, float, float] | tuple[None, None, None, None]


def _box(points: Iterable[tuple[float, float]]) -> Box:
    points = list(points)
    if not points:
        return None, None, None, None
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _contents(
    connection: sqlite3.Connection, table: str, kind: str, meaning: str, changed: str, box: Box = (None,) * 4
) -> None:
    srs = _WGS84 if kind == "features" else None
    connection.execute(
        "INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (table, kind, table, meaning, changed, *box, srs),
    )


def _geometry_column(connection: sqlite3.Connection, table: str, kind: str) -> None:
    connection.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", (table, kind, _WGS84))


def _styles(connection: sqlite3.Connection, changed: str) -> None:
    _contents(connection, "layer_styles", "attributes", "QGIS styles", changed)
    insert(
        connection,
        "layer_styles",
        ("f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column", "styleName", "styleQML", "styleSLD",
         "useAsDefault", "description", "owner", "ui", "update_time"),
        [("", "", "events", "geom", "by type", _qml(), _sld(), 1, "Events coloured by ACLED's event type", "", None, changed)],
    )  # fmt: skip


def _qml() -> str:
    """A QGIS style: one category a type, in the colour of its event type, with its Arabic name."""
    categories, symbols = [], []
    for at, codes in enumerate(type_codes().values()):
        red, green, blue = (int(_COLOURS[codes.event][i : i + 2], 16) for i in (1, 3, 5))
        label = quoteattr(f"{codes.ar} · {codes.sub}")
        categories.append(f'<category render="true" symbol="{at}" value="{codes.type}" label={label}/>')
        symbols.append(
            f'<symbol alpha="0.8" type="marker" name="{at}" clip_to_extent="1" force_rhr="0">'
            '<layer class="SimpleMarker" enabled="1" locked="0" pass="0"><Option type="Map">'
            f'<Option type="QString" name="color" value="{red},{green},{blue},255"/>'
            '<Option type="QString" name="name" value="circle"/><Option type="QString" name="size" value="2.6"/>'
            '<Option type="QString" name="outline_color" value="255,255,255,255"/>'
            "</Option></layer></symbol>"
        )
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
        '<qgis version="3.28" styleCategories="Symbology"><renderer-v2 type="categorizedSymbol" attr="type" '
        'symbollevels="0" enableorderby="0" forceraster="0"><categories>'
        + "".join(categories) + "</categories><symbols>" + "".join(symbols) + "</symbols></renderer-v2></qgis>"
    )  # fmt: skip


def _sld() -> str:
    """The same as OGC's Styled Layer Descriptor, for other programs."""
    rules = "".join(
        f"<se:Rule><se:Name>{codes.type}</se:Name><ogc:Filter><ogc:PropertyIsEqualTo>"
        f"<ogc:PropertyName>type</ogc:PropertyName><ogc:Literal>{codes.type}</ogc:Literal></ogc:PropertyIsEqualTo>"
        "</ogc:Filter><se:PointSymbolizer><se:Graphic><se:Mark><se:WellKnownName>circle</se:WellKnownName><se:Fill>"
        f'<se:SvgParameter name="fill">{_COLOURS[codes.event]}</se:SvgParameter></se:Fill></se:Mark>'
        "<se:Size>8</se:Size></se:Graphic></se:PointSymbolizer></se:Rule>"
        for codes in type_codes().values()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><StyledLayerDescriptor xmlns="http://www.opengis.net/sld" '
        'xmlns:se="http://www.opengis.net/se" xmlns:ogc="http://www.opengis.net/ogc" version="1.1.0"><NamedLayer>'
        "<se:Name>events</se:Name><UserStyle><se:FeatureTypeStyle>" + rules
        + "</se:FeatureTypeStyle></UserStyle></NamedLayer></StyledLayerDescriptor>"
    )  # fmt: skip


LAYOUT = Layout(
    name="gpkg",
    title="GeoPackage",
    into="file",
    suffix=".gpkg",
    description="Events as points, stretches and areas as shapes, our other tables beside them; opens in QGIS coloured by type",
    losses=(
        *LOSSES,
        "a point looks exact: how far from it the event may have been stands in radius_km",
        "there is no spatial index: programs make it when they need it",
    ),
    write=write,
    columns={table.name: table.columns for table in TABLES},
)
