"""Logging in at an issuer of OpenID Connect: code flow with PKCE, by Authlib.

A log-in under way is kept nowhere: state, nonce and verifier come of the browser's own cookie and of a secret that this
server alone has, so that an answer counts only in the browser, and in the minutes, in which it was asked for.
"""

from __future__ import annotations

import base64
import hmac
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from riwaya.errors import RiwayaError
from riwaya.settings import OIDC_LEEWAY, OIDC_LOGIN_SECONDS, OIDC_MEMORY_SECONDS, OIDC_SECONDS, OpenId, is_private
from riwaya.web.accounts import Identity, as_role
from riwaya.web.roles import ROLES, Role

if TYPE_CHECKING:
    from authlib.integrations.requests_client import OAuth2Session
    from joserfc.jwk import KeySet
    from joserfc.jwt import Token

_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Signatures that only the issuer can make; none of a shared secret."""

_LONGEST_WAY = 500
"""Characters of the address to go on to, which travels along."""

BACK = "/login/oidc/back"


class IssuerError(Exception):
    """The issuer does not answer, or what comes from it is not what was asked for."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A log-in under way: where to go on to, since when, and a word of chance."""

    onward: str
    at: int
    once: str

    @classmethod
    def new(cls, onward: str, now: float | None = None) -> Ticket:
        """A log-in that begins now."""
        at = int(time.time() if now is None else now)
        return cls(onward if len(onward) <= _LONGEST_WAY else "/", at, secrets.token_urlsafe(16))

    def state(self, browser: bytes) -> str:
        """What travels to the issuer and back: it counts in this browser alone."""
        told = msgspec.json.encode([self.onward, self.at, self.once])
        return f"{_text(told)}.{_text(hmac.digest(browser, told, 'sha256'))}"

    @classmethod
    def of(cls, state: str, browser: bytes, now: float) -> Ticket:
        """The log-in that a state is of.

        Raises IssuerError where it is none of this browser's, or too old.
        """
        told, _, seal = state[:4000].partition(".")
        try:
            packed = base64.urlsafe_b64decode(told.encode("ascii") + b"===")
            onward, at, once = msgspec.json.decode(packed, type=tuple[str, int, str])
        except (ValueError, msgspec.DecodeError) as error:
            raise IssuerError("the state is none of ours") from error
        ticket = cls(onward, at, once)
        if not hmac.compare_digest(ticket.state(browser).partition(".")[2].encode(), seal.encode("utf-8", "replace")):
            raise IssuerError("the state is of another browser")
        if not 0 <= now - at <= OIDC_LOGIN_SECONDS:
            raise IssuerError("the log-in took too long")
        return ticket

    def word(self, browser: bytes, what: str) -> str:
        """The nonce, or the verifier, of this log-in: 43 characters that nobody else can know."""
        return _text(hmac.digest(browser, f"{what} {self.once} {self.at}".encode(), "sha256"))


@dataclass(frozen=True, slots=True)
class _Known:
    """What an issuer says of itself, and its keys, as of a second."""

    at: float
    told: Mapping[str, Any]
    keys: KeySet


