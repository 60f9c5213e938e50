"""The ledger: every report kept with its claims, nothing lost, nothing altered unseen."""

from riwaya.ledger.arriving import Arrived, Ruling
from riwaya.ledger.judgements import Decision
from riwaya.ledger.keeping import Kept, Read, Ready
from riwaya.ledger.ledger import Ledger, Opening, open_ledger
from riwaya.ledger.location import Location, locate
from riwaya.ledger.runs import Run
from riwaya.ledger.stored import Refusal, Version

__all__ = [
    "Arrived",
    "Decision",
    "Kept",
    "Ledger",
    "Location",
    "Opening",
    "Read",
    "Ready",
    "Refusal",
    "Ruling",
    "Run",
    "Version",
    "locate",
    "open_ledger",
]
