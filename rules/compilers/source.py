"""Python source from a checked text: one generator, two dialects.

`Swift` writes plain Python in which an unknown value is None (three-valued, Kleene). `Careful` writes calls to
`rules.compilers.domain`, where an unknown value is a range that remembers the facts it waits for. Both produce
two functions: `of_member(on, facts, log)` → (values, what aggregates take of that member), and
`of_unit(on, facts, columns, head, log)` → values, where each column holds what one aggregate took of every member.
Members read nobody else, so what was found of one can be used again while another fact changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rules.compilers import domain
from rules.language import dates
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
from rules.language.text import Entity, Requirement, RuleText, Variable


@dataclass(frozen=True)
class Program:
    """What a compiled text computes: `unit` and `member` say which name each position of its answers holds."""

    unit: tuple[str, ...]
    member: tuple[str, ...]
    source: str
    names: Mapping[str, Any] = field(repr=False)


def table_of(text: RuleText, name: str) -> dict[int, int]:
    """An open-ended table from row 0 to its last; rows below the first are the first."""
    cells = text.value(name).value
    if not isinstance(cells, Mapping):
        raise TypeError(name)
    rows = {int(str(key)): amount for key, amount in cells.items()}
    first = min(rows)
    return {row: rows[max(row, first)] for row in range(max(rows) + 1)}


def constant_of(text: RuleText, node: Attribute | Cell) -> int | date:
    """A parameter's value, or a named cell's, on the text's day."""
    if isinstance(node, Attribute):
        value = text.value(node.name).value
    else:
        cells = text.value(node.table).value
        value = cells[node.key.value] if isinstance(cells, Mapping) and isinstance(node.key, Constant) else 0
    if isinstance(value, Mapping):
        raise TypeError(node)
    return value


class Dialect:
    """Writes one expression; subclasses say how each operation is written."""

    def __init__(self, text: RuleText) -> None:
        self.text = text
        self.names: dict[str, Any] = {}
        self.aggregates: dict[Aggregate, str] = {}
        self._temporaries = 0

    def temporary(self) -> str:
        """A fresh local name."""
        self._temporaries += 1
        return f"t{self._temporaries}"

    def constant(self, value: object) -> str:
        """A literal, or a global that holds it."""
        if not isinstance(value, date):
            return repr(value)
        name = f"D_{value:%Y%m%d}" if value != dates.NEVER else "D_never"
        self.names[name] = value
        return name

    def name(self, node: Name, entity: Entity) -> str:
        """The local that holds a fact or a variable."""
        if node.name == "on":
            return "on"
        facts = {fact.name for fact in self.text.facts_of(entity)}
        prefix = ("u_" if entity == "unit" else "f_") if node.name in facts else "v_" if entity == "unit" else "w_"
        return prefix + node.name

    def table(self, name: str) -> str:
        """The global that holds a table."""
        self.names[f"T_{name}"] = table_of(self.text, name)
        return f"T_{name}"

    def aggregate(self, node: Aggregate) -> str:
        """The list that the member loop fills for an aggregate."""
        return self.aggregates.setdefault(node, f"a{len(self.aggregates)}")

    def write(self, node: Expression, entity: Entity) -> str:
        """Source of `node`."""
        raise NotImplementedError


