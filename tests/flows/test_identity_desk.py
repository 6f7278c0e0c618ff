"""The desk where a person looks at a doubtful identity: pictures, values with their limits, reasons, until when."""

import pytest
from django.urls import reverse

from core.demonstration import person
from core.models import AuditEvent
from identity import services as identity
from identity.models import IdentityCheck
from identity.specimens.turns import turn
from identity.types import ClaimedIdentity
from tests.flows.dossiers import opened, staff, stand_ins  # noqa: F401
from tests.rights.cast import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins"), pytest.mark.req("S2-25", "S2-56")]


@pytest.fixture
def dossier():
    """A dossier whose person turned the head and then asked for a person."""
    elena = staff("elena", "processor")
    found = opened("single_mother")
    application, someone = found.application, person("lucia")
    claimed = ClaimedIdentity("dni", someone.document_number, someone.first_name, someone.first_surname)
    check = identity.open_check(
        subject_ref=str(application.public_id),
        claimed=claimed,
        province_code=application.province_code,
        face_consent=True,
    )
    asked = identity.ask_turn(check.check_id)
    assert identity.add_turn(check.check_id, asked.nonce, turn(someone, asked.side)).accepted
    identity.ask_person(check.check_id)
    type(application).objects.filter(pk=application.pk).update(identity_check_id=check.check_id)
    return found, signed_in(elena)


def test_the_desk_shows_what_was_measured_and_each_look_is_recorded(dossier) -> None:
    found, desk = dossier
    text = desk.get(reverse("workflow:identity", args=[found.public_id])).content.decode()
    for words in (
        "Se ha pedido que lo compruebe una persona",
        "Giro de la cabeza",
        "Desde 0,22",
        "La misma cara en las tres fotos",
        "Dibujo repetido, como de pantalla o de papel",
        "SFace 2021-12 int8",
        "Cara girada",
        "Hay que decidirlo antes del",
        "Las fotos se borran al decidir",
    ):
        assert words in text, words
    places = [text.index(words) for words in ("Foto de la cara", "Cara girada")]
    assert places == sorted(places)
    for side in ("selfie", "turn"):
        answer = desk.get(reverse("workflow:picture", args=[found.public_id, side]))
        assert (
            b"".join(answer).startswith(b"\xff\xd8\xff") if answer.streaming else answer.content[:3] == b"\xff\xd8\xff"
        )
    seen = AuditEvent.objects.filter(kind="identity.picture_seen")
    assert sorted(event.payload["side"] for event in seen) == ["selfie", "turn"]
    assert all(event.purpose for event in seen)


def test_a_check_without_pictures_says_what_can_be_done(dossier) -> None:
    found, desk = dossier
    identity.set_face_consent(IdentityCheck.objects.get().public_id, False)
    text = desk.get(reverse("workflow:identity", args=[found.public_id])).content.decode()
    assert "No hay fotos guardadas. Puedes citar a la persona" in text
    assert "Se ha retirado el permiso para comparar la cara" in text
    assert "Giro de la cabeza" not in text
