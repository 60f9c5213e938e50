"""Writes src/riwaya/demo_reports/reports.jsonl from corpus/: a dozen reports in contradiction, several of one event."""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "src" / "riwaya" / "demo_reports" / "reports.jsonl"
CHOSEN = (
    "dev-sy-006 dev-sy-007 dev-sy-008 dev-iq-006 dev-iq-007 dev-iq-008 "
    "dev-ye-001 dev-ye-002 dev-sy-014 dev-sy-015 dev-ps-007 dev-sd-002"
).split()


def demo_lines() -> str:
    """The bundled reports as JSON Lines."""
    lines = []
    for name in CHOSEN:
        gold = json.loads((ROOT / "corpus" / "gold" / f"{name}.json").read_text("utf-8"))
        title, _, text = (ROOT / "corpus" / "text" / f"{name}.txt").read_text("utf-8").partition("\n")
        report = {"id": name, "title": title.strip(), "text": text.strip()}
        report |= {key: gold.get(key) for key in ("outlet", "published", "url")}
        lines.append(json.dumps(report, ensure_ascii=False))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(demo_lines(), "utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")
