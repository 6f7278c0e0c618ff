"""A dossier as an electronic file: its papers gathered, its index issued and sealed, the whole sent as a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from core import vault
from core.actors import Actor
from core.models import StoredFile
from receipts import models
from receipts.electronic_file import FiledDocument, FileHead, Package, prepare, stream
from receipts.electronic_file.contents import MANIFEST
from receipts.services.issuing import issue
from receipts.types import Document, Facts, Heading, Paragraph, Table, data_attachment, say

__all__ = ["INDEX_KIND", "FileHead", "FiledDocument", "electronic_file", "filed_papers", "reader_of"]

INDEX_KIND = "electronic_file_index"
# Kinds of paper as the norm on electronic document calls them; what is not named is "others".
_DOCUMENTARY_TYPES = {
    "submission_receipt": "TD09",
    "document_receipt": "TD09",
    "withdrawal_receipt": "TD09",
    "correction_request": "TD06",
    "hearing": "TD06",
    "resolution": "TD01",
    "inadmission": "TD01",
    "lapse": "TD01",
    "withdrawal_accepted": "TD01",
    "calculation_sheet": "TD13",
}
_OTHERS = "TD99"
# What is made on request about a dossier, and is no part of it.
_APART = (INDEX_KIND, "status_certificate", "recognition_certificate")


def filed_papers(subject_type: str, subject_ref: str) -> list[FiledDocument]:
    """Our papers about a matter, each with the bytes it was issued with; one that replaced another says so."""
    rows = models.Receipt.objects.filter(subject_type=subject_type, subject_ref=str(subject_ref))
    rows = rows.exclude(stored_file=None).exclude(kind__in=_APART).select_related("stored_file")
    before = {row.replaced_by_id: row for row in rows if row.replaced_by_id}
    return [_filed(row, before) for row in rows.order_by("issued_at", "id")]


def _filed(row: models.Receipt, before: dict[int, models.Receipt]) -> FiledDocument:
    version, older = 1, before.get(row.pk)
    while older is not None:
        version, older = version + 1, before.get(older.pk)
    replaced = before.get(row.pk)
    return FiledDocument(
        identifier=row.public_id.hex,
        title=row.title,
        kind=row.kind,
        documentary_type=_DOCUMENTARY_TYPES.get(row.kind, _OTHERS),
        origin="administration",
        captured_at=row.issued_at,
        media_type="application/pdf",
        sha256=row.sha256,
        size=row.size,
        sealed=True,
        read=reader_of(row.stored_file_id),
        version=version,
        replaces=replaced.public_id.hex if replaced is not None else "",
        metadata={"cea_id": row.cea_id, "state": row.state},
    )


def reader_of(stored_file_id: int | None) -> Callable[[], bytes]:
    """Reads a file of the vault when its turn comes, and not before."""
    return partial(_read, stored_file_id)


def _read(stored_file_id: int | None) -> bytes:
    assert stored_file_id is not None
    return vault.read(StoredFile.objects.get(pk=stored_file_id))


def electronic_file(
    head: FileHead,
    documents: tuple[FiledDocument, ...],
    *,
    reference: str,
    office_name: str,
    subject: tuple[str, str],
    actor: Actor,
) -> Iterator[bytes]:
    """The whole file, piece by piece. The index is issued and sealed at once; each document is read when it is sent."""
    package = prepare(head, documents)
    index = _index(package, reference, office_name)
    receipt = issue(index, subject_type=subject[0], subject_ref=subject[1], actor=actor)
    row = models.Receipt.objects.select_related("stored_file").get(public_id=receipt.public_id)
    assert row.stored_file is not None
    return stream(package, vault.read(row.stored_file))


def _index(package: Package, reference: str, office_name: str) -> Document:
    head = package.head
    rows = tuple(
        (str(place), document.title, f"{document.captured_at:%d/%m/%Y}", document.sha256)
        for place, document in enumerate(package.documents, start=1)
    )
    return Document(
        kind=INDEX_KIND,
        title="Índice del expediente electrónico",
        reference=reference,
        office_name=office_name,
        blocks=(
            Facts(
                (
                    ("Identificador", head.full_identifier),
                    ("Apertura", say("{day}", day=head.opened_at.date())),
                    ("Estado", "Cerrado" if head.closed else "Abierto"),
                    ("Índice hecho el", f"{head.made_at:%d/%m/%Y %H:%M:%S}"),
                    ("Documentos", str(len(package.documents))),
                )
            ),
            Heading("Documentos, por orden de entrada"),
            Table("Documentos del expediente", ("N.º", "Documento", "Fecha", "Huella SHA-256"), rows, numeric=(0,)),
            Paragraph(
                "Este índice lleva dentro la lista de todos los archivos del paquete, con su huella, bajo el mismo "
                "sello. Si un archivo cambia, falta o sobra, se nota al comprobarlo.",
                "small",
            ),
        ),
        attachments=(data_attachment(MANIFEST, package.manifest, "Archivos del paquete y sus huellas"),),
    )
