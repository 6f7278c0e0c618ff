"""A stored assessment comes out byte for byte as it was; any change of it or of its text is refused."""

import json
from random import Random
from typing import Any

import pytest

from core.errors import AmparoError
from rules import services, texts_store
from rules.language.load import Edition
from rules.models import ArchivedText, Assessment
from rules.second_opinion.households import household
from tests.unit.rules.households import pointers, put

pytestmark = [pytest.mark.django_db, pytest.mark.req("S2-72")]


def _edition() -> Edition:
    edition = texts_store.current("imv")
    assert edition is not None
    return edition


def _stored(random: Random) -> Assessment:
    """An assessment of a random household, with some of its facts unknown, as it lies in the database."""
    case = household(_edition(), random)
    for pointer in random.sample(pointers(case), random.choice([0, 0, 1, 3])):
        case = put(case, pointer, None)
    read = services.read_case(case)
    found = services.assess(services.text("imv", read.on), read)
    return Assessment.objects.get(pk=services.store_assessment(found, "proposal", "0190-x").pk)


def _bytes(outcome: Any) -> bytes:
    return json.dumps(outcome, ensure_ascii=False, sort_keys=True).encode()


def test_stored_assessments_are_replayed_byte_for_byte() -> None:
    random = Random(72)
    for _ in range(40):
        row = _stored(random)
        assert _bytes(services.replay(row).outcome()) == _bytes(row.outcome)


def test_every_change_of_what_came_out_is_refused() -> None:
    """Also one that Python finds equal: 1 for true, 733 for 733.0."""
    row = _stored(Random(1))
    for key, value in [("eligible", int(bool(row.outcome["eligible"]))), ("kind", "other"), ("missing", ["/x"])]:
        kept = dict(row.outcome)
        row.outcome = {**kept, key: value}
        with pytest.raises(AmparoError) as caught:
            services.replay(row)
        assert caught.value.code == "assessment.not_the_same"
        row.outcome = kept
    assert services.replay(row).outcome() == row.outcome


def test_under_another_text_no_assessment_is_the_same() -> None:
    files = dict(_edition().files)
    files["parameters.yaml"] = files["parameters.yaml"].replace("1: 733.60", "1: 700.00")
    other = texts_store.keep(files)
    random = Random(5)
    try:
        for _ in range(10):
            row = _stored(random)
            row.text_hash = other.text.hash
            with pytest.raises(AmparoError) as caught:
                services.replay(row)
            assert caught.value.code == "assessment.not_the_same"
    finally:
        texts_store._EDITIONS.pop(other.text.hash)


def test_a_changed_archived_text_is_refused() -> None:
    """The archive is named by its content: files that are no longer those of the name are no text of ours."""
    files = dict(_edition().files)
    files["parameters.yaml"] = files["parameters.yaml"].replace("1: 733.60", "1: 700.00")
    older = texts_store.keep(files)
    case = services.read_case(household(_edition(), Random(9)))
    row = services.store_assessment(services.assess(older.on(case.on), case), "proposal", "0190-x")
    texts_store._EDITIONS.pop(older.text.hash)
    assert services.replay(row).outcome() == row.outcome
    texts_store._EDITIONS.pop(older.text.hash)
    archived = ArchivedText.objects.get(hash=older.text.hash)
    changed = files["parameters.yaml"].replace("1: 700.00", "1: 701.00")
    ArchivedText.objects.filter(pk=archived.pk).update(files={**files, "parameters.yaml": changed})
    with pytest.raises(AmparoError) as caught:
        services.replay(row)
    assert caught.value.code == "assessment.text_missing"
