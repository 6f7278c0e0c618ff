"""What comes: a case as the facts of the rule text describe it, and lines of income by its kinds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from rules import services as rules
from simulator.api import examples
from simulator.api.schemas.shapes import DAY, TEXT, TRUTH, Schema, closed, many, or_null, reference

#: The benefit whose facts are described: the first and, so far, the only one.
BENEFIT = "imv"
#: Amounts beyond this are refused as impossible, in euros.
_MOST_EUROS = 10**12


def facts_of(entity: str, facts: list[Mapping[str, Any]]) -> Schema:
    """What may be said of the unit or of a member."""
    properties: dict[str, Schema] = {}
    if entity == "member":
        properties["ref"] = {**TEXT, "minLength": 1, "description": "Cómo se llama a esta persona en la respuesta."}
    for fact in facts:
        if fact["entity"] == entity:
            described = _answer(fact)
            if fact["label"].get("es"):
                described["description"] = fact["label"]["es"]
            properties[fact["name"]] = described
    found = closed(properties)
    found["required"] = ["ref"] if entity == "member" else []
    return found


def _answer(fact: Mapping[str, Any]) -> Schema:
    """What may be said of a fact; null says that it is not known."""
    match fact["type"]:
        case "bool":
            return or_null(TRUTH)
        case "enum":
            return {"enum": [*(option["value"] for option in fact["options"]), None]}
        case "list":
            words = [option["value"] for option in fact["options"]]
            return or_null({"type": "array", "items": {"enum": words}})
        case "int":
            limits = {"minimum": fact["minimum"], "maximum": fact["maximum"]}
            return or_null({"type": "integer", **{name: limit for name, limit in limits.items() if limit is not None}})
        case "money":
            return {"anyOf": [*_money(fact["minimum"]), {"type": "null"}]}
    return {"anyOf": [DAY, *([{"const": "never"}] if fact["never"] else []), {"type": "null"}]}


def _money(minimum: int | None) -> list[Schema]:
    """An amount as a number, or as text with two decimals at most."""
    least = -_MOST_EUROS if minimum is None else minimum
    number = {"type": "number", "minimum": least, "maximum": _MOST_EUROS}
    return [number, {"type": "string", "pattern": "^-?[0-9]+(\\.[0-9]{1,2})?$"}]


def case(*, with_benefit: bool, example: Mapping[str, Any]) -> Schema:
    """A case; the benefit may be left out where the address names it."""
    members = {**many(reference("MemberFacts")), "minItems": 1, "maxItems": 40}
    found = closed(
        {"benefit": {"enum": [BENEFIT]}, "on": DAY, "unit": reference("UnitFacts"), "members": members},
        optional=("unit",) if with_benefit else ("unit", "benefit"),
    )
    found["description"] = "Exactamente una persona lleva `relation: applicant`, y cada `ref` es distinta."
    return {**found, "examples": [example]}


def income_lines() -> Schema:
    """Lines of income, alone or with their day."""
    text = rules.text(BENEFIT, timezone.localdate())
    amounts = {name: {"anyOf": _money(0)} for name in ("gross", "expenses", "withholding", "contributions")}
    unknown = {"type": "null"}
    line = closed(
        {
            "member": TEXT,
            "kind": {"enum": list(text.income)},
            "year": {"type": "integer", "minimum": 1900},
            **{name: {"anyOf": [*schema["anyOf"], unknown]} for name, schema in amounts.items()},
        },
        optional=("member", "expenses", "withholding", "contributions"),
    )
    lines = {**many(line), "maxItems": 500}
    asked = closed({"benefit": {"enum": [BENEFIT]}, "on": DAY, "lines": lines}, optional=("benefit", "on"))
    return {"anyOf": [{**asked, "examples": [examples.INCOME]}, lines]}
