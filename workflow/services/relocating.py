"""Relocation: rules for new dossiers, dossiers moved one by one, and their way back.

What moves is who works the dossier (`office`). Competence, clock, heading of the letters and the citizen's line stay.
Locks, in this order everywhere: the offices, the process, the dossier.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core import events
from core.actors import SYSTEM, Actor
from core.errors import AmparoError
from core.models import Office, OfficeKind
from core.policies import require
from core.provinces import FORAL_PROVINCES
from identity.services.handover import move_checks
from workflow import relocation_catalogue  # noqa: F401 - its words are needed wherever this runs
from workflow.engine import desk
from workflow.engine.moving import held
from workflow.engine.rerouting import back_to
from workflow.models import Assignment, Dossier, DossierState, Relocation, RelocationRule
from workflow.services.rows import locked, require_reason, staff_of, tell
from workflow.share_of_arrivals import is_moved

NOT_BEGUN = (DossierState.OPEN, DossierState.ADMISSION, DossierState.CHECKING, DossierState.ASSIGNED)
"""Nobody has acted on it yet: these come back when a rule is over."""
MOVABLE = (*NOT_BEGUN, DossierState.UNDER_STUDY)
"""No act is half done: one of these can be moved by hand."""
AT_ONCE = 200
"""Dossiers brought back by one press of the button."""


@dataclass(frozen=True)
class Place:
    """Where a new dossier belongs and where it is worked; `rule` if one moved it."""

    competent: Office
    working: Office
    rule: RelocationRule | None = None


def place_of(province_code: str) -> Place:
    """The place of a dossier that is being opened, inside its transaction.

    The rule's row stays locked until the dossier is there, so that each arrival is counted once and in order.
    """
    competent = Office.objects.get(kind=OfficeKind.PROVINCIAL_OFFICE, province_code=province_code, closed_on=None)
    rules = RelocationRule.objects.live_on(timezone.localdate()).filter(from_office=competent)
    rule = rules.select_for_update(of=("self",)).select_related("to_office").order_by("pk").first()
    if rule is None:
        return Place(competent, competent)
    rule.arrivals += 1
    rule.save(update_fields=["arrivals", "changed_at"])
    if not is_moved(rule.arrivals, rule.share):
        return Place(competent, competent)
    return Place(competent, rule.to_office, rule)


def note_place(dossier: Dossier, place: Place) -> None:
    """Write down that a rule moved the dossier that was just opened."""
    if place.rule is not None:
        _record(dossier, place.competent, place.working, SYSTEM, rule=place.rule)


def _record(
    dossier: Dossier,
    origin: Office,
    destination: Office,
    actor: Actor,
    reason: str = "",
    rule: RelocationRule | None = None,
) -> None:
    """The move's row, the history of the dossier, and the identity check that goes along."""
    Relocation.objects.create(
        dossier=dossier,
        rule=rule,
        from_office=origin,
        to_office=destination,
        reason=reason,
        moved_by=actor.ref,
        moved_at=timezone.now(),
    )
    move_checks(str(dossier.application.public_id), destination.province_code)
    tell("dossier.relocated", actor, dossier, **_names(origin, destination), rule=str(rule.public_id) if rule else "")


def _names(origin: Office, destination: Office) -> dict[str, str]:
    return {"from": origin.code, "from_name": origin.name, "to": destination.code, "to_name": destination.name}


# --- Rules ----------------------------------------------------------------------------------------------------------


def check_rule(origin: Office, destination: Office, share: int, period: tuple[date, date]) -> None:
    """Raise what is wrong with a rule before it is shown or published."""
    for office in (origin, destination):
        if office.kind != OfficeKind.PROVINCIAL_OFFICE or office.closed_on is not None:
            raise AmparoError("relocation.not_a_directorate")
        if office.province_code in FORAL_PROVINCES:
            raise AmparoError("relocation.foral", office=office.name)
    if origin == destination:
        raise AmparoError("relocation.same_place")
    if not 1 <= share <= 100:
        raise AmparoError("relocation.share")
    if not timezone.localdate() <= period[0] <= period[1]:
        raise AmparoError("relocation.past")
    others = RelocationRule.objects.filter(ended_at=None, from_on__lte=period[1], until_on__gte=period[0])
    # One sends to one only; and nobody receives while sending.
    for office, touches in (
        (origin, Q(from_office=origin) | Q(to_office=origin)),
        (destination, Q(from_office=destination)),
    ):
        if others.filter(touches).exists():
            raise AmparoError("relocation.overlap", office=office.name)


@transaction.atomic
def publish_rule(
    origin: Office, destination: Office, share: int, period: tuple[date, date], reason: str, actor: Actor
) -> RelocationRule:
    """From its first day on, `share` per cent of what arrives for `origin` is worked by `destination`."""
    require(actor, "relocation.manage")
    _lock_offices(origin.pk, destination.pk)
    check_rule(origin, destination, share, period)
    rule = RelocationRule.objects.create(
        from_office=origin,
        to_office=destination,
        share=share,
        from_on=period[0],
        until_on=period[1],
        reason=require_reason(reason),
        published_by=staff_of(actor),
        published_at=timezone.now(),
    )
    _tell_rule("relocation.rule_published", rule, actor)
    return rule


