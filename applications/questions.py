"""The rules' questions for one application, grouped as the citizen's pages show them.

A group is a section of the text for one person, or for the unit as a whole: one page asks one group.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from applications.case import APPLICANT_REF, PERSON_FACTS, case_of, next_ref, with_member
from applications.models import Application
from rules import services as rules
from rules.types import Field, FormState, RuleText

UNIT = "unidad"


@dataclass(frozen=True, slots=True)
class Group:
    """The questions of a section for one person (`ref`) or for the unit (`ref` is "unidad")."""

    section: str
    ref: str
    fields: tuple[Field, ...]
    missing: bool


def text_of(application: Application) -> RuleText:
    """The rule text in force today for the application's benefit."""
    return rules.text(application.benefit, date.fromisoformat(case_of(application)["on"]))


def form_of(application: Application) -> FormState:
    """The rules' form for the answers so far."""
    return rules.form(text_of(application), case_of(application))


def groups_of(form: FormState) -> list[Group]:
    """Groups in the order of the text's sections, without the facts that a person's own page asks."""
    needed = {_key(field) for field in form.needed}
    found: dict[tuple[str, str], list[Field]] = {}
    for field in form.fields:
        if field.name not in PERSON_FACTS:
            found.setdefault((field.section, field.member_ref or UNIT), []).append(field)
    sections = list(form.text.sections)
    ordered = sorted(found.items(), key=lambda item: sections.index(item[0][0]))
    return [
        Group(section, ref, tuple(fields), any(_key(field) in needed for field in fields))
        for (section, ref), fields in ordered
    ]


def _key(field: Field) -> tuple[str, str]:
    return (field.name, field.member_ref or UNIT)


def group_of(form: FormState, section: str, ref: str) -> Group | None:
    """One group, if it is asked now."""
    return next((group for group in groups_of(form) if (group.section, group.ref) == (section, ref)), None)


def person_fields(application: Application, ref: str) -> list[Field]:
    """What the rules ask on a person's own page: relation and date of birth. An empty ref is a person to be added."""
    case = case_of(application)
    if not ref:
        ref = next_ref(application.answers)
        case["members"] = with_member(application.answers, ref, {})["members"]
    form = rules.form(text_of(application), case)
    return [
        field
        for field in form.fields
        if field.member_ref == ref
        and field.name in PERSON_FACTS
        and not (field.name == "relation" and ref == APPLICANT_REF)
    ]


def initial_of(application: Application, fields: tuple[Field, ...] | list[Field]) -> dict[str, Any]:
    """The answers given so far, as the rules' form takes them."""
    return case_of(application)
