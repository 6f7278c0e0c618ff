"""How an answer compares with what was declared."""

import pytest

from workflow.comparison import columns, compare, folded, unit_differences

HOME = {
    "province_code": "28",
    "municipality": "Madrid",
    "address": "Calle de la Higuera Azul, 12, 3.º B",
    "registered_since": "2015-09-01",
    "registered_with": ["99001118X"],
}
SAID = {
    "province_code": "28",
    "municipality": "MADRID",
    "address": "calle de la higuera azul 12 3º b",
    "registered_with": ["99001118x"],
}


def test_one_street_written_two_ways_is_one_street():
    assert compare("residence", "ok", HOME, SAID, minor=False).state == "ok"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"municipality": "Getafe"}, "municipality"),
        ({"registered_with": []}, "registered_with"),
        ({"province_code": "29"}, "province_code"),
    ],
)
def test_each_difference_is_named(change, field):
    verdict = compare("residence", "ok", HOME | change, SAID, minor=False)
    assert (verdict.state, verdict.differences) == ("differs", (field,))


@pytest.mark.parametrize(("minor", "state"), [(True, "ok"), (False, "not_found")])
def test_a_child_unknown_to_the_tax_agency_is_as_expected(minor, state):
    assert compare("tax", "not_found", {}, {}, minor=minor).state == state


def test_a_company_nobody_declared_is_a_difference():
    data = {
        "year": 2025,
        "income_cents": 0,
        "net_patrimony_cents": 0,
        "non_corporate_assets_cents": 0,
        "company_director": True,
    }
    assert compare("tax", "ok", data, {"company_director": False}, minor=False).differences == ("company_director",)


def test_one_cent_of_the_unit_is_a_difference():
    said = {"unit_income": 480_000, "unit_net_patrimony": None, "unit_non_corporate_assets": 0}
    totals = {"income": 480_001, "net_patrimony": 5, "non_corporate_assets": 0}
    assert unit_differences(said, totals) == ("unit_income",)


def test_columns_never_show_a_whole_document_number_of_somebody_else():
    shown = columns("residence", SAID, HOME, ["registered_with"])
    row = next(row for row in shown if row.label == "Personas en el domicilio")
    assert "99001118X" not in row.obtained
    assert row.differs


def test_folding_keeps_letters_and_digits_only():
    assert folded("  C/ Ñandú, 3.º-B ") == "cnandu3ob"


def test_a_permanent_document_is_told_in_a_word():
    said = {"expires_on": "9999-01-01", "birth_date": "1938-05-02"}
    shown = {one.label: one.declared for one in columns("police", said, {}, [])}
    assert shown == {"Caducidad del documento": "permanente", "Fecha de nacimiento": "02/05/1938"}
