"""The shapes of what comes and goes, as components of the OpenAPI document (JSON Schema, OpenAPI 3.1).

What a case may say is built from the facts of the rule text, and an income line from its kinds: a fact added there is
described here by itself. Answers are closed: a key that is not described is not served.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from rules import services as rules
from simulator.api import examples

Schema = dict[str, Any]
#: The benefit whose facts are described: the first and, so far, the only one.
BENEFIT = "imv"
#: Amounts beyond this are refused as impossible, in euros.
_MOST_EUROS = 10**12
_TEXT: Schema = {"type": "string"}
_TRUTH: Schema = {"type": "boolean"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_DAY: Schema = {"type": "string", "format": "date"}
_MONTH: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}
_EUROS: Schema = {"type": "number", "description": "Euros, con dos decimales como mucho."}
_POINTER: Schema = {"type": "string", "description": "Puntero JSON (RFC 6901) al dato del caso."}
_WORDS: Schema = {
    "type": "object",
    "description": "Las mismas palabras en cada lengua: es, ca, gl, eu, en.",
    "additionalProperties": {"type": "string"},
}


def reference(name: str) -> Schema:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def add_components(result: Schema, generator: Any, request: Any, public: bool) -> Schema:
    """Put the shapes into the document (a postprocessing hook of drf-spectacular)."""
    components = result.setdefault("components", {}).setdefault("schemas", {})
    components.update(components_of(rules.facts(BENEFIT, timezone.localdate())["facts"]))
    for path, operations in result["paths"].items():
        if "/benefits/{benefit}/" in path:
            for described in operations.values():
                for parameter in described["parameters"]:
                    if parameter["name"] == "benefit":
                        parameter["schema"] = {"enum": [BENEFIT]}
                        parameter["description"] = "La prestación."
    return result


def components_of(facts: list[Mapping[str, Any]]) -> dict[str, Schema]:
    """Every component, by name."""
    return {
        "Problem": _problem(),
        "Article": _closed({"law": _TEXT, "art": _TEXT}),
        "UnitFacts": _facts(facts, "unit"),
        "MemberFacts": _facts(facts, "member"),
        "Case": _case(with_benefit=True, example=examples.CASE),
        "PartialCase": _case(with_benefit=False, example=examples.PARTIAL_CASE),
        "IncomeLines": _income_lines(),
        "Outcome": _outcome(),
        "FormState": _form(),
        "ComputableIncome": _computable(),
        "Facts": _listed("facts", _fact(), unreviewed=_many(_TEXT)),
        "Parameters": _listed("parameters", _parameter()),
    }


# --- Building ------------------------------------------------------------------------------------------------------


def _closed(properties: Mapping[str, Schema], optional: tuple[str, ...] = ()) -> Schema:
    """An object with these keys and no other."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _many(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _or_null(schema: Schema) -> Schema:
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def _listed(name: str, item: Schema, **besides: Schema) -> Schema:
    return _closed({**_header(), **besides, name: _many(item)})


def _header() -> dict[str, Schema]:
    """What every answer says of itself."""
    return {"benefit": _TEXT, "on": _DAY, "text": {**_TEXT, "description": "El texto de reglas, por su huella."}}


# --- What comes ------------------------------------------------------------------------------------------------------


def _facts(facts: list[Mapping[str, Any]], entity: str) -> Schema:
    properties: dict[str, Schema] = {}
    if entity == "member":
        properties["ref"] = {**_TEXT, "minLength": 1, "description": "Cómo se llama a esta persona en la respuesta."}
    for fact in facts:
        if fact["entity"] == entity:
            described = _answer(fact)
            if fact["label"].get("es"):
                described["description"] = fact["label"]["es"]
            properties[fact["name"]] = described
    found = _closed(properties)
    found["required"] = ["ref"] if entity == "member" else []
    return found


