"""A case as JSON, in and out: decoding, and `application/problem+json` for a case that is wrong (RFC 9457)."""

from typing import Any

import msgspec

from rules.types import CaseProblem

_decoder = msgspec.json.Decoder()


class NotJsonError(ValueError):
    """The text is not JSON. Its message names the place, never the content."""


def decode(data: bytes | str) -> Any:
    """What a JSON text says; raises NotJsonError."""
    try:
        return _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise NotJsonError from None


def problem(code: str, detail: str, *, pointer: str = "", status: int = 400, title: str = "") -> dict[str, Any]:
    """A problem object: a stable code, where it is, and a sentence that says how to mend it."""
    return {
        "type": "about:blank",
        "title": title or "El caso no se puede leer",
        "status": status,
        "code": code,
        "pointer": pointer,
        "detail": detail,
    }


def problem_of(error: CaseProblem) -> dict[str, Any]:
    """The problem object of a case the rules refused."""
    return problem(error.code, error.sentence, pointer=error.pointer)


def not_json() -> dict[str, Any]:
    """The problem object of a text that is not JSON."""
    return problem("not_json", "El texto recibido no es JSON. Revisa comas, comillas y llaves.")
