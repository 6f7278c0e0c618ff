"""A stand-in identity provider for the synthetic people: OpenID Connect with code, PKCE, state and nonce.

It speaks the real protocol, signs with its own key and checks what a provider must check: the client's secret, the
address to come back to, that a code is used once and by whom asked for it (PKCE, RFC 7636). Instead of a password, one
presses a name: nobody here is real.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import html
import json
import secrets
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

from core.demonstration import DemoPerson, people
from interop.standins.running import Listener, RunningStandIn

CODE_SECONDS = 60
TOKEN_SECONDS = 300
ASSURANCE = "urn:amparo:standin:substantial"
_NEEDED = ("client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "code_challenge")


@dataclass
class _Grant:
    """What a code was given for."""

    person: DemoPerson
    asked: dict[str, str]
    expires: float


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    server: Listener

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: addresses hold codes."""

    @property
    def provider(self) -> ElectronicStandIn:
        """The provider this is a request to."""
        found: ElectronicStandIn = self.server.stand_in
        return found

    def _reply(self, status: int, body: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def _json(self, status: int, value: object) -> None:
        self._reply(status, json.dumps(value).encode(), "application/json", Cache_Control="no-store")

    def _page(self, title: str, inner: str, status: int = 200) -> None:
        page = (
            f'<!doctype html><html lang="es"><meta charset="utf-8"><title>{title}</title>'
            '<meta name="viewport" content="width=device-width">'
            "<style>body{font:1.1rem/1.5 sans-serif;max-width:38rem;margin:2rem auto;padding:0 1rem}"
            "button{font:inherit;display:block;width:100%;text-align:left;padding:.6rem;margin:.4rem 0}</style>"
            f"<body><main><h1>{title}</h1>{inner}</main></body></html>"
        )
        self._reply(status, page.encode(), "text/html; charset=utf-8")

    def _go(self, address: str) -> None:
        self._reply(302, b"", "text/plain", Location=address)

    def do_GET(self) -> None:
        """Discovery, keys, the page where one says who one is, who it was, and the end of the session."""
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path:
            case "/.well-known/openid-configuration":
                self._json(200, self.provider.metadata())
            case "/jwks":
                self._json(200, self.provider.public_keys())
            case "/authorize":
                self._authorize(asked)
            case "/userinfo":
                self._userinfo()
            case "/logout":
                self._logout(asked)
            case "/health":
                self._json(200, {"name": "electronic", "state": "up"})
            case _:
                self._json(404, {"error": "unknown_address"})

    def do_POST(self) -> None:
        """A name pressed, or a code exchanged."""
        length = self.headers.get("Content-Length", "0")
        raw = self.rfile.read(min(int(length), 16_384)) if length.isdigit() else b""
        given = dict(parse_qsl(raw.decode(errors="replace")))
        match urlsplit(self.path).path:
            case "/authorize":
                self._chosen(given)
            case "/token":
                self._json(*self.provider.token(given, self.headers.get("Authorization", "")))
            case _:
                self._json(404, {"error": "unknown_address"})

    def _authorize(self, asked: dict[str, str]) -> None:
        problem = self.provider.problem_with(asked)
        if problem:
            self._page("No se puede entrar así", f"<p>{html.escape(problem)}</p>", 400)
            return
        hidden = "".join(
            f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
            for name, value in asked.items()
        )
        names = "".join(
            f'<button name="person" value="{one.key}">{html.escape(_full_name(one))} · {one.document_number}</button>'
            for one in self.provider.population
        )
        cancel = '<button name="cancel" value="yes">Cancelar y volver</button>'
        note = "<p>Proveedor de prueba. Estas personas son inventadas: pulsa quién eres.</p>"
        self._page("Identidad electrónica de prueba", f'{note}<form method="post">{hidden}{names}{cancel}</form>')

    def _chosen(self, given: dict[str, str]) -> None:
        if self.provider.problem_with(given):
            self._page("No se puede entrar así", "<p>Vuelve a empezar.</p>", 400)
        elif given.get("cancel"):
            self._back(given, error="access_denied", error_description="The person cancelled")
        else:
            code = self.provider.code_for(given.get("person", ""), given)
            self._back(given, **({"code": code} if code else {"error": "access_denied"}))

    def _back(self, given: dict[str, str], **answer: str) -> None:
        parts = urlsplit(given["redirect_uri"])
        query = urlencode({**dict(parse_qsl(parts.query)), **answer, "state": given["state"]})
        self._go(urlunsplit(parts._replace(query=query)))

    def _userinfo(self) -> None:
        person = self.provider.person_behind(self.headers.get("Authorization", "").removeprefix("Bearer "))
        if person is None:
            self._json(401, {"error": "invalid_token"})
        else:
            self._json(200, _claims(person))

    def _logout(self, asked: dict[str, str]) -> None:
        self.provider.sessions_ended += 1
        address = asked.get("post_logout_redirect_uri", "")
        if not address or not self.provider.is_known_client(asked):
            self._page("Has salido", "<p>La sesión del proveedor de prueba está cerrada.</p>")
            return
        separator = "&" if "?" in address else "?"
        self._go(f"{address}{separator}{urlencode({'state': asked.get('state', '')})}")


class ElectronicStandIn(RunningStandIn):
    """The provider: one client, one key, and the synthetic people."""

    def __init__(
        self, port: int = 0, *, client_id: str, client_secret: str, population: list[DemoPerson] | None = None
    ) -> None:
        from joserfc.jwk import ECKey

        self.client_id, self.client_secret = client_id, client_secret
        self.population = people() if population is None else population
        self.tamper: dict[str, Any] = {}
        """Claims put over the true ones in the ID token: for tests of what must not be believed."""
        self.sessions_ended = 0
        self._key = ECKey.generate_key("P-256", parameters={"kid": secrets.token_hex(4), "use": "sig"})
        self._grants: dict[str, _Grant] = {}
        self._tokens: dict[str, DemoPerson] = {}
        super().__init__("electronic", _Handler, port)

    def metadata(self) -> dict[str, Any]:
        """What OpenID Connect Discovery asks for."""
        return {
            "issuer": self.url,
            **{f"{name}_endpoint": f"{self.url}/{path}" for name, path in _ENDPOINTS.items()},
            "jwks_uri": f"{self.url}/jwks",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "scopes_supported": ["openid", "profile"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
            "claims_supported": ["sub", "document_number", "given_name", "family_name", "acr"],
        }

    def public_keys(self) -> dict[str, Any]:
        """The key that its tokens are checked with."""
        return {"keys": [self._key.as_dict(private=False)]}

    def problem_with(self, asked: dict[str, str]) -> str:
        """What is wrong with a request to sign in; empty where nothing is."""
        missing = [name for name in _NEEDED if not asked.get(name)]
        if missing:
            return f"Falta: {', '.join(missing)}"
        right = {"client_id": self.client_id, "response_type": "code", "code_challenge_method": "S256"}
        wrong = [name for name, value in right.items() if asked.get(name) != value]
        return f"No vale: {', '.join(wrong)}" if wrong else ""

    def is_known_client(self, asked: dict[str, str]) -> bool:
        """Whether the end of a session is asked for by the one client there is: by its id, or by a token of ours."""
        return asked.get("client_id") == self.client_id or asked.get("id_token_hint", "").count(".") == 2

    def code_for(self, key: str, asked: dict[str, str]) -> str:
        """A code for the person pressed; empty where there is no such person."""
        person = next((one for one in self.population if one.key == key), None)
        if person is None:
            return ""
        code = secrets.token_urlsafe(24)
        self._grants[code] = _Grant(person, dict(asked), time.monotonic() + CODE_SECONDS)
        return code

    def token(self, given: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """Exchange a code, once, for who it was."""
        if not self._is_client(given, authorization):
            return 401, {"error": "invalid_client"}
        grant = self._grants.pop(given.get("code", ""), None)
        if grant is None or time.monotonic() > grant.expires or not _same_asker(grant, given):
            return 400, {"error": "invalid_grant"}
        access_token = secrets.token_urlsafe(24)
        self._tokens[access_token] = grant.person
        return 200, {
            "access_token": access_token,
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "id_token": self._id_token(grant),
        }

    def _is_client(self, given: dict[str, str], authorization: str) -> bool:
        name, secret = given.get("client_id", ""), given.get("client_secret", "")
        if authorization.startswith("Basic "):
            try:
                name, _, secret = base64.b64decode(authorization[6:]).decode().partition(":")
            except ValueError:
                return False
        return name == self.client_id and hmac.compare_digest(secret.encode(), self.client_secret.encode())

    def _id_token(self, grant: _Grant) -> str:
        from joserfc import jwt

        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": self.client_id,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "nonce": grant.asked["nonce"],
            "acr": ASSURANCE,
            **_claims(grant.person),
            **self.tamper,
        }
        return str(jwt.encode({"alg": "ES256", "kid": self._key.kid}, claims, self._key))

    def person_behind(self, access_token: str) -> DemoPerson | None:
        """Whose token it is."""
        return self._tokens.get(access_token)


_ENDPOINTS = {"authorization": "authorize", "token": "token", "userinfo": "userinfo", "end_session": "logout"}


def _same_asker(grant: _Grant, given: dict[str, str]) -> bool:
    """Whether the code comes back to the same address, with the secret whose hash asked for it."""
    digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    same_address = grant.asked["redirect_uri"] == given.get("redirect_uri")
    return same_address and hmac.compare_digest(challenge, grant.asked["code_challenge"])


def _claims(person: DemoPerson) -> dict[str, str]:
    return {
        "sub": hashlib.sha256(f"standin:{person.key}".encode()).hexdigest()[:32],
        "document_number": person.document_number,
        "given_name": person.first_name,
        "family_name": f"{person.first_surname} {person.second_surname}".strip(),
    }


def _full_name(person: DemoPerson) -> str:
    return f"{person.first_name} {person.first_surname} {person.second_surname}".strip()
