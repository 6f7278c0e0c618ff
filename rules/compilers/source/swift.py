"""The swift dialect: plain Python, three-valued, unknown is None."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rules.compilers.source.dialect import Dialect, constant_of
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
from rules.language.text import Entity


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

    def held(self, nodes: Iterable[Expression], entity: Entity) -> tuple[list[str], list[str]]:
        """What may be unknown, each to be looked at first, and the source of every node, to be used after that."""
        first: list[str] = []
        sources: list[str] = []
        for node in nodes:
            written = self.write(node, entity)
            name = written
            if not self.sure(node):
                if not written.isidentifier():
                    name = self.temporary()
                    written = f"({name} := {written})"
                first.append(written)
            sources.append(name)
        return first, sources

    def _strict(self, nodes: Iterable[Expression], entity: Entity, template: str) -> str:
        first, sources = self.held(nodes, entity)
        answer = template.format(*sources)
        unknown = " or ".join(f"{one} is None" for one in first)
        return f"(None if {unknown} else {answer})" if unknown else f"({answer})"

    def write(self, node: Expression, entity: Entity) -> str:  # noqa: C901, PLR0911, PLR0912 - one case for each kind of node
        """Source of `node`."""
        match node:
            case Constant():
                return self.constant(node.value)
            case Name():
                return self.name(node, entity)
            case Attribute(owner="met"):
                return self.met(node.name)
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
                return self.over(node)
        raise TypeError(node)

    def met(self, id: str) -> str:
        """What holds whether a requirement is met."""
        return f"r_{id}"

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

    def over(self, node: Aggregate) -> str:
        """Source of an aggregate."""
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


def _same(one: object, other: object) -> object:
    return one if one == other else None


SWIFT_NAMES: Mapping[str, Any] = {
    "_same": _same,
    "_least": min,
    "_most": max,
    "_includes": lambda values, word: word in values,
    **{f"_{name}": getattr(dates, name) for name in ("years", "months", "first_of_year", "plus_months", "plus_years")},
    **{f"_{name}": getattr(amounts, name) for name in ("twelfth", "per_month", "share")},
}
