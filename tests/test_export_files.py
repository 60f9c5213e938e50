"""Every layout as a file: the same bytes each time, no formula runs, the Arabic untouched, losses said, changes listed."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.cli.demo import REPORTS
from riwaya.cli.exporting import list_layouts, run_export
from riwaya.errors import ExportError, InputError
from riwaya.export.cells import row_hash, safe
from riwaya.export.exporting import Wanted, export_selection
from riwaya.export.layout import Layout
from riwaya.export.layouts import OURS, find_layout, layout_names
from riwaya.export.manifest import read_manifest
from riwaya.export.naming import names_for
from riwaya.export.selection import Figure, Selection
from riwaya.export.tables import accounts_of
from riwaya.gazetteer import load_gazetteer
from riwaya.lexicon import load_lexicon
from riwaya.pipeline import Tools, read_report
from riwaya.sources import read_inputs
from selections import BOMB, NAMES, bomb, market, selection, selection_of


def target(layout: Layout, folder: Path, name: str = "out") -> Path:
    return folder / (name + layout.suffix)


def contents(path: Path) -> dict[str, bytes]:
    """The bytes of a file or of all files in a folder, and of what stands beside it."""
    if path.is_dir():
        return {file.name: file.read_bytes() for file in path.iterdir()}
    return {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}


@pytest.fixture(scope="module")
def demo(tools: Tools) -> Selection:
    """The bundled reports as read, each incident an event of its own, with the names of our word lists."""
    readings = []
    for item in read_inputs([str(REPORTS)]):
        assert not isinstance(item, InputError)
        readings.append(read_report(item, tools))
    found = selection_of(readings)
    return replace(found, names=names_for(found.rows, load_lexicon(), load_gazetteer()))


@pytest.mark.parametrize("name", OURS)
def test_the_same_selection_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    layout = find_layout(name)
    made = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        rows = selection().rows if folder == "one" else tuple(reversed(selection().rows))
        export_selection(replace(selection(), rows=rows), Wanted(name, target(layout, tmp_path / folder)))
        made.append(contents(target(layout, tmp_path / folder)))
    assert made[0] == made[1]
    assert sum(map(len, made[0].values())) > 300


@pytest.mark.parametrize("name", OURS)
def test_every_layout_writes_the_demo_and_says_what_it_loses(
    name: str, demo: Selection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    layout = find_layout(name)
    exported = run_export(demo, Wanted(name, target(layout, tmp_path)))
    said = capsys.readouterr().err
    assert exported.rows > 0 and all(file.exists() for file in exported.files)
    assert layout.losses and all(loss in said for loss in layout.losses)
    assert len(demo.rows) - len(exported.left_out) > 0
    for left in exported.left_out:
        assert left.why in said


@pytest.mark.parametrize("name", OURS)
def test_a_layout_with_nothing_in_it_is_written_too(name: str, tmp_path: Path) -> None:
    exported = export_selection(Selection((), "lowest"), Wanted(name, target(find_layout(name), tmp_path)))
    assert exported.files and exported.rows == 0


# formulas


def csv_cells(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.csv")):
        for row in csv.reader(path.read_text("utf-8-sig").splitlines(keepends=True)):
            yield from ((path.name, cell) for cell in row)


@pytest.mark.parametrize("name", ["acled", "ucdp", "airwars", "hapi", "csv", "bayanat", "uwazi"])
def test_no_cell_of_a_csv_is_a_formula(name: str, tmp_path: Path) -> None:
    export_selection(selection(), Wanted(name, target(find_layout(name), tmp_path)))
    cells = [cell for _, cell in csv_cells(tmp_path)]
    assert cells
    assert not [cell for cell in cells if re.match(r"[=+\-@\t\r]", cell) and not re.fullmatch(r"-?\d+(\.\d+)?", cell)]


def test_the_words_of_a_formula_are_kept_behind_an_apostrophe(tmp_path: Path) -> None:
    export_selection(selection(), Wanted("csv", tmp_path / "out"))
    titles = [row["title"] for row in csv.DictReader((tmp_path / "out" / "reports.csv").open(encoding="utf-8-sig"))]
    assert """'=HYPERLINK("http://evil")""" in titles
    assert BOMB.title in titles


