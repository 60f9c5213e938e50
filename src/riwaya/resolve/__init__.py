"""Mentions become ids, days and places."""
