"""Consents: a text, its hash, what it is bound to, and what proves that somebody agreed to it.

Two proofs: a one-time code that reached them (`VerifiedCode`), or their own hand on paper or on a screen, before a
member of staff who saw it (`HandSignature`). The row that results is the same. To compare somebody's face is agreed to
by marking *yes* in a session that a code opened: its own text, its own row, taken back at any time.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core import vault
from core.actors import ANYONE, Actor, citizen
from core.errors import AmparoError
from core.events import record
from core.policies import require
from identity.consent_texts import FACE_TEXT, FACE_VERSION
from identity.models import Consent, ConsentMethod, IdentityCheck, OneTimeCode
from identity.services import judgement
from identity.services.codes import bound
from identity.services.pictures import erase_face
from identity.types import ConsentEvidence, HandSignature, VerifiedCode

FACE = "face"


@transaction.atomic
def record_consent(
    *,
    subject_ref: str,
    text: str,
    text_version: str,
    verified: VerifiedCode | HandSignature,
    actor: Actor = ANYONE,
    person_ref: str = "",
) -> ConsentEvidence:
    """Keep the text and what proves the agreement. Asked twice with the same code, it gives the same row.

    `person_ref` is the person of the case who agreed, where it is not whoever applies.

    Raises ``code.used`` if the code already proved another consent, ``code.other_text`` if it was for another case;
    with a hand signature, a refusal for whoever attends nobody, and ``consent.signature_missing`` without one.
    """
    text_hash = hashlib.sha256(text.encode()).hexdigest()
    words = {"subject_ref": subject_ref, "text": text, "text_version": text_version, "text_hash": text_hash}
    words["person_ref"] = person_ref
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


@transaction.atomic
def revoke_consent(consent_id: UUID | str, actor: Actor) -> Consent:
    """Take a consent back: by whoever gave it, at any time, at no cost. The row stays, with the moment. Twice is once.

    A consent to compare the face stops the comparison too. Raises ``consent.unknown`` and ``consent.cannot_revoke``
    (the signature of a registered application: that is withdrawn as a whole).
    """
    try:
        consent = Consent.objects.select_for_update().get(public_id=consent_id)
    except (Consent.DoesNotExist, ValidationError, ValueError):
        raise AmparoError("consent.unknown") from None
    require(actor, "consent.revoke", consent)
    if consent.purpose == "signature":
        raise AmparoError("consent.cannot_revoke")
    if consent.revoked_at is None:
        _revoke(consent, actor)
    return consent


def _revoke(consent: Consent, actor: Actor) -> None:
    consent.revoked_at = timezone.now()
    consent.save(update_fields=["revoked_at", "changed_at"])
    if consent.purpose == FACE:
        # Whichever door it comes through: the pictures of the face go, and what stood on them goes to a person.
        checks = IdentityCheck.objects.select_for_update().filter(subject_ref=consent.subject_ref, face_consent=True)
        for check in checks:
            check.face_consent, check.face_consent_at = False, consent.revoked_at
            erase_face(check)
            judgement.without_face(check, settled=False)
            check.save()
    payload = {"consent": str(consent.public_id), "version": consent.text_version, "purpose": consent.purpose}
    record("consent.revoked", actor, "application", consent.subject_ref, payload)


@transaction.atomic
def keep_face_consent(subject_ref: str, given: bool) -> Consent | None:
    """The separate consent to compare the face, as it was just answered: a row of its own, or the standing one
    taken back.
    """
    actor, standing = citizen(subject_ref), standing_consent(subject_ref, FACE)
    if not given:
        if standing is not None:
            _revoke(standing, actor)
        return standing
    if standing is not None:
        return standing
    consent = Consent.objects.create(
        subject_ref=subject_ref,
        purpose=FACE,
        text=FACE_TEXT,
        text_version=FACE_VERSION,
        text_hash=hashlib.sha256(FACE_TEXT.encode()).hexdigest(),
        method=ConsentMethod.PAGE,
        given_at=timezone.now(),
    )
    payload = {"consent": str(consent.public_id), "version": FACE_VERSION, "text_hash": consent.text_hash}
    record("consent.marked", actor, "application", subject_ref, payload)
    return consent


def standing_consent(subject_ref: str, purpose: str) -> Consent | None:
    """The last consent of a case for a purpose that nobody has taken back."""
    rows = Consent.objects.filter(subject_ref=subject_ref, purpose=purpose, revoked_at=None)
    return rows.order_by("-given_at").first()
