"""Each dossier is with one person or in one queue, of the office that works it."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef

from workflow.engine import census
from workflow.invariants.breach import Breach, of_dossiers
from workflow.models import Assignment, Dossier, DossierState, Relocation
from workflow.models.dossier import IN_HAND

BEFORE = (DossierState.OPEN, DossierState.ADMISSION, DossierState.CHECKING)
"""States in which nobody has it yet."""


def the_act_stands_with_the_processor() -> Iterator[Breach]:
    """The processor's open act is owned by the assignee; an act of another role never is."""
    rows = Dossier.objects.filter(
        process__status="NEW", process__task__status__in=census.OPEN, process__task__flow_task_type="HUMAN"
    ).values_list("public_id", "assignee__user_id", "process__task__flow_task", "process__task__owner_id")
    for public_id, assignee, node, owner in rows.iterator(2000):
        theirs = node is not None and getattr(node, "owner", None) is not None
        if theirs and assignee is None:
            yield Breach("owner", str(public_id), f"stands at {node.name} with nobody")
        elif theirs and owner != assignee:
            yield Breach("owner", str(public_id), f"its act at {node.name} is not its assignee's")
        elif not theirs and owner is not None and owner == assignee:
            yield Breach("owner", str(public_id), "its assignee has the act of another role")


def in_hand_means_in_somebodys_hands() -> Iterator[Breach]:
    """There is an assignee from assignment on and not before; nobody waits for one who has one."""
    nobody = Dossier.objects.filter(state__in=IN_HAND, assignee=None)
    yield from of_dossiers("owner", "is in hand with no assignee", nobody)
    early = Dossier.objects.filter(state__in=BEFORE).exclude(assignee=None)
    yield from of_dossiers("owner", "has an assignee before assignment", early)
    both = Dossier.objects.exclude(assignee=None).exclude(unassigned_since=None)
    yield from of_dossiers("owner", "is in the queue and with somebody", both)


def one_live_assignment() -> Iterator[Breach]:
    """What is in hand has one live assignment (the database holds that it is one), to its assignee."""
    live = Assignment.objects.filter(dossier=OuterRef("pk"), ended_at=None, staff=OuterRef("assignee"))
    rows = Dossier.objects.filter(~Exists(live), state__in=IN_HAND).exclude(assignee=None)
    yield from of_dossiers("assignment", "has no live assignment to its assignee", rows)


def nobody_has_their_own_capture() -> Iterator[Breach]:
    """Who captured an application never processes it."""
    own = Dossier.objects.filter(assignee=F("application__captured_by"))
    yield from of_dossiers("own-capture", "is with who captured it", own)


def elsewhere_only_by_relocation() -> Iterator[Breach]:
    """The competent directorate works it, or the one a live relocation sent it to."""
    live = Relocation.objects.filter(dossier=OuterRef("pk"), returned_at=None)
    away = Dossier.objects.exclude(office=F("competent_office"))
    lost = away.filter(~Exists(live.filter(to_office=OuterRef("office"))))
    home = Dossier.objects.filter(Exists(live), office=F("competent_office"))
    for rows in (lost, home):
        yield from of_dossiers("relocation", "is not where its relocations say", rows)
