"""Drawn people and their photographs, made once a session."""

import os
from copy import deepcopy
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


@pytest.fixture(scope="session")
def poses():
    """Pictures before the camera by person and pose: ``straight``, ``again``, ``left``, ``right``."""
    from functools import cache

    from core.demonstration import person
    from tests.unit.identity import attacks

    @cache
    def of(key: str, pose: str) -> bytes:
        return attacks.picture(person(key), pose)

    return of


@pytest.fixture
def answer_turn(poses):
    """Ask for a turn and answer it; `poses` by place replaces a picture of the three."""
    from identity import services

    def answer(check, key: str = "adrian", **instead: str):
        asked = services.ask_turn(check.check_id)
        names = {"first": "straight", "turned": asked.side, "last": "again"} | instead
        frames = tuple(poses(key, names[place]) for place in ("first", "turned", "last"))
        return services.add_turn(check.check_id, asked.nonce, frames)

    return answer


@pytest.fixture
def open_check(claimed):
    """A check begun by a person of the demonstration."""
    from core.identifiers import new_public_id
    from identity import services

    def start(key="adrian", consent=True, **changes):
        ref = str(new_public_id())
        return services.open_check(
            subject_ref=ref, claimed=claimed(key, **changes), province_code="29", face_consent=consent
        )

    return start


@pytest.fixture(scope="session")
def answers():
    """What the process apart answered, by question."""
    return {}


@pytest.fixture
def read_once(monkeypatch, answers):
    """The same picture goes through many checks: it is examined once a session, truly, and remembered after."""
    from identity.vision import apart

    def remembered(ask):
        def answer(*question):
            key = (ask.__name__, *question)
            if key not in answers:
                answers[key] = ask(*question)
            return deepcopy(answers[key])

        return answer

    for ask in (apart.examine, apart.compare):
        monkeypatch.setattr(apart, ask.__name__, remembered(ask))
