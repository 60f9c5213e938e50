"""`riwaya reread`: the kept reports, read again with newer words, places or program."""

from __future__ import annotations

import sys

from riwaya.cli.options import DEFAULT_LEDGER, GazetteerOption, LedgerOption, LexiconOption, LogOption, QuietOption


def reread(
    ledger: LedgerOption = DEFAULT_LEDGER,
    lexicon: LexiconOption = None,
    gazetteer: GazetteerOption = None,
    quiet: QuietOption = False,
    log: LogOption = None,
) -> None:
    """Read again what was read with other words, places or program. Old readings and judgements stay."""
    from riwaya.adding import ReadingOptions
    from riwaya.adding import reread as read_again
    from riwaya.cli.ledgers import logged, opened, progress
    from riwaya.provenance import reading_run

    with logged(log), opened(ledger) as kept_in, progress("reading again", quiet, "reports") as advance:
        run = reading_run(lexicon, gazetteer)
        waiting = kept_in.count_unread_by(run)
        done = 0
        for count in read_again(kept_in, ReadingOptions(lexicon, gazetteer)):
            done += count
            advance(done, waiting)
    if not quiet:
        words = "nothing to read again: all was read with these words, places and program" if not done else ""
        sys.stdout.write(f"{words or f'read {done:,} again'}\n")
