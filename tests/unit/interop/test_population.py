"""The synthetic people are what they promise to be: valid in form, nobody in fact, and telling their stories."""

import datetime as dt

from stdnum import iban
from stdnum.es import dni, nie

from core.demonstration import households, people


def test_documents_and_accounts_are_valid_and_unique():
    numbers = [one.document_number for one in people()]
    assert len(set(numbers)) == len(numbers) >= 24
    assert len({one.support_number for one in people()}) == len(numbers)
    for one in people():
        assert (dni if one.document_kind == "dni" else nie).is_valid(one.document_number)
        assert not one.iban or iban.is_valid(one.iban)
        assert not one.email or one.email.endswith("@example.org")


def test_stories_promised_to_the_other_rooms_are_there():
    by_story = {home.expected: home for home in households()}
    assert {"grant", "refusal", "undeclared_income", "address_differs", "identity_differs"} <= by_story.keys()
    assert {"expired_document", "over_control_limit"} <= by_story.keys()
    assert {home.province_code for home in households()} >= {"28", "29"}
    assert {one.document_kind for one in people()} == {"dni", "nie"}


def test_the_contracts_example_is_the_first_household():
    case = households()[0].case(dt.date(2026, 10, 15))
    assert case["unit"]["annual_income_previous_year"] == "4800.00"
    assert [member["relation"] for member in case["members"]] == ["applicant", "child"]
    assert case["members"][1]["custody"] == "exclusive"


def test_every_household_starts_with_its_applicant():
    for home in households():
        assert home.applicant.role == "applicant"
        assert home.applicant.email
        assert home.applicant.iban
        assert sum(member.role == "applicant" for member in home.members) == 1
