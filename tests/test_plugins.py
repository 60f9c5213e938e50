"""Plug points: the five example packages, installed as a user installs them, and packages that are broken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from riwaya import plugins
from riwaya.cli.exporting import run_export
from riwaya.errors import PluginError
from riwaya.export.exporting import Wanted
from riwaya.gazetteer.importing import import_places
from riwaya.gazetteer.index import read_compiled
from selections import selection

EXAMPLES = Path(__file__).parent.parent / "examples"
NAMES = sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir())
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all examples are installed, besides what Riwaya needs."""
    target = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index",
         "--disable-pip-version-check", "--target", str(target), *(str(EXAMPLES / name) for name in NAMES)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture
def run(site: Path, tmp_path: Path) -> Run:
    def command(*words: str, path: Path = site) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "riwaya", *words], cwd=tmp_path, capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHONPATH": str(path)},
        )  # fmt: skip

    return command


def test_every_example_is_listed(run: Run) -> None:
    done = run("plugins", "--json")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    found = {(row["kind"], row["name"], row["package"], row["fault"]) for row in rows}
    assert found >= {
        ("source", "wire", "riwaya-wire", None),
        ("layout", "timeline", "riwaya-timeline", None),
        ("lexicon", "radio", "riwaya-radio", None),
        ("gazetteer", "farms", "riwaya-farms", None),
        ("reader", "deaths", "riwaya-deaths", None),
    }
    assert {row["package"].removeprefix("riwaya-") for row in rows} >= set(NAMES)


WIRE = """ZCZC 0412 2024-05-14
هجوم في ريف إدلب
أعلن حرس الوادي مسؤوليته عن هجوم على مزارع السنديانة أمس، وقتل 4 جنود بحسب راديو النهر.
NNNN
ZCZC 0413 2024-05-14
weather
no Arabic at all
NNNN
"""


def test_a_source_a_lexicon_a_gazetteer_and_a_reader_work_together(run: Run, tmp_path: Path) -> None:
    (tmp_path / "messages.wire").write_text(WIRE, "utf-8")
    (tmp_path / "plain.txt").write_text("قتل ثلاثة جنود في انفجار عبوة ناسفة في درعا.", "utf-8")
    done = run("read", "--json", "wire:messages.wire", "plain.txt", "--lexicon", "radio", "--gazetteer", "farms",
               "--reader", "deaths")  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "messages.wire: 0413: holds no Arabic" in done.stderr
    assert "deaths: 1 figures" in done.stderr
    wire, plain = [json.loads(line) for line in done.stdout.splitlines()]
    assert (wire["report"]["id"], wire["report"]["published"]) == ("wire-0412", "2024-05-14")
    incident = wire["incidents"][0]
    assert incident["place"]["name"] == "مزارع السنديانة"
    assert incident["place"]["admin1"] == "إدلب"
    actors = {a["actor"] for i in wire["incidents"] for a in (*i["perpetrators"], *(c["speaker"] for c in i["claims"]))}
    assert "valley-guard" in actors
    assert {reader for i in wire["incidents"] for c in i["claims"] for reader in c["readers"]} >= {"rules", "deaths"}
    assert len(plain["incidents"]) == 1, "the other inputs are read"


