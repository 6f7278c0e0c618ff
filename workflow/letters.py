"""The letters of a dossier as plain documents: what `receipts` lays out and seals, and what screens preview."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from applications.types import SubmittedApplication
from core.identifiers import mask_document
from core.money import euros
from receipts.types import Callout, Document, Facts, Heading, Items, Paragraph, Table
from workflow.models import CorrectionRequest, DecisionKind, Dossier, Resolution

LAW = "Ley 19/2021, de 20 de diciembre, por la que se establece el ingreso mínimo vital"
TITLES = {
    DecisionKind.GRANTED: "Resolución: se concede el Ingreso Mínimo Vital",
    DecisionKind.DENIED: "Resolución: se deniega el Ingreso Mínimo Vital",
}
_RIGHTS = {
    "imv": "al Ingreso Mínimo Vital",
    "imv_and_child_supplement": "al Ingreso Mínimo Vital y al complemento de ayuda para la infancia",
    "child_supplement_only": "al complemento de ayuda para la infancia",
}
_READ_IT = "Abre el documento para leerla entera."


def long_date(day: date) -> str:
    """15 de octubre de 2026."""
    return date_format(day, r"j \d\e F \d\e Y").lower()


def office_name(dossier: Dossier) -> str:
    """In whose name the letter goes out."""
    return f"Instituto Nacional de la Seguridad Social · {dossier.office.name}"


def _head(dossier: Dossier, application: SubmittedApplication) -> Facts:
    applicant = application.applicant
    return Facts(
        (
            ("Persona interesada", applicant.full_name),
            ("Documento", mask_document(applicant.document_number)),
            ("Expediente", dossier.number),
            ("Número de registro", dossier.registry_number),
            ("Entrada en el registro", long_date(dossier.registered_on)),
        )
    )


def resolution_letter(dossier: Dossier, resolution: Resolution, application: SubmittedApplication) -> Document:
    """The decision's letter, from what was frozen when it was taken."""
    day = timezone.localdate(resolution.resolved_at)
    return decision_letter(dossier, resolution.kind, resolution.content, application, day)


def decision_letter(
    dossier: Dossier, kind: str, content: dict[str, Any], application: SubmittedApplication, day: date
) -> Document:
    """A grant or a refusal, complete. The preview of a proposal calls it too, with the same content."""
    opening = _granted(content) if kind == DecisionKind.GRANTED else _denied(content)
    return Document(
        kind="resolution",
        title=TITLES[DecisionKind(kind)],
        reference=dossier.number,
        office_name=office_name(dossier),
        blocks=(
            _head(dossier, application),
            *opening,
            *_facts(content),
            *_conditions(content),
            *_calculation(content),
            *_note(content),
            *_remedies(dossier),
            Paragraph(f"{dossier.office.name}, {long_date(day)}."),
            Paragraph(f"Texto de reglas aplicado: {content['text']}.", "small"),
        ),
    )


def _granted(content: dict[str, Any]) -> list[Any]:
    monthly = euros(content["monthly_cents"])
    effects = long_date(date.fromisoformat(content["effects_from"]))
    right = _RIGHTS[content["due"]]
    return [
        Callout("Se concede", f"Cobrará {monthly} al mes desde el {effects}."),
        Paragraph(
            f"Se reconoce el derecho {right} por {monthly} al mes. El derecho nace el {effects}, "
            "primer día del mes siguiente a la solicitud (artículo 14.1). Se paga por transferencia a la cuenta que "
            "indicó (artículo 14.2)."
        ),
        Heading("Qué tiene que hacer"),
        Items(
            (
                "Comunicar en 30 días naturales cualquier cambio: personas con quienes vive, ingresos o domicilio "
                "(artículo 36).",
                "Presentar cada año la declaración de la renta, usted y las demás personas de la unidad (artículo 36).",
                "Avisar antes de salir de España más de 90 días en un año (artículo 36).",
            )
        ),
    ]


