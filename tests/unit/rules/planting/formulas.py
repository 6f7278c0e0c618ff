"""Households aimed at one formula of the text: where it decides, and with some of what it reads hidden.

Drawn at random, an exception of an exception is hardly ever what a requirement hangs on, nor are two sides of a formula
unknown at once; so operators there, or between what the two wait for, would never be tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from rules.compilers.household import HEAD, HEAD_FACT
from rules.language.check import reads
from rules.language.expressions import Aggregate, Attribute, Expression, Not
from rules.language.text import Entity, Requirement, RuleText, Variable
from rules.second_opinion.steering import Steering
from tests.unit.rules.households import put

#: A fact, by whose it is and its name.
Key = tuple[Entity, str]
UNIT: Entity = "unit"
#: How many facts of a side are hidden.
_HIDDEN = (0, 1, 1, 1, 2, 9)
#: How often the formula itself is first made true or false.
_STEERED = (0, 1, 1, 2)
#: How many of the households have the same fact hidden of everybody, and how many have answers only supposed.
_EVERYBODY, _SUPPOSED = 0.3, 0.5


@dataclass(frozen=True)
class Spot:
    """A formula, and the facts that each of its sides is found from."""

    formula: Expression
    entity: Entity
    sides: tuple[tuple[Key, ...], ...]


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
                self._formulas[f"met.{item.id}"] = [(item.applies, "unit"), *each, *conditions]
        self._reached: dict[str, tuple[Key, ...]] = {}
        self._hanging: dict[str, tuple[Spot, ...]] = {}
        self.steering = Steering(text)
        self.spots: tuple[Spot, ...] = tuple(dict.fromkeys(self._spots()))

    def _spots(self) -> Iterator[Spot]:
        for formulas in self._formulas.values():
            for formula, entity in formulas:
                yield from self._within(formula, entity)
        for key, fact in self.text.facts.items():
            if fact.question is not None:
                visible = fact.question.visible
                yield Spot(visible, fact.entity, ((key,), self._facts(visible, fact.entity)))
                yield from self._within(visible, fact.entity)

    def _within(self, node: Expression, entity: Entity) -> Iterator[Spot]:
        below: Entity = "member" if isinstance(node, Aggregate) else entity
        sides = tuple(found for part in node.parts() if (found := self._facts(part, below)))
        if sides:
            yield Spot(node, entity, sides)
        for part in node.parts():
            yield from self._within(part, below)

    def _facts(self, node: Expression, entity: Entity) -> tuple[Key, ...]:
        """The facts that a formula is found from, through variables and requirements."""
        found: dict[Key, None] = {}
        for key in reads(node, entity):
            found |= dict.fromkeys(self._behind(key))
        return tuple(found)

    def _behind(self, read: str) -> tuple[Key, ...]:
        if read not in self._reached:
            owner, _, name = read.partition(".")
            # What a member does not have is the unit's.
            facts = [key for key in self.text.facts if key[1] == name and key[0] in (owner, "unit")][-1:]
            formulas = self._formulas.get(read) or self._formulas.get(f"unit.{name}", [])
            behind = [key for formula, entity in formulas for key in self._facts(formula, entity)]
            self._reached[read] = tuple(dict.fromkeys(facts or behind))
        return self._reached[read]

    def _closure(self, requirement: Requirement) -> tuple[Spot, ...]:
        """The formulas that a requirement hangs on."""
        if requirement.id not in self._hanging:
            keys, found = [f"met.{requirement.id}"], list[Spot]()
            for key in keys:
                for formula, entity in self._formulas.get(key, []):
                    found += self._within(formula, entity)
                    names = [(read, f"unit.{read.partition('.')[2]}") for read in reads(formula, entity)]
                    keys += [one for pair in names for one in pair if one in self._formulas and one not in keys]
            self._hanging[requirement.id] = tuple(found)
        return self._hanging[requirement.id]

    def decided(self, case: dict[str, Any], random: Random) -> dict[str, Any]:
        """The case with one requirement met or not, and what it hangs on just so or just not."""
        requirement = random.choice(self.text.requirements)
        answer: Expression = Attribute("met", requirement.id)
        steps = [(answer if random.random() < 0.3 else Not(answer), UNIT)]
        for _ in range(random.choice((1, 2, 3))):
            spot = random.choice(self._closure(requirement))
            steps.insert(random.randrange(2) * len(steps), (spot.formula, spot.entity))
        for step in steps:
            case = self.steering.steered(case, random, step)
        return case

    def hidden(self, case: dict[str, Any], random: Random) -> tuple[dict[str, Any], int]:
        """The case without some of what one formula reads, and the bits of the facts left that are only supposed.

        First it is steered to where the formula decides, so that what is left decides too.
        """
        spot = random.choice(self.spots)
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
