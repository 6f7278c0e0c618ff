"""An assessment in plain sentences, fit for a letter: nothing here names an exception that must stay hidden."""

from __future__ import annotations

from core.money import euros
from rules.assessing import Assessment
from rules.types import ExplanationSection

_KINDS = {
    "imv": "Corresponde el ingreso mínimo vital.",
    "imv_and_child_supplement": "Corresponden el ingreso mínimo vital y el complemento de ayuda para la infancia.",
    "child_supplement_only": "Corresponde el complemento de ayuda para la infancia, sin ingreso mínimo vital.",
    "none": "No corresponde la prestación.",
    "undetermined": "Faltan datos para saber si corresponde la prestación.",
}


def explain(assessment: Assessment) -> list[ExplanationSection]:
    """Result, requirements and calculation, each as sentences."""
    return [
        ExplanationSection("Resultado", tuple(_result(assessment))),
        ExplanationSection("Requisitos", tuple(_requirements(assessment))),
        ExplanationSection("Cálculo", tuple(_calculation(assessment))),
    ]


def _result(assessment: Assessment) -> list[str]:
    found = [_KINDS[assessment.kind]]
    total = assessment.monthly["total"]
    if assessment.eligible and total is not None:
        found.append(f"La cuantía es de {euros(total)} al mes.")
    found += [doubt.reason for doubt in assessment.text.doubts if doubt.id in assessment.doubtful]
    return found


def _requirements(assessment: Assessment) -> list[str]:
    asked = [result for result in assessment.requirements if result.applies is not False]
    return [f"{result.reason} (artículo {result.article.art})" for result in asked]


def _calculation(assessment: Assessment) -> list[str]:
    found = []
    for line in assessment.lines:
        amount = "falta saberlo" if line.cents is None else euros(line.cents)
        article = f" (artículo {line.article.art})" if line.article else ""
        found.append(f"{line.label}: {amount}{article}.")
    return found
