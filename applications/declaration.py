"""The text a person signs, word by word, with its version; and the hash that ties the signature to their data."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from applications.case import birth_date_of, case_of, ordered_members
from applications.models import Application

VERSION = "imv-2026-1"
# The document that signing by hand leaves: it proves the declaration and is no part of what is declared.
SIGNED_DECLARATION = "signed_declaration"
PARAGRAPHS = (
    "Pido el Ingreso Mínimo Vital para mí y para las personas de mi unidad de convivencia.",
    "Declaro que lo que digo en esta solicitud es verdad y está completo, también los ingresos y el patrimonio.",
    "Me comprometo a aportar durante el procedimiento los documentos que he dejado para después.",
    "Autorizo a pedir a la Agencia Tributaria y a las haciendas forales los datos de renta y patrimonio "
    "que hacen falta.",
    "Sé que otras administraciones darán los datos de identidad, empadronamiento y prestaciones que hagan falta. "
    "Las personas de mi unidad también lo saben.",
    "Avisaré en 30 días si cambia algo: las personas con quienes vivo, los ingresos, el domicilio.",
)


@dataclass(frozen=True, slots=True)
class Declaration:
    """What is signed: `hash` covers the words, their version and the whole content of the application."""

    version: str
    paragraphs: tuple[str, ...]
    content_hash: str
    hash: str

    @property
    def sheet_code(self) -> str:
        """Short form of the hash, printed on the sheet that is signed: ``3F0A-91C2``."""
        return f"{self.hash[:4]}-{self.hash[4:8]}".upper()

    @property
    def text(self) -> str:
        """The words as one text."""
        return "\n".join(self.paragraphs)


def declaration_of(application: Application) -> Declaration:
    """The declaration of this very application, as it is now."""
    content = content_hash(application)
    material = "\n".join((VERSION, *PARAGRAPHS, content))
    return Declaration(VERSION, PARAGRAPHS, content, hashlib.sha256(material.encode()).hexdigest())


def content_hash(application: Application) -> str:
    """SHA-256 of the canonical content: any change of a datum or a file changes it."""
    text = json.dumps(content_of(application), cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def content_of(application: Application) -> dict[str, Any]:
    """Everything the person says, in one plain structure. The day is left out: it is that of the entry."""
    case = case_of(application)
    return {
        "benefit": application.benefit,
        "unit": case["unit"],
        "members": case["members"],
        "people": [
            {
                "ref": member.ref,
                "first_name": member.first_name,
                "first_surname": member.first_surname,
                "second_surname": member.second_surname,
                "document_kind": member.document_kind,
                "document_number": member.document_number,
                "document_expires_on": member.document_expires_on,
                "birth_date": birth_date_of(application, member.ref),
            }
            for member in ordered_members(application)
        ],
        "address": application.address,
        "iban": application.iban,
        "email": application.email,
        "documents": [
            {"requirement": document.requirement_code, "state": document.state, "sha256": document.sha256}
            for document in application.documents.exclude(requirement_code=SIGNED_DECLARATION).order_by(
                "requirement_code", "id"
            )
        ],
    }
