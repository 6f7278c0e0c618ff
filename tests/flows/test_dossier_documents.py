"""A document is asked for: the clock stands still, the citizen brings it, the clock and the study go on."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from applications import services as applications
from core.actors import citizen
from core.errors import AmparoError
from receipts import services as receipts
from tests.flows.dossiers import actor, opened, problems_of, run, staff, stand_ins  # noqa: F401
from workflow import services
from workflow.clock import reading

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins")]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
WHY = "El padrón no permite saber con quién vive."


@pytest.fixture
def dossier():
    staff("elena", "processor")
    return opened("single_mother")


def ask(dossier, label="Certificado de empadronamiento"):
    return services.request_document(str(dossier.public_id), "padron_collective", label, WHY, actor(dossier.assignee))


@pytest.mark.req("S2-68")
def test_the_clock_stands_still_until_the_document_comes(dossier):
    before = dossier.silence_date
    request = ask(dossier)
    run()
    dossier.refresh_from_db()
    assert (dossier.state, dossier.clock_stopped) == ("suspended_for_documents", True)
    request.refresh_from_db()
    assert receipts.content(request.receipt_public_id, actor(dossier.assignee)).startswith(b"%PDF")
    asked = dossier.application.documents.get(public_id=request.document_ref)
    with time_machine.travel(timezone.now() + dt.timedelta(days=20), tick=True):
        applications.receive_document(
            dossier.application.public_id,
            asked.public_id,
            PDF,
            "padron.pdf",
            actor=citizen(str(dossier.application.public_id)),
        )
        run()
    dossier.refresh_from_db()
    assert (dossier.state, dossier.clock_stopped) == ("under_study", False)
    assert dossier.silence_date == before + dt.timedelta(days=20)
    assert [entry.move for entry in dossier.clock.all()] == ["start", "stop", "resume"]
    assert problems_of(dossier) == []


def test_after_the_document_the_processor_can_decide(dossier):
    who = actor(dossier.assignee)
    request = ask(dossier)
    with pytest.raises(AmparoError):
        services.propose(str(dossier.public_id), "granted", "", who)
    applications.receive_document(
        dossier.application.public_id,
        request.document_ref,
        PDF,
        "padron.pdf",
        actor=citizen(str(dossier.application.public_id)),
    )
    run()
    services.propose(str(dossier.public_id), "granted", "", who)
    services.resolve(str(dossier.public_id), who)
    run()
    dossier.refresh_from_db()
    assert dossier.state == "notified"


def test_one_document_at_a_time(dossier):
    ask(dossier)
    with pytest.raises(AmparoError) as raised:
        ask(dossier, "Otro")
    assert raised.value.code == "request.one_at_a_time"


def test_the_officer_can_go_on_without_the_document(dossier):
    ask(dossier)
    services.stop_waiting(str(dossier.public_id), "La persona ya lo aportó en otra solicitud.", actor(dossier.assignee))
    dossier.refresh_from_db()
    assert (dossier.state, dossier.clock_stopped) == ("under_study", False)
    assert dossier.correction_requests.get().state == "dropped"


def test_a_stop_holds_three_months_at_most(dossier):
    ask(dossier)
    entries = list(dossier.clock.all())
    stopped_on = entries[-1].on
    limit = reading(entries, stopped_on).stop_ends_on
    at_limit = reading(entries, limit)
    later = reading(entries, limit + dt.timedelta(days=30))
    assert at_limit.silence_date == later.silence_date
    assert later.days_left == at_limit.days_left - 30
