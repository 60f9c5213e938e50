"""Reports to measure and to torment the ledger with: as many as wanted, of news length, made from our corpus."""

from __future__ import annotations

import random
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
    """The text, with words drawn for this number between its own: a tenth is left as a near copy.

    Of the three-word sequences of two others made from one text a fifth are the same: chance resemblances, which have
    to be compared, are then as rare among many reports as in news.
    """
    title, _, body = text.partition("\n")
    step = 40 if number % 10 == 0 else 4
    words = body.split(" ")
    drawn = random.Random(number)
    for at in range(step, len(words), step):
        words[at] += f" {drawn.choice(_WORDS)} {drawn.choice(_WORDS)}"
    return f"{title} {number}\n{' '.join(words)}"


def write_folder(folder: Path, count: int, first: int = 0) -> None:
    """One file a report, in folders of a thousand."""
    for number, data in enumerate(reports(count, first), first):
        at = folder / f"{number // 1000:04d}"
        at.mkdir(parents=True, exist_ok=True)
        (at / f"{number:07d}.txt").write_bytes(data)
