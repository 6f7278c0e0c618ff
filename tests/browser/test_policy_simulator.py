"""The policy simulator in a real browser: a reform, its progress, its pictures and tables; axe on each page."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import RunningServer
from tests.browser.test_administration import both_widths, look
from tests.browser.test_journey import sign_in
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.req("S2-72")
HOME = "/oficina/administracion/simulador-de-politicas/"


@pytest.fixture
def administrator(chromium: Browser, server: RunningServer) -> Iterator[Visitor]:
    context = chromium.new_context(base_url=server.url, locale="es-ES")
    context.set_default_timeout(45_000)
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    visitor = Visitor(page)
    sign_in(visitor, "administradora")
    yield visitor
    context.close()


def test_a_reform_from_the_form_to_the_charts(administrator: Visitor) -> None:
    page = administrator.page
    look(administrator, HOME, "policy-runs")
    look(administrator, f"{HOME}nueva/", "policy-new")
    page.set_viewport_size({"width": 1280, "height": 900})
    box, held = (
        page.locator('[name="guaranteed_income--1"]'),
        page.locator('[name="guaranteed_income--1"]').input_value(),
    )
    slider = page.get_by_role("slider", name=re.compile("1 persona$")).first
    slider.press("ArrowRight")
    assert box.input_value() != held
    assert "Era" in slider.get_attribute("aria-valuetext") or "+" in slider.get_attribute("aria-valuetext")
    slider.press("ArrowLeft")
    assert box.input_value() == held
    box.fill("800,00")
    assert abs(float(slider.input_value()) - 800) <= float(slider.get_attribute("step"))
    page.locator('[name="minimum_payment"]').evaluate("field => field.closest('details').open = true")
    page.locator('[name="minimum_payment"]').fill("40")
    page.get_by_role("button", name="Simular").click()
    page.wait_for_url(re.compile(r".*/simulador-de-politicas/[0-9a-f-]{36}/"))
    page.get_by_role("heading", name="Resultado de la simulación").wait_for()
    administrator.arrive("policy-result")
    both_widths(administrator)
    assert page.locator("svg[role=img]").count() >= 4
    assert "800,00" in page.locator("dl").inner_text()