class Swift(Dialect):
    """Unknown is None. `sure` expressions can never be None, so nothing is checked for them."""

    def sure(self, node: Expression) -> bool:
        """Whether it can never be unknown."""
        if isinstance(node, Name):
            return node.name == "on"
        if isinstance(node, Constant) or (isinstance(node, Attribute) and node.owner == "p"):
            return True
        if isinstance(node, Attribute | Aggregate):
            return False
        return all(self.sure(part) for part in node.parts())

    def _checked(self, nodes: Iterable[Expression], entity: Entity) -> tuple[str, list[str]]:
        """`checks` is true when one of the nodes is unknown; then the source of each, safe to use once checked."""
        checks: list[str] = []
        sources: list[str] = []
        for node in nodes:
            written = self.write(node, entity)
            if self.sure(node):
                sources.append(written)
            elif written.isidentifier():
                checks.append(f"{written} is None")
                sources.append(written)
            else:
                held = self.temporary()
                checks.append(f"({held} := {written}) is None")
                sources.append(held)
        return " or ".join(checks), sources

    def _strict(self, nodes: Iterable[Expression], entity: Entity, template: str) -> str:
        checks, sources = self._checked(nodes, entity)
        answer = template.format(*sources)
        return f"(None if {checks} else {answer})" if checks else f"({answer})"

    def write(self, node: Expression, entity: Entity) -> str:  # noqa: C901, PLR0911, PLR0912 - one case for each kind of node
        """Source of `node`."""
        match node:
            case Constant():
                return self.constant(node.value)
            case Name():
                return self.name(node, entity)
            case Attribute(owner="met"):
                return f"r_{node.name}"
            case Attribute():
                return self.constant(constant_of(self.text, node))
            case Cell(key=Constant()):
                return self.constant(constant_of(self.text, node))
            case Cell():
                table = self.table(node.table)
                last = len(self.names[table]) - 1
                return self._strict([node.key], entity, f"{table}[{{0}} if {{0}} < {last} else {last}]")
            case Compare() | Arithmetic():
                return self._strict([node.left, node.right], entity, f"{{0}} {node.operator} {{1}}")
            case OneOf():
                return self._strict([node.operand], entity, f"{{0}} in {tuple(item.value for item in node.options)!r}")
            case Not():
                return self._strict([node.operand], entity, "not {0}")
            case And():
                return self._junction(node.operands, entity, "False", "True")
            case Or():
                return self._junction(node.operands, entity, "True", "False")
            case Choice():
                return self._choice(node, entity)
            case Call():
                places = ", ".join(f"{{{number}}}" for number in range(len(node.arguments)))
                return self._strict(node.arguments, entity, f"_{node.function}({places})")
            case Aggregate():
                return self._over(node)
        raise TypeError(node)

    def _junction(self, operands: tuple[Expression, ...], entity: Entity, decisive: str, other: str) -> str:
        decided: list[str] = []
        unknown: list[str] = []
        for operand in operands:
            written = self.write(operand, entity)
            if self.sure(operand) or written.isidentifier():
                held = written
            else:
                held = self.temporary()
                written = f"({held} := {written})"
            decided.append(f"{written} is {decisive}")
            if not self.sure(operand):
                unknown.append(f"{held} is None")
        tail = f"None if {' or '.join(unknown)} else {other}" if unknown else other
        return f"({decisive} if {' or '.join(decided)} else {tail})"

    def _choice(self, node: Choice, entity: Entity) -> str:
        then, otherwise = self.write(node.then, entity), self.write(node.otherwise, entity)
        condition = self.write(node.condition, entity)
        if self.sure(node.condition):
            return f"({then} if {condition} else {otherwise})"
        held = condition if condition.isidentifier() else self.temporary()
        test = condition if held == condition else f"({held} := {condition})"
        return f"({then} if {test} else {otherwise} if {held} is False else _same({then}, {otherwise}))"

    def _over(self, node: Aggregate) -> str:
        values = self.aggregate(node)
        match node.function:
            case "head":
                return f"{values}[head]"
            case "any":
                return f"(True if True in {values} else None if None in {values} else False)"
            case "all":
                return f"(False if False in {values} else None if None in {values} else True)"
            case "count":
                return f"(None if None in {values} else {values}.count(True))"
        return f"(None if None in {values} else sum({values}))"


class Careful(Dialect):
    """Unknown is a range that remembers what it waits for; nothing is skipped, so `log` has a fixed order."""

    _COMPARE: Mapping[str, str] = {
        "<": "_less(log, {0}, {1})",
        "<=": "_less_or_equal(log, {0}, {1})",
        ">": "_less(log, {1}, {0})",
        ">=": "_less_or_equal(log, {1}, {0})",
        "==": "_equal(log, {0}, {1})",
        "!=": "_not(_equal(log, {0}, {1}))",
    }

    def write(self, node: Expression, entity: Entity) -> str:  # noqa: C901, PLR0911, PLR0912 - one case for each kind of node
        """Source of `node`."""
        match node:
            case Constant():
                return self.constant(node.value)
            case Name():
                return self.name(node, entity)
            case Attribute(owner="met"):
                return f"r_{node.name}"
            case Attribute():
                return self.constant(constant_of(self.text, node))
            case Cell(key=Constant()):
                return self.constant(constant_of(self.text, node))
            case Cell():
                return f"_cell({self.table(node.table)}, {self.write(node.key, entity)})"
            case Compare():
                sides = self.write(node.left, entity), self.write(node.right, entity)
                return self._COMPARE[node.operator].format(*sides)
            case OneOf():
                options = tuple(item.value for item in node.options)
                return f"_one_of(log, {self.write(node.operand, entity)}, {options!r})"
            case Not():
                return f"_not({self.write(node.operand, entity)})"
            case And() | Or():
                operands = ", ".join(self.write(operand, entity) for operand in node.operands)
                return f"{'_and' if isinstance(node, And) else '_or'}({operands})"
            case Arithmetic():
                function = "_add" if node.operator == "+" else "_subtract"
                return f"{function}({self.write(node.left, entity)}, {self.write(node.right, entity)})"
            case Choice():
                parts = ", ".join(self.write(part, entity) for part in (node.condition, node.then, node.otherwise))
                return f"_choose({parts})"
            case Call():
                arguments = ", ".join(self.write(argument, entity) for argument in node.arguments)
                return f"_{node.function}({arguments})"
            case Aggregate():
                values = self.aggregate(node)
                return f"{values}[head]" if node.function == "head" else f"_{node.function}({values})"
        raise TypeError(node)


