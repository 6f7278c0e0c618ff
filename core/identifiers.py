"""Identifiers of people, accounts and rows: public ids, DNI and NIE letters, IBAN, masking.

Check letters and digits are python-stdnum's (law file §8 holds the test vectors).
"""

import re
import uuid

import uuid6
from stdnum import iban as iban_standard
from stdnum.es import dni, nie
from stdnum.exceptions import InvalidChecksum, ValidationError

from core.errors import AmparoError, register

register(
    "identifier.wrong_letter",
    what="La letra no corresponde a ese número.",
    why="La letra de un DNI o NIE se calcula a partir de sus cifras.",
    next_step="Revísalo: un DNI tiene 8 cifras y una letra; un NIE, X, Y o Z, 7 cifras y una letra.",
)
register(
    "identifier.wrong_format",
    what="Este número no tiene la forma de {kind}.",
    why="Un DNI tiene 8 cifras y una letra. Un NIE empieza por X, Y o Z, con 7 cifras y una letra.",
    next_step="Escríbelo como está en el documento, sin puntos. Por ejemplo: 12345678Z.",
)
register(
    "identifier.wrong_iban",
    what="Este IBAN no es correcto.",
    why="Las cifras de control no cuadran con el resto de la cuenta.",
    next_step="Cópialo de la libreta o de la aplicación de tu banco: ES y 22 cifras.",
)

_KIND_NAMES = {"dni": "un DNI", "nie": "un NIE", "passport": "un pasaporte"}


def new_public_id() -> uuid.UUID:
    """A UUIDv7: sorts by time and tells nothing of the person."""
    return uuid6.uuid7()


def normalize_document_number(number: str) -> str:
    """Upper case, without spaces, dots or hyphens."""
    return re.sub(r"[\s.\-]", "", number).upper()


def validate_document(kind: str, number: str) -> str:
    """Normalised number of a document of `kind` (``dni``, ``nie``, ``passport``).

    Raises AmparoError ``identifier.wrong_letter`` or ``identifier.wrong_format``.
    """
    normalised = normalize_document_number(number)
    if kind == "passport":
        if not re.fullmatch(r"[A-Z0-9]{5,15}", normalised):
            raise AmparoError("identifier.wrong_format", kind=_KIND_NAMES[kind])
        return normalised
    standard = {"dni": dni, "nie": nie}[kind]
    try:
        return str(standard.validate(normalised))
    except InvalidChecksum:
        raise AmparoError("identifier.wrong_letter") from None
    except ValidationError:
        raise AmparoError("identifier.wrong_format", kind=_KIND_NAMES[kind]) from None


def validate_iban(value: str) -> str:
    """Compact Spanish IBAN; raises AmparoError ``identifier.wrong_iban``."""
    compact = re.sub(r"[\s\-]", "", value).upper()
    try:
        if not compact.startswith("ES"):
            raise ValidationError
        return str(iban_standard.validate(compact))
    except ValidationError:
        raise AmparoError("identifier.wrong_iban") from None


def mask_document(number: str) -> str:
    """``12345678Z`` → ``****5678Z``: enough for its owner to know it, not enough for another."""
    return "****" + number[-5:]
