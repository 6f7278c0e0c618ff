"""A citizen's pages: nothing without the code that opened them, and never another person's application."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from applications import services as applications
from applications.models import Application, Document, Letter
from applications.views.citizen.session import KEY
from tests.flows.dossiers import opened, staff, stand_ins  # noqa: F401
from tests.rights.cast import signed_in
from tests.rights.matrix import rows_of
from tests.rights.rows import Citizen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins")]

ROWS = rows_of(Citizen)
ENTRANCES = {"draft": "applications:continue", "filed": "applications:follow_up"}
PDF = b"%PDF-1.4 x %%EOF"
METHODS = {"page": ("get",), "form": ("get", "post"), "act": ("post",)}


def browser_of(application: Application | None) -> Client:
    """A browser in which a code proved to be behind `application` (the codes have their own tests)."""
    browser = Client()
    if application is not None:
        session = browser.session
        session[KEY] = {"id": str(application.public_id), "at": int(time.time())}
        session.save()
    return browser


@pytest.fixture
def pair():
    """Two people with one application each; what is Lucía's must not reach Ramón."""
    staff("elena", "processor")
    found = []
    for key in ("single_mother", "undeclared_income"):
        dossier = opened(key)
        application = dossier.application
        receipt = f"0197f6c8-0000-7000-8000-00000000000{len(found)}"
        application.receipt_public_id = receipt
        application.save()
        Document.objects.create(
            application=application, requirement_code="family_ties", label="Libro de familia", state="requested"
        )
        Letter.objects.create(
            application=application,
            receipt_public_id=receipt,
            kind="resolution",
            title="Resolución",
            summary="",
            issued_at=dossier.created_at,
        )
        found.append(application)
    return found


def put(application: Application, stage: str) -> None:
    Application.objects.filter(pk=application.pk).update(state="draft" if stage == "draft" else "submitted")


def calls(stage: str, application: Application):
    """Every address of the stage with what it asks for of `application`, and each way of calling it."""
    for name, row in ROWS.items():
        if row.stage == stage:
            address = reverse(name, args=row.arguments(application))
            for method in METHODS[row.how]:
                yield name, method, address


@pytest.mark.parametrize("stage", ["draft", "filed"])
def test_without_the_code_there_is_only_the_way_in(pair, stage):
    lucia, _ = pair
    put(lucia, stage)
    for browser in (browser_of(None), signed_in(staff("oscar", "processor"))):
        for name, method, address in calls(stage, lucia):
            response = getattr(browser, method)(address)
            assert (response.status_code, response["Location"]) == (302, reverse(ENTRANCES[stage])), (name, method)


@pytest.mark.parametrize("stage", ["draft", "filed"])
def test_another_citizen_s_session_never_opens_it(pair, stage):
    lucia, ramon = pair
    put(lucia, stage)
    put(ramon, stage)
    before = Application.objects.filter(pk=lucia.pk).values().get()
    for name, method, address in calls(stage, lucia):
        put(ramon, stage)
        response = getattr(browser_of(ramon), method)(address)
        shown = response.content.decode(errors="replace")
        assert response.status_code in (200, 302, 400, 404, 409), (name, method, response.status_code)
        for secret in ("Lucía", "Mateo", "99001117", "Higuera", lucia.registry_number):
            assert secret not in shown, (name, method, secret)
        if ROWS[name].arguments(lucia) and stage == "filed":
            assert response.status_code == 404, (name, method)
    assert Application.objects.filter(pk=lucia.pk).values().get() == before
    assert lucia.documents.get().state == "requested"


@pytest.mark.parametrize("stage", ["draft", "filed"])
def test_a_draft_s_pages_do_not_open_what_was_submitted_nor_the_other_way_round(pair, stage):
    lucia, _ = pair
    put(lucia, "filed" if stage == "draft" else "draft")
    onwards = {"draft": "applications:sent", "filed": "applications:draft"}[stage]
    for name, method, address in calls(stage, lucia):
        response = getattr(browser_of(lucia), method)(address)
        assert (response.status_code, response["Location"]) == (302, reverse(onwards)), (name, method)


def test_acts_are_never_done_by_following_a_link(pair):
    lucia, _ = pair
    for name, row in ROWS.items():
        put(lucia, row.stage)
        browser = browser_of(lucia)
        address = reverse(name, args=row.arguments(lucia))
        before = Application.objects.filter(pk=lucia.pk).values("state", "answers", "address", "iban").get()
        response = browser.get(address)
        after = Application.objects.filter(pk=lucia.pk).values("state", "answers", "address", "iban").get()
        assert after == before, name
        if row.how == "act":
            assert response.status_code == 405, name


def test_a_verb_refuses_who_is_not_behind_the_application(pair):
    from core.actors import citizen
    from core.errors import Refused

    lucia, ramon = pair
    intruder = citizen(str(ramon.public_id))
    with pytest.raises(Refused):
        applications.withdraw(lucia, actor=intruder)
    with pytest.raises(Refused):
        applications.receive_document(lucia, lucia.documents.get().public_id, PDF, "x.pdf", actor=intruder)
