"""What comes in: files of every kind, folders, archives, feeds, standard input and addresses become reports."""

from riwaya.sources.inputs import read_inputs
from riwaya.sources.intake import take_in, take_stream
from riwaya.sources.reports import Incoming, InputOptions

__all__ = ["Incoming", "InputOptions", "read_inputs", "take_in", "take_stream"]
