"""The calculation of a decision, line by line: anyone can do it again with the rule text it names."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from applications.types import SubmittedApplication
from core.money import euros
from receipts.types import Block, Callout, Document, Facts, Heading, Paragraph, Table, data_attachment, say, titled
from workflow.letters.decision import facts_table, result_word
from workflow.letters.heading import LAW, letter, place_and_day
from workflow.models import DecisionKind, Dossier, Resolution

KIND = "calculation_sheet"


def calculation_sheet(dossier: Dossier, resolution: Resolution, application: SubmittedApplication) -> Document:
    """Amounts, requirements and facts of a decision, each with rule, article, value and source."""
    content = resolution.content
    assessment = str(resolution.proposal.assessment_id)
    blocks: list[Block] = [
        _result(resolution),
        *_amounts(content),
        *_requirements(content),
        Heading(say("Datos que entraron en el cálculo")),
        facts_table(content),
        Heading(say("Cómo repetirlo")),
        Paragraph(
            say("Con estos datos y este texto de reglas, el cálculo da siempre lo mismo. Cualquiera puede repetirlo.")
        ),
        Facts(
            (
                (say("Texto de reglas"), content["text"]),
                (say("Valoración guardada"), assessment),
                (say("Ley"), LAW),
            )
        ),
        place_and_day(dossier, timezone.localdate(resolution.resolved_at)),
    ]
    data = data_attachment(
        "calculo.json",
        {"dossier": dossier.number, "assessment": assessment, "decision": resolution.kind, **_figures(content)},
        "El cálculo, para programas",
    )
    return letter(KIND, titled("Detalle del cálculo"), dossier, application, blocks, (data,))


def _figures(content: dict[str, Any]) -> dict[str, Any]:
    return {name: content[name] for name in ("text", "due", "monthly_cents", "effects_from", "lines", "requirements")}


def _result(resolution: Resolution) -> Callout:
    if resolution.kind == DecisionKind.GRANTED:
        return Callout(say("Resultado"), say("{monthly} al mes", monthly=euros(resolution.monthly_cents)))
    return Callout(say("Resultado"), say("No se cumplen todos los requisitos."))


def _amounts(content: dict[str, Any]) -> list[Block]:
    if not content["lines"]:
        return []
    rows = tuple(
        (line["label"], line["article"] or "—", line["rule"] or "—", line["source"] or "—", euros(line["cents"]))
        for line in content["lines"]
    )
    columns = (say("Concepto"), say("Artículo"), say("Regla"), say("De dónde sale"), say("Importe"))
    return [Heading(say("Importes, línea a línea")), Table(say("Importes al mes"), columns, rows, numeric=(4,))]


def _requirements(content: dict[str, Any]) -> list[Block]:
    rows = tuple(
        (
            row["label"],
            result_word(row["word"]),
            "; ".join(f"{name}: {value}" for name, value in row.get("values", ())) or "—",
            row["article"] or "—",
            row["id"],
        )
        for row in content["requirements"]
    )
    columns = (say("Requisito"), say("Resultado"), say("Valores"), say("Artículo"), say("Regla"))
    return [Heading(say("Requisitos, con sus valores")), Table(say("Requisitos de la ley"), columns, rows)]
