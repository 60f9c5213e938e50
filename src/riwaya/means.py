"""By what a ledger is linked and graded: a user's own words, and the rule set of grades."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from riwaya.errors import LexiconError, RuleError
from riwaya.ledger.linked import Linking
from riwaya.lexicon import load_lexicon
from riwaya.provenance import linking_hash
from riwaya.reconcile.bodies import Bodies, bodies_of
from riwaya.reconcile.grade import file_of


@dataclass(frozen=True, slots=True)
class Means:
    """What a ledger is reconciled by: a user's own words, and the rule set of grades by its name or its file."""

    lexicon: Path | None = None
    rules: str | Path = "airwars"

    def bodies(self) -> Bodies:
        """Who is within whom, by the word lists."""
        return bodies_of(load_lexicon(self.lexicon))

    def named(self) -> str:
        """The rule set as it is kept: its name, or the whole path of its file."""
        file = file_of(self.rules)
        return str(self.rules if file is None else file.absolute())

    def hash(self) -> str:
        """The same where the same events come of the same readings.

        Raises RuleError where the file of rules is gone.
        """
        try:
            return linking_hash(self.lexicon, file_of(self.rules))
        except OSError as error:
            remedy = "put it back, or name other rules: riwaya reconcile --rules NAME|FILE"
            raise RuleError(f"{self.rules}: cannot be read ({error.strerror}); {remedy}") from error


def means_of(before: Linking | None) -> Means:
    """The means of the last linking; our own where there was none.

    Raises LexiconError where its words are gone: linked without them, the events would be others.
    """
    if before is None:
        return Means()
    lexicon = Path(before.lexicon) if before.lexicon else None
    if lexicon is not None and not lexicon.is_dir():
        remedy = "put them back, or link all anew with our words or others: riwaya reconcile [--lexicon DIR]"
        raise LexiconError(str(lexicon), None, None, "the words that the ledger was linked with are gone", remedy)
    return Means(lexicon, before.rules)


def means_named(before: Linking | None, lexicon: Path | None, rules: str | Path | None) -> Means:
    """The means that a user names: these words and rules, the rules of the last linking where none are named."""
    kept = before.rules if before is not None else Means().rules
    return Means(lexicon, rules or kept)
