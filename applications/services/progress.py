"""The citizen's line: what other rooms tell it, and the words each step is shown in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.models import Application, ApplicationState, Letter, Progress
from applications.services.rows import Reference, locked, tell
from applications.types import DECIDING_LETTERS
from core import policies
from core.actors import SYSTEM, Actor
from core.errors import AmparoError
from receipts.types import Receipt

# step: (title, what it means). A {key} comes from the step's parameters; unknown keys are shown as nothing.
STEPS: dict[str, tuple[str, str]] = {
    "received": ("Recibida", "Tenemos tu solicitud {number}."),
    "joined": ("Unida a otra tuya", "Ya tenías la solicitud {number}. Miramos las dos juntas."),
    "open": ("Expediente abierto", "Tu provincia ha abierto tu expediente."),
    "admission": ("Admisión", "Miramos si la solicitud se puede tramitar."),
    "checking": ("Comprobaciones", "Preguntamos a otras administraciones, para no pedirte papeles que ya tienen."),
    "awaiting_administration": (
        "Esperamos a otra administración",
        "Una administración no contesta todavía. Seguimos preguntando; tú no tienes que hacer nada.",
    ),
    "assigned": ("La tiene una persona", "Una persona de tu provincia se ocupa de tu solicitud."),
    "under_study": ("En estudio", "Esa persona está estudiando tu solicitud."),
    "document_requested": ("Te hemos pedido un documento", "{label}"),
    "correction_requested": ("Te hemos pedido que completes algo", "{label}"),
    "suspended_for_documents": (
        "En espera de un documento tuyo",
        "El plazo para contestarte se para hasta que llegue.",
    ),
    "document_received": ("Documento recibido", "{label}"),
    "resumed": ("Seguimos", "El plazo para contestarte vuelve a contar."),
    "hearing": ("Puedes decir lo que quieras", "Antes de decidir, puedes hacer alegaciones."),
    "hearing_answered": ("Nos has contestado", "Tenemos lo que has dicho. Lo leerá quien decide."),
    "proposed": ("Hay una propuesta", "Falta que se revise y se firme."),
    "fiscal_review": ("Se revisa la cuantía", "Otra persona comprueba la propuesta antes de firmarla."),
    "review_approved": ("Revisada", "Otra persona ha comprobado la propuesta y está conforme."),
    "review_returned": (
        "Vuelve a estudio",
        "Quien la revisaba ha pedido mirar algo otra vez. Tú no tienes que hacer nada.",
    ),
    "resolved": ("Resuelta", "Ya tienes la resolución. Puedes descargarla aquí."),
    "notified": ("Notificada", "Te hemos entregado la resolución."),
    "firm": ("Firme", "El plazo para reclamar ha terminado."),
    "claimed": ("Reclamada", "Tenemos tu reclamación."),
    "in_review": ("En revisión", "Revisamos tu prestación por un cambio."),
    "payment_suspended": ("Pago parado", "El pago está suspendido."),
    "extinguished": ("Terminada la prestación", "La prestación se ha extinguido."),
    "refund": ("Cobro de más", "Hay una cantidad que devolver."),
    "lapsed": ("Caducada", "El plazo para traer un documento terminó y el procedimiento se cerró."),
    "inadmissible": ("No admitida", "La solicitud no se puede tramitar. La resolución dice por qué."),
    "withdrawn": ("Retirada", "Retiraste la solicitud. Puedes presentar otra cuando quieras."),
    "closed": ("Terminada", "El procedimiento ha terminado."),
}


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def words(step: str, params: dict[str, Any]) -> tuple[str, str]:
    """Title and sentence of a step, for the citizen."""
    title, text = STEPS[step]
    return title, text.format_map(_Blank(params))


def write_step(
    application: Application,
    step: str,
    at: datetime,
    params: dict[str, Any] | None = None,
    action_due: date | None = None,
) -> Progress:
    """Add a point to the line, once: the same step at the same moment is the same point."""
    if step not in STEPS:
        raise AmparoError("application.unknown_step")
    row, _ = Progress.objects.get_or_create(
        application=application,
        step=step,
        at=at,
        defaults={"params": params or {}, "action_due": action_due},
    )
    return row


@transaction.atomic
def record_progress(
    application: Reference,
    step: str,
    at: datetime,
    params: dict[str, Any] | None = None,
    action_due: date | None = None,
    *,
    actor: Actor = SYSTEM,
) -> Progress:
    """A higher room tells the citizen's line where the dossier is. `params` holds no personal data."""
    row = locked(application)
    policies.require(actor, "application.tell_progress", row)
    return write_step(row, step, at, params, action_due)


@transaction.atomic
def attach_resolution(
    application: Reference,
    receipt_public_id: str,
    summary: str,
    *,
    title: str = "Resolución",
    kind: str = "resolution",
    facts: dict[str, Any] | None = None,
    actor: Actor = SYSTEM,
) -> Letter:
    """Put a sealed resolution (or other letter) where the citizen downloads it. Twice is once.

    `facts` of a resolution are what certificates are made of: kind, due, monthly_cents, effects_from, resolved_on.
    """
    row = locked(application)
    policies.require(actor, "application.tell_progress", row)
    letter, created = Letter.objects.get_or_create(
        application=row,
        receipt_public_id=str(receipt_public_id),
        defaults={
            "kind": kind,
            "title": title,
            "summary": summary,
            "facts": facts or {},
            "issued_at": timezone.now(),
        },
    )
    if created:
        if kind in DECIDING_LETTERS:
            write_step(row, DECIDING_LETTERS[kind], letter.issued_at)
        tell("application.letter_added", actor, row, letter=kind, receipt=str(receipt_public_id))
    return letter


@transaction.atomic
def replace_letter(application: Reference, old_receipt_id: str, receipt: Receipt, *, actor: Actor = SYSTEM) -> Letter:
    """Put a corrected paper where the one it replaces was; the old one stays, marked. Twice is once."""
    row = locked(application)
    policies.require(actor, "application.tell_progress", row)
    old = row.letters.filter(receipt_public_id=old_receipt_id).first()
    letter, created = Letter.objects.get_or_create(
        application=row,
        receipt_public_id=str(receipt.public_id),
        defaults={
            "kind": receipt.kind,
            "title": old.title if old else receipt.title,
            "summary": old.summary if old else "",
            "facts": old.facts if old else {},
            "issued_at": receipt.issued_at,
        },
    )
    if created:
        tell("application.letter_added", actor, row, letter=receipt.kind, receipt=str(receipt.public_id))
    return letter


@transaction.atomic
def close(application: Reference, *, step: str = "closed", at: datetime | None = None, actor: Actor = SYSTEM) -> bool:
    """It is decided: the application stops being live, so its person may apply again. Twice is once.

    False where there is nothing to decide any more, because the person withdrew it first.
    """
    row = locked(application)
    policies.require(actor, "application.tell_progress", row)
    if row.state not in (ApplicationState.SUBMITTED, ApplicationState.JOINED):
        return row.state == ApplicationState.CLOSED
    row.state = ApplicationState.CLOSED
    row.save()
    if step != "closed":
        write_step(row, step, at or timezone.now())
    tell("application.closed", actor, row)
    return True
