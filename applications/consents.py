"""What was agreed to in an application, and by whom: for its person's pages and for the office's."""

from __future__ import annotations

from django.utils import timezone

from applications.models import Application, ConfirmationState, Member
from applications.services.confirmations import adults_of, standing_confirmation
from applications.types import ConfirmationView, SubmittedApplication
from identity.selectors import consent_facts


def consents(application: SubmittedApplication) -> list[ConfirmationView]:
    """What was agreed to in an application, the signature first, with what leads to its evidence."""
    facts = consent_facts(application.consent_id)
    if facts is None or not application.people:
        return list(application.confirmations)
    signature = ConfirmationView(
        application.people[0].ref,
        application.people[0].full_name,
        "confirmed",
        "Firmó la solicitud",
        facts.given_at,
        application.consent_id,
        facts.version,
        facts.text_hash,
    )
    return [signature, *application.confirmations]


def confirmations(application: Application) -> list[ConfirmationView]:
    """The other adults of the unit, with what each answered; who was not asked has no state."""
    return [_confirmation(application, member) for member in adults_of(application)]


def _confirmation(application: Application, member: Member) -> ConfirmationView:
    row = standing_confirmation(application, member.ref)
    if row is None:
        return ConfirmationView(member.ref, member.full_name, "", "No se le ha preguntado")
    words = str(row.get_state_display())
    if row.state == ConfirmationState.ASKED and row.expires_at <= timezone.now():
        words = "No contestó. Su enlace ya no vale"
    facts = consent_facts(row.consent_id)
    return ConfirmationView(
        member.ref,
        member.full_name,
        row.state,
        words,
        row.answered_at,
        row.consent_id,
        facts.version if facts else "",
        facts.text_hash if facts else "",
    )