@given(st.text())
def test_text_without_a_formula_is_untouched(text: str) -> None:
    made = str(safe(text))
    assert made in (text, "'" + text)
    assert (made == text) == (not re.match(r"[=+\-@\t\r]", text) or bool(re.fullmatch(r"[+-]?\d+(\.\d+)?", text)))
    assert safe(made) == made


@given(
    st.lists(
        st.one_of(st.none(), st.integers(), st.text(alphabet=st.characters(exclude_categories=["Cs"]))), min_size=1
    )
)
def test_a_row_s_hash_changes_with_any_cell(row: list[str | int | None]) -> None:
    assert row_hash(row) == row_hash(list(row))
    for at in range(len(row)):
        other = [*row[:at], "something else entirely", *row[at + 1 :]]
        assert (row_hash(other) == row_hash(row)) == (other == row)


# stable ids and changes


@pytest.mark.parametrize("name", OURS)
def test_nothing_has_changed_since_the_same_export(name: str, tmp_path: Path) -> None:
    layout = find_layout(name)
    export_selection(selection(), Wanted(name, target(layout, tmp_path, "old")))
    again = export_selection(
        selection(), Wanted(name, target(layout, tmp_path, "new"), since=target(layout, tmp_path, "old"))
    )
    assert again.changes is not None and len(again.changes) == 0


@pytest.mark.parametrize("name", [name for name in OURS if name != "hapi"])
def test_an_event_more_changes_no_other_row(name: str, tmp_path: Path) -> None:
    layout = find_layout(name)
    fewer = replace(selection(), rows=tuple(row for row in selection().rows if row.event.id != "ev-bomb"))
    export_selection(fewer, Wanted(name, target(layout, tmp_path, "old")))
    wanted = Wanted(name, target(layout, tmp_path, "new"), since=target(layout, tmp_path, "old"))
    changes = export_selection(selection(), wanted).changes
    assert changes is not None
    assert changes.added and not changes.changed and not changes.gone


def test_two_accounts_that_say_the_same_have_two_ids() -> None:
    (standing,) = (s for s in bomb().event.standings if s.attribute == "killed")
    doubled = replace(bomb(), event=replace(bomb().event, standings=(standing, standing)))
    ids = [id for id, _, _ in accounts_of(doubled)]
    assert ids == [
        "ev-bomb.killed.1-8.coalition", "ev-bomb.killed.0-0", "ev-bomb.killed.1-8.coalition~2", "ev-bomb.killed.0-0~2",
    ]  # fmt: skip


def test_what_changed_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export_selection(replace(selection(), rows=(bomb(), market())), Wanted("acled", tmp_path / "old.csv"))
    worse = replace(bomb(), decided=replace(bomb().decided, tolls=(Figure("killed", 4, 4, None, 4),)))
    rows = (worse, *(row for row in selection().rows if row.event.id == "ev-protest"))
    run_export(replace(selection(), rows=rows), Wanted("acled", tmp_path / "new.csv", since=tmp_path / "old.csv"))
    lines = capsys.readouterr().out.splitlines()
    assert [line[:9] for line in lines] == ["+\tevents/", "~\tevents/", "-\tevents/"]
    assert (
        lines[0].startswith("+\tevents/IRQ")
        and lines[1].startswith("~\tevents/SYR")
        and lines[2].startswith("-\tevents/YEM")
    )


def test_the_manifest_says_what_it_is_of(tmp_path: Path) -> None:
    export_selection(selection(), Wanted("csv", tmp_path / "out"))
    manifest = read_manifest(tmp_path / "out")
    assert (manifest.layout, manifest.policy, manifest.as_of) == ("csv", "lowest", "2024-06-01")
    assert {"events/ev-bomb", "claims/bomb-1.0.0", "tolls/bomb-1.0.1.0", "reports/market/1"} <= manifest.rows.keys()


# targets in the way


