"""Typing a household's answers as a browser sends them, for whoever fills in an application."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.test import Client

from applications import services
from applications.models import Application
from tests.unit.applications import drafts


def date_boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def typed(name: str, value: object, kind: str) -> dict[str, str]:
    if kind == "bool":
        return {name: "yes" if value else "no"}
    if kind == "date":
        return {f"{name}_never": "on"} if value == "never" else date_boxes(name, date.fromisoformat(str(value)))
    return {name: str(value)}


def answer_questions(
    client: Client, application: Application, case: Mapping[str, Any], page_of: Callable[[str, str], str]
) -> None:
    """Go through every section as the task list leads. `page_of` gives the page of a section and a person."""
    owners = {member["ref"]: member for member in case["members"]} | {None: case["unit"]}
    for _ in range(40):
        groups = services.completeness(drafts.fresh(application)).groups
        group = next((group for group in groups if group.missing), None)
        if group is None:
            return
        page = page_of(group.section, group.ref)
        assert client.get(page).status_code == 200
        data: dict[str, str] = {}
        for field in group.fields:
            value = owners[field.member_ref].get(field.name, drafts._no(field))
            data |= typed(f"{field.member_ref or 'unit'}-{field.name}", value, field.type)
        answer = client.post(page, data)
        assert answer.status_code == 302, answer.content.decode()[:4000]
    raise AssertionError("the questions never end")
