"""Fetches over http and https, politely and within bounds: size, time, redirects, and the public net alone.

One request at a time to a host, with a pause between; robots.txt is asked first; a server that is busy or in trouble is
given time. What was fetched before is asked for only if it changed.
"""

from __future__ import annotations

import http.client
import threading
import time
import urllib.parse
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

from riwaya import settings
from riwaya.errors import OutOfReach, TooLarge, UnreadableInput
from riwaya.sources.answers import Answer, Fetched, Validators, read_body, request_headers, retry_after
from riwaya.sources.connecting import PrivateAddress, connection, deadline
from riwaya.sources.robots import Robots, read_robots

_REMEDY = "check the address and the connection, or save the page and give the file"
_BUSY = frozenset({429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})
_MOST_ROBOTS = 1_000_000
_DAY, _TROUBLE = 86_400.0, 600.0
"""Seconds for which the rules of a host are kept, and for which a host in trouble is left alone."""


@dataclass(slots=True)
class _Host:
    """How a host is treated: one request at a time, not before `next_at`."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    next_at: float = float("-inf")
    robots: Robots | None = None
    robots_until: float = float("-inf")


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one address, in bytes, seconds and times."""

    size: int = settings.MAX_BYTES
    silence: float = settings.FETCH_SECONDS
    in_all: float = settings.FETCH_SECONDS_IN_ALL
    redirects: int = settings.FETCH_REDIRECTS
    tries: int = settings.FETCH_TRIES
    delay: float = settings.HOST_DELAY
    longest_wait: float = settings.LONGEST_WAIT


