"""Feeds every parser of what comes in with mutated input: no exception but ours, no second spent on one of them.

`tools/fuzz.py` runs 100,000 inputs a parser. With `--engine atheris` (where it is installed; usual) inputs are led by
the branches they reach; with `--engine mutations` they are drawn by a seed, the same every time.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import hashlib
import io
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

RUNS = 100_000
LIMIT = 1.0
"""Seconds of processor time that one input may take."""

LONGEST = 20_000
TOKENS = [
    "<DOC>", "</DOC>", "<TEXT>", "<DOCNO>", "<TITLE>", "<p>", "<div>", "</div>", "<![CDATA[", "]]>", "<!--", "-->", "<?xml",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>", "&a;", "&#x0;", "&amp;", "<item>", "</item>", "<entry>", "<script>", '<time datetime="',
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":', '<div class="message default" id="message9">', "<br>",
    '{"', '"}', "[", "]", "{", "}", '"', "\\", "\\u", '"messages": [', '"text": ', '"id": ', "null", "-1", "1e999", ",", ";", "\t", "|",
    "\n", "\r", "\r\n", "\x00", "\ufeff", "\ud7ff", "قتل جندي في درعا", "ا", "\u202e", "WARC/1.0\r\n", "WARC-Type: response\r\n",
    "Content-Length: 99999999999\r\n", "Content-Length: -1\r\n", "Content-Encoding: gzip\r\n", "Transfer-Encoding: chunked\r\n", "HTTP/1.1 200 OK\r\n",
    "User-agent: *", "Disallow: /*", "Crawl-delay: 1e9", "title,text", "2019-05-21", "0000-00-00", "9999-99-99", "PK\x03\x04", "PK\x05\x06",
]  # fmt: skip


def parsers() -> dict[str, tuple[Callable[[bytes], None], list[bytes]]]:
    """Each parser as a function of bytes, and good inputs to begin from."""
    import one_of_each as good
    from riwaya.sources.robots import read_robots

    def robots(data: bytes) -> None:
        read_robots(data).allows("https://example.org/" + data[:50].decode("latin-1"))

    made = {name: make() for name, (make, _) in good.KINDS.items()}
    return {
        "text": (
            reading("text", "a.txt"),
            [made["a.txt"], made["b-legacy.txt"], made["a.txt"].decode().encode("utf-16")],
        ),
        "page": (reading("page", "a.html"), [made["c.html"], good.page(1), made["j-telegram/messages.html"]]),
        "lines": (reading("lines", "a.jsonl"), [made["f.jsonl"]]),
        "json": (reading("json", "a.json"), [made["g.json"], made["g.json"][2:-1]]),
        "csv": (reading("csv", "a.csv"), [made["h.csv"], b"title;text\n" + made["a.txt"]]),
        "feed": (reading("feed", "a.xml"), [made["d.rss"], made["e-atom.xml"]]),
        "telegram": (reading("telegram", "result.json"), [made["i-telegram/result.json"]]),
        "telegram page": (reading("telegram page", "messages.html"), [made["j-telegram/messages.html"]]),
        "trec": (reading("trec", "a.xml"), [made["k.xml"]]),
        "warc": (reading("warc", "a.warc"), [made["l.warc"]]),
        "gzip": (reading("gzip", "a.gz"), [made["m.warc.gz"], made["o.txt.gz"]]),
        "packed": (packed, [made["a.txt"], made["f.jsonl"], made["l.warc"]]),
        "zip": (reading("zip", "a.zip"), [made["n.zip"]]),
        "any": (reading(None, "download"), list(made.values())),
        "robots": (robots, [b"User-agent: *\nDisallow: /a\nAllow: /a/*$\nCrawl-delay: 5\n"]),
    }


def reading(kind: str | None, name: str) -> Callable[[bytes], None]:
    """Reads all that the bytes hold and looks at every report and refusal."""
    from riwaya.errors import InputError
    from riwaya.sources import take_stream

    def read(data: bytes) -> None:
        for item in take_stream(io.BytesIO(data), name, kind=kind):  # type: ignore[arg-type]
            if isinstance(item, InputError):
                assert item.where and item.what and item.remedy, item
            else:
                assert item.report.sha256 == hashlib.sha256(item.data).hexdigest()
                item.report.full_text.encode()
                assert item.where

    return read


def packed(data: bytes) -> None:
    """The bytes within a whole archive, under a name of theirs: mutations of packed bytes seldom get that far."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../" + data[:20].decode("latin-1").replace("\x00", "") + ".txt", data)
        archive.writestr("b.jsonl.gz", gzip.compress(data, 1))
    reading(None, "a.zip")(out.getvalue())


