"""Readings for the office's own programs: who may ask, what is answered, and that nothing is kept."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from core.actors import Actor, RoleAt
from core.demonstration import person
from core.errors import AmparoError
from core.models import StoredFile
from identity.models import IdentityCheck, Picture
from identity.views import readings

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(monkeypatch):
    """Send a form as a member of staff with one role."""
    cache.clear()
    monkeypatch.setattr("core.office_pages._door", lambda request: None)

    def send(role="processor", **body):
        request = RequestFactory().post("/api/v1/identity/readings", body)
        request.user = get_user_model()()
        request._amparo_actor = Actor("staff", "one", "", (RoleAt(role, 1, "29"),))
        return readings.readings(request)

    return send


def picture(content):
    return SimpleUploadedFile("picture.jpg", content, "image/jpeg")


@pytest.mark.req("S2-22")
def test_pictures_go_in_and_one_object_comes_out_and_nothing_is_kept(ask, shots):
    answer = ask(back=picture(shots("adrian", "back")), front=picture(shots("adrian", "front")), on="2026-11-21")
    found = json.loads(answer.content)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert found["fields"]["number"]["value"] == person("adrian").document_number
    assert not StoredFile.objects.exists()
    assert not IdentityCheck.objects.exists()
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "identity.picture_empty"),
        ({"front": picture(b"hello")}, "identity.picture_not_image"),
        ({"typed": "[]"}, "identity.reading_unclear"),
        ({"typed": "{"}, "identity.reading_unclear"),
        ({"on": "21/11/2026"}, "identity.reading_unclear"),
    ],
)
def test_what_cannot_be_read_is_told_as_a_problem(ask, body, code):
    answer = ask(**body)
    assert 400 <= answer.status_code < 500
    assert answer["Content-Type"] == "application/problem+json"
    found = json.loads(answer.content)
    assert (found["code"], found["status"]) == (code, answer.status_code)
    assert found["detail"]


def test_only_who_works_with_people_may_ask_and_not_without_end(ask, monkeypatch):
    with pytest.raises(AmparoError, match=r"access\.refused"):
        ask("administrator")
    monkeypatch.setattr(readings, "MOST", 2)
    assert [json.loads(ask().content)["code"] for _ in range(3)][-1] == "request.too_many"
