"""The decision told in easy reading: large type, short lines, one idea on each. It goes with the letter, never instead.

Easy reading is validated by readers with difficulties; nobody has done that yet, and the paper says so.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from applications.types import SubmittedApplication
from core.money import euros
from receipts.types import Block, Document, Heading, Lines, Paragraph, say
from workflow.letters.decision import CHILDREN_ONLY
from workflow.letters.heading import letter
from workflow.models import DecisionKind, Dossier, Resolution

KIND = "easy_reading"
TITLE = "La decisión, en lectura fácil"


def easy_reading(dossier: Dossier, resolution: Resolution, application: SubmittedApplication) -> Document:
    """What was decided, why, and what to do now."""
    content = resolution.content
    day = timezone.localdate(resolution.resolved_at)
    told = _granted(content) if resolution.kind == DecisionKind.GRANTED else _denied(content)
    blocks: list[Block] = [
        Lines(
            (
                "Usted pidió el Ingreso Mínimo Vital.",
                "Es una ayuda de dinero para personas con pocos ingresos.",
                "Esta carta le explica la respuesta con palabras fáciles.",
            )
        ),
        *told,
        Heading("Si no está de acuerdo", large=True),
        Lines(
            (
                "Usted puede reclamar.",
                "Reclamar es decir que no está de acuerdo y explicar por qué.",
                "Tiene 30 días para hacerlo.",
                "No cuentan los sábados, los domingos ni las fiestas.",
                "Los días empiezan a contar el día después de recibir la resolución.",
                "Puede ir a cualquier oficina de la Seguridad Social.",
                "Allí le pueden ayudar.",
            )
        ),
        Paragraph(f"Fecha de la decisión: {_day(day)}.", "small"),
        Paragraph(
            "Este texto ayuda a entender la resolución. La resolución es otra carta: es la que vale. "
            "Ninguna persona con dificultades para leer ha revisado todavía este texto.",
            "small",
        ),
    ]
    made = letter(KIND, TITLE, dossier, application, blocks)
    # The head with numbers comes last, and the whole is in one language: the fewer things on the page, the better.
    head, *rest = made.blocks
    return Document(
        kind=made.kind,
        title=made.title,
        reference=made.reference,
        office_name=made.office_name,
        blocks=(*rest, Heading("Los datos de su expediente", large=True), head),
    )


def _granted(content: dict[str, Any]) -> list[Block]:
    help_ = "la ayuda para la infancia" if content["due"] == CHILDREN_ONLY else "la ayuda"
    return [
        Heading("La respuesta es sí", large=True),
        Lines(
            (
                f"Le damos {help_}.",
                f"Cobrará {euros(content['monthly_cents'])} cada mes.",
                f"La ayuda cuenta desde el {_day(date.fromisoformat(content['effects_from']))}.",
                "Le pagaremos en la cuenta del banco que usted nos dijo.",
            )
        ),
        Heading("Qué tiene que hacer usted", large=True),
        Lines(
            (
                "Si algo cambia, avísenos.",
                "Tiene 30 días para avisar.",
                "Avise si cambia de casa.",
                "Avise si gana más dinero o menos dinero.",
                "Avise si alguien viene a vivir con usted o se va.",
                "Haga cada año la declaración de la renta.",
                "Las personas que viven con usted también la tienen que hacer.",
                "Avise antes de estar más de 90 días fuera de España.",
            )
        ),
    ]


def _denied(content: dict[str, Any]) -> list[Block]:
    reasons = tuple(row["sentence"] for row in content["requirements"] if row["met"] is False)
    return [
        Heading("La respuesta es no", large=True),
        Lines(("Ahora no le damos la ayuda.", "La ley pone condiciones para dar la ayuda.")),
        Heading("Por qué", large=True),
        Lines(("Esto es lo que no se cumple:", *reasons)),
        Heading("Si algo cambia", large=True),
        Lines(("Usted puede pedir la ayuda otra vez.", "Puede pedirla cuando cambie lo que no se cumple.")),
    ]


def _day(day: date) -> str:
    return str(say("{day}", day=day))
