"""What a supervisor sets for their directorate: automatic giving, each processor's terms, absences."""

from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core import events
from core.actors import Actor
from core.errors import AmparoError
from core.models import Office, OfficeKind, Role, StaffMember
from core.policies import require
from workflow.fair_share import SKILLS
from workflow.models import Absence, AssignmentPolicy, AssignmentTerms
from workflow.selectors.takers import is_automatic
from workflow.services.assigning import lock_office, try_unassigned_again
from workflow.services.rows import staff_of

HIGHEST_WEIGHT = 200
LONGEST_ABSENCE = timedelta(days=366)


def find_member(public_id: UUID | str) -> StaffMember:
    """The member of staff behind a public id; raises ``staff.not_found``."""
    try:
        return StaffMember.objects.get(public_id=public_id)
    except (StaffMember.DoesNotExist, ValidationError, ValueError):
        raise AmparoError("processor.not_found") from None


def tell_office(kind: str, actor: Actor, office: Office, /, **payload: object) -> None:
    """Record an event about the directorate; payload holds codes and ids only."""
    events.record(kind, actor, "office", str(office.public_id), payload)


@transaction.atomic
def set_automatic(office: Office, automatic: bool, actor: Actor) -> None:
    """Let the directorate's new dossiers be given by themselves, or keep them until the supervisor gives them."""
    require(actor, "assignment.manage", office)
    lock_office(office.pk)
    if is_automatic(office) == automatic:
        return
    AssignmentPolicy.objects.update_or_create(office=office, defaults={"automatic": automatic})
    tell_office("assignment.policy_changed", actor, office, state="encendido" if automatic else "apagado")
    try_unassigned_again(office)


@transaction.atomic
def set_terms(
    office: Office, member: StaffMember, weight: int, cap: int | None, skills: list[str], actor: Actor
) -> AssignmentTerms:
    """What one processor takes in the directorate, from the next dossier on."""
    require(actor, "assignment.manage", office)
    require(actor, "processor.manage", member)
    lock_office(office.pk)
    if not (0 <= weight <= HIGHEST_WEIGHT and (cap is None or cap >= 0) and set(skills) <= set(SKILLS)):
        raise AmparoError("assignment.terms_unknown", highest=HIGHEST_WEIGHT)
    terms, _ = AssignmentTerms.objects.update_or_create(
        office=office, staff=member, defaults={"weight": weight, "cap": cap, "skills": sorted(skills)}
    )
    cap_words = "sin tope" if cap is None else f"tope de {cap}"
    tell_office("assignment.terms_changed", actor, office, staff=str(member.public_id), weight=weight, cap=cap_words)
    try_unassigned_again(office)
    return terms


@transaction.atomic
def record_absence(member: StaffMember, from_on: date, until_on: date, actor: Actor) -> Absence:
    """Days on which a processor is given nothing new. What they have in hand stays until it is handed over."""
    require(actor, "processor.manage", member)
    StaffMember.objects.select_for_update(no_key=True).get(pk=member.pk)
    if until_on < from_on or until_on < timezone.localdate() or until_on - from_on > LONGEST_ABSENCE:
        raise AmparoError("absence.wrong_days")
    if member.absences.filter(ended_at=None, from_on__lte=until_on, until_on__gte=from_on).exists():
        raise AmparoError("absence.overlaps")
    absence = Absence.objects.create(staff=member, from_on=from_on, until_on=until_on, recorded_by=staff_of(actor))
    days = {"from_on": f"{from_on:%d/%m/%Y}", "until_on": f"{until_on:%d/%m/%Y}"}
    for office in offices_of_processor(member):
        tell_office("absence.recorded", actor, office, staff=str(member.public_id), **days)
    return absence


@transaction.atomic
def end_absence(member: StaffMember, actor: Actor) -> None:
    """They are back, or will not go: from now on they count again. Twice is an error, so that nobody is misled."""
    require(actor, "processor.manage", member)
    StaffMember.objects.select_for_update(no_key=True).get(pk=member.pk)
    live = member.absences.filter(ended_at=None, until_on__gte=timezone.localdate()).order_by("from_on").first()
    if live is None:
        raise AmparoError("absence.none")
    live.ended_at = timezone.now()
    live.save(update_fields=["ended_at", "changed_at"])
    for office in offices_of_processor(member):
        tell_office("absence.ended", actor, office, staff=str(member.public_id))
        try_unassigned_again(office)


def welcome_processor(staff_ref: str) -> None:
    """Somebody begins to process, or begins elsewhere: what waits there for a person is tried again. Twice is once."""
    for office in offices_of_processor(find_member(staff_ref)):
        try_unassigned_again(office)


def offices_of_processor(member: StaffMember) -> list[Office]:
    """Directorates where the person processes today."""
    live = member.roles.live_on(timezone.localdate()).filter(role=Role.PROCESSOR)
    provinces = set(live.values_list("office__province_code", flat=True))
    return list(Office.objects.filter(kind=OfficeKind.PROVINCIAL_OFFICE, province_code__in=provinces))
