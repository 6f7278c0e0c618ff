"""The decision's letter: a grant (of all, or of the child supplement only) or a refusal, requirement by requirement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from applications.types import SubmittedApplication
from core.money import euros
from receipts.types import (
    Block,
    Callout,
    Document,
    Heading,
    Items,
    Paragraph,
    Phrase,
    Receipt,
    Table,
    Words,
    data_attachment,
    say,
    titled,
)
from workflow.letters.endings import ending_letter
from workflow.letters.heading import LAW, letter, place_and_day, remedies
from workflow.models import DecisionKind, Dossier, Resolution

KIND = "resolution"
CHILDREN_ONLY = "child_supplement_only"
_RIGHTS = {
    "imv": say("al Ingreso Mínimo Vital"),
    "imv_and_child_supplement": say("al Ingreso Mínimo Vital y al complemento de ayuda para la infancia"),
    CHILDREN_ONLY: say("al complemento de ayuda para la infancia"),
}
_SUMMARIES = {
    DecisionKind.GRANTED: "Concedida. Abre el documento para leerla entera.",
    DecisionKind.DENIED: "Denegada. Abre el documento para leerla entera.",
    DecisionKind.INADMISSIBLE: "No admitida. El documento dice por qué.",
    DecisionKind.LAPSED: "Terminada por caducidad: no llegó el documento que te pedimos. Puedes pedirla otra vez.",
}
_RESULTS = {
    "Se cumple": say("Se cumple"),
    "No se cumple": say("No se cumple"),
    "No se exige": say("No se exige"),
    "Falta saberlo": say("Falta saberlo"),
}


@dataclass(frozen=True)
class Annex:
    """A paper that goes with the decision: its title, and how to tell it from any other."""

    title: str
    cea_id: str
    sha256: str

    @classmethod
    def of(cls, receipt: Receipt) -> Annex:
        """The annex that an issued paper is."""
        return cls(receipt.title, receipt.cea.split(" ", 1)[0], receipt.sha256)


def title_of(kind: str, due: str = "") -> str:
    """The decision in one line."""
    if kind == DecisionKind.DENIED:
        return titled("Resolución: se deniega el Ingreso Mínimo Vital")
    if due == CHILDREN_ONLY:
        return titled("Resolución: se concede el complemento de ayuda para la infancia")
    return titled("Resolución: se concede el Ingreso Mínimo Vital")


def resolution_letter(
    dossier: Dossier, resolution: Resolution, application: SubmittedApplication, annexes: tuple[Annex, ...] = ()
) -> Document:
    """The decision's letter, from what was frozen when it was taken."""
    day = timezone.localdate(resolution.resolved_at)
    content = {**resolution.content, "reviewed": resolution.approved_by_id is not None}
    return decision_letter(dossier, resolution.kind, content, application, day, annexes)


def decision_letter(
    dossier: Dossier,
    kind: str,
    content: dict[str, Any],
    application: SubmittedApplication,
    day: date,
    annexes: tuple[Annex, ...] = (),
) -> Document:
    """A grant, a refusal or another end, complete. The preview of a proposal calls it too, with the same content."""
    if "ending" in content:
        return ending_letter(dossier, kind, content, application, day)
    opening = _granted(content) if kind == DecisionKind.GRANTED else _denied(content)
    blocks: list[Block] = [
        *opening,
        *_facts(content),
        *_conditions(content),
        *_calculation(content),
        *_note(content),
        *remedies(),
        *_annexes(annexes),
        place_and_day(dossier, day),
        Paragraph(say("Texto de reglas aplicado: {text}.", text=content["text"]), "small"),
    ]
    data = data_attachment(
        "resolucion.json",
        {"decision": kind, "dossier": dossier.number, "day": day, "content": content},
        "Datos de la resolución, para programas",
    )
    return letter(KIND, title_of(kind, content["due"]), dossier, application, blocks, (data,))


