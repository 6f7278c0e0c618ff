"""Expressions of a rule text: a small whitelist over Python's own grammar, as frozen nodes.

What can be written: names, whole numbers, words in quotes, dates by `date('2026-01-01')`, true and false; comparisons,
`in (…)`, `and`, `or`, `not`; sums and differences; `a if b else c`; a parameter `p.name`, a cell `p.table[key]`, a
requirement `met.name`, a fact bound to an alias `alias.attribute`; and the functions of `FUNCTIONS` and `AGGREGATES`.
There is no product and no division: amounts come from tables.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date

from rules.language.errors import Place, RuleTextError

#: Functions of values, with what they do.
FUNCTIONS = {
    "years": "whole years from the first date to the second",
    "months": "whole months from the first date to the second",
    "least": "the smaller of two numbers",
    "most": "the larger of two numbers",
    "twelfth": "a yearly amount as a monthly one, half up to the cent",
    "per_month": "an amount over so many months as a monthly one, half up to the cent; over none, the amount itself",
    "share": "so many per cent of an amount, half up to the cent",
    "includes": "whether a list holds a word",
    "first_of_year": "1 January of the year of a date",
    "plus_months": "a date so many months later",
    "plus_years": "a date so many years later",
}
#: Functions of the unit over its members; `head` reads the applicant.
AGGREGATES = {"count": "how many", "any": "some", "all": "every", "sum": "total", "head": "the applicant's"}
_COMPARE = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_WORDS: dict[str, bool | date] = {"true": True, "false": False, "True": True, "False": False, "never": date.max}

Plain = bool | int | str | date


@dataclass(frozen=True, slots=True)
class Expression:
    """A node of a checked expression."""

    def parts(self) -> Iterator[Expression]:
        """The nodes directly below this one."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Expression):
                yield value
            elif isinstance(value, tuple):
                yield from (item for item in value if isinstance(item, Expression))

    def walk(self) -> Iterator[Expression]:
        """This node and all below it."""
        yield self
        for part in self.parts():
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Constant(Expression):
    """A value written in the text."""

    value: Plain


@dataclass(frozen=True, slots=True)
class Name(Expression):
    """A fact, a variable or `on`."""

    name: str


@dataclass(frozen=True, slots=True)
class Attribute(Expression):
    """`p.name` (parameter), `met.name` (requirement) or `alias.name` (attribute of the fact a pattern matched)."""

    owner: str
    name: str


@dataclass(frozen=True, slots=True)
class Cell(Expression):
    """`p.table[key]`: a cell of a dated table."""

    table: str
    key: Expression


