"""An issuer of OpenID Connect for tests: discovery, keys, codes with PKCE and tokens, on a port of this machine.

It is strict about what a client must send, and tells lies on demand: see `Issuer.lies`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwk, jwt

CLIENT, SECRET, PAGE = "riwaya", "a secret / of the & page", "http://127.0.0.1"


class Issuer:
    """The stub. `person` is who is logged in there; `lies` replaces claims of the token ("" takes one away)."""

    def __init__(self) -> None:
        self.address = ""
        self.page = PAGE
        self.person: dict[str, Any] = {"sub": "s-1", "preferred_username": "layla"}
        self.lies: dict[str, Any] = {}
        self.about: dict[str, Any] = {}
        self.key = jwk.RSAKey.generate_key(2048, {"kid": "k1"})
        self.signed_with: Any = None
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "k1"}
        self.secret: str | None = SECRET
        self.asked: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}

    def log_in(self, address: str) -> str:
        """What a browser is sent back to, after the person of now has logged in at this address."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert address.startswith(f"{self.address}/authorize?")
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        assert asked["redirect_uri"] == f"{self.page}/login/oidc/back"
        assert "openid" in asked["scope"].split()
        assert asked["code_challenge_method"] == "S256" and len(asked["code_challenge"]) == 43
        assert len(asked["nonce"]) >= 32 and len(asked["state"]) >= 32
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        return f"/login/oidc/back?{'&'.join([f'code={code}', 'state=' + asked['state'].replace('+', '%2B')])}"

    def discovery(self) -> dict[str, Any]:
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        told = {name: f"{self.address}/{path}" for name, path in ends.items()}
        return {"issuer": self.address, **told, "id_token_signing_alg_values_supported": ["RS256"], **self.about}

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """A token for a code, once, to who proves to be the client that asked for it."""
        asked = self._codes.pop(form.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if self.secret is not None and authorization != _basic(CLIENT, self.secret):
            return 401, {"error": "invalid_client"}
        if (
            asked is None
            or form.get("grant_type") != "authorization_code"
            or form.get("redirect_uri") != asked["redirect_uri"]
            or proof.decode().rstrip("=") != asked["code_challenge"]
        ):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        times = {"iat": now, "exp": now + 300}
        claims = {"iss": self.address, "aud": CLIENT, **times, "nonce": asked["nonce"], **self.person, **self.lies}
        claims = {name: value for name, value in claims.items() if value != ""}
        algorithms = ["RS256", "HS256", "none"]
        signed = jwt.encode(self.header, claims, self.signed_with or self.key, algorithms=algorithms)
        return 200, {"access_token": "x", "token_type": "Bearer", "expires_in": 300, "id_token": signed}


def _basic(name: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()


@contextmanager
def issuing() -> Iterator[Issuer]:
    """The stub on a port of its own."""
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self, status: int, told: Any) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            issuer.asked.append(self.path)
            if self.path == "/.well-known/openid-configuration":
                self._answer(200, issuer.discovery())
            elif self.path.startswith("/authorize?"):
                self.send_response(302)
                self.send_header("Location", issuer.page + issuer.log_in(issuer.address + self.path))
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif self.path == "/keys":
                self._answer(200, {"keys": [issuer.key.as_dict(private=False)]})
            else:
                self._answer(404, {})

        def do_POST(self) -> None:
            issuer.asked.append(self.path)
            sent = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
            form = {name: values[0] for name, values in sent.items()}
            self._answer(*issuer.token(form, self.headers.get("authorization", "")))

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        issuer.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield issuer
        finally:
            server.shutdown()
