"""A selection as a report that people read, and as single pictures: map, timeline, tolls by source."""

from riwaya.reporting.page import Asked, report_html
from riwaya.reporting.pictures import PICTURES, picture
from riwaya.reporting.printing import write_picture, write_report

__all__ = ["PICTURES", "Asked", "picture", "report_html", "write_picture", "write_report"]