def test_work_done_in_an_exported_folder_is_not_written_over(tmp_path: Path) -> None:
    export_selection(selection(), Wanted("brat", tmp_path / "out"))
    (tmp_path / "out" / "bomb-1.ann").write_text("T1\tTrigger 0 4\tهجوم\n", "utf-8")
    with pytest.raises(ExportError, match=r"bomb-1\.ann: was changed since it was exported"):
        export_selection(selection(), Wanted("brat", tmp_path / "out"))
    assert (tmp_path / "out" / "bomb-1.ann").read_text("utf-8").startswith("T1\tTrigger 0 4")


def test_an_exported_folder_is_renewed_and_other_files_in_it_stay(tmp_path: Path) -> None:
    export_selection(selection(), Wanted("brat", tmp_path / "out"))
    (tmp_path / "out" / "notes.txt").write_text("mine", "utf-8")
    export_selection(replace(selection(), rows=(bomb(),)), Wanted("brat", tmp_path / "out"))
    names = {file.name for file in (tmp_path / "out").iterdir()}
    assert names == {"annotation.conf", "bomb-1.ann", "bomb-1.txt", "manifest.json", "notes.txt"}


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (Wanted("aclde", Path("x.csv")), "did you mean acled"),
        (Wanted("acled", Path("x.csv"), frozenset({"colour"})), "no such extra: colour; it has population"),
        (Wanted("acled", Path("no/such/x.csv")), "its folder does not exist"),
        (Wanted("acled", Path(".")), "is a folder, and acled is one file"),
        (Wanted("csv", Path("file")), "is a file, and csv is a folder of files"),
        (Wanted("csv", Path("full")), "holds other files"),
        (Wanted("acled", Path("x.csv"), since=Path("nothing.csv")), "no such manifest"),
        (Wanted("acled", Path("x.csv"), since=Path("file.manifest.json")), "is no manifest"),
    ],
)
def test_what_is_refused(wanted: Wanted, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("x")
    (tmp_path / "file.manifest.json").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.docx").write_text("x")
    before = sorted(str(path) for path in tmp_path.rglob("*"))
    with pytest.raises(ExportError, match=message):
        export_selection(selection(), wanted)
    assert sorted(str(path) for path in tmp_path.rglob("*")) == before


def test_a_writer_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from riwaya.export import jsonl

    def write(selection: Selection, to: Path, extras: frozenset[str]) -> None:
        to.write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(jsonl, "LAYOUT", replace(jsonl.LAYOUT, write=write))
    with pytest.raises(ExportError, match="No space left on device"):
        export_selection(selection(), Wanted("jsonl", tmp_path / "x.jsonl"))
    assert not list(tmp_path.iterdir())


# the registry


def test_every_layout_is_whole() -> None:
    for name in OURS:
        layout = find_layout(name)
        assert layout.name == name and layout.title and layout.description and layout.losses
        assert (layout.suffix != "") == (layout.into == "file")
        for columns in layout.columns.values():
            assert all(column.meaning for column in columns)
            assert len({column.name for column in columns}) == len(columns)


def test_a_plug_in_is_found_by_its_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "plug"
    (package / "plug-1.0.dist-info").mkdir(parents=True)
    (package / "plug-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: plug\nVersion: 1.0\n")
    (package / "plug-1.0.dist-info" / "entry_points.txt").write_text(
        "[riwaya.export]\nids = plug_layout:LAYOUT\nbroken = plug_layout:NOTHING\nodd = plug_layout:write\n"
    )
    (package / "plug_layout.py").write_text(
        "from riwaya.export.cells import row_hashes\n"
        "from riwaya.export.layout import Layout, Written\n"
        "def write(selection, to, extras):\n"
        "    rows = [[row.event.id] for row in selection.rows]\n"
        "    to.write_text(''.join(row[0] + '\\n' for row in rows))\n"
        "    return Written((to,), row_hashes('events', rows))\n"
        "LAYOUT = Layout('ids', 'Ids', 'file', '.txt', 'ids alone', ('all else',), write)\n"
    )
    monkeypatch.syspath_prepend(str(package))
    from riwaya import plugins

    plugins.plugins.cache_clear()
    try:
        assert {"ids", "broken", "odd"} <= set(layout_names())
        export_selection(selection(), Wanted("ids", tmp_path / "ids.txt"))
        assert (tmp_path / "ids.txt").read_text().split() == [row.event.id for row in selection().rows]
        for name, message in (("broken", "cannot be loaded"), ("odd", r"is no riwaya\.export\.layout\.Layout")):
            with pytest.raises(ExportError, match=f"{message}"):
                find_layout(name)
    finally:
        plugins.plugins.cache_clear()


def test_layouts_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    list_layouts()
    said = capsys.readouterr().out
    assert all(f"{name}\t" in said for name in OURS)
    assert "--with population" in said


# extras, and names from our word lists


def test_extras(tmp_path: Path) -> None:
    export_selection(selection(), Wanted("acled", tmp_path / "a.csv", frozenset({"population"})))
    header = (tmp_path / "a.csv").read_text("utf-8").splitlines()[0].split(",")
    assert header[31:] == ["population_1km", "population_2km", "population_5km", "population_best"]
    export_selection(selection(), Wanted("hapi", tmp_path / "h.csv", frozenset({"hxl"})))
    assert (tmp_path / "h.csv").read_text("utf-8").splitlines()[1].startswith("#country+code,#meta+has_hrp")
    export_selection(selection(), Wanted("geojson", tmp_path / "g.geojson", frozenset({"shapes"})))
    kinds = [
        f["geometry"] and f["geometry"]["type"] for f in json.loads((tmp_path / "g.geojson").read_text())["features"]
    ]
    assert kinds == ["Polygon", "Point", None, None]


def test_names_come_from_the_word_lists_and_the_gazetteer() -> None:
    names = names_for(selection().rows, load_lexicon(), load_gazetteer())
    assert names.english("sdf") == "Syrian Democratic Forces"
    assert names.places["geonames:172837"].english == "Al-Shaddadi"
    assert names.places["geonames:172837"].admin1 == "Hasakah"
    assert names.outlets["عنب بلدي"].country == "SY"
    assert names.seats["SY", "الحسكة"].english == "Hasakah"
    assert names.english("other:لواء الشمال") == "لواء الشمال"
    assert NAMES.arabic("isis") == "تنظيم الدولة الإسلامية"


def test_counts_by_month(tmp_path: Path) -> None:
    twice = replace(market(), event=replace(market().event, id="ev-other"))
    across = replace(
        bomb(), decided=replace(bomb().decided, start=date(2019, 5, 31), end=date(2019, 6, 1), precision="approx")
    )
    exported = export_selection(
        Selection((market(), twice, across), "lowest", None, NAMES), Wanted("hapi", tmp_path / "h.csv")
    )
    rows = {row["event_type"]: row for row in csv.DictReader((tmp_path / "h.csv").open(encoding="utf-8"))}
    assert rows.keys() == {"political_violence", "civilian_targeting"}
    row = rows["civilian_targeting"]
    assert (row["location_code"], row["provider_admin1_name"], row["events"], row["fatalities"]) == (
        "YEM",
        "Taizz",
        "2",
        "6",
    )
    assert (row["reference_period_start"], row["reference_period_end"]) == ("2024-03-01", "2024-03-31")
    assert [left.why for left in exported.left_out] == ["its days lie in several months"]


def test_a_database_is_whole(tmp_path: Path) -> None:
    export_selection(selection(), Wanted("sqlite", tmp_path / "x.db"))
    with sqlite3.connect(tmp_path / "x.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT DISTINCT held_by FROM disputed_events ORDER BY 1").fetchall() == [
            ("isis",),
            ("sdf",),
        ]
        found = connection.execute(
            "SELECT c.id FROM claims_fts f JOIN claims c ON c.rowid = f.rowid WHERE claims_fts MATCH 'للتحالف'"
        ).fetchall()
        assert found == [("bomb-1.0.0",)]
    connection.close()
    metadata = json.loads((tmp_path / "x.metadata.json").read_text("utf-8"))
    assert metadata["databases"]["x"]["tables"]["claims"]["columns"]["chain"].startswith("how the words reached")
