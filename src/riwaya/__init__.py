"""Riwaya reads Arabic conflict reporting and keeps a ledger of accounts: who says what, through whom, in which words."""

__version__ = "0.1.0"
