"""The ways to show who one is: changing one's mind, leaving it to a person, and what a telephone's link opens."""

import io
import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from applications import services
from applications.models import Application
from applications.views.citizen.session import KEY, PHONE_KEY, PHONE_SECONDS
from core.errors import AmparoError
from core.models import AuditEvent, Office
from identity import services as identity
from identity.models import IdentityCheck, PhoneLink
from identity.vision import apart
from tests.unit.applications import drafts

pytestmark = [pytest.mark.django_db, pytest.mark.req("S2-22", "S2-56")]


@pytest.fixture
def draft() -> Application:
    return drafts.filled()


@pytest.fixture
def client_of(draft: Application) -> Client:
    client = Client()
    session = client.session
    session[KEY] = {"id": str(draft.public_id), "at": int(time.time())}
    session.save()
    return client


def url(name: str, *arguments: str) -> str:
    return reverse(f"applications:{name}", args=arguments)


def link_of(client: Client) -> str:
    page = client.post(url("phone"))
    return str(page.context["address"]).split("/", 3)[3]


def test_a_person_can_be_asked_for_from_the_start_and_the_draft_goes_on(draft, client_of) -> None:
    assert client_of.post(url("ask_person")).url == url("identity_result")
    page = client_of.get(url("identity_result")).content.decode()
    assert "Lo mirará una persona" in page
    assert "5 días hábiles" in page
    assert drafts.fresh(draft).identity_outcome == "review"
    assert IdentityCheck.objects.get().state == "review"
    assert "firmar y presentar ya" in client_of.get(url("identity")).content.decode()


def test_who_asked_for_a_person_may_come_back_to_the_photos_or_take_any_other_way(draft, client_of) -> None:
    Office.objects.get_or_create(
        code="CAISS2801", defaults={"name": "CAISS de Madrid", "kind": "caiss", "province_code": draft.province_code}
    )
    client_of.post(url("identity"))
    IdentityCheck.objects.update(picture_tries={"front": 2})
    client_of.post(url("ask_person"))
    for name in ("identity_result", "identity"):
        page = client_of.get(url(name)).content.decode()
        for way in (reverse("identity:electronic"), url("photos_after_all"), "Pide cita", "CAISS de Madrid"):
            assert way in page, (name, way)
    assert client_of.post(url("photos_after_all")).url == url("picture", "front")
    assert drafts.fresh(draft).identity_outcome == ""
    check = IdentityCheck.objects.get()
    assert (check.state, check.reasons, check.picture_tries) == ("open", [], {"front": 2}), "tries are not given back"
    assert client_of.post(url("photos_after_all")).url == url("identity")


def test_who_was_left_to_a_person_by_their_pictures_has_the_other_ways_and_no_more_tries(draft, client_of) -> None:
    client_of.post(url("identity"))
    IdentityCheck.objects.update(state="review", reasons=["identity.kept_after_tries"])
    Application.objects.update(identity_outcome="review")
    page = client_of.get(url("identity_result")).content.decode()
    assert reverse("identity:electronic") in page
    assert "Pide cita" in page
    assert url("photos_after_all") not in page
    assert client_of.post(url("photos_after_all")).url == url("identity")
    assert IdentityCheck.objects.get().state == "review"


def test_a_telephone_offers_the_photos_it_has_of_a_card_and_the_camera_for_a_face(draft, client_of) -> None:
    services.open_identity_check(draft, actor=drafts.actor_of(draft))
    services.answer_face_consent(draft, True, actor=drafts.actor_of(draft))
    assert ' capture="' not in client_of.get(url("picture", "front")).content.decode(), "«una foto ya hecha»"
    assert 'capture="user"' in client_of.get(url("picture", "selfie")).content.decode()


def test_there_is_no_result_while_nothing_was_concluded(draft, client_of) -> None:
    client_of.post(url("identity"))
    assert client_of.get(url("identity_result")).url == url("identity"), "no photo «to repeat», no 0 tries left"
    IdentityCheck.objects.update(state="retake", retake_sides=["selfie"], reasons=["identity.face_differs"])
    assert "Hay que repetir una foto" in client_of.get(url("identity_result")).content.decode()