def test_a_layout_writes_and_says_what_it_loses(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(str(site))
    plugins.plugins.cache_clear()
    try:
        first = run_export(selection(), Wanted("timeline", tmp_path / "events.md"))
        again = run_export(selection(), Wanted("timeline", tmp_path / "later.md", since=tmp_path / "events.md"))
    finally:
        plugins.plugins.cache_clear()
    assert "tolls, parties and claims are left out" in capsys.readouterr().err
    lines = (tmp_path / "events.md").read_text("utf-8").splitlines()
    assert len(lines) == first.rows == len(selection().rows)
    assert lines == sorted(lines)
    assert again.changes is not None
    assert len(again.changes) == 0


def test_the_places_of_the_example_are_those_of_its_table(tmp_path: Path) -> None:
    folder = EXAMPLES / "farms" / "src" / "riwaya_farms"
    import_places([folder / "places.csv"], tmp_path / "places.json.gz")
    assert read_compiled(tmp_path / "places.json.gz") == read_compiled(folder / "places.json.gz")


# what is broken

BROKEN = """
[riwaya.sources]
lost = broken_plug:nothing
throws = broken_plug:throws
odd = broken_plug:odd
[riwaya.export]
bad = broken_plug:throws
wire = broken_nowhere:LAYOUT
[riwaya.lexicons]
noplace = broken_plug:NOWHERE
[riwaya.gazetteers]
fails = broken_plug:throws
[riwaya.readers]
quits = broken_quits:open_reader
lame = broken_plug:Lame
"""
CODE = """
from pathlib import Path
NOWHERE = Path("/nowhere/at/all")
def throws(*given):
    raise ZeroDivisionError("on purpose")
    yield
def odd(path, options):
    yield path
class Lame:
    name = identity = "lame"
    def __init__(self, asked): pass
    def summary(self): return "lame: nothing"
    def read(self, report, first, tools): raise KeyError("lame")
"""


@pytest.fixture
def broken(site: Path, tmp_path: Path) -> Path:
    """The examples, and beside them a package in which everything is wrong."""
    folder = tmp_path / "broken"
    info = folder / "broken_plug-0.1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-plug\nVersion: 0.1\n")
    (info / "entry_points.txt").write_text(BROKEN)
    (folder / "broken_plug.py").write_text(CODE)
    (folder / "broken_quits.py").write_text("raise SystemExit(7)\n")
    return Path(f"{site}{os.pathsep}{folder}")


def test_a_broken_package_is_named_and_stops_nobody_else(run: Run, broken: Path, tmp_path: Path) -> None:
    done = run("plugins", path=broken)
    assert done.returncode == 1
    works = {line.split("\t")[1] for line in done.stdout.splitlines() if line.endswith("works")}
    assert works >= {"wire", "timeline", "radio", "farms", "deaths"}
    for name in ("lost", "bad", "noplace", "fails", "quits"):
        (line,) = [line for line in done.stderr.splitlines() if f"'{name}'" in line]
        assert "the plug-in broken-plug 0.1" in line
        assert "uninstall it" in line
    (tmp_path / "plain.txt").write_text("قتل ثلاثة جنود في انفجار عبوة ناسفة في درعا.", "utf-8")
    done = run("read", "--json", "lost:x", "throws:x", "odd:x", "plain.txt", "--reader", "lame", path=broken)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert [w["kind"] for w in json.loads(done.stdout)["warnings"]] == ["second_reader_missing"]
    for words in ("lost:x: the plug-in broken-plug 0.1", "(ZeroDivisionError: on purpose)", "it gave str"):
        assert words in done.stderr
    assert "Traceback" not in done.stderr
    listing = run("export", path=broken)
    assert "timeline\t" in listing.stdout
    assert "broken-plug" in listing.stderr


def test_a_broken_package_that_is_asked_for_ends_the_command_in_one_line(
    run: Run, broken: Path, tmp_path: Path
) -> None:
    (tmp_path / "plain.txt").write_text("قتل ثلاثة جنود في درعا.", "utf-8")
    for words in (("--lexicon", "noplace"), ("--reader", "quits")):
        done = run("read", "plain.txt", *words, path=broken)
        assert done.returncode == 3
        (line,) = done.stderr.splitlines()
        assert "the plug-in broken-plug 0.1" in line


def test_a_name_that_two_packages_offer_is_not_guessed_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("one", "two"):
        info = tmp_path / f"{package}-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1\n")
        (info / "entry_points.txt").write_text("[riwaya.readers]\nmine = json:loads\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    plugins.plugins.cache_clear()
    try:
        with pytest.raises(PluginError, match="offered by one and two; uninstall one"):
            plugins.find_plugin("reader", "mine")
        assert plugins.find_plugin("reader", "other") is None
    finally:
        plugins.plugins.cache_clear()


def test_a_path_goes_before_a_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "radio").mkdir()
    assert plugins.pack_path("lexicon", "radio") == Path("radio")
    assert plugins.pack_path("lexicon", "some/folder") == Path("some/folder"), "its reader says that it is not there"


def test_nothing_is_looked_for_before_it_is_needed() -> None:
    code = "import sys, riwaya.cli.app; print('importlib.metadata' in sys.modules, 'openai' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split()[1] == "False"
    assert plugins.GROUPS.keys() == set(plugins._SHAPES) | {"lexicon", "gazetteer"}
