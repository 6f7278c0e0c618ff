"""The verb of who checks an identity with the person present: the document seen, by whom, where and when."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from core.actors import Actor
from core.encryption import blind_index
from core.errors import AmparoError
from core.events import record
from core.identifiers import validate_document
from core.models import Office, StaffMember
from core.policies import require
from identity.models import PresenceCheck
from identity.selectors import presence_of
from identity.types import Presence, SeenDocument


@transaction.atomic
def record_presence(
    *, subject_ref: str, document: SeenDocument, present: bool, office_id: int, actor: Actor
) -> Presence:
    """Write down that the person was there with their original document. It counts as a checked identity.

    Raises ``identity.nobody_present``, ``identity.presence_expired`` (the document is no longer in force) or the
    errors of a wrong number.
    """
    office = Office.objects.get(pk=office_id)
    require(actor, "identity.attend", office)
    if not present:
        raise AmparoError("identity.nobody_present")
    number = validate_document(document.kind, document.number)
    if document.expires_on < timezone.localdate():
        raise AmparoError("identity.presence_expired")
    row = PresenceCheck.objects.create(
        subject_ref=subject_ref,
        document={"kind": document.kind, "number": number, "expires_on": document.expires_on.isoformat()},
        number_index=blind_index("identity.number", number),
        office=office,
        seen_by=StaffMember.objects.get(public_id=actor.ref),
        seen_at=timezone.now(),
    )
    payload = {"presence": str(row.public_id), "office": office.code}
    record("identity.presence_recorded", actor, "application", subject_ref, payload)
    return presence_of(row)


def forget_presence(subject_ref: str) -> int:
    """Empty what was read on the documents of a draft that is deleted; that somebody was there stays."""
    return PresenceCheck.objects.filter(subject_ref=subject_ref).update(document={}, number_index="")
