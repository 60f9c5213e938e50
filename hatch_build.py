"""Compiles the reading with mypyc where RIWAYA_COMPILE=1 asks for it; without it the wheel is pure Python.

docs/why/016-compiled-where-there-is-a-compiler.md tells what is compiled and what it gains.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMPILED = (
    "arabic/*.py", "extract/*.py", "lexicon/match.py", "wire.py",
    "resolve/phrases.py", "resolve/ranking.py", "resolve/relations.py", "resolve/surroundings.py",
)  # fmt: skip
"""The modules that are compiled, below src/riwaya; not those that pass coordinates on: mypyc makes 71 km 71.0."""
PLAIN = ("__init__.py", "fold.py")
"""What stays Python among them: the search form is numpy's work."""
_LISTED = re.compile(
    r"\bSequence\[(Account|Candidate|FoundToll|Frame|Happening|Hit|Looked|Part|PlaceMention|Remark|Sentence|Site|Unit"
    r"|Voice|Word|_Told)\]"
)
"""Sequences that are always lists, as mappings are always dicts: mypyc reads these itself, others by way of Python."""
_CONSTANT = re.compile(r"^(_?[A-Z][A-Z_0-9]*)(?:: ([^=\n]+))? = ", re.MULTILINE)
_RECORD = re.compile(r"^(?=class \w+(?:\(\))?:$)", re.MULTILINE)
_IMPORTED = """from __future__ import annotations
from typing import TYPE_CHECKING, Final
if TYPE_CHECKING: from mypy_extensions import mypyc_attr
"""


