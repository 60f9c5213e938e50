"""The words: actors, sources, outlets, triggers, weapons, speech. Data files that people can edit, and their matcher."""

from riwaya.lexicon.compile import compile_matcher, default_matcher
from riwaya.lexicon.load import Lexicon, load_lexicon
from riwaya.lexicon.match import Hit, Matcher, Term

__all__ = ["Hit", "Lexicon", "Matcher", "Term", "compile_matcher", "default_matcher", "load_lexicon"]
