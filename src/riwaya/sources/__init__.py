"""What comes in: files, pages, JSON Lines, folders, standard input and addresses become reports."""

from riwaya.sources.inputs import read_inputs
from riwaya.sources.intake import take_in
from riwaya.sources.reports import Incoming, InputOptions

__all__ = ["Incoming", "InputOptions", "read_inputs", "take_in"]
