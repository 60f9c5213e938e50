"""Sources that installed packages add: `NAME:REST` is taken in by the plug-in of that name."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from riwaya.errors import InputError, PluginError, UnreadableInput
from riwaya.plugins import Plugin, find_plugin, load_plugin, misfit
from riwaya.sources.reports import Incoming, InputOptions

Source = Callable[[str, InputOptions], Iterable[Incoming | InputError]]
"""Takes what stands behind `NAME:` and what the user says of inputs; yields reports with their bytes, or errors.

`riwaya.sources.reports.make_incoming` makes a report of a text and what is known of it.
"""

_NAMED = re.compile(r"([A-Za-z][A-Za-z0-9_.+-]+):(?!//)")


def source_of(path: str) -> Plugin | None:
    """The plug-in that takes in what is named so; None for files that are there, and where no package offers it.

    Raises PluginError where two packages do.
    """
    named = _NAMED.match(path)
    return None if named is None or os.path.exists(path) else find_plugin("source", named[1])


def from_plugin(plugin: Plugin, path: str, options: InputOptions) -> Iterator[Incoming | InputError]:
    """What the plug-in takes in; where it is broken or fails, one error that names it, and the other inputs go on."""
    try:
        source: Any = load_plugin(plugin)
        if not callable(source):
            raise misfit(plugin, "callable of a path and options")
        for item in source(path.partition(":")[2], options):
            if not isinstance(item, Incoming | InputError):
                raise misfit(plugin, f"source: it gave {type(item).__name__}, not Incoming or InputError")
            yield item
    except InputError as error:
        yield error
    except PluginError as error:
        yield UnreadableInput(path, str(error), "the other inputs are read")
    except Exception as error:
        what = f"the plug-in {plugin.package} {plugin.version} failed ({type(error).__name__}: {error})"
        yield UnreadableInput(path, what, "mend or uninstall it; the other inputs are read")
