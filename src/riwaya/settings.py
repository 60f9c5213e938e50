"""The limits and defaults that a run keeps to, each named once."""

from __future__ import annotations

MAX_BYTES = 50_000_000
"""The largest file, page or JSON line that is opened, in bytes."""

MAX_CHARACTERS = 300_000
"""The longest text of one report, in characters; news is a hundredth of it, and what is longer is a collection."""

FETCH_SECONDS = 20
"""How long an address may keep silent before it counts as out of reach."""

USER_AGENT = "Mozilla/5.0 (compatible; riwaya)"
"""How we introduce ourselves to web sites; some refuse what does not look like a browser."""