class Issuer:
    """An issuer of OpenID Connect; `clock` gives seconds.

    Raises RiwayaError where the settings name a role that is none.
    """

    def __init__(self, settings: OpenId, clock: Callable[[], float] = time.time) -> None:
        wrong = {*settings.roles.values(), *([settings.new_role] if settings.new_role else [])} - set(ROLES)
        if wrong:
            raise RiwayaError(
                f"RIWAYA_OIDC: there is no role {', '.join(sorted(wrong))}; give one of {', '.join(ROLES)}"
            )
        self._settings = settings
        self._clock = clock
        self._known: _Known | None = None
        self._failed = float(-OIDC_SECONDS)

    @property
    def host(self) -> str:
        """The issuer's name on the page."""
        return urlsplit(self._settings.issuer).netloc

    @property
    def tells_roles(self) -> bool:
        """Whether a user's role is the issuer's to say."""
        return self._settings.role_claim is not None

    @property
    def new_role(self) -> Role | None:
        """The role of who is not known yet; None: they are turned away."""
        return as_role(self._settings.new_role) if self._settings.new_role else None

    def address(self, onward: str, browser: bytes) -> str:
        """Where to send the browser to. Raises IssuerError where the issuer does not answer."""
        with _explained():
            about = self._about().told
            ticket = Ticket.new(onward, self._clock())
            url, _ = self._session(about).create_authorization_url(
                about["authorization_endpoint"],
                state=ticket.state(browser),
                code_verifier=ticket.word(browser, "verifier"),
                nonce=ticket.word(browser, "nonce"),
            )
            return str(url)

    def vouched(self, state: str, code: str, browser: bytes) -> tuple[str, Identity, Role | None]:
        """Whom the issuer vouches for by this code, in which role where it says one, and where to go on to.

        Raises IssuerError where the code, the token, or its signature, issuer, audience, time or nonce will not do.
        """
        ticket = Ticket.of(state, browser, self._clock())
        if not code:
            raise IssuerError("the issuer gave no code")
        with _explained():
            about = self._about().told
            told = self._session(about).fetch_token(
                about["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=ticket.word(browser, "verifier"),
                allow_redirects=False,
            )
            claims = self._claims(told, ticket.word(browser, "nonce"))
            name = claims.get(self._settings.name_claim)
            if not isinstance(name, str) or not name or not isinstance(claims["sub"], str):
                raise IssuerError(f"the token has no claim {self._settings.name_claim}")
            if self._settings.name_claim == "email" and claims.get("email_verified") is not True:
                raise IssuerError("the issuer has not verified the address")
            return ticket.onward, Identity(self._settings.issuer, claims["sub"], name), self._role(claims)

    def _role(self, claims: Mapping[str, Any]) -> Role | None:
        """The highest role that the claim's values give."""
        told = claims.get(self._settings.role_claim or "")
        values = [told] if isinstance(told, str) else told if isinstance(told, list) else []
        roles = [self._settings.roles[one] for one in values if isinstance(one, str) and one in self._settings.roles]
        return as_role(max(roles, key=lambda role: ROLES.index(as_role(role)))) if roles else None

    def _claims(self, told: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        """What the token says, once its signature and all that it must say are checked."""
        from authlib.oidc.core import CodeIDToken

        found = self._decoded(told["id_token"])
        wanted = {"iss": self._settings.issuer, "aud": self._settings.client}
        checked = CodeIDToken(
            found.claims,
            found.header,
            {name: {"essential": True, "value": value} for name, value in wanted.items()},
            {"nonce": nonce, "client_id": self._settings.client, "access_token": told.get("access_token")},
        )
        checked.validate(int(self._clock()), OIDC_LEEWAY)
        return dict(checked)

    def _decoded(self, token: str) -> Token:
        """The token, signed by a key of the issuer; the keys may be new since they were asked for."""
        from joserfc import jwt
        from joserfc.errors import JoseError

        known = self._about()
        try:
            return jwt.decode(token, known.keys, algorithms=_ALGORITHMS)
        except (JoseError, ValueError):
            self._known = None
            return jwt.decode(token, self._about().keys, algorithms=_ALGORITHMS)

    def _about(self) -> _Known:
        """What the issuer says of itself, asked anew after an hour; one that is down is not waited for by everybody."""
        if self._known and 0 <= self._clock() - self._known.at < OIDC_MEMORY_SECONDS:
            return self._known
        if 0 <= self._clock() - self._failed < OIDC_SECONDS:
            if self._known:
                return self._known
            raise IssuerError("the issuer did not answer a moment ago")
        self._failed = self._clock()
        self._known = self._fetched()
        self._failed = float(-OIDC_SECONDS)
        return self._known

    def _fetched(self) -> _Known:
        from joserfc.jwk import KeySet

        told = self._asked(f"{self._settings.issuer.rstrip('/')}/.well-known/openid-configuration")
        if told.get("issuer") != self._settings.issuer:
            raise IssuerError(f"the issuer calls itself {told.get('issuer')!r}, not {self._settings.issuer!r}")
        open_ways = [n for n in ("authorization_endpoint", "token_endpoint", "jwks_uri") if not is_private(told[n])]
        if open_ways:
            raise IssuerError(f"the issuer's {', '.join(open_ways)} can be listened to")
        keys = KeySet.import_key_set(self._asked(told["jwks_uri"]))  # type: ignore[arg-type]
        return _Known(self._clock(), told, keys)

    def _asked(self, address: str) -> Mapping[str, Any]:
        import requests

        answer = requests.get(address, timeout=OIDC_SECONDS, allow_redirects=False)
        if answer.status_code != 200:
            raise IssuerError(f"{address} answers {answer.status_code}")
        told = answer.json()
        if not isinstance(told, dict):
            raise IssuerError(f"{address} answers something else than an object")
        return told

    def _session(self, about: Mapping[str, Any]) -> OAuth2Session:
        from authlib.integrations.requests_client import OAuth2Session

        known = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        method = "client_secret_basic" if "client_secret_basic" in known else "client_secret_post"
        return OAuth2Session(
            self._settings.client,
            self._settings.secret,
            method if self._settings.secret else "none",
            scope="openid profile email",
            redirect_uri=self._settings.page + BACK,
            code_challenge_method="S256",
            default_timeout=OIDC_SECONDS,
        )


@contextmanager
def _explained() -> Iterator[None]:
    """Whatever goes wrong with an issuer is an IssuerError; no code, token or secret stands in its words."""
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests import RequestException

    try:
        yield
    except (AuthlibBaseError, JoseError) as error:
        raise IssuerError(f"the issuer's answer will not do: {error.error}") from error
    except RequestException as error:
        raise IssuerError(f"the issuer does not answer: {type(error).__name__}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise IssuerError(f"the issuer's answer is not as it must be: {type(error).__name__}") from error


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
