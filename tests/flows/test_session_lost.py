"""Whoever comes back to a draft after their session ended is told what was kept, what was not and how to go on."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from applications.views.citizen.session import IDLE_SECONDS, KEY
from tests.unit.applications import drafts

pytestmark = [pytest.mark.django_db, pytest.mark.req("S1-8")]


def browser_of(idle: int) -> Client:
    """A browser that opened a draft and was left alone for some seconds."""
    application = drafts.filled("single_mother")
    client = Client()
    session = client.session
    session[KEY] = {"id": str(application.public_id), "at": int(time.time()) - idle}
    session.save()
    return client


def said(client: Client, **sent: str) -> str:
    address = reverse("applications:personal")
    response = client.post(address, sent, follow=True) if sent else client.get(address, follow=True)
    assert response.redirect_chain == [(reverse("applications:continue"), 302)]
    return response.content.decode()


def test_after_an_hour_what_was_kept_is_kept() -> None:
    page = said(browser_of(IDLE_SECONDS + 1))
    assert "Lo tuyo está guardado." in page
    assert "no se ha guardado" not in page


def test_what_was_being_written_is_said_to_be_lost_and_only_that() -> None:
    page = said(browser_of(IDLE_SECONDS + 1), first_name="Lucía")
    assert "lo que acabas de escribir no se ha guardado" in page
    assert "Lo anterior, sí." in page


def test_a_browser_that_knows_of_no_draft_is_not_sent_elsewhere_without_a_word() -> None:
    page = said(Client())
    assert "En este navegador no hay ninguna solicitud abierta." in page
    assert "lo que guardaste sigue guardado" in page


def test_an_old_link_says_why_and_leads_on() -> None:
    response = Client().get("/solicitud/continuar/abcdefabcdef/")
    page = response.content.decode()
    assert response.status_code == 410
    assert "Ese enlace ya no sirve." in page
    assert 'href="/solicitud/continuar/">Continuar un borrador</a>' in page