def _same(one: object, other: object) -> object:
    return one if one == other else None


_SWIFT_NAMES: Mapping[str, Any] = {
    "_same": _same,
    "_least": min,
    "_most": max,
    **{f"_{name}": getattr(dates, name) for name in ("years", "months", "first_of_year", "twelfth")},
    **{f"_{name}": getattr(dates, name) for name in ("plus_months", "plus_years")},
}


def requirement_formula(requirement: Requirement) -> Expression:
    """A requirement as one expression: of the unit, or of one member where `each` is given."""
    conditions = tuple(clause.condition for clause in requirement.clauses)
    holds = conditions[0] if len(conditions) == 1 else Or(conditions)
    if requirement.each is not None:
        return Or((Not(requirement.each), holds))
    return holds if requirement.applies == TRUE else Or((Not(requirement.applies), holds))


def compile_text(text: RuleText, swift: bool) -> Program:
    """The program of a text in one dialect."""
    dialect: Dialect = Swift(text) if swift else Careful(text)
    member_lines: list[str] = []
    unit_lines: list[str] = []
    unit: list[str] = []
    member: list[str] = []
    for item in text.order:
        if isinstance(item, Variable):
            written = dialect.write(item.formula, item.entity)
            lines, names, prefix = (unit_lines, unit, "v_") if item.entity == "unit" else (member_lines, member, "w_")
            lines.append(f"{prefix}{item.name} = {written}")
            names.append(item.name)
        elif item.each is None:
            unit_lines.append(f"r_{item.id} = {dialect.write(requirement_formula(item), 'unit')}")
            unit.append(f"met.{item.id}")
        else:
            over = Aggregate("all", requirement_formula(item))
            formula = over if item.applies == TRUE else Or((Not(item.applies), over))
            unit_lines.append(f"r_{item.id} = {dialect.write(formula, 'unit')}")
            unit.append(f"met.{item.id}")
    return _program(text, dialect, unit, member, unit_lines, member_lines)


def _program(
    text: RuleText, dialect: Dialect, unit: list[str], member: list[str], unit_lines: list[str], member_lines: list[str]
) -> Program:
    taken = [dialect.write(node.body, "member") for node in dialect.aggregates]
    lines = [
        "def of_member(on, facts, log):",
        f"    ({''.join(f'f_{fact.name}, ' for fact in text.facts_of('member'))}) = facts",
        *(f"    {line}" for line in member_lines),
        f"    return ({''.join(f'w_{name}, ' for name in member)}), ({''.join(f'{item}, ' for item in taken)})",
        "def of_unit(on, facts, columns, head, log):",
        f"    ({''.join(f'u_{fact.name}, ' for fact in text.facts_of('unit'))}) = facts",
        f"    ({''.join(f'{values}, ' for values in dialect.aggregates.values())}) = columns",
        *(f"    {line}" for line in unit_lines),
        f"    return ({''.join(_local(name) + ', ' for name in unit)})",
    ]
    names = {**(_SWIFT_NAMES if isinstance(dialect, Swift) else domain.OPERATIONS), **dialect.names}
    return Program(tuple(unit), tuple(member), "\n".join(lines), names)


def _local(name: str) -> str:
    return f"r_{name[4:]}" if name.startswith("met.") else f"v_{name}"
