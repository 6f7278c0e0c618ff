"""Specimens to try by hand: only in the demonstration, marked, and apart from each other."""

import io

import pytest
from django.test import Client, override_settings
from PIL import Image

from core.demonstration import people, person
from identity.specimens.catalogue import SPECIMENS, age_of, offered

pytestmark = pytest.mark.django_db
PAGE = "/desarrollo/documentos/"


@override_settings(DEMONSTRATION=False)
@pytest.mark.parametrize("address", [PAGE, f"{PAGE}lucia/", f"{PAGE}lucia/front.jpg"])
def test_outside_the_demonstration_there_is_nothing(address):
    assert Client().get(address).status_code == 404


@override_settings(DEMONSTRATION=True)
def test_every_person_is_listed_with_their_pictures():
    page = Client().get(PAGE).content.decode()
    for one in people():
        assert one.document_number in page
        assert f"{PAGE}{one.key}/front.jpg" in page


@override_settings(DEMONSTRATION=True)
def test_a_persons_page_says_what_to_type_and_what_to_expect():
    page = Client().get(f"{PAGE}samira/").content.decode()
    one = person("samira")
    for text in (one.first_surname, one.document_number, "ESPECIMEN", *(specimen.expected for specimen in SPECIMENS)):
        assert text in page
    titles = {specimen.title for specimen in SPECIMENS if specimen.title in page}
    assert titles == {specimen.title for specimen in offered(one)} != {specimen.title for specimen in SPECIMENS}
    assert Client().get(f"{PAGE}nobody/").status_code == 404


def test_a_picture_downloads_as_a_marked_jpeg(tmp_path):
    with override_settings(DEMONSTRATION=True, DATA_DIR=tmp_path):
        answer = Client().get(f"{PAGE}adrian/selfie.jpg?descargar")
        assert answer["Content-Disposition"].startswith("attachment")
        assert "ESPECIMEN" in answer["Content-Disposition"]
        assert Image.open(io.BytesIO(answer.content)).format == "JPEG"
        assert Client().get(f"{PAGE}adrian/selfie.jpg").content == answer.content
        assert Client().get(f"{PAGE}adrian/nothing.jpg").status_code == 404


def test_a_face_is_the_same_for_ever_and_another_seed_is_another_face():
    from identity.specimens.faces import portrait

    first, again, other = portrait(1007, "F", 42, 96), portrait(1007, "F", 42, 96), portrait(1021, "F", 42, 96)
    assert (first == again).all()
    assert (first != other).any()


def test_grown_ups_of_the_demonstration_have_each_their_own_face():
    from identity.specimens import traits

    grown = {one.face_seed for one in people() if age_of(one) >= 18}
    assert grown <= traits.STEPS.keys(), "run manage.py separate_faces --search for new people"
