"""What a text asks and what it counts with, as JSON-ready data: facts, parameters and the form of the contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rules.assessing import Assessment
from rules.changing import sentence_of
from rules.language.text import SPANISH, Fact, Parameter, RuleText
from rules.types import DocumentNeeded, Field, FormState


def facts_of(text: RuleText, others: Sequence[RuleText] = ()) -> dict[str, Any]:
    """Every fact: what it is, how it is asked, which requirements it serves, who else can answer it.

    `others` are the same text in other languages: labels, helps and reasons are given in each.
    """
    spoken = (text, *others)
    return {
        "benefit": text.benefit,
        "on": text.on.isoformat(),
        "text": text.hash,
        "unreviewed": [one.tongue.code for one in others if not one.tongue.reviewed],
        "facts": [_fact(text, spoken, fact) for fact in text.facts.values()],
    }


def _fact(text: RuleText, spoken: Sequence[RuleText], fact: Fact) -> dict[str, Any]:
    question = fact.question
    asked = [(one.tongue.code, one.facts[(fact.entity, fact.name)].question) for one in spoken]
    words = {code: found for code, found in asked if found is not None}
    return {
        "name": fact.name,
        "entity": fact.entity,
        "type": fact.type,
        "options": [
            {
                "value": option,
                "label": {code: found.option_labels[option] for code, found in words.items()} or {"es": option},
            }
            for option in fact.options
        ],
        "never": fact.never,
        "closed": _money_or_plain(fact, fact.closed),
        "unit": question.unit if question else "",
        "minimum": fact.minimum,
        "maximum": fact.maximum,
        "asked": question is not None,
        "label": {code: found.label for code, found in words.items()},
        "help": {code: found.help for code, found in words.items()},
        "why": {code: found.why for code, found in words.items()},
        "feeds": list(text.feeds[(fact.entity, fact.name)]),
        "answered_by": [
            {
                "who": one.who,
                "article": one.article.as_dict() if one.article else None,
                "doubtful": one.doubtful or None,
            }
            for one in fact.answered_by
        ],
        "coverage": fact.coverage,
    }


def _money_or_plain(fact: Fact, value: bool | int | str | None) -> bool | int | float | str | None:
    return value / 100 if fact.type == "money" and isinstance(value, int) else value


def add_reasons(outcome: dict[str, Any], assessment: Assessment, text: RuleText) -> None:
    """Put the reasons and warnings of an outcome in the language of `text` beside those it has."""
    code = text.tongue.code
    rows = zip(outcome["requirements"], assessment.requirements, text.requirements, strict=True)
    outcome["requirements"] = [
        {**row, "reason": {**row["reason"], code: result._replace(requirement=requirement).reason}}
        for row, result, requirement in rows
    ]
    for row, change in zip(outcome.get("changes", ()), assessment.changes, strict=False):
        row["reason"][code] = sentence_of(text, change)
    for warning in outcome["warning_details"]:
        warning["reason"][code] = text.tongue.say(warning["reason"][SPANISH.code])


def parameters_of(text: RuleText, others: Sequence[RuleText] = ()) -> dict[str, Any]:
    """Every parameter in force that day, cell by cell, with its source and whether it was published or derived.

    `others` are the same text in other languages: labels are given in each.
    """
    return {
        "benefit": text.benefit,
        "on": text.on.isoformat(),
        "text": text.hash,
        "parameters": [_parameter((text, *others), name) for name in text.parameters],
    }


def _parameter(spoken: Sequence[RuleText], name: str) -> dict[str, Any]:
    text = spoken[0]
    parameter = text.parameters[name]
    value = text.value(parameter.name)
    cells = value.value if isinstance(value.value, Mapping) else {"": value.value}
    return {
        "name": parameter.name,
        "label": {one.tongue.code: one.parameters[name].label for one in spoken},
        "unit": parameter.unit,
        "article": parameter.article.as_dict() if parameter.article else None,
        "since": value.since.isoformat(),
        "until": value.until.isoformat() if value.until else None,
        "open_end": parameter.open_end,
        "source": value.source,
        "doubtful": value.doubtful or None,
        "cells": [
            {"key": str(key), "value": _shown(parameter, cell), "status": value.status_of(key)}
            for key, cell in cells.items()
        ],
    }


def _shown(parameter: Parameter, value: int | date) -> int | float | str:
    if isinstance(value, date):
        return value.isoformat()
    return value / 100 if parameter.unit == "money" else value


def form_of(text: RuleText, state: FormState, others: Mapping[str, FormState] | None = None) -> dict[str, Any]:
    """The form for a partial case: fields to show, still needed, documents, requirements settled.

    `others` is the same form in other languages, by their codes.
    """
    low, high = state.remaining
    spoken = {SPANISH.code: state, **(others or {})}
    return {
        "benefit": text.benefit,
        "on": text.on.isoformat(),
        "text": text.hash,
        "fields": [_field({code: one.fields[at] for code, one in spoken.items()}) for at in range(len(state.fields))],
        "needed": [field.pointer for field in state.needed],
        "documents": [
            dict(_document({code: one.documents[at] for code, one in spoken.items()}))
            for at in range(len(state.documents))
        ],
        "settled": [
            {"id": id, "met": met, "reason": {code: one.reasons[id] for code, one in spoken.items()}}
            for id, met in state.settled.items()
        ],
        "stopped_by": state.stopped_by,
        "remaining": {"at_least": low, "at_most": high},
    }


def _field(spoken: Mapping[str, Field]) -> dict[str, Any]:
    field = spoken[SPANISH.code]
    return {
        "pointer": field.pointer,
        "name": field.name,
        "entity": field.entity,
        "member": field.member_ref,
        "type": field.type,
        "options": [
            {"value": value, "label": {code: one.options[at][1] for code, one in spoken.items()}}
            for at, (value, _) in enumerate(field.options)
        ],
        "label": {code: one.label for code, one in spoken.items()},
        "help": {code: one.help for code, one in spoken.items()},
        "why": {code: one.why for code, one in spoken.items()},
        "required": field.required,
        "answered": field.answered,
        "section": field.section,
        "feeds": list(field.feeds),
    }


def _document(spoken: Mapping[str, DocumentNeeded]) -> Iterator[tuple[str, Any]]:
    document = spoken[SPANISH.code]
    yield "id", document.id
    yield "member", document.member_ref
    yield "label", {code: one.label for code, one in spoken.items()}
    yield "why", {code: one.why for code, one in spoken.items()}
    yield "issuer", document.issuer
    yield "accepts", list(document.accepts)
    yield "article", document.article
