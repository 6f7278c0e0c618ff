"""Hearing a person before a refusal that rests on data from elsewhere. The legal clock does not stop."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from applications import selectors as applications
from applications import services as citizen_side
from core.actors import SYSTEM, Actor
from core.calendars import add_working_days
from core.errors import AmparoError
from core.policies import require
from receipts import services as receipts
from workflow import letters
from workflow.adverse import adverse_facts, consequence_of
from workflow.assessing import calculate
from workflow.engine import desk
from workflow.models import Dossier, DossierState, Hearing, HearingState, ProposalState
from workflow.services.rows import begin_study, find, locked, require_reason, staff_of, tell, tell_citizen

WORKING_DAYS = 15
"""The longer end of the 10 to 15 days that the requirements' model gives for a hearing."""


def term(dossier: Dossier, today: date) -> date:
    """Last day to answer a hearing opened today, by the working days of the province."""
    return add_working_days(today, WORKING_DAYS, dossier.office.province_code)


def open_hearing(dossier_ref: str, actor: Actor) -> Hearing:
    """Tell the person what came from elsewhere and what it would lead to, and wait for what they have to say."""
    found = find(dossier_ref)
    with desk.locked(found):
        dossier = locked(found)
        require(actor, "dossier.work", dossier)
        if dossier.state == DossierState.SUSPENDED_FOR_DOCUMENTS:
            raise AmparoError("request.one_at_a_time")
        if dossier.hearings.filter(state=HearingState.OPEN).exists():
            raise AmparoError("hearing.already_open")
        application = applications.submitted(dossier.application.public_id)
        facts = adverse_facts(dossier, application)
        if not facts:
            raise AmparoError("hearing.nothing_new")
        begin_study(dossier)
        due_on = term(dossier, timezone.localdate())
        consequence = consequence_of(calculate(dossier, application))
        asked = citizen_side.open_hearing(dossier.application.public_id, consequence, due_on, actor=SYSTEM)
        hearing = Hearing.objects.create(
            dossier=dossier,
            content={"facts": [fact.as_row() for fact in facts], "consequence": consequence},
            due_on=due_on,
            hearing_ref=str(asked.public_id),
            opened_by=staff_of(actor),
            opened_at=timezone.now(),
        )
        dossier.proposals.filter(state=ProposalState.PROPOSED).update(state=ProposalState.DROPPED)
        dossier.state = DossierState.HEARING
        dossier.save()
        tell("dossier.hearing_opened", actor, dossier, hearing=str(hearing.public_id), due_on=due_on.isoformat())
    return hearing


@transaction.atomic
def take_hearing_answer(application_ref: str, hearing_ref: str) -> None:
    """The person has answered: the study goes on. Twice is once."""
    found = Dossier.objects.filter(application__public_id=application_ref).first()
    if found is None:
        return
    dossier = locked(found)
    hearing = dossier.hearings.filter(state=HearingState.OPEN, hearing_ref=hearing_ref).first()
    if hearing is not None:
        _close(dossier, hearing, HearingState.ANSWERED, SYSTEM)


@transaction.atomic
def drop_hearing(dossier_ref: str, reason: str, actor: Actor) -> None:
    """The officer goes on without hearing the person, and says why; a refusal on those data stays closed."""
    dossier = locked(find(dossier_ref))
    require(actor, "dossier.work", dossier)
    hearing = dossier.hearings.filter(state=HearingState.OPEN).first()
    if hearing is None:
        raise AmparoError("dossier.already_done")
    hearing.reason = require_reason(reason)
    citizen_side.close_hearing(dossier.application.public_id, hearing.hearing_ref, actor=SYSTEM)
    _close(dossier, hearing, HearingState.DROPPED, actor)


def end_if_over(dossier: Dossier) -> None:
    """A hearing whose last day has passed is over: the person had their chance. The caller holds the dossier."""
    hearing = dossier.hearings.filter(state=HearingState.OPEN).first()
    if hearing is None:
        return
    if hearing.due_on >= timezone.localdate():
        raise AmparoError("hearing.still_open", day=f"{hearing.due_on:%d/%m/%Y}")
    citizen_side.close_hearing(dossier.application.public_id, hearing.hearing_ref, actor=SYSTEM)
    _close(dossier, hearing, HearingState.ENDED, SYSTEM)


def _close(dossier: Dossier, hearing: Hearing, state: HearingState, actor: Actor) -> None:
    hearing.state, hearing.closed_at = state, timezone.now()
    hearing.save()
    if dossier.state == DossierState.HEARING:
        dossier.state = DossierState.UNDER_STUDY
        dossier.save()
    tell("dossier.hearing_closed", actor, dossier, hearing=str(hearing.public_id), how=hearing.get_state_display())
    tell_citizen(dossier, "under_study")


def seal_hearing(hearing_ref: str) -> None:
    """Seal the letter of a hearing and put it in the citizen's page. Twice gives the same letter."""
    hearing = Hearing.objects.select_related("dossier__office", "dossier__competent_office").get(public_id=hearing_ref)
    if hearing.receipt_public_id:
        return
    dossier = hearing.dossier
    letter = letters.letter_of_hearing(dossier, hearing, applications.submitted(dossier.application.public_id))
    receipt = receipts.issue(letter, subject_type="dossier", subject_ref=str(dossier.public_id), actor=SYSTEM)
    with transaction.atomic():
        Hearing.objects.filter(pk=hearing.pk).update(receipt_public_id=str(receipt.public_id))
        citizen_side.attach_resolution(
            dossier.application.public_id,
            str(receipt.public_id),
            "Antes de decidir, puedes decir lo que quieras.",
            title=letter.title,
            kind=letter.kind,
        )
