"""What other packages add: sources, layouts, lexicon packs, gazetteer packs and readers, found by their entry points.

Entry points are looked for only when a command asks for one, and a package is imported only when it is used. A broken
one is named with what to do about it, and stops nobody else.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, Literal

from riwaya.errors import PluginError

Kind = Literal["source", "layout", "lexicon", "gazetteer", "reader"]

GROUPS: dict[Kind, str] = {
    "source": "riwaya.sources",
    "layout": "riwaya.export",
    "lexicon": "riwaya.lexicons",
    "gazetteer": "riwaya.gazetteers",
    "reader": "riwaya.readers",
}
"""The group of entry points that each kind registers under."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """One thing that an installed package offers under a name; nothing of it is imported yet."""

    kind: Kind
    name: str
    package: str
    version: str
    target: str
    entry: EntryPoint


@lru_cache(maxsize=8)
def plugins(kind: Kind) -> tuple[Plugin, ...]:
    """All that installed packages offer of a kind, by name."""
    found = [_plugin(kind, entry) for entry in entry_points(group=GROUPS[kind])]
    return tuple(sorted(set(found), key=lambda plugin: (plugin.name, plugin.package)))


def _plugin(kind: Kind, entry: EntryPoint) -> Plugin:
    package, version = (entry.dist.name, entry.dist.version) if entry.dist else (entry.value, "")
    return Plugin(kind, entry.name, package, version, entry.value, entry)


def find_plugin(kind: Kind, name: str) -> Plugin | None:
    """The one of this kind and name, None where no package offers it.

    Raises PluginError where two packages offer it: which is meant cannot be told.
    """
    found = [plugin for plugin in plugins(kind) if plugin.name == name]
    if len({plugin.package for plugin in found}) > 1:
        packages = " and ".join(plugin.package for plugin in found)
        raise PluginError(f"{kind} {name!r} is offered by {packages}; uninstall one of them")
    return found[0] if found else None


def load_plugin(plugin: Plugin) -> Any:
    """What the entry point names, imported now.

    Raises PluginError, naming the package, where that fails in any way.
    """
    try:
        return plugin.entry.load()
    except (Exception, SystemExit) as error:
        raise PluginError(
            f"the plug-in {plugin.package} {plugin.version} ({plugin.kind} {plugin.name!r}) cannot be loaded "
            f"({type(error).__name__}: {error}); mend or uninstall it"
        ) from error


def misfit(plugin: Plugin, wanted: str) -> PluginError:
    """The error of a plug-in that is not what its kind has to be."""
    return PluginError(
        f"the plug-in {plugin.package} {plugin.version} ({plugin.kind} {plugin.name!r}): "
        f"{plugin.target} is no {wanted}; tell its authors, or uninstall it"
    )


def pack_path(kind: Literal["lexicon", "gazetteer"], text: str) -> Path:
    """The path that a user names: a folder or file that is there, else that of an installed pack of this name.

    Raises PluginError where an installed pack is broken; a name that nobody knows stays a path, and its reader
    tells that it is not there.
    """
    path = Path(text)
    if path.exists() or path.name != text:
        return path
    plugin = find_plugin(kind, text)
    if plugin is None:
        near = difflib.get_close_matches(text, [other.name for other in plugins(kind)], 1)
        if near:
            raise PluginError(f"{text}: no such path, and no {kind} pack of that name; did you mean {near[0]}?")
        return path
    return _path_of(plugin)


def _path_of(plugin: Plugin) -> Path:
    """Where a pack's files lie: its entry point names a path, or a function that returns one."""
    offered = load_plugin(plugin)
    if callable(offered):
        try:
            offered = offered()
        except Exception as error:
            raise PluginError(
                f"the plug-in {plugin.package} {plugin.version} ({plugin.kind} {plugin.name!r}) failed "
                f"({type(error).__name__}: {error}); mend or uninstall it"
            ) from error
    if not isinstance(offered, Path) or not offered.exists():
        raise misfit(plugin, "path of a folder that is there" if plugin.kind == "lexicon" else "path of a file")
    return offered


def fault(plugin: Plugin) -> str | None:
    """What is wrong with a plug-in, None where it loads and is what its kind has to be."""
    try:
        if plugin.kind in ("lexicon", "gazetteer"):
            _path_of(plugin)
            return None
        offered = load_plugin(plugin)
    except PluginError as error:
        return str(error)
    shape = _SHAPES[plugin.kind]
    return None if all(hasattr(offered, name) for name in shape) else str(misfit(plugin, f"{plugin.kind}"))


_SHAPES: dict[Kind, tuple[str, ...]] = {
    "layout": ("name", "losses", "write"),
    "source": ("__call__",),
    "reader": ("__call__",),
}