def mutated(seeds: list[bytes], draw: random.Random) -> bytes:
    """A seed changed in some places: bytes turned, stretches cut, doubled, moved, or tokens put in."""
    data = bytearray(draw.choice(seeds))
    for _ in range(draw.choice((0, 1, 1, 2, 3, 5, 8, 20))):
        at = draw.randrange(len(data) + 1)
        length = min(draw.choice((1, 2, 4, 16, 64, 500)), len(data) - at)
        match draw.randrange(8):
            case 0:
                data[at : at + length] = b""
            case 1:
                data[at:at] = data[at : at + length] * draw.choice((1, 2, 10, 200))
            case 2:
                data[at:at] = draw.choice(TOKENS).encode("utf-8", "replace") * draw.choice((1, 1, 1, 2, 50))
            case 3 if data:
                data[min(at, len(data) - 1)] ^= 1 << draw.randrange(8)
            case 4:
                data[at : at + length] = draw.randbytes(length)
            case 5:
                del data[at:]
            case 6:
                other = draw.choice(seeds)
                begin = draw.randrange(len(other) + 1)
                data[at:at] = other[begin : begin + draw.choice((10, 100, 1000))]
            case _ if data:
                data[min(at, len(data) - 1)] = draw.choice(b"\x00\xff\"'<>&\n,[]{}\\")
    return bytes(data[:LONGEST])


def timed(parse: Callable[[bytes], None], data: bytes) -> float:
    """Parses, and returns the seconds of processor time that it took."""
    before = time.process_time()
    parse(data)
    return time.process_time() - before


def run_mutations(name: str, runs: int, seed: int = 1) -> float:
    """The slowest of so many mutated inputs in seconds; AssertionError, with the input kept, for one that fails."""
    parse, seeds = parsers()[name]
    draw, slowest = random.Random(f"{name} {seed}"), 0.0
    for number in range(runs):
        data = mutated(seeds, draw)
        with kept(name, data, f"input {number:,}"):
            seconds = timed(parse, data)
            if seconds > LIMIT:  # once more: the machine may have been busy
                seconds = min(seconds, timed(parse, data))
            assert seconds <= LIMIT, f"{seconds:.2f} s"
        slowest = max(slowest, seconds)
    return slowest


@contextlib.contextmanager
def kept(name: str, data: bytes, which: str) -> Iterator[None]:
    """Keeps the input that an exception comes from."""
    try:
        yield
    except Exception as error:
        path = (
            Path(tempfile.gettempdir()) / f"riwaya-fuzz-{name.replace(' ', '-')}-{hashlib.sha256(data).hexdigest()[:8]}"
        )
        path.write_bytes(data)
        raise AssertionError(f"{name}, {which}, kept in {path}: {type(error).__name__}: {error}") from error


def run_atheris(name: str, runs: int) -> None:
    """Lets atheris draw the inputs; does not return. Nothing of ours may be loaded before it watches."""
    import atheris

    with atheris.instrument_imports(include=["riwaya.sources", "feedparser", "warcio"]):
        import feedparser  # noqa: F401
        import warcio.archiveiterator  # noqa: F401

        import riwaya.sources  # noqa: F401
    parse, seeds = parsers()[name]
    corpus = Path(tempfile.mkdtemp(prefix="riwaya-fuzz-"))
    for number, seed in enumerate(seeds):
        (corpus / str(number)).write_bytes(seed)
    slowest = [0.0]
    draw = random.Random(name)

    def one(data: bytes) -> None:
        with kept(name, data, "an input"):
            seconds = timed(parse, data)
            if seconds > LIMIT:
                seconds = min(seconds, timed(parse, data))
            assert seconds <= LIMIT, f"{seconds:.2f} s"
        if seconds > slowest[0]:
            slowest[0] = seconds
            print(f"slowest {seconds:.3f} s", flush=True)

    def mutate(data: bytes, size: int, seed: int) -> bytes:
        return mutated([data or b" ", *seeds], draw)[:size] if draw.random() < 0.5 else atheris.Mutate(data, size)

    options = [f"-runs={runs}", f"-max_len={LONGEST}", "-timeout=30", "-verbosity=0", f"-artifact_prefix={corpus}/"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one, custom_mutator=mutate)
    atheris.Fuzz()


def main() -> int:
    """Runs the parsers one after the other; the number of those that failed."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    arguments.add_argument("--runs", type=int, default=RUNS)
    arguments.add_argument(
        "--engine", choices=("atheris", "mutations"), default="atheris" if find_spec("atheris") else "mutations"
    )
    arguments.add_argument("--parser", action="append", metavar="NAME", help="only this one, of those that it lists")
    arguments.add_argument("--within", action="store_true", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.within:
        run_atheris(given.parser[0], given.runs)
    if unknown := set(given.parser or ()) - set(parsers()):
        arguments.error(f"no parser is called {', '.join(sorted(unknown))}; there are {', '.join(parsers())}")
    failed = 0
    print(f"{given.engine}, {given.runs:,} inputs a parser", flush=True)
    for name in given.parser or parsers():
        before = time.monotonic()
        try:
            slowest = outside(name, given.runs) if given.engine == "atheris" else run_mutations(name, given.runs)
            print(f"{name:14} slowest {slowest:.3f} s, {time.monotonic() - before:6.0f} s in all", flush=True)
        except AssertionError as error:
            failed += 1
            print(f"{name:14} FAILED {error}", flush=True)
    return failed


def outside(name: str, runs: int) -> float:
    """Runs atheris in a process of its own, for it ends the one that it runs in; the slowest input in seconds."""
    command = [sys.executable, __file__, "--within", "--parser", name, "--runs", str(runs)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    assert done.returncode == 0, f"exit {done.returncode}\n{done.stdout[-1500:]}\n{done.stderr[-1500:]}"
    told = [line for line in done.stdout.splitlines() if line.startswith("slowest")]
    return float(told[-1].split()[1]) if told else 0.0


if __name__ == "__main__":
    sys.exit(main())
