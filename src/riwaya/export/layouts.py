"""The layouts that there are: ours, and those that installed packages add under the entry point `riwaya.export`."""

from __future__ import annotations

import difflib
from importlib import import_module

from riwaya.errors import ExportError, PluginError
from riwaya.export.layout import Layout
from riwaya.plugins import Plugin, find_plugin, load_plugin, misfit, plugins

OURS = {
    "acled": "acled", "ucdp": "ucdp", "airwars": "airwars", "hapi": "hapi", "csv": "plain", "xlsx": "xlsx",
    "parquet": "parquet", "geojson": "geojson", "gpkg": "geopackage", "jsonl": "jsonl", "jsonld": "jsonld", "ftm": "ftm",
    "bayanat": "bayanat", "uwazi": "uwazi", "brat": "brat", "labelstudio": "labelstudio", "sqlite": "sqlite",
}  # fmt: skip
"""Our layouts: the name that users say → the module that writes it."""


def layout_names() -> tuple[str, ...]:
    """The names of all layouts, ours first; plug-ins are not loaded for it."""
    return (*OURS, *sorted({plugin.name for plugin in plugins("layout")} - OURS.keys()))


def find_layout(name: str) -> Layout:
    """The layout of this name.

    Raises ExportError where there is none, or where a plug-in cannot be loaded or is no layout.
    """
    if name in OURS:
        layout = import_module(f"riwaya.export.{OURS[name]}").LAYOUT
        assert isinstance(layout, Layout)
        return layout
    try:
        plugin = find_plugin("layout", name)
        if plugin is not None:
            return _load(plugin)
    except PluginError as error:
        raise ExportError(f"--as {name}: {error}") from error
    near = difflib.get_close_matches(name, layout_names(), 1)
    hint = f"did you mean {near[0]}?" if near else f"the layouts are {', '.join(layout_names())}"
    raise ExportError(f"--as {name}: no such layout; {hint}")


def _load(plugin: Plugin) -> Layout:
    layout = load_plugin(plugin)
    if not isinstance(layout, Layout):
        raise misfit(plugin, "riwaya.export.layout.Layout")
    return layout