def _answer(fact: Mapping[str, Any]) -> Schema:
    """What may be said of a fact; null says that it is not known."""
    match fact["type"]:
        case "bool":
            return _or_null(_TRUTH)
        case "enum":
            return {"enum": [*(option["value"] for option in fact["options"]), None]}
        case "list":
            words = [option["value"] for option in fact["options"]]
            return _or_null({"type": "array", "items": {"enum": words}})
        case "int":
            limits = {"minimum": fact["minimum"], "maximum": fact["maximum"]}
            return _or_null({"type": "integer", **{name: limit for name, limit in limits.items() if limit is not None}})
        case "money":
            return {"anyOf": [*_money(fact["minimum"]), {"type": "null"}]}
    return {"anyOf": [_DAY, *([{"const": "never"}] if fact["never"] else []), {"type": "null"}]}


def _money(minimum: int | None) -> list[Schema]:
    """An amount as a number, or as text with two decimals at most."""
    least = -_MOST_EUROS if minimum is None else minimum
    number = {"type": "number", "minimum": least, "maximum": _MOST_EUROS}
    return [number, {"type": "string", "pattern": "^-?[0-9]+(\\.[0-9]{1,2})?$"}]


def _case(*, with_benefit: bool, example: Mapping[str, Any]) -> Schema:
    members = {**_many(reference("MemberFacts")), "minItems": 1, "maxItems": 40}
    found = _closed(
        {"benefit": {"enum": [BENEFIT]}, "on": _DAY, "unit": reference("UnitFacts"), "members": members},
        optional=("unit",) if with_benefit else ("unit", "benefit"),
    )
    found["description"] = "Exactamente una persona lleva `relation: applicant`, y cada `ref` es distinta."
    return {**found, "examples": [example]}


def _income_lines() -> Schema:
    text = rules.text(BENEFIT, timezone.localdate())
    amounts = {name: {"anyOf": _money(0)} for name in ("gross", "expenses", "withholding", "contributions")}
    unknown = {"type": "null"}
    line = _closed(
        {
            "member": _TEXT,
            "kind": {"enum": list(text.income)},
            "year": {"type": "integer", "minimum": 1900},
            **{name: {"anyOf": [*schema["anyOf"], unknown]} for name, schema in amounts.items()},
        },
        optional=("member", "expenses", "withholding", "contributions"),
    )
    lines = {**_many(line), "maxItems": 500}
    asked = _closed({"benefit": {"enum": [BENEFIT]}, "on": _DAY, "lines": lines}, optional=("benefit", "on"))
    return {"anyOf": [{**asked, "examples": [examples.INCOME]}, lines]}


# --- What goes ------------------------------------------------------------------------------------------------------


def _problem() -> Schema:
    return _closed(
        {
            "type": _TEXT,
            "title": _TEXT,
            "status": {"type": "integer"},
            "code": {**_TEXT, "description": "Estable: por él se reconoce el problema."},
            "pointer": _POINTER,
            "detail": {**_TEXT, "description": "Cómo arreglarlo."},
        }
    )


def _outcome() -> Schema:
    euros = _or_null(_EUROS)
    payment = dict.fromkeys(("imv", "child_supplement", "increase_15", "total"), euros)
    requirement = {
        "id": _TEXT,
        "met": _or_null(_TRUTH),
        "article": reference("Article"),
        "exception": _or_null(_TEXT),
        "members": _many(_TEXT),
        "values": {"type": "object", "additionalProperties": {"type": ["number", "string", "boolean", "null"]}},
        "reason": _WORDS,
    }
    monthly = ("guaranteed_income", "computable_income", "imv", "child_supplement", "total")
    kinds = ["imv", "imv_and_child_supplement", "child_supplement_only", "none", "undetermined"]
    return _closed(
        {
            **_header(),
            "eligible": {**_or_null(_TRUTH), "description": "null: un dato que falta lo puede cambiar."},
            "kind": {"enum": kinds},
            "effects_from": _or_null(_DAY),
            "monthly": _closed(dict.fromkeys(monthly, euros)),
            "annual": _closed({"guaranteed_income": euros}),
            "payments": _many(_closed({"from": _MONTH, "to": _or_null(_MONTH), **payment})),
            "income": _closed(
                {"computable": euros, "exempt_work": euros, "basis": {"enum": ["previous_year", "current_year"]}}
            ),
            "limits": _closed({"net_patrimony": euros, "non_corporate_assets": euros}),
            "requirements": _many(_closed(requirement)),
            "missing": _many(_POINTER),
            "missing_for_amount": _many(_POINTER),
            "doubtful": _many(_TEXT),
            "warnings": _many(_TEXT),
            "warning_details": _many(_closed({"code": _TEXT, "pointer": _POINTER, "reason": _WORDS})),
            "changes": _many(_change()),
        },
        optional=("changes",),
    )