class Fetcher:
    """Fetches addresses and remembers how their hosts want to be treated; may be used by several threads."""

    def __init__(
        self,
        allow_private: bool = False,
        limits: Limits | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._allow_private = allow_private
        self._limits = limits or Limits()
        self._sleep = sleep
        self._clock = clock
        self._hosts: dict[str, _Host] = {}
        self._guard = threading.Lock()

    def get(self, url: str, seen: Validators | None = None) -> Fetched:
        """What stands at `url`.

        Raises UnreadableInput where it cannot or may not be fetched, OutOfReach where the server asks for patience,
        TooLarge beyond the limit.
        """
        at = url
        for _ in range(self._limits.redirects + 1):
            if not is_address(at):
                raise UnreadableInput(url, f"it leads to {at[:80]}, which is not on the web", _REMEDY)
            at = _ascii(at, url)
            if not self._robots(at, url).allows(at):
                what = "its robots.txt asks programs not to fetch it"
                raise UnreadableInput(url, what, "save the page in a browser and give the file")
            answer = self._ask(at, url, seen)
            if answer.status in _MOVED and answer.headers.get("Location"):
                at = _join(at, str(answer.headers["Location"]), url)
                continue
            return _fetched(answer, at, url)
        raise UnreadableInput(url, f"leads on more than {self._limits.redirects} times", _REMEDY)

    def _robots(self, at: str, url: str) -> Robots:
        """The rules of the host, asked once a day.

        Raises OutOfReach where the server is in trouble: while its rules cannot be had, nothing is allowed (RFC 9309).
        """
        host = self._host(at)
        if self._clock() >= host.robots_until:
            answer = self._ask_robots(at, url)
            trouble = answer.status >= 500 or answer.status == 429
            host.robots = None if trouble else read_robots(answer.data) if answer.status == 200 else Robots()
            host.robots_until = self._clock() + (_TROUBLE if trouble else _DAY)
        if host.robots is None:
            raise OutOfReach(
                url, "its robots.txt cannot be had, for the server is in trouble", "try again later", _TROUBLE
            )
        return host.robots

    def _ask_robots(self, at: str, url: str) -> Answer:
        parts = urllib.parse.urlsplit(at)
        place = f"{parts.scheme}://{parts.netloc}/robots.txt"
        for _ in range(self._limits.redirects + 1):
            answer = self._ask(place, url, None, robots=True)
            place = _join(place, str(answer.headers.get("Location") or ""), url)
            if answer.status not in _MOVED or not is_address(place):
                break
        return answer

    def _host(self, url: str) -> _Host:
        with self._guard:
            return self._hosts.setdefault(urllib.parse.urlsplit(url).netloc.lower(), _Host())

    def _ask(self, at: str, url: str, seen: Validators | None, robots: bool = False) -> Answer:
        """The answer to one request, asked again where the server is busy and says so."""
        host = self._host(at)
        with host.lock:
            for attempt in range(1, self._limits.tries + 1):
                self._wait(host.next_at - self._clock())
                try:
                    answer = self._request(at, url, seen, robots)
                finally:
                    pause = max(self._limits.delay, host.robots.delay if host.robots else 0.0)
                    host.next_at = self._clock() + pause
                if answer.status not in _BUSY:
                    return answer
                asked = retry_after(answer.headers)
                wait = asked if asked is not None else 2.0**attempt
                if attempt == self._limits.tries or wait > self._limits.longest_wait:
                    break
                host.next_at = self._clock() + max(wait, pause)
        if robots:
            return answer
        what = f"the server answers {answer.status} {answer.reason}".rstrip()
        raise OutOfReach(url, what, f"try again in {int(wait)} seconds" if asked else "try again later", wait)

    def _wait(self, seconds: float) -> None:
        if seconds > 0:
            self._sleep(seconds)

    def _request(self, at: str, url: str, seen: Validators | None, robots: bool) -> Answer:
        most = _MOST_ROBOTS if robots else self._limits.size
        try:
            parts = urllib.parse.urlsplit(at)
            if not parts.hostname:
                raise ValueError("it names no host")
            made = connection(parts.scheme, parts.hostname, parts.port, self._limits.silence, self._allow_private)
        except (ValueError, http.client.InvalidURL) as error:
            raise UnreadableInput(url, f"is no address ({error})", _REMEDY) from error
        target = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
        slow = f"took longer than {self._limits.in_all:g} seconds"
        with deadline(made, self._limits.in_all) as passed:
            try:
                made.request("GET", target, headers=request_headers(seen))
                with made.getresponse() as response:
                    data = read_body(response, most, passed)
            except PrivateAddress as error:
                what = f"is refused: {error}"
                raise UnreadableInput(url, what, "allow it by --allow-private if you mean it") from error
            except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
                why = slow if passed.is_set() else str(error) or type(error).__name__
                raise OutOfReach(url, f"cannot be fetched ({why})", _REMEDY) from error
        if passed.is_set():
            raise OutOfReach(url, f"cannot be fetched ({slow})", _REMEDY)
        if len(data) > most and not robots:
            raise TooLarge(url, f"more than {most:,} bytes", "give the page of one report")
        return Answer(response.status, response.reason, response.headers, data)


def is_address(path: str) -> bool:
    """Whether `path` is the address of a web page.

    >>> is_address("https://example.org/a"), is_address("news/a.txt")
    (True, False)
    """
    return path.lower().startswith(("http://", "https://"))


def _fetched(answer: Answer, at: str, url: str) -> Fetched:
    headers = answer.headers
    validators = Validators(headers.get("ETag"), headers.get("Last-Modified"))
    kind, charset = headers.get_content_type(), headers.get_content_charset()
    if answer.status == 304:
        return Fetched(b"", at, kind, charset, validators, unchanged=True)
    if answer.status != 200:
        raise UnreadableInput(url, f"the server answers {answer.status} {answer.reason}".rstrip(), _REMEDY)
    return Fetched(answer.data, at, kind, charset, validators)


def _join(at: str, location: str, url: str) -> str:
    """Where a redirect leads to.

    Raises UnreadableInput where it leads nowhere.
    """
    try:
        return urllib.parse.urljoin(at, location.strip())
    except ValueError as error:
        raise UnreadableInput(url, f"it leads to {location[:80]!r}, which is no address", _REMEDY) from error


def _ascii(at: str, url: str) -> str:
    """The address with its Arabic words and host encoded, as browsers send it.

    Raises UnreadableInput where it is none.
    """
    try:
        parts = urllib.parse.urlsplit(at.strip())
        host = parts.netloc.rpartition("@")[2]
        host = host if host.isascii() else host.encode("idna").decode()
    except ValueError as error:
        raise UnreadableInput(url, f"is no address ({error})", _REMEDY) from error
    path = urllib.parse.quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    query = urllib.parse.quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return urllib.parse.urlunsplit((parts.scheme.lower(), host, path, query, ""))
