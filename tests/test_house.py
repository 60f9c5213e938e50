"""The house itself: one version, the error tree as drawn, data in the wheel, no path of anybody's machine."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import riwaya
from riwaya import errors
from riwaya.cli.demo import REPORTS

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))


def test_the_error_tree_is_drawn_as_it_is() -> None:
    drawn = re.findall(r"^[│├└─ ]*(\w+)\s{2,}|^(RiwayaError)$|[├└]── (\w+)$", errors.__doc__ or "", re.MULTILINE)
    names = {name for found in drawn for name in found if name}
    real = {
        name for name, value in vars(errors).items() if inspect.isclass(value) and value.__module__ == errors.__name__
    }
    assert names == real
    assert all(issubclass(getattr(errors, name), errors.RiwayaError) for name in real)
    assert all(getattr(errors, name).__doc__ for name in real)


def test_the_version_is_said_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "version" in project["dynamic"]
    assert f"## {riwaya.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_module_says_what_it_owns() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "src").rglob("*.py"))
        if not re.match(r'r?"""\S', path.read_text("utf-8"))
    ]
    assert not silent


def test_the_library_neither_prints_nor_exits() -> None:
    loud = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "src" / "riwaya").rglob("*.py"))
        if "cli" not in path.parts
        and re.search(r"^\s*(print\(|sys\.exit|exit\()", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert not loud


def test_the_demo_reports_are_those_of_the_corpus() -> None:
    import make_demo

    assert REPORTS.read_text("utf-8") == make_demo.demo_lines()
    rows = [json.loads(line) for line in REPORTS.read_text("utf-8").splitlines()]
    assert len(rows) == 12


def test_the_score_table_is_found_by_the_script_that_compares_with_it() -> None:
    import score_corpus

    assert score_corpus.PAGE.exists()
    assert score_corpus._TABLE.search(score_corpus.PAGE.read_text("utf-8"))


def test_reports_of_the_benchmark_have_the_length_of_real_ones() -> None:
    import bench

    for reports in (bench.as_in_the_news(), bench.as_in_an_archive()):
        assert len(reports) == bench.COUNT
        assert 2_000 <= sum(map(len, reports)) / len(reports) <= 3_000
    assert all(len(data) <= bench.MOST and data.decode() for data in reports)


def test_the_wheel_holds_the_data(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {"riwaya", wheel.name.rsplit("-py3", 1)[0] + ".dist-info"}
    for wanted in (
        "riwaya/py.typed",
        "riwaya/demo_reports/reports.jsonl",
        "riwaya/gazetteer/data/places.json.gz",
        "riwaya/gazetteer/data/boundaries.json.gz",
        "riwaya/gazetteer/data/boundaries.LICENSE.txt",
        "riwaya/cli/page/page.css",
        "riwaya/marking/marks.css",
        "riwaya/marking/choosing.js",
        "riwaya/web/templates/base.html",
        "riwaya/web/static/page.css",
        "riwaya/web/strings.yaml",
        "riwaya/reporting/strings.yaml",
        "riwaya/reporting/report.css",
        "riwaya/export/data/types.yaml",
        "riwaya/export/data/countries.csv",
        "riwaya/export/data/shapes.ttl",
        "riwaya/reconcile/data/weights.yaml",
        "riwaya/reconcile/data/common_words.txt",
        "riwaya/reconcile/data/grades/airwars.yaml",
    ):
        assert wanted in names
    assert any(re.match(r"riwaya/lexicon/data/.*\.yaml", name) for name in names)
    assert any(name.endswith("licenses/NOTICE") for name in names)


def test_the_gazetteer_s_source_is_credited() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    assert "GeoNames" in notice
    assert "Creative Commons Attribution 4.0" in notice


@pytest.mark.parametrize(
    "script", ["make_docs", "make_demo", "score_corpus", "score_linking", "estimate_links", "bench", "bench_linking"]
)
def test_every_tool_says_what_it_does(script: str) -> None:
    assert re.match(r'"""\S.*', (ROOT / "tools" / f"{script}.py").read_text("utf-8"))
