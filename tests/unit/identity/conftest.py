"""Drawn people and their photographs, made once a session."""

import os
from dataclasses import replace

import pytest

os.environ.setdefault("OMP_THREAD_LIMIT", "1")


@pytest.fixture(scope="session")
def shots(tmp_path_factory):
    """Photographs by person and name, drawn the first time they are asked for."""
    from core.demonstration import person
    from identity.specimens import catalogue

    folder = tmp_path_factory.mktemp("specimens")

    def of(key: str, name: str) -> bytes:
        from django.test import override_settings

        with override_settings(DATA_DIR=folder):
            return catalogue.specimen(person(key), name)

    return of


@pytest.fixture(scope="session")
def read_once():
    """What the process apart answered, by question: the same picture is examined once a session, truly."""
    return {}


@pytest.fixture
def _each_picture_once(monkeypatch, read_once):
    """The same pictures go through many checks; only the first time costs seconds."""
    from identity.vision import apart

    def remembered(name):
        ask = getattr(apart, name)

        def answer(*question):
            key = (name, *(hash(part) for part in question))
            if key not in read_once:
                read_once[key] = ask(*question)
            return read_once[key]

        return answer

    for name in ("examine", "compare"):
        monkeypatch.setattr(apart, name, remembered(name))


@pytest.fixture
def claimed():
    """What a person would type about themselves."""
    from core.demonstration import person
    from identity.types import ClaimedIdentity

    def of(key: str, **changes) -> ClaimedIdentity:
        one = person(key)
        typed = ClaimedIdentity(
            document_kind=one.document_kind,
            number=one.document_number,
            first_name=one.first_name,
            first_surname=one.first_surname,
            second_surname=one.second_surname,
            birth_date=one.birth_date,
            expires_on=one.document_expires_on,
        )
        return replace(typed, **changes)

    return of
