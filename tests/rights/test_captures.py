"""A capture is its capturer's: in their office, from its networks, that day. Nobody else opens one or acts on it."""

import datetime as dt

import pytest
from django.utils import timezone

from applications.models import Application
from core import policies
from core.models import AuditEvent, Office, StaffMember
from tests.flows.captures import url
from tests.flows.dossiers import actor, staff, stand_ins, submitted  # noqa: F401
from tests.rights.cast import signed_in
from tests.rights.rooms.captures import ADDRESSES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins"), pytest.mark.req("S2-65")]

ACTIONS = ("application.capture", "application.read", "application.edit", "application.submit", "application.delete")
GIVE = "application.give_document"


def captured(by: StaffMember, on: dt.date | None, province: str = "28") -> Application:
    """An application as a capture of that member and day leaves it."""
    application = submitted("single_mother")
    application.channel, application.captured_by, application.captured_on = "in_person", by, on
    application.capture_office = Office.objects.get(kind="caiss", province_code=province)
    application.save()
    return application


@pytest.fixture
def people():
    roles = {
        "own": "capturer",
        "colleague": "capturer",
        "processor": "processor",
        "supervisor": "supervisor",
        "fiscal reviewer": "fiscal_reviewer",
    }
    found = {label: staff(label.replace(" ", "-"), role) for label, role in roles.items()}
    return found | {
        "capturer elsewhere": staff("lejos", "capturer", "29"),
        "administrator": staff("beatriz", "administrator"),
    }


def test_only_its_own_capturer_and_only_that_day(people):
    today = timezone.localdate()
    wrong = []
    for day, label_of_day in ((today, "today"), (today - dt.timedelta(days=1), "yesterday"), (None, "taken home")):
        Application.objects.all().delete()
        application = captured(people["own"], day)
        for label, member in people.items():
            who = actor(member)
            for action in (*ACTIONS, GIVE):
                expected = label == "own" and label_of_day == "today"
                if policies.may(who, action, application) != expected:
                    wrong.append((label, action, label_of_day))
                rows = policies.narrow(who, action, Application.objects.all())
                if rows.exists() != expected:
                    wrong.append((label, action, label_of_day, "rows"))
    assert wrong == []


def test_nobody_withdraws_for_the_person(people):
    application = captured(people["own"], timezone.localdate())
    assert not any(policies.may(actor(member), "application.withdraw", application) for member in people.values())


def test_in_another_office_it_is_no_longer_theirs(people):
    application = captured(people["own"], timezone.localdate(), "29")
    assert not policies.may(actor(people["own"]), "application.edit", application)


def test_somebody_elses_capture_is_not_there_and_the_try_is_written_down(people):
    application = captured(people["own"], timezone.localdate())
    for label in ("colleague", "capturer elsewhere"):
        browser = signed_in(people[label])
        for name, row in ADDRESSES.items():
            page = name.removeprefix("captures:")
            if page in ("home", "start", "resume"):
                continue
            more = row.arguments(None)[1:]  # type: ignore[arg-type]
            before = AuditEvent.objects.filter(kind="access.refused").count()
            method = browser.post if row.how == "act" else browser.get
            assert method(url(page, application.public_id, *more)).status_code == 404, (label, page)
            refused = AuditEvent.objects.filter(kind="access.refused").order_by("id")
            assert refused.count() == before + 1, (label, page)
            assert refused.last().subject_ref == str(application.public_id)


def test_a_capturer_finds_no_dossier_and_opens_none(people):
    from tests.flows.dossiers import dossier_of, run

    application = captured(people["own"], timezone.localdate())
    run()
    dossier = dossier_of(application)
    browser = signed_in(people["own"])
    for address in (f"/oficina/expedientes/{dossier.public_id}/", "/oficina/buscar/"):
        before = AuditEvent.objects.filter(kind="access.refused").count()
        assert browser.get(address).status_code == 403, address
        assert AuditEvent.objects.filter(kind="access.refused").count() == before + 1
