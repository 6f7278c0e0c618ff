"""Who may look at pictures of an identity check, and who may decide one."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from core.actors import Actor, cohabitant
from core.policies import Policy, register

APPLICANT_REF = "a"
_DECIDERS = ("processor", "supervisor")


def _may_decide(actor: Actor, check: Any) -> bool:
    """Staff who decide, of the check's province; a check without a province is anybody's who decides."""
    province = check.province_code or None
    return actor.is_staff and any(actor.has(role, province) for role in _DECIDERS)


def _may_look(actor: Actor, check: Any) -> bool:
    """The person, staff who may decide, and any processor: of another province they read, saying what for."""
    own = actor.kind == "citizen" and actor.ref == check.subject_ref
    return own or _may_decide(actor, check) or (actor.is_staff and actor.has("processor"))


def _rows(actor: Actor, checks: QuerySet[Any]) -> QuerySet[Any]:
    if not actor.is_staff:
        return checks.filter(subject_ref=actor.ref) if actor.kind == "citizen" else checks.none()
    provinces = {held.province_code for held in actor.roles if held.role in _DECIDERS}
    if not provinces:
        return checks.none()
    return checks.filter(Q(province_code__in=provinces) | Q(province_code=""))


def _rows_to_review(actor: Actor, checks: QuerySet[Any]) -> QuerySet[Any]:
    return _rows(actor, checks) if actor.is_staff else checks.none()


def _attends(actor: Actor, office: Any) -> bool:
    """A capturer, in the office where they are; with no office named, in any of theirs."""
    return actor.is_staff and any(
        held.role == "capturer" and (office is None or held.office_id == office.pk) for held in actor.roles
    )


def _gave_it(actor: Actor, consent: Any) -> bool:
    """Whoever gave it: the person who applies, or the one person of the unit it is of."""
    if consent.person_ref in ("", APPLICANT_REF):
        return actor.kind == "citizen" and actor.ref == consent.subject_ref
    return actor == cohabitant(consent.subject_ref, consent.person_ref)


register("consent.revoke", Policy(_gave_it))
register("identity.attend", Policy(_attends))
register("identity.see_picture", Policy(_may_look, _rows))
register("identity.review", Policy(_may_decide, _rows_to_review))
