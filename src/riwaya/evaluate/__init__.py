"""How well readings agree with annotations: precision, recall and F1 by kind of slot."""

from riwaya.evaluate.gold import GoldReport, read_gold, report_of
from riwaya.evaluate.score import SLOTS, Figures, PlaceError, Score, score_readings

__all__ = ["SLOTS", "Figures", "GoldReport", "PlaceError", "Score", "read_gold", "report_of", "score_readings"]
