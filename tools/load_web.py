"""Readers and writers at once on a running review page: answers a second, times, errors, and judgements that were lost.

riwaya serve --ledger BIG.db --port 8765 &
python tools/load_web.py http://127.0.0.1:8765 TOKEN --seconds 60
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import threading
import time
from collections import defaultdict
from urllib.parse import quote, urlsplit

PAGES = [
    "/",
    "/?order=day",
    f"/?q={quote('كفرنبل')}",
    "/?dispute=any",
    f"/?place={quote('إدلب')}",
    "/?state=new",
    "/api/v1/events?limit=100",
]


class Load:
    """What the readers and writers see."""

    def __init__(self, address: str, token: str, seconds: float) -> None:
        self.host = urlsplit(address).netloc
        self.headers = {
            "Authorization": f"Bearer {token}", "Content-Type": "application/json", "Connection": "close"
        }  # fmt: skip
        self.until = time.monotonic() + seconds
        self.times: dict[str, list[float]] = defaultdict(list)
        self.wrong: dict[str, int] = defaultdict(int)
        self.kept: list[tuple[str, str]] = []
        self.events = [
            e["id"] for e in json.loads(self.ask(self.connect(), "GET", "/api/v1/events?limit=200")[1])["events"]
        ]

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.host, timeout=60)

    def ask(self, to: http.client.HTTPConnection, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
        to.request(method, path, body, self.headers)
        answer = to.getresponse()
        return answer.status, answer.read()

    def timed(
        self, what: str, to: http.client.HTTPConnection, method: str, path: str, body: str | None = None
    ) -> bytes:
        began = time.monotonic()
        try:
            status, told = self.ask(to, method, path, body)
        except OSError as error:
            self.wrong[type(error).__name__] += 1
            to.close()
            return b""
        self.times[what].append(time.monotonic() - began)
        if status >= 400:
            self.wrong[f"{what} {status}"] += 1
            return b""
        return told

    def reader(self, number: int, pause: float) -> None:
        chance, to = random.Random(number), self.connect()
        while time.monotonic() < self.until:
            event = chance.random() < 0.4
            path = f"/events/{quote(chance.choice(self.events))}" if event else chance.choice(PAGES)
            self.timed("event" if event else "list", to, "GET", path)
            time.sleep(pause * chance.uniform(0.5, 1.5))

    def writer(self, number: int, pause: float) -> None:
        chance, to = random.Random(-number - 1), self.connect()
        while time.monotonic() < self.until:
            event = chance.choice(self.events)
            body = json.dumps({"verdict": "note", "reason": f"load {number} {time.monotonic_ns()}"})
            told = self.timed("decision", to, "POST", f"/api/v1/events/{quote(event)}/decisions", body)
            self.kept += [(event, judgement["id"]) for judgement in json.loads(told or b"[]")]
            time.sleep(pause * chance.uniform(0.5, 1.5))

    def lost(self) -> int:
        """How many judgements that were acknowledged do not stand in the history of their event."""
        to = self.connect()
        found = {
            judgement["id"]
            for event in {event for event, _ in self.kept}
            for judgement in json.loads(self.ask(to, "GET", f"/api/v1/events/{quote(event)}")[1])["history"]
        }
        return sum(id_ not in found for _, id_ in self.kept)


def main() -> None:
    """Runs the load and prints what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("token")
    for name, default in (("seconds", 60.0), ("readers", 50), ("writers", 5), ("pause", 4.0)):
        parser.add_argument(f"--{name}", type=type(default), default=default)
    given = parser.parse_args()
    run(given.address, given.token, given)


def run(address: str, token: str, given: argparse.Namespace) -> None:
    """Sends so many readers and writers for so many seconds, each waiting about `pause` seconds between requests."""
    load = Load(address, token, given.seconds)
    threads = [threading.Thread(target=load.reader, args=(n, given.pause)) for n in range(given.readers)]
    threads += [threading.Thread(target=load.writer, args=(n, given.pause)) for n in range(given.writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for what, times in sorted(load.times.items()):
        ordered = sorted(times)
        marks = "  ".join(
            f"p{p} {ordered[min(len(ordered) - 1, len(ordered) * p // 100)] * 1000:.0f} ms" for p in (50, 95, 99)
        )
        print(f"{what:9} {len(times):6}  {len(times) / given.seconds:.1f}/s  {marks}")
    print(f"errors {dict(load.wrong)}  judgements {len(load.kept)}  lost {load.lost()}")


if __name__ == "__main__":
    main()
