"""A small OpenID Connect provider on this machine: it asks who somebody is and believes them.

Code flow with PKCE, as an office's provider does it: discovery, keys, authorisation, token, end of session.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "yiju", "secret-of-the-client"


@dataclass
class Provider:
    """``people`` are the claims that can be chosen, by the name on the button."""

    people: Mapping[str, Mapping[str, Any]]
    address: str = ""
    ended: int = 0
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"}))
    codes: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)  # code -> (person, request)

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "end_session_endpoint": f"{self.address}/end",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def choices(self, request: dict[str, str]) -> str:
        """The page that asks who somebody is."""
        links = []
        for name in self.people:
            code = secrets.token_urlsafe(16)
            self.codes[code] = (name, request)
            back = f"{request['redirect_uri']}?{urlencode({'code': code, 'state': request['state']})}"
            links.append(f'<p><a href="{escape(back)}">{escape(name)}</a></p>')
        return f"<!doctype html><title>Who are you?</title><h1>Who are you?</h1>{''.join(links)}"

    def token(self, given: dict[str, str], authorisation: str) -> dict[str, Any] | None:
        """An identity token for a code; each code is good once, for the client that asked for it."""
        sent = given.get("client_id", ""), given.get("client_secret", "")
        if authorisation.startswith("Basic "):
            sent = tuple(base64.b64decode(authorisation[6:]).decode().split(":", 1))  # type: ignore[assignment]
        name, request = self.codes.pop(given.get("code", ""), ("", {}))
        proof = base64.urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
        if not name or sent != (CLIENT, SECRET) or proof.rstrip(b"=").decode() != request.get("code_challenge"):
            return None
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "sub": name, "iat": now, "exp": now + 600}
        if "nonce" in request:
            claims["nonce"] = request["nonce"]
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, {**claims, **self.people[name]}, self.key)
        return {"access_token": secrets.token_urlsafe(), "token_type": "Bearer", "expires_in": 600, "id_token": signed}


@contextmanager
def provider(people: Mapping[str, Mapping[str, Any]]) -> Iterator[Provider]:
    """A provider that runs on loopback for as long as it is needed."""
    one = Provider(people)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            where = urlsplit(self.path)
            asked = {name: values[-1] for name, values in parse_qs(where.query).items()}
            if where.path == "/.well-known/openid-configuration":
                self._json(one.discovery())
            elif where.path == "/keys":
                self._json({"keys": [one.key.as_dict(private=False)]})
            elif where.path == "/authorize":
                self._send(200, "text/html; charset=utf-8", one.choices(asked).encode())
            elif where.path == "/end":
                one.ended += 1
                self._send(302, "text/plain", b"", {"Location": asked["post_logout_redirect_uri"]})
            else:
                self._send(404, "text/plain", b"")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            given = {name: values[-1] for name, values in parse_qs(body).items()}
            token = one.token(given, self.headers.get("Authorization", ""))
            self._json(token or {"error": "invalid_grant"}, 200 if token else 400)

        def _json(self, value: Any, status: int = 200) -> None:
            self._send(status, "application/json", json.dumps(value).encode())

        def _send(self, status: int, kind: str, body: bytes, headers: Mapping[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    one.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield one
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
