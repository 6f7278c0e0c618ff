"""The papers this room issues: the receipt of the application and that of a document handed in later."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format

from applications.declaration import VERSION, declaration_of
from applications.models import Application, Channel, Document, DocumentState, Letter
from applications.summary import summary_of
from core.actors import Actor
from core.provinces import PROVINCES
from identity.types import ConsentEvidence
from receipts import services as receipts
from receipts.types import Callout, Facts, Heading, Items, Paragraph, Receipt, Table
from receipts.types import Document as Paper

SUBMISSION_KIND = "submission_receipt"
DOCUMENT_KIND = "document_receipt"
WITHDRAWAL_KIND = "withdrawal_receipt"
_SIGNED = {
    "code": "Firmada con un código de un solo uso enviado al correo de la solicitud.",
    "paper": "Firmada a mano en papel, ante personal de la oficina. La hoja escaneada está entre los documentos.",
    "screen": "Firmada a mano en una pantalla, ante personal de la oficina. La firma está entre los documentos.",
}
_STATES = {
    DocumentState.RECEIVED: "Aportado",
    DocumentState.PROMISED: "Se aportará después",
    DocumentState.REQUESTED: "Pedido",
    DocumentState.ACCEPTED: "Admitido",
    DocumentState.REJECTED: "No admitido",
}


def long_date(day: object) -> str:
    """15 de octubre de 2026."""
    return date_format(day, r"j \d\e F \d\e Y")  # type: ignore[arg-type]


def long_moment(moment: object) -> str:
    """15 de octubre de 2026, 12:03:45."""
    local = timezone.localtime(moment)  # type: ignore[arg-type]
    return f"{long_date(local.date())}, {local:%H:%M:%S}"


def office_name(application: Application) -> str:
    """The directorate in whose name papers go out."""
    return f"Dirección Provincial de {PROVINCES.get(application.province_code, '')}"


def issue_submission_receipt(application: Application, evidence: ConsentEvidence, actor: Actor) -> Receipt:
    """The sealed receipt of the application, right after it is registered."""
    assert application.silence_date is not None
    declaration = declaration_of(application)
    blocks = [
        Facts(
            (
                ("Número de registro", application.registry_number or ""),
                ("Fecha y hora de entrada", long_moment(application.submitted_at)),
                ("Prestación", "Ingreso Mínimo Vital"),
                ("Cómo se presentó", how_it_came(application)),
                ("Último día para contestar", long_date(application.silence_date)),
            )
        ),
        Callout(
            "Qué pasa si no hay respuesta",
            "El plazo para resolver y notificar es de seis meses desde la entrada en el registro (artículo 28.3 de la "
            f"Ley 19/2021). Si el {long_date(application.silence_date)} no se ha notificado una resolución, la "
            "solicitud se entiende desestimada y se puede reclamar. El plazo se para mientras se espera un documento "
            "pedido a la persona interesada.",
        ),
        *_summary_blocks(application),
        Paragraph("Las respuestas reservadas no se imprimen, para proteger a quien las da.", "small"),
        _documents_table(application),
        Heading("Declaración firmada"),
        Items(declaration.paragraphs),
        Paragraph(
            f"{_SIGNED[evidence.method]} Versión del texto: {VERSION}. "
            f"Huella (SHA-256) del texto y los datos firmados: {declaration.hash}.",
            "small",
        ),
        *_how_to_ask(application),
    ]
    paper = Paper(
        kind=SUBMISSION_KIND,
        title="Justificante de presentación de la solicitud",
        reference=application.registry_number or "",
        office_name=office_name(application),
        blocks=tuple(blocks),
    )
    return receipts.issue(paper, subject_type="application", subject_ref=str(application.public_id), actor=actor)


def how_it_came(application: Application) -> str:
    """By internet, or in person and where."""
    if application.channel == Channel.IN_PERSON and application.capture_office:
        return f"En persona, en {application.capture_office.name}, con el documento de identidad a la vista"
    return "Por internet"


def _how_to_ask(application: Application) -> list[Callout]:
    """Who gave no e-mail gets no code: the paper in the hand says how to ask."""
    if application.email:
        return []
    return [
        Callout(
            "Cómo preguntar por la solicitud",
            "En cualquier oficina de la Seguridad Social, con el número de registro y el documento de identidad. "
            "No se dio ningún correo electrónico: los escritos se envían en papel al domicilio.",
        )
    ]


def _summary_blocks(application: Application) -> list[Heading | Facts]:
    blocks: list[Heading | Facts] = [Heading("Lo declarado, con las preguntas tal como se hicieron")]
    for section in summary_of(application):
        if section.key == "documents" or not section.rows:
            continue
        blocks += [Heading(section.title, 3), Facts(tuple((row.label, row.value) for row in section.rows))]
    return blocks


def _documents_table(application: Application) -> Table | Paragraph:
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
        return Paragraph("No se ha aportado ni prometido ningún documento.")
    return Table("Documentos", ("Documento", "Estado", "Archivo", "Huella SHA-256"), rows)


def issue_document_receipt(application: Application, document: Document, actor: Actor) -> Receipt:
    """The sealed receipt of a document handed in after submission."""
    paper = Paper(
        kind=DOCUMENT_KIND,
        title="Justificante de entrega de documento",
        reference=application.registry_number or "",
        office_name=office_name(application),
        blocks=(
            Facts(
                (
                    ("Solicitud", application.registry_number or ""),
                    ("Fecha y hora de entrega", long_moment(document.received_at)),
                    ("Documento", document.shown_label),
                    ("Archivo", document.file_name),
                    ("Tamaño", f"{document.size} bytes"),
                    ("Huella SHA-256", document.sha256),
                )
            ),
            Paragraph("Este justificante prueba que se entregó el archivo. No prueba que sea suficiente."),
        ),
    )
    return receipts.issue(paper, subject_type="application", subject_ref=str(application.public_id), actor=actor)


def issue_withdrawal_receipt(application: Application, actor: Actor) -> Receipt:
    """The sealed proof that the person withdrew."""
    paper = Paper(
        kind=WITHDRAWAL_KIND,
        title="Justificante de desistimiento",
        reference=application.registry_number or "",
        office_name=office_name(application),
        blocks=(
            Facts(
                (
                    ("Solicitud", application.registry_number or ""),
                    ("Fecha y hora", long_moment(timezone.now())),
                )
            ),
            Paragraph("La persona interesada ha retirado la solicitud. Puede presentar otra cuando quiera."),
        ),
    )
    return receipts.issue(paper, subject_type="application", subject_ref=str(application.public_id), actor=actor)


def list_letter(application: Application, receipt: Receipt) -> None:
    """Put a paper of ours among what the person may take away; twice is once."""
    Letter.objects.get_or_create(
        application=application,
        receipt_public_id=str(receipt.public_id),
        defaults={"kind": receipt.kind, "title": receipt.title, "issued_at": receipt.issued_at},
    )
