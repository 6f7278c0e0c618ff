"""The rules' questions as Django forms, drawn with the house's fields; answers come back in the contract's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from core.forms import (
    ChoiceRadios,
    DateField,
    DateOrNeverField,
    EurosField,
    Form,
    IntegerField,
    SelectField,
    TextField,
    YesNoField,
)
from core.money import parse_cents
from rules.types import Field

_MANY = 7


class SignedEurosField(EurosField):
    """An amount that may be below zero, such as wealth with more debts than goods."""

    def to_python(self, value: Any) -> str | None:
        """The amount as the contract writes it."""
        typed = str(value or "").strip().replace("\u2212", "-")
        amount = super().to_python(typed.removeprefix("-"))
        return f"-{amount}" if amount and typed.startswith("-") and parse_cents(amount) else amount


class QuestionForm(Form):
    """A form of questions. `questions` says which question each of its fields asks."""

    questions: Mapping[str, Field]


def key_of(field: Field) -> str:
    """The name of a question within a form: the same fact may be asked of several people."""
    return f"{field.member_ref or 'unit'}-{field.name}"


def question_form(
    fields: Sequence[Field],
    data: Mapping[str, Any] | None = None,
    initial: Mapping[str, Any] | None = None,
    prefix: str = "",
) -> QuestionForm:
    """A form that asks `fields`. `initial` is a case of the contract, or part of one."""
    questions = {key_of(field): field for field in fields}
    drawn = {key: _FIELDS[_kind(field)](field) for key, field in questions.items()}
    form_class = type("QuestionForm", (QuestionForm,), {**drawn, "questions": questions})
    form: QuestionForm = form_class(data, initial=_initial(questions, initial or {}), prefix=prefix or None)
    return form


def answers_of(form: QuestionForm) -> dict[str, Any]:
    """The answers of a valid form as part of a case: `{"unit": {…}, "members": [{"ref": …, …}]}`."""
    unit: dict[str, Any] = {}
    members: dict[str, dict[str, Any]] = {}
    for key, field in form.questions.items():
        owner = unit if field.member_ref is None else members.setdefault(field.member_ref, {"ref": field.member_ref})
        owner[field.name] = _as_contract(form.cleaned_data.get(key))
    return {"unit": unit, "members": list(members.values())}


def answer_of(form: QuestionForm, field: Field) -> Any:
    """The answer to one question of a valid form."""
    return _as_contract(form.cleaned_data.get(key_of(field)))


def _as_contract(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "" else value


def _initial(questions: Mapping[str, Field], case: Mapping[str, Any]) -> dict[str, Any]:
    members = {member.get("ref"): member for member in case.get("members", [])}
    found: dict[str, Any] = {}
    for key, field in questions.items():
        owner = case.get("unit", {}) if field.member_ref is None else members.get(field.member_ref, {})
        value = owner.get(field.name)
        if value is not None:
            found[key] = _as_typed(field, value)
    return found


def _as_typed(field: Field, value: Any) -> Any:
    if field.type == "date" and value != "never":
        return date.fromisoformat(value)
    if field.type == "money" and not isinstance(value, str):
        return f"{value:.2f}"
    return value


def _kind(field: Field) -> str:
    if field.type == "date" and field.never_label:
        return "date_or_never"
    if field.type == "money" and field.minimum is None:
        return "signed_money"
    return "select" if len(field.options) > _MANY else field.type


def _said(field: Field) -> dict[str, Any]:
    return {"label": field.label, "help_text": field.help, "required": field.required}


def _int(field: Field) -> forms.Field:
    return IntegerField(min_value=field.minimum, max_value=field.maximum, **_said(field))


_FIELDS: Mapping[str, Callable[[Field], forms.Field]] = {
    "bool": lambda field: YesNoField(**_said(field)),
    "enum": lambda field: ChoiceRadios(choices=field.options, **_said(field)),
    "select": lambda field: SelectField(choices=field.options, **_said(field)),
    "date": lambda field: DateField(birth=field.past and not field.member_ref, past=field.past, **_said(field)),
    "date_or_never": lambda field: DateOrNeverField(never_label=field.never_label, **_said(field)),
    "money": lambda field: EurosField(**_said(field)),
    "signed_money": lambda field: SignedEurosField(**_said(field)),
    "int": _int,
    "list": lambda field: TextField(**_said(field)),
}
