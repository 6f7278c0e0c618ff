"""Moving a household to where a comparison of the text turns: an amount or a day of the unit, one less or one more.

What the comparison is with is found by running the text; that only chooses the household, and answers nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from rules import services
from rules.assessing import values_of
from rules.language.dates import NEVER
from rules.language.expressions import Compare, Expression, Name
from rules.language.text import Fact, RuleText, Variable
from rules.texts_store import compiled_for

_STEPS = (-1, 0, 1)
#: A monthly amount as a yearly one, to where its twelfth turns.
_YEARLY = (-7, -6, 0, 5, 6)


def money(cents: int) -> str:
    """Cents as the contract writes an amount."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


@dataclass(frozen=True)
class Aim:
    """A fact of the unit, and what some comparison holds it, or what is counted from it, against."""

    fact: Fact
    against: Expression
    direct: bool


class Aims:
    """The comparisons of a text that an amount or a day of the unit can reach."""

    def __init__(self, text: RuleText) -> None:
        self.text = text
        self._variables = {item.name: item for item in text.variables if item.entity == "unit"}
        found = {(aim.fact.name, aim.against, aim.direct): aim for aim in self._aims()}
        self.aims = tuple(found.values())

    def moved(self, case: dict[str, Any], random: Random) -> dict[str, Any]:
        """The case with a fact moved to one aim."""
        read = services.read_case(case)
        text = services.text(read.benefit, read.on)
        compiled = compiled_for(text)
        values = values_of(compiled, read.household, *compiled.swift(read.household))
        aim = random.choice(self.aims)
        target = values.of(aim.against)
        written = self._written(aim, target, case, random)
        return case if written is None else {**case, "unit": {**case["unit"], aim.fact.name: written}}

    def _written(self, aim: Aim, target: Any, case: dict[str, Any], random: Random) -> str | None:
        on = date.fromisoformat(case["on"])
        if isinstance(target, date) != (aim.fact.type == "date"):
            return None
        if isinstance(target, date):
            day = min(target, on + timedelta(days=400)) + timedelta(days=random.choice(_STEPS))
            return min(day, on).isoformat() if aim.fact.past else day.isoformat() if target != NEVER else None
        if not isinstance(target, int) or isinstance(target, bool):
            return None
        cents = target + random.choice(_STEPS)
        if not aim.direct and random.random() < 0.7:
            months = random.choice([12, 12, 12, case["unit"].get("months_current_year") or 1])
            cents = target * months + random.choice(_YEARLY)
        least = -(10**9) if aim.fact.minimum is None else aim.fact.minimum * 100
        return money(max(cents, least))

    def _aims(self) -> Iterator[Aim]:
        for item in self.text.order:
            if isinstance(item, Variable) and item.entity == "member":
                continue
            formulas = [item.formula] if isinstance(item, Variable) else [c.condition for c in item.clauses]
            for node in (node for formula in formulas for node in formula.walk()):
                if isinstance(node, Compare):
                    yield from self._of(node.left, node.right)
                    yield from self._of(node.right, node.left)

    def _of(self, side: Expression, against: Expression) -> Iterator[Aim]:
        if not any(isinstance(node, Name) and node.name not in self._known for node in against.walk()):
            for fact in self._reached(side, set()):
                yield Aim(fact, against, isinstance(side, Name) and side.name == fact.name)

    @property
    def _known(self) -> set[str]:
        return {"on", *self._variables, *(name for entity, name in self.text.facts if entity == "unit")}

    def _reached(self, side: Expression, seen: set[str]) -> Iterator[Fact]:
        """Amounts and days of the unit that an expression depends on."""
        for node in side.walk():
            if not isinstance(node, Name) or node.name in seen:
                continue
            seen.add(node.name)
            fact = self.text.facts.get(("unit", node.name))
            if fact is not None and fact.type in ("money", "date"):
                yield fact
            if node.name in self._variables and self._variables[node.name].type == "money":
                yield from self._reached(self._variables[node.name].formula, seen)
