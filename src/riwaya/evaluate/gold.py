"""The annotated folder: one .json of events and claims a report, in the format of docs/codebook.md."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from riwaya.errors import GoldError
from riwaya.model import Report

Interval = tuple[int | None, int | None]


class GoldClaim(msgspec.Struct, frozen=True):
    """One speaker's account of one event, as a person annotated it."""

    event: str
    speaker: str
    stance: str
    speaker_text: str | None = None
    via: str | None = None
    killed: Interval | None = None
    injured: Interval | None = None
    killed_or_injured: Interval | None = None
    detained: Interval | None = None
    victims: str | None = None


class GoldEvent(msgspec.Struct, frozen=True):
    """One event as a person annotated it."""

    key: str
    type: str
    main: bool = False
    cluster: str | None = None
    date: str | None = None
    date_precision: str = "none"
    place: str | None = None
    admin1: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    perpetrator: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    weapon: str | None = None


class GoldReport(msgspec.Struct, frozen=True):
    """What a person found in one report."""

    id: str
    genre: Literal["conflict", "roundup", "background", "negative"]
    events: tuple[GoldEvent, ...] = ()
    claims: tuple[GoldClaim, ...] = ()
    outlet: str | None = None
    published: date | None = None
    url: str | None = None

    def claims_on(self, event: GoldEvent) -> tuple[GoldClaim, ...]:
        """The claims about one of the events."""
        return tuple(claim for claim in self.claims if claim.event == event.key)


def read_gold(folder: Path) -> Iterator[GoldReport]:
    """The annotations of a folder, by file name.

    Raises GoldError where there are none, or one is wrong.
    """
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise GoldError(f"{folder}: holds no annotations; name the folder with one .json a report")
    for path in paths:
        try:
            gold = msgspec.json.decode(path.read_bytes(), type=GoldReport)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise GoldError(f"{path}: is no annotation ({error}); compare it with docs/codebook.md") from error
        keys = {event.key for event in gold.events}
        astray = next((claim.event for claim in gold.claims if claim.event not in keys), None)
        if astray is not None:
            raise GoldError(f"{path}: a claim is about {astray!r}, which is no event of it; mend the claim's 'event'")
        yield gold


def report_of(gold: GoldReport, folder: Path) -> Report:
    """The report that was annotated: `<id>.txt` in `folder`, its title on the first line.

    Raises GoldError where the text is missing.
    """
    path = folder / f"{gold.id}.txt"
    try:
        title, _, text = path.read_text("utf-8").partition("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read ({error}); put the text of {gold.id} there, in UTF-8") from error
    return Report(gold.id, title.strip(), text.strip(), gold.outlet, gold.url, gold.published)
