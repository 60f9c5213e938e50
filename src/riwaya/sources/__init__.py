"""What comes in: files, pages, JSON Lines, folders, standard input and addresses become reports."""

from riwaya.sources.inputs import read_inputs
from riwaya.sources.reports import InputOptions

__all__ = ["InputOptions", "read_inputs"]
