"""Watching feeds: what is new comes once, whatever stops the watch in between, and hosts are not pressed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from one_of_each import REPORTS, page
from riwaya.cli.watching import Taking, watch_feeds
from riwaya.errors import FeedsError, InputError, OutOfReach
from riwaya.ledger import locate, open_ledger
from riwaya.sources import Incoming
from riwaya.sources.feedlist import Feed, WatchState, read_feeds, read_state
from riwaya.sources.polling import Clock, poll
from test_sources_web import Site, fetcher, site  # noqa: F401 (a fixture)


def rss(*numbers: int, whole: bool = True) -> bytes:
    content = f"<content:encoded><![CDATA[<p>{REPORTS[0][1]}</p>]]></content:encoded>" if whole else ""
    items = "".join(
        f"<item><title>عنوان {n}</title><guid>g{n}</guid><link>/p/{n}</link>{content}</item>" for n in numbers
    )
    return f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>نشرة</title>{items}</channel></rss>'.encode()


@dataclass
class Time:
    """A clock that only sleeping moves."""

    at: float = 1_000_000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.at, self.sleep)


def titles(taken: Iterator[Incoming | InputError]) -> list[str]:
    return [item.report.title if isinstance(item, Incoming) else type(item).__name__ for item in taken]


def test_what_is_new_comes_once_and_the_oldest_first(site: str) -> None:  # noqa: F811
    feeds, state, moment = [Feed(f"{site}/feed", full_text=False)], WatchState(), Time()
    Site.answers = {"/feed": lambda s: s.give(rss(2, 1))}
    assert titles(poll(feeds, state, fetcher(), moment.clock, 1)) == ["عنوان 1", "عنوان 2"]
    Site.answers = {"/feed": lambda s: s.give(rss(4, 3, 2))}
    assert titles(poll(feeds, state, fetcher(), moment.clock, 2)) == ["عنوان 3", "عنوان 4"]
    assert moment.slept == [900, 900]


def test_a_watch_that_is_stopped_goes_on_where_it_was(site: str, tmp_path: Path) -> None:  # noqa: F811
    feeds, path, moment = [Feed(f"{site}/feed", full_text=False)], tmp_path / "feeds.state.json", Time()
    Site.answers = {"/feed": lambda s: s.give(rss(3, 2, 1), ETag='"1"')}
    taken = []
    for item in poll(feeds, read_state(path), fetcher(), moment.clock):
        if len(taken) == 1:
            break  # stopped while the second is in hand: it was not finished
        taken.append(item.report.title)  # type: ignore[union-attr]
    taken += titles(poll(feeds, read_state(path), fetcher(), moment.clock, 1))
    assert taken == ["عنوان 1", "عنوان 2", "عنوان 3"]
    assert read_state(path).of(feeds[0]).etag == '"1"'


def test_a_feed_that_did_not_change_is_not_read_again(site: str) -> None:  # noqa: F811
    def answer(s: Site) -> None:
        known = s.headers.get("If-None-Match") == '"1"'
        s.give(b"" if known else rss(1), status=304 if known else 200, ETag='"1"')

    feeds, state, moment = [Feed(f"{site}/feed", full_text=False)], WatchState(), Time()
    Site.answers = {"/feed": answer}
    assert titles(poll(feeds, state, fetcher(), moment.clock, 3)) == ["عنوان 1"]
    asked = [headers.get("if-none-match") for path, headers in Site.asked if path == "/feed"]
    assert asked == [None, '"1"', '"1"']
    assert state.of(feeds[0]).failures == 0


def test_each_feed_is_asked_as_often_as_it_is_said(site: str) -> None:  # noqa: F811
    feeds = [Feed(f"{site}/a", every=60), Feed(f"{site}/b", every=300)]
    Site.answers = {"/a": lambda s: s.give(rss(1)), "/b": lambda s: s.give(rss(2))}
    moment = Time()
    list(poll(feeds, WatchState(), fetcher(), moment.clock, 6))
    asked = [path for path, _ in Site.asked]
    assert (asked.count("/a"), asked.count("/b")) == (6, 2)
    assert moment.slept == [60] * 5


def test_a_feed_that_fails_is_said_and_asked_less_often(site: str) -> None:  # noqa: F811
    feeds, state, moment = (
        [Feed(f"{site}/gone", every=600), Feed(f"{site}/a", every=600, full_text=False)],
        WatchState(),
        Time(),
    )
    Site.answers = {"/a": lambda s: s.give(rss(1))}
    begin = moment.at
    found = titles(poll(feeds, state, fetcher(), moment.clock, 1))
    assert found == ["UnreadableInput", "عنوان 1"]
    waits = []
    for _ in range(5):
        progress = state.of(feeds[0])
        waits.append(progress.due - moment.at)
        moment.at = progress.due
        list(poll(feeds[:1], state, fetcher(), moment.clock, 1))
    assert waits == [1200, 2400, 3600, 3600, 3600]
    Site.answers["/gone"] = lambda s: s.give(rss(2))
    moment.at = state.of(feeds[0]).due
    list(poll(feeds[:1], state, fetcher(), moment.clock, 1))
    assert state.of(feeds[0]).due == moment.at + 600
    assert moment.at > begin


def test_a_server_is_left_alone_as_long_as_it_asks(site: str) -> None:  # noqa: F811
    feeds, state, moment = [Feed(f"{site}/a", every=60)], WatchState(), Time()
    Site.answers = {"/a": lambda s: s.give(b"", status=503, Retry_After="7200")}
    (error,) = poll(feeds, state, fetcher(), moment.clock, 1)
    assert isinstance(error, OutOfReach)
    assert state.of(feeds[0]).due == moment.at + 7200


def test_a_page_out_of_reach_is_tried_again_and_then_refused(site: str) -> None:  # noqa: F811
    feeds, state, moment = [Feed(f"{site}/feed", every=600)], WatchState(), Time()
    Site.answers = {
        "/feed": lambda s: s.give(rss(3, 2, 1, whole=False), ETag='"1"'),
        "/p/1": lambda s: s.give(b"", status=503, Retry_After="3600"),
        "/p/2": lambda s: s.give(page()),
        "/p/3": lambda s: s.give(b"", status=404),
    }
    assert titles(poll(feeds, state, fetcher(), moment.clock, 1)) == [REPORTS[0][0], "UnreadableInput"]
    assert state.of(feeds[0]).etag is None
    moment.at += 600
    Site.answers["/p/1"] = lambda s: s.give(page(1))
    assert titles(poll(feeds, state, fetcher(), moment.clock, 1)) == [REPORTS[1][0]]
    assert state.of(feeds[0]).etag == '"1"'
    state, moment = WatchState(), Time()
    Site.answers["/p/1"] = lambda s: s.give(b"", status=503, Retry_After="3600")
    assert titles(poll(feeds, state, fetcher(), moment.clock, 7)).count("OutOfReach") == 1


def test_the_name_of_an_outlet_is_as_the_list_says(site: str) -> None:  # noqa: F811
    feeds = [Feed(f"{site}/feed", outlet="وكالة", full_text=False)]
    Site.answers = {"/feed": lambda s: s.give(rss(1))}
    (item,) = poll(feeds, WatchState(), fetcher(), Time().clock, 1)
    assert isinstance(item, Incoming)
    assert item.report.outlet == "وكالة"


def test_a_list_of_feeds(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(
        'every = "1h"\n[[feed]]\nurl = "https://example.org/a"\n[[feed]]\nurl = "https://example.org/b"\nevery = "5m"\noutlet = "نشرة"\nfull_text = false\n',
        "utf-8",
    )
    assert read_feeds(path) == [Feed("https://example.org/a", 3600), Feed("https://example.org/b", 300, "نشرة", False)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "holds no feeds"),
        ("feed = 3", "is no list of feeds"),
        ("[[feed]", "is no list of feeds"),
        ("[[feed]]\nname = 'x'", "is no list of feeds"),
        ("[[feed]]\nurl = 'https://example.org'\nevrey = '1m'", "evrey"),
        ("[[feed]]\nurl = 'feeds.xml'", "is no web address"),
        ("[[feed]]\nurl = 'https://example.org'\nevery = '5s'", "a minute or more"),
        ("[[feed]]\nurl = 'https://example.org'\nevery = 'often'", "a minute or more"),
    ],
)
def test_a_wrong_list_is_said_plainly(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "feeds.toml").write_text(text, "utf-8")
    with pytest.raises(FeedsError, match=words) as caught:
        read_feeds(tmp_path / "feeds.toml")
    assert str(tmp_path / "feeds.toml") in str(caught.value)


def test_a_list_or_state_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FeedsError, match="cannot be opened"):
        read_feeds(tmp_path / "feeds.toml")
    (tmp_path / "feeds.state.json").write_text("{", "utf-8")
    with pytest.raises(FeedsError, match="is damaged"):
        read_state(tmp_path / "feeds.state.json")
    with pytest.raises(FeedsError, match="cannot be written"):
        WatchState(tmp_path / "none" / "feeds.state.json").save()


def test_what_is_remembered_of_a_feed_is_bounded() -> None:
    state, feed = WatchState(), Feed("https://example.org/a")
    for number in range(6000):
        state.took(feed, str(number))
    assert state.of(feed).taken == [str(number) for number in range(1000, 6000)]


def test_the_command_watches_until_it_is_told_to_stop(site: str, tmp_path: Path) -> None:  # noqa: F811
    Site.answers = {"/feed": lambda s: s.give(rss(2, 1))}
    (tmp_path / "feeds.toml").write_text(f'[[feed]]\nurl = "{site}/feed"\nfull_text = false\n', "utf-8")
    command = [sys.executable, "-m", "riwaya", "watch", str(tmp_path / "feeds.toml"), "--allow-private", "--json"]
    once: list[Incoming | InputError] = []
    watch_feeds(tmp_path / "feeds.toml", Taking(once.append), once=True, allow_private=True)
    assert titles(iter(once)) == ["عنوان 1", "عنوان 2"]
    (tmp_path / "feeds.state.json").unlink()
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    )
    assert running.stdout is not None and running.stderr is not None
    assert "عنوان 1".encode() in running.stdout.readline()
    assert "عنوان 2".encode() in running.stdout.readline()
    until = time.monotonic() + 20
    while "g2" not in (tmp_path / "feeds.state.json").read_text("utf-8") and time.monotonic() < until:
        time.sleep(0.05)
    running.send_signal(signal.SIGTERM)
    assert running.wait(20) == 0
    assert b"stopped" in running.stderr.read()
    running.stdout.close()
    running.stderr.close()
    assert len(read_state(tmp_path / "feeds.state.json").of(Feed(f"{site}/feed")).taken) == 2


def test_once_waits_for_no_feed_and_knows_what_it_tried_before(
    site: str,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def feed(s: Site) -> None:
        asked.append(s.path)
        s.give(rss(1, whole=False))

    Site.answers = {"/feed": feed, "/p/1": lambda s: s.give(b"", status=404)}
    (tmp_path / "feeds.toml").write_text(f'[[feed]]\nurl = "{site}/feed"\n', "utf-8")
    taken: list[Incoming | InputError] = []
    out_of_reach = OutOfReach("/p/1", "does not answer", "try later")
    monkeypatch.setattr("riwaya.sources.polling.take_entry", _raising(out_of_reach))
    state = tmp_path / "feeds.state.json"
    for number in range(5):
        assert taken == []
        for _ in range(2):  # the second time nothing is due
            watch_feeds(tmp_path / "feeds.toml", Taking(taken.append), once=True, allow_private=True)
        assert len(asked) == number + 1
        kept = read_state(state)
        kept.of(Feed(f"{site}/feed")).due = 0.0
        kept.save()
    assert taken == [out_of_reach]
    assert read_state(state).of(Feed(f"{site}/feed")).tried == {}


def _raising(error: InputError) -> Callable[..., Incoming]:
    def take(*given: object) -> Incoming:
        raise error

    return take


def test_the_command_keeps_in_the_ledger_what_it_takes(site: str, tmp_path: Path) -> None:  # noqa: F811
    Site.answers = {"/feed": lambda s: s.give(rss(2, 1))}
    (tmp_path / "feeds.toml").write_text(f'[[feed]]\nurl = "{site}/feed"\nfull_text = false\n', "utf-8")
    command = [sys.executable, "-m", "riwaya", "watch", "feeds.toml", "--allow-private", "--once"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr
    assert "riwaya: new: " in ran.stderr
    with open_ledger(locate(str(tmp_path / "riwaya.db"))) as ledger:
        assert [reading.report.title for reading in ledger.readings()] == ["عنوان 1", "عنوان 2"]
