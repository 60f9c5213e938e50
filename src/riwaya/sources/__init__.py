"""What comes in: files, pages, JSON Lines, folders, standard input and addresses become reports."""

from riwaya.sources.inputs import InputOptions, read_inputs

__all__ = ["InputOptions", "read_inputs"]
