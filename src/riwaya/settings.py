"""The limits and defaults that a run keeps to, each named once."""

from __future__ import annotations

from riwaya import __version__

MAX_BYTES = 50_000_000
"""The largest file, page or JSON line that is opened, in bytes."""

MAX_PAGE = 8_000_000
"""The largest web page that is read, in bytes; a news page is a fiftieth of it, and finding the article takes time."""

MAX_RATIO = 200
"""How many times its packed size an archive may hold (checked once it holds more than MAX_BYTES); text reaches 20."""

MAX_MEMBERS = 100_000
"""How many files one archive may hold."""

MAX_UNPACKED = 20_000_000_000
"""How many bytes the files of one archive may hold together."""

MAX_NESTING = 3
"""How deep archives may stand in archives."""

MAX_CHARACTERS = 300_000
"""The longest text of one report, in characters; news is a hundredth of it, and what is longer is a collection."""

FETCH_SECONDS = 20
"""How long an address may keep silent before it counts as out of reach."""

FETCH_SECONDS_IN_ALL = 60
"""How long fetching one address may take from first to last byte, however steadily it drips."""

FETCH_REDIRECTS = 8
"""How often an address may lead to another."""

FETCH_TRIES = 3
"""How often an address is asked whose server is busy (429) or in trouble (5xx)."""

HOST_DELAY = 1.0
"""Seconds between two requests to one host, where its robots.txt does not ask for more."""

LONGEST_WAIT = 30.0
"""The longest that a server may make us wait, in seconds, before its address is given up for now."""

USER_AGENT = f"Mozilla/5.0 (compatible; riwaya/{__version__})"
"""How we introduce ourselves to web sites; some refuse what does not look like a browser."""
