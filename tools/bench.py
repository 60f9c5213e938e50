"""Reports a second on one core, plain and compiled, beside three anchors in the same run: `make bench`.

1. decode, fold and match of the same text: what any reading by word list costs;
2. spaCy `blank("ar")` with an EntityRuler on the same phrases: the usual way to build such a thing;
3. a token classifier of the size of BERT-base, random weights, where PyTorch is installed: what such a coder costs.

All are run by turns on the same core, so that a machine that slows down slows all of them; medians, with lowest and
highest, and the median of the ratios to the first anchor. A second is one of time on the core, to which other programs
on the machine do not add. The compiled reading is that of `make fast`.

The reports are of real length and of two densities. News of this length (300 reports of 2018 on the Middle East and the
world) has 0.9 incidents a report, none in 6 of 10, and 108 words of our lists: ours have 1.3, none in 5 of 10, and
107. The others are bodies of reports with events, one after the other: 4 incidents a report, denser than any news.
"""

from __future__ import annotations

import html
import io
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

from compiled import compiled
from riwaya.arabic.fold import fold
from riwaya.errors import InputError
from riwaya.lexicon.compile import patterns
from riwaya.model import Report
from riwaya.pipeline import Tools, load_tools, place_names, read_report
from riwaya.sources.intake import take_stream
from riwaya.wire import dump

ROOT = Path(__file__).parent.parent
COUNT = 300
PAGES = 30
ANCHOR = "anchor 1: decode, fold, match"
ARCHIVE = "archive of all news"
LEAST, MOST = 2_000, 3_000
REPEATS = 7
SPACY_SHARE = 5
"""The second anchor reads every fifth report only: it is slow, and rates do not depend on how many are read."""
BERT_SHARE = 60
"""The third is slower still."""
PIECES, INPUT = 1.3, 512
"""Pieces that a word of Arabic is cut into on average, about; and the longest input of BERT-base."""


def as_in_the_news() -> list[bytes]:
    """COUNT reports of 2-3 kB, about as dense as news: 4 of 10 begin with a report of events."""
    calm = cycle(_texts(lambda gold: not gold["events"]))
    told = cycle(_texts(lambda gold: bool(gold["events"])))
    return [_cut(next(told) if number % 5 < 2 else next(calm), calm) for number in range(COUNT)]


def as_in_an_archive() -> list[bytes]:
    """COUNT reports of 2-3 kB as they lie in an archive of all news: 2 of 10 begin with a report of events.

    Two of 10 use the words of war for something else; the others are of sport, markets, technology, films and weather.
    Of 900 reports of 2-3 kB that five outlets published in 2018, all sections, 0.20 tell of events.
    """
    calm = cycle(_texts(lambda gold: not gold["events"]))
    told = cycle(_texts(lambda gold: bool(gold["events"])))
    ordinary = cycle(_parted(path) for path in sorted((ROOT / "corpus" / "ordinary").glob("*.txt")))
    first = [told, told, calm, calm, *[ordinary] * 6]
    return [_cut(next(first[number % 10]), calm if number % 10 < 4 else ordinary) for number in range(COUNT)]


def nothing_but_events() -> list[bytes]:
    """COUNT reports of 2-3 kB: bodies of the corpus under the title of the first."""
    bodies = cycle(_texts(lambda gold: True))
    return [_cut(next(bodies), bodies) for _ in range(COUNT)]


def _texts(wanted: Callable[[Any], bool]) -> list[tuple[str, str]]:
    """Title and body of the corpus reports whose annotation is wanted."""
    found = []
    for path in sorted((ROOT / "corpus" / "gold").glob("*.json")):
        if wanted(json.loads(path.read_bytes())):
            found.append(_parted(ROOT / "corpus" / "text" / f"{path.stem}.txt"))
    return found


def _parted(path: Path) -> tuple[str, str]:
    """Title and body of a text."""
    title, _, body = path.read_text("utf-8").partition("\n")
    return title, body


