"""Evaluating one expression of a text against values already found: explanations, documents, visibility.

Slow and plain on purpose: it shares nothing with the generated code, so tests hold the two against each other.
Unknown is None.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.language import amounts, dates
from rules.language.expressions import (
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
from rules.language.text import RuleText

_OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
}
_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "years": dates.years,
    "months": dates.months,
    "first_of_year": dates.first_of_year,
    "plus_months": dates.plus_months,
    "plus_years": dates.plus_years,
    "twelfth": amounts.twelfth,
    "per_month": amounts.per_month,
    "share": amounts.share,
    "includes": lambda values, word: word in values,
    "least": min,
    "most": max,
}


@dataclass(frozen=True)
class Values:
    """What is known of a household: facts and variables of the unit and of each member, requirements met."""

    text: RuleText
    on: date
    unit: Mapping[str, Any]
    members: Sequence[Mapping[str, Any]]
    met: Mapping[str, bool | None]
    head: int

    def of(  # noqa: C901, PLR0911, PLR0912 - one case for each kind of node
        self, expression: Expression, member: int | None = None
    ) -> Any:
        """The value of an expression, of the unit or of a member; None while unknown."""
        match expression:
            case Constant():
                return expression.value
            case Name():
                return self._name(expression.name, member)
            case Attribute(owner="met"):
                return self.met.get(expression.name)
            case Attribute():
                return self.text.value(expression.name).value
            case Cell():
                return self._cell(expression, member)
            case Compare() | Arithmetic():
                return self._strict(_OPERATORS[expression.operator], (expression.left, expression.right), member)
            case OneOf():
                found = self.of(expression.operand, member)
                return None if found is None else found in [option.value for option in expression.options]
            case Not():
                found = self.of(expression.operand, member)
                return None if found is None else not found
            case And():
                return _all([self.of(operand, member) for operand in expression.operands])
            case Or():
                return _any([self.of(operand, member) for operand in expression.operands])
            case Choice():
                return self._choice(expression, member)
            case Call():
                return self._strict(_FUNCTIONS[expression.function], expression.arguments, member)
            case Aggregate():
                return self._over(expression)
        raise TypeError(expression)

    def _name(self, name: str, member: int | None) -> Any:
        if name == "on":
            return self.on
        if member is not None and name in self.members[member]:
            return self.members[member][name]
        return self.unit.get(name)

    def _cell(self, node: Cell, member: int | None) -> Any:
        cells = self.text.value(node.table).value
        key = self.of(node.key, member)
        if key is None or not isinstance(cells, Mapping):
            return None
        return cells[key] if key in cells else cells[max(cells) if key > max(cells) else min(cells)]  # type: ignore[type-var]

    def _strict(self, function: Callable[..., Any], nodes: Sequence[Expression], member: int | None) -> Any:
        values = [self.of(node, member) for node in nodes]
        if any(value is None for value in values):
            return None
        try:
            return function(*values)
        except (ValueError, OverflowError):  # a date beyond the calendar
            return dates.NEVER

    def _choice(self, node: Choice, member: int | None) -> Any:
        condition = self.of(node.condition, member)
        if condition is None:
            then, otherwise = self.of(node.then, member), self.of(node.otherwise, member)
            return then if then == otherwise else None
        return self.of(node.then if condition else node.otherwise, member)

    def _over(self, node: Aggregate) -> Any:
        if node.function == "head":
            return self.of(node.body, self.head)
        values = [self.of(node.body, number) for number in range(len(self.members))]
        if node.function in ("any", "all"):
            return _any(values) if node.function == "any" else _all(values)
        return None if None in values else sum(values)


def _all(values: Sequence[Any]) -> bool | None:
    if any(value is False for value in values):
        return False
    return None if None in values else True


def _any(values: Sequence[Any]) -> bool | None:
    if any(value is True for value in values):
        return True
    return None if None in values else False


def leaves(expression: Expression) -> list[Expression]:
    """The comparisons and truths an expression is made of, in order."""
    if isinstance(expression, And | Or):
        return [leaf for operand in expression.operands for leaf in leaves(operand)]
    if isinstance(expression, Aggregate) and expression.function in ("head", "all", "any"):
        return [Aggregate(expression.function, leaf) for leaf in leaves(expression.body)]
    return [expression]


def written(expression: Expression) -> str:  # noqa: C901, PLR0911, PLR0912 - one case for each kind of node
    """An expression as the text writes it."""
    match expression:
        case Constant(value=str() as word):
            return f"'{word}'"
        case Constant(value=value):
            return str(value).lower() if isinstance(value, bool) else str(value)
        case Name(name=name):
            return name
        case Attribute(owner=owner, name=name):
            return f"{owner}.{name}"
        case Cell(table=table, key=key):
            return f"p.{table}[{written(key)}]"
        case Compare(operator=sign, left=left, right=right) | Arithmetic(operator=sign, left=left, right=right):
            return f"{written(left)} {sign} {written(right)}"
        case OneOf(operand=operand, options=options):
            return f"{written(operand)} in ({', '.join(map(written, options))})"
        case Not(operand=operand):
            return f"not {written(operand)}"
        case And(operands=operands):
            return f"({' and '.join(map(written, operands))})"
        case Or(operands=operands):
            return f"({' or '.join(map(written, operands))})"
        case Choice(condition=condition, then=then, otherwise=otherwise):
            return f"({written(then)} if {written(condition)} else {written(otherwise)})"
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(written, arguments))})"
        case Aggregate(function=function, body=body):
            return f"{function}({written(body)})"
    raise TypeError(expression)
