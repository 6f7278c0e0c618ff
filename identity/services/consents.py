"""Consents: a text, its hash, what it is bound to, and what proves that somebody agreed to it.

Two proofs: a one-time code that reached them (`VerifiedCode`), or their own hand on paper or on a screen, before a
member of staff who saw it (`HandSignature`). The row that results is the same.
"""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils import timezone

from core import vault
from core.actors import ANYONE, Actor
from core.errors import AmparoError
from core.events import record
from core.policies import require
from identity.models import Consent, ConsentMethod, OneTimeCode
from identity.services.codes import bound
from identity.types import ConsentEvidence, HandSignature, VerifiedCode


@transaction.atomic
def record_consent(
    *, subject_ref: str, text: str, text_version: str, verified: VerifiedCode | HandSignature, actor: Actor = ANYONE
) -> ConsentEvidence:
    """Keep the text and what proves the agreement. Asked twice with the same code, it gives the same row.

    Raises ``code.used`` if the code already proved another consent, ``code.other_text`` if it was for another case;
    with a hand signature, a refusal for whoever attends nobody, and ``consent.signature_missing`` without one.
    """
    text_hash = hashlib.sha256(text.encode()).hexdigest()
    words = {"subject_ref": subject_ref, "text": text, "text_version": text_version, "text_hash": text_hash}
    if isinstance(verified, HandSignature):
        consent, created = _by_hand(words, verified, actor), True
    else:
        consent, created = _by_code(words, verified)
    if created:
        payload = {
            "consent": str(consent.public_id),
            "version": text_version,
            "text_hash": text_hash,
            "method": consent.method,
        }
        kind = "consent.given" if consent.method == ConsentMethod.CODE else "consent.signed"
        record(kind, actor, "application", subject_ref, payload)
    return ConsentEvidence(
        consent.public_id, text_hash, consent.given_at, consent.method, consent.signature_id, consent.witnessed_by
    )


def _by_code(words: dict[str, str], verified: VerifiedCode) -> tuple[Consent, bool]:
    challenge = OneTimeCode.objects.select_for_update().get(public_id=verified.challenge_id)
    if challenge.used_at is None:
        raise AmparoError("code.expired")
    if challenge.subject_ref != words["subject_ref"] or challenge.bound_to != bound(verified.bound_to):
        raise AmparoError("code.other_text")
    consent, created = Consent.objects.get_or_create(
        challenge=challenge,
        defaults={
            **words,
            "purpose": challenge.purpose,
            "bound_to": challenge.bound_to,
            "given_at": challenge.used_at,
        },
    )
    if consent.text_hash != words["text_hash"]:
        raise AmparoError("code.used")
    return consent, created


def _by_hand(words: dict[str, str], signature: HandSignature, actor: Actor) -> Consent:
    require(actor, "identity.attend", None)
    if not signature.content:
        raise AmparoError("consent.signature_missing")
    return Consent.objects.create(
        **words,
        purpose="signature",
        bound_to=bound(signature.bound_to),
        method=signature.method,
        signature=vault.store(signature.content, signature.media_type),
        witnessed_by=actor.ref,
        given_at=timezone.now(),
    )
