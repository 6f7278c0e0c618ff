"""Pieces that schemas are built of: JSON Schema as OpenAPI 3.1 takes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
TRUTH: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 0}
DAY: Schema = {"type": "string", "format": "date"}
MONTH: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}
EUROS: Schema = {"type": "number", "description": "Euros, con dos decimales como mucho."}
POINTER: Schema = {"type": "string", "description": "Puntero JSON (RFC 6901) al dato del caso."}
WORDS: Schema = {
    "type": "object",
    "description": "Las mismas palabras en cada lengua: es, ca, gl, eu, en.",
    "additionalProperties": {"type": "string"},
}


def reference(name: str) -> Schema:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def closed(properties: Mapping[str, Schema], optional: tuple[str, ...] = ()) -> Schema:
    """An object with these keys and no other."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def many(item: Schema) -> Schema:
    """A list of these."""
    return {"type": "array", "items": item}


def or_null(schema: Schema) -> Schema:
    """This, or null."""
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def listed(name: str, item: Schema, **besides: Schema) -> Schema:
    """An answer that is a list under `name`, with what it says of itself."""
    return closed({**header(), **besides, name: many(item)})


def header() -> dict[str, Schema]:
    """What every answer says of itself."""
    return {"benefit": TEXT, "on": DAY, "text": {**TEXT, "description": "El texto de reglas, por su huella."}}
