"""The outcome of the contract: an assessment as JSON-ready data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.calendars import first_of_next_month
from rules.assessing import Assessment
from rules.language.dates import NEVER
from rules.language.text import Type
from rules.texts_store import compiled_for, edition_of
from rules.types import RequirementResult

_AMOUNTS = ("imv", "child_supplement", "total")


def outcome_of(assessment: Assessment) -> dict[str, Any]:
    """The contract's outcome of an assessment."""
    monthly = {name: money(cents) for name, cents in assessment.monthly.items()}
    guaranteed = assessment.monthly["guaranteed_income"]
    names = assessment.text.outcome
    return {
        "benefit": assessment.text.benefit,
        "on": assessment.case.on.isoformat(),
        "text": assessment.text.hash,
        "eligible": assessment.eligible,
        "kind": assessment.kind,
        "effects_from": _effects(assessment).isoformat() if assessment.eligible is not False else None,
        "monthly": monthly,
        "annual": {"guaranteed_income": None if guaranteed is None else money(guaranteed * 12)},
        "payments": _payments(assessment),
        "income": {
            "computable": money(assessment.variable(names["income"])),
            "exempt_work": 0.0,
            "basis": "previous_year",
        },
        "limits": {
            "net_patrimony": money(assessment.variable(names["limit_net_patrimony"])),
            "non_corporate_assets": money(assessment.variable(names["limit_non_corporate_assets"])),
        },
        "requirements": [_requirement(assessment, result) for result in assessment.requirements],
        "missing": list(assessment.missing),
        "missing_for_amount": list(assessment.missing_for_amount),
        "doubtful": list(assessment.doubtful),
        "warnings": list(dict.fromkeys(warning.code for warning in assessment.warnings)),
        "warning_details": [
            {"code": warning.code, "pointer": warning.pointer, "reason": {"es": warning.sentence}}
            for warning in assessment.warnings
        ],
    }


def money(cents: int | None) -> float | None:
    """Euros with two decimals, exactly as JSON writes them."""
    return None if cents is None else cents / 100


def _effects(assessment: Assessment) -> date:
    return first_of_next_month(assessment.case.on)


def _requirement(assessment: Assessment, result: RequirementResult) -> dict[str, Any]:
    types = {shown.name: shown.type for shown in assessment.text.requirement(result.id).values}
    return {
        "id": result.id,
        "met": result.met,
        "article": result.article.as_dict(),
        "exception": result.exception,
        "members": list(result.members),
        "values": {name: _json(value, types[name]) for name, value in result.values.items()},
        "reason": {"es": result.reason},
    }


def _json(value: Any, type_: Type) -> Any:
    if isinstance(value, date):
        return "never" if value == NEVER else value.isoformat()
    return money(value) if type_ == "money" else value


def _payments(assessment: Assessment) -> list[dict[str, Any]]:
    """Each stretch from the first payment on; a new one begins where a published table changes the amount."""
    if not assessment.eligible:
        return []
    start = _effects(assessment)
    days = [start, *(day for day in edition_of(assessment.text).dates() if day > start)]
    found: list[tuple[date, Mapping[str, int | None]]] = []
    for day in days:
        amounts = _amounts_on(assessment, day)
        if not found or found[-1][1] != amounts:
            found.append((day, amounts))
    ends = [_month_before(day) for day, _ in found[1:]]
    return [
        {
            "from": f"{day:%Y-%m}",
            "to": until,
            "imv": money(amounts["imv"]),
            "child_supplement": money(amounts["child_supplement"]),
            "increase_15": 0.0,
            "total": money(amounts["total"]),
        }
        for (day, amounts), until in zip(found, [*ends, None], strict=True)
    ]


def _amounts_on(assessment: Assessment, day: date) -> Mapping[str, int | None]:
    """What is paid from `day` on: the amounts in force that day, for what was due on the day of the application."""
    text = edition_of(assessment.text).on(day)
    if text.period == assessment.text.period:
        return {name: assessment.monthly[name] for name in _AMOUNTS}
    compiled, names = compiled_for(text), text.outcome
    unit, _ = compiled.swift(assessment.case.household.on_day(day))
    due = {name: assessment.variable(names[f"{name}_due"]) for name in ("imv", "child_supplement")}
    found: dict[str, int | None] = {
        name: 0 if due[name] is False else unit[compiled.unit_at[names[f"{name}_if_due"]]] if due[name] else None
        for name in due
    }
    known = [amount for amount in found.values() if amount is not None]
    return {**found, "total": sum(known) if len(known) == len(found) else None}


def _month_before(day: date) -> str:
    return f"{day.year - 1}-12" if day.month == 1 else f"{day.year}-{day.month - 1:02d}"
