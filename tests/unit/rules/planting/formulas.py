"""Households aimed at one formula of the text: where it decides, and with some of what it reads hidden.

Drawn at random, an exception of an exception is hardly ever what a requirement hangs on, nor are two sides of a formula
unknown at once; so operators there, or between what the two wait for, would never be tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import Any

from rules.compilers.household import HEAD, HEAD_FACT
from rules.language.check import reads
from rules.language.expressions import Aggregate, And, Attribute, Compare, Expression, Name, Not, Or
from rules.language.text import Entity, Requirement, RuleText, Variable
from rules.second_opinion.steering import Steering
from tests.unit.rules.households import put

#: A fact, by whose it is and its name.
Key = tuple[Entity, str]
UNIT: Entity = "unit"
#: How many facts of a side are hidden.
_HIDDEN = (0, 0, 1, 1, 1, 2, 9)
#: How often the formula itself is first made true or false.
_STEERED = (0, 1, 1, 2)
#: How many of the households have the same fact hidden of everybody, and how many have answers only supposed.
_EVERYBODY, _SUPPOSED = 0.3, 0.5


@dataclass(frozen=True)
class Spot:
    """A formula, the facts that each of its sides is found from, and the requirements that hang on it."""

    formula: Expression
    entity: Entity
    sides: tuple[tuple[Key, ...], ...]
    requirements: tuple[str, ...] = ()

    @property
    def days(self) -> list[str]:
        """The parameters that say from when a part of it holds."""
        compared = [node for node in self.formula.walk() if isinstance(node, Compare) and node.left == Name("on")]
        return [node.right.name for node in compared if isinstance(node.right, Attribute)]


class Formulas:
    """The formulas of a text, its questions' too, and a hand that makes one of them decide or hides what it reads."""

    def __init__(self, text: RuleText) -> None:
        self.text = text
        self._formulas: dict[str, list[tuple[Expression, Entity]]] = {}
        for item in text.order:
            if isinstance(item, Variable):
                self._formulas[f"{item.entity}.{item.name}"] = [(item.formula, item.entity)]
            else:
                own: Entity = "unit" if item.each is None else "member"
                conditions = [(clause.condition, own) for clause in item.clauses]
                each = [] if item.each is None else [(item.each, own)]
                self._formulas[f"met.{item.id}"] = [(item.applies, UNIT), *each, *conditions]
        self._reached: dict[str, tuple[Key, ...]] = {}
        self.steering = Steering(text)
        spots = list(dict.fromkeys(self._spots()))
        Random(f"{text.period}").shuffle(spots)
        self.spots: tuple[Spot, ...] = tuple(spots)

    def _spots(self) -> Iterator[Spot]:
        hanging = {requirement.id: self._closure(requirement) for requirement in self.text.requirements}
        for key, formulas in self._formulas.items():
            requirements = tuple(id for id, keys in hanging.items() if key in keys)
            for formula, entity in formulas:
                yield from (replace(spot, requirements=requirements) for spot in self._within(formula, entity))
        for of, fact in self.text.facts.items():
            if fact.question is not None:
                visible = fact.question.visible
                yield Spot(visible, fact.entity, ((of,), self._facts(visible, fact.entity)))
                yield from self._within(visible, fact.entity)

    def _within(self, node: Expression, entity: Entity) -> Iterator[Spot]:
        below: Entity = "member" if isinstance(node, Aggregate) else entity
        sides = tuple(found for part in node.parts() if (found := self._facts(part, below)))
        if sides:
            yield Spot(node, entity, sides)
        for part in node.parts():
            yield from self._within(part, below)

    def _closure(self, requirement: Requirement) -> list[str]:
        """The variables and requirements that a requirement hangs on, itself too."""
        keys = [f"met.{requirement.id}"]
        for key in keys:
            for formula, entity in self._formulas[key]:
                # What a member does not have is the unit's.
                names = [(read, f"unit.{read.partition('.')[2]}") for read in reads(formula, entity)]
                keys += [one for pair in names for one in pair if one in self._formulas and one not in keys]
        return keys

    def _facts(self, node: Expression, entity: Entity) -> tuple[Key, ...]:
        """The facts that a formula is found from, through variables and requirements."""
        found: dict[Key, None] = {}
        for key in reads(node, entity):
            found |= dict.fromkeys(self._behind(key))
        return tuple(found)

    def _behind(self, read: str) -> tuple[Key, ...]:
        if read not in self._reached:
            owner, _, name = read.partition(".")
            facts = [key for key in ((owner, name), ("unit", name)) if key in self.text.facts][:1]
            formulas = self._formulas.get(read) or self._formulas.get(f"unit.{name}", [])
            behind = [key for formula, entity in formulas for key in self._facts(formula, entity)]
            self._reached[read] = tuple(dict.fromkeys(facts or behind))
        return self._reached[read]

    def decided(self, case: dict[str, Any], random: Random, spot: Spot) -> dict[str, Any]:
        """The case with a formula just so or just not, and a requirement that hangs on it met or not.

        Often one way to meet that requirement is tried between the two: who counts as a member matters only there.
        """
        steps = [(spot.formula, spot.entity)]
        if spot.requirements:
            requirement = self.text.requirement(random.choice(spot.requirements))
            answer: Expression = Attribute("met", requirement.id)
            clause = random.choice(requirement.clauses).condition
            parts = [node for node in clause.walk() if isinstance(node, And | Or | Aggregate)] or [clause]
            if random.random() < 0.7:
                steps.insert(0, (random.choice(parts), UNIT if requirement.each is None else "member"))
            steps.insert(0, (answer if random.random() < 0.3 else Not(answer), UNIT))
        for step in steps:
            case = self.steering.steered(case, random, step)
        return case

    def hidden(self, case: dict[str, Any], random: Random, spot: Spot) -> tuple[dict[str, Any], int]:
        """The case without some of what a formula reads, and the bits of the facts left that are only supposed.

        First it is steered to where the formula decides, so that what is left decides too.
        """
        for _ in range(random.choice(_STEERED)):
            case = self.steering.steered(case, random, (spot.formula, spot.entity))
        free, supposed = 0, random.random() < _SUPPOSED
        for side in spot.sides:
            for entity, name in random.sample(side, min(len(side), random.choice(_HIDDEN))):
                for member in self._whose((entity, name), case, random):
                    if supposed and random.random() < 0.5:
                        free |= self._bit((entity, name), member)
                    else:
                        owner = "unit" if member is None else f"members/{member}"
                        case = put(case, f"/{owner}/{name}", None)
        return case, free

    def _whose(self, key: Key, case: dict[str, Any], random: Random) -> list[int | None]:
        if key[0] == "unit":
            return [None]
        members = range(len(case["members"]))
        # Who applies is always known.
        found = [at for at in members if key[1] != HEAD_FACT or case["members"][at].get(HEAD_FACT) != HEAD]
        return [*found] if random.random() < _EVERYBODY or not found else [random.choice(found)]

    def _bit(self, key: Key, member: int | None) -> int:
        unit, own = ([fact.name for fact in self.text.facts_of(entity)] for entity in ("unit", "member"))
        return 1 << (unit.index(key[1]) if member is None else len(unit) + member * len(own) + own.index(key[1]))


@cache
def formulas_of(text: RuleText) -> Formulas:
    """Of one text, made once."""
    return Formulas(text)
