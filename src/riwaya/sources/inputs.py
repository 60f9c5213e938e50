"""The reports of inputs, without the bytes behind them: what reading needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from riwaya.errors import InputError, NotArabic
from riwaya.model import Report
from riwaya.sources.intake import take_in
from riwaya.sources.reports import InputOptions
from riwaya.sources.web import Fetcher

Taken = TypeVar("Taken")


def pass_over(items: Iterable[Taken | InputError], passed: Callable[[], None]) -> Iterator[Taken | InputError]:
    """The items but those that are not in Arabic; `passed` is called for each of these, so that they are counted."""
    for item in items:
        if isinstance(item, NotArabic):
            passed()
        else:
            yield item


def read_inputs(
    paths: Sequence[str], options: InputOptions | None = None, fetcher: Fetcher | None = None
) -> Iterator[Report | InputError]:
    """The reports behind files, folders, web addresses and `-` (standard input), in order.

    What cannot be read is yielded as the error that names it and tells what to do; the others are still read.
    """
    for item in take_in(paths, options, fetcher):
        yield item if isinstance(item, InputError) else item.report
