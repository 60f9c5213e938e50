"""The pictures of the pages: as many as tools/screens.py takes, each small, each linked to."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCREENS = ROOT / "docs" / "screens"
sys.path.insert(0, str(ROOT / "tools"))


def test_every_page_has_its_pictures_and_they_are_small() -> None:
    pytest.importorskip("PIL", reason="Pillow is not installed")
    import screens
    from riwaya.web.language import LANGUAGES

    there = {path.name: path.stat().st_size for path in SCREENS.iterdir()}
    wanted = {f"{p.name}-{language}-{width}.webp" for p in screens.PAGES for language in LANGUAGES for width in screens.WIDTHS}  # fmt: skip
    assert set(there) == wanted, "run `make screens`"
    assert max(there.values()) < screens.MOST_BYTES == 60_000
    assert all(path.read_bytes()[8:12] == b"WEBP" for path in SCREENS.iterdir())


def test_every_picture_is_linked_to() -> None:
    page = (ROOT / "docs" / "web.md").read_text("utf-8")
    assert [path.name for path in sorted(SCREENS.iterdir()) if f"(screens/{path.name})" not in page] == []
