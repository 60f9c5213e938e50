"""What the extraction reads with: the word lists, one matcher over them and over place names, and what is known of places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from riwaya.extract.placing import PlaceName
from riwaya.lexicon import Lexicon, Matcher, compile_matcher
from riwaya.lexicon.entries import FrameEntry, StateEntry


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Everything lexical that one reading needs; made once, used for every report."""

    lexicon: Lexicon
    matcher: Matcher
    frames: Mapping[str, FrameEntry]
    states: Mapping[str, StateEntry]


def build_vocabulary(
    lexicon: Lexicon,
    places: Iterable[tuple[str, PlaceName]] = (),
) -> Vocabulary:
    """The vocabulary over a lexicon and the names of places, in search form."""
    return Vocabulary(
        lexicon,
        compile_matcher(lexicon, places),
        {f.id: f for f in lexicon.all("frames", FrameEntry)},
        {s.iso: s for s in lexicon.all("states", StateEntry)},
    )
