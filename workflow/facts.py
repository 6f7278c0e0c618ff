"""The facts of a dossier in the closed vocabulary of the case rules: declared × registered × documents × checks."""

from typing import Any

from applications.types import SubmittedApplication
from workflow.assessing import Calculation
from workflow.comparison import folded
from workflow.models import Check, CheckSource, Dossier

Fact = dict[str, Any]
_PLACE = ("province_code", "municipality", "address")


def of_dossier(dossier: Dossier, application: SubmittedApplication, calculation: Calculation) -> list[Fact]:
    """Every fact known now, each with its own id; ids say where a fact comes from."""
    checks = list(dossier.checks.all())
    known = [*_declared(application), *_documents(application), *_decision(calculation)]
    for check in checks:
        known.append(
            {
                "id": f"check:{check.source}:{check.member_ref}",
                "kind": "check",
                "person": check.member_ref,
                "source": check.source,
                "state": check.state,
            }
        )
        if check.source == CheckSource.RESIDENCE and check.obtained:
            known += _registered_place(check, application)
    if "income" in calculation.totals:
        known.append(_registry(application.applicant.ref, "income", calculation.totals["income"], CheckSource.TAX))
    return known


def _declared(application: SubmittedApplication) -> list[Fact]:
    facts = []
    for fact in application.declared:
        value = folded(fact["value"]) if fact["field"] == "address" else fact["value"]
        facts.append({"id": f"declared:{fact['person']}:{fact['field']}", "kind": "declared", **fact, "value": value})
    return facts


def _registered_place(check: Check, application: SubmittedApplication) -> list[Fact]:
    if check.member_ref != application.applicant.ref:
        return []
    moved = any(name in check.differences for name in _PLACE)
    held = " ".join(str(check.obtained.get(name, "")) for name in ("address", "municipality"))
    # Registers write one street in many ways: what was compared as equal is one value here.
    address = folded(held) if moved else folded(_declared_address(application))
    return [
        _registry(check.member_ref, "address", address, check.source),
        _registry(check.member_ref, "province", check.obtained.get("province_code", ""), check.source),
    ]


def _declared_address(application: SubmittedApplication) -> str:
    return next((fact["value"] for fact in application.declared if fact["field"] == "address"), "")


def _registry(person: str, field: str, value: Any, source: str) -> Fact:
    return {
        "id": f"registry:{source}:{person}:{field}",
        "kind": "registry",
        "person": person,
        "field": field,
        "value": value,
        "source": source,
    }


def _documents(application: SubmittedApplication) -> list[Fact]:
    return [
        {
            "id": f"document:{document.public_id}",
            "kind": "document",
            "person": application.applicant.ref,
            "field": document.requirement_code,
            "value": document.state,
        }
        for document in application.documents
    ]


def _decision(calculation: Calculation) -> list[Fact]:
    facts: list[Fact] = [
        {
            "id": f"requirement:{requirement.id}",
            "kind": "requirement",
            "name": requirement.id,
            "met": _word(requirement.met),
        }
        for requirement in calculation.assessment.requirements
    ]
    facts.append({"id": "limit:control", "kind": "limit", "name": "control", "value": calculation.limit_cents})
    facts.append(
        {
            "id": "decision",
            "kind": "decision",
            "eligible": _word(calculation.assessment.eligible),
            "total": calculation.monthly_cents,
        }
    )
    return facts


def _word(value: bool | None) -> str:
    return {True: "yes", False: "no", None: "unknown"}[value]