class CompiledReading(BuildHookInterface[Any]):
    """Adds the compiled modules to a wheel, each beside the Python that it was made from."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What the compiled wheel takes to build, beyond a C compiler."""
        return ["mypy[mypyc]>=2.4", "setuptools>=65"] if _asked() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compiles for a wheel; an editable install stays Python, lest a stale module stand before an edited one."""
        if self.target_name != "wheel" or version == "editable" or not _asked():
            return
        if not compiler():
            raise OSError(
                "RIWAYA_COMPILE=1 needs a C compiler and the headers of Python, and one of them is missing; "
                "install gcc or clang, and python3-dev, or unset it"
            )
        built = compile_reading(Path(self.root), Path(self.root) / "build" / "mypyc")
        build_data["pure_python"], build_data["infer_tag"] = False, True
        build_data["force_include"].update({str(path): name for name, path in built.items()})


def _asked() -> bool:
    return os.environ.get("RIWAYA_COMPILE", "0") not in ("", "0")


def compiler() -> str | None:
    """The C compiler that extensions of Python are built with here, or a usual one; None without it or the headers."""
    if not Path(sysconfig.get_path("include"), "Python.h").is_file():
        return None
    usual = (os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc").split()[0]
    return next((found for name in (usual, "cc", "gcc", "clang", "cl") if (found := shutil.which(name))), None)


def compile_reading(root: Path, made: Path) -> dict[str, Path]:
    """The compiled modules below `made`, by their place in the wheel."""
    from mypyc.build import mypycify
    from setuptools import Distribution
    from setuptools.command.build_ext import build_ext

    package = root / "src" / "riwaya"
    chosen = [path for pattern in COMPILED for path in sorted(package.glob(pattern)) if path.name not in PLAIN]
    shutil.rmtree(made, ignore_errors=True)
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as between:
        shutil.copytree(package, Path(between, "riwaya"), ignore=shutil.ignore_patterns("data", "__pycache__"))
        for path in chosen:
            source = _laid_out(_acyclic(_final(_concrete(path.read_text("utf-8")))))
            Path(between, "riwaya", path.relative_to(package)).write_text(source, "utf-8")
        os.chdir(between)
        try:
            modules = mypycify(
                ["--ignore-missing-imports", *(f"riwaya/{path.relative_to(package).as_posix()}" for path in chosen)],
                opt_level="2", debug_level="0", multi_file=True, group_name="riwaya.compiled", target_dir="c",
            )  # fmt: skip
            for module in modules:
                module.include_dirs.append("c/riwaya")  # where the headers of a dotted group are
                if os.name == "posix":  # calls between modules need no table, small functions no call
                    module.extra_compile_args.append("-fvisibility=hidden")
            command = build_ext(Distribution({"name": "riwaya", "ext_modules": modules}))
            command.build_lib, command.build_temp, command.parallel = str(made), "o", os.cpu_count()
            command.ensure_finalized()
            command.run()
        finally:
            os.chdir(before)
    return {path.relative_to(made).as_posix(): path for path in sorted(made.rglob("*")) if path.is_file()}


def _concrete(source: str) -> str:
    """The source with its mappings declared as dicts, and its sequences of records as lists, where they are that."""
    return re.sub(r"\bMapping\[", "dict[", _LISTED.sub(r"list[\1]", source))


def _final(source: str) -> str:
    """The source with its names in capitals declared as the constants they are; mypyc looks others up in a dict."""
    told = _CONSTANT.sub(lambda m: f"{m[1]}: Final[{m[2]}] = " if m[2] else f"{m[1]}: Final = ", source)
    return told.replace("from __future__ import annotations\n", _IMPORTED, 1)


def _acyclic(source: str) -> str:
    """The source with its records declared as never part of a cycle: the garbage collector need not look at them."""
    return _RECORD.sub("@mypyc_attr(acyclic=True)\n", source)


def _laid_out(source: str) -> str:
    """The source with an `__init__` written out for each dataclass; mypyc does not compile the one dataclasses make."""
    lines = source.split("\n")
    for record in reversed([node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]):
        marks = [d for d in record.decorator_list if isinstance(d, ast.Call) and ast.unparse(d.func) == "dataclass"]
        for mark in marks:
            if _hides_a_type(record):
                continue
            options = {option.arg: ast.unparse(option.value) for option in mark.keywords}
            options |= {"init": "False"}
            if options.pop("frozen", "False") == "True" and options.get("eq", "True") == "True":
                options["unsafe_hash"] = "True"
            options.pop("slots", None)
            end = record.end_lineno or record.lineno
            lines[end:end] = ["", *_init_of(record)]
            lines[mark.lineno - 1] = f"@dataclass({', '.join(f'{name}={value}' for name, value in options.items())})"
    return "\n".join(lines)


def _hides_a_type(record: ast.ClassDef) -> bool:
    """Whether a field bears the name of its type (date: date): an `__init__` could not name the type any more."""
    fields = [node for node in record.body if isinstance(node, ast.AnnAssign)]
    types = {name.id for field in fields for name in ast.walk(field.annotation) if isinstance(name, ast.Name)}
    return any(ast.unparse(field.target) in types for field in fields)


def _init_of(record: ast.ClassDef) -> list[str]:
    """The lines of the `__init__` that a dataclass has by its fields."""
    given, body = [], []
    for field in (node for node in record.body if isinstance(node, ast.AnnAssign)):
        name, type_ = ast.unparse(field.target), ast.unparse(field.annotation)
        if not (isinstance(field.value, ast.Call) and ast.unparse(field.value.func) == "field"):
            given.append(f"{name}: {type_}" + (f" = {ast.unparse(field.value)}" if field.value is not None else ""))
            body.append(f"self.{name} = {name}")
            continue
        options = {option.arg: option.value for option in field.value.keywords}
        if "default_factory" in options:
            made = options["default_factory"]
            new = ast.unparse(made.body) if isinstance(made, ast.Lambda) else f"{ast.unparse(made)}()"
            given.append(f"{name}: {type_} | None = None")
            body.append(f"self.{name} = {new} if {name} is None else {name}")
        else:
            body.append(f"self.{name} = {ast.unparse(options['default'])}")
    return [f"    def __init__(self, {', '.join(given)}) -> None:", *(f"        {line}" for line in body)]
