"""Letters that ask: for a document, or for what the person has to say before an adverse decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from applications.types import SubmittedApplication
from receipts.types import Block, Callout, Document, Heading, Items, Paragraph, Phrase, Table, say, titled
from workflow.letters.heading import letter, place_and_day
from workflow.models import CorrectionRequest, Dossier, Hearing


def request_letter(dossier: Dossier, request: CorrectionRequest, application: SubmittedApplication) -> Document:
    """The letter that asks for a document."""
    return request_letter_of(
        dossier, application, request.label, request.text, request.due_on, timezone.localdate(request.asked_at)
    )


def request_letter_of(
    dossier: Dossier, application: SubmittedApplication, label: str, text: str, due_on: date, day: date
) -> Document:
    """The same letter before it is sent, for the preview."""
    blocks: list[Block] = [
        Callout(
            say("Qué tiene que aportar"), say("{document}. Último día: {day}.", document=label.rstrip("."), day=due_on)
        ),
        Heading(say("Por qué hace falta")),
        Paragraph(text),
        *_how_to_answer(say("Cómo aportarlo")),
        Heading(say("Qué pasa con el plazo")),
        Paragraph(
            say(
                "El plazo para contestarle se detiene desde hoy hasta que llegue el documento, tres meses como máximo. "
                "Si pasan sin que lo aporte, el procedimiento puede terminar por caducidad (artículo 28.4)."
            )
        ),
        place_and_day(dossier, day),
    ]
    return letter("correction_request", titled("Le pedimos un documento"), dossier, application, blocks)


def _how_to_answer(title: Phrase) -> list[Block]:
    return [
        Heading(title),
        Items(
            (
                say(
                    "Por internet, en «Ver cómo va mi solicitud»: con su número de registro, su documento y un código "
                    "que recibirá por correo."
                ),
                say("En cualquier oficina de la Seguridad Social."),
            )
        ),
    ]


@dataclass(frozen=True)
class HearingFact:
    """Something that came up and speaks against the person: what they declared, what was found, and where."""

    label: str
    declared: str
    found: str
    source: str

    def as_row(self) -> list[str]:
        """As it is kept."""
        return [self.label, self.declared, self.found, self.source]


def letter_of_hearing(dossier: Dossier, hearing: Hearing, application: SubmittedApplication) -> Document:
    """The letter of a hearing that was opened."""
    facts = tuple(HearingFact(*row) for row in hearing.content["facts"])
    day = timezone.localdate(hearing.opened_at)
    return hearing_letter(dossier, application, facts, hearing.content["consequence"], hearing.due_on, day)


def hearing_letter(
    dossier: Dossier,
    application: SubmittedApplication,
    facts: tuple[HearingFact, ...],
    consequence: str,
    due_on: date,
    day: date,
) -> Document:
    """Before an adverse decision: what is known, what it would lead to, and until when the person may speak."""
    rows = tuple((fact.label, fact.declared, fact.found, fact.source) for fact in facts)
    columns = (say("Dato"), say("Lo que declaró"), say("Lo que consta"), say("Origen"))
    blocks: list[Block] = [
        Callout(
            say("Antes de decidir, puede decir lo que quiera"),
            say("Puede presentar alegaciones y documentos. Último día: {day}.", day=due_on),
        ),
        Heading(say("Qué datos han aparecido")),
        Table(say("Lo declarado y lo que consta"), columns, rows),
        Heading(say("Qué pasaría con estos datos")),
        Paragraph(consequence),
        Paragraph(say("Todavía no hay ninguna decisión. Si no dice nada, se decidirá con lo que consta.")),
        *_how_to_answer(say("Cómo contestar")),
        place_and_day(dossier, day),
    ]
    return letter("hearing", titled("Trámite de audiencia"), dossier, application, blocks)
