"""Fetching: polite to hosts, bounded in size and time, and never into the network that the program stands in."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from one_of_each import KINDS, REPORTS, lines, page
from riwaya.errors import InputError, OutOfReach, TooLarge, UnreadableInput
from riwaya.settings import USER_AGENT
from riwaya.sources import Incoming, InputOptions, take_in
from riwaya.sources.answers import Validators
from riwaya.sources.connecting import connection, is_public
from riwaya.sources.robots import read_robots
from riwaya.sources.web import Fetcher, Limits

Answer = Callable[["Site"], None]


class Site(BaseHTTPRequestHandler):
    """A server that answers each path as a test says."""

    answers: dict[str, Answer] = {}
    asked: list[tuple[str, dict[str, str]]] = []
    at_once = most_at_once = 0

    def do_GET(self) -> None:
        Site.at_once += 1
        Site.most_at_once = max(Site.most_at_once, Site.at_once)
        Site.asked.append((self.path, {key.lower(): value for key, value in self.headers.items()}))
        answer = Site.answers.get(self.path) or Site.answers.get(self.path.rsplit("/", 1)[0] + "/*")
        try:
            if answer is None:
                self.give(b"nothing here", status=404)
            else:
                answer(self)
        except OSError:
            pass  # the client went away, as it should
        finally:
            Site.at_once -= 1

    def give(self, data: bytes, kind: str = "text/html", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    Site.answers, Site.asked, Site.at_once, Site.most_at_once = {}, [], 0, 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def fetcher(slept: list[float] | None = None, allow_private: bool = True, **limits: float) -> Fetcher:
    clock = [0.0]

    def sleep(seconds: float) -> None:
        clock[0] += seconds
        if slept is not None:
            slept.append(round(seconds, 3))

    return Fetcher(allow_private, Limits(**{"delay": 0.0, **limits}), sleep, lambda: clock[0])  # type: ignore[arg-type]


# — the public net alone


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 127.8.9.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 240.0.0.1 255.255.255.255 "
    "::1 :: fe80::1 fc00::1 fd12::1 fec0::1 ff02::1 ::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: 2001:db8::1 fe80::1%eth0".split(),
)
def test_addresses_within_are_not_public(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses())
def test_nothing_private_passes_for_public(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if is_public(str(ip)):
        assert ip.is_global and not ip.is_private and not ip.is_loopback and not ip.is_link_local


def test_public_addresses_are() -> None:
    assert (
        is_public("93.184.216.34")
        and is_public("2606:2800:220:1:248:1893:25c8:1946")
        and is_public("64:ff9b::5db8:d822")
    )


PLAIN = ("127.0.0.1", "localhost", "[::1]")
"""Hosts that every system knows, be they reached or not."""


@pytest.mark.parametrize(("host", "port"), [("::1", None), ("2001:db8::7", 8080), ("example.org", None)])
def test_the_end_of_an_address_is_no_port(host: str, port: int | None) -> None:
    made = connection("http", host, port, 1.0, allow_private=False)
    assert (made.host, made.port) == (host, port or 80)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "[::1]", "0"])
def test_this_machine_is_not_fetched_unless_allowed(site: str, host: str) -> None:
    Site.answers = {"/a": lambda s: s.give(page())}
    port = site.rsplit(":", 1)[1]
    (error,) = take_in([f"http://{host}:{port}/a"], fetcher=fetcher(allow_private=False))
    assert isinstance(error, UnreadableInput)
    assert "--allow-private" in error.remedy or ("cannot be fetched" in error.what and host not in PLAIN)
    assert Site.asked == []


def test_the_address_that_counts_is_the_one_behind_the_name(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(site.rsplit(":", 1)[1])
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(UnreadableInput, match=r"127\.0\.0\.1, which is not of the public net"):
        fetcher(allow_private=False).get("http://news.example/a")
    assert Site.asked == []


def test_the_address_is_judged_again_once_connected(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(site.rsplit(":", 1)[1])
    connect = socket.socket.connect
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("93.184.216.34", port))])
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: connect(self, ("127.0.0.1", port)))
    with pytest.raises(UnreadableInput, match="not of the public net"):
        fetcher(allow_private=False).get("http://news.example/a")
    assert Site.asked == []


def test_a_redirect_within_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from riwaya.sources import connecting

    Site.answers = {
        "/robots.txt": lambda s: s.give(b"", status=404),
        "/a": lambda s: s.give(b"", status=302, Location="http://169.254.169.254/latest/meta-data/"),
    }
    public = connecting.is_public
    monkeypatch.setattr(connecting, "is_public", lambda address: address == "127.0.0.1" or public(address))
    with pytest.raises(UnreadableInput, match=r"169\.254\.169\.254, which is not of the public net"):
        fetcher(allow_private=False).get(f"{site}/a")


@pytest.mark.parametrize(
    "where",
    ["ftp://example.org/a", "file:///etc/passwd", "gopher://example.org", "javascript:alert(1)", "//[", "http://"],
)
def test_a_redirect_off_the_web_is_refused(site: str, where: str) -> None:
    Site.answers = {"/a": lambda s: s.give(b"", status=302, Location=where)}
    with pytest.raises(InputError):
        fetcher().get(f"{site}/a")
    assert len(Site.asked) <= 10


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http://:80/",
        "http://[::1/",
        "http://a b/",
        "http://example.org:99999/",
        "https://\x00/",
        "http://" + "a" * 300 + ".org/",
        "http://درعا" * 30,
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    (error,) = take_in([url], fetcher=fetcher())
    assert isinstance(error, InputError)


# — redirects, size and time


def test_redirects_end_somewhere(site: str) -> None:
    Site.answers = {"/r/*": lambda s: s.give(b"", status=302, Location=f"/r/{int(s.path.rsplit('/', 1)[1]) + 1}")}
    with pytest.raises(UnreadableInput, match="leads on more than 8 times"):
        fetcher().get(f"{site}/r/0")
    assert len(Site.asked) == 10
    Site.answers = {
        "/robots.txt": lambda s: s.give(b"", status=301, Location="/robots.txt"),
        "/a": lambda s: s.give(page()),
    }
    assert fetcher().get(f"{site}/a").data


def test_redirects_that_take_long_end_sooner(site: str) -> None:
    Site.answers = {"/r/*": lambda s: s.give(b"", status=302, Location=f"/r/{int(s.path.rsplit('/', 1)[1]) + 1}")}
    with pytest.raises(OutOfReach, match="slowly"):
        fetcher(delay=100.0).get(f"{site}/r/0")
    assert len(Site.asked) < 6


def test_a_page_is_found_behind_a_redirect(site: str) -> None:
    Site.answers = {
        "/old": lambda s: s.give(b"", status=301, Location="/new?q=درعا"),
        "/new?q=%D8%AF%D8%B1%D8%B9%D8%A7": lambda s: s.give(page()),
    }
    Site.answers["/old"] = lambda s: s.give(b"", status=301, Location="/new")
    Site.answers["/new"] = lambda s: s.give(page())
    (item,) = take_in([f"{site}/old"], fetcher=fetcher())
    assert isinstance(item, Incoming)
    assert item.report.url == f"{site}/new"
    assert item.data == page()


def endless(site: Site) -> None:
    site.send_response(200)
    site.end_headers()
    while True:
        site.wfile.write(b" " * 65_536)


def dripping(site: Site) -> None:
    site.send_response(200)
    site.end_headers()
    for _ in range(100):
        site.wfile.write(b"x")
        site.wfile.flush()
        time.sleep(0.05)


def dripping_headers(site: Site) -> None:
    site.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
    for _ in range(100):
        site.wfile.write(b"x")
        site.wfile.flush()
        time.sleep(0.05)


def silent(site: Site) -> None:
    time.sleep(3)


def test_a_body_without_end_is_cut(site: str) -> None:
    Site.answers = {"/a": endless}
    with pytest.raises(TooLarge, match="more than 1,000,000 bytes"):
        fetcher(size=1_000_000).get(f"{site}/a")


def test_a_packed_bomb_is_cut(site: str) -> None:
    Site.answers = {"/a": lambda s: s.give(gzip.compress(b" " * 30_000_000), Content_Encoding="gzip")}
    with pytest.raises(TooLarge):
        fetcher(size=1_000_000).get(f"{site}/a")


@pytest.mark.parametrize("answer", [dripping, dripping_headers, silent])
def test_a_server_that_drips_or_hangs_is_given_up(site: str, answer: Answer) -> None:
    Site.answers = {"/a": answer}
    before = time.monotonic()
    with pytest.raises(OutOfReach, match="cannot be fetched"):
        fetcher(silence=0.5, in_all=1.0).get(f"{site}/a")
    assert time.monotonic() - before < 2.5


@pytest.mark.parametrize(
    "answer",
    [
        lambda s: s.wfile.write(b"\x00\xff" * 500),
        lambda s: s.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000),
        lambda s: s.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort"),
        lambda s: s.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        lambda s: s.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8bno gzip"),
        lambda s: s.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nxxx"),
        lambda s: s.give(gzip.compress(page())[:100], Content_Encoding="gzip"),
        lambda s: s.give(b"", status=204),
        lambda s: s.give(b"x", status=999),
        lambda s: None,
    ],
)
def test_a_broken_answer_is_an_error_of_ours(site: str, answer: Answer) -> None:
    Site.answers = {"/a": answer, "/robots.txt": lambda s: s.give(b"")}
    with pytest.raises(UnreadableInput):
        fetcher(silence=1).get(f"{site}/a")


# — manners


def test_the_program_is_named_and_robots_are_asked_first_and_once(site: str) -> None:
    Site.answers = {
        "/robots.txt": lambda s: s.give(b"User-agent: *\nDisallow: /private\n"),
        "/a": lambda s: s.give(page()),
    }
    ours = fetcher()
    ours.get(f"{site}/a")
    ours.get(f"{site}/a")
    with pytest.raises(UnreadableInput, match=r"robots\.txt"):
        ours.get(f"{site}/private/a")
    assert [path for path, _ in Site.asked] == ["/robots.txt", "/a", "/a"]
    assert all(headers["user-agent"] == USER_AGENT for _, headers in Site.asked)
    assert "riwaya/" in USER_AGENT


def test_a_redirect_to_a_forbidden_place_is_not_followed(site: str) -> None:
    Site.answers = {
        "/robots.txt": lambda s: s.give(b"User-agent: riwaya\nDisallow: /b\n"),
        "/a": lambda s: s.give(b"", status=302, Location="/b"),
    }
    with pytest.raises(UnreadableInput, match=r"robots\.txt"):
        fetcher().get(f"{site}/a")


def test_rules_that_cannot_be_had_allow_nothing_for_now(site: str) -> None:
    Site.answers = {"/robots.txt": lambda s: s.give(b"", status=503), "/a": lambda s: s.give(page())}
    ours = fetcher()
    for _ in range(2):
        with pytest.raises(OutOfReach, match="trouble"):
            ours.get(f"{site}/a")
    assert [path for path, _ in Site.asked] == ["/robots.txt"] * 3


def test_a_pause_lies_between_two_requests_to_one_host(site: str) -> None:
    Site.answers = {"/robots.txt": lambda s: s.give(b"User-agent: *\nCrawl-delay: 5\n"), "/a": lambda s: s.give(page())}
    slept: list[float] = []
    ours = fetcher(slept, delay=1.0)
    for _ in range(3):
        ours.get(f"{site}/a")
    assert slept == [1.0, 5.0, 5.0]


def test_one_request_at_a_time_to_a_host_from_many_threads(site: str) -> None:
    Site.answers = {"/a": lambda s: (time.sleep(0.05), s.give(page()))[0]}
    ours = Fetcher(True, Limits(delay=0))
    threads = [threading.Thread(target=ours.get, args=(f"{site}/a",)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Site.most_at_once == 1


@pytest.mark.parametrize(
    ("headers", "slept"),
    [({"Retry_After": "7"}, [7.0, 7.0]), ({}, [2.0, 4.0]), ({"Retry_After": "soon"}, [2.0, 4.0])],
)
@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_given_time(site: str, status: int, headers: dict[str, str], slept: list[float]) -> None:
    answers = [status, status, 200]
    Site.answers = {"/a": lambda s: s.give(page(), status=answers.pop(0), **headers)}
    waited: list[float] = []
    assert fetcher(waited).get(f"{site}/a").data == page()
    assert waited == slept


def test_a_server_that_asks_for_long_is_left_alone(site: str) -> None:
    Site.answers = {"/a": lambda s: s.give(b"", status=429, Retry_After="3600")}
    slept: list[float] = []
    with pytest.raises(OutOfReach, match="try again in 3600 seconds") as caught:
        fetcher(slept).get(f"{site}/a")
    assert caught.value.wait == 3600
    assert slept == []


def test_what_did_not_change_is_not_sent_again(site: str) -> None:
    def answer(s: Site) -> None:
        if (
            s.headers.get("If-None-Match") == '"7"'
            and s.headers.get("If-Modified-Since") == "Tue, 21 May 2019 00:00:00 GMT"
        ):
            s.give(b"", status=304)
        else:
            s.give(page(), ETag='"7"', Last_Modified="Tue, 21 May 2019 00:00:00 GMT")

    Site.answers = {"/a": answer}
    first = fetcher().get(f"{site}/a")
    assert first.validators == Validators('"7"', "Tue, 21 May 2019 00:00:00 GMT")
    again = fetcher().get(f"{site}/a", first.validators)
    assert again.unchanged
    assert again.data == b""


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: riwaya\nDisallow: /x", "/a", True),
        ("User-agent: Riwaya/2.0\nDisallow: /a", "/a", False),
        ("User-agent: riwayabot\nDisallow: /a", "/a", True),
        ("User-agent: a\nUser-agent: *\nDisallow: /a", "/a/b", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*?print", "/a?print=1", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", True),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /درعا", "/%D8%AF%D8%B1%D8%B9%D8%A7/1", False),
        ("User-agent: *\nDisallow: /%7Ea", "/~a", False),
        ("\ufeffUser-agent: * # all\nDisallow: /a # not this", "/a", False),
        ("Disallow: /a\nUser-agent: *\nDisallow: /b", "/a", True),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("<html>not found</html>", "/a", True),
    ],
)
def test_robots_as_the_standard_has_it(robots: str, path: str, allowed: bool) -> None:
    assert read_robots(robots.encode()).allows(f"https://example.org{path}") is allowed


@given(st.binary(max_size=300), st.text(max_size=40))
def test_any_robots_can_be_read(data: bytes, path: str) -> None:
    read_robots(b"User-agent: *\n" + data).allows(f"https://example.org/{path}")


def test_a_pattern_full_of_stars_is_matched_in_time() -> None:
    before = time.monotonic()
    read_robots(b"User-agent: *\nDisallow: /" + b"*a" * 2000 + b"$").allows("https://example.org/" + "a" * 5000 + "b")
    assert time.monotonic() - before < 1


# — what is fetched


@pytest.mark.parametrize(
    "name", ["a.txt", "c.html", "f.jsonl", "h.csv", "k.xml", "m.warc.gz", "n.zip", "i-telegram/result.json"]
)
@pytest.mark.parametrize("kind", ["text/html", "application/octet-stream", "text/plain"])
def test_every_kind_is_read_from_an_address(site: str, name: str, kind: str) -> None:
    make, count = KINDS[name]
    Site.answers = {f"/{Path(name).name}": lambda s: s.give(make(), kind)}
    taken = list(take_in([f"{site}/{Path(name).name}"], fetcher=fetcher()))
    assert [type(item) for item in taken] == [Incoming] * count, taken


def feed(site: str, whole: bool = False) -> bytes:
    content = f"<content:encoded><![CDATA[<p>{REPORTS[1][1]}</p>]]></content:encoded>" if whole else ""
    items = "".join(
        f"<item><title>عنوان {n}</title><link>{link}</link><description>ملخص</description>{content}<pubDate>Tue, 21 May 2019 10:00:00 +0300</pubDate></item>"
        for n, link in enumerate(("/0", f"{site}/gone"))
    )
    return f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>نشرة</title>{items}</channel></rss>'.encode()


def test_the_pages_behind_a_feed_are_fetched(site: str) -> None:
    Site.answers = {"/feed": lambda s: s.give(feed(site), "application/rss+xml"), "/0": lambda s: s.give(page())}
    good, bad = take_in([f"{site}/feed"], fetcher=fetcher())
    assert isinstance(good, Incoming)
    assert (good.kind, good.report.title, good.report.url) == ("page", REPORTS[0][0], f"{site}/0")
    assert good.data == page()
    assert isinstance(bad, UnreadableInput)
    assert bad.where == f"{site}/gone"


def test_a_feed_that_gives_whole_texts_stands_in_for_pages_that_cannot_be_had(site: str) -> None:
    Site.answers = {
        "/feed": lambda s: s.give(feed(site, whole=True), "application/rss+xml"),
        "/0": lambda s: s.give(page()),
    }
    first, second = take_in([f"{site}/feed"], fetcher=fetcher())
    assert isinstance(first, Incoming) and isinstance(second, Incoming)
    assert (first.kind, second.kind) == ("page", "feed")
    assert second.report.text == REPORTS[1][1]


def test_a_feed_is_followed_or_not_as_the_user_says(site: str, tmp_path: Path) -> None:
    Site.answers = {"/feed": lambda s: s.give(feed(site), "application/rss+xml"), "/0": lambda s: s.give(page())}
    kept = list(take_in([f"{site}/feed"], InputOptions(follow=False), fetcher()))
    assert [item.report.text for item in kept if isinstance(item, Incoming)] == ["ملخص", "ملخص"]
    (tmp_path / "feed.xml").write_bytes(feed(site).replace(b">/0<", f">{site}/0<".encode()))
    Site.asked.clear()
    assert len(list(take_in([str(tmp_path / "feed.xml")], fetcher=fetcher()))) == 2
    assert Site.asked == []
    first, _ = take_in([str(tmp_path / "feed.xml")], InputOptions(follow=True), fetcher())
    assert isinstance(first, Incoming) and first.kind == "page"


def test_json_lines_from_an_address(site: str) -> None:
    Site.answers = {"/n": lambda s: s.give(lines(), "application/x-ndjson")}
    assert len(list(take_in([f"{site}/n"], fetcher=fetcher()))) == 3
