"""Fetches one page over http or https: bounded in time and size, never anything but the web."""

from __future__ import annotations

import http.client
import ssl
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import IO
from urllib.request import Request

from riwaya.errors import TooLarge, UnreadableInput
from riwaya.settings import FETCH_SECONDS, MAX_BYTES, USER_AGENT

_REMEDY = "check the address and the connection, or save the page and give the file"


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes behind an address, where they were found in the end, and what the server says they are."""

    data: bytes
    url: str
    kind: str
    charset: str | None


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """Follows redirects only to the web."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage, newurl: str
    ) -> Request | None:
        if not is_address(newurl):
            raise urllib.error.URLError(f"it leads to {newurl[:80]}, which is not on the web")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def is_address(path: str) -> bool:
    """Whether `path` is the address of a web page.

    >>> is_address("https://example.org/a"), is_address("news/a.txt")
    (True, False)
    """
    return path.lower().startswith(("http://", "https://"))


def fetch(url: str) -> Fetched:
    """What stands at `url`.

    Raises UnreadableInput where it cannot be fetched, TooLarge beyond 50 MB.
    """
    opener = urllib.request.build_opener(_WebOnly)
    try:
        request = Request(_ascii(url), headers={"User-Agent": USER_AGENT, "Accept": "text/html, */*;q=0.5"})
        with opener.open(request, timeout=FETCH_SECONDS) as response:
            data = response.read(MAX_BYTES + 1)
            kind, charset = response.headers.get_content_type(), response.headers.get_content_charset()
            found = response.geturl()
    except urllib.error.HTTPError as error:
        raise UnreadableInput(url, f"the server answers {error.code} {error.reason}", _REMEDY) from error
    except (urllib.error.URLError, OSError, http.client.HTTPException, ssl.SSLError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise UnreadableInput(url, f"cannot be fetched ({reason})", _REMEDY) from error
    if len(data) > MAX_BYTES:
        raise TooLarge(url, f"more than {MAX_BYTES:,} bytes", "give the page of one report")
    return Fetched(data, found, kind, charset)


def _ascii(url: str) -> str:
    """The address with its Arabic words and host encoded, as browsers send it."""
    parts = urllib.parse.urlsplit(url.strip())
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    path = urllib.parse.quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    query = urllib.parse.quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return urllib.parse.urlunsplit((parts.scheme, host, path, query, ""))
