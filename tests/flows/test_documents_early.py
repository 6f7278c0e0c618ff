"""The list of documents says what it knows: before the questions are answered, an empty one is no promise."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Application
from applications.views.citizen.session import KEY
from tests.unit.applications import drafts

pytestmark = [pytest.mark.django_db, pytest.mark.req("S2-16")]


def documents_of(application: Application) -> str:
    client = Client()
    session = client.session
    session[KEY] = {"id": str(application.public_id), "at": int(time.time())}
    session.save()
    return client.get(reverse("applications:documents")).content.decode()


def test_before_the_questions_nobody_is_told_that_nothing_is_needed() -> None:
    page = documents_of(drafts.started())
    assert "Todavía no lo sabemos" in page
    assert "No hace falta ningún documento" not in page


def test_once_everything_is_answered_the_list_stands() -> None:
    page = documents_of(drafts.filled("single_mother"))
    assert "Todavía no lo sabemos" not in page
    assert "puede crecer" not in page
