"""Who may touch offices, staff and roles: central administration; and never the same person twice."""

from typing import Any

from core.actors import Actor
from core.policies import Policy, register

ADMINISTRATOR = "administrator"


def administers(actor: Actor, obj: Any = None) -> bool:
    """Central administration, whatever the object."""
    return actor.is_staff and actor.has(ADMINISTRATOR)


def _all(actor: Actor, rows: Any) -> Any:
    return rows if administers(actor) else rows.none()


def _confirms_grant(actor: Actor, held: Any) -> bool:
    """Another administrator than the one who granted it; and nobody for themselves."""
    involved = {str(held.staff.public_id), str(held.granted_by.public_id) if held.granted_by else ""}
    return administers(actor) and actor.ref not in involved


def _confirms_change(actor: Actor, change: Any) -> bool:
    """Another administrator than the one who asked for it."""
    return administers(actor) and actor.ref != str(change.asked_by.public_id)


register("staff.manage", Policy(administers, _all))
register("office.manage", Policy(administers, _all))
register("history.read_all", Policy(administers))
register("grant.confirm", Policy(_confirms_grant))
register("office_change.confirm", Policy(_confirms_change))
