"""Households, one by one, as a population: for samples, examples and dossiers already read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np

from rules.compilers.household import Household
from rules.compilers.vector.columns import Array, Column, Population
from rules.compilers.vector.days import day_number
from rules.language.text import Entity, Fact, RuleText


def gather(text: RuleText, households: Sequence[Household]) -> Population:
    """The households as columns, in their order; None is unknown. They must all be of the text's day."""
    if any(household.on != text.on for household in households):
        raise ValueError("A population is read on one day; gather the households of each day apart.")
    offsets = np.concatenate(([0], np.cumsum([len(household.members) for household in households]))).astype(np.int64)
    heads = offsets[:-1] + np.array([household.head for household in households], dtype=np.int64)
    units = [household.unit for household in households]
    people = [member for household in households for member in household.members]
    return Population(dict(_columns(text, "unit", units)), dict(_columns(text, "member", people)), offsets, heads)


def _columns(text: RuleText, entity: Entity, rows: Sequence[tuple[Any, ...]]) -> Iterator[tuple[str, Column]]:
    for position, fact in enumerate(text.facts_of(entity)):
        values = [row[position] for row in rows]
        missing = np.array([value is None for value in values], dtype=bool)
        # A fact the text does not always read counts as given; left out, it has no column.
        if fact.coverage in ("read", "descriptive") or not missing.all():
            yield fact.name, Column(_array(fact, values), missing if missing.any() else None, fact.options)


def _array(fact: Fact, values: Sequence[Any]) -> Array:
    match fact.type:
        case "bool":
            return np.array([bool(value) for value in values], dtype=bool)
        case "date":
            return np.array([day_number(value or date.min) for value in values], dtype=np.int32)
        case "enum":
            return np.array([fact.options.index(value or fact.options[0]) for value in values], dtype=np.int8)
        case "list":
            bits = [sum(1 << fact.options.index(word) for word in value or ()) for value in values]
            return np.array(bits, dtype=np.int64)
    return np.array([value or 0 for value in values], dtype=np.int64)
