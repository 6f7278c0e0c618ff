"""What other rooms announce and this one answers to. Each handler may be called more than once for one event."""

from core.events import subscriber
from core.models import AuditEvent
from workflow import services


@subscriber("application.submitted")
def open_the_dossier(event: AuditEvent) -> None:
    """A submitted application becomes a dossier in the province of residence."""
    services.open_dossier(event.subject_ref)


@subscriber("application.withdrawn")
def close_the_dossier(event: AuditEvent) -> None:
    """A withdrawn application ends its dossier, wherever it stands."""
    services.close_withdrawn(event.subject_ref)


@subscriber("dossier.withdrawn")
def accept_the_withdrawal(event: AuditEvent) -> None:
    """The office's answer to a withdrawal, sealed and put where the citizen takes it."""
    services.seal_withdrawal(event.subject_ref)


@subscriber("application.document_received")
def go_on_with_the_study(event: AuditEvent) -> None:
    """The document a dossier waited for has come."""
    services.take_received_document(event.subject_ref, event.payload["document"])


@subscriber("dossier.document_requested")
def seal_the_request(event: AuditEvent) -> None:
    """The letter that asks for a document, sealed and put where the citizen takes it."""
    services.seal_request(event.payload["request"])


@subscriber("dossier.hearing_opened")
def seal_the_hearing(event: AuditEvent) -> None:
    """The letter that says what speaks against the person, sealed and put where the citizen takes it."""
    services.seal_hearing(event.payload["hearing"])


@subscriber("application.hearing_answered")
def go_on_after_the_hearing(event: AuditEvent) -> None:
    """The person has said what they wanted."""
    services.take_hearing_answer(event.subject_ref, event.payload["hearing"])


@subscriber("handover.made")
def tell_whoever_it_touched(event: AuditEvent) -> None:
    """Both processors hear of dossiers that came and went."""
    services.mail_notices(event.payload["handover"])


@subscriber("staff.role_confirmed")
def give_them_what_waits(event: AuditEvent) -> None:
    """A directorate that had nobody has somebody."""
    services.welcome_processor(event.subject_ref)