def _tell_rule(kind: str, rule: RelocationRule, actor: Actor, **more: object) -> None:
    payload = {
        **_names(rule.from_office, rule.to_office),
        "share": rule.share,
        "from_on": f"{rule.from_on:%d/%m/%Y}",
        "until_on": f"{rule.until_on:%d/%m/%Y}",
        "arrivals": rule.arrivals,
        **more,
    }
    events.record(kind, actor, "relocation_rule", str(rule.public_id), payload)


def _locked_rule(rule_ref: str) -> RelocationRule:
    rows = RelocationRule.objects.select_for_update(of=("self",)).select_related("from_office", "to_office")
    rule = rows.filter(public_id=rule_ref).first()
    if rule is None:
        raise AmparoError("relocation.not_found")
    return rule


def is_over(rule: RelocationRule) -> bool:
    """Ended by hand, or its last day has passed."""
    return rule.ended_at is not None or rule.until_on < timezone.localdate()


@transaction.atomic
def end_rule(rule_ref: str, actor: Actor) -> RelocationRule:
    """Stop it now. What it moved stays where it is until somebody brings it back."""
    require(actor, "relocation.manage")
    rule = _locked_rule(rule_ref)
    if is_over(rule):
        raise AmparoError("relocation.rule_over")
    rule.ended_at = timezone.now()
    rule.save(update_fields=["ended_at", "changed_at"])
    _tell_rule("relocation.rule_ended", rule, actor)
    return rule


@dataclass(frozen=True)
class Returned:
    """What *Devolver* did: dossiers brought back, those somebody had begun, and those left for the next press."""

    moved: int
    stayed: int
    left: int


def return_unstarted(rule_ref: str, actor: Actor) -> Returned:
    """Bring back what a rule moved and nobody has begun; a dossier at a time, so that nobody waits for the rest."""
    require(actor, "relocation.manage")
    with transaction.atomic():
        rule = _locked_rule(rule_ref)
        if not is_over(rule):
            raise AmparoError("relocation.rule_live")
    away = Dossier.objects.filter(relocations__rule=rule, relocations__returned_at=None)
    waiting = list(away.filter(state__in=NOT_BEGUN).order_by("pk").values_list("pk", flat=True)[: AT_ONCE + 1])
    moved = sum(_bring_back(pk, actor) for pk in waiting[:AT_ONCE])
    stayed = away.exclude(state__in=NOT_BEGUN).count()
    _tell_rule("relocation.returned", rule, actor, moved=moved, stayed=stayed)
    return Returned(moved, stayed, away.filter(state__in=NOT_BEGUN).count())


# --- One dossier ----------------------------------------------------------------------------------------------------


@transaction.atomic
def move_one(number: str, destination: Office, reason: str, actor: Actor) -> Dossier:
    """Another directorate works this dossier from now on. Moving it to the competent one is bringing it back."""
    require(actor, "relocation.manage")
    why = require_reason(reason)
    if destination.kind != OfficeKind.PROVINCIAL_OFFICE or destination.closed_on is not None:
        raise AmparoError("relocation.not_a_directorate")
    if destination.province_code in FORAL_PROVINCES:
        raise AmparoError("relocation.foral", office=destination.name)
    found = Dossier.objects.filter(number=number.strip().upper()).first()
    if found is None:
        raise AmparoError("relocation.not_found")
    _lock_offices(found.office_id, destination.pk)
    assert found.process_id is not None
    with held(found.process_id) as process:
        dossier = locked(found)
        if dossier.office_id == destination.pk:
            raise AmparoError("relocation.there_already", office=destination.name)
        if dossier.state not in MOVABLE:
            raise AmparoError("relocation.not_now", state=dossier.get_state_display().lower())
        _hand_to(dossier, process, destination, actor, why)
    return dossier


@transaction.atomic
def _bring_back(dossier_id: int, actor: Actor) -> bool:
    """Back to the competent directorate, unless somebody has begun it meanwhile."""
    found = Dossier.objects.get(pk=dossier_id)
    _lock_offices(found.office_id, found.competent_office_id)
    assert found.process_id is not None
    with held(found.process_id) as process:
        dossier = locked(found)
        if dossier.state not in NOT_BEGUN or dossier.office_id == dossier.competent_office_id:
            return False
        _hand_to(dossier, process, dossier.competent_office, actor, "")
    return True


def _lock_offices(*ids: int) -> None:
    list(Office.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))


def _hand_to(dossier: Dossier, process: object, destination: Office, actor: Actor, reason: str) -> None:
    """Change who works it, take it from whoever had it, and let it be assigned there. Everything is locked."""
    origin, now = dossier.office, timezone.now()
    dossier.relocations.filter(returned_at=None).update(returned_at=now)
    Assignment.objects.filter(dossier=dossier, ended_at=None).update(ended_at=now)
    dossier.office, dossier.assignee = destination, None
    dossier.unassigned_since, dossier.unassigned_reason = None, ""
    if back_to(process, "assign", stands_at="study"):
        dossier.state = DossierState.CHECKING
    else:
        # It may be waiting for somebody of the directorate it leaves: now somebody of the other one is looked for.
        desk.hurry(dossier, "unassigned")
    dossier.save()
    if destination.pk == dossier.competent_office_id:
        move_checks(str(dossier.application.public_id), destination.province_code)
        tell("dossier.returned", actor, dossier, **_names(origin, destination))
    else:
        _record(dossier, origin, destination, actor, reason)
