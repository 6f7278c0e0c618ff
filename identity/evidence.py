"""The evidence sheet of a consent: what was agreed to, when, how it was proved, to be sealed like any paper.

It names nobody: who agreed stands by reference, and the address of the code is masked. In Spanish only, as the text
that was agreed to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from core.errors import AmparoError
from identity.models import Channel, Consent, ConsentMethod
from receipts.types import Callout, Document, Facts, Heading, Items, Paragraph, Words, data_attachment

KIND = "consent_evidence"
TITLE = "Hoja de evidencia de un consentimiento"
_PURPOSES = {
    "signature": "Firma de la solicitud",
    "consent": "Confirmación de otra persona de la unidad de convivencia",
    "face": "Comparación de la cara con la foto del documento",
}
APPLICANT = "la persona que solicita"


@dataclass(frozen=True)
class EvidenceSheet:
    """The paper, and the matter it is about."""

    document: Document
    subject_type: str
    subject_ref: str


def sheet_of(consent_id: UUID | str, *, reference: str, office_name: str) -> EvidenceSheet:
    """The sheet of a consent as it stands: given, or taken back. `reference` and `office_name` head it.

    The applicant's papers are the application's; another person's sheet is about their consent, and theirs alone.
    """
    try:
        consent = Consent.objects.select_related("challenge").get(public_id=consent_id)
    except (Consent.DoesNotExist, ValidationError, ValueError):
        raise AmparoError("consent.unknown") from None
    document = evidence_sheet(consent, reference=reference, office_name=office_name)
    if consent.person_ref:
        return EvidenceSheet(document, "consent", str(consent.public_id))
    return EvidenceSheet(document, "application", consent.subject_ref)


def evidence_sheet(consent: Consent, *, reference: str, office_name: str) -> Document:
    """The sheet, before it is laid out."""
    rows = _rows(consent)
    state = (
        Callout("Consentimiento retirado", f"Se retiró el {_moment(consent.revoked_at)}. Desde entonces no vale.")
        if consent.revoked_at
        else Callout("Consentimiento dado", f"Se dio el {_moment(consent.given_at)}.")
    )
    return Document(
        kind=KIND,
        title=TITLE,
        reference=reference,
        office_name=office_name,
        blocks=(
            state,
            Facts(tuple((label, value) for _, label, value in rows)),
            Heading("El texto, palabra por palabra"),
            Items(tuple(consent.text.splitlines())),
            Paragraph(
                "La huella se calcula con SHA-256 sobre el texto de arriba, una frase por línea. El código se guardó "
                "solo como huella con clave: nadie puede leerlo. Esta hoja no dice el nombre de quien consintió: está "
                "en la solicitud, con la referencia de arriba.",
                "small",
            ),
        ),
        attachments=(
            data_attachment(
                "consentimiento.json",
                {name: str(value) for name, _, value in rows} | {"text": consent.text},
                "Lo que dice esta hoja, para programas",
            ),
        ),
    )


def _rows(consent: Consent) -> list[tuple[str, str, Words]]:
    other = f"otra persona de la unidad (referencia «{consent.person_ref}»)"
    rows: list[tuple[str, str, Words]] = [
        ("consent", "Referencia del consentimiento", str(consent.public_id)),
        ("application", "Referencia de la solicitud", consent.subject_ref),
        (
            "person",
            "Quién",
            other if consent.person_ref else APPLICANT,
        ),
        ("purpose", "Para qué", _PURPOSES.get(consent.purpose, consent.purpose)),
        ("version", "Versión del texto", consent.text_version),
        ("text_sha256", "Huella SHA-256 del texto", consent.text_hash),
    ]
    if consent.bound_to:
        rows.append(("bound_to", "Huella SHA-256 de lo firmado", consent.bound_to))
    rows.append(("method", "Cómo", ConsentMethod(consent.method).label))
    rows += _proof(consent)
    rows.append(("given_at", "Dado", _moment(consent.given_at)))
    if consent.revoked_at:
        rows.append(("revoked_at", "Retirado", _moment(consent.revoked_at)))
    return rows


def _proof(consent: Consent) -> list[tuple[str, str, Words]]:
    challenge = consent.challenge
    if challenge is not None:
        sent_to = mask_phone(challenge.phone) if challenge.channel == Channel.SMS else mask_email(challenge.email)
        return [
            ("challenge", "Identificador del código", str(challenge.public_id)),
            ("sent_at", "Código enviado", _moment(challenge.sent_at)),
            ("sent_to", "Código enviado a", sent_to),
        ]
    rows: list[tuple[str, str, Words]] = []
    if consent.signature is not None:
        rows.append(("signature_sha256", "Huella SHA-256 de la firma guardada", consent.signature.sha256))
    if consent.witnessed_by:
        rows.append(("witnessed_by", "Ante quién (referencia)", consent.witnessed_by))
    return rows


def mask_email(email: str) -> str:
    """``lucia.perez@example.org`` → ``l•••@example.org``."""
    name, at, domain = email.rpartition("@")
    return f"{name[:1]}•••{at}{domain}" if at else "•••"


def mask_phone(phone: str) -> str:
    """``+34612345678`` → ``•••678``."""
    return f"•••{phone[-3:]}"


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y, %H:%M:%S}" if at else "—"
