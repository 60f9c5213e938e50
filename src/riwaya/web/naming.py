"""Saying what a name means that nobody knew: a judgement, which the user's own words and places follow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from riwaya.arabic.fold import fold_key
from riwaya.gazetteer.importing import new_place
from riwaya.gazetteer.kinds import RADIUS_KM
from riwaya.gazetteer.rows import PlaceRow
from riwaya.ledger import Decision
from riwaya.ledger import judgements as stored
from riwaya.ledger.rows import storable
from riwaya.model import Judgement
from riwaya.reconcile.placed import point_of
from riwaya.reconciling import update_events
from riwaya.web.deciding import MOST_REASON, Refused, signed, undo
from riwaya.web.lookup import body_named, place_named
from riwaya.web.meaning import Meaning, Said, as_value, said, told
from riwaya.web.own import follow
from riwaya.web.roles import User
from riwaya.web.serving import Site
from riwaya.web.unknown import Kind, Unknown, quotes

PLACE_KINDS = tuple(kind for kind in RADIUS_KM if kind not in ("country", "admin1", "sea", "border"))
"""What a place can be that is made on the page: kinds with a point."""

_MOST_NAME = 120
_ARABIC = re.compile("[ء-ي]{2}")


@dataclass(frozen=True, slots=True)
class Naming:
    """What somebody says of a name: it means something known (`means`), or is a new place `at` a point, of a kind."""

    kind: Kind
    name: str
    means: str = ""
    at: str = ""
    place_kind: str = ""
    reason: str = ""


def make(site: Site, user: User, asked: Naming) -> Judgement:
    """Adds the judgement, signed by the user, and has the user's own files follow.

    Raises Refused: 404 where nobody wonders what that name means, 409 where somebody has just said it, else 422.
    """
    meaning = meant(asked)
    with site.ledger.database.reading() as connection:  # listing takes a while after a new reading: no writer waits
        unknown = site.unknowns.known_as(connection, asked.kind, asked.name)
    if unknown is None:
        raise Refused("no_such_name", 404)
    with signed(site.ledger, user) as own:
        with own.changing() as (connection, chain):
            if any(_same_name(one, unknown) for one in said(connection)):
                raise Refused("named_already", 409)
            meaning = replace(meaning, name=unknown.name, times=unknown.times)
            marks = tuple(quote.mark for quote in quotes(connection, [unknown]).get(unknown.key, ()))
            value = as_value(meaning)
            decision = Decision("name", marks, storable(asked.reason).strip()[:MOST_REASON], meaning.kind, value)
            made = stored.add(connection, chain, decision, own.user, own.now())
        update_events(own, wholly=False)
    files_follow(site)
    return made


def take_back(site: Site, user: User, ids: Sequence[str], reason: str) -> list[Judgement]:
    """Takes back what was said of names; the user's own files follow.

    Raises Refused as `undo` does.
    """
    made = undo(site.ledger, user, ids, reason, others_too=True)
    files_follow(site)
    return made


def files_follow(site: Site) -> list[Said]:
    """Makes the user's own files say what the ledger says of names; returns that.

    Raises LedgerError or GazetteerError where they cannot be written.
    """
    with site.ledger.database.reading() as connection:
        standing = said(connection)
    follow(site.additions, told(standing))
    return standing


def meant(asked: Naming) -> Meaning:
    """The meaning that is asked for.

    Raises Refused where it names nothing known, or no point on the earth.
    """
    name = storable(asked.name).strip()
    if not _ARABIC.search(name) or len(name) > _MOST_NAME:
        raise Refused("no_such_name")
    if asked.means:
        known = body_named(asked.means) if asked.kind == "body" else place_named(asked.means)
        if known is None:
            raise Refused("no_such_meaning")
        return Meaning(asked.kind, name, asked.means, known.name)
    point = point_of(asked.at)
    if asked.kind != "place" or point is None or asked.place_kind not in PLACE_KINDS:
        raise Refused("no_place_made")
    if not isinstance(new_place(name, str(point[0]), str(point[1]), asked.place_kind), PlaceRow):
        raise Refused("no_place_made")
    return Meaning("place", name, lat=point[0], lon=point[1], place_kind=asked.place_kind)


def _same_name(one: Said, unknown: Unknown) -> bool:
    return (one.meaning.kind, fold_key(one.meaning.name)) == (unknown.kind, unknown.key)
