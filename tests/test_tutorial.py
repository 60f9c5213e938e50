"""The tutorial walked through from an empty folder exactly as written, and its output as it is shown there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path

import pytest

from riwaya import __version__

ROOT = Path(__file__).parent.parent
TUTORIAL = ROOT / "docs" / "tutorial.md"
STEPS = re.findall(r"```sh\n(.*?)```(?:\n+```text\n(.*?)```)?", TUTORIAL.read_text("utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(to)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True, env={**os.environ, "RIWAYA_COMPILE": "0"})
    (made,) = to.glob("*.whl")
    return made


def environment(folder: Path) -> dict[str, str]:
    """A plain environment. `pip install` takes the wheel alone, without a network; its libraries are those of the tests."""
    base = Path(getattr(sys, "_base_executable", sys.executable)).parent
    return {
        "PATH": f"{base}:/usr/bin:/bin",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PIP_NO_DEPS": "1",
        "PIP_NO_INDEX": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "TMPDIR": os.environ.get("TMPDIR", "/tmp"),
    }


@pytest.mark.skipif(sys.platform == "win32" or find_spec("ensurepip") is None, reason="needs a shell and ensurepip")
def test_every_command_does_what_the_page_shows(wheel: Path, tmp_path: Path) -> None:
    assert wheel.name == f"riwaya-{__version__}-py3-none-any.whl" and wheel.name in TUTORIAL.read_text("utf-8")
    (tmp_path / wheel.name).write_bytes(wheel.read_bytes())
    # One shell runs all steps, as a reader's does; a mark after each tells the outputs apart.
    mark = "=== end of a step ==="
    script = "set -e\n" + "".join(f"{commands}echo '{mark}'\n" for commands, _ in STEPS)
    done = subprocess.run(
        ["bash"], input=script, cwd=tmp_path, env=environment(tmp_path), text=True, check=False, timeout=600,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    outputs = done.stdout.split(f"{mark}\n")
    assert len(outputs) == len(STEPS) + 1 >= 9
    for (commands, shown), output in zip(STEPS, outputs, strict=False):
        for line in shown.splitlines():
            assert line in output, f"{commands}does not show {line!r}:\n{output}"
    for name in ("events.xlsx", "acled.csv", "report.html", "report.en.html", "tolls.svg", "riwaya.db"):
        assert (tmp_path / name).stat().st_size > 0


def test_what_the_page_installs_is_what_was_built() -> None:
    assert TUTORIAL.read_text("utf-8").count(f"riwaya-{__version__}-py3-none-any.whl") >= 2