def test_the_script_that_sends_a_photo_is_told_where_to_go(draft, client_of) -> None:
    client_of.post(url("identity"))
    json = {"Accept": "application/json"}
    assert client_of.post(url("picture", "front"), blank(), headers=json).json() == {"next": url("picture", "front")}
    client_of.post(url("ask_person"))
    assert client_of.post(url("picture", "front"), blank(), headers=json).json() == {"next": url("identity")}
    client_of.logout()
    assert client_of.post(url("picture", "front"), blank(), headers=json).json() == {"next": url("continue")}


def test_the_leave_to_compare_the_face_is_taken_back_before_any_picture_of_it(draft, client_of) -> None:
    actor = drafts.actor_of(draft)
    services.open_identity_check(draft, actor=actor)
    services.answer_face_consent(draft, True, actor=actor)
    for page in (url("picture", "selfie"), url("identity")):
        assert url("face_consent") in client_of.get(page).content.decode(), page
    client_of.post(url("face_consent"), {"consent": "no"})
    assert not IdentityCheck.objects.get().face_consent
    assert client_of.get(url("picture", "selfie")).url == url("identity")


def test_what_reads_pictures_gets_ready_while_the_page_that_asks_for_one_is_open(draft, client_of, settings) -> None:
    apart.workers().close()
    services.open_identity_check(draft, actor=drafts.actor_of(draft))
    assert client_of.get(url("picture", "front")).status_code == 200
    assert not apart.workers().processes(), "the tests say when: AMPARO_VISION_AHEAD=0"
    settings.VISION_AHEAD = True
    assert client_of.get(url("picture", "front")).status_code == 200
    until = time.monotonic() + 60
    while not apart.workers().processes() and time.monotonic() < until:
        time.sleep(0.05)
    assert apart.workers().processes()


def test_asking_for_a_person_twice_or_after_the_end_changes_nothing(draft, client_of) -> None:
    client_of.post(url("ask_person"))
    assert client_of.post(url("ask_person")).url == url("identity")
    assert client_of.post(url("phone")).url == url("identity")
    assert IdentityCheck.objects.count() == 1
    assert client_of.post(url("identity")).status_code == 200, "the finished check is not begun again"
    assert drafts.fresh(draft).identity_outcome == "review"


def blank() -> dict[str, SimpleUploadedFile]:
    """A photo of a table with nothing on it, as a form sends it."""
    stream = io.BytesIO()
    Image.new("RGB", (900, 600), (200, 190, 170)).save(stream, "JPEG")
    return {"picture": SimpleUploadedFile("foto.jpg", stream.getvalue(), "image/jpeg")}


def test_loading_the_page_again_after_a_bad_picture_says_the_same_and_uses_up_no_try(draft, client_of) -> None:
    client_of.post(url("identity"))
    answer = client_of.post(url("picture", "front"), blank())
    assert (answer.status_code, answer.url) == (302, url("picture", "front")), "nothing to send again"
    for _ in range(3):
        page = client_of.get(url("picture", "front")).content.decode()
        assert "No vemos el documento en la foto." in page
        assert "Puedes intentarlo 2 veces más." in page
        assert "identity-retake" in page, "and the drawing of what to do"
    assert IdentityCheck.objects.get().picture_tries == {"front": 1}
    assert "No vemos el documento" not in client_of.get(url("picture", "back")).content.decode()


def test_a_file_that_is_no_picture_is_told_on_the_page_and_uses_up_no_try(draft, client_of) -> None:
    client_of.post(url("identity"))
    sent = {"picture": SimpleUploadedFile("dni.pdf", b"%PDF-1.4 hello", "application/pdf")}
    assert "Esto es un PDF, no una foto." in client_of.post(url("picture", "front"), sent, follow=True).content.decode()
    assert "Elige un archivo" in client_of.post(url("picture", "front"), {}, follow=True).content.decode()
    assert IdentityCheck.objects.get().picture_tries == {}


