"""The outline dialect: what is surely so and what surely is not, without a word on what the rest waits for.

A truth is two plain Python conditions: one that holds where it is surely true, one where it is surely false; where
neither does, it is unknown. So *and* and *or* are Python's own, and a question that is only asked whether it surely
shows never looks at the contrary. A number or a day is its least and its greatest value, equal once it is known. Each
member has locals of its own (`f_age_0`, `f_age_1`): the program is laid out flat for so many people.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import reduce
from typing import TypeVar

from rules.compilers.household import HEAD, HEAD_FACT
from rules.compilers.source.conditions import Conditions
from rules.compilers.source.days import Days, of_the_day
from rules.compilers.source.dialect import constant_of
from rules.compilers.source.outline_parts import (
    NO,
    OUTLINE_NAMES,
    YES,
    chosen,
    counted,
    every,
    outermost,
    some,
)
from rules.compilers.source.plain import Plain
from rules.language.expressions import (
    Aggregate,
    Arithmetic,
    Attribute,
    Call,
    Cell,
    Choice,
    Constant,
    Expression,
    Name,
)
from rules.language.text import Entity, RuleText

_T = TypeVar("_T")
_ELAPSED = ("years", "months")
_TURNING = ("per_month", "share")


class Outline(Conditions):
    """Writes conditions and bounds for a household of `people`, of whom number `head` applies.

    Truths of the day `on` are settled while the program is written: days that agree on them share it. `days` are the
    sources of the numbers and dates that depend on the day alone, each with the local that holds it.
    """

    def __init__(self, text: RuleText, people: int, head: int, on: date) -> None:
        super().__init__(text)
        self.people = people
        self.head = head
        self.on = on
        self.days = Days()
        self.member: int = 0
        self._daily = Plain(text)

    # --- Names ------------------------------------------------------------------------------------------------------

    def local(self, name: str, entity: Entity) -> str:
        """What the locals of a fact or a variable have in common."""
        found = self.kinds.local(name, entity)
        return f"{found}_{self.member}" if found[0] in "fw" else found

    def as_member(self, number: int, write: Callable[[], _T]) -> _T:
        """What `write` says of another member."""
        before, self.member = self.member, number
        found = write()
        self.member = before
        return found

    def of_all(self, write: Callable[[], str]) -> list[str]:
        """What `write` says of each member."""
        return [self.as_member(number, write) for number in range(self.people)]

    def _of_the_day(self, node: Expression, entity: Entity) -> str | None:
        """What the day alone decides: a truth itself, the local that holds a number; None for what needs more."""
        if not of_the_day(node):
            return None
        source = self._daily.write(node, "unit")
        names = {**OUTLINE_NAMES, **self._daily.names}
        if not self.numeric(node, entity):
            return YES if eval(source, names, {"on": self.on}) else NO  # noqa: S307 - our own generator's source
        self.names.update(self._daily.names)
        return "on" if source == "on" else self.days.local(source)

    # --- Truths -----------------------------------------------------------------------------------------------------

    def settled(self, node: Expression, entity: Entity) -> bool | None:
        """What the day alone decides."""
        daily = self._of_the_day(node, entity)
        return None if daily is None else daily == YES

    def named(self, node: Name, entity: Entity, *, truth: bool) -> str:
        """A fact by its own local, a variable by one of its two."""
        local = self.local(node.name, entity)
        if local[0] in "uf":
            return local if truth else f"({local} is False)"
        return f"{'y' if truth else 'n'}_{local}"

    def required(self, id: str, *, truth: bool) -> str:
        """A requirement, by one of its two locals."""
        return f"{'y' if truth else 'n'}_r_{id}"

    def gathered(self, node: Aggregate, *, truth: bool) -> str:
        """What each member says, joined."""
        if node.function == "head":
            return self.as_member(self.head, lambda: self.condition(node.body, "member", truth=truth))
        join = some if (node.function == "any") is truth else every
        return join(self.of_all(lambda: self.condition(node.body, "member", truth=truth)))

    def compared(self, operator: str, left: Expression, right: Expression, entity: Entity) -> str:
        """What the bounds of both sides say."""
        (low, high), (least, most) = self.bounds(left, entity), self.bounds(right, entity)
        match operator:
            case "<" | "<=":
                return f"({high} {operator} {least})"
            case ">" | ">=":
                return f"({low} {operator} {most})"
            case "==":
                return f"({' == '.join(dict.fromkeys((low, high, least, most)))})"
        return f"({high} < {least} or {most} < {low})"

    def one_of(self, node: Expression, options: tuple[object, ...], entity: Entity, *, truth: bool) -> str:
        """Who applies is known while the program is written."""
        if self.numeric(node, entity):
            low, high = self.bounds(node, entity)
            return f"({low} == {high} and {low} {'in' if truth else 'not in'} {options!r})"
        if isinstance(node, Name) and node.name == HEAD_FACT and entity == "member":
            if self.member == self.head:
                return YES if (HEAD in options) is truth else NO
            options = tuple(option for option in options if option != HEAD) if truth else options
        return super().one_of(node, options, entity, truth=truth)

    def word(self, node: Expression, entity: Entity) -> str:
        """A word or a list of words; None where it is unknown."""
        if isinstance(node, Constant):
            return repr(node.value)
        if isinstance(node, Name):
            return self.local(node.name, entity)
        if isinstance(node, Choice):
            then, otherwise = self.word(node.then, entity), self.word(node.otherwise, entity)
            same = f"({then} if {then} == {otherwise} else None)"
            return chosen(self.holds(node.condition, entity), self.fails(node.condition, entity), then, otherwise, same)
        if isinstance(node, Aggregate):
            return self.as_member(self.head, lambda: self.word(node.body, "member"))
        raise TypeError(node)

    # --- Numbers and days -------------------------------------------------------------------------------------------

    def bounds(self, node: Expression, entity: Entity) -> tuple[str, str]:  # noqa: PLR0911 - one case for each kind
        """The least and the greatest value of a number or a day."""
        daily = self._of_the_day(node, entity)
        if daily is not None:
            return daily, daily
        match node:
            case Constant():
                return (self.constant(node.value),) * 2
            case Name():
                local = self.local(node.name, entity)
                return f"l_{local}", f"h_{local}"
            case Attribute() | Cell(key=Constant()):
                return (self.constant(constant_of(self.text, node)),) * 2
            case Cell():
                return self._cell(node, entity)
            case Arithmetic():
                (low, high), (least, most) = self.bounds(node.left, entity), self.bounds(node.right, entity)
                least, most = (least, most) if node.operator == "+" else (most, least)
                return f"({low} {node.operator} {least})", f"({high} {node.operator} {most})"
            case Choice():
                return self._choice(node, entity)
            case Call():
                return self._call(node, entity)
            case Aggregate():
                return self._gathered(node)
        raise TypeError(node)

    def _cell(self, node: Cell, entity: Entity) -> tuple[str, str]:
        table, (low, high) = self.table(node.table), self.bounds(node.key, entity)
        last = len(self.names[table]) - 1
        known = f"{table}[{low} if {low} < {last} else {last}]"
        if low == high:
            return known, known
        least, most = (
            f"({known} if {low} == {high} else _cells({table}, {low}, {high}, {last})[{at}])" for at in (0, 1)
        )
        return least, most

    def _choice(self, node: Choice, entity: Entity) -> tuple[str, str]:
        condition, fails = self.holds(node.condition, entity), self.fails(node.condition, entity)
        sides = zip(self.bounds(node.then, entity), self.bounds(node.otherwise, entity), ("min", "max"), strict=True)
        low, high = (
            chosen(condition, fails, then, otherwise, outermost(end, then, otherwise)) for then, otherwise, end in sides
        )
        return low, high

    def _call(self, node: Call, entity: Entity) -> tuple[str, str]:
        numbers = [self.bounds(argument, entity) for argument in node.arguments]
        function = f"_{node.function}"
        if node.function in _ELAPSED:
            start, end = numbers
            return f"{function}({start[1]}, {end[0]})", f"{function}({start[0]}, {end[1]})"
        lows, highs = (", ".join(number[side] for number in numbers) for side in (0, 1))
        if node.function not in _TURNING or lows == highs:
            return f"{function}({lows})", f"{function}({highs})"
        sides = ", ".join(f"{low}, {high}" for low, high in numbers)
        return f"_lowest({function}, {sides})", f"_highest({function}, {sides})"

    def _gathered(self, node: Aggregate) -> tuple[str, str]:
        if node.function == "head":
            return self.as_member(self.head, lambda: self.bounds(node.body, "member"))
        if node.function == "sum":
            ends = [self.as_member(number, lambda: self.bounds(node.body, "member")) for number in range(self.people)]
            low, high = (reduce(lambda one, other: f"{one} + {other}", side) for side in zip(*ends, strict=True))
            return f"({low})", f"({high})"
        surely = self.of_all(lambda: self.holds(node.body, "member"))
        never = self.of_all(lambda: self.fails(node.body, "member"))
        return counted(surely, 1), counted(never, 0)
