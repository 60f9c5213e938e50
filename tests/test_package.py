"""What is shipped: the wheel works in a clean environment without the repository, and is the same each time it is built."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from datetime import date
from pathlib import Path

import pytest
import yaml

from riwaya import __version__

ROOT = Path(__file__).parent.parent
EPOCH = {"SOURCE_DATE_EPOCH": "1700000000", "RIWAYA_COMPILE": "0"}
REPORT = """تفجير في درعا
قالت وكالة أعماق إن تنظيم الدولة قتل ثمانية جنود بعبوة ناسفة أمس في مدينة درعا. ونفى الجيش السوري وقوع قتلى.
"""


def build(kind: str, to: Path, of: Path = ROOT) -> Path:
    """A wheel or an sdist of the repository, built without any network."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(to)]
    subprocess.run(command, cwd=of, capture_output=True, check=True, env={**os.environ, **EPOCH})
    (made,) = to.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def clean(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment that has the wheel, and of the repository nothing; libraries are those of this one.

    A line in a .pth file adds a folder without reading the .pth files in it, so that the editable install of this
    environment does not come along.
    """
    folder = tmp_path_factory.mktemp("clean") / "env"
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    command = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        str(wheel),
    ]
    subprocess.run([*command, "--disable-pip-version-check"], capture_output=True, check=True)
    site = next((folder / "lib").glob("python*/site-packages"))
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin"


def ran(clean: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command of the clean environment, in a folder of its own, without what this process inherits."""
    plain = {"PATH": f"{clean}:/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8"}
    return subprocess.run(arguments, cwd=folder, capture_output=True, text=True, check=False, env=plain, timeout=300)


def test_the_wheel_works_without_the_repository(clean: Path, tmp_path: Path) -> None:
    """What else it does from a wheel, from adding to reports, test_tutorial.py walks through."""
    where = ran(clean, tmp_path, "python", "-c", "import riwaya; print(riwaya.__file__)")
    assert str(clean.parent) in where.stdout and "src" not in where.stdout, where
    assert ran(clean, tmp_path, "riwaya", "--version").stdout == f"riwaya {__version__}\n"
    (tmp_path / "report.txt").write_text(REPORT, "utf-8")
    told = ran(clean, tmp_path, "riwaya", "read", "report.txt", "--published", "2024-05-14", "--json")
    assert json.loads(told.stdout)["incidents"][0]["date"]["start"] == "2024-05-13", told.stderr


def test_shells_complete_commands(clean: Path, tmp_path: Path) -> None:
    asked = f"_RIWAYA_COMPLETE=complete_bash COMP_WORDS='riwaya re' COMP_CWORD=1 '{clean / 'riwaya'}'"
    done = ran(clean, tmp_path, "bash", "-c", asked)
    assert {"read", "reconcile", "refused", "report", "reread", "restore"} <= set(done.stdout.split()), done
    shown = ran(
        clean,
        tmp_path,
        "bash",
        "-c",
        f"'{clean / 'riwaya'}' --show-completion bash || '{clean / 'riwaya'}' --show-completion",
    )
    assert "_riwaya_completion" in shown.stdout, shown


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_two_builds_are_the_same_bytes(kind: str, tmp_path: Path) -> None:
    hashes = set()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        hashes.add(hashlib.sha256(build(kind, tmp_path / name).read_bytes()).hexdigest())
    assert len(hashes) == 1


def test_the_container_is_built_of_what_the_wheel_needs_and_of_nothing_else(wheel: Path, tmp_path: Path) -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert lines[1] == "*", "everything stays out that is not let in by name"
    let_in = [line[1:] for line in lines if line.startswith("!")]
    for name in let_in:
        source, target = ROOT / name, tmp_path / "context" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.so"))
        else:
            shutil.copy(source, target)
    assert build("wheel", tmp_path, tmp_path / "context").read_bytes() == wheel.read_bytes()


def test_the_source_archive_holds_what_a_contributor_needs(tmp_path: Path) -> None:
    with tarfile.open(build("sdist", tmp_path)) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"Makefile", "pyproject.toml", "README.md", "CITATION.cff", "mkdocs.yml", "LICENSE", "docs/README.md",
            "tests/test_package.py", "deploy/Containerfile"} <= names  # fmt: skip


def test_the_wheel_names_its_commands_and_entry_points(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (points,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
        text = archive.read(points).decode()
    assert "riwaya = riwaya.cli:main" in text and "[spacy_factories]" in text


def test_the_citation_is_valid_and_of_this_version() -> None:
    told = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert told["cff-version"] == "1.2.0" and told["type"] in ("software", "dataset")
    assert told["message"] and told["title"] and told["version"] == __version__
    for author in told["authors"]:
        assert author.get("name") or (author.get("family-names") and author.get("given-names"))
    known = {"cff-version", "message", "title", "abstract", "type", "version", "license", "authors", "keywords", "doi",
             "date-released", "repository-code", "url", "identifiers", "preferred-citation", "references"}  # fmt: skip
    assert set(told) <= known
    assert isinstance(told.get("date-released", date.today()), date)
    pyproject = (ROOT / "pyproject.toml").read_text("utf-8")
    assert f'license = "{told["license"]}"' in pyproject


def test_the_bill_of_materials_names_every_library_of_the_core() -> None:
    import sbom

    told = sbom.bill()
    assert (told["bomFormat"], told["specVersion"], told["version"]) == ("CycloneDX", "1.6", 1)
    names = {component["name"] for component in told["components"]}
    pyproject = (ROOT / "pyproject.toml").read_text("utf-8")
    core = re.search(r"^dependencies = \[(.*?)^\]", pyproject, re.DOTALL | re.MULTILINE)
    assert core is not None
    wanted = {sbom._canonical(name) for name in re.findall(r'^ {4}"([\w.-]+)', core[1], re.MULTILINE)}
    assert len(wanted) > 15 and wanted <= names
    assert not {"pytest", "mypy", "hypothesis", "ruff"} & names, "tools of contributors are not shipped"
    refs = [component["bom-ref"] for component in told["components"]] + [told["metadata"]["component"]["bom-ref"]]
    assert len(refs) == len(set(refs)) and all(ref.startswith("pkg:pypi/") for ref in refs)
    assert {ref for one in told["dependencies"] for ref in (one["ref"], *one["dependsOn"])} <= set(refs)
    assert json.dumps(sbom.bill()) == json.dumps(told)
