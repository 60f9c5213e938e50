"""Prints the accuracy on corpus/ beside the figures kept in docs/accuracy.md; `--write` keeps the new ones there.

With `--write` the table between its two markers is replaced, with today's date. Nothing else of the page is touched.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

from riwaya.cli.scoring import evaluate_folder, place_lines
from riwaya.evaluate import Figures, Score

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "accuracy.md"
_TABLE = re.compile(r"(?<=<!-- score: begin -->\n).*?(?=<!-- score: end -->)", re.DOTALL)
_ROW = re.compile(r"^\| ([a-z ]+?) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|", re.MULTILINE)


def rows(score: Score) -> dict[str, Figures]:
    """The figures by the name of their row."""
    return {**score.slots, "main events": score.main, "all slots": score.all}


def kept() -> dict[str, float]:
    """F1 by row, as the page keeps it."""
    found = _TABLE.search(PAGE.read_text("utf-8"))
    return {name: float(f1) for name, _, _, f1 in _ROW.findall(found.group())} if found else {}


def as_markdown(score: Score) -> str:
    """The table for the page."""
    lines = [f"Measured with `make score` on {date.today()}.", ""]
    lines += ["| slot | precision | recall | F1 | gold | found |", "|---|---|---|---|---|---|"]
    for name, f in rows(score).items():
        lines.append(f"| {name} | {f.precision:.3f} | {f.recall:.3f} | {f.f1:.3f} | {f.gold} | {f.found} |")
    lines += ["", f"False alarms: {score.alarms} of {score.negatives} negative reports."]
    lines += ["", *(" ".join(line.split()).capitalize() + "." for line in place_lines(score.place_error)), ""]
    return "\n".join(lines)


def main() -> int:
    """Scores the corpus."""
    score = evaluate_folder(ROOT / "corpus" / "gold", ROOT / "corpus" / "text")
    before = kept()
    print(f"{'slot':<14}{'precision':>10}{'recall':>8}{'F1':>7}{'kept F1':>9}{'change':>8}{'gold':>7}{'found':>7}")
    for name, f in rows(score).items():
        was = before.get(name)
        beside = f"{was:>9.3f}{f.f1 - was:>+8.3f}" if was is not None else f"{'–':>9}{'':>8}"
        print(f"{name:<14}{f.precision:>10.3f}{f.recall:>8.3f}{f.f1:>7.3f}{beside}{f.gold:>7}{f.found:>7}")
    print(f"false alarms   {score.alarms} of {score.negatives} negative reports")
    print(*place_lines(score.place_error), sep="\n")
    print("worst reports  " + ", ".join(f"{name} {f1:.2f}" for f1, name in score.by_report[:8]))
    if "--write" in sys.argv[1:]:
        page = PAGE.read_text("utf-8")
        PAGE.write_text(_TABLE.sub(lambda _: as_markdown(score), page), "utf-8")
        print(f"wrote {PAGE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
