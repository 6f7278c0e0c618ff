"""Answers of the contract as people say them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format

from core.money import euros, parse_cents
from rules.types import Field


def answer_in_words(field: Field, value: Any) -> str:
    """An answer as its question would put it."""
    if value is None:
        return "Prefieres no contestar" if field.sensitive else "No lo sabes"
    if value == "never":
        return field.never_label
    match field.type:
        case "bool":
            said = "Sí" if value else "No"
        case "enum":
            said = dict(field.options).get(value, "")
        case "money":
            said = euros(parse_cents(str(value)))
        case "date":
            said = date_format(date.fromisoformat(value), r"j \d\e F \d\e Y").lower()
        case _:
            said = f"{value} {field.unit}".strip()
    return said


def law_address(law: str) -> str:
    """Where anyone can read a law, from its identifier in the official gazette."""
    return f"https://www.boe.es/buscar/act.php?id={law}"
