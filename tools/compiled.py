"""The compiled reading that `make fast` makes in build/fast, and whether it is of the sources as they are."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent
FAST = ROOT / "build" / "fast"
"""A whole package with its compiled modules, apart from src/: none of them can stand before an edited one unseen."""


def compiled() -> Path | str:
    """The folder to put first on PYTHONPATH, or the reason why there is none."""
    if not list(FAST.glob("riwaya/compiled__mypyc.*")):
        return "the reading is not compiled (`make fast` does it, with a C compiler)"
    for kept in (ROOT / "src").rglob("*.py"):
        made = FAST / kept.relative_to(ROOT / "src")
        if not made.is_file() or made.read_bytes() != kept.read_bytes():
            return f"build/fast is of other sources ({kept.name} differs); `make fast` makes it anew"
    return FAST
