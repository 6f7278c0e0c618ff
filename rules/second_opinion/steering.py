"""Steering a household to where one condition of the text decides: its parts made true or false, one after another.

Drawn at random, an exception that needs three things at once is hardly ever met. Here a condition is chosen, and facts
are changed so that it comes out as wanted; a comparison of sizes is left where it turns, or one beside. It is a rough
hand on purpose — a later part may undo an earlier one —: it only chooses households, and answers nothing.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from rules import services
from rules.assessing import values_of
from rules.compilers.interpret import Values
from rules.language.dates import NEVER, plus_months
from rules.language.expressions import (
    Aggregate,
    And,
    Attribute,
    Call,
    Choice,
    Compare,
    Constant,
    Expression,
    Name,
    Not,
    OneOf,
    Or,
)
from rules.language.text import Entity, Fact, Requirement, RuleText, Variable
from rules.second_opinion.aiming import money
from rules.texts_store import compiled_for
from rules.types import CaseProblem

_STEPS = (-1, 0, 0, 1)
#: A monthly amount as a yearly one, to where its twelfth turns.
_YEARLY = (-7, -6, 0, 5, 6)
_MONTHS = {"years": 12, "months": 1}
_DEEPEST = 12


class Steering:
    """The conditions of a text, and a hand that makes one of them true or false in a household."""

    def __init__(self, text: RuleText) -> None:
        self.text = text
        self._variables = {(item.entity, item.name): item for item in text.variables}
        self.targets = tuple(dict.fromkeys(self._targets()))

    def _targets(self) -> list[tuple[Expression, Entity]]:
        found: list[tuple[Expression, Entity]] = []
        for item in self.text.order:
            if isinstance(item, Variable):
                truths = [node for node in item.formula.walk() if isinstance(node, And | Or | Not | Choice | Compare)]
                found += [(node, item.entity) for node in truths if item.entity == "unit" or not _of_unit(node)]
            else:
                own: Entity = "unit" if item.each is None else "member"
                found += [(clause.condition, own) for clause in item.clauses]
                found.append((item.applies, "unit"))
        return found

    def steered(
        self, case: dict[str, Any], random: Random, target: tuple[Expression, Entity] | None = None
    ) -> dict[str, Any]:
        """The case with one condition of the text made true, or false; as it was where that makes no case."""
        node, entity = target or random.choice(self.targets)
        hand = _Hand(self, case, random)
        member = random.randrange(len(case["members"])) if entity == "member" else None
        try:
            hand.make(node, random.random() < 0.7, member, 0)
            services.read_case(hand.case)
        except CaseProblem:
            return case
        return hand.case

    def variable(self, name: str, member: int | None) -> Variable | None:
        """The variable behind a bare name."""
        own = self._variables.get(("member", name)) if member is not None else None
        return own or self._variables.get(("unit", name))


def _of_unit(node: Expression) -> bool:
    return any(isinstance(part, Aggregate) for part in node.walk())


class _Hand:
    """One household being changed."""

    def __init__(self, steering: Steering, case: dict[str, Any], random: Random) -> None:
        self.steering, self.text, self.random = steering, steering.text, random
        self.case = {**case, "unit": dict(case["unit"]), "members": [dict(facts) for facts in case["members"]]}

    def make(  # noqa: C901 - one case for each kind of node
        self, node: Expression, wanted: bool, member: int | None, depth: int
    ) -> None:
        """Change facts so that a truth comes out as wanted."""
        if depth > _DEEPEST:
            return
        match node:
            case Not(operand):
                self.make(operand, not wanted, member, depth + 1)
            case And(operands) | Or(operands):
                every = wanted == isinstance(node, And)
                for operand in operands if every else [self.random.choice(operands)]:
                    self.make(operand, wanted, member, depth + 1)
            case Choice():
                way = self.random.random() < 0.5
                self.make(node.condition, way, member, depth + 1)
                self.make(node.then if way else node.otherwise, wanted, member, depth + 1)
            case Aggregate():
                self._over(node, wanted, depth)
            case Name():
                self._name(node.name, wanted, member, depth)
            case Attribute(owner="met"):
                self._requirement(self.text.requirement(node.name), wanted, depth)
            case OneOf():
                words = [option.value for option in node.options]
                self._word(node.operand, words, wanted, member)
            case Compare(operator="==" | "!=", right=Constant(value=str() as word)):
                self._word(node.left, [word], wanted == (node.operator == "=="), member)
            case Compare():
                self._size(node, member)
            case Call(function="includes", arguments=(Name(name=name), Constant(value=word))):
                self._listed(name, word, wanted, member)

    def _requirement(self, requirement: Requirement, wanted: bool, depth: int) -> None:
        member = None if requirement.each is None else self.random.randrange(len(self.case["members"]))
        clauses = [clause.condition for clause in requirement.clauses]
        for condition in [self.random.choice(clauses)] if wanted else clauses:
            self.make(condition, wanted, member, depth + 1)

    def _over(self, node: Aggregate, wanted: bool, depth: int) -> None:
        members = range(len(self.case["members"]))
        if node.function == "head":
            chosen = [number for number in members if self.case["members"][number].get("relation") == "applicant"]
        elif node.function in ("any", "all"):
            every = wanted == (node.function == "all")
            chosen = list(members) if every else [self.random.choice(members)]
        else:
            return
        for number in chosen:
            self.make(node.body, wanted, number, depth + 1)

    # --- Facts ------------------------------------------------------------------------------------------------------

    def _owner(self, name: str, member: int | None) -> tuple[Fact, dict[str, Any]] | None:
        if member is not None and ("member", name) in self.text.facts:
            return self.text.facts[("member", name)], self.case["members"][member]
        fact = self.text.facts.get(("unit", name))
        return None if fact is None else (fact, self.case["unit"])

    def _name(self, name: str, wanted: bool, member: int | None, depth: int) -> None:
        found = self._owner(name, member)
        if found is not None:
            found[1][name] = wanted
            return
        variable = self.steering.variable(name, member)
        if variable is not None:
            self.make(variable.formula, wanted, member if variable.entity == "member" else None, depth + 1)

    def _word(self, operand: Expression, words: list[Any], wanted: bool, member: int | None) -> None:
        found = self._owner(operand.name, member) if isinstance(operand, Name) else None
        # Who applies is not steered: a case has one applicant.
        if found is None or found[1].get(found[0].name) == "applicant":
            return
        fact, owner = found
        choice = [word for word in fact.options if (word in words) == wanted and word != "applicant"]
        if choice:
            owner[fact.name] = self.random.choice(choice)

    def _listed(self, name: str, word: Any, wanted: bool, member: int | None) -> None:
        found = self._owner(name, member)
        if found is not None:
            others = [one for one in found[1][name] if one != word]
            found[1][name] = [*others, word] if wanted else others

    # --- Sizes ------------------------------------------------------------------------------------------------------

    def _size(self, node: Compare, member: int | None) -> None:
        """Put a fact of one side where the comparison turns, or one beside."""
        sides = [(node.left, node.right), (node.right, node.left)]
        self.random.shuffle(sides)
        values: Values | None = None
        for side, against in sides:
            for name, months, anchor, place in self._within(side, member, 0):
                values = values or self._values()
                target = values.of(against, member)
                day = None if anchor is None else values.of(anchor, place)
                if target is not None and self._put(name, place, target, months, day):
                    return

    def _values(self) -> Values:
        read = services.read_case(self.case)
        compiled = compiled_for(self.text)
        return values_of(compiled, read.household, *compiled.swift(read.household))

    def _within(  # noqa: PLR0911 - one case for each kind of node
        self, side: Expression, member: int | None, depth: int
    ) -> list[tuple[str, int, Expression | None, int | None]]:
        """Facts a side is counted from: name, months in a step of what is counted (0: the fact itself), from when."""
        if depth > _DEEPEST:
            return []
        match side:
            case Name(name=name):
                if self._owner(name, member) is not None:
                    return [(name, 0, None, member)]
                variable = self.steering.variable(name, member)
                own = member if variable is not None and variable.entity == "member" else None
                return [] if variable is None else self._within(variable.formula, own, depth + 1)
            case Aggregate(function="head", body=body):
                heads = [n for n, facts in enumerate(self.case["members"]) if facts.get("relation") == "applicant"]
                return self._within(body, heads[0], depth + 1)
            case Aggregate():
                return []
            case Call(function="years" | "months", arguments=(Name(name=name), anchor)):
                return [(name, _MONTHS[side.function], anchor, member)] if self._owner(name, member) else []
        found = [place for part in side.parts() for place in self._within(part, member, depth + 1)]
        self.random.shuffle(found)
        return found

    def _put(self, name: str, member: int | None, target: Any, months: int, anchor: Any) -> bool:
        found = self._owner(name, member)
        if found is None:
            return False
        fact, owner = found
        if fact.type == "date":
            day = target
            if months:
                if not isinstance(target, int) or not isinstance(anchor, date) or anchor == NEVER:
                    return False
                day = plus_months(anchor, -months * target) if 0 <= target * months < 1500 else None
            return self._put_day(fact, owner, day)
        if not isinstance(target, int) or isinstance(target, bool):
            return False
        number = target + self.random.choice(_STEPS)
        if fact.type == "money":
            if self.random.random() < 0.5:
                number = target * self.random.choice([12, 12, self._months()]) + self.random.choice(_YEARLY)
            least = number if fact.minimum is None else fact.minimum * 100
            owner[name] = money(max(number, least))
            return True
        if fact.type == "int":
            low, high = fact.minimum or 0, 1000 if fact.maximum is None else fact.maximum
            owner[name] = min(max(number, low), high)
        return fact.type == "int"

    def _months(self) -> int:
        return self.case["unit"].get("months_current_year") or 1

    def _put_day(self, fact: Fact, owner: dict[str, Any], day: Any) -> bool:
        if not isinstance(day, date) or day == NEVER:
            return False
        on = date.fromisoformat(self.case["on"])
        moved = min(day, on + timedelta(days=400)) + timedelta(days=self.random.choice(_STEPS))
        owner[fact.name] = (min(moved, on) if fact.past else moved).isoformat()
        return True
