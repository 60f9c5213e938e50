"""`riwaya eval`: reads an annotated folder and prints how well the readings agree with it."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import msgspec

from riwaya.evaluate import Figures, PlaceError, Score, read_gold, report_of, score_readings
from riwaya.pipeline import Tools, load_tools, read_reports


def run_evaluation(
    gold: Path, text: Path, *, worst: int = 0, as_json: bool = False, tools: Tools | None = None
) -> None:
    """Prints the table, or the figures as one JSON object.

    Raises GoldError where the folder is wrong.
    """
    score = evaluate_folder(gold, text, tools)
    if as_json:
        sys.stdout.write(msgspec.json.encode(asdict(score)).decode() + "\n")
        return
    sys.stdout.write(table(score))
    if worst:
        sys.stdout.write(
            "worst reports: " + ", ".join(f"{name} {f1:.2f}" for f1, name in score.by_report[:worst]) + "\n"
        )


def evaluate_folder(gold: Path, text: Path, tools: Tools | None = None) -> Score:
    """The score of Riwaya on an annotated folder."""
    golds = list(read_gold(gold))
    reports = [report_of(item, text) for item in golds]
    return score_readings(golds, read_reports(reports, tools or load_tools()))


def table(score: Score) -> str:
    """The figures as lines of text."""
    lines = [f"{'slot':<14}{'precision':>10}{'recall':>8}{'F1':>7}{'gold':>7}{'found':>7}"]
    lines += [_row(kind, figures) for kind, figures in score.slots.items()]
    lines += [_row("main events", score.main), _row("all slots", score.all)]
    lines.append(f"false alarms   {score.alarms} of {score.negatives} negative reports")
    lines += place_lines(score.place_error)
    if score.missing:
        lines.append(f"no reading of  {len(score.missing)} reports: {' '.join(score.missing[:10])}")
    return "\n".join(lines) + "\n"


def place_lines(error: PlaceError) -> list[str]:
    """How far off the places found are, in one line; none where nothing could be measured."""
    if error.median_km is None or error.p95_km is None or error.within_15 is None:
        return []
    line = f"place error    median {error.median_km:.1f} km, 95th percentile {error.p95_km:.0f} km; "
    line += f"{error.within_15:.1%} of {error.measured} within 15 km"
    if error.same_admin1 is not None:
        line += f"; {error.same_admin1:.1%} of {error.in_admin1} in the right governorate"
    return [line]


def _row(name: str, f: Figures) -> str:
    return f"{name:<14}{f.precision:>10.3f}{f.recall:>8.3f}{f.f1:>7.3f}{f.gold:>7}{f.found:>7}"
