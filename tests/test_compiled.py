"""The compiled reading prints what the plain one prints, byte for byte; skipped where `make fast` has made none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import compiled

ROOT = Path(__file__).parent.parent
_FIRST = "import riwaya.extract.units, sys; sys.stderr.write(riwaya.extract.units.__file__)"
_READ = "from riwaya.cli import main; main()"


def _python(code: str, path: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONPATH": str(path)}
    return subprocess.run([sys.executable, "-c", code, *arguments], env=env, capture_output=True, check=True)


def test_the_compiled_reading_is_the_plain_one() -> None:
    fast = compiled.compiled()
    if isinstance(fast, str):
        pytest.skip(fast)
    assert Path(_python(_FIRST, fast).stderr.decode()).suffix in (".so", ".pyd")
    assert Path(_python(_FIRST, ROOT / "src").stderr.decode()).suffix == ".py"
    for extra in ([], ["--published", "2019-05-21"]):
        asked = ["read", "--json", *extra, str(ROOT / "corpus" / "text")]
        plain, quick = (_python(_READ, path, *asked).stdout for path in (ROOT / "src", fast))
        assert len(plain.splitlines()) >= 100
        assert quick == plain
