"""Verbs of who comes with an electronic identity: their draft's identity is checked, or their application opens."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from applications.models import FILED, Application, ApplicationState
from applications.services.completeness import claimed_identity
from applications.services.household import document_index
from applications.services.rows import Reference, locked, require_editable, tell, touch
from core import policies
from core.actors import Actor, citizen
from core.errors import AmparoError
from identity import services as identity
from identity.selectors import electronic_identity
from identity.services import electronic

_WORDS = {"number": "el número del documento", "names": "el nombre o los apellidos"}


@transaction.atomic
def accept_electronic_identity(application_id: Reference, identity_id: UUID | str, *, actor: Actor) -> Application:
    """The applicant signed in at the provider: identity checked, without photos, if number and name are those typed.

    Raises ``electronic.differs`` with what differs; the draft stays as it was, and the person mends it and comes back.
    """
    application = locked(application_id)
    policies.require(actor, "application.edit", application)
    require_editable(application)
    found = electronic_identity(identity_id)
    if found is None or found.subject_ref != str(application.public_id):
        raise AmparoError("electronic.expired")
    other = electronic.differences(found, claimed_identity(application))
    if other:
        tell("application.electronic_differs", actor, application, fields=list(other))
        raise AmparoError("electronic.differs", fields=" y ".join(_WORDS[name] for name in other))
    application.electronic_id, application.identity_outcome = str(found.public_id), "verified"
    identity.forget(str(application.public_id))  # photos taken before are not needed any more
    touch(application)
    tell("application.electronic_accepted", actor, application, electronic=str(found.public_id))
    return application


@transaction.atomic
def open_electronically(identity_id: UUID | str) -> Application:
    """The submitted application of whoever signed in, the live one first. Raises ``electronic.nothing_here``.

    Drafts are not opened so: nobody has proved yet that what is typed in one is theirs.
    """
    found = electronic_identity(identity_id)
    if found is None:
        raise AmparoError("electronic.expired")
    mine = Application.objects.filter(applicant_index=document_index(found.number), state__in=FILED)
    live = mine.filter(state=ApplicationState.SUBMITTED).first()
    application = live or mine.order_by("-submitted_at").first()
    if application is None:
        raise AmparoError("electronic.nothing_here")
    tell("application.opened_electronically", citizen(str(application.public_id)), application)
    return application
