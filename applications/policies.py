"""Who may do what with an application. Staff read it through the dossier: that right is workflow's."""

from __future__ import annotations

from typing import Any

from core.actors import Actor
from core.policies import Policy, register


def _own(actor: Actor, application: Any) -> bool:
    return actor.kind == "citizen" and application is not None and actor.ref == str(application.public_id)


def _own_or_system(actor: Actor, application: Any) -> bool:
    return actor.kind == "system" or _own(actor, application)


def _office(actor: Actor, application: Any) -> bool:
    # Workflow checks the officer's right over the dossier before it calls; here only who never may is stopped.
    return actor.kind in ("system", "staff")


def _own_rows(actor: Actor, queryset: Any) -> Any:
    return queryset.filter(public_id=actor.ref) if actor.kind == "citizen" else queryset.none()


register("application.start", Policy(allows=lambda actor, _: actor.kind in ("anyone", "citizen")))
register("application.read", Policy(allows=_own_or_system, narrows=_own_rows))
register("application.edit", Policy(allows=_own, narrows=_own_rows))
register("application.submit", Policy(allows=_own, narrows=_own_rows))
register("application.withdraw", Policy(allows=_own, narrows=_own_rows))
register("application.delete", Policy(allows=_own_or_system, narrows=_own_rows))
register("application.give_document", Policy(allows=_own, narrows=_own_rows))
register("application.tell_progress", Policy(allows=_office))
