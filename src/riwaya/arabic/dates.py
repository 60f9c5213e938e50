"""Dates in Arabic text, read against the day of the report: what other packages import.

The parts are in `when`, `stated`, `relative`, `periods`, `joins`, `mentions` and `dateline`.
"""

from __future__ import annotations

from riwaya.arabic.dateline import Dateline, find_dateline
from riwaya.arabic.mentions import find_dates
from riwaya.arabic.when import Anchor, DateKind, DateMention, PartOfDay

__all__ = ["Anchor", "DateKind", "DateMention", "Dateline", "PartOfDay", "find_dateline", "find_dates"]
