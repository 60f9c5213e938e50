"""The options of a second reader, and its opening: `llm`, or one that an installed package adds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from riwaya.second import Asked, SecondReader


def _prices(text: str) -> tuple[float, float]:
    try:
        first, second = (float(part) for part in text.split(","))
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not two prices; write them as 0.15,0.60") from None
    if first < 0 or second < 0:
        raise typer.BadParameter("a price is at least 0")
    return first, second


ReaderOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="A second reader beside the rules: llm, or that of a plug-in. None by default."),
]
ModelOption = Annotated[str | None, typer.Option(metavar="NAME", help="The model that the second reader asks.")]
BaseUrlOption = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Its server, any that speaks OpenAI's protocol; it is sent the reports' text."),
]
BudgetOption = Annotated[int, typer.Option(metavar="TOKENS", min=0, help="The most tokens that it may use.")]
SpendOption = Annotated[
    float | None, typer.Option(metavar="AMOUNT", min=0, help="The most that it may cost, at --prices.")
]
PricesOption = Annotated[
    Any, typer.Option(parser=_prices, metavar="IN,OUT", help="Prices of a million tokens in and out.")
]
CacheOption = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Where its answers are kept (riwaya/llm in your cache).")
]

BUDGET = 1_000_000


def open_second(name: str | None, asked: Asked) -> SecondReader | None:
    """The second reader of this name, None where none is asked for.

    Raises ReaderError where there is none of that name or it cannot begin, PluginError where its package is broken.
    """
    from riwaya.errors import ReaderError
    from riwaya.plugins import find_plugin, load_plugin, misfit, plugins

    if name is None:
        if asked.model or asked.base_url:
            raise ReaderError("--model and --base-url: are of a second reader; ask for it with --reader llm")
        return None
    if name == "llm":
        from riwaya.llm import open_reader

        return open_reader(asked)
    plugin = find_plugin("reader", name)
    if plugin is None:
        names = ", ".join(["llm", *(plugin.name for plugin in plugins("reader"))])
        raise ReaderError(f"--reader {name}: no such reader; the readers are {names}")
    opening = load_plugin(plugin)
    if not callable(opening):
        raise misfit(plugin, "callable that opens a reader")
    reader: SecondReader = opening(asked)
    if not all(hasattr(reader, attribute) for attribute in ("name", "identity", "read", "summary")):
        raise misfit(plugin, "riwaya.second.SecondReader")
    return reader