def _denied(content: dict[str, Any]) -> list[Any]:
    unmet = [row for row in content["requirements"] if row["met"] is False]
    lacking = "no se cumple un requisito" if len(unmet) == 1 else f"no se cumplen {len(unmet)} requisitos"
    return [
        Callout("Se deniega", f"Con los datos del expediente {lacking} de la ley."),
        Heading("Por qué"),
        Items(tuple(_reasoned(row) for row in unmet)),
    ]


def _reasoned(row: dict[str, Any]) -> str:
    return f"{row['sentence'].rstrip('.')} (artículo {row['article']})." if row["article"] else str(row["sentence"])


def _facts(content: dict[str, Any]) -> list[Any]:
    rows = tuple((row["label"], row["value"], row["source"]) for row in content["facts"])
    return [Heading("Datos que se han tenido en cuenta"), Table("Datos y su origen", ("Dato", "Valor", "Origen"), rows)]


def _conditions(content: dict[str, Any]) -> list[Any]:
    rows = tuple((row["label"], row["word"], row["sentence"], row["article"]) for row in content["requirements"])
    table = Table("Requisitos de la ley", ("Requisito", "Resultado", "Por qué", "Artículo"), rows)
    return [Heading("Requisitos, uno por uno"), Paragraph(f"Los artículos son de la {LAW}."), table]


def _calculation(content: dict[str, Any]) -> list[Any]:
    if not content["lines"]:
        return []
    rows = tuple((line["label"], line["article"], euros(line["cents"])) for line in content["lines"])
    table = Table("Cálculo mensual", ("Concepto", "Artículo", "Importe"), rows, numeric=(2,))
    return [Heading("Cómo se calcula"), table]


def _note(content: dict[str, Any]) -> list[Any]:
    return [Heading("Observaciones"), Paragraph(content["note"])] if content.get("note") else []


def _remedies(dossier: Dossier) -> list[Any]:
    return [
        Heading("Si no está de acuerdo"),
        Paragraph(
            "Puede presentar una reclamación previa ante esta dirección provincial en el plazo de 30 días hábiles, "
            "contados desde el día siguiente al de esta notificación. Puede presentarla en cualquier "
            "oficina de la Seguridad Social."
        ),
    ]


def summary(resolution: Resolution) -> str:
    """One sentence for the citizen's page."""
    if resolution.kind == DecisionKind.GRANTED and resolution.effects_from:
        return f"Concedida: {euros(resolution.monthly_cents)} al mes desde el {long_date(resolution.effects_from)}."
    return f"Denegada. {_READ_IT}"


def request_letter(dossier: Dossier, request: CorrectionRequest, application: SubmittedApplication) -> Document:
    """The letter that asks for a document."""
    return request_letter_of(
        dossier, application, request.label, request.text, request.due_on, timezone.localdate(request.asked_at)
    )


def request_letter_of(
    dossier: Dossier, application: SubmittedApplication, label: str, text: str, due_on: date, day: date
) -> Document:
    """The same letter before it is sent, for the preview."""
    return Document(
        kind="correction_request",
        title="Le pedimos un documento",
        reference=dossier.number,
        office_name=office_name(dossier),
        blocks=(
            _head(dossier, application),
            Callout("Qué tiene que aportar", f"{label}. Tiene hasta el {long_date(due_on)}."),
            Heading("Por qué hace falta"),
            Paragraph(text),
            Heading("Cómo aportarlo"),
            Paragraph(
                "Por internet, en «Ver cómo va mi solicitud», con su número de registro, su documento y un código que "
                "recibirá por correo. También en cualquier oficina de la Seguridad Social."
            ),
            Heading("Qué pasa con el plazo"),
            Paragraph(
                "El plazo para contestarle se detiene desde hoy hasta que llegue el documento, tres meses como máximo. "
                "Si pasan los tres meses sin que lo aporte, el procedimiento puede terminar por caducidad "
                "(artículo 28.4)."
            ),
            Paragraph(f"{dossier.office.name}, {long_date(day)}."),
        ),
    )
