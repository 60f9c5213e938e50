"""The reports of inputs, without the bytes behind them: what reading needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riwaya.errors import InputError
from riwaya.model import Report
from riwaya.sources.intake import take_in
from riwaya.sources.reports import InputOptions
from riwaya.sources.web import Fetcher


def read_inputs(
    paths: Sequence[str], options: InputOptions | None = None, fetcher: Fetcher | None = None
) -> Iterator[Report | InputError]:
    """The reports behind files, folders, web addresses and `-` (standard input), in order.

    What cannot be read is yielded as the error that names it and tells what to do; the others are still read.
    """
    for item in take_in(paths, options, fetcher):
        yield item if isinstance(item, InputError) else item.report
