"""In a real browser: to the identity provider and back, a name mended, and out of both sessions; another adult's page.

The draft is written through the room's verbs (the whole way in has its own test); the rest is walked by hand.
"""

import re
import time
from collections.abc import Iterator

import pytest
from django.core import mail
from django.test import Client

from applications import services
from applications.models import Application
from applications.views.citizen.session import KEY
from interop.standins.electronic import ElectronicStandIn
from tests.browser.axe import look
from tests.browser.sessions import apart
from tests.unit.applications import drafts
from tests.unit.applications.conftest import stand_ins  # noqa: F401

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("stand_ins"),
    pytest.mark.req("S2-25", "S0-13", "S1-6", "S2-57"),
]
NAME = "la identidad electrónica de prueba"
OTHER = "pareja.inventada@example.org"


@pytest.fixture
def provider(settings, live_server) -> Iterator[ElectronicStandIn]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PUBLIC_URL = live_server.url
    with ElectronicStandIn(client_id="amparo", client_secret="secreto") as running:
        settings.ELECTRONIC_IDENTITY = {
            **settings.ELECTRONIC_IDENTITY,
            "issuer": running.url,
            "name": NAME,
            "client_secret": "secreto",
        }
        directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        # As core.settings writes it for the provider that is set.
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**directives, "form-action": ["'self'", running.url]}}
        yield running


def browser_of(application: Application) -> Client:
    browser = Client()
    session = browser.session
    session[KEY] = {"id": str(application.public_id), "at": int(time.time())}
    session.save()
    browser.cookies["sessionid"] = session.session_key
    return browser


def mistyped() -> Application:
    application = drafts.filled("single_mother")
    member = application.members.get(ref="a")
    member.first_surname = "Equivocado"
    member.save()
    return application


def test_a_person_signs_in_mends_a_surname_and_leaves_both(visit, provider):
    application = apart(mistyped)
    person = drafts.household("single_mother").applicant
    citizen = visit(browser_of(application))
    citizen.open("/solicitud/borrador/identidad/")
    citizen.expect("pide el nivel 2", "Tú tienes el nivel 1")
    look(citizen.page, "identity-levels")
    enter = f"Entrar con {NAME}"
    citizen.follow(citizen.page.get_by_role("link", name=enter))
    citizen.follow(citizen.page.get_by_role("button", name=person.document_number))
    citizen.expect("no coincide con lo que has escrito", "el nombre o los apellidos")
    look(citizen.page, "electronic-differs")
    citizen.fill({"first_surname": person.first_surname})
    citizen.submit()
    citizen.open("/solicitud/borrador/identidad/")
    citizen.follow(citizen.page.get_by_role("link", name=enter))
    citizen.follow(citizen.page.get_by_role("button", name=person.document_number))
    citizen.expect("Tú tienes el nivel 3", "comprobada con tu identidad electrónica")
    look(citizen.page, "electronic-verified")
    citizen.open("/solicitud/borrador/")
    citizen.press("Guardar y seguir otro día")
    citizen.press("sal también de allí")
    citizen.expect("Solicitar el Ingreso Mínimo Vital")
    assert provider.sessions_ended == 1


def test_who_applied_comes_in_and_signing_out_reaches_the_provider(visit, provider):
    apart(drafts.submitted, "single_mother")
    person = drafts.household("single_mother").applicant
    citizen = visit(apart(_stranger))
    citizen.open("/solicitud/", "apply-home-electronic")
    citizen.press(f"entrar con {NAME}")
    citizen.follow(citizen.page.get_by_role("button", name=person.document_number))
    citizen.expect("Tu solicitud", "Pedir la hoja de mi firma")
    citizen.press("Salir")  # a form whose answer goes to the provider: the page's policy must let it
    citizen.expect("Solicitar el Ingreso Mínimo Vital")
    assert provider.sessions_ended == 1


def _stranger() -> Client:
    browser = Client()
    session = browser.session
    session.save()
    browser.cookies["sessionid"] = session.session_key
    return browser


def test_another_adult_confirms_by_hand(visit, provider):
    application = apart(drafts.ready, "older_couple")
    member = apart(lambda: services.adults_of(application)[0])
    owner = visit(browser_of(application))
    owner.open("/solicitud/borrador/")
    owner.press("Que confirmen las demás personas")
    look(owner.page, "confirmations")
    owner.press(member.full_name)
    owner.fill({"email": OTHER})
    look(owner.page, "ask-confirmation")
    owner.submit()
    owner.expect("Pendiente de que conteste")
    link = re.search(r"/solicitud/confirmar/enlace/[\w-]+/", mail.outbox[-1].body)[0]
    adult = visit(apart(_stranger))
    adult.open(link)
    adult.expect("No tienes obligación", "imv-convivencia-2026-1", member.full_name)
    look(adult.page, "cohabitant-link")
    adult.press("Confirmar: mandarme el código")
    adult.fill({"code": drafts.code_sent_to(OTHER)})
    adult.submit()
    adult.expect("Has confirmado")
    look(adult.page, "cohabitant-confirmed")
    with adult.page.expect_download() as waiting:
        adult.page.get_by_role("link", name="Descargar la hoja que lo prueba (PDF)").click()
    sheet = waiting.value.path()
    assert sheet.read_bytes().startswith(b"%PDF")
    adult.press("Retirar mi confirmación")
    adult.expect("está retirada")
    owner.open("/solicitud/borrador/confirmaciones/")
    owner.expect("Confirmó y después lo retiró")
