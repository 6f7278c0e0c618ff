"""Answering a household's questions section by section, for whoever fills in an application."""

from collections.abc import Callable, Mapping
from typing import Any

from django.test import Client

from applications import services
from applications.models import Application
from tests.answers import typed
from tests.unit.applications import drafts


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
