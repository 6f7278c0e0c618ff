"""Ends that decide nothing on the right: only where the law opens them, by a person, with their own letter."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.selectors import letters, timeline
from applications.services import issue_certificate
from core.actors import citizen
from core.errors import AmparoError
from receipts import selectors
from tests.flows.dossiers import actor, opened, run, staff, stand_ins  # noqa: F401
from tests.rights.cast import signed_in
from workflow import services
from workflow.models import DossierState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins"), pytest.mark.req("S2-66", "S2-68")]
TOO_MUCH = {"annual_income_previous_year": 60_000.00, "net_patrimony": 900_000.00}


@pytest.fixture
def elena():
    return staff("elena", "processor")


def waiting(elena):
    dossier = opened("single_mother")
    services.request_document(
        str(dossier.public_id), "other", "Libro de familia", "Sin él no se sabe quién vive en casa.", actor(elena)
    )
    run()
    dossier.refresh_from_db()
    return dossier


def after_the_term(dossier):
    return time_machine.travel(dossier.correction_requests.get().due_on + dt.timedelta(days=1), tick=True)


def decide(dossier, elena, kind):
    services.propose(str(dossier.public_id), kind, "", actor(elena))
    services.resolve(str(dossier.public_id), actor(elena))
    run()
    dossier.refresh_from_db()


def papers(dossier):
    return {paper.kind: paper for paper in selectors.receipts_of("dossier", str(dossier.public_id))}


def pressed(client, dossier):
    return client.get(reverse("workflow:dossier", args=[dossier.public_id])).content.decode()


def test_a_document_that_never_came_ends_the_procedure_by_lapse(elena):
    dossier = waiting(elena)
    with after_the_term(dossier):
        client = signed_in(elena)
        assert reverse("workflow:propose_lapse", args=[dossier.public_id]) in pressed(client, dossier)
        page = client.get(reverse("workflow:propose_lapse", args=[dossier.public_id])).content.decode()
        assert "Libro de familia" in page
        assert client.post(reverse("workflow:propose_lapse", args=[dossier.public_id])).status_code == 302
        services.resolve(str(dossier.public_id), actor(elena))
        run()
        dossier.refresh_from_db()
        assert dossier.state == DossierState.NOTIFIED
        assert (dossier.resolution.kind, dossier.resolution.monthly_cents) == ("lapsed", 0)
        assert set(papers(dossier)) == {"correction_request", "lapse"}, "no sheet: nothing was calculated"
        dossier.application.refresh_from_db()
        assert "lapsed" in [step.step for step in timeline(dossier.application)]
        assert letters(dossier.application)[0].summary.startswith("Terminada por caducidad")
        certificate = issue_certificate(dossier.application, actor=citizen(str(dossier.application.public_id)))
        assert certificate.kind == "status_certificate"


def test_there_is_no_lapse_before_the_three_months_are_over(elena):
    dossier = waiting(elena)
    with time_machine.travel(dossier.correction_requests.get().due_on, tick=True):
        assert reverse("workflow:propose_lapse", args=[dossier.public_id]) not in pressed(signed_in(elena), dossier)
        with pytest.raises(AmparoError, match="not_what_the_rules_say"):
            services.propose(str(dossier.public_id), "lapsed", "", actor(elena))
        dossier.refresh_from_db()
        assert dossier.state == DossierState.SUSPENDED_FOR_DOCUMENTS, "a refused proposal leaves it waiting"


def test_who_stopped_waiting_in_time_cannot_let_it_lapse_later(elena):
    dossier = waiting(elena)
    services.stop_waiting(str(dossier.public_id), "Se decide con lo que hay en el expediente.", actor(elena))
    run()
    with (
        time_machine.travel(timezone.now() + dt.timedelta(days=150), tick=True),
        pytest.raises(AmparoError, match="not_what_the_rules_say"),
    ):
        services.propose(str(dossier.public_id), "lapsed", "", actor(elena))


def test_a_document_that_came_late_stops_the_lapse(elena):
    dossier = waiting(elena)
    with after_the_term(dossier):
        request = dossier.correction_requests.get()
        services.take_received_document(str(dossier.application.public_id), request.document_ref)
        run()
        dossier.refresh_from_db()
        with pytest.raises(AmparoError, match="not_what_the_rules_say"):
            services.propose(str(dossier.public_id), "lapsed", "", actor(elena))


def test_declared_income_far_over_the_threshold_is_inadmissible(elena):
    dossier = opened("single_mother", **TOO_MUCH)
    decide(dossier, elena, "inadmissible")
    assert set(papers(dossier)) == {"inadmission"}
    [cause] = dossier.resolution.content["ending"]["causes"]
    assert "(artículo 11" in cause
    dossier.application.refresh_from_db()
    assert "inadmissible" in [step.step for step in timeline(dossier.application)]


@pytest.mark.parametrize(("unit", "days"), [({}, 1), (TOO_MUCH, 31)])
def test_nobody_is_left_unadmitted_who_is_vulnerable_or_after_thirty_days(elena, unit, days):
    dossier = opened("single_mother", **unit)
    with time_machine.travel(timezone.now() + dt.timedelta(days=days), tick=True):
        client = signed_in(elena)
        assert reverse("workflow:propose_inadmission", args=[dossier.public_id]) not in pressed(client, dossier)
        page = client.get(reverse("workflow:propose_inadmission", args=[dossier.public_id])).content.decode()
        assert "no es posible ahora" in page
        with pytest.raises(AmparoError, match="not_what_the_rules_say"):
            services.propose(str(dossier.public_id), "inadmissible", "", actor(elena))


def test_nobody_outside_reads_the_page(elena):
    dossier = opened("single_mother")
    answer = Client().get(reverse("workflow:propose_lapse", args=[dossier.public_id]))
    assert answer.status_code == 302
