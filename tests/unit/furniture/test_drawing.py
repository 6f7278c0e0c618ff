"""Fields are drawn so that everyone can use them: named, described, and with the error beside them."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms as django_forms
from django.template import engines

from core import forms
from core.forms.renderer import summary_of
from tests.unit.furniture.gallery import WRONG, GalleryForm


def drawn(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load amparo %}" + source).render(context)


def test_the_summary_leads_to_the_first_wrong_input_of_each_field() -> None:
    form = GalleryForm(WRONG)
    html = str(form)
    items = summary_of(form)
    assert len(items) == 14
    for item in items:
        assert f'id="{item.anchor}"' in html, item
    anchors = {item.anchor for item in items}
    assert {"id_birth_0", "id_kind_0", "id_partner_0", "id_income"} <= anchors


def test_only_the_wrong_boxes_of_a_date_are_marked() -> None:
    form = GalleryForm({**WRONG, "birth_day": "3", "birth_month": "3", "birth_year": "84"})
    boxes = re.findall(r'<input[^>]*name="birth_(\w+)"[^>]*>', str(form["birth"]))
    marked = re.findall(r'<input[^>]*name="birth_(\w+)"[^>]*govuk-input--error', str(form["birth"]))
    assert boxes == ["day", "month", "year"]
    assert marked == ["year"]
    assert summary_of(form)[3].anchor == "id_birth_2"


def test_an_input_is_described_by_its_hint_and_its_error() -> None:
    html = str(GalleryForm(WRONG)["number"].as_field_group())
    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described is not None
    for part in described.group(1).split():
        assert f'id="{part}"' in html
    assert 'aria-invalid="true"' in html
    assert " required" not in html


def test_a_form_tells_what_is_wrong_once() -> None:
    form = GalleryForm(WRONG)
    assert str(form).count("govuk-error-summary__title") == 1
    again = GalleryForm(WRONG)
    page = drawn("{% error_summary form %}{{ form }}", form=again)
    assert page.count("govuk-error-summary__title") == 1


def test_a_form_with_nothing_wrong_has_no_summary() -> None:
    assert drawn("{% error_summary form %}", form=GalleryForm()).strip() == ""


def test_what_was_typed_is_kept() -> None:
    html = str(GalleryForm(WRONG))
    for typed in ("12345678A", "12,345", "ana@", 'value="31"'):
        assert typed in html


def test_a_librarys_form_gets_the_same_look() -> None:
    class SignIn(django_forms.Form):
        login = django_forms.CharField(label="Usuario")
        password = django_forms.CharField(widget=django_forms.PasswordInput)
        keep = django_forms.BooleanField(label="Seguir dentro", required=False)
        next = django_forms.CharField(widget=django_forms.HiddenInput)

    html = str(SignIn({"login": ""}))
    assert html.count('class="govuk-input govuk-input--error"') == 2
    assert "govuk-checkboxes__input" in html
    assert 'type="hidden" name="next"' in html
    assert "Seguir dentro</label>" in html


def test_labels_are_escaped() -> None:
    form = type("F", (forms.Form,), {"x": forms.TextField(label="<b>", help_text="<script>")})({"x": ""})
    html = str(form)
    assert "<script>" not in html
    assert "<b>" not in html


@pytest.mark.parametrize(
    ("source", "value", "shown"),
    [
        ("{{ value|euros }}", 123456789, "1.234.567,89\u00a0€"),
        ("{{ value|euros }}", None, ""),
        ("{{ value|long_date }}", date(2026, 10, 1), "1 de octubre de 2026"),
        ("{{ value|long_date }}", "2026-10-15", "15 de octubre de 2026"),
        ("{{ value|short_date }}", date(2026, 1, 5), "05/01/2026"),
        ("{{ value|long_date }}", None, ""),
        (
            "{{ value|long_datetime }}",
            datetime(2026, 7, 1, 22, 30, tzinfo=ZoneInfo("UTC")),
            "2 de julio de 2026, 00:30",
        ),
        ("{{ value|grouped }}", "ES9121000418450200051332", "ES91 2100 0418 4502 0005 1332"),
        ("{% tag value 'green' %}", "<hecho>", '<strong class="govuk-tag govuk-tag--green">&lt;hecho&gt;</strong>'),
        ("{% room value %}", "verify", "/verificar/"),
    ],
)
def test_words_numbers_and_dates_as_people_write_them(source: str, value: object, shown: str) -> None:
    assert drawn(source, value=value) == shown


def test_an_icon_is_hidden_from_screen_readers_unless_it_means_something() -> None:
    assert 'aria-hidden="true"' in drawn("{% icon 'tick' %}")
    assert 'aria-label="Cumples"' in drawn("{% icon 'tick' 'Cumples' %}")
    with pytest.raises(ValueError, match="unknown icon"):
        drawn("{% icon 'rocket' %}")
