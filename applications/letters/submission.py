"""The receipt of an application: everything declared, when it came in, and each document with its hash."""

from __future__ import annotations

from typing import Any

from applications.confirmed import confirmed
from applications.declaration import VERSION, Declaration, declaration_of
from applications.letters.heading import moment, paper
from applications.models import Application, Channel, DocumentState
from applications.summary import Block as Section
from applications.summary import summary_of
from receipts.types import (
    Attachment,
    Block,
    Callout,
    Document,
    Facts,
    Heading,
    Items,
    Paragraph,
    Phrase,
    Table,
    data_attachment,
    say,
    titled,
)

KIND = "submission_receipt"
_SIGNED = {
    "code": say("Firmada con un código de un solo uso enviado al correo de la solicitud."),
    "paper": say("Firmada a mano en papel, ante personal de la oficina. La hoja escaneada está entre los documentos."),
    "screen": say("Firmada a mano en una pantalla, ante personal de la oficina. La firma está entre los documentos."),
}
_STATES = {
    DocumentState.RECEIVED: say("Aportado"),
    DocumentState.PROMISED: say("Se aportará después"),
    DocumentState.REQUESTED: say("Pedido"),
    DocumentState.ACCEPTED: say("Admitido"),
    DocumentState.REJECTED: say("No admitido"),
}


def submission_receipt(application: Application, signed: str) -> Document:
    """All that was declared and registered. `signed` says how: ``code``, ``paper`` or ``screen``."""
    assert application.silence_date is not None
    assert application.submitted_at is not None
    declaration = declaration_of(application)
    sections = [section for section in summary_of(application) if section.key != "documents" and section.rows]
    blocks: list[Block] = [
        Facts(
            (
                (say("Número de registro"), application.registry_number or ""),
                (say("Entrada en el registro"), moment(application.submitted_at)),
                (say("Prestación"), "Ingreso Mínimo Vital"),
                (say("Cómo se presentó"), how_it_came(application)),
                (say("Último día para contestar"), say("{day}", day=application.silence_date)),
            )
        ),
        _silence(application),
        Heading(say("Lo declarado, con las preguntas tal como se hicieron")),
        *_declared(sections),
        Paragraph(say("Las respuestas reservadas no se imprimen, para proteger a quien las da."), "small"),
        _documents(application),
        Heading(say("Declaración firmada")),
        Items(declaration.paragraphs),
        Paragraph(_SIGNED[signed], "small"),
        Facts(
            (
                (say("Versión del texto"), VERSION),
                (say("Huella (SHA-256) del texto y los datos firmados"), declaration.hash),
            )
        ),
        *_confirmed(application),
        *_how_to_ask(application),
    ]
    title = titled("Justificante de presentación de la solicitud")
    return paper(KIND, title, application, blocks, (_data(application, declaration, sections),))


def how_it_came(application: Application) -> Phrase:
    """By internet, or in person and where."""
    if application.channel == Channel.IN_PERSON and application.capture_office:
        return say(
            "En persona, en {office}, con el documento de identidad a la vista",
            office=application.capture_office.name,
        )
    return say("Por internet")


def _silence(application: Application) -> Callout:
    assert application.silence_date is not None
    return Callout(
        say("Qué pasa si no hay respuesta"),
        say(
            "Hay seis meses para resolver y notificar, desde la entrada en el registro (artículo 28.3 de la Ley "
            "19/2021). Último día: {day}. Si ese día no se ha notificado una resolución, la solicitud se entiende "
            "desestimada y se puede reclamar. El plazo se para mientras se espera un documento pedido a la persona "
            "interesada.",
            day=application.silence_date,
        ),
    )


def _declared(sections: list[Section]) -> list[Block]:
    blocks: list[Block] = []
    for section in sections:
        blocks += [Heading(section.title, 3), Facts(tuple((row.label, row.value) for row in section.rows))]
    return blocks


def _documents(application: Application) -> Table | Paragraph:
    rows = tuple(
        (
            document.shown_label,
            _STATES[DocumentState(document.state)],
            document.file_name or "—",
            document.sha256 or "—",
        )
        for document in application.documents.order_by("id")
    )
    if not rows:
        return Paragraph(say("No se ha aportado ni prometido ningún documento."))
    columns = (say("Documento"), say("Estado"), say("Archivo"), say("Huella SHA-256"))
    return Table(say("Documentos"), columns, rows)


def _confirmed(application: Application) -> list[Block]:
    """What other adults of the unit had confirmed by then; nothing where nobody had."""
    rows = tuple(
        (_who(application, one.member_ref), moment(one.at), one.version, one.text_hash)
        for one in confirmed(application)
    )
    if not rows:
        return []
    columns = (say("Persona"), say("Confirmó"), say("Versión del texto"), say("Huella SHA-256"))
    return [Table(say("Confirmado por otras personas de la unidad"), columns, rows)]


def _who(application: Application, ref: str) -> str:
    return application.members.get(ref=ref).full_name


def _how_to_ask(application: Application) -> list[Block]:
    """Who gave no e-mail gets no code: the paper in the hand says how to ask."""
    if application.email:
        return []
    return [
        Callout(
            say("Cómo preguntar por la solicitud"),
            say(
                "En cualquier oficina de la Seguridad Social, con el número de registro y el documento de identidad. "
                "No se dio ningún correo electrónico: los escritos se envían en papel al domicilio."
            ),
        )
    ]


def _data(application: Application, declaration: Declaration, sections: list[Section]) -> Attachment:
    """What is printed, for programs; not a word more."""
    data: dict[str, Any] = {
        "registry_number": application.registry_number,
        "submitted_at": application.submitted_at,
        "silence_date": application.silence_date,
        "benefit": application.benefit,
        "channel": application.channel,
        "declared": [
            {"section": section.title, "answers": [[row.label, row.value] for row in section.rows]}
            for section in sections
        ],
        "documents": [
            {
                "label": document.shown_label,
                "state": document.state,
                "file": document.file_name,
                "sha256": document.sha256,
            }
            for document in application.documents.order_by("id")
        ],
        "declaration": {"version": VERSION, "hash": declaration.hash},
    }
    others = confirmed(application)
    if others:
        data["confirmed"] = [
            {"person": one.member_ref, "at": one.at, "version": one.version, "sha256": one.text_hash} for one in others
        ]
    return data_attachment("solicitud.json", data, "Lo que dice este justificante, para programas")
