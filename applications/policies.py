"""Who may do what with an application: its own person; and, the day they capture it, the capturer who attends them.

Other staff read it through the dossier: that right is workflow's.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from core.actors import Actor
from core.policies import Policy, register


def _own(actor: Actor, application: Any) -> bool:
    return actor.kind == "citizen" and application is not None and actor.ref == str(application.public_id)


def _attends(actor: Actor, application: Any) -> bool:
    """The capturer who has the person in front: own capture of today, in the office where they are."""
    return (
        actor.is_staff
        and application is not None
        and application.captured_by is not None
        and application.captured_on == timezone.localdate()
        and str(application.captured_by.public_id) == actor.ref
        and application.capture_office_id in _desks(actor)
    )


def _desks(actor: Actor) -> list[int]:
    return [held.office_id for held in actor.roles if held.role == "capturer"]


def _own_or_attended(actor: Actor, application: Any) -> bool:
    return _own(actor, application) or _attends(actor, application)


def _own_attended_or_system(actor: Actor, application: Any) -> bool:
    return actor.kind == "system" or _own_or_attended(actor, application)


def _captures(actor: Actor, application: Any) -> bool:
    """Whoever captures at all; of one application, only their own of today."""
    return _attends(actor, application) if application is not None else actor.is_staff and bool(_desks(actor))


def _office(actor: Actor, application: Any) -> bool:
    # Workflow checks the officer's right over the dossier before it calls; here only who never may is stopped.
    return actor.kind in ("system", "staff")


def _rows(actor: Actor, queryset: Any) -> Any:
    if actor.kind == "citizen":
        return queryset.filter(public_id=actor.ref)
    return _captured_rows(actor, queryset)


def _captured_rows(actor: Actor, queryset: Any) -> Any:
    if not actor.is_staff:
        return queryset.none()
    return queryset.filter(
        captured_by__public_id=actor.ref,
        captured_on=timezone.localdate(),
        capture_office_id__in=_desks(actor),
    )


def _own_rows(actor: Actor, queryset: Any) -> Any:
    return queryset.filter(public_id=actor.ref) if actor.kind == "citizen" else queryset.none()


register("application.start", Policy(allows=lambda actor, _: actor.kind in ("anyone", "citizen")))
register("application.capture", Policy(allows=_captures, narrows=_captured_rows))
register("application.read", Policy(allows=_own_attended_or_system, narrows=_rows))
register("application.edit", Policy(allows=_own_or_attended, narrows=_rows))
register("application.submit", Policy(allows=_own_or_attended, narrows=_rows))
register("application.withdraw_face", Policy(_own))
register("application.withdraw", Policy(allows=_own, narrows=_own_rows))
register("application.ask_confirmation", Policy(allows=_own, narrows=_own_rows))
register("application.certificate", Policy(allows=_own, narrows=_own_rows))
register("application.delete", Policy(allows=_own_attended_or_system, narrows=_rows))
register("application.give_document", Policy(allows=_own_or_attended, narrows=_rows))
register("application.tell_progress", Policy(allows=_office))
