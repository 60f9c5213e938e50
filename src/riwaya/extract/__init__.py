"""From one report to its incidents: mentions → speakers → frames → tolls → incidents. Knows no coordinates."""

from riwaya.extract.extract import extract

__all__ = ["extract"]
