"""*Quién ha visto mi expediente*: who did or saw what, in the citizen's words."""

from __future__ import annotations

from applications.models import Application
from applications.types import Access
from core import events
from core.models import AuditEvent, Role


def accesses(application: Application) -> list[Access]:
    """Who did or saw what, in the citizen's words, newest first; also what happened to the dossier."""
    subjects = [("application", str(application.public_id))]
    dossier = getattr(application, "dossier", None)  # the row of a higher room, if it has opened one
    if dossier is not None:
        subjects.append(("dossier", str(dossier.public_id)))
    found = []
    for subject_type, subject_ref in subjects:
        for event in events.events_of(subject_type, subject_ref):
            words = events.sentence(event, "citizen")
            if words:
                purpose = f"Para: {event.purpose}" if event.purpose and event.purpose not in words else ""
                found.append(Access(event.at, _who(event), words, purpose))
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def _who(event: AuditEvent) -> str:
    if event.actor_kind == "citizen":
        return "Tú"
    if event.actor_kind == "staff":
        roles = [Role(role).label for role in _roles(event.actor_roles) if role in Role.values]
        return (
            f"Una persona de la Seguridad Social ({roles[0].lower()})"
            if roles
            else "Una persona de la Seguridad Social"
        )
    if event.actor_kind == "cohabitant":
        return "Otra persona de tu unidad"
    return "El sistema" if event.actor_kind == "system" else "Desde la página"


def _roles(held: str) -> list[str]:
    return [part.partition("@")[0] for part in held.split(",") if part]