def test_the_pages_of_the_pictures_lead_away_once_the_check_has_ended(draft, client_of) -> None:
    client_of.post(url("identity"))
    client_of.post(url("ask_person"))
    assert client_of.get(url("picture", "front")).url == url("identity")
    assert client_of.post(url("picture", "front"), blank()).url == url("identity")


def test_who_cannot_get_a_good_picture_is_told_that_a_person_will_look_and_goes_on(draft, client_of) -> None:
    client_of.post(url("identity"))
    IdentityCheck.objects.update(picture_tries={"front": 1})
    again = client_of.post(url("picture", "front"), blank(), follow=True).content.decode()
    assert "Puedes intentarlo 1 vez más. Después lo mirará una persona." in again
    answer = client_of.post(url("picture", "front"), blank(), follow=True)
    assert answer.redirect_chain == [(url("picture", "back"), 302)]
    assert "Hemos guardado esa foto." in answer.content.decode()
    assert "la mirará una persona. Puedes seguir." in answer.content.decode()


def test_the_consent_can_be_taken_back_from_the_page_and_a_person_looks(draft, client_of) -> None:
    actor = drafts.actor_of(draft)
    services.open_identity_check(draft, actor=actor)
    services.answer_face_consent(draft, True, actor=actor)
    # The end of a check with pictures is proved in tests/unit/identity; here it is enough that it ended well.
    IdentityCheck.objects.update(state="verified", measures={"face": {"cosine": 0.6}, "pictures": {"selfie": {}}})
    Application.objects.update(identity_outcome="verified")
    assert "Cambiar mi permiso" in client_of.get(url("identity")).content.decode()
    assert "borramos ahora" in client_of.get(url("face_consent")).content.decode()
    assert client_of.post(url("face_consent"), {"consent": "no"}).url == url("identity")
    assert drafts.fresh(draft).identity_outcome == "review"
    check = IdentityCheck.objects.get()
    assert (check.state, check.reasons) == ("review", ["identity.face_withdrawn"])
    assert check.measures == {"pictures": {}}
    assert AuditEvent.objects.filter(kind="identity.face_consent_withdrawn").count() == 1


def test_the_link_opens_the_pictures_on_one_telephone_and_nothing_else(draft, client_of) -> None:
    address, telephone = link_of(client_of), Client()
    assert telephone.get("/" + address).status_code == 200
    assert PhoneLink.objects.get().opened_at is None, "looking at the link spends nothing"
    assert telephone.post("/" + address).url == url("identity")
    page = telephone.get(url("identity")).content.decode()
    for datum in (drafts.household("single_mother").applicant.first_name, draft.email, url("draft"), url("personal")):
        assert datum not in page
    assert telephone.post(url("identity")).url == url("picture", "front")
    assert telephone.get(url("picture", "front")).status_code == 200
    for name in ("draft", "personal", "review", "sign", "phone_state"):
        assert telephone.get(url(name)).url == url("continue")
    for name in ("phone", "ask_person", "delete"):
        assert telephone.post(url(name)).url == url("continue")
    assert Client().post("/" + address).status_code == 410, "one telephone"
    assert client_of.get(url("phone_state")).json() == {"connected": True, "over": False, "pictures": 0, "done": False}


def test_a_link_is_over_after_ten_minutes_after_a_newer_one_and_never_was_when_made_up(client_of) -> None:
    old = link_of(client_of)
    new = link_of(client_of)
    assert Client().post("/" + old).status_code == 410
    assert Client().post(url("phone_open", "made-up")).status_code == 410
    assert PhoneLink.objects.latest("id").expires_at <= timezone.now() + timedelta(minutes=10)
    PhoneLink.objects.update(expires_at=timezone.now())
    assert Client().post("/" + new).status_code == 410
    assert new.split("/")[2] not in str(list(PhoneLink.objects.values())), "of the token only an index is kept"


