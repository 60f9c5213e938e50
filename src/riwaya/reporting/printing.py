"""Reports and pictures as files: HTML and SVG as they are, PDF by a browser, PNG by a renderer or a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from riwaya.errors import ExportError
from riwaya.export.selection import Selection
from riwaya.reporting.page import Asked, report_html
from riwaya.reporting.pictures import PICTURES, picture
from riwaya.reporting.saying import Saying

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
"""The programs that are looked for, in this order."""

_SECONDS = 120
_SCALE = 2
"""Pixels of a PNG for each of the SVG."""


def write_report(selection: Selection, asked: Asked, to: Path) -> None:
    """Writes the report: .html, or .pdf where a browser is there to print it. The file is put in place whole.

    Raises ExportError where the ending is neither, no browser is found, or the file cannot be written.
    """
    html = report_html(selection, asked).encode("utf-8", "replace")
    suffix = to.suffix.lower()
    if suffix not in (".html", ".htm", ".pdf"):
        raise ExportError(f"{to}: a report is an .html or a .pdf file; name one, such as {to.with_suffix('.html')}")
    _put(to, html if suffix != ".pdf" else _printed(html, to))


def write_picture(name: str, selection: Selection, asked: Asked, to: Path) -> None:
    """Writes a picture: .svg, or .png where the extra [plot] or a browser is there to draw it.

    Raises ExportError where there is no such picture, the ending is neither, or the file cannot be drawn or written.
    """
    if name not in PICTURES:
        raise ExportError(f"there is no picture {name!r}; one of {', '.join(PICTURES)}")
    suffix = to.suffix.lower()
    if suffix not in (".svg", ".png"):
        raise ExportError(f"{to}: a picture is an .svg or a .png file; name one, such as {to.with_suffix('.svg')}")
    drawn = picture(name, selection, Saying(asked.language, selection.names))
    _put(to, drawn.encode("utf-8") if suffix == ".svg" else _rastered(drawn, to))


def browser() -> str | None:
    """The browser that prints, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def _printed(html: bytes, to: Path) -> bytes:
    if browser() is None:
        raise ExportError(
            f"{to}: no Chromium or Chrome was found to print with; write {to.with_suffix('.html')} and print that, "
            "or install Chromium"
        )
    return _by_browser(html, "page.html", "printed.pdf", ["--no-pdf-header-footer", "--print-to-pdf=printed.pdf"], to)


def _rastered(drawn: str, to: Path) -> bytes:
    """The drawing as PNG: by vl-convert where it is installed, else by a browser; both shape and order Arabic."""
    try:
        import vl_convert

        renderer: Any = vl_convert
    except ImportError:
        renderer = None
    if renderer is not None:
        return bytes(renderer.svg_to_png(drawn, scale=_SCALE))
    if browser() is None:
        raise ExportError(
            f"{to}: nothing here draws PNG; pip install 'riwaya[plot]', or write {to.with_suffix('.svg')}"
        )
    width, height = (float(drawn.split(f' {side}="', 1)[1].split('"', 1)[0]) for side in ("width", "height"))
    size = [f"--window-size={width:.0f},{height:.0f}", f"--force-device-scale-factor={_SCALE}"]
    return _by_browser(
        drawn.encode(), "picture.svg", "drawn.png", [*size, "--hide-scrollbars", "--screenshot=drawn.png"], to
    )


def _by_browser(source: bytes, name: str, made: str, options: list[str], to: Path) -> bytes:
    """What a headless browser makes of a file, in a profile of its own and without any network."""
    with tempfile.TemporaryDirectory(prefix="riwaya-", ignore_cleanup_errors=True) as folder:
        (Path(folder) / name).write_bytes(source)
        command = [
            browser() or "", "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions",
            "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={folder}/profile",
            *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),  # Chromium refuses root one
            *options, (Path(folder) / name).as_uri(),
        ]  # fmt: skip
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, timeout=_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ExportError(f"{to}: the browser did not print it ({error}); write HTML or SVG instead") from error
        result = Path(folder) / made
        if not result.exists():
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
            raise ExportError(f"{to}: the browser did not print it ({' '.join(said)}); write HTML or SVG instead")
        return result.read_bytes()


def _put(to: Path, data: bytes) -> None:
    """Writes a file whole, or not at all."""
    part = to.with_name(f".{to.name}.part")
    try:
        part.write_bytes(data)
        part.replace(to)
    except OSError as error:
        part.unlink(missing_ok=True) if part.parent.is_dir() else None
        raise ExportError(f"{to}: cannot be written ({error.strerror}); name another target") from error
