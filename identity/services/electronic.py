"""Signing in at an identity provider by OpenID Connect: authorization code, PKCE, state and nonce (Authlib).

What comes back is believed only if its signature, issuer, audience, nonce and times are right and it carries a number
and a name; of all the provider sends, those two are kept. Which provider, the settings say; none unless set. Another
room decides what a sign-in is for (`identity.electronic_visits`).
"""

from __future__ import annotations

import functools
import logging
from typing import Any

import requests
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from core.actors import ANYONE, citizen
from core.encryption import blind_index, decrypt_text, encrypt_text
from core.errors import AmparoError
from core.events import record
from core.identifiers import normalize_document_number
from identity.models import ElectronicIdentity
from identity.selectors import electronic_facts
from identity.types import ClaimedIdentity, ElectronicFacts
from identity.vision.mrz import transliterated

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 10
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
_SESSION = "identity.electronic"
_SUBJECT = "identity.electronic.subject"
_SEALED = "identity.session.id_token"


def available() -> bool:
    """Whether there is a provider here."""
    return bool(settings.ELECTRONIC_IDENTITY["issuer"])


@functools.lru_cache(maxsize=4)
def _registered(issuer: str, client_id: str, client_secret: str, scope: str) -> Any:
    from authlib.integrations.django_client import OAuth

    return OAuth().register(
        "electronic",
        client_id=client_id,
        client_secret=client_secret,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": scope, "code_challenge_method": "S256", "timeout": TIMEOUT_SECONDS},
    )


def _provider() -> Any:
    """The client of the settings' provider, with what the provider publishes of itself."""
    chosen = settings.ELECTRONIC_IDENTITY
    if not chosen["issuer"]:
        raise AmparoError("electronic.off")
    client = _registered(chosen["issuer"], chosen["client_id"], chosen["client_secret"], chosen["scope"])
    try:
        published = client.load_server_metadata()
    except (requests.RequestException, ValueError) as error:
        raise _unavailable(error) from None
    if published.get("issuer") != chosen["issuer"]:
        logger.error("identity provider: it publishes another issuer than the settings'")
        raise AmparoError("electronic.not_trusted")
    offered = published.get("id_token_signing_alg_values_supported") or ["RS256"]
    published["id_token_signing_alg_values_supported"] = [name for name in offered if name in ALGORITHMS]
    return client


def _unavailable(error: Exception) -> AmparoError:
    logger.warning("identity provider: %s", type(error).__name__)
    return AmparoError("electronic.unavailable")


def begin(request: HttpRequest, subject_ref: str) -> HttpResponse:
    """Send the person to the provider. `subject_ref` is the matter it is for; empty to find theirs."""
    client = _provider()
    extra = {"ui_locales": "es"}
    if settings.ELECTRONIC_IDENTITY["assurance"]:
        extra["acr_values"] = " ".join(settings.ELECTRONIC_IDENTITY["assurance"])
    request.session[_SUBJECT] = subject_ref
    response: HttpResponse = client.authorize_redirect(request, _return_address(), **extra)
    return response


def _return_address() -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}{reverse('identity:electronic_return')}"


def finish(request: HttpRequest) -> ElectronicFacts:
    """Take what the provider sent back. Raises ``electronic.cancelled``, ``electronic.expired``,
    ``electronic.unavailable``, ``electronic.not_trusted``, ``electronic.too_weak`` or ``electronic.no_number``.
    """
    client = _provider()
    subject_ref = request.session.pop(_SUBJECT, None)
    if subject_ref is None:
        raise AmparoError("electronic.expired")
    token = _token(client, request)
    claims = dict(token.get("userinfo") or {})
    if not claims.get("sub"):
        raise AmparoError("electronic.not_trusted")
    accepted = settings.ELECTRONIC_IDENTITY["assurance"]
    if accepted and claims.get("acr") not in accepted:
        raise AmparoError("electronic.too_weak")
    claims = _with_userinfo(client, token, claims)
    identity = _kept(subject_ref, claims)
    request.session[_SESSION] = encrypt_text(str(token.get("id_token", "")), _SEALED)
    return identity


