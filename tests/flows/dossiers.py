"""What the tests of the dossier share: offices, staff, a submitted application, and the worker that moves it all.

The application is written as submitting leaves it (the submission itself has its own tests); from the event on,
everything is the real thing: outbox, flow, stand-ins over HTTP, rules, seal and mail.
"""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from applications.models import Application, ApplicationState, Member
from applications.services import document_index
from core import events, worker
from core.actors import Actor, citizen, staff_actor
from core.calendars import add_months
from core.demonstration import households
from core.models import Office, StaffMember, StaffRole
from core.registry_numbers import next_number
from interop import connectors
from interop.standins import StandIn, serve
from receipts import services as receipts
from receipts.types import Document, Paragraph
from workflow.management.commands.load_demonstration import load_offices
from workflow.models import Dossier


@pytest.fixture
def stand_ins(settings: object) -> Iterator[dict[str, StandIn]]:
    """The three administrations, up, on fresh ports."""
    running = {name: serve(name) for name in ("police", "tax", "residence")}
    settings.STANDIN_URLS = {name: one.url for name, one in running.items()}  # type: ignore[attr-defined]
    yield running
    for one in running.values():
        one.stop()
    connectors._connector.cache_clear()


def load_all_offices() -> None:
    load_offices()


def staff(name: str, role: str, province: str = "28") -> StaffMember:
    """A member of staff with one live role in the province's directorate (central services for administrators)."""
    if not Office.objects.exists():
        load_all_offices()
    kind = {"administrator": "central", "capturer": "caiss"}.get(role, "provincial_office")
    office = Office.objects.get(kind=kind, province_code="" if kind == "central" else province)
    user = get_user_model().objects.create_user(name)
    member = StaffMember.objects.create(user=user, full_name=name.title(), employee_number=f"T{user.pk}")
    StaffRole.objects.create(
        staff=member, role=role, office=office, valid_from=dt.date(2020, 1, 1), confirmed_at=timezone.now()
    )
    return member


def actor(member: StaffMember) -> Actor:
    found = staff_actor(member.user_id)
    assert found is not None
    return found


@transaction.atomic
def submitted(key: str, *, number_suffix: str = "", **unit: object) -> Application:
    """Household `key` of the demonstration, submitted today; `unit` overrides facts of the case."""
    household = next(one for one in households() if one.key == key)
    now, today = timezone.now(), timezone.localdate()
    case = household.case(today)
    applicant = household.applicant
    application = Application.objects.create(
        state=ApplicationState.SUBMITTED,
        province_code=household.province_code,
        email=applicant.email or "persona@example.org",
        answers={"unit": {**case["unit"], **unit}, "members": case["members"]},
        address={
            "province_code": household.province_code,
            "municipality": applicant.municipality,
            "street": applicant.address,
            "postal_code": applicant.postal_code,
        },
        iban=applicant.iban,
        applicant_index=document_index(applicant.document_number + number_suffix),
        registry_number=next_number("solicitudes", today.year),
        submitted_at=now,
        silence_date=add_months(today, 6),
        expires_at=now + dt.timedelta(days=30),
        identity_outcome="verified",
    )
    for member, facts in zip(household.members, case["members"], strict=True):
        Member.objects.create(
            application=application,
            ref=facts["ref"],
            first_name=member.first_name,
            first_surname=member.first_surname,
            second_surname=member.second_surname,
            document_kind=member.document_kind,
            document_number=member.document_number,
            document_index=document_index(member.document_number),
            document_expires_on=member.document_expires_on,
        )
    _hand_receipt(application)
    events.record(
        "application.submitted",
        citizen(str(application.public_id)),
        "application",
        str(application.public_id),
        {"number": application.registry_number, "province": household.province_code, "benefit": "imv"},
    )
    return application


def _hand_receipt(application: Application) -> None:
    """The sealed receipt that submitting gives: a real one, with less on it."""
    letter = Document(
        kind="submission_receipt",
        title="Justificante de presentación",
        reference=f"Registro {application.registry_number}",
        office_name="Dirección provincial",
        blocks=(Paragraph("Hemos recibido tu solicitud."),),
    )
    receipt = receipts.issue(
        letter,
        subject_type="application",
        subject_ref=str(application.public_id),
        actor=citizen(str(application.public_id)),
    )
    application.receipt_public_id = str(receipt.public_id)
    application.save(update_fields=["receipt_public_id"])


def run() -> None:
    """Let the worker do everything that is due."""
    worker.run_until_idle()


def dossier_of(application: Application) -> Dossier:
    return Dossier.objects.select_related("office", "assignee").get(application=application)


def opened(key: str, **unit: object) -> Dossier:
    """A dossier that has come as far as it goes by itself."""
    application = submitted(key, **unit)
    run()
    return dossier_of(application)


def let_time_pass() -> None:
    """Make every job and check due now, as if its pause were over."""
    from viewflow.workflow.models import Task

    from workflow.models import Check

    past = timezone.now() - dt.timedelta(seconds=1)
    Task.objects.filter(status__in=("SCHEDULED", "STARTED")).update(scheduled=past)
    Check.objects.filter(state="pending", next_try_at__isnull=False).update(next_try_at=past)


def problems_of(dossier: Dossier) -> list[str]:
    """What must hold of every dossier, however it got where it is."""
    from viewflow.workflow.models import Task

    tasks = Task.objects.filter(process_id=dossier.process_id)
    found = []
    if tasks.filter(flow_task="workflow/flows.ImvFlowV1.join_checks").count() > 1:
        found.append("more than one join")
    done = dossier.process.status == "DONE"
    if done and tasks.filter(finished=None).exists():
        found.append("finished with tasks open")
    if done and tasks.filter(status="ERROR").exists():
        found.append("finished with a failed task")
    if [entry.move for entry in dossier.clock.all()].count("start") != 1:
        found.append("the clock did not start exactly once")
    if dossier.assignments.filter(ended_at=None).count() > 1:
        found.append("more than one person has it")
    return found
