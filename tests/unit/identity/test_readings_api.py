"""Readings for the office's own programs: who may ask, what is answered, and that nothing is kept."""

import hashlib
import json

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.demonstration import person
from core.models import StoredFile
from identity.models import IdentityCheck, Picture
from identity.views import readings

pytestmark = pytest.mark.django_db


TOKEN = "the token of the office's own program"


@pytest.fixture
def ask(settings):
    """Send a form as a program of the office does."""
    cache.clear()
    settings.DEMONSTRATION = False
    settings.READING_TOKENS = (hashlib.sha256(b"another").hexdigest(), hashlib.sha256(TOKEN.encode()).hexdigest())

    def send(token=TOKEN, **body):
        return Client().post("/api/v1/identity/readings", body, headers={"Authorization": f"Bearer {token}"})

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


@pytest.mark.req("S2-22")
def test_only_a_program_we_know_may_ask_and_not_without_end(ask, monkeypatch, settings):
    for unknown in ("", TOKEN[:-1]):
        refused = ask(unknown)
        assert (refused.status_code, json.loads(refused.content)["code"]) == (401, "identity.program_unknown")
    monkeypatch.setattr(readings, "MOST", 2)
    assert [json.loads(ask().content)["code"] for _ in range(3)][-1] == "request.too_many"
    cache.clear()
    settings.DEMONSTRATION = True
    assert json.loads(ask("").content)["code"] == "identity.picture_empty"
    assert Client().get("/api/v1/identity/readings").status_code == 405
