"""Taking the photos with the camera, in Chromium with a film in its place; and going on with the telephone."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, Page

from applications import services
from applications.models import Application
from applications.views.citizen.session import KEY
from identity.models import IdentityCheck, PhoneLink, Picture
from identity.specimens import cards
from identity.specimens.catalogue import holder_of
from identity.specimens.photographs import Scene, photograph
from identity.specimens.turns import YAW
from tests.browser import films
from tests.browser.axe import assert_accessible, look
from tests.browser.conftest import CHROMIUM
from tests.browser.sessions import apart
from tests.unit.applications import drafts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("S2-22", "S2-56")]
HOUSEHOLD = "single_mother"


@pytest.fixture
def draft(live_server) -> Application:
    """A draft that lacks only the identity, with its check begun."""

    def begin() -> Application:
        application = drafts.filled(HOUSEHOLD)
        services.open_identity_check(application, actor=drafts.actor_of(application))
        return application

    return apart(begin)


@pytest.fixture
def browser_of(draft) -> Client:
    """The client whose session acts for the draft."""
    client = Client()
    session = client.session
    session[KEY] = {"id": str(draft.public_id), "at": int(time.time())}
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


@pytest.fixture
def filmed(chromium: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """A tab of a browser whose camera shows a film; without one, of a browser without a camera."""
    browsers = []

    def enter(client: Client, film: Path | None = None) -> Page:
        shown = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
        browser = chromium.browser_type.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--use-fake-ui-for-media-stream", *(shown if film else ())],
        )
        browsers.append(browser)
        context = browser.new_context(
            base_url=live_server.url, locale="es-ES", viewport={"width": 390, "height": 844}, permissions=["camera"]
        )
        context.set_default_timeout(60_000)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return context.new_page()

    yield enter
    for browser in browsers:
        browser.close()


def hint(page: Page, words: str) -> None:
    """Wait until the page says it."""
    page.locator("[data-hint]", has_text=words).wait_for()


def test_the_card_is_guided_nearer_and_taken_by_itself(draft, browser_of, filmed, tmp_path) -> None:
    someone = drafts.household(HOUSEHOLD).applicant
    card = cards.front(holder_of(someone), timezone.localdate())
    scene = {"seed": 3, "width": 1280, "height": 720, "tilt": 2.0, "turn": 0.5, "noise": 1.0, "light": 0.1}
    far, near = (photograph(card, Scene(share=share, **scene)) for share in (0.44, 0.745))
    page = filmed(browser_of, films.of_a_card(tmp_path / "card.mjpeg", far, near))
    answer = page.goto("/solicitud/borrador/identidad/foto/front/")
    assert answer is not None
    assert "camera=(self)" in answer.headers["permissions-policy"]
    assert_accessible(page)
    page.get_by_role("button", name="Usar la cámara").click()
    page.get_by_role("button", name="Hacer la foto").wait_for()
    assert page.evaluate("document.activeElement.hasAttribute('data-shutter')"), "the keyboard is at the shutter"
    hint(page, "Acerca un poco el documento.")
    assert_accessible(page)
    look(page, "camera-closer")
    hint(page, "Foto hecha.")
    assert page.evaluate("document.activeElement.hasAttribute('data-send')")
    sends = page.get_by_role("button", name=re.compile("^Enviar"))
    assert sends.all_inner_texts() == ["Enviar esta foto"], "one button sends it, not two"
    look(page, "camera-taken")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/foto/back/"), page.locator("main").inner_text()
    picture = Picture.objects.get(side="front")
    assert picture.read["number"] == someone.document_number
    assert picture.measures["card_px"] >= 700


def test_a_card_that_shines_or_moves_is_not_taken_until_it_is_held_well(browser_of, filmed, tmp_path) -> None:
    someone = drafts.household(HOUSEHOLD).applicant
    card = cards.front(holder_of(someone), timezone.localdate())
    scene = {"seed": 3, "width": 1280, "height": 720, "tilt": 2.0, "turn": 0.5, "noise": 1.0, "share": 0.745}
    held = photograph(card, Scene(light=0.1, **scene))
    shining = photograph(card, Scene(light=0.1, glare=(0.5, 0.5, 0.3), **scene))
    places = [photograph(card, Scene(light=0.1, shift=(0.009 * step, 0.0), **scene)) for step in (-3, -2, -1, 1, 2, 3)]
    shaken = [(place, 1 / films.PER_SECOND) for place in (*places, *reversed(places))] * 15
    page = filmed(browser_of, films.film(tmp_path / "shown.mjpeg", [(shining, 6), *shaken, (held, 20)]))
    page.goto("/solicitud/borrador/identidad/foto/front/")
    page.get_by_role("button", name="Usar la cámara").click()
    hint(page, "Hay un brillo. Inclina un poco el documento.")
    hint(page, "Quieto, sin mover el documento.")
    hint(page, "Foto hecha.")


def test_the_head_turns_to_the_side_that_the_server_asks_for(draft, browser_of, filmed, tmp_path) -> None:
    actor = drafts.actor_of(draft)

    def agree() -> str:
        services.answer_face_consent(draft, True, actor=actor)
        return services.ask_turn(draft, actor=actor).side

    side = apart(agree)  # nobody answered it: the page is asked for the same
    someone = drafts.household(HOUSEHOLD).applicant
    film = films.of_a_turn(tmp_path / "turn.mjpeg", someone, YAW if side == "left" else -YAW)
    page = filmed(browser_of, film)
    page.goto("/solicitud/borrador/identidad/foto/selfie/")
    assert_accessible(page)
    page.get_by_role("button", name="Usar la cámara").click()
    hint(page, "Gira la cabeza despacio hacia tu " + {"left": "izquierda", "right": "derecha"}[side])
    assert_accessible(page)
    look(page, "camera-turn")
    hint(page, "Vuelve a mirar de frente.")
    page.wait_for_url("**/foto/front/")
    turn = Picture.objects.get(side="selfie").measures["turn"]
    assert turn["passed"], turn
    assert turn["asked"] == side
    assert Picture.objects.filter(side="turn").exists()


def test_what_was_wrong_with_the_last_photo_is_read_before_the_camera_opens_again(browser_of, filmed, tmp_path) -> None:
    table = Image.new("RGB", (1280, 720), (150, 120, 90))
    page = filmed(browser_of, films.film(tmp_path / "table.mjpeg", [(table, 3)]))
    page.goto("/solicitud/borrador/identidad/foto/front/")
    page.get_by_role("button", name="Usar la cámara").click()
    page.get_by_role("button", name="Hacer la foto").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Enviar esta foto").click()
    page.get_by_role("alert").filter(has_text="No vemos el documento en la foto.").wait_for()
    page.wait_for_timeout(1500)
    assert page.get_by_role("button", name="Usar la cámara").is_visible()
    assert not page.locator("[data-stage]").is_visible()
    assert page.evaluate("scrollY") < 300, "the page stands where the error is"


def test_a_photo_that_travels_slowly_says_so_and_one_that_does_not_arrive_is_kept(browser_of, filmed, tmp_path) -> None:
    photo = tmp_path / "table.jpg"
    Image.effect_noise((2400, 1800), 80).save(photo, quality=95)
    page = filmed(browser_of)
    page.goto("/solicitud/borrador/identidad/foto/front/")
    page.set_input_files("[data-still] input[type=file]", photo)
    network = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 50, "downloadThroughput": -1, "uploadThroughput": 400_000}
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", slow)
    send = page.get_by_role("button", name="Enviar la foto")
    send.click()
    page.get_by_role("status").filter(has_text="Enviando la foto. No cierres esta página.").wait_for()
    page.wait_for_timeout(1500)
    assert 2 < page.locator("progress").evaluate("bar => bar.value") < 100
    assert not send.is_visible(), "it is sent once"
    assert_accessible(page)
    look(page, "picture-sending")
    page.get_by_role("button", name="No enviarla").click()
    send.wait_for()
    assert not page.get_by_role("alert").is_visible(), "who stopped it knows"
    network.send("Network.emulateNetworkConditions", slow | {"offline": True})
    send.click()
    page.get_by_role("alert").filter(has_text="No ha llegado. Comprueba tu conexión").wait_for()
    network.send("Network.emulateNetworkConditions", slow | {"uploadThroughput": -1})
    page.wait_for_timeout(1100)  # a second click within a second counts as the same one
    send.click()
    page.get_by_role("alert").filter(has_text="No vemos el documento").wait_for()


def test_a_camera_that_is_taken_away_is_told_and_can_be_opened_again(browser_of, filmed, tmp_path) -> None:
    table = Image.new("RGB", (1280, 720), (150, 120, 90))
    page = filmed(browser_of, films.film(tmp_path / "table.mjpeg", [(table, 3)]))
    page.goto("/solicitud/borrador/identidad/foto/front/")
    page.get_by_role("button", name="Usar la cámara").click()
    page.get_by_role("button", name="Hacer la foto").wait_for()
    page.evaluate(
        "document.querySelector('video').srcObject.getTracks()"
        ".forEach(track => track.dispatchEvent(new Event('ended')))"
    )
    page.get_by_role("alert").filter(has_text="La cámara se ha parado.").wait_for()
    page.get_by_role("button", name="Usar la cámara").click()
    page.get_by_role("button", name="Hacer la foto").wait_for()
    assert not page.get_by_role("alert").is_visible()


def test_without_a_camera_it_is_said_and_the_file_stays_beside(browser_of, filmed) -> None:
    page = filmed(browser_of)
    page.goto("/solicitud/borrador/identidad/foto/front/")
    page.get_by_role("button", name="Usar la cámara").click()
    page.get_by_role("alert").filter(has_text="No encontramos ninguna cámara").wait_for()
    assert page.get_by_role("button", name="Enviar la foto").is_visible()
    assert_accessible(page)
    look(page, "camera-none")


def test_the_telephone_takes_the_pictures_and_the_desk_follows(draft, browser_of, visit) -> None:
    desk = visit(browser_of)
    desk.open("/solicitud/borrador/identidad/", "identity-ways")
    assert desk.page.locator(".ways__one h2").all_inner_texts() == ["Identidad electrónica", "Fotos", "Una persona"]
    desk.press("Hacerlas con el móvil", "phone-code")
    desk.expect("vale 10 minutos")
    address = desk.page.get_by_role("link", name="abrir el enlace aquí").get_attribute("href")
    desk.page.locator("[data-desk]", has_text="Esperando a tu móvil").wait_for()
    stranger = Client()
    telephone = visit(_with_session(stranger))
    address = "/" + address.split("/", 3)[3]
    telephone.open(address, "phone-open")
    telephone.submit()
    telephone.expect("Empezar con las fotos")
    desk.page.locator("[data-desk]", has_text="Tu móvil está conectado").wait_for()
    telephone.page.goto("/solicitud/borrador/")
    assert telephone.page.url.endswith("/solicitud/continuar/"), "a telephone sees nothing of the draft"
    telephone.page.goto(address)
    telephone.submit()
    telephone.expect("Este código ya no vale")
    apart(lambda: services.ask_person(draft, actor=drafts.actor_of(draft)))
    desk.page.wait_for_url("**/identidad/resultado/")
    desk.arrive("identity-person")
    desk.expect("Lo mirará una persona")
    assert IdentityCheck.objects.get().reasons == ["identity.person_asked"]


def _with_session(client: Client) -> Client:
    session = client.session
    session["nobody"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


def test_the_desk_says_that_the_code_is_over(draft, browser_of, visit) -> None:
    desk = visit(browser_of)
    desk.open("/solicitud/borrador/identidad/")
    desk.press("Hacerlas con el móvil")
    apart(lambda: PhoneLink.objects.update(expires_at=timezone.now()))
    desk.page.locator("[data-desk]", has_text="El código ha caducado. Pulsa «Pedir otro código».").wait_for()
    desk.arrive("phone-code-over")
    desk.press("Pedir otro código")
    desk.page.locator("[data-desk]", has_text="Esperando a tu móvil").wait_for()
