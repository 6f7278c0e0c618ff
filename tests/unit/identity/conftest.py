"""Drawn people, their photographs and what was read in them: made once a run, whichever of its workers asks first."""

import hashlib
import os
import pickle
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

os.environ.setdefault("OMP_THREAD_LIMIT", "1")


@pytest.fixture(scope="session")
def once(tmp_path_factory):
    """What `make` gives for a key, made the first time it is asked for; the workers of pytest-xdist share it."""
    mine = tmp_path_factory.getbasetemp()
    folder = (mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine) / "made-once"
    folder.mkdir(exist_ok=True)

    def made(key, make):
        path = folder / hashlib.sha256(pickle.dumps(key)).hexdigest()
        if not path.is_file():
            content = make()
            descriptor, aside = tempfile.mkstemp(dir=folder)
            with os.fdopen(descriptor, "wb") as stream:
                pickle.dump(content, stream)
            Path(aside).replace(path)
        return pickle.loads(path.read_bytes())

    return made


@pytest.fixture(scope="session")
def shots(once, tmp_path_factory):
    """Photographs by person and name."""
    from core.demonstration import person
    from identity.specimens import catalogue

    folder = tmp_path_factory.mktemp("specimens")

    def of(key: str, name: str) -> bytes:
        from django.test import override_settings

        with override_settings(DATA_DIR=folder):
            return once(("shot", key, name), lambda: catalogue.specimen(person(key), name))

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
def poses(once):
    """Pictures before the camera by person and pose: ``straight``, ``again``, ``left``, ``right``."""
    from core.demonstration import person
    from tests.unit.identity import attacks

    def of(key: str, pose: str) -> bytes:
        return once(("pose", key, pose), lambda: attacks.picture(person(key), pose))

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


@pytest.fixture
def read_once(monkeypatch, once):
    """The same pictures go through many checks: they are examined once a run, truly, and remembered after."""
    from identity.vision import apart

    def remembered(ask):
        return lambda *question: once((ask.__name__, *question), lambda: ask(*question))

    for ask in (apart.examine, apart.turn, apart.compare):
        monkeypatch.setattr(apart, ask.__name__, remembered(ask))
