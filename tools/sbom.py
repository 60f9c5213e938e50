"""Writes what Riwaya is made of as CycloneDX 1.6: itself and every library that its core and its extras bring along.

    python tools/sbom.py dist/riwaya.cdx.json

It looks at the environment that runs it, so `make sbom` runs it where the extras are installed. The same environment
gives the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
from collections import deque
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

EXTRAS = ("web", "postgres", "plot")
"""The extras that a user may install; those of contributors are not part of what is shipped."""


def bill(extras: tuple[str, ...] = EXTRAS) -> dict[str, Any]:
    """The bill of materials; libraries that are not installed here are left out and counted in a property."""
    found, edges, missing = _closure("riwaya", extras)
    everything = sorted(found.items())
    own = found.pop("riwaya")
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {**_component("riwaya", own), "type": "application"},
            "properties": [{"name": "riwaya:not-installed-here", "value": " ".join(sorted(missing))}],
        },
        "components": [_component(name, dist) for name, dist in sorted(found.items())],
        "dependencies": [
            {"ref": _ref(name, dist), "dependsOn": sorted(_ref(to, found[to]) for to in edges[name] if to in found)}
            for name, dist in everything
        ],
    }


def _closure(root: str, extras: tuple[str, ...]) -> tuple[dict[str, Distribution], dict[str, set[str]], set[str]]:
    """What is needed, from the root on: distributions by name, who needs whom, and what is not installed."""
    found: dict[str, Distribution] = {}
    edges: dict[str, set[str]] = {}
    missing: set[str] = set()
    waiting = deque([(root, extras)])
    seen: set[tuple[str, tuple[str, ...]]] = set()
    while waiting:
        name, wanted = waiting.popleft()
        if (name, wanted) in seen:
            continue
        seen.add((name, wanted))
        try:
            dist = found.setdefault(name, distribution(name))
        except PackageNotFoundError:
            missing.add(name)
            continue
        needs = edges.setdefault(name, set())
        for requirement in map(Requirement, dist.requires or ()):
            marker = requirement.marker
            if marker is not None and not any(marker.evaluate({"extra": extra}) for extra in ("", *wanted)):
                continue
            of = _canonical(requirement.name)
            needs.add(of)
            waiting.append((of, tuple(sorted(requirement.extras))))
    return found, edges, missing


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _ref(name: str, dist: Distribution) -> str:
    return f"pkg:pypi/{name}@{dist.version}"


def _component(name: str, dist: Distribution) -> dict[str, Any]:
    told = {
        "type": "library", "bom-ref": _ref(name, dist), "name": name, "version": dist.version, "purl": _ref(name, dist),
    }  # fmt: skip
    licence = dist.metadata.get("License-Expression")
    if licence:
        return {**told, "licenses": [{"expression": licence}]}
    named = dist.metadata.get("License") or ""
    classed = [c.rpartition(" :: ")[2] for c in dist.metadata.get_all("Classifier") or () if c.startswith("License ::")]
    names = classed or ([named.strip()] if named.strip() and "\n" not in named.strip() else [])
    return {**told, "licenses": [{"license": {"name": one}} for one in names]} if names else told


def main() -> None:
    """Writes the file that is named, or standard output."""
    text = json.dumps(bill(), ensure_ascii=False, indent=1) + "\n"
    if len(sys.argv) < 2:
        sys.stdout.write(text)
        return
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")
    sys.stderr.write(f"wrote {target}\n")


if __name__ == "__main__":
    main()
