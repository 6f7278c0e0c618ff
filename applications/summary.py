"""Everything the person said, in blocks with words: the review page, the receipt and the officer read the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from applications.case import APPLICANT_REF, birth_date_of, case_of, ordered_members, relation_of
from applications.forms import DOCUMENT_KINDS
from applications.models import Application, DocumentState, Member
from applications.questions import UNIT, Group, form_of, groups_of, person_fields, text_of
from core.money import euros
from core.provinces import PROVINCES
from core.validity import PERMANENT, PERMANENT_WORD
from rules.types import Field

Address = Callable[..., str]
RESERVED = "Contestado. No se muestra aquí"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing said. `change` is where it is changed; empty where the block says it."""

    label: str
    value: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A section of the summary."""

    key: str
    title: str
    rows: tuple[Row, ...]
    change: str = ""


def own_page(name: str, *args: str) -> str:
    """Where the draft's own person changes something."""
    return reverse(f"applications:{name}", args=args)


def summary_of(application: Application, address: Address = own_page) -> list[Block]:
    """The blocks, in the order of the task list. What is asked of another person stands in that person's block.

    `address` gives the page where something is changed.
    """
    groups = groups_of(form_of(application))
    case = case_of(application)
    people = [_person_block(application, member, groups, case, address) for member in ordered_members(application)]
    titles = text_of(application).sections
    own = [group for group in groups if group.ref in (UNIT, APPLICANT_REF)]
    return [
        *people[:1],
        _address_block(application, address),
        *people[1:],
        *(_group_block(group, str(titles.get(group.section, group.section)), case, address) for group in own),
        _documents_block(application, address),
        _account_block(application, address),
    ]


def _person_block(
    application: Application, member: Member, groups: list[Group], case: dict[str, Any], address: Address
) -> Block:
    own = member.ref == APPLICANT_REF
    kinds = dict(DOCUMENT_KINDS)
    change = address("personal") if own else address("member", member.ref)
    rows = [
        Row("Nombre y apellidos", member.full_name or "—"),
        Row(kinds.get(member.document_kind, "Documento"), member.document_number or "—"),
        Row("Caduca el", _until_words(member.document_expires_on)),
        Row("Fecha de nacimiento", day_words(birth_date_of(application, member.ref))),
    ]
    if own:
        return Block("person-a", "Tus datos", tuple(rows), change)
    rows.insert(1, Row("Relación contigo", relation_label(application, member.ref)))
    for group in groups:
        if group.ref == member.ref:
            rows += _answers(group, case, address("questions_group", group.section, group.ref))
    title = member.full_name or "Persona sin nombre todavía"
    return Block(f"person-{member.ref}", title, tuple(rows), change)


def _account_block(application: Application, address: Address) -> Block:
    groups_of_four = (application.iban[start : start + 4] for start in range(0, len(application.iban), 4))
    row = Row("IBAN", " ".join(groups_of_four) or "—")
    return Block("account", "Cuenta para cobrar", (row,), address("account"))


def relation_label(application: Application, ref: str) -> str:
    """The relation in the text's own words; the code when the text does not word it."""
    value = relation_of(application, ref)
    for field in person_fields(application, ref):
        if field.name == "relation":
            return dict(field.options).get(value, value)
    return value


def _address_block(application: Application, address: Address) -> Block:
    place = application.address
    rows = (
        Row("Calle", place.get("street") or "—"),
        Row(
            "Código postal y municipio",
            f"{place.get('postal_code', '')} {place.get('municipality', '')}".strip() or "—",
        ),
        Row("Provincia", PROVINCES.get(application.province_code, "—")),
    )
    return Block("address", "Tu domicilio", rows, address("address"))


def _group_block(group: Group, title: str, case: dict[str, Any], address: Address) -> Block:
    change = address("questions_group", group.section, group.ref)
    return Block(f"{group.section}-{group.ref}", title, tuple(_answers(group, case)), change)


def _answers(group: Group, case: dict[str, Any], change: str = "") -> list[Row]:
    facts = case["unit"]
    if group.ref != UNIT:
        facts = next((member for member in case["members"] if member["ref"] == group.ref), {})
    return [Row(field.label, said(field, facts.get(field.name)), change) for field in group.fields]


def said(field: Field, value: Any) -> str:
    """An answer in words. What is sensitive is never printed nor left on a screen somebody else may look at."""
    if value is None:
        return "Sin contestar"
    if field.sensitive:
        return RESERVED
    if value == "never":
        return field.never_label or "Nunca"
    if isinstance(value, bool):
        return "Sí" if value else "No"
    if field.options:
        return str(dict(field.options).get(value, value))
    return _plain(field.type, value)


def _plain(kind: str, value: Any) -> str:
    if kind == "money":
        from applications.selectors import cents_of

        return euros(cents_of(value))
    if kind == "date":
        from datetime import date

        return day_words(date.fromisoformat(str(value)))
    return str(value)


def _documents_block(application: Application, address: Address) -> Block:
    words = {DocumentState.RECEIVED: "Aportado", DocumentState.PROMISED: "Lo aportarás después"}
    rows = tuple(
        Row(document.shown_label, words.get(DocumentState(document.state), document.get_state_display()))
        for document in application.documents.all()
    )
    return Block("documents", "Documentos", rows or (Row("Documentos", "Ninguno"),), address("documents"))


def _until_words(day: date | None) -> str:
    return PERMANENT_WORD if day == PERMANENT else day_words(day)


def day_words(day: Any) -> str:
    """A day in words; a dash where it is not known."""
    return date_format(day, r"j \d\e F \d\e Y").lower() if day else "—"
