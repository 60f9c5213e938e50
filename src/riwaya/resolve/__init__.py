"""Mentions become ids, days and places."""

from riwaya.resolve.resolve import resolve

__all__ = ["resolve"]
