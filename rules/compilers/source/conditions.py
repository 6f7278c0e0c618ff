"""Truths as plain Python conditions: one that holds where a truth is surely true, one where it is surely false.

Where neither does, the truth is unknown. *And* and *or* are Python's own then, and whoever asks only whether something
is so never looks at the contrary. Subclasses say where facts, variables and numbers stand.
"""

from __future__ import annotations

from rules.compilers.source.dialect import Dialect
from rules.compilers.source.outline_parts import NO, YES, chosen, every, some
from rules.compilers.source.ranged import Ranged
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
from rules.language.text import Entity, RuleText

_CONTRARY = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


class Conditions(Dialect):
    """Writes both conditions of a truth."""

    def __init__(self, text: RuleText) -> None:
        super().__init__(text)
        self.kinds = Ranged(text)

    def numeric(self, node: Expression, entity: Entity) -> bool:
        """Whether it is a number or a day."""
        return self.kinds.numeric(node, entity)

    def is_truth(self, node: Expression, entity: Entity) -> bool:
        """Whether it is a truth, where it is no number."""
        match node:
            case Constant(value=value):
                return isinstance(value, bool)
            case Name(name=name):
                return self.kinds.types[self.kinds.key(name, entity)] == "bool"
            case Choice():
                return self.is_truth(node.then, entity)
            case Aggregate(function="head"):
                return self.is_truth(node.body, "member")
        return True

    def holds(self, node: Expression, entity: Entity) -> str:
        """A condition that holds where `node` is surely true."""
        return self.condition(node, entity, truth=True)

    def fails(self, node: Expression, entity: Entity) -> str:
        """A condition that holds where `node` is surely false."""
        return self.condition(node, entity, truth=False)

    def condition(self, node: Expression, entity: Entity, *, truth: bool) -> str:  # noqa: PLR0911 - one for each kind
        """A condition that holds where `node` surely is that truth."""
        settled = self.settled(node, entity)
        if settled is not None:
            return YES if settled is truth else NO
        match node:
            case Constant():
                return YES if node.value is truth else NO
            case Name():
                return self.named(node, entity, truth=truth)
            case Attribute():
                return self.required(node.name, truth=truth)
            case Not():
                return self.condition(node.operand, entity, truth=not truth)
            case And() | Or():
                join = every if isinstance(node, And) is truth else some
                return join(sorted((self.condition(one, entity, truth=truth) for one in node.operands), key=len))
            case Choice():
                then, otherwise = (self.condition(one, entity, truth=truth) for one in (node.then, node.otherwise))
                condition, fails = self.holds(node.condition, entity), self.fails(node.condition, entity)
                return chosen(condition, fails, then, otherwise, every([then, otherwise]))
            case Aggregate():
                return self.gathered(node, truth=truth)
            case Compare() | OneOf() | Call():
                return self._tested(node, entity, truth)
        raise TypeError(node)

    def _tested(self, node: Compare | OneOf | Call, entity: Entity, truth: bool) -> str:
        if isinstance(node, OneOf):
            return self.one_of(node.operand, tuple(item.value for item in node.options), entity, truth=truth)
        if isinstance(node, Call):
            held, word = (self.word(argument, entity) for argument in node.arguments)
            return f"({held} is not None and {word} {'in' if truth else 'not in'} {held})"
        if self.numeric(node.left, entity):
            return self.compared(node.operator if truth else _CONTRARY[node.operator], node.left, node.right, entity)
        same = (node.operator == "==") is truth
        if isinstance(node.right, Constant):
            return self.one_of(node.left, (node.right.value,), entity, truth=same)
        left, right = self.word(node.left, entity), self.word(node.right, entity)
        return f"({left} is not None and {right} is not None and {left} {'==' if same else '!='} {right})"

    def one_of(self, node: Expression, options: tuple[object, ...], entity: Entity, *, truth: bool) -> str:
        """A condition that holds where a word is surely one of the options, or surely none of them."""
        word = self.word(node, entity)
        if not truth:
            return f"({word} not in {(None, *options)!r})"
        if not options:
            return NO
        return f"({word} == {options[0]!r})" if len(options) == 1 else f"({word} in {options!r})"

    # --- What subclasses say ----------------------------------------------------------------------------------------

    def settled(self, node: Expression, entity: Entity) -> bool | None:
        """What is known of a truth while the program is written."""
        return None

    def named(self, node: Name, entity: Entity, *, truth: bool) -> str:
        """A condition on a fact or a variable that is a truth."""
        raise NotImplementedError

    def required(self, id: str, *, truth: bool) -> str:
        """A condition on a requirement."""
        raise NotImplementedError

    def gathered(self, node: Aggregate, *, truth: bool) -> str:
        """A condition on what the members say together."""
        raise NotImplementedError

    def compared(self, operator: str, left: Expression, right: Expression, entity: Entity) -> str:
        """A condition that holds where a comparison of numbers or days surely does."""
        raise NotImplementedError

    def word(self, node: Expression, entity: Entity) -> str:
        """A word or a list of words; None where it is unknown."""
        raise NotImplementedError
