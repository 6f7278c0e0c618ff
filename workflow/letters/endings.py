"""Letters that end a procedure without deciding on the right: not admitted, lapsed, withdrawn."""

from __future__ import annotations

from datetime import date
from typing import Any

from applications.types import SubmittedApplication
from receipts.types import Block, Callout, Document, Heading, Items, Paragraph, say, titled
from workflow.letters.heading import LAW, letter, place_and_day, remedies
from workflow.models import DecisionKind, Dossier

INADMISSION, LAPSE = "inadmission", "lapse"
_AGAIN = say("Puede presentar otra solicitud cuando quiera. El derecho se contará desde la nueva.")


def ending_letter(
    dossier: Dossier, kind: str, content: dict[str, Any], application: SubmittedApplication, day: date
) -> Document:
    """The letter of an end, from what was frozen when it was proposed (`workflow.endings.content_of`)."""
    said = content["ending"]
    if kind == DecisionKind.INADMISSIBLE:
        return inadmission_letter(dossier, application, tuple(said["causes"]), day)
    asked_on, ended_on = date.fromisoformat(said["asked_on"]), date.fromisoformat(said["ended_on"])
    return lapse_letter(dossier, application, said["document"], asked_on, ended_on, day)


def inadmission_letter(
    dossier: Dossier, application: SubmittedApplication, causes: tuple[str, ...], day: date
) -> Document:
    """Not admitted, because what was declared already shows no economic vulnerability (art. 28.1)."""
    blocks: list[Block] = [
        Callout(say("No se admite"), say("La solicitud no se puede tramitar con los datos que declaró.")),
        Heading(say("Por qué")),
        Items(causes),
        Paragraph(
            say(
                "Antes de admitir una solicitud se comprueba, con lo declarado, si hay vulnerabilidad económica "
                "(artículo 28.1 de la {law}).",
                law=LAW,
            )
        ),
        Paragraph(_AGAIN),
        *remedies(only_the_cause=True),
        place_and_day(dossier, day),
    ]
    return letter(INADMISSION, titled("Resolución: no se admite la solicitud"), dossier, application, blocks)


def lapse_letter(
    dossier: Dossier, application: SubmittedApplication, document: str, asked_on: date, ended_on: date, day: date
) -> Document:
    """Lapsed: the document asked for did not come in the three months the procedure stood still (art. 28.4)."""
    blocks: list[Block] = [
        Callout(
            say("El procedimiento termina por caducidad"),
            say("No llegó el documento que se le pidió: {document}.", document=document.rstrip(".")),
        ),
        Heading(say("Por qué")),
        Paragraph(
            say(
                "Día en que se pidió: {asked}. Día en que terminó el plazo de tres meses: {ended} (artículo 28.4 de "
                "la {law}).",
                asked=asked_on,
                ended=ended_on,
                law=LAW,
            )
        ),
        Paragraph(_AGAIN),
        *remedies(),
        place_and_day(dossier, day),
    ]
    title = titled("Resolución: el procedimiento termina por caducidad")
    return letter(LAPSE, title, dossier, application, blocks)


def withdrawal_letter(dossier: Dossier, application: SubmittedApplication, withdrawn_on: date, day: date) -> Document:
    """The withdrawal is accepted and the procedure ends."""
    blocks: list[Block] = [
        Callout(
            say("Se acepta que retire la solicitud"),
            say("Usted la retiró. Día en que lo hizo: {day}.", day=withdrawn_on),
        ),
        Paragraph(say("El procedimiento termina aquí y no hay decisión sobre su derecho.")),
        Paragraph(_AGAIN),
        *remedies(),
        place_and_day(dossier, day),
    ]
    title = titled("Resolución: se acepta el desistimiento")
    return letter("withdrawal_accepted", title, dossier, application, blocks)
