"""Answers behind a link: only the link opens them, nothing says whose they are, and they go when their days end."""

from datetime import date, timedelta

import pytest
from django.db import connection

from core.errors import AmparoError
from core.models import AuditEvent
from simulator import services
from simulator.models import SavedSimulation
from simulator.saving import DAYS_KEPT

pytestmark = [pytest.mark.django_db, pytest.mark.req("S2-16")]
TODAY = date(2026, 10, 15)
ANSWERS = {
    "unit": {"net_patrimony": "1200.00"},
    "members": [{"ref": "a", "birth_date": "1984-05-02"}],
    "asked": ["hogar"],
}


def test_the_link_opens_what_was_kept() -> None:
    token = services.keep(ANSWERS, TODAY)
    assert services.answers_of(services.find(token, TODAY), token) == ANSWERS


def test_the_table_holds_neither_answers_nor_token_nor_moment() -> None:
    token = services.keep(ANSWERS, TODAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM simulator_savedsimulation")
        stored = repr(cursor.fetchall())
    for secret in (token, "1984", "1200", "net_patrimony"):
        assert secret not in stored
    assert {field.name for field in SavedSimulation._meta.get_fields()} == {
        "id",
        "fingerprint",
        "answers",
        "expires_on",
    }
    assert not AuditEvent.objects.exists(), "no trace of a moment that an application could be matched with"


def test_the_house_alone_cannot_open_it_nor_can_another_link() -> None:
    token, other = services.keep(ANSWERS, TODAY), services.keep({"unit": {}, "members": [], "asked": []}, TODAY)
    row = services.find(token, TODAY)
    assert "1984" not in row.answers, "the house's own key opens only the outer seal"
    with pytest.raises(AmparoError) as refused:
        services.answers_of(row, other)
    assert refused.value.code == "simulation.saved_gone"


def test_two_savings_of_the_same_answers_have_nothing_in_common() -> None:
    services.keep(ANSWERS, TODAY)
    services.keep(ANSWERS, TODAY)
    first, second = SavedSimulation.objects.all()
    assert first.answers != second.answers
    assert first.fingerprint != second.fingerprint


@pytest.mark.parametrize(("days", "found"), [(0, True), (DAYS_KEPT, True), (DAYS_KEPT + 1, False)])
def test_it_lasts_its_days_and_not_one_more(days: int, found: bool) -> None:
    token = services.keep(ANSWERS, TODAY)
    day = TODAY + timedelta(days=days)
    if found:
        assert services.find(token, day)
    else:
        with pytest.raises(AmparoError):
            services.find(token, day)
    assert services.purge_saved(day) == (0 if found else 1)
    assert SavedSimulation.objects.exists() is found


def test_whoever_holds_the_link_deletes_it_and_a_wrong_link_deletes_nothing() -> None:
    token = services.keep(ANSWERS, TODAY)
    services.forget("x" * 24)
    assert services.find(token, TODAY)
    services.forget(token)
    with pytest.raises(AmparoError):
        services.find(token, TODAY)