def _token(client: Any, request: HttpRequest) -> dict[str, Any]:
    from authlib.integrations.base_client.errors import MismatchingStateError, OAuthError
    from joserfc.errors import JoseError

    try:
        # The state, the nonce and the verifier are this session's: authlib compares them and checks the ID token.
        return dict(client.authorize_access_token(request))
    except MismatchingStateError:
        raise AmparoError("electronic.expired") from None
    except OAuthError as error:
        code = "electronic.cancelled" if error.error in _CANCELLED else "electronic.unavailable"
        logger.warning("identity provider: %s", error.error)
        raise AmparoError(code) from None
    except requests.RequestException as error:
        raise _unavailable(error) from None
    except (JoseError, ValueError, KeyError, RuntimeError) as error:
        logger.error("identity provider: an ID token that cannot be believed (%s)", type(error).__name__)
        raise AmparoError("electronic.not_trusted") from None


_CANCELLED = ("access_denied", "login_required", "interaction_required", "consent_required")


def _with_userinfo(client: Any, token: dict[str, Any], claims: dict[str, Any]) -> dict[str, Any]:
    """Providers put the number in the ID token or behind the userinfo address; there the subject must be the same."""
    names = settings.ELECTRONIC_IDENTITY["claims"]
    if all(claims.get(name) for name in names.values()):
        return claims
    try:
        more = dict(client.userinfo(token=token))
    except (requests.RequestException, ValueError, KeyError) as error:
        raise _unavailable(error) from None
    if more.get("sub") != claims["sub"]:
        raise AmparoError("electronic.not_trusted")
    return {**more, **claims}


@transaction.atomic
def _kept(subject_ref: str, claims: dict[str, Any]) -> ElectronicFacts:
    names = settings.ELECTRONIC_IDENTITY["claims"]
    number = normalize_document_number(str(claims.get(names["number"]) or ""))
    first, last = (" ".join(str(claims.get(names[part]) or "").split()) for part in ("given_name", "family_name"))
    if not number or not first or not last:
        raise AmparoError("electronic.no_number")
    issuer = settings.ELECTRONIC_IDENTITY["issuer"]
    row = ElectronicIdentity.objects.create(
        subject_ref=subject_ref,
        issuer=issuer,
        subject_index=blind_index("identity.electronic", f"{issuer}|{claims['sub']}"),
        number_index=blind_index("identity.number", number),
        claims={"number": number, "given_name": first, "family_name": last},
        assurance=str(claims.get("acr") or "")[:100],
        authenticated_at=timezone.now(),
    )
    actor = citizen(subject_ref) if subject_ref else ANYONE
    matter = ("application", subject_ref) if subject_ref else ("electronic", str(row.public_id))
    record("identity.electronic_verified", actor, *matter, {"electronic": str(row.public_id)})
    return electronic_facts(row)


def differences(identity: ElectronicFacts, claimed: ClaimedIdentity) -> tuple[str, ...]:
    """What the provider says otherwise than was typed: ``number``, ``names``. Accents and case do not count."""
    found = []
    if normalize_document_number(claimed.number) != identity.number:
        found.append("number")
    typed = (claimed.first_name, f"{claimed.first_surname} {claimed.second_surname}")
    told = (identity.given_name, identity.family_name)
    if tuple(map(transliterated, typed)) != tuple(map(transliterated, told)):
        found.append("names")
    return tuple(found)


def end_session(request: HttpRequest, back: str) -> str:
    """Where to send the person so that their session at the provider ends too; empty where there is none to end.

    `back` is the name of the page to come back to. Ours is closed by whoever calls.
    """
    sealed = request.session.pop(_SESSION, "")
    if not sealed or not available():
        return ""
    try:
        client = _provider()
        if not client.server_metadata.get("end_session_endpoint"):
            return ""
        return str(
            client.create_logout_url(
                post_logout_redirect_uri=f"{settings.PUBLIC_URL.rstrip('/')}{reverse(back)}",
                id_token_hint=decrypt_text(sealed, _SEALED),
                client_id=settings.ELECTRONIC_IDENTITY["client_id"],
            )["url"]
        )
    except AmparoError:
        return ""  # a provider that is away must not keep anybody inside


def forget_electronic(subject_ref: str) -> int:
    """Empty what the provider said in a draft that is deleted; that somebody signed in stays."""
    rows = ElectronicIdentity.objects.filter(subject_ref=subject_ref)
    return rows.update(claims={}, number_index="", subject_index="")
