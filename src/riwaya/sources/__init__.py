"""What comes in: files of every kind, folders, archives, feeds, standard input and addresses become reports."""

from riwaya.sources.inputs import pass_over, read_inputs
from riwaya.sources.intake import take_file, take_in, take_stream
from riwaya.sources.reports import Incoming, InputOptions

__all__ = ["Incoming", "InputOptions", "pass_over", "read_inputs", "take_file", "take_in", "take_stream"]
