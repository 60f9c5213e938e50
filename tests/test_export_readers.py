"""Files read back with the tools that people open them with: the values, the Arabic and the types are what was selected."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from riwaya.export.exporting import Wanted, export_selection
from riwaya.export.labelstudio import configuration
from riwaya.export.marking import LABELS, annotate
from riwaya.export.tables import TABLES
from selections import BOMB, bomb, market, selection


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an export in every layout that is read back here."""
    folder = tmp_path_factory.mktemp("made")
    names = {
        "xlsx": "x.xlsx", "parquet": "parquet", "csv": "csv", "geojson": "x.geojson", "gpkg": "x.gpkg", "jsonl": "x.jsonl",
        "jsonld": "x.jsonld", "ftm": "x.statements.csv", "brat": "brat", "labelstudio": "ls", "sqlite": "x.db",
        "uwazi": "uwazi", "bayanat": "bayanat", "acled": "acled.csv", "ucdp": "ucdp.csv",
    }  # fmt: skip
    for layout, name in names.items():
        export_selection(selection(), Wanted(layout, folder / name))
    return folder


def test_excel_shows_five_sheets_and_a_dictionary_right_to_left(made: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(made / "x.xlsx")
    assert book.sheetnames == ["events", "claims", "tolls", "reports", "accounts", "dictionary"]
    for sheet in book:
        assert sheet.sheet_view.rightToLeft
        assert sheet.freeze_panes == "A2"
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    rows = list(book["events"].iter_rows(values_only=True))
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["id"], first["place"], first["lat"], first["killed_high"]) == ("ev-bomb", "الشدادي", 36.0576, 8)
    assert first["start"].date() == bomb().decided.start
    titles = {row[2]: row for row in book["reports"].iter_rows()}
    odd = next(cell for cell in (row[2] for row in book["reports"].iter_rows()) if str(cell.value).startswith("="))
    assert odd.quotePrefix and odd.data_type == "s" and len(titles) == 4
    meant = {(row[0], row[1]) for row in book["dictionary"].iter_rows(min_row=2, values_only=True)}
    assert meant == {(table.name, column.name) for table in TABLES for column in table.columns}


