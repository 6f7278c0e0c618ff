"""Receipts of what comes after the application: a document handed in, the application withdrawn."""

from __future__ import annotations

from datetime import datetime

from applications.letters.heading import moment, paper
from applications.models import Application, Hearing
from applications.models import Document as HandedIn
from receipts.types import Block, Document, Facts, Heading, Paragraph, Words, data_attachment, say, titled

DOCUMENT_KIND = "document_receipt"
HEARING_KIND = "hearing_receipt"
WITHDRAWAL_KIND = "withdrawal_receipt"


def document_receipt(application: Application, document: HandedIn) -> Document:
    """That a file was handed in, which, and when."""
    assert document.received_at is not None
    blocks = (
        Facts(
            (
                (say("Número de registro"), application.registry_number or ""),
                (say("Fecha y hora de entrega"), moment(document.received_at)),
                (say("Documento"), document.shown_label),
                (say("Archivo"), document.file_name),
                (say("Tamaño"), f"{document.size} bytes"),
                (say("Huella SHA-256"), document.sha256),
            )
        ),
        Paragraph(say("Este justificante prueba que se entregó el archivo. No prueba que sea suficiente.")),
    )
    data = {
        "registry_number": application.registry_number,
        "received_at": document.received_at,
        "label": document.shown_label,
        "file": document.file_name,
        "size": document.size,
        "sha256": document.sha256,
    }
    attached = data_attachment("entrega.json", data, "Lo que dice este justificante, para programas")
    return paper(DOCUMENT_KIND, titled("Justificante de entrega de documento"), application, blocks, (attached,))


def hearing_receipt(application: Application, hearing: Hearing, document: HandedIn | None) -> Document:
    """That the person was heard: their words as they wrote them, and the file that went with them."""
    assert hearing.answered_at is not None
    rows: list[tuple[Words, Words]] = [
        (say("Número de registro"), application.registry_number or ""),
        (say("Fecha y hora de entrega"), moment(hearing.answered_at)),
    ]
    if document is not None:
        rows += [(say("Archivo"), document.file_name), (say("Huella SHA-256"), document.sha256)]
    said: tuple[Block, ...] = (Paragraph(say("La persona interesada dice que no tiene nada que añadir.")),)
    if hearing.statement:
        said = (Heading(say("Lo que dijo")), Paragraph(hearing.statement))
    blocks: tuple[Block, ...] = (
        Facts(tuple(rows)),
        *said,
        Paragraph(say("Este justificante prueba que se entregó. Se tendrá en cuenta antes de decidir.")),
    )
    data = {
        "registry_number": application.registry_number,
        "answered_at": hearing.answered_at,
        "statement": hearing.statement,
        "file_sha256": document.sha256 if document else "",
    }
    attached = data_attachment("alegaciones.json", data, "Lo que dice este justificante, para programas")
    return paper(HEARING_KIND, titled("Justificante de alegaciones"), application, blocks, (attached,))


def withdrawal_receipt(application: Application, at: datetime) -> Document:
    """That the person withdrew, and when."""
    blocks = (
        Facts(
            (
                (say("Número de registro"), application.registry_number or ""),
                (say("Fecha y hora"), moment(at)),
            )
        ),
        Paragraph(say("La persona interesada ha retirado la solicitud. Puede presentar otra cuando quiera.")),
    )
    return paper(WITHDRAWAL_KIND, titled("Justificante de desistimiento"), application, blocks)
