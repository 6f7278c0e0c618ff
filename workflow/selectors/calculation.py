"""The rule trace in words a person can check by hand."""

from datetime import date
from typing import Any

from applications.types import SubmittedApplication
from core.money import euros
from workflow.assessing import Calculation
from workflow.types import ConditionRow

VALUE_LABELS = {
    "age": "edad",
    "amount": "importe",
    "annual_income": "ingresos del año",
    "available_on": "se cumpliría el",
    "days": "días",
    "guaranteed_income": "renta garantizada",
    "limit": "límite",
    "minimum": "mínimo",
    "minimum_age": "edad mínima",
    "monthly_income": "ingresos al mes",
    "monthly_pensions": "pensiones al mes",
    "months": "meses",
    "net_patrimony": "patrimonio neto",
    "non_corporate_assets": "bienes",
    "registered": "meses de alta",
    "required_months": "meses exigidos",
    "required_registered": "meses de alta exigidos",
    "threshold": "umbral",
}
_WORDS = {True: "Se cumple", False: "No se cumple", None: "Falta saberlo"}


def conditions(calculation: Calculation) -> list[ConditionRow]:
    """Every requirement with its values, rule and article."""
    return [
        ConditionRow(
            id=result.id,
            label=result.label,
            met=result.met,
            word="No se exige" if result.applies is False else _WORDS[result.met],
            article=result.article.art,
            reason=result.reason,
            exception=result.exception or "",
            values=tuple(values_of(calculation, result)),
        )
        for result in calculation.assessment.requirements
    ]


def values_of(calculation: Calculation, result: Any) -> list[tuple[str, str]]:
    """The figures a requirement compared, with their names as people say them."""
    types = {shown.name: shown.type for shown in calculation.text.requirement(result.id).values}
    return [
        (VALUE_LABELS.get(name, name), _shown(value, types.get(name, "")))
        for name, value in result.values.items()
        if name != "available_on" or result.met is False
    ]


def _shown(value: Any, type_: str) -> str:
    if value is None:
        return "?"
    if isinstance(value, bool):
        return "sí" if value else "no"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return euros(value) if type_ == "money" else str(value)


def missing(calculation: Calculation, application: SubmittedApplication) -> list[str]:
    """The questions without an answer that could change the result."""
    names = {str(index): person.full_name for index, person in enumerate(application.people)}
    return [_question(calculation, pointer, names) for pointer in calculation.assessment.missing]


def _question(calculation: Calculation, pointer: str, names: dict[str, str]) -> str:
    parts = pointer.strip("/").split("/")
    entity = "unit" if parts[0] == "unit" else "member"
    fact = calculation.text.facts.get((entity, parts[-1]))
    label = fact.question.label if fact is not None and fact.question else parts[-1]
    return label if entity == "unit" else f"{label} ({names.get(parts[1], parts[1])})"
