"""Riwaya reads Arabic conflict reporting and keeps who says what, through whom, about which event, in which words."""

__version__ = "0.1.0"