def _change() -> Schema:
    """A change that would be enough by itself: only where the answer is no."""
    return _closed(
        {
            "pointer": _POINTER,
            "member": _or_null(_TEXT),
            "requirement": _TEXT,
            "article": reference("Article"),
            "kind": {"enum": ["at_most", "at_least", "ends", "wait_until"]},
            "value": {"type": ["number", "string", "boolean", "null"]},
            "reason": _WORDS,
        }
    )


def _form() -> Schema:
    document = {
        "id": _TEXT,
        "member": _or_null(_TEXT),
        "label": _WORDS,
        "why": _WORDS,
        "issuer": _TEXT,
        "accepts": _many(_TEXT),
        "article": _TEXT,
    }
    field = {
        "pointer": _POINTER,
        "name": _TEXT,
        "entity": {"enum": ["unit", "member"]},
        "member": _or_null(_TEXT),
        "type": _TEXT,
        "options": _many(_option()),
        "label": _WORDS,
        "help": _WORDS,
        "why": _WORDS,
        "required": _TRUTH,
        "answered": _TRUTH,
        "section": _TEXT,
        "feeds": _many(_TEXT),
    }
    return _closed(
        {
            **_header(),
            "fields": _many(_closed(field)),
            "needed": _many(_POINTER),
            "documents": _many(_closed(document)),
            "settled": _many(_closed({"id": _TEXT, "met": _TRUTH, "reason": _WORDS})),
            "stopped_by": _or_null(_TEXT),
            "remaining": _closed({"at_least": _COUNT, "at_most": _COUNT}),
        }
    )


def _option() -> Schema:
    return _closed({"value": _TEXT, "label": _WORDS})


def _computable() -> Schema:
    line = {
        "member": _TEXT,
        "kind": _TEXT,
        "year": {"type": "integer"},
        "counts": _TEXT,
        "counted": _EUROS,
        "article": reference("Article"),
        "reason": _WORDS,
    }
    return _closed(
        {
            **_header(),
            "computable": _EUROS,
            "by_year": {"type": "object", "additionalProperties": _EUROS},
            "lines": _many(_closed(line)),
            "doubtful": _many(_TEXT),
        }
    )


def _fact() -> Schema:
    return _closed(
        {
            "name": _TEXT,
            "entity": {"enum": ["unit", "member"]},
            "type": _TEXT,
            "options": _many(_option()),
            "never": _TRUTH,
            "closed": {"type": ["boolean", "number", "string", "null"]},
            "unit": _TEXT,
            "minimum": _or_null({"type": "integer"}),
            "maximum": _or_null({"type": "integer"}),
            "asked": _TRUTH,
            "label": _WORDS,
            "help": _WORDS,
            "why": _WORDS,
            "feeds": _many(_TEXT),
            "answered_by": _many(_TEXT),
            "coverage": {"enum": ["read", "descriptive", "not_covered", "other_regime"]},
        }
    )


def _parameter() -> Schema:
    cell = {"key": _TEXT, "value": {"type": ["number", "string"]}, "status": {"enum": ["published", "derived"]}}
    return _closed(
        {
            "name": _TEXT,
            "label": _WORDS,
            "unit": _TEXT,
            "article": _or_null(reference("Article")),
            "since": _DAY,
            "until": _or_null(_DAY),
            "open_end": _TRUTH,
            "source": _TEXT,
            "doubtful": _or_null(_TEXT),
            "cells": _many(_closed(cell)),
        }
    )