def test_the_desk_knows_a_code_that_is_over_and_a_telephone_that_came_with_an_earlier_one(client_of) -> None:
    telephone, state = Client(), url("phone_state")
    link_of(client_of)
    assert client_of.get(state).json() == {"connected": False, "over": False, "pictures": 0, "done": False}
    PhoneLink.objects.update(expires_at=timezone.now())
    assert client_of.get(state).json()["over"], "it does not wait for ever"
    telephone.post("/" + link_of(client_of))
    link_of(client_of)  # the desk's page was loaded again
    assert client_of.get(state).json()["connected"]
    assert telephone.get(url("identity")).status_code == 200, "and the telephone goes on"
    PhoneLink.objects.exclude(opened_at=None).update(opened_at=timezone.now() - timedelta(minutes=21))
    assert not client_of.get(state).json()["connected"]


def test_a_telephone_is_let_go_after_twenty_minutes_and_once_the_draft_is_sent(draft, client_of) -> None:
    telephone = Client()
    telephone.post("/" + link_of(client_of))
    Application.objects.update(state="submitted")
    over = telephone.get(url("identity"))
    assert over.status_code == 410
    assert "En este móvil ya no se hacen las fotos." in over.content.decode()
    Application.objects.update(state="draft")
    telephone.post("/" + link_of(client_of))
    session = telephone.session
    session[PHONE_KEY] = {**session[PHONE_KEY], "at": int(time.time()) - PHONE_SECONDS - 1}
    session.save()
    assert telephone.get(url("identity")).status_code == 410


def test_only_the_pages_of_the_pictures_may_ask_for_the_camera(draft, client_of) -> None:
    services.open_identity_check(draft, actor=drafts.actor_of(draft))
    assert "camera=(self)" in client_of.get(url("picture", "front")).headers["Permissions-Policy"]
    for name in ("identity", "draft", "home"):
        assert "camera=()" in client_of.get(url(name)).headers["Permissions-Policy"]


def test_the_turn_is_asked_for_only_with_leave(draft, client_of) -> None:
    actor = drafts.actor_of(draft)
    services.open_identity_check(draft, actor=actor)
    refused = client_of.post(url("turn"))
    assert refused.status_code >= 400
    assert "permiso" in refused.json()["what"]
    services.answer_face_consent(draft, True, actor=actor)
    asked = client_of.post(url("turn")).json()
    assert asked["side"] in ("left", "right")
    assert asked["seconds"] == 60
    answer = client_of.post(url("picture", "selfie"), {"nonce": asked["nonce"]}, follow=True)
    assert "Faltan fotos de tu cara" in answer.content.decode()
    with pytest.raises(AmparoError, match=r"identity\.turn_unknown"):
        identity.add_turn(drafts.fresh(draft).identity_check_id, "x", (b"1", b"2", b"3"))


def test_after_submitting_the_consent_can_be_taken_back_too() -> None:
    draft = drafts.ready()
    actor = drafts.actor_of(draft)
    check = services.open_identity_check(draft, actor=actor).identity_check_id
    services.answer_face_consent(draft, True, actor=actor)
    IdentityCheck.objects.update(state="verified", measures={"face": {"cosine": 0.6}})
    Application.objects.update(identity_outcome="verified", state="signature_pending")
    application = drafts.fresh(draft)
    services.submit(application, drafts.signature(application), actor=actor)
    assert drafts.fresh(draft).identity_check_id == check
    client = Client()
    session = client.session
    session[KEY] = {"id": str(application.public_id), "at": int(time.time())}
    session.save()
    assert "Una persona comprobará tu identidad" not in client.get(url("mine")).content.decode()
    assert url("withdraw_face") in client.get(url("mine")).content.decode()
    assert "la comprobará una persona" in client.get(url("withdraw_face")).content.decode()
    assert client.post(url("withdraw_face")).url == url("mine")
    assert "face" not in IdentityCheck.objects.get().measures
    assert IdentityCheck.objects.get().state == "review"
    assert "Una persona comprobará tu identidad hacia el" in client.get(url("mine")).content.decode(), "and until when"
    assert client.get(url("withdraw_face")).url == url("mine"), "there is nothing left to take back"
