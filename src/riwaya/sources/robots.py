"""robots.txt as RFC 9309 has it: the group of our name or of all, the longest rule that fits, `*` and `$`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

NAME = "riwaya"
"""What robots.txt calls us."""

_MOST = 512_000
_LONGEST_DELAY = 60.0


@dataclass(frozen=True, slots=True)
class Robots:
    """What a host asks of programs: rules as (allowed, pattern), and seconds between two requests."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay: float = 0.0

    def allows(self, url: str) -> bool:
        """Whether the address may be fetched: the longest rule that fits decides, and of two the one that allows."""
        parts = urlsplit(url)
        path = _same(parts.path or "/") + (f"?{_same(parts.query)}" if parts.query else "")
        fitting = [(len(pattern), allowed) for allowed, pattern in self.rules if _fits(pattern, path)]
        return path == "/robots.txt" or not fitting or max(fitting)[1]


def read_robots(data: bytes) -> Robots:
    """The rules for us in a robots.txt: those of the groups that name us, else those of `*`."""
    ours: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    named: list[str] = []
    in_rules = found = False
    for line in data[:_MOST].decode("utf-8", "replace").lstrip("\ufeff").splitlines():
        key, _, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if key == "user-agent":
            named = [*([] if in_rules else named), value.lower()]
            in_rules = False
            found = found or _is_ours(value.lower())
        elif key in ("allow", "disallow", "crawl-delay"):
            in_rules = True
            if any(map(_is_ours, named)):
                ours.append((key, value))
            elif "*" in named:
                others.append((key, value))
    return _robots(ours if found else others)


def _is_ours(name: str) -> bool:
    return name.partition("/")[0].strip() == NAME


def _robots(lines: Sequence[tuple[str, str]]) -> Robots:
    rules = tuple((key == "allow", _same(value)) for key, value in lines if key != "crawl-delay" and value)
    return Robots(rules, max([_delay(value) for key, value in lines if key == "crawl-delay"], default=0.0))


def _delay(text: str) -> float:
    try:
        return min(max(float(text), 0.0), _LONGEST_DELAY)
    except ValueError:
        return 0.0


def _same(path: str) -> str:
    """One spelling for a path, however it was encoded."""
    return quote(unquote(path, errors="surrogateescape"), safe="/*$?&=:@!'()+,;~", errors="surrogateescape")


def _fits(pattern: str, path: str) -> bool:
    """Whether a path begins as the pattern says: `*` is any stretch, a `$` at the end is the end.

    >>> _fits("/*?print", "/a?print=1"), _fits("/*.pdf$", "/a.pdf.html"), _fits("/a$", "/a"), _fits("/a", "/ab")
    (True, False, True, True)
    """
    ends = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at, last = len(first), others.pop() if ends and others else None
    for piece in others:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= at
    return not ends or at == len(path)
