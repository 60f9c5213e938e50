"""The migrations of the ledger, one file each, run in the order of their numbers."""