def _cut(first: tuple[str, str], more: Iterator[tuple[str, str]]) -> bytes:
    """A report filled up with further bodies, cut at a sentence."""
    title, text = first
    while len(f"{title}\n{text}".encode()) < LEAST:
        text = f"{text.rstrip()}\n{next(more)[1].lstrip()}"
    data = f"{title}\n{text}".encode()
    if len(data) > MOST:
        kept = data[:MOST].decode("utf-8", "ignore")
        end = max(kept.rfind("\n"), kept.rfind(".") + 1)
        data = kept[: end if end > LEAST // 2 else len(kept)].encode()
    return data


def reading(reports: list[bytes], tools: Tools) -> Callable[[], int]:
    """The whole way: bytes to JSON."""

    def run() -> int:
        for number, data in enumerate(reports):
            title, _, text = data.decode().partition("\n")
            dump(read_report(Report(str(number), title, text), tools))
        return len(reports)

    return run


def matching(reports: list[bytes], tools: Tools) -> Callable[[], int]:
    """The first anchor."""
    matcher = tools.vocabulary.matcher

    def run() -> int:
        for data in reports:
            matcher.hits(fold(data.decode()).text)
        return len(reports)

    return run


def entity_ruler(reports: list[bytes], tools: Tools) -> Callable[[], int] | str:
    """The second anchor, or the reason why there is none."""
    try:
        import spacy
    except ImportError:
        return "spaCy is not installed (pip install -e '.[bench]')"
    phrases: dict[str, str] = {}
    for pattern in patterns(tools.vocabulary.lexicon, place_names(tools.gazetteer)):
        if "" in pattern.prefixes:
            phrases.setdefault(pattern.form, pattern.term.kind)
    nlp = spacy.blank("ar")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": kind, "pattern": phrase} for phrase, kind in phrases.items()])
    print(f"  spaCy {spacy.__version__}, EntityRuler on {len(phrases):,} phrases (ours, no proclitics)")
    chosen = reports[::SPACY_SHARE]

    def run() -> int:
        for data in chosen:
            nlp(fold(data.decode()).text)
        return len(chosen)

    return run


def token_classifier(reports: list[bytes]) -> Callable[[], int] | str:
    """The third anchor, or the reason why there is none: 12 layers of 768, as many pieces as a report has."""
    try:
        import torch
    except ImportError:
        return "PyTorch is not installed (pip install torch)"
    from torch import nn

    torch.set_num_threads(1)
    torch.manual_seed(0)
    layer = nn.TransformerEncoderLayer(768, 12, 3072, activation="gelu", batch_first=True)
    model = nn.Sequential(nn.Embedding(30_000, 768), nn.TransformerEncoder(layer, 12), nn.Linear(768, 9)).eval()
    sizes = [min(INPUT, round(len(data.decode().split()) * PIECES)) for data in reports[::BERT_SHARE]]
    texts = [torch.randint(30_000, (1, size)) for size in sizes]
    print(f"  PyTorch {torch.__version__}, {sum(sizes) / len(sizes):.0f} pieces a report")

    def run() -> int:
        with torch.inference_mode():
            for text in texts:
                model(text)
        return len(texts)

    return run


def pages(reports: list[bytes], tools: Tools) -> Callable[[], int]:
    """The same reports as saved pages of about 90 kB: HTML to JSON."""
    saved = [_page(data, reports) for data in reports[:PAGES]]

    def run() -> int:
        for number, data in enumerate(saved):
            for item in take_stream(io.BytesIO(data), f"{number}.html"):
                if isinstance(item, InputError):
                    raise item
                dump(read_report(item.report, tools))
        return len(saved)

    return run


def _page(data: bytes, others: list[bytes]) -> bytes:
    """A report as sites publish it: menus, scripts, teasers of other reports and a foot around a few paragraphs."""
    title, _, text = data.decode().partition("\n")
    title = html.escape(title)
    body = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.split("\n") if line.strip())
    menu = "".join(f'<li class="item item-{n}"><a href="/section/{n}/index.html">قسم {n}</a></li>' for n in range(160))
    script = "<script>dataLayer=[];" + "dataLayer.push({event:'view',section:'news',id:12345});" * 480 + "</script>"
    teasers = "".join(
        f'<div class="card"><a href="/news/{n}"><img src="/i/{n}.jpg" alt=""><h3>'
        f'{html.escape(other.decode()[:60])}</h3></a><span class="date">21 مايو 2019</span></div>\n'
        for n, other in enumerate(others[:160])
    )
    return (
        f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title} | موقع</title>'
        f'<meta property="og:title" content="{title}"><meta property="og:site_name" content="موقع">'
        f'<meta property="article:published_time" content="2019-05-21T10:00:00+03:00">{script}</head><body>'
        f'<nav><ul class="menu">{menu}</ul></nav><main><article><h1>{title}</h1>{body}</article></main>'
        f'<aside class="related">{teasers}</aside><footer><ul>{menu}</ul></footer></body></html>'
    ).encode()


