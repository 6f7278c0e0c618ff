"""What the administrations answer about the synthetic people, through `services.ask`."""

import logging

import pytest

from core.demonstration import people, person
from core.errors import AmparoError
from core.events import events_of
from interop import services
from interop.models import Exchange

pytestmark = pytest.mark.django_db


def identity_of(one, **changed) -> dict:
    return {
        "document_kind": one.document_kind,
        "number": one.document_number,
        "first_name": one.first_name,
        "first_surname": one.first_surname,
        "second_surname": one.second_surname,
        "birth_date": one.birth_date.isoformat(),
        "expires_on": one.document_expires_on.isoformat(),
        **changed,
    }


def ask(connector, question, **kwargs):
    return services.ask(connector, question, subject_ref="case-1", purpose="Comprobar la identidad", **kwargs)


@pytest.mark.req("S2-60")
def test_police_says_ok_for_who_you_are(stand_ins):
    answer = ask("police", identity_of(person("lucia")))
    assert answer.state == "ok"
    assert set(answer.data["fields"].values()) == {"match"}
    assert len(answer.data["fields"]) == 6


@pytest.mark.req("S2-60")
def test_police_folds_accents_and_case_but_not_letters(stand_ins):
    typed = identity_of(person("lucia"), first_name="LUCIA", second_surname="  campillo ")
    assert ask("police", typed).state == "ok"
    answer = ask("police", {**typed, "first_surname": "Vega"})
    assert answer.state == "differs"
    assert answer.data["fields"] == {
        name: "differs" if name == "first_surname" else "match" for name in answer.data["fields"]
    }


def test_a_missing_surname_differs_and_a_missing_date_is_not_compared(stand_ins):
    answer = ask("police", identity_of(person("lucia"), second_surname="", expires_on=None))
    assert answer.data["fields"]["second_surname"] == "differs"
    assert "expires_on" not in answer.data["fields"]


@pytest.mark.req("S2-60")
def test_police_never_hands_out_the_value_it_holds(stand_ins):
    answer = ask("police", identity_of(person("marisol")))
    assert answer.state == "differs"
    assert answer.data["fields"]["second_surname"] == answer.data["fields"]["expires_on"] == "differs"
    assert "Abalde" not in str(answer.data)


def test_a_number_nobody_has_is_not_found(stand_ins):
    assert ask("police", identity_of(person("lucia"), number="99000000H")).state == "not_found"
    assert ask("tax", {"number": "99000000H", "year": 2025}).state == "not_found"


@pytest.mark.req("S2-63")
def test_tax_tells_income_and_wealth(stand_ins):
    answer = ask("tax", {"number": person("ramon").document_number, "year": 2025})
    assert answer.data == {
        "year": 2025,
        "income_cents": 960000,
        "net_patrimony_cents": 900000,
        "non_corporate_assets_cents": 1100000,
        "company_director": False,
    }


def test_tax_does_not_know_who_never_declared_nor_the_year_under_way(stand_ins):
    assert ask("tax", {"number": person("berta").document_number, "year": 2025}).state == "not_found"
    assert ask("tax", {"number": person("ramon").document_number, "year": 2999}).state == "not_found"


@pytest.mark.req("S2-63")
def test_residence_tells_where_and_with_whom(stand_ins):
    adrian, nuria, alba = (person(key) for key in ("adrian", "nuria", "alba"))
    answer = ask("residence", {"number": adrian.document_number})
    assert answer.data["province_code"] == "29"
    assert answer.data["registered_since"] == "2019-04-15"
    assert set(answer.data["registered_with"]) == {nuria.document_number, alba.document_number}
    assert ask("residence", {"number": person("sergio").document_number}).data["municipality"] == "Antequera"


def test_everybody_of_the_population_is_known_to_the_police(stand_ins):
    states = {one.key: ask("police", identity_of(one)).state for one in people()}
    assert {key for key, state in states.items() if state != "ok"} == {"marisol"}


@pytest.mark.req("S2-73")
def test_every_exchange_is_kept_and_told(stand_ins):
    answer = ask("tax", {"number": person("lucia").document_number, "year": 2025}, officer="officer-7")
    row = Exchange.objects.get(public_id=answer.exchange_id)
    assert (row.connector, row.result, row.http_status, row.officer) == ("tax", "ok", 200, "officer-7")
    assert row.answer == answer.data
    assert len(row.request_hash) == 64
    (event,) = events_of("application", "case-1")
    assert event.kind == "interop.asked"
    assert event.actor_ref == "officer-7"
    assert event.payload["exchange"] == str(answer.exchange_id)


def test_no_personal_datum_in_events_logs_or_clear_columns(stand_ins, caplog, django_db_blocker):
    from django.db import connection

    lucia = person("lucia")
    with caplog.at_level(logging.DEBUG):
        ask("police", identity_of(lucia))
        stand_ins["police"].fault = "error"
        ask("police", identity_of(lucia))
    with connection.cursor() as cursor:
        cursor.execute("select * from interop_exchange")
        stored = str(cursor.fetchall())
    told = str([event.payload for event in events_of("application", "case-1")])
    for secret in (lucia.document_number, lucia.first_surname, lucia.birth_date.isoformat()):
        assert secret not in caplog.text
        assert secret not in stored
        assert secret not in told


def test_an_incomplete_question_is_refused_without_repeating_it(stand_ins):
    with pytest.raises(AmparoError) as refused:
        ask("police", {"number": "99001117D"})
    assert refused.value.code == "interop.incomplete_question"
    assert stand_ins["police"].questions_seen == 0
    assert Exchange.objects.count() == 0
