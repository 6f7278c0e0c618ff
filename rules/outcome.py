"""The outcome of the contract: an assessment as JSON-ready data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, cast

from core.calendars import first_of_next_month
from rules.answers import Sentence, grounds_of
from rules.assessing import Assessment, values_of
from rules.compilers.household import Household
from rules.compilers.interpret import Values
from rules.language.amounts import share
from rules.language.check import reads
from rules.language.dates import NEVER
from rules.language.text import Requirement, RuleText, Type, Variable
from rules.requirement_results import sentence_for
from rules.texts_store import compiled_for, edition_of
from rules.types import Change, RequirementResult

#: Limits of the contract, each with the requirement that compares with it.
_LIMITS = {"net_patrimony": "net_patrimony", "non_corporate_assets": "assets_test"}
_DUE = ("imv", "child_supplement")


def outcome_of(assessment: Assessment) -> dict[str, Any]:
    """The contract's outcome of an assessment, to be read: parts that say the same of every household are shared."""
    monthly, eligible = assessment.monthly, assessment.eligible
    guaranteed = monthly["guaranteed_income"]
    names = assessment.text.outcome
    changes = {} if eligible is not False else {"changes": [_change(one) for one in assessment.changes]}
    return {
        "benefit": assessment.text.benefit,
        "on": assessment.case.on.isoformat(),
        "text": assessment.text.hash,
        "eligible": eligible,
        "kind": assessment.kind,
        "effects_from": _effects(assessment).isoformat() if eligible is not False else None,
        "monthly": {name: money(cents) for name, cents in monthly.items()},
        "annual": {"guaranteed_income": None if guaranteed is None else money(guaranteed * 12)},
        "payments": _payments(assessment),
        "income": {
            "computable": money(assessment.variable(names["income"])),
            "exempt_work": money(assessment.variable(names["exempt_work"])),
            "basis": "current_year" if assessment.variable(names["by_current_year"]) else "previous_year",
        },
        "limits": {name: limit_of(assessment, name) for name in _LIMITS},
        "requirements": [_requirement(result) for result in assessment.requirements],
        "missing": list(assessment.missing),
        "missing_for_amount": list(assessment.missing_for_amount),
        "doubtful": list(assessment.doubtful),
        "warnings": list(dict.fromkeys(warning.code for warning in assessment.warnings)),
        "warning_details": [
            {"code": warning.code, "pointer": warning.pointer, "reason": {"es": warning.sentence}}
            for warning in assessment.warnings
        ],
        **changes,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "pointer": change.pointer,
        "member": change.member_ref,
        "requirement": change.requirement,
        "article": change.article.as_dict(),
        "kind": change.kind,
        "gives": change.gives,
        "value": _json(change.value, cast(Type, change.type)),
        "reason": {"es": change.sentence},
    }


def money(cents: int | None) -> float | None:
    """Euros with two decimals, exactly as JSON writes them."""
    return None if cents is None else cents / 100


def limit_of(assessment: Assessment, name: str) -> float | None:
    """A limit that is compared with, by its name in the contract; None where the law of the day had none."""
    if assessment.requirement(_LIMITS[name]).applies is False:
        return None
    return money(assessment.variable(assessment.text.outcome[f"limit_{name}"]))


def _effects(assessment: Assessment) -> date:
    return _effects_on(assessment.text)


@lru_cache(maxsize=1024)
def _effects_on(text: RuleText) -> date:
    """The day the text says; editions published before it was theirs to say count as every one so far."""
    if text.effects is None:
        return first_of_next_month(text.on)
    day = Values(text, text.on, {}, (), {}, 0).of(text.effects.day)
    if not isinstance(day, date):
        raise TypeError(text.effects.label)
    return day


def _requirement(result: RequirementResult) -> dict[str, Any]:
    requirement, met, applies, ground, positions, values, speaker = result
    found, sentence = _said_of_all(requirement, met, applies, ground)
    if not values and not positions and not sentence.places:
        return found
    found = found.copy()
    if positions:
        found["members"] = list(speaker.members(positions))
    if values:
        found["values"] = _written(requirement, values)
    if sentence.places:
        found["reason"] = {"es": speaker.fill(sentence, result)}
    return found


@lru_cache(maxsize=8192)
def _said_of_all(
    requirement: Requirement, met: bool | None, applies: bool | None, ground: int
) -> tuple[dict[str, Any], Sentence]:
    """What an answer says of every household that has it, and the sentence to be filled for each."""
    found, sentence = grounds_of(requirement)[ground], sentence_for(requirement, met, applies, ground)
    return {
        "id": requirement.id,
        "met": met,
        "article": found.written,
        "exception": found.exception,
        "members": [],
        "values": {},
        "reason": {"es": sentence.whole},
    }, sentence


def _written(requirement: Requirement, values: Mapping[str, Any]) -> Mapping[str, Any]:
    writers = _writers(requirement)
    if not writers:
        return values
    written = dict(values)
    for name, write in writers:
        if name in written:
            written[name] = write(written[name])
    return written


