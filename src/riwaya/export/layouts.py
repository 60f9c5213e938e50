"""The layouts that there are: ours, and those that installed packages add under the entry point `riwaya.export`."""

from __future__ import annotations

import difflib
from functools import lru_cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

from riwaya.errors import ExportError
from riwaya.export.layout import Layout

GROUP = "riwaya.export"
"""The group of entry points that plug-ins register under: each names a `Layout`."""

OURS = {
    "acled": "acled", "ucdp": "ucdp", "airwars": "airwars", "hapi": "hapi", "csv": "plain", "xlsx": "xlsx",
    "parquet": "parquet", "geojson": "geojson", "gpkg": "geopackage", "jsonl": "jsonl", "jsonld": "jsonld", "ftm": "ftm",
    "bayanat": "bayanat", "uwazi": "uwazi", "brat": "brat", "labelstudio": "labelstudio", "sqlite": "sqlite",
}  # fmt: skip
"""Our layouts: the name that users say → the module that writes it."""


def layout_names() -> tuple[str, ...]:
    """The names of all layouts, ours first; plug-ins are not loaded for it."""
    return (*OURS, *sorted(set(_plugins()) - OURS.keys()))


def find_layout(name: str) -> Layout:
    """The layout of this name.

    Raises ExportError where there is none, or where a plug-in cannot be loaded or is no layout.
    """
    if name in OURS:
        layout = import_module(f"riwaya.export.{OURS[name]}").LAYOUT
        assert isinstance(layout, Layout)
        return layout
    plugin = _plugins().get(name)
    if plugin is None:
        near = difflib.get_close_matches(name, layout_names(), 1)
        hint = f"did you mean {near[0]}?" if near else f"the layouts are {', '.join(layout_names())}"
        raise ExportError(f"--as {name}: no such layout; {hint}")
    return _load(name, plugin)


def _load(name: str, plugin: EntryPoint) -> Layout:
    package = plugin.dist.name if plugin.dist else plugin.value
    try:
        layout = plugin.load()
    except Exception as error:
        raise ExportError(
            f"--as {name}: the plug-in {package} cannot be loaded ({error!r}); mend or uninstall it"
        ) from error
    if not isinstance(layout, Layout):
        raise ExportError(
            f"--as {name}: {plugin.value} of {package} is no riwaya.export.layout.Layout; tell its authors"
        )
    return layout


@lru_cache(maxsize=1)
def _plugins() -> dict[str, EntryPoint]:
    return {plugin.name: plugin for plugin in entry_points(group=GROUP)}
