"""What every letter of a dossier begins and ends with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from applications.types import SubmittedApplication
from core.identifiers import mask_document
from core.provinces import CO_OFFICIAL_LANGUAGE
from receipts.types import Attachment, Block, Document, Facts, Heading, Paragraph, say
from workflow.models import Dossier

LAW = "Ley 19/2021, de 20 de diciembre, por la que se establece el ingreso mínimo vital"


def office_name(dossier: Dossier) -> str:
    """In whose name the letter goes out: the competent directorate, whoever works the dossier."""
    return f"Instituto Nacional de la Seguridad Social · {dossier.competent_office.name}"


def letter(
    kind: str,
    title: str,
    dossier: Dossier,
    application: SubmittedApplication,
    blocks: Iterable[Block],
    attachments: tuple[Attachment, ...] = (),
) -> Document:
    """A letter about a dossier, with its head, in the languages of its province."""
    return Document(
        kind=kind,
        title=title,
        reference=dossier.number,
        office_name=office_name(dossier),
        second_language=CO_OFFICIAL_LANGUAGE.get(dossier.competent_office.province_code, ""),
        blocks=(_head(dossier, application), *blocks),
        attachments=attachments,
    )


def _head(dossier: Dossier, application: SubmittedApplication) -> Facts:
    applicant = application.applicant
    return Facts(
        (
            (say("Persona interesada"), applicant.full_name),
            (say("Documento"), mask_document(applicant.document_number)),
            (say("Expediente"), dossier.number),
            (say("Número de registro"), dossier.registry_number),
            (say("Entrada en el registro"), say("{day}", day=dossier.registered_on)),
        )
    )


def place_and_day(dossier: Dossier, day: date) -> Paragraph:
    """Who says it and when."""
    return Paragraph(say("{office}, {day}.", office=dossier.competent_office.name, day=day))


def remedies(only_the_cause: bool = False) -> list[Block]:
    """What can be done against a decision. An inadmission can be discussed for its cause only (art. 28.1)."""
    blocks: list[Block] = [
        Heading(say("Si no está de acuerdo")),
        Paragraph(
            say(
                "Puede presentar una reclamación previa ante esta dirección provincial. Tiene 30 días hábiles, "
                "contados desde el día siguiente al de esta notificación. Puede presentarla en cualquier oficina de "
                "la Seguridad Social."
            )
        ),
    ]
    if only_the_cause:
        blocks.append(
            Paragraph(say("La reclamación solo puede tratar de la causa por la que no se admite (artículo 28.1)."))
        )
    return blocks