@lru_cache(maxsize=4096)
def _writers(requirement: Requirement) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """How JSON has those values of a requirement that it cannot take as they are."""
    return tuple([(one.name, _WRITERS[one.type]) for one in requirement.values if one.type in _WRITERS])


def _json(value: Any, type_: Type) -> Any:
    write = _WRITERS.get(type_)
    return value if write is None else write(value)


def _day(value: date | None) -> str | None:
    if value is None:
        return None
    return "never" if value == NEVER else value.isoformat()


_WRITERS: Mapping[Type, Callable[[Any], Any]] = {"money": money, "date": _day}


def _payments(assessment: Assessment) -> list[dict[str, Any]]:
    """Each stretch from the first payment on; a new one begins where a published table changes the amount."""
    if not assessment.eligible:
        return []
    start = _effects(assessment)
    edition = edition_of(assessment.text)
    days = [start, *(day for day in edition.dates() if start < day <= _last_day(assessment, start))]
    found: list[tuple[date, Mapping[str, int | None]]] = []
    for day in days:
        amounts = _amounts_on(assessment, day)
        if not found or found[-1][1] != amounts:
            found.append((day, amounts))
    ends = [_month_before(day) for day, _ in found[1:]]
    last = _last_day(assessment, start)
    return [
        {
            "from": f"{day:%Y-%m}",
            "to": until,
            **{name: money(amounts[name]) for name in ("imv", "child_supplement", "increase_15", "total")},
        }
        for (day, amounts), until in zip(found, [*ends, None if last == date.max else f"{last:%Y-%m}"], strict=True)
    ]


def _last_day(assessment: Assessment, start: date) -> date:
    """What is granted on this year's income is paid to 31 December: then it is settled with that of the whole year.

    Whoever asks in December is paid from January, so to the December after.
    """
    by_current_year = assessment.variable(assessment.text.outcome["by_current_year"])
    return date(start.year, 12, 31) if by_current_year else date.max


def _amounts_on(assessment: Assessment, day: date) -> Mapping[str, int | None]:
    """What is paid from `day` on: the amounts in force that day, for what was due on the day of the application."""
    text = edition_of(assessment.text).on(day)
    if text.period == assessment.text.period:
        return _paid(text, *(assessment.monthly[name] for name in _DUE))
    due = {name: assessment.variable(text.outcome[f"{name}_due"]) for name in _DUE}
    if_due = _if_due(assessment, text, day)
    return _paid(text, *(0 if due[name] is False else if_due[name] if due[name] else None for name in _DUE))


def _if_due(assessment: Assessment, text: RuleText, day: date) -> Mapping[str, int | None]:
    """The amounts by the text of a later day, of the people as the law looks at them then.

    Who counts, and as what, stands until 31 December, whatever changes on the way, and is looked at again on 1 January
    (RD 789/2022 DA2ª; law file §1.7): nothing is kept any more from the year before. The computable income is the one
    that was decided, until the next review (art. 16).
    """
    compiled, household = compiled_for(text), _looked_at(assessment, text, day)
    unit, rows = compiled.swift(household)
    decided, income = text.outcome["computable_income"], assessment.monthly["computable_income"]
    if unit[compiled.unit_at[decided]] == income:
        return {name: unit[compiled.unit_at[text.outcome[f"{name}_if_due"]]] for name in _DUE}
    values = values_of(compiled, household, unit, rows)
    named = {**values.unit, decided: income}
    values, changed = replace(values, unit=named), {f"unit.{decided}"}
    for item in text.order:
        if isinstance(item, Variable) and item.entity == "unit" and not changed.isdisjoint(reads(item.formula, "unit")):
            changed.add(f"unit.{item.name}")
            named[item.name] = values.of(item.formula)
    return {name: named[text.outcome[f"{name}_if_due"]] for name in _DUE}


def _looked_at(assessment: Assessment, text: RuleText, day: date) -> Household:
    """The household on the day of the application, or on 1 January of a later year."""
    case, household = assessment.case, assessment.case.household
    if day.year == case.on.year:
        return household
    kept = text.outcome.get("kept_until_december")  # editions published before it was named have none
    names = [fact.name for fact in compiled_for(text).unit_facts]
    unit = tuple(False if name == kept else value for name, value in zip(names, household.unit, strict=True))
    return Household(date(day.year, 1, 1), unit, household.members, household.head)


def _paid(text: RuleText, imv: int | None, child_supplement: int | None) -> Mapping[str, int | None]:
    """The payment of a month: what is due and the extraordinary increase of that day, on both alike (law file §1.4)."""
    if imv is None or child_supplement is None:
        return {"imv": imv, "child_supplement": child_supplement, "increase_15": None, "total": None}
    percent = text.parameter(text.outcome["payment_increase"])
    if not isinstance(percent, int):
        raise TypeError(text.outcome["payment_increase"])
    increase = share(imv + child_supplement, percent)
    total = imv + child_supplement + increase
    return {"imv": imv, "child_supplement": child_supplement, "increase_15": increase, "total": total}


def _month_before(day: date) -> str:
    return f"{day.year - 1}-12" if day.month == 1 else f"{day.year}-{day.month - 1:02d}"
