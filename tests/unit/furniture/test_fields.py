"""What people type is read as they mean it, and what is wrong is told in words they can act on."""

from datetime import date, timedelta

import pytest
from django import forms as django_forms
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core import forms, money
from core.forms import NEVER


def errors_of(field: django_forms.Field, data: dict[str, object]) -> tuple[object, list[str]]:
    """Value and errors of `field`, alone in a form, for what was sent."""
    form = type("OneField", (forms.Form,), {"x": field})(data)
    form.is_valid()
    return form.cleaned_data.get("x"), list(form.errors.get("x", []))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1.234,50", "1234.50"),
        ("1234.50", "1234.50"),
        ("1234,5", "1234.50"),
        ("1234", "1234.00"),
        ("1.234", "1234.00"),
        ("1 234,50 €", "1234.50"),
        ("1,234.50", "1234.50"),
        ("0", "0.00"),
        ("0,07 euros", "0.07"),
        ("1.234.567,8", "1234567.80"),
    ],
)
def test_euros_are_read_as_people_write_them(typed: str, meant: str) -> None:
    assert errors_of(forms.EurosField(), {"x": typed}) == (meant, [])


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("12,345", "dos decimales"),
        ("0.125", "dos decimales"),
        ("1234.567", "dos decimales"),
        ("-5", "negativa"),
        ("mil", "cifras"),
        ("1.23.4", "cifras"),
        ("9999999999999", "demasiado alta"),
    ],
)
def test_wrong_euros_say_what_to_write(typed: str, word: str) -> None:
    value, errors = errors_of(forms.EurosField(), {"x": typed})
    assert value is None
    assert word in errors[0]


@given(st.integers(min_value=0, max_value=10**10))
def test_an_amount_shown_back_is_the_same_amount(cents: int) -> None:
    field = forms.EurosField()
    contract = f"{cents // 100}.{cents % 100:02d}"
    assert field.clean(field.prepare_value(contract)) == contract
    assert field.clean(money.euros(cents)) == contract


def dated(day: object, month: object, year: object, **more: object) -> dict[str, object]:
    return {"x_day": day, "x_month": month, "x_year": year, **more}


@pytest.mark.parametrize("month", ["5", "05", "mayo", "May", "may."])
def test_a_date_takes_its_month_by_number_or_name(month: str) -> None:
    assert errors_of(forms.DateField(), dated("2", month, "1984")) == (date(1984, 5, 2), [])


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("31", "2", "1984"), "El 31 de febrero de 1984 no existe"),
        (("32", "1", "1984"), "del 1 al 31"),
        (("1", "13", "1984"), "del 1 al 12"),
        (("1", "1", "84"), "4 cifras"),
        (("", "1", "1984"), "Falta el día"),
        (("1", "", ""), "Falta el mes y el año"),
        (("", "", ""), "«X»"),
        (("1", "1", "1899"), "1 de enero de 1900"),
        (("²", "1", "1984"), "del 1 al 31"),
    ],
)
def test_an_impossible_date_says_which_part_is_wrong(parts: tuple[str, str, str], words: str) -> None:
    value, errors = errors_of(forms.DateField(label="X"), dated(*parts))
    assert value is None
    assert words in errors[0]


def test_a_birthday_is_not_in_the_future() -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    _, errors = errors_of(forms.DateField(birth=True), dated(tomorrow.day, tomorrow.month, tomorrow.year))
    assert errors == ["La fecha no puede ser posterior a hoy."]


@given(st.dates(min_value=date(1900, 1, 1)))
def test_a_date_shown_in_its_boxes_is_read_back(day: date) -> None:
    field = forms.DateField()
    assert field.clean(field.widget.decompress(day)) == day
    assert field.clean(field.widget.decompress(day.isoformat())) == day


def test_never_is_an_answer_and_excludes_a_date() -> None:
    assert errors_of(forms.DateOrNeverField(), dated("", "", "", x_never="on")) == (NEVER, [])
    assert errors_of(forms.DateOrNeverField(), dated("1", "3", "2020"))[0] == date(2020, 3, 1)
    assert "no las dos cosas" in errors_of(forms.DateOrNeverField(), dated("1", "3", "2020", x_never="on"))[1][0]
    assert errors_of(forms.DateOrNeverField(label="X"), dated("", "", ""))[1] == ["Rellena «X»."]
    assert errors_of(forms.DateOrNeverField(required=False), dated("", "", "")) == (None, [])


def test_yes_and_no_are_booleans_and_silence_is_neither() -> None:
    assert errors_of(forms.YesNoField(), {"x": "yes"})[0] is True
    assert errors_of(forms.YesNoField(), {"x": "no"})[0] is False
    assert errors_of(forms.YesNoField(required=False), {})[0] is None
    assert errors_of(forms.YesNoField(label="¿Trabajas?"), {})[1] == ["Responde a «¿Trabajas?»."]
    assert 'value="no" id="id_x_1" checked' in str(
        type("F", (forms.Form,), {"x": forms.YesNoField()})(initial={"x": False})
    )


@pytest.mark.parametrize("typed", ["12345678z", "12.345.678-Z", " 12345678 Z "])
def test_a_document_number_is_normalised(typed: str) -> None:
    assert errors_of(forms.DocumentNumberField(), {"x": typed}) == ("12345678Z", [])


def test_a_wrong_letter_is_told_in_the_catalogues_words() -> None:
    assert errors_of(forms.DocumentNumberField(), {"x": "12345678A"})[1][0].startswith("La letra no corresponde")
    assert errors_of(forms.DocumentNumberField(), {"x": "X1234567L"}) == ("X1234567L", [])
    assert errors_of(forms.DocumentNumberField(kinds=("nie",)), {"x": "12345678Z"})[1]
    assert errors_of(forms.DocumentNumberField(kinds=("dni", "passport")), {"x": "AAB123456"})[0] == "AAB123456"


def test_an_account_is_checked_and_shown_in_groups() -> None:
    field = forms.IbanField()
    assert errors_of(field, {"x": "es91 2100 0418 4502 0005 1332"}) == ("ES9121000418450200051332", [])
    assert errors_of(field, {"x": "ES00 2100 0418 4502 0005 1332"})[1][0].startswith("Este IBAN no es correcto")
    assert field.prepare_value("ES9121000418450200051332") == "ES91 2100 0418 4502 0005 1332"


@pytest.mark.parametrize(("typed", "good"), [("123 456", True), ("123456", True), ("12345", False), ("12345a", False)])
def test_a_code_has_six_figures(typed: str, good: bool) -> None:
    value, errors = errors_of(forms.CodeField(), {"x": typed})
    assert (value == "123456") is good
    assert bool(errors) is not good


def test_errors_are_spanish_and_ours_even_for_djangos_own_fields() -> None:
    assert errors_of(forms.EmailField(), {"x": "ana@"})[1] == ["Escribe un correo completo, como nombre@ejemplo.es."]
    long = errors_of(django_forms.CharField(max_length=3, label="Calle"), {"x": "abcd"})[1]
    assert long == ["Es demasiado largo: como mucho 3 letras. Tiene 4."]
    assert errors_of(django_forms.CharField(label="Calle"), {"x": ""})[1] == ["Rellena «Calle»."]
    assert errors_of(forms.IntegerField(min_value=1), {"x": "0"})[1] == ["Tiene que ser 1 o más."]


def test_a_fields_own_words_are_kept() -> None:
    field = forms.TextField(label="Calle", error_messages={"required": "Dinos dónde vives."})
    assert errors_of(field, {})[1] == ["Dinos dónde vives."]
