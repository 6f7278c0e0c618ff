"""Money, dates, identifiers and registry numbers."""

import threading
from datetime import date

import pytest
from django.db import close_old_connections, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from core import calendars, identifiers, money, provinces, registry_numbers
from core.errors import AmparoError
from core.models import RegistryCounter


@given(st.integers(min_value=-10_000_000_00, max_value=10_000_000_00))
def test_an_amount_written_for_people_reads_back_as_itself(cents):
    assert money.parse_cents(money.euros(cents)) == cents


@pytest.mark.parametrize(
    ("text", "cents"),
    [("1.234,50", 123450), ("1234.5", 123450), ("1234", 123400), ("1.234", 123400), ("0,05", 5), ("733,60 €", 73360)],
)
def test_amounts_are_read_as_people_write_them(text, cents):
    assert money.parse_cents(text) == cents


@pytest.mark.parametrize("text", ["", "abc", "1,23,45", "1.2.3", "--1", "1,9999", "uno"])
def test_an_amount_that_is_not_one_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        money.parse_cents(text)


def test_a_monthly_amount_is_rounded_half_up_once():
    assert money.monthly(480000) == 40000
    assert money.monthly(6) == 1
    assert money.monthly(5) == 0


@pytest.mark.req("S2-19")
@pytest.mark.parametrize("number", ["12345678Z", "00000000T", "99999999R", "12.345.678-z"])
def test_a_dni_with_its_letter_is_accepted(number):
    assert identifiers.validate_document("dni", number)[-1].isalpha()


@pytest.mark.req("S2-19")
@pytest.mark.parametrize(
    ("kind", "number", "code"),
    [
        ("dni", "12345678A", "identifier.wrong_letter"),
        ("dni", "1234Z", "identifier.wrong_format"),
        ("nie", "X1234567P", "identifier.wrong_letter"),
        ("nie", "12345678Z", "identifier.wrong_format"),
        ("passport", "A-1", "identifier.wrong_format"),
    ],
)
def test_a_wrong_document_number_says_what_is_wrong(kind, number, code):
    with pytest.raises(AmparoError) as raised:
        identifiers.validate_document(kind, number)
    assert raised.value.code == code
    assert number not in raised.value.what + raised.value.why


@given(st.integers(min_value=0, max_value=99_999_999))
def test_only_one_letter_fits_a_dni(number):
    accepted = []
    for letter in "TRWAGMYFPDXBNJZSQVHLCKE":
        try:
            accepted.append(identifiers.validate_document("dni", f"{number:08d}{letter}"))
        except AmparoError:
            continue
    assert len(accepted) == 1


def test_ibans_are_checked():
    assert identifiers.validate_iban("ES91 2100 0418 4502 0005 1332") == "ES9121000418450200051332"
    for wrong in ("ES9121000418450200051333", "FR1420041010050500013M02606", ""):
        with pytest.raises(AmparoError, match="wrong_iban"):
            identifiers.validate_iban(wrong)


def test_the_tenth_working_day_skips_weekends_and_holidays():
    assert calendars.add_working_days(date(2026, 11, 20), 10, "28") == date(2026, 12, 4)
    assert calendars.add_working_days(date(2026, 12, 4), 1, "28") == date(2026, 12, 9)  # 7 and 8 December in Madrid


def test_months_are_added_to_the_last_day_when_the_day_does_not_exist():
    assert calendars.add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert calendars.add_months(date(2026, 10, 15), 6) == date(2027, 4, 15)
    assert calendars.first_of_next_month(date(2026, 12, 31)) == date(2027, 1, 1)


@pytest.mark.req("S2-95")
def test_there_are_52_provinces_each_with_its_holidays():
    assert len(provinces.PROVINCES) == 52
    assert set(provinces.COMMUNITY_OF_PROVINCE) == set(provinces.PROVINCES)


@pytest.mark.django_db(transaction=True)
def test_registry_numbers_have_no_gaps_and_no_twins_under_concurrency():
    taken: list[str] = []

    def take(fail: bool) -> None:
        try:
            with transaction.atomic():
                number = registry_numbers.next_number("test", 2026)
                if fail:
                    raise RuntimeError
            taken.append(number)
        except RuntimeError:
            pass
        finally:
            connection.close()

    RegistryCounter.objects.create(book="test", year=2026)
    threads = [threading.Thread(target=take, args=(index % 4 == 0,)) for index in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    assert sorted(taken) == [f"2026-{index:06d}" for index in range(1, 13)]


@pytest.mark.django_db(transaction=True)
def test_a_registry_number_outside_a_transaction_is_a_mistake():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        registry_numbers.next_number("test", 2026)