@dataclass(frozen=True, slots=True)
class Compare(Expression):
    """`left operator right`; operator is one of == != < <= > >=."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class OneOf(Expression):
    """`operand in (…)`, constants only."""

    operand: Expression
    options: tuple[Constant, ...]


@dataclass(frozen=True, slots=True)
class And(Expression):
    """All of them."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or(Expression):
    """At least one of them."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Not(Expression):
    """The contrary."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Arithmetic(Expression):
    """Sum or difference; operator is + or -."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Choice(Expression):
    """`then if condition else otherwise`."""

    condition: Expression
    then: Expression
    otherwise: Expression


@dataclass(frozen=True, slots=True)
class Call(Expression):
    """One of `FUNCTIONS`."""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Aggregate(Expression):
    """One of `AGGREGATES`, over an expression of a member."""

    function: str
    body: Expression


TRUE = Constant(True)


def parse(source: object, place: Place) -> Expression:
    """The expression `source` writes; raises RuleTextError naming `place`."""
    if isinstance(source, bool | int | date):
        return Constant(source)
    if not isinstance(source, str):
        raise RuleTextError(place, "An expression is missing.", "Write one, in quotes.")
    try:
        tree = ast.parse(" ".join(source.split()), mode="eval").body
    except SyntaxError as error:
        wrong = f"`{source}` is not an expression ({error.msg})."
        raise RuleTextError(place, wrong, "Check brackets and quotes.") from error
    return _Reader(source, place).read(tree)


class _Reader:
    def __init__(self, source: str, place: Place) -> None:
        self.source = source
        self.place = place

    def refuse(self, what: str, mend: str) -> RuleTextError:
        return RuleTextError(self.place, f"`{self.source}`: {what}", mend)

    def read(self, node: ast.expr) -> Expression:
        reader = getattr(self, f"_{type(node).__name__.lower()}", None)
        if reader is None:
            raise self.refuse(
                f"{type(node).__name__} is not part of the language.",
                "Use comparisons, and/or/not, sums, differences, `a if b else c`, and the listed functions.",
            )
        result: Expression = reader(node)
        return result

    def _constant(self, node: ast.Constant) -> Expression:
        if isinstance(node.value, bool | int | str):
            return Constant(node.value)
        raise self.refuse("only whole numbers and words may be written.", "Put amounts in a parameter.")

    def _name(self, node: ast.Name) -> Expression:
        return Constant(_WORDS[node.id]) if node.id in _WORDS else Name(node.id)

    def _attribute(self, node: ast.Attribute) -> Expression:
        if isinstance(node.value, ast.Name):
            return Attribute(node.value.id, node.attr)
        raise self.refuse("only one dot is understood.", "Write `p.name`, `met.name` or `alias.name`.")

    def _subscript(self, node: ast.Subscript) -> Expression:
        table = self.read(node.value)
        if isinstance(table, Attribute) and table.owner == "p":
            return Cell(table.name, self.read(node.slice))
        raise self.refuse("only tables have cells.", "Write `p.table[key]`.")

    def _compare(self, node: ast.Compare) -> Expression:
        operands = [node.left, *node.comparators]
        found: list[Expression] = []
        for operator, left, right in zip(node.ops, operands, operands[1:], strict=False):
            if isinstance(operator, ast.In | ast.NotIn):
                found.append(self._one_of(operator, left, right))
            elif type(operator) in _COMPARE:
                found.append(Compare(_COMPARE[type(operator)], self.read(left), self.read(right)))
            else:
                raise self.refuse("`is` compares nothing here.", "Use == or !=.")
        return found[0] if len(found) == 1 else And(tuple(found))

    def _one_of(self, operator: ast.cmpop, left: ast.expr, right: ast.expr) -> Expression:
        options = [self.read(item) for item in right.elts] if isinstance(right, ast.Tuple) else []
        constants = tuple(option for option in options if isinstance(option, Constant))
        if not constants or len(constants) != len(options):
            raise self.refuse("`in` needs a list of constants.", "Write `name in ('a', 'b')`.")
        found = OneOf(self.read(left), constants)
        return Not(found) if isinstance(operator, ast.NotIn) else found

    def _boolop(self, node: ast.BoolOp) -> Expression:
        operands = tuple(self.read(value) for value in node.values)
        return And(operands) if isinstance(node.op, ast.And) else Or(operands)

    def _unaryop(self, node: ast.UnaryOp) -> Expression:
        operand = self.read(node.operand)
        if isinstance(node.op, ast.Not):
            return Not(operand)
        if isinstance(node.op, ast.USub) and isinstance(operand, Constant) and isinstance(operand.value, int):
            return Constant(-operand.value)
        raise self.refuse("this sign is not understood.", "Write a difference, `a - b`.")

    def _binop(self, node: ast.BinOp) -> Expression:
        if isinstance(node.op, ast.Add | ast.Sub):
            operator = "+" if isinstance(node.op, ast.Add) else "-"
            return Arithmetic(operator, self.read(node.left), self.read(node.right))
        raise self.refuse("there is no product and no division.", "Store the amounts in a table, as published.")

    def _ifexp(self, node: ast.IfExp) -> Expression:
        return Choice(self.read(node.test), self.read(node.body), self.read(node.orelse))

    def _call(self, node: ast.Call) -> Expression:
        if not isinstance(node.func, ast.Name) or node.keywords:
            raise self.refuse("this call is not understood.", "Use one of the listed functions, without keywords.")
        arguments = tuple(self.read(argument) for argument in node.args)
        if node.func.id == "date":
            return self._date(arguments)
        if node.func.id in AGGREGATES and len(arguments) == 1:
            return Aggregate(node.func.id, arguments[0])
        if node.func.id in FUNCTIONS:
            return Call(node.func.id, arguments)
        known = ", ".join(sorted({*FUNCTIONS, *AGGREGATES, "date"}))
        wrong = f"`{node.func.id}` is not a function, or takes another number of values."
        raise self.refuse(wrong, f"There are: {known}.")

    def _date(self, arguments: tuple[Expression, ...]) -> Expression:
        match arguments:
            case (Constant(value=str() as text),):
                try:
                    return Constant(date.fromisoformat(text))
                except ValueError:
                    pass
        raise self.refuse("this is not a date.", "Write `date('2026-01-31')`.")
