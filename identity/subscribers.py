"""What other rooms announce and this one answers to. Each handler may be called more than once for one event."""

from core.events import subscriber
from core.models import AuditEvent
from core.staffing import LINK_REQUESTED
from identity.services.code_delivery import tell_of_lock
from identity.services.codes import LOCK
from identity.services.links import send_password_link


@subscriber(LINK_REQUESTED)
def send_the_link(event: AuditEvent) -> None:
    """A person needs to set their password."""
    send_password_link(event.subject_ref)


@subscriber("code.locked")
def tell_where_the_codes_went(event: AuditEvent) -> None:
    """Five wrong codes: whoever reads the address or the phone hears of it, whoever wrote them."""
    tell_of_lock(event.payload["challenge"], int(LOCK.total_seconds() // 60))
