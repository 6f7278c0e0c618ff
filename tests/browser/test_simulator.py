"""The simulator on a small phone and without scripts: every page fits, is accessible, and leads to the same answer."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import assert_accessible
from tests.browser.conftest import RunningServer
from tests.flows.simulations import mother_and_daughter

pytestmark = pytest.mark.req("S2-16")


def walk(page: Page, check: bool) -> None:
    """Answer everything as the contract's mother and daughter would."""
    people = mother_and_daughter()
    page.goto("/simulador/")
    press(page, "Empezar")
    page.fill("[name=relatives]", "1")
    press(page, "Continuar")
    for _ in range(40):
        if "/pregunta/" not in page.url:
            return
        if check:
            assert_accessible(page)
        answer(page, people)
        press(page, "Continuar")
    raise AssertionError("the simulator never ends")


def press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def answer(page: Page, people: dict) -> None:
    key = page.url.rstrip("/").split("/")[-1]
    who, _, name = key.partition("-")
    value = people[who].get(name, False)
    boxes = page.locator(f'main input[name^="{key}_"]:not([type=checkbox])')
    if boxes.count():
        for box, part in zip(boxes.all(), (value.day, value.month, value.year), strict=True):
            box.fill(str(part))
    elif page.locator(f'select[name="{key}"]').count():
        page.select_option(f'select[name="{key}"]', str(value))
    elif page.locator(f'main input[name="{key}"][type=radio]').count():
        page.check(f'[name="{key}"][value="{ {False: "no"}.get(value, value) }"]')
    else:
        page.fill(f'[name="{key}"]', str(value))


def test_on_a_phone_320_pixels_wide(chromium: Browser, server: RunningServer) -> None:
    context = chromium.new_context(base_url=server.url, locale="es-ES", viewport={"width": 320, "height": 640})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    walk(page, check=True)
    assert_accessible(page)
    assert "772,57" in page.locator("h1").inner_text()
    assert not complaints, "nothing is refused by the content security policy"
    context.close()


def test_without_scripts(chromium: Browser, server: RunningServer) -> None:
    context = chromium.new_context(base_url=server.url, locale="es-ES", java_script_enabled=False)
    page = context.new_page()
    walk(page, check=False)
    assert "772,57" in page.locator("h1").inner_text()
    context.close()