def _granted(content: dict[str, Any]) -> list[Block]:
    monthly = euros(content["monthly_cents"])
    effects = date.fromisoformat(content["effects_from"])
    blocks: list[Block] = [
        Callout(
            say("Se concede"),
            say("Cobrará {monthly} al mes. Día desde el que cuenta: {day}.", monthly=monthly, day=effects),
        ),
        Paragraph(
            say("Se reconoce el derecho {right}, por {monthly} al mes.", right=_RIGHTS[content["due"]], monthly=monthly)
        ),
        Paragraph(
            say(
                "El derecho nace el primer día del mes siguiente a la solicitud (artículo 14.1). Se paga por "
                "transferencia a la cuenta que indicó (artículo 14.2)."
            )
        ),
    ]
    if content["due"] == CHILDREN_ONLY:
        blocks.append(
            Paragraph(say("No se cumplen las condiciones para cobrar el resto de la prestación (artículo 11.6)."))
        )
    if content.get("reviewed"):
        blocks.append(Paragraph(say("Otra persona, distinta de quien la propuso, ha revisado la cuantía.")))
    return [
        *blocks,
        Heading(say("Qué tiene que hacer")),
        Items(
            (
                say(
                    "Comunicar en 30 días naturales cualquier cambio: personas con quienes vive, ingresos o domicilio "
                    "(artículo 36)."
                ),
                say(
                    "Presentar cada año la declaración de la renta, usted y las demás personas de la unidad "
                    "(artículo 36)."
                ),
                say("Avisar antes de salir de España más de 90 días en un año (artículo 36)."),
            )
        ),
    ]


def _denied(content: dict[str, Any]) -> list[Block]:
    unmet = [row for row in content["requirements"] if row["met"] is False]
    if len(unmet) == 1:
        lacking = say("Con los datos del expediente no se cumple un requisito de la ley.")
    else:
        lacking = say("Con los datos del expediente no se cumplen {count} requisitos de la ley.", count=len(unmet))
    return [
        Callout(say("Se deniega"), lacking),
        Heading(say("Por qué")),
        Items(tuple(_reasoned(row) for row in unmet)),
    ]


def _reasoned(row: dict[str, Any]) -> str:
    return f"{row['sentence'].rstrip('.')} (artículo {row['article']})." if row["article"] else str(row["sentence"])


def _facts(content: dict[str, Any]) -> list[Block]:
    return [Heading(say("Datos que se han tenido en cuenta")), facts_table(content)]


def facts_table(content: dict[str, Any]) -> Table:
    """The facts the decision used, each with its source."""
    rows = tuple((row["label"], row["value"], row["source"]) for row in content["facts"])
    return Table(say("Datos y su origen"), (say("Dato"), say("Valor"), say("Origen")), rows)


def result_word(word: str) -> Words:
    """*Se cumple* and its like, as the catalogues know them."""
    known: Phrase | None = _RESULTS.get(word)
    return known if known is not None else word


def _conditions(content: dict[str, Any]) -> list[Block]:
    rows = tuple(
        (row["label"], result_word(row["word"]), row["sentence"], row["article"]) for row in content["requirements"]
    )
    columns = (say("Requisito"), say("Resultado"), say("Por qué"), say("Artículo"))
    return [
        Heading(say("Requisitos, uno por uno")),
        Paragraph(say("Los artículos son de la {law}.", law=LAW)),
        Table(say("Requisitos de la ley"), columns, rows),
    ]


def _calculation(content: dict[str, Any]) -> list[Block]:
    if not content["lines"]:
        return []
    rows = tuple((line["label"], line["article"], euros(line["cents"])) for line in content["lines"])
    table = Table(say("Cálculo mensual"), (say("Concepto"), say("Artículo"), say("Importe")), rows, numeric=(2,))
    return [Heading(say("Cómo se calcula")), table]


def _note(content: dict[str, Any]) -> list[Block]:
    return [Heading(say("Observaciones")), Paragraph(content["note"])] if content.get("note") else []


def _annexes(annexes: tuple[Annex, ...]) -> list[Block]:
    if not annexes:
        return []
    rows = tuple((annex.title, annex.cea_id, annex.sha256) for annex in annexes)
    columns = (say("Documento"), say("Id. CEA"), say("Huella SHA-256"))
    return [
        Heading(say("Documentos que acompañan")),
        Table(say("Se descargan en la misma página que esta carta"), columns, rows),
    ]


def summary(resolution: Resolution) -> str:
    """One sentence for the citizen's page."""
    if resolution.kind == DecisionKind.GRANTED and resolution.effects_from:
        day = say("{day}", day=resolution.effects_from)
        return f"Concedida: {euros(resolution.monthly_cents)} al mes desde el {day}."
    return _SUMMARIES[DecisionKind(resolution.kind)]
