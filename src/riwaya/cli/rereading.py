"""`riwaya reread`: the kept reports, read again with newer words, places or program."""

from __future__ import annotations

import sys

from riwaya.cli.options import (
    DEFAULT_LEDGER,
    GazetteerOption,
    LedgerOption,
    LexiconOption,
    LinkOption,
    LogOption,
    QuietOption,
)
from riwaya.cli.second import (
    BUDGET,
    BaseUrlOption,
    BudgetOption,
    CacheOption,
    ModelOption,
    PricesOption,
    ReaderOption,
    SpendOption,
)


def reread(
    ledger: LedgerOption = DEFAULT_LEDGER,
    lexicon: LexiconOption = None,
    gazetteer: GazetteerOption = None,
    reader: ReaderOption = None,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    budget: BudgetOption = BUDGET,
    spend: SpendOption = None,
    prices: PricesOption = None,
    cache: CacheOption = None,
    link: LinkOption = True,
    quiet: QuietOption = False,
    log: LogOption = None,
) -> None:
    """Read again what was read with other words, places or program. Old readings and judgements stay."""
    from riwaya.adding import reread as read_again
    from riwaya.cli.ledgers import logged, opened, progress, say
    from riwaya.cli.second import open_second
    from riwaya.readers import ReadingOptions
    from riwaya.reconciling import means_for, update_events
    from riwaya.second import Asked

    options = ReadingOptions(
        lexicon, gazetteer, second=open_second(reader, Asked(model, base_url, budget, spend, prices, cache, say))
    )

    with logged(log), opened(ledger) as kept_in, progress("reading again", quiet, "reports") as advance:
        waiting = kept_in.count_unread_by(options.run())
        done = 0
        for count in read_again(kept_in, options):
            done += count
            advance(done, waiting)
        made = update_events(kept_in, means_for(kept_in, lexicon) if lexicon else None) if link else None
        count = kept_in.count_events() if made is not None else 0
    if not quiet:
        words = "nothing to read again: all was read with these words, places and program" if not done else ""
        sys.stdout.write(f"{words or f'read {done:,} again'}\n")
        sys.stdout.write(f"{count:,} events\n" if made is not None else "")
    if options.second is not None:
        say(options.second.summary())
