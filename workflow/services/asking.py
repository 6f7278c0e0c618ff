"""Checks: put the question, keep the answer, try again, or let a person answer for it."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications import selectors as applications
from applications.types import SubmittedApplication
from core.actors import SYSTEM, Actor
from core.errors import AmparoError
from core.policies import require
from interop import services as interop
from workflow import comparison
from workflow.models import AutomationStop, Check, CheckSource, CheckState, Dossier
from workflow.models.dossier import CLOSED
from workflow.services.rows import begin_study, find, locked, require_reason, staff_of, tell

BACK_OFF = (30, 120, 600, 1800, 3600)
"""Seconds between tries of a check that nobody answers; the last one repeats, for ever."""


def create_checks(dossier: Dossier, application: SubmittedApplication) -> None:
    """One row per member and source. A person without a document number cannot be asked about: it does not appear."""
    for person in application.people:
        for source in comparison.SOURCES:
            Check.objects.get_or_create(
                dossier=dossier,
                member_ref=person.ref,
                source=source,
                defaults={"declared": comparison.declared(source, person, application)}
                | ({} if person.document_number else {"state": CheckState.NOT_FOUND}),
            )


def ask_and_settle(check_id: int, actor: Actor = SYSTEM, *, late: bool = False) -> bool:
    """Put the question of one check and keep the answer; False while nobody answers.

    The question goes out with no lock held. A check settled meanwhile keeps what it has. An answer that comes `late`,
    after the first crossing, is crossed in the same transaction: no worker can die between the two.
    """
    from workflow.services.crossing import cross_again

    check = Check.objects.select_related("dossier").get(pk=check_id)
    if check.state != CheckState.PENDING or check.dossier.closed:
        return True
    application = applications.submitted(check.dossier.application.public_id)
    person = next(one for one in application.people if one.ref == check.member_ref)
    answer = interop.ask(
        check.source,  # type: ignore[arg-type]
        comparison.question(check.source, person, application),
        subject_ref=str(check.dossier.public_id),
        subject_type="dossier",
        purpose=f"Ingreso Mínimo Vital, expediente {check.dossier.number}",
        officer=actor.ref if actor.is_staff else "",
    )
    with transaction.atomic():
        dossier = locked(check.dossier)
        check = Check.objects.select_for_update().get(pk=check_id)
        if check.state != CheckState.PENDING:
            return True
        check.tries += 1
        check.asked_at, check.exchange_ref = answer.at, str(answer.exchange_id)
        if answer.is_down:
            _keep_waiting(check, dossier)
            return False
        minor = comparison.is_minor(person, application.registered_on)
        _settle(check, dossier, comparison.compare(check.source, answer.state, answer.data, check.declared, minor))
        if late:
            cross_again(dossier.pk)
    return True


def _keep_waiting(check: Check, dossier: Dossier) -> None:
    pause = BACK_OFF[min(check.tries, len(BACK_OFF)) - 1]
    check.next_try_at = timezone.now() + timedelta(seconds=pause)
    check.save()
    _tell("check.unanswered", SYSTEM, dossier, check)


def _settle(check: Check, dossier: Dossier, verdict: comparison.Verdict) -> None:
    check.state, check.obtained = verdict.state, verdict.obtained
    check.differences = list(verdict.differences)
    check.settled_at, check.next_try_at = timezone.now(), None
    check.save()
    _tell("check.answered", SYSTEM, dossier, check)


def _tell(kind: str, actor: Actor, dossier: Dossier, check: Check) -> None:
    tell(
        kind,
        actor,
        dossier,
        check=str(check.public_id),
        source=check.get_source_display(),
        member=check.member_ref,
        state=check.get_state_display().lower(),
    )


def retry_due_checks(limit: int = 10) -> int:
    """Ask again what nobody answered; where an answer comes, the data are crossed again."""
    now = timezone.now()
    due = list(
        Check.objects.filter(state=CheckState.PENDING, next_try_at__lte=now)
        .exclude(dossier__state__in=CLOSED)
        .exclude(dossier__automation_stops__in=AutomationStop.objects.filter(ended_at=None))
        .order_by("next_try_at")
        .values_list("pk", flat=True)[:limit]
    )
    for pk in due:
        # Taken before asking, so that a slow source is not asked twice over.
        if Check.objects.filter(pk=pk, next_try_at__lte=now).update(next_try_at=now + timedelta(seconds=120)):
            ask_and_settle(pk, late=True)
    return len(due)


def _check_of(dossier: Dossier, check_ref: str) -> Check:
    check = Check.objects.select_for_update().filter(dossier=dossier, public_id=check_ref).first()
    if check is None:
        raise AmparoError("dossier.not_found")
    return check


def retry_check(dossier_ref: str, check_ref: str, actor: Actor) -> bool:
    """The processor asks again now, whatever the answer was; False if nobody answers."""
    from workflow.services.crossing import cross_again

    with transaction.atomic():
        dossier = locked(find(dossier_ref))
        require(actor, "dossier.work", dossier)
        check = _check_of(dossier, check_ref)
        application = applications.submitted(dossier.application.public_id)
        person = next(one for one in application.people if one.ref == check.member_ref)
        if not person.document_number:
            raise AmparoError("interop.incomplete_question")
        check.state, check.differences, check.reason, check.accepted_by = CheckState.PENDING, [], "", None
        check.next_try_at = timezone.now() + timedelta(seconds=BACK_OFF[0])
        check.save()
        begin_study(dossier)
        dossier.save()
        _tell("check.retried", actor, dossier, check)
    answered = ask_and_settle(check.pk, actor)
    cross_again(dossier.pk)
    return answered


@transaction.atomic
def accept_check(dossier_ref: str, check_ref: str, reason: str, actor: Actor) -> Check:
    """The processor answers for what was declared, with a reason that stays written."""
    from workflow.services.crossing import cross_again

    dossier = locked(find(dossier_ref))
    require(actor, "dossier.work", dossier)
    check = _check_of(dossier, check_ref)
    if check.settled:
        raise AmparoError("check.nothing_to_accept")
    check.reason = require_reason(reason)
    check.state, check.accepted_by = CheckState.ACCEPTED_BY_PERSON, staff_of(actor)
    check.settled_at, check.next_try_at = timezone.now(), None
    check.save()
    begin_study(dossier)
    dossier.save()
    _tell("check.accepted", actor, dossier, check)
    cross_again(dossier.pk)
    return check


def unit_totals(dossier: Dossier) -> dict[str, int]:
    """Amounts of the whole unit as the tax agency holds them; empty until it has answered about everybody.

    An amount a person answered for keeps its declared value, so then nothing is taken from the agency.
    """
    checks = list(dossier.checks.filter(source=CheckSource.TAX))
    unusable = (CheckState.PENDING, CheckState.ACCEPTED_BY_PERSON)
    if not checks or any(check.state in unusable or not _usable(check) for check in checks):
        return {}
    return {name: sum(check.obtained.get(name, 0) for check in checks) for name in comparison.WEALTH}


def _usable(check: Check) -> bool:
    # Nothing on file of a child counts as zero; nothing on file of an adult says nothing.
    return bool(check.obtained) or check.state == CheckState.OK


def compare_unit(dossier: Dossier) -> None:
    """Say on the applicant's tax check whether the amounts of the unit differ from the declared ones."""
    totals = unit_totals(dossier)
    check = dossier.checks.filter(source=CheckSource.TAX, declared__isnull=False).order_by("id").first()
    if not totals or check is None:
        return
    own = [name for name in check.differences if not name.startswith("unit_")]
    differences = own + list(comparison.unit_differences(check.declared, totals))
    obtained: dict[str, Any] = {**check.obtained, **{f"unit_{name}": total for name, total in totals.items()}}
    state = CheckState.DIFFERS if differences else CheckState.OK
    if (check.differences, check.obtained, check.state) != (differences, obtained, state):
        check.differences, check.obtained, check.state = differences, obtained, state
        check.save()
