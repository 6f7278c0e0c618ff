"""A draft left on one device and taken up on another, deleted for good; an application withdrawn."""

import re

import pytest

from tests.browser.axe import assert_accessible
from tests.browser.test_journey import Story, begin_directly, household
from tests.browser.visitor import Visitor, code_for

pytestmark = pytest.mark.req("S2-28", "S2-55")


def newest_link(visitor: Visitor, server) -> str:
    """The link of the newest e-mail, as somebody would follow it."""
    visitor.page.goto(f"{server.url}/desarrollo/correo/")
    link = visitor.page.locator('main a[href*="/solicitud/continuar/"]').first.get_attribute("href")
    assert link
    return link


def test_a_draft_is_left_resumed_elsewhere_by_link_and_code_and_deleted(chromium, server, context):
    story = Story(household("older_couple"))
    visitor = Visitor(context.new_page())
    begin_directly(visitor, story, server)
    visitor.press("Guardar y seguir otro día", "draft-left")

    device = chromium.new_context(base_url=server.url, locale="es-ES", viewport={"width": 390, "height": 844})
    elsewhere = Visitor(device.new_page())
    elsewhere.open(newest_link(elsewhere, server), "resume-link")
    elsewhere.submit()
    elsewhere.fill({"code": code_for(elsewhere.page, server.url)})
    elsewhere.submit()
    elsewhere.expect("Tu solicitud", "Apartados")

    elsewhere.press("Borrar mi borrador", "draft-delete")
    elsewhere.press("Sí, borrar todo", "draft-deleted")
    elsewhere.expect("Hemos borrado tu borrador")
    with elsewhere.page.expect_download() as waiting:
        elsewhere.page.get_by_role("link", name="Descargar el justificante de borrado (PDF)").click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF")
    elsewhere.page.goto("/solicitud/borrador/")
    assert not re.search(r"/solicitud/borrador/$", elsewhere.page.url)
    device.close()


def test_a_long_address_that_looks_mistyped_fits_a_small_telephone(chromium, server):
    telephone = chromium.new_context(base_url=server.url, locale="es-ES", viewport={"width": 320, "height": 640})
    visitor = Visitor(telephone.new_page())
    visitor.open("/solicitud/nueva/")
    visitor.fill({"province_code": "28"})
    visitor.submit()
    visitor.fill({"email": "maria.del.carmen.fernandez.villanueva1987@gmial.com"})
    visitor.submit("email-mistyped")
    visitor.expect("¿Querías escribir maria.del.carmen.fernandez.villanueva1987@gmail.com?")
    assert_accessible(visitor.page)
    telephone.close()
