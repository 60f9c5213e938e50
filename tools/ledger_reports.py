"""Reports to measure and to torment the ledger with: as many as wanted, of news length, made from our corpus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench import COUNT, as_in_the_news

_WORDS = (
    "أيضا كذلك عموما تقريبا مجددا فعلا حقا غالبا نسبيا عادة خاصة لاحقا حاليا دوما أحيانا تحديدا إجمالا تماما إذن"
).split()


def reports(count: int, first: int = 0) -> Iterator[bytes]:
    """Reports number first and on, each with words of its own in every line, so that few are copies of others."""
    made = as_in_the_news()
    for number in range(first, first + count):
        yield _varied(made[number % COUNT].decode(), number).encode()


def _varied(text: str, number: int) -> str:
    """The text, with a few words that hang on the number between its sentences: a tenth is left as a near copy."""
    title, _, body = text.partition("\n")
    step = 40 if number % 10 == 0 else 5
    words = body.split(" ")
    for at in range(step, len(words), step):
        pick = (number * 7919 + at * 104_729) % 1_000_003
        words[at] += f" {_WORDS[pick % len(_WORDS)]} {_WORDS[pick // 20 % len(_WORDS)]}"
    return f"{title} {number}\n{' '.join(words)}"


def write_folder(folder: Path, count: int, first: int = 0) -> None:
    """One file a report, in folders of a thousand."""
    for number, data in enumerate(reports(count, first), first):
        at = folder / f"{number // 1000:04d}"
        at.mkdir(parents=True, exist_ok=True)
        (at / f"{number:07d}.txt").write_bytes(data)
