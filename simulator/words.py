"""Answers of the contract as people say them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext

from core.money import euros, parse_cents
from core.spoken import language
from rules.types import Field


def answer_in_words(field: Field, value: Any) -> str:
    """An answer as its question would put it."""
    if value is None:
        return gettext("Prefieres no contestar") if field.sensitive else gettext("No lo sabes")
    if value == "never":
        return field.never_label
    match field.type:
        case "bool":
            said = gettext("Sí") if value else gettext("No")
        case "enum":
            said = dict(field.options).get(value, "")
        case "money":
            said = euros(parse_cents(str(value)))
        case "date":
            said = long_date(date.fromisoformat(value))
        case _:
            said = f"{value} {field.unit}".strip()
    return said


def long_date(day: date) -> str:
    """A day written out in the language of the page."""
    return language(get_language()).long_date(day)


def law_address(law: str) -> str:
    """Where anyone can read a law, from its identifier in the official gazette."""
    return f"https://www.boe.es/buscar/act.php?id={law}"
