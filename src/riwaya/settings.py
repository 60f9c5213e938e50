"""The limits and defaults that a run keeps to, each named once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from riwaya import __version__
from riwaya.errors import RiwayaError

MAX_BYTES = 50_000_000
"""The largest file, page or JSON line that is opened, in bytes."""

MAX_PAGE = 8_000_000
"""The largest web page that is read, in bytes; a news page is a fiftieth of it, and finding the article takes time."""

MAX_RATIO = 200
"""How many times its packed size an archive may hold (checked once it holds more than MAX_BYTES); text reaches 20."""

MAX_MEMBERS = 100_000
"""How many files one archive may hold."""

MAX_UNPACKED = 20_000_000_000
"""How many bytes the files of one archive may hold together."""

MAX_NESTING = 3
"""How deep archives may stand in archives."""

MAX_CHARACTERS = 300_000
"""The longest text of one report, in characters; news is a hundredth of it, and what is longer is a collection."""

FETCH_SECONDS = 20
"""How long an address may keep silent before it counts as out of reach."""

FETCH_SECONDS_IN_ALL = 60
"""How long fetching one address may take from first to last byte, however steadily it drips."""

FETCH_REDIRECTS = 8
"""How often an address may lead to another."""

FETCH_TRIES = 3
"""How often an address is asked whose server is busy (429) or in trouble (5xx)."""

HOST_DELAY = 1.0
"""Seconds between two requests to one host, where its robots.txt does not ask for more."""

LONGEST_WAIT = 30.0
"""The longest that a server may make us wait, in seconds, before its address is given up for now."""

USER_AGENT = f"Mozilla/5.0 (compatible; riwaya/{__version__})"
"""How we introduce ourselves to web sites; some refuse what does not look like a browser."""

OIDC_SECONDS = 10
"""How long an OpenID Connect issuer may take to answer, in seconds."""

OIDC_LOGIN_SECONDS = 600
"""How long somebody may take to log in at the issuer, in seconds."""

OIDC_MEMORY_SECONDS = 3600
"""How long what an issuer says of itself, and its keys, are believed without asking again, in seconds."""

OIDC_LEEWAY = 60
"""How far the clocks of an issuer and of this machine may differ, in seconds."""


@dataclass(frozen=True, slots=True)
class OpenId:
    """An OpenID Connect issuer at which users of the review page may log in; `page` is the address of the page there.

    `name_claim` holds a user's name. Where `role_claim` is given, what it holds is looked up in `roles` at each log-in.
    `new_role` is the role of users who are not known yet, None: they are turned away.
    """

    issuer: str
    client: str
    page: str
    secret: str | None = None
    name_claim: str = "preferred_username"
    role_claim: str | None = None
    roles: Mapping[str, str] = field(default_factory=dict)
    new_role: str | None = None


def openid_from(variables: Mapping[str, str]) -> OpenId | None:
    """The issuer that these variables of the environment name; None where they name none.

    Raises RiwayaError where one is missing or cannot be used.

    >>> at = {"RIWAYA_OIDC_ISSUER": "https://id.example", "RIWAYA_OIDC_PAGE": "https://riwaya.example"}
    >>> told = {**at, "RIWAYA_OIDC_CLIENT": "riwaya", "RIWAYA_OIDC_ROLES": "groups: leads=reviewer, all=viewer"}
    >>> openid_from(told).roles
    {'leads': 'reviewer', 'all': 'viewer'}
    >>> openid_from({}) is None
    True
    """
    issuer = variables.get("RIWAYA_OIDC_ISSUER", "").strip()
    if not issuer:
        return None
    needed = {name: variables.get(name, "").strip() for name in ("RIWAYA_OIDC_CLIENT", "RIWAYA_OIDC_PAGE")}
    if missing := [name for name, value in needed.items() if not value]:
        raise RiwayaError(f"RIWAYA_OIDC_ISSUER is set without {', '.join(missing)}; see docs/deployment.md")
    for name, address in (("RIWAYA_OIDC_ISSUER", issuer), ("RIWAYA_OIDC_PAGE", needed["RIWAYA_OIDC_PAGE"])):
        if not is_private(address):
            raise RiwayaError(f"{name}: {address} can be listened to; give an address that begins with https://")
    claim, _, pairs = variables.get("RIWAYA_OIDC_ROLES", "").partition(":")
    told = [one.partition("=") for one in pairs.split(",") if one.strip()]
    if bool(claim.strip()) != bool(told) or not all(value.strip() and role.strip() for value, _, role in told):
        raise RiwayaError(
            "RIWAYA_OIDC_ROLES is not understood; write it as in `groups: analysts=analyst, leads=reviewer`"
        )
    return OpenId(
        issuer=issuer,
        client=needed["RIWAYA_OIDC_CLIENT"],
        page=needed["RIWAYA_OIDC_PAGE"].rstrip("/"),
        secret=variables.get("RIWAYA_OIDC_SECRET") or None,
        name_claim=variables.get("RIWAYA_OIDC_NAME", "").strip() or "preferred_username",
        role_claim=claim.strip() or None,
        roles={value.strip(): role.strip() for value, _, role in told},
        new_role=variables.get("RIWAYA_OIDC_NEW", "").strip() or None,
    )


def is_private(address: str) -> bool:
    """Whether nobody can listen to what is sent to a web address: it is of https, or of this machine.

    >>> is_private("https://id.example"), is_private("http://127.0.0.1:9000"), is_private("http://id.example")
    (True, True, False)
    """
    parts = urlsplit(address)
    local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
    return (parts.scheme == "https" and bool(parts.hostname)) or local