def serve(way: str) -> None:
    """A process of its own: says what it can run, then runs what it is asked for and answers how many a second."""
    out, sys.stdout = sys.stdout, sys.stderr
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    start = time.perf_counter()
    tools = load_tools()
    print(f"  {way}: {tools.vocabulary.matcher.size:,} spellings loaded in {time.perf_counter() - start:.1f} s")
    reports, archive = as_in_the_news(), as_in_an_archive()
    runs = {
        f"{way}: decode to JSON": reading(reports, tools),
        f"{way}: {ARCHIVE}": reading(archive, tools),
        f"{way}: nothing but events": reading(nothing_but_events(), tools),
        f"{way}: pages of 90 kB to JSON": pages(reports, tools),
    }
    if way == "plain":
        runs[ANCHOR] = matching(reports, tools)
        runs[f"{ANCHOR}, {ARCHIVE}"] = matching(archive, tools)
        for anchor, made in (
            ("anchor 2: spaCy EntityRuler", entity_ruler(reports, tools)),
            ("anchor 3: size of BERT-base", token_classifier(reports)),
        ):
            if isinstance(made, str):
                print(f"  {anchor} left out: {made}")
            else:
                runs[anchor] = made
    for run in runs.values():
        run()
    out.write("\t".join(runs) + "\n")
    out.flush()
    for name in sys.stdin:
        start = time.process_time()
        done = runs[name.strip()]()
        out.write(f"{done / (time.process_time() - start)}\n")
        out.flush()


class Way:
    """A process that reads in one way, plain or compiled, and the names of what it can run."""

    def __init__(self, name: str, path: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(path)},
        )  # fmt: skip
        self.runs = self._answer().split("\t")

    def rate(self, run: str) -> float:
        """Runs it once; so many a second."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{run}\n")
        self._process.stdin.flush()
        return float(self._answer())

    def _answer(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline().rstrip("\n")
        if not line:
            raise SystemExit("a process of the benchmark ended early; what it said stands above")
        return line

    def end(self) -> None:
        """Ends the process."""
        self._process.communicate()


def main() -> int:
    """Runs the benchmark and prints the table."""
    size = statistics.mean(map(len, as_in_the_news()))
    print(f"  Python {platform.python_version()}, {platform.machine()}; {COUNT} reports, {size:,.0f} bytes on average")
    sys.stdout.flush()
    ways = [Way("plain", ROOT / "src")]
    fast = compiled()
    if isinstance(fast, str):
        print(f"  compiled left out: {fast}")
    else:
        ways.append(Way("compiled", fast))
    rates: dict[str, list[float]] = {run: [] for way in ways for run in way.runs}
    for _ in range(REPEATS):
        for way in ways:
            for run in way.runs:
                rates[run].append(way.rate(run))
    for way in ways:
        way.end()
    print(f"\n{'a second on one core':<52}{'median':>8}{'lowest':>8}{'highest':>8}{'of anchor 1':>13}")
    for run, found in rates.items():
        anchor = rates[f"{ANCHOR}, {ARCHIVE}" if run.endswith(ARCHIVE) else ANCHOR]
        share = statistics.median(one / other for one, other in zip(found, anchor, strict=True))
        print(f"{run:<52}{statistics.median(found):>8,.0f}{min(found):>8,.0f}{max(found):>8,.0f}{share:>13.3f}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        serve(sys.argv[1])
    else:
        sys.exit(main())
