"""Every tile of the pages, looked at in a browser: what axe finds, what fits, and what is left without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.axe import assert_accessible, assert_fits, look

GALLERY = ["/galeria/", "/galeria/?mal", "/galeria/oficina/", "/galeria/pregunta/", "/galeria/pregunta/?mal"]
PAGES = ["/", "/ayuda/", "/privacidad/", "/accesibilidad/", "/codigo/", "/desarrollo/correo/", "/nada/"]

pytestmark = [pytest.mark.urls("tests.unit.furniture.gallery"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def context(chromium: Browser, live_server) -> Iterator[BrowserContext]:
    """A new browser on core's pages and the gallery, which are served by the test itself."""
    fresh = chromium.new_context(base_url=live_server.url, locale="es-ES", viewport={"width": 1280, "height": 900})
    yield fresh
    fresh.close()


@pytest.mark.req("S2-40", "S0-11")
@pytest.mark.parametrize("address", [*PAGES, *GALLERY])
def test_axe_finds_nothing_at_any_width(page: Page, address: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "Policy" in message.text else None)
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        assert_accessible(page)
    assert complaints == []
    look(page, "furniture" + address.replace("/", "-").replace("?", ""))


@pytest.mark.req("S2-40")
@pytest.mark.parametrize("address", ["/", *GALLERY])
def test_text_at_200_per_cent_still_fits(page: Page, address: str) -> None:
    page.goto(address)
    # What a browser's own text size does; the stylesheet is in rem, so everything follows.
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert_fits(page)


@pytest.mark.req("S0-11")
@pytest.mark.parametrize("address", ["/", "/galeria/", "/galeria/oficina/"])
def test_targets_are_at_least_24_px(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(address)
    small = page.evaluate(
        """[...document.querySelectorAll('a, button, input, select, summary')].filter(element => {
            const box = element.getBoundingClientRect();
            const inline = getComputedStyle(element).display === 'inline';
            return box.width > 1 && !inline && (box.width < 24 || box.height < 24);
        }).map(element => element.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_what_is_not_accessible_is_found(page: Page) -> None:
    page.goto("/galeria/")
    page.evaluate("""() => {
        const words = document.createElement("p");
        words.textContent = "Gris claro sobre blanco";
        words.style.color = "#bbb";
        document.querySelector("main").append(words, document.createElement("img"));
    }""")
    with pytest.raises(AssertionError) as caught:
        assert_accessible(page)
    assert "(image-alt)" in str(caught.value)
    assert "(color-contrast)" in str(caught.value)


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(page: Page) -> None:
    page.goto("/galeria/?mal")
    page.wait_for_function("document.activeElement.classList.contains('govuk-error-summary')")
    assert page.title().startswith("Error: ")
    page.get_by_role("link", name="El 31 de febrero de 1984 no existe").click()
    assert page.evaluate("document.activeElement.id") == "id_birth_0"


def test_everything_is_there_without_scripts(chromium: Browser, live_server) -> None:
    plain = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = plain.new_page()
    page.goto("/galeria/?mal")
    assert page.get_by_role("heading", name="Hay 14 cosas que revisar").is_visible()
    assert not page.get_by_role("button", name="Imprimir").is_visible()
    page.get_by_role("link", name="Rellena «Nombre».").click()
    assert page.url.endswith("#id_name")
    plain.close()


def test_the_first_tab_jumps_over_the_header(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#contenido")


def test_colour_is_never_alone_in_high_contrast(chromium: Browser, live_server) -> None:
    contrast = chromium.new_context(base_url=live_server.url, forced_colors="active")
    page = contrast.new_page()
    page.goto("/galeria/")
    for name in (".govuk-tag", ".amparo-answer", ".amparo-steps__mark"):
        assert page.locator(name).first.evaluate("element => getComputedStyle(element).borderTopStyle") == "solid"
    look(page, "furniture-contrast")
    contrast.close()
