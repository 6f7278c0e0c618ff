"""Reads of the identity room: where a check stands, and what a person reviews."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from core.actors import Actor
from core.errors import AmparoError, catalogue
from core.policies import narrow
from identity.evidence import sheet_of
from identity.models import (
    Consent,
    ElectronicIdentity,
    IdentityCheck,
    IdentityCheckState,
    PresenceCheck,
    UndeliverableAddress,
)
from identity.review_sheet import ReviewSheet, SheetRow, review_sheet
from identity.types import (
    CheckState,
    ClaimedIdentity,
    ConsentFacts,
    ElectronicFacts,
    MailTrouble,
    Presence,
    Problem,
    SeenDocument,
)

__all__ = [
    "ReviewSheet",
    "SheetRow",
    "check_of",
    "check_state",
    "checks_to_review",
    "claimed_of",
    "consent_facts",
    "electronic_facts",
    "electronic_identity",
    "mail_trouble",
    "presence",
    "presence_of",
    "problem_of",
    "review_sheet",
    "sheet_of",
    "state_of",
]
_MAX_TRIES = 3
_SIDES = ("front", "back", "selfie")


def problem_of(code: str) -> Problem:
    """The words of the catalogue for a code."""
    text = catalogue()[code]
    return Problem(code, text.what, text.next_step)


def claimed_of(check: IdentityCheck) -> ClaimedIdentity:
    """What the person typed."""
    data = dict(check.claimed)
    for name in ("birth_date", "expires_on"):
        data[name] = date.fromisoformat(data[name]) if data.get(name) else None
    return ClaimedIdentity(**data)


def state_of(check: IdentityCheck) -> CheckState:
    """Where the check stands."""
    here = set(check.pictures.filter(replaced_at=None, file__purged_at=None).values_list("side", flat=True))
    wanted = _SIDES if check.face_consent else _SIDES[:2]
    takes = check.state in (IdentityCheckState.OPEN, IdentityCheckState.RETAKE)
    missing = [side for side in wanted if side not in here or side in check.retake_sides]
    return CheckState(
        check_id=str(check.public_id),
        subject_ref=check.subject_ref,
        state=check.state,
        sides=tuple(side for side in _SIDES if side in here and side not in check.retake_sides),
        tries_left={side: max(0, _MAX_TRIES - check.picture_tries.get(side, 0)) for side in _SIDES},
        reasons=tuple(problem_of(code) for code in check.reasons),
        face_consent=check.face_consent,
        opened_at=check.created_at,
        concluded_at=check.concluded_at,
        missing=tuple(missing) if takes else (),
    )


def check_state(subject_ref: str) -> CheckState | None:
    """The latest check of a case, or None where none was opened."""
    check = IdentityCheck.objects.filter(subject_ref=subject_ref).order_by("-id").first()
    return state_of(check) if check else None


def check_of(check_id: str | UUID) -> CheckState:
    """A check by its id; raises ``identity.check_unknown``."""
    try:
        return state_of(IdentityCheck.objects.get(public_id=check_id))
    except (IdentityCheck.DoesNotExist, ValidationError, ValueError) as error:
        raise AmparoError("identity.check_unknown") from error


def checks_to_review(actor: Actor) -> QuerySet[IdentityCheck]:
    """Checks that wait for a person's eye, of those the actor may decide; oldest first."""
    waiting = IdentityCheck.objects.filter(state=IdentityCheckState.REVIEW).order_by("concluded_at")
    return narrow(actor, "identity.review", waiting)


def consent_facts(consent_id: str | UUID) -> ConsentFacts | None:
    """A consent by its id; None where there is none."""
    try:
        row = Consent.objects.get(public_id=consent_id)
    except (Consent.DoesNotExist, ValidationError, ValueError):
        return None
    return ConsentFacts(row.purpose, row.text_version, row.text_hash, row.method, row.given_at, row.revoked_at)


def mail_trouble(email: str) -> MailTrouble | None:
    """Why mail does not arrive at an address, and what to do; None where nothing speaks against it."""
    from identity.services.addresses import email_index

    row = UndeliverableAddress.objects.filter(email_index=email_index(email)).first() if email else None
    if row is None:
        return None
    kind = ".".join(row.status.split(".")[1:3])
    code = {"2.2": "mail.full", "1.1": "mail.unknown", "1.2": "mail.unknown", "1.10": "mail.unknown"}.get(kind)
    words = problem_of(code or "mail.refused")
    return MailTrouble(words.what, words.next_step, row.last_at)


def presence_of(row: PresenceCheck) -> Presence:
    """The row as plain data; without a document where it was forgotten."""
    read = row.document
    return Presence(
        public_id=row.public_id,
        document=SeenDocument(read["kind"], read["number"], date.fromisoformat(read["expires_on"])) if read else None,
        office_id=row.office_id,
        office_name=row.office.name,
        seen_by_ref=str(row.seen_by.public_id),
        seen_by_name=row.seen_by.full_name,
        seen_at=row.seen_at,
    )


def presence(presence_id: str | UUID) -> Presence | None:
    """A check in person by its id; None where there is none."""
    try:
        row = PresenceCheck.objects.select_related("office", "seen_by").get(public_id=presence_id)
    except (PresenceCheck.DoesNotExist, ValidationError, ValueError):
        return None
    return presence_of(row)


def electronic_facts(row: ElectronicIdentity) -> ElectronicFacts:
    """What a sign-in at the identity provider proved."""
    claims = row.claims
    return ElectronicFacts(
        row.public_id, row.subject_ref, claims["number"], claims["given_name"], claims["family_name"]
    )


def electronic_identity(identity_id: str | UUID) -> ElectronicFacts | None:
    """A sign-in that ended well, by its id; None where there is none."""
    row = ElectronicIdentity.objects.filter(public_id=identity_id).first()
    return electronic_facts(row) if row is not None else None
