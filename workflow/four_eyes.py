"""Who may be the second pair of eyes: fiscal control of the directorate, and nobody who had a hand in the dossier.

Two roles in one person change nothing: whoever once proposed it, had it assigned, or captured its application never
reviews it, not even after it passed to other hands.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from core.actors import Actor
from core.models import Role
from workflow.models import Dossier, DossierState

REVIEWER = Role.FISCAL_REVIEWER.value
_HANDS = ("assignee", "proposals__proposed_by", "assignments__staff", "application__captured_by")


def touched_by(staff_ref: str) -> Q:
    """Dossiers in which a member of staff had a hand."""
    found = Q()
    for hand in _HANDS:
        found |= Q(**{f"{hand}__public_id": staff_ref})
    return found


def had_a_hand_in(actor: Actor, dossier: Dossier) -> bool:
    """Whether `actor` ever worked on `dossier`."""
    return Dossier.objects.filter(touched_by(actor.ref), pk=dossier.pk).exists()


def is_reviewer(actor: Actor) -> bool:
    """Whether `actor` holds the role now, anywhere."""
    return actor.is_staff and actor.has(REVIEWER)


def reviews_in(actor: Actor, province_code: str) -> bool:
    """Whether `actor` holds the role now, in that directorate."""
    return actor.is_staff and actor.has(REVIEWER, province_code)


def reviews(actor: Actor, dossier: Dossier) -> bool:
    """Whether what was sent to fiscal control is `actor`'s to approve or return."""
    return (
        dossier.state == DossierState.FISCAL_REVIEW
        and reviews_in(actor, dossier.office.province_code)
        and not had_a_hand_in(actor, dossier)
    )


def sent_to(actor: Actor, dossiers: Any) -> Any:
    """Of `dossiers`, those that `actor` reviews now."""
    if not is_reviewer(actor):
        return dossiers.none()
    provinces = [held.province_code for held in actor.roles if held.role == REVIEWER]
    sent = dossiers.filter(state=DossierState.FISCAL_REVIEW, office__province_code__in=provinces)
    # Asked of each of the few that were sent, not of everything this person ever worked on.
    return sent.exclude(Exists(Dossier.objects.filter(touched_by(actor.ref), pk=OuterRef("pk"))))