def test_parquet_keeps_types_and_meanings(made: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    events = pq.read_table(made / "parquet" / "events.parquet")
    assert events.schema.field("start").type == pa.date32() and events.schema.field("killed_high").type == pa.int64()
    assert events.schema.field("place").metadata[b"description"] == b"the place as named"
    rows = {row["id"]: row for row in events.to_pylist()}
    assert rows["ev-bomb"]["start"] == bomb().decided.start
    assert rows["ev-market"]["killed_high"] is None and rows["ev-market"]["killed_low"] == 3
    assert pq.read_table(made / "parquet" / "claims.parquet").num_rows == 3


@pytest.mark.parametrize("name", ["x.gpkg", "x.geojson"])
def test_gdal_reads_the_map(name: str, made: Path) -> None:
    pyogrio = pytest.importorskip("pyogrio")
    info = pyogrio.read_info(made / name, layer="events" if name == "x.gpkg" else None)
    assert (info["crs"], info["features"], info["geometry_type"]) == ("EPSG:4326", 4, "Point")
    assert {column.name for column in TABLES[0].columns} <= set(info["fields"])
    _, _, shapes, columns = pyogrio.raw.read(made / name, layer="events" if name == "x.gpkg" else None)
    at = list(columns[list(info["fields"]).index("id")]).index("ev-bomb")
    import struct

    assert struct.unpack("<dd", shapes[at][5:21]) == (40.7348, 36.0576)
    assert columns[list(info["fields"]).index("place")][at] == "الشدادي"


def test_a_geopackage_has_areas_tables_and_styles(made: Path) -> None:
    pyogrio = pytest.importorskip("pyogrio")
    layers = dict(pyogrio.list_layers(made / "x.gpkg"))
    assert layers.keys() >= {"events", "areas", "claims", "tolls", "reports", "accounts", "layer_styles"}
    _, _, shapes, _ = pyogrio.raw.read(made / "x.gpkg", layer="areas")
    assert len(shapes) == 1 and shapes[0][1] == 3  # a polygon in WKB
    _, _, _, styles = pyogrio.raw.read(
        made / "x.gpkg", layer="layer_styles", columns=["f_table_name", "styleQML", "styleSLD"]
    )
    import xml.etree.ElementTree as ET

    assert list(styles[0]) == ["events"]
    assert {c.get("value") for c in ET.fromstring(styles[1][0]).iter("category")} >= {"suicide_bomb", "other"}
    assert ET.fromstring(styles[2][0]).tag.endswith("StyledLayerDescriptor")


def test_json_lines_are_the_whole_record(made: Path) -> None:
    rows = {row["id"]: row for row in map(json.loads, (made / "x.jsonl").read_text("utf-8").splitlines())}
    event = rows["ev-bomb"]
    assert event["decided"]["where"]["radius_km"] == 15.0 and event["policy"] == "lowest"
    claim = event["incidents"][0]["claims"][0]
    span = claim["tolls"][0]["span"]
    assert BOMB.full_text[span["start"] : span["end"]] == "ثمانية عناصر للتحالف"
    assert [link["actor"] for link in claim["chain"]] == [None, "amaq", "isis"]
    assert "text" not in event["reports"][0]


def test_the_graph_is_valid_and_tells_who_said_what_through_whom(made: Path) -> None:
    rdflib, pyshacl = pytest.importorskip("rdflib"), pytest.importorskip("pyshacl")
    graph = rdflib.Graph().parse(made / "x.jsonld", format="json-ld")
    shapes = rdflib.Graph().parse(
        data=files("riwaya.export").joinpath("data/shapes.ttl").read_text("utf-8"), format="turtle"
    )
    conforms, _, report = pyshacl.validate(graph, shacl_graph=shapes)
    assert conforms, report
    found = graph.query(
        """
        PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX rw: <urn:riwaya:terms:>
        SELECT ?speaker ?through ?stance WHERE {
          ?claim a rw:Claim ; rw:about <urn:riwaya:event:ev-bomb> ; rw:stance ?stance ; prov:wasAttributedTo ?speaker .
          OPTIONAL { ?claim prov:wasDerivedFrom/prov:wasAttributedTo ?through . FILTER (?through != ?speaker) } }
        ORDER BY ?speaker"""
    )
    assert [tuple(str(value).rsplit(":", 1)[-1] if value else None for value in row) for row in found] == [
        ("isis", "amaq", "asserts"),
        ("sdf", None, "confirms"),
    ]
    broken = rdflib.Graph() + graph
    broken.remove((None, rdflib.URIRef("urn:riwaya:terms:stance"), None))
    assert not pyshacl.validate(broken, shacl_graph=shapes)[0]


def test_followthemoney_reads_its_statements(made: Path) -> None:
    serialize = pytest.importorskip("followthemoney.statement.serialize")
    from followthemoney import model

    entities: dict[str, list[Any]] = {}
    with (made / "x.statements.csv").open("rb") as file:
        for statement in serialize.read_csv_statements(file):
            assert statement.id == statement.generate_key()
            entities.setdefault(statement.entity_id, []).append(statement)
            if statement.prop != "id":
                prop = model.get(statement.schema).get(statement.prop)
                assert prop.type.clean(statement.value) == statement.value
    with (made / "x.statements.csv").open(encoding="utf-8") as text:
        for row in csv.DictReader(text, dialect=csv.unix_dialect):
            if row["prop"] != "id":
                assert model.get(row["schema"]).get(row["prop"]).type.name == row["prop_type"]
    assert {statement.schema for found in entities.values() for statement in found} == {
        "Event", "Organization", "Article", "Documentation", "UnknownLink",
    }  # fmt: skip


def test_the_statements_of_an_event(made: Path) -> None:
    with (made / "x.statements.csv").open(encoding="utf-8") as text:
        rows = list(csv.DictReader(text, dialect=csv.unix_dialect))
    event = {row["prop"]: row["value"] for row in rows if row["schema"] == "Event" and "bombing" in row["value"]}
    assert event["summary"].startswith("On 20 May 2019")
    (edge,) = {
        row["entity_id"]
        for row in rows
        if row["value"] == "asserts: 8 killed or injured" and row["schema"] == "UnknownLink"
    }
    ends = {row["prop"]: row["value"] for row in rows if row["entity_id"] == edge}
    named = {row["entity_id"]: row["value"] for row in rows if row["prop"] == "name"}
    assert named[ends["subject"]] == "Islamic State" and "Al-Shaddadi" in named[ends["object"]]
    assert len({row["id"] for row in rows}) == len(rows)


def test_the_data_package_describes_its_files(made: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(made / "csv" / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])


def test_pandas_reads_the_tables(made: Path) -> None:
    pandas = pytest.importorskip("pandas")
    events = pandas.read_csv(made / "csv" / "events.csv").set_index("id")
    assert events.loc["ev-bomb", "place"] == "الشدادي" and events.loc["ev-bomb", "killed_high"] == 8
    rows = pandas.read_csv(made / "acled.csv")
    assert list(rows["geo_precision"]) == [2, 3, 1] and rows["fatalities"].dtype.kind == "i"
    assert pandas.read_csv(made / "ucdp.csv")["best"].tolist() == [0, 3]


def test_datasette_serves_the_file(made: Path) -> None:
    pytest.importorskip("datasette")
    asked = subprocess.run(
        [sys.executable, "-m", "datasette", str(made / "x.db"), "--metadata", str(made / "x.metadata.json"),
         "--get", "/x/claims.json?_search=%D9%84%D9%84%D8%AA%D8%AD%D8%A7%D9%84%D9%81&_shape=array"],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert [row["id"] for row in json.loads(asked.stdout)] == ["bomb-1.0.0"]


def test_brat_s_marks_cut_their_words_out_of_the_text(made: Path) -> None:
    text = (made / "brat" / "bomb-1.txt").read_bytes().decode()
    assert text == BOMB.full_text
    marks = {}
    for line in (made / "brat" / "bomb-1.ann").read_text("utf-8").splitlines():
        key, what, *words = line.split("\t")
        if key[0] == "T":
            label, _, places = what.partition(" ")
            pieces = [tuple(map(int, piece.split())) for piece in places.split(";")]
            assert " ".join(text[start:end] for start, end in pieces) == words[0]
            assert "\n" not in words[0] and label in LABELS
            marks[key] = label
        elif key[0] == "R":
            role, *ends = what.split(" ")
            assert role in (made / "brat" / "annotation.conf").read_text()
            assert all(end.split(":")[1] in marks for end in ends)
    assert {"Trigger", "Place", "Time", "Speaker", "Toll", "Channel", "Evidence"} <= set(marks.values())


def test_label_studio_s_regions_cut_their_words_out_of_the_text(made: Path) -> None:
    tasks = json.loads((made / "ls" / "tasks.json").read_text("utf-8"))
    assert len(tasks) == 3
    for task in tasks:
        result = task["predictions"][0]["result"]
        regions = {region["id"]: region for region in result if region["type"] == "labels"}
        for region in regions.values():
            value = region["value"]
            assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
            assert f'value="{value["labels"][0]}"' in configuration()
        for relation in (region for region in result if region["type"] == "relation"):
            assert relation["from_id"] in regions and relation["to_id"] in regions
            assert f'<Relation value="{relation["labels"][0]}"/>' in configuration()


def test_marks_after_an_emoji_count_code_points() -> None:
    (annotated,) = (found for found in annotate(selection()) if found.report.id == "bomb-1")
    assert "🚗" in BOMB.full_text
    assert all(mark.span.cut(BOMB.full_text).strip() for mark in annotated.marks)


def test_uwazi_finds_every_relationship_by_its_title(made: Path) -> None:
    tables = {
        name: list(csv.DictReader((made / "uwazi" / f"{name}.csv").open(encoding="utf-8", newline="")))
        for name in ("reports", "events", "claims")
    }
    titles = {name: [row["title"] for row in rows] for name, rows in tables.items()}
    assert all(len(set(found)) == len(found) and all(found) for found in titles.values())
    for row in tables["claims"]:
        assert row["event"] in titles["events"] and row["report"] in titles["reports"]
    for row in tables["events"]:
        assert all(title in titles["reports"] for title in row["reports"].split("|") if title)
        first, _, last = row["days"].partition(":")
        assert first <= last
    point = next(row["map_geolocation"] for row in tables["events"] if row["event_id"] == "ev-bomb")
    assert [float(part) for part in point.split("|")] == [36.0576, 40.7348]


def test_bayanat_gets_each_actor_once_with_its_events(made: Path) -> None:
    rows = {
        row["originid"]: row
        for row in csv.DictReader((made / "bayanat" / "actors.csv").open(encoding="utf-8", newline=""))
    }
    assert rows.keys() == {"isis", "coalition", "sdf", "civilians"}
    isis = rows["isis"]
    assert (isis["name"], isis["name_ar"], isis["event_1_comments"]) == (
        "Islamic State",
        "تنظيم الدولة الإسلامية",
        "perpetrator",
    )
    assert (isis["event_1_location"], isis["event_1_from_date"], isis["event_1_estimated"]) == (
        "الشدادي",
        "2019-05-20",
        "",
    )
    incidents = list(csv.DictReader((made / "bayanat" / "incidents.csv").open(encoding="utf-8", newline="")))
    assert len(incidents) == 4 and market().event.id in "".join(row["title"] for row in incidents)
