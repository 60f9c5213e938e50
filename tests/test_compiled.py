"""The compiled reading prints what the plain one prints, byte for byte; skipped where `make fast` has made none."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import compiled
from riwaya.model import Report
from riwaya.pipeline import Tools, read_report

ROOT = Path(__file__).parent.parent
_FIRST = "import riwaya.extract.units, sys; sys.stderr.write(riwaya.extract.units.__file__)"
_READ = "from riwaya.cli import main; main()"


def _python(code: str, path: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONPATH": str(path)}
    return subprocess.run([sys.executable, "-c", code, *arguments], env=env, capture_output=True, check=True)


def _passages(folder: Path) -> Path:
    """The passages of our tables as reports, in one file of JSON Lines."""
    cases = [case for table in sorted((ROOT / "tests" / "cases").glob("extract_*.yaml")) for case in _table(table)]
    lines = [json.dumps({"id": f"{number}", "text": case["text"]}) for number, case in enumerate(cases)]
    path = folder / "passages.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    return path


def _table(path: Path) -> list[dict[str, Any]]:
    return [case for case in yaml.safe_load(path.read_text("utf-8")) if "text" in case]


def test_the_compiled_reading_is_the_plain_one(tmp_path: Path) -> None:
    fast = compiled.compiled()
    if isinstance(fast, str):
        pytest.skip(fast)
    assert Path(_python(_FIRST, fast).stderr.decode()).suffix in (".so", ".pyd")
    assert Path(_python(_FIRST, ROOT / "src").stderr.decode()).suffix == ".py"
    passages, corpus = _passages(tmp_path), ROOT / "corpus" / "text"
    for what, day in ((corpus, None), (corpus, "2019-05-21"), (passages, "2024-05-14")):
        asked = ["read", "--json", *(["--published", day] if day is not None else []), str(what)]
        plain, quick = (_python(_READ, path, *asked).stdout for path in (ROOT / "src", fast))
        assert len(plain.splitlines()) >= 100
        assert quick == plain


def test_no_record_is_part_of_a_cycle(tools: Tools) -> None:
    """The compiled records are declared so: what holds itself would never be freed."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "corpus" / "text").glob("*.txt"))[:40]]
    gc.collect()
    gc.disable()
    try:
        for text in texts:
            read_report(Report("a", *text.split("\n", 1)), tools)
        assert gc.collect() == 0
    finally:
        gc.enable()
