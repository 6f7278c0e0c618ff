"""The careful dialect: calls to `rules.compilers.domain`, where an unknown value remembers what it waits for."""

from __future__ import annotations

from collections.abc import Mapping

from rules.compilers.source.dialect import Dialect, constant_of
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
