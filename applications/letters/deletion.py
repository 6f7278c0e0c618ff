"""The proof that a draft was deleted. It says how much was removed and nothing of what it said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from applications.letters.heading import moment, office_of
from core.provinces import CO_OFFICIAL_LANGUAGE
from receipts.types import Callout, Document, Facts, Items, Paragraph, say, titled

KIND = "deletion_proof"


@dataclass(frozen=True)
class Deletion:
    """What was deleted, counted before it went: no name, no address, no file's name."""

    reference: str
    province_code: str
    started_at: datetime
    deleted_at: datetime
    people: int
    files: int
    pictures: bool


def deletion_proof(deletion: Deletion) -> Document:
    """The paper. It carries the draft's own reference, so that whoever kept the link can tie the two together."""
    return Document(
        kind=KIND,
        title=titled("Justificante del borrado de un borrador"),
        reference=deletion.reference,
        office_name=office_of(deletion.province_code),
        second_language=CO_OFFICIAL_LANGUAGE.get(deletion.province_code, ""),
        blocks=(
            Callout(
                say("Hemos borrado el borrador"),
                say("Día y hora: {moment}. No se puede recuperar.", moment=moment(deletion.deleted_at)),
            ),
            Facts(
                (
                    (say("Borrador"), deletion.reference),
                    (say("Se empezó"), moment(deletion.started_at)),
                    (say("Personas que se borraron"), str(deletion.people)),
                    (say("Archivos que se borraron"), str(deletion.files)),
                    (say("Fotos de identidad"), say("Se borraron") if deletion.pictures else say("No había")),
                )
            ),
            Items(
                (
                    say("Se han borrado las respuestas, los datos de las personas, el correo y la cuenta."),
                    say("Se han borrado los archivos y las fotos, no solo su lista."),
                    say("Queda escrito que hubo un borrador y que se borró. No queda de quién era."),
                )
            ),
            Paragraph(say("El borrador no se había presentado: no hay ningún trámite en marcha por él.")),
        ),
    )
