"""The file of feeds that are watched, and the file beside it that keeps how far each was read."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from riwaya.errors import FeedsError
from riwaya.sources.web import is_address

_TIMES = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_EVERY = re.compile(r"(\d{1,6})\s*([smhd])")
_SHAPE = 'write [[feed]] with url = "https://…", and every = "15m", outlet, full_text where wanted'
_USUAL = "15m"
_SHORTEST = 60
_KEPT = 5_000
"""How many items of a feed are remembered; feeds hold some hundred at most."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed to watch: how often (seconds), what to call its outlet, whether the pages behind its items are fetched."""

    url: str
    every: int = 900
    outlet: str | None = None
    full_text: bool = True


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    url: str
    every: str | None = None
    outlet: str | None = None
    full_text: bool = True


class _File(msgspec.Struct, forbid_unknown_fields=True):
    feed: list[_Row] = []
    every: str = _USUAL


class Progress(msgspec.Struct):
    """How far a feed was read: its validators, when it is next due (seconds since 1970), what was taken.

    `tried` counts how often the page of an item could not be had, `polled` is when the feed was asked last (0: never),
    `trouble` why that failed.
    """

    etag: str | None = None
    modified: str | None = None
    due: float = 0.0
    failures: int = 0
    taken: list[str] = []
    tried: dict[str, int] = {}
    polled: float = 0.0
    trouble: str | None = None


@dataclass(slots=True)
class WatchState:
    """How far all feeds were read, kept in a file (None: in memory only) that is replaced in one step."""

    path: Path | None = None
    feeds: dict[str, Progress] = field(default_factory=dict)

    def of(self, feed: Feed) -> Progress:
        """The progress of a feed, that of a new one at its first time."""
        return self.feeds.setdefault(feed.url, Progress())

    def took(self, feed: Feed, key: str) -> None:
        """Remembers that an item was taken, or refused for good."""
        taken = self.of(feed).taken
        taken.append(key)
        del taken[:-_KEPT]
        self.save()

    def save(self) -> None:
        """Writes the file anew; raises FeedsError where that fails."""
        if self.path is None:
            return
        beside = self.path.with_name(self.path.name + ".new")
        try:
            with beside.open("wb") as out:
                out.write(msgspec.json.format(msgspec.json.encode(self.feeds), indent=1))
                out.flush()
                os.fsync(out.fileno())
            beside.replace(self.path)
        except OSError as error:
            raise FeedsError(str(self.path), f"cannot be written ({error.strerror})", "check its folder") from error


def state_path(feeds: Path) -> Path:
    """The file beside a list of feeds that keeps how far each was read: feeds.toml → feeds.state.json."""
    return feeds.with_name(f"{feeds.stem}.state.json")


def read_feeds(path: Path) -> Sequence[Feed]:
    """The feeds of a TOML file.

    Raises FeedsError, naming the file, where it is wrong.
    """
    try:
        table = msgspec.convert(tomllib.loads(path.read_text("utf-8")), _File)
    except OSError as error:
        raise FeedsError(str(path), f"cannot be opened ({error.strerror})", "check the name") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise FeedsError(str(path), f"is no list of feeds ({error})", _SHAPE) from error
    feeds = {row.url: _feed(row, table.every, path) for row in table.feed}
    if not feeds:
        raise FeedsError(str(path), "holds no feeds", _SHAPE)
    return list(feeds.values())


def _feed(row: _Row, every: str, path: Path) -> Feed:
    if not is_address(row.url):
        raise FeedsError(str(path), f"{row.url[:80]!r} is no web address", _SHAPE)
    found = _EVERY.fullmatch((row.every or every).strip())
    if found is None or int(found[1]) * _TIMES[found[2]] < _SHORTEST:
        what = f"every = {row.every or every!r} is no time of a minute or more"
        raise FeedsError(str(path), what, 'write it as "15m", "2h" or "1d"')
    return Feed(row.url, int(found[1]) * _TIMES[found[2]], row.outlet, row.full_text)


def read_state(path: Path) -> WatchState:
    """How far the feeds were read; nothing where the file is not there yet.

    Raises FeedsError where it is damaged.
    """
    try:
        return WatchState(path, msgspec.json.decode(path.read_bytes(), type=dict[str, Progress]))
    except FileNotFoundError:
        return WatchState(path)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        remedy = "remove it to begin anew: nothing is lost, known reports are known again"
        raise FeedsError(str(path), f"is damaged ({error})", remedy) from error
