"""Every value of a household as narrowly as it is known, asked for one by one.

No source is generated: the expressions are walked. What is unknown is a range that remembers what it waits for
(`rules.compilers.domain`), which is what the careful, the ranged and the form reading each find in their own way.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from rules.compilers.compiled import Compiled
from rules.compilers.domain import OPERATIONS, Unknown, known, waits_of
from rules.compilers.household import Household, Slot
from rules.compilers.source import requirement_formula
from rules.compilers.source.dialect import constant_of, table_of
from rules.language.expressions import (
    TRUE,
    Aggregate,
    And,
    Arithmetic,
    Attribute,
    Call,
    Cell,
    Choice,
    Compare,
    Constant,
    Expression,
    Name,
    Not,
    OneOf,
    Or,
)
from rules.language.text import Entity, Fact, Requirement, Variable

_UNIT = -1


def _operation(name: str, *values: Any) -> Any:
    return OPERATIONS[f"_{name}"](*values)


class Slow:
    """The values of a household. With `asked`, as the form hears them; `free` are facts only supposed, as bits."""

    def __init__(self, compiled: Compiled, household: Household, asked: bool = False, free: int = 0) -> None:
        self.compiled, self.household, self.asked, self.free = compiled, household, asked, free
        self.text = compiled.text
        self._found: dict[tuple[str, str, int], Any] = {}

    # --- Everything -------------------------------------------------------------------------------------------------

    @cached_property
    def unit(self) -> tuple[Any, ...]:
        """Every variable and requirement of the unit, in the order of a run."""
        items = {
            f"met.{item.id}" if isinstance(item, Requirement) else item.name: item
            for item in self.text.order
            if isinstance(item, Requirement) or item.entity == "unit"
        }
        return tuple(self.item(items[name], _UNIT) for name in self.compiled.unit_at)

    @cached_property
    def rows(self) -> list[tuple[Any, ...]]:
        """The variables of each member."""
        items = {item.name: item for item in self.text.variables if item.entity == "member"}
        members = range(len(self.household.members))
        return [tuple(self.item(items[name], number) for name in self.compiled.member_at) for number in members]

    def facts(self, member: int) -> tuple[Any, ...]:
        """The facts of a member, or of the unit (-1), as they count."""
        facts = self.compiled.unit_facts if member == _UNIT else self.compiled.member_facts
        return tuple(self.fact(fact, member) for fact in facts)

    def visible(self, member: int) -> tuple[bool | None, ...]:
        """Whether each question is asked."""
        facts = self.compiled.unit_facts if member == _UNIT else self.compiled.member_facts
        return tuple(known(self.shown(fact, member)) for fact in facts)

    # --- One item ---------------------------------------------------------------------------------------------------

    def item(self, item: Variable | Requirement, member: int) -> Any:
        """A variable or a requirement."""
        name = item.name if isinstance(item, Variable) else f"met.{item.id}"
        key = ("item", name, member)
        if key not in self._found:
            if isinstance(item, Variable):
                formula = item.formula
            else:
                formula = requirement_formula(item)
                if item.each is not None:
                    formula = Aggregate("all", formula)
                    formula = formula if item.applies == TRUE else Or((Not(item.applies), formula))
            self._found[key] = self.of(formula, member)
        return self._found[key]

    def shown(self, fact: Fact, member: int) -> Any:
        """Whether a fact's question is asked; nobody asks what has none."""
        if fact.question is None:
            return False
        key = ("shown", fact.name, member)
        if key not in self._found:
            self._found[key] = self.of(fact.question.visible, member)
        return self._found[key]

    def fact(self, fact: Fact, member: int) -> Any:
        """A fact as it counts."""
        key = ("fact", fact.name, member)
        if key not in self._found:
            self._found[key] = self._fact(fact, member)
        return self._found[key]

    def _fact(self, fact: Fact, member: int) -> Any:
        compiled = self.compiled
        first = 0 if member == _UNIT else len(compiled.unit_facts) + member * len(compiled.member_facts)
        facts, values = compiled.unit_facts, self.household.unit
        if member != _UNIT:
            facts, values = compiled.member_facts, self.household.members[member]
        position = facts.index(fact)
        given, read = values[position], fact.coverage == "read"
        if self.asked and given is None and fact.question is None and fact.closed is not None:
            return fact.closed
        bit = 1 << first + position if read else 0
        value = given
        if given is None and read:
            value = Slot(bit, fact, fact.entity, member, position).unknown(self.household.on)
        hideable = self.asked and fact.question and fact.question.visible != TRUE and fact.closed is not None
        if not hideable or (given is not None and not self.free & bit):
            return value
        return self._hidden(value, fact.closed, self.shown(fact, member))

    def _hidden(self, value: Any, closed: Any, shown: Any) -> Any:
        """What counts where a question may be hidden: the closed value, the answer, or anything between."""
        if shown is False:
            return closed
        if shown is True or value == closed:
            return value
        waits = waits_of(value, shown)
        if isinstance(closed, bool | str | tuple):
            return Unknown(waits)
        low, high = (value.low, value.high) if value.__class__ is Unknown else (value, value)
        return Unknown(waits, min(low, closed), max(high, closed))

    # --- Expressions ------------------------------------------------------------------------------------------------

    def of(self, node: Expression, member: int) -> Any:  # noqa: C901 - one case for each kind of node
        """The value of an expression, of a member or of the unit."""
        match node:
            case Constant(value=value):
                return value
            case Name(name=name):
                return self._name(name, member)
            case Attribute(owner="met"):
                return self.item(self.text.requirement(node.name), _UNIT)
            case Attribute() | Cell(key=Constant()):
                return constant_of(self.text, node)
            case Cell():
                return _operation("cell", table_of(self.text, node.table), self.of(node.key, member))
            case Compare():
                return self._compare(node, member)
            case Arithmetic():
                name = "add" if node.operator == "+" else "subtract"
                return _operation(name, self.of(node.left, member), self.of(node.right, member))
            case OneOf():
                options = tuple(option.value for option in node.options)
                return _operation("one_of", None, self.of(node.operand, member), options)
            case Not():
                return _operation("not", self.of(node.operand, member))
            case And() | Or():
                name = "and" if isinstance(node, And) else "or"
                return _operation(name, *(self.of(operand, member) for operand in node.operands))
            case Choice():
                parts = (node.condition, node.then, node.otherwise)
                return _operation("choose", *(self.of(part, member) for part in parts))
            case Call():
                return _operation(node.function, *(self.of(argument, member) for argument in node.arguments))
            case Aggregate(function="head"):
                return self.of(node.body, self.household.head)
            case Aggregate():
                members = range(len(self.household.members))
                return _operation(node.function, [self.of(node.body, number) for number in members])
        raise TypeError(node)

    def _compare(self, node: Compare, member: int) -> Any:
        left, right, sign = self.of(node.left, member), self.of(node.right, member), node.operator
        if sign in (">", ">="):
            left, right, sign = right, left, "<" if sign == ">" else "<="
        if sign in ("<", "<="):
            return _operation("less" if sign == "<" else "less_or_equal", None, left, right)
        same = _operation("equal", None, left, right)
        return same if sign == "==" else _operation("not", same)

    def _name(self, name: str, member: int) -> Any:
        if name == "on":
            return self.household.on
        owners: list[tuple[Entity, int]] = [("unit", _UNIT)]
        if member != _UNIT:
            owners.insert(0, ("member", member))
        for entity, number in owners:
            fact = self.text.facts.get((entity, name))
            if fact is not None:
                return self.fact(fact, number)
            item = next((item for item in self.text.variables if (item.entity, item.name) == (entity, name)), None)
            if item is not None:
                return self.item(item, number)
        raise KeyError(name)
