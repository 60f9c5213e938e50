"""What a running page has at hand: the ledger, its index, its users, and how it is served."""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

from riwaya.errors import LedgerError
from riwaya.ledger import Ledger
from riwaya.ledger.location import Location
from riwaya.ledger.verify import Finding, verify
from riwaya.settings import OpenId
from riwaya.web.accounts import Accounts
from riwaya.web.index import Index, Progress
from riwaya.web.language import catalogue
from riwaya.web.listing import choices
from riwaya.web.names import load_names
from riwaya.web.openid import Issuer
from riwaya.web.own import Own
from riwaya.web.rereading import Rereading
from riwaya.web.roles import User
from riwaya.web.tallying import Outlets
from riwaya.web.unknown import Unknowns

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


@dataclass(slots=True)
class Checking:
    """A check of the whole ledger that runs beside the pages, one at a time."""

    done: int = 0
    total: int = 0
    running: bool = False
    upto: int | None = None
    findings: tuple[Finding, ...] = ()
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, ledger: Ledger, last: int) -> None:
        """Begins, unless it runs already."""
        with self._lock:
            if self.running:
                return
            self.running, self.done, self.total = True, 0, last
        threading.Thread(target=self._run, args=(ledger, last), daemon=True).start()

    def _run(self, ledger: Ledger, last: int) -> None:
        try:
            self.findings = tuple(verify(ledger, self._advance))
        except Exception as error:
            self.findings = (Finding(str(ledger.location), f"the check broke off: {error}"),)
        self.upto, self.running = last, False

    def _advance(self, done: int, total: int) -> None:
        self.done, self.total = done, total


@dataclass(frozen=True, eq=False)
class Site:
    """Everything that a request needs; `local` is the one user of a page that only this machine reaches.

    `two_people`: an event is closed by another than reviewed it; `issuer`: where users may log in besides; `feeds`: the
    list that `riwaya watch` reads.
    """

    ledger: Ledger
    index: Index
    accounts: Accounts
    local: User | None
    secure: bool
    hosts: tuple[str, ...] = ()
    two_people: bool = False
    issuer: Issuer | None = None
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    checking: Checking = field(default_factory=Checking)
    feeds: Path | None = None
    own: Own | None = None
    outlets: Outlets = field(default_factory=Outlets)
    unknowns: Unknowns = field(default_factory=Unknowns)
    rereading: Rereading = field(default_factory=Rereading)

    @property
    def additions(self) -> Own:
        """Where words and places made on the page go: beside the ledger, where nobody said."""
        of = self.ledger.location.path or self.ledger.location.vault
        return self.own or Own(of.with_name(f"{of.stem}.words"), of.with_name(f"{of.stem}.places.json.gz"))


def beside(location: Location, what: str) -> Path:
    """A file of the page beside a ledger: riwaya.db has riwaya.users.db and riwaya.index.db."""
    of = location.path or location.vault
    return of.with_name(f"{of.stem}.{what}.db")


def site_for(
    ledger: Ledger, host: str, tls: bool = False, names: Iterable[str] = (), openid: OpenId | None = None
) -> Site:
    """The site for a ledger at an address of this machine; `names` are those by which browsers call it, none: any.

    Raises LedgerError where others could reach it and nobody could log in.
    """
    accounts = Accounts(beside(ledger.location, "users"))
    loopback = is_loopback(host)
    users = accounts.users()
    if not users and not loopback and not (openid and openid.new_role):
        remedy = "make the first: riwaya user add NAME --role admin (or serve on 127.0.0.1)"
        raise LedgerError(host, "others can reach this address, and no users are made", remedy)
    local = None if users or openid else User(ledger.user, "admin")
    index = Index(ledger, _index_of(ledger.location))
    hosts = (*names, *(LOOPBACK_NAMES if loopback else ())) if local or tuple(names) else ()
    issuer = Issuer(openid) if openid else None
    return Site(ledger, index, accounts, local, secure=tls or not loopback, hosts=hosts, issuer=issuer)


def _index_of(location: Location) -> Path:
    """Beside the ledger; where that folder may only be read, in one that goes when the program ends."""
    path = beside(location, "index")
    if os.access(path.absolute().parent, os.W_OK):
        return path
    folder = tempfile.mkdtemp(prefix="riwaya-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder) / path.name


def warm_up(site: Site, progress: Progress | None = None) -> None:
    """Brings the index up to date and loads what the first page would otherwise wait for."""
    site.index.refresh(progress)
    choices(site.index)
    load_names()
    catalogue()


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0"), is_loopback("localhost")
    (True, True, False, True)
    """
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
