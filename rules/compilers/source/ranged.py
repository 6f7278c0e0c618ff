"""The ranged dialect: what the careful one finds, without an object for every value.

A number or a day is three locals: `l_`, `h_` (its bounds, equal once it is known) and `m_` (the facts it waits for; 0
once it is known). A truth or a word is its value (None: unknown) and `m_`. Numbers are written as statements, truths as
expressions that stop at the first part that decides; a mask is worked out only where the truth turned out unknown.
"""

from __future__ import annotations

from rules.compilers.source.days import Days, of_the_day
from rules.compilers.source.dialect import Dialect, constant_of
from rules.compilers.source.plain import Plain
from rules.compilers.source.ranged_parts import Number, Truth, bound, either, is_literal, where_unknown
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
from rules.language.text import Entity, RuleText, Type

_NUMBERS = ("int", "money", "date")
_ELAPSED = ("years", "months")
_TURNING = ("per_month", "share")


class Ranged(Dialect):
    """Writes lines of a program; `indent` is where the next one begins."""

    def __init__(self, text: RuleText) -> None:
        super().__init__(text)
        self.lines: list[str] = []
        self.days = Days()
        self.known: set[str] = set()  # locals of facts that are never unknown
        self.indent = 1
        self.types: dict[str, Type] = {
            f"{variable.entity}.{variable.name}": variable.type for variable in text.variables
        } | {f"{entity}.{name}": fact.type for (entity, name), fact in text.facts.items()}

    def line(self, source: str) -> None:
        """Add a line."""
        self.lines.append("    " * self.indent + source)

    def key(self, name: str, entity: Entity) -> str:
        """Whose a bare name is."""
        return f"{entity}.{name}" if f"{entity}.{name}" in self.types else f"unit.{name}"

    def local(self, name: str, entity: Entity) -> str:
        """The local of a fact or variable, without the letter of its parts."""
        owner, _, own = self.key(name, entity).partition(".")
        fact = (owner, own) in self.text.facts
        return f"{('u_' if fact else 'v_') if owner == 'unit' else ('f_' if fact else 'w_')}{own}"

    def _mask(self, local: str) -> str:
        return "0" if local in self.known else f"m_{local}"

    # --- Kinds ------------------------------------------------------------------------------------------------------

    def numeric(self, node: Expression, entity: Entity) -> bool:  # noqa: PLR0911 - one case for each kind of node
        """Whether an expression is a number or a day."""
        match node:
            case Constant(value=value):
                return not isinstance(value, bool | str)
            case Name(name=name):
                return name == "on" or self.types[self.key(name, entity)] in _NUMBERS
            case Attribute(owner=owner):
                return owner == "p"
            case Cell() | Arithmetic():
                return True
            case Call():
                return node.function != "includes"
            case Choice():
                return self.numeric(node.then, entity)
            case Aggregate():
                counted = node.function in ("count", "sum")
                return counted or (node.function == "head" and self.numeric(node.body, "member"))
        return False

    # --- Truths and words -------------------------------------------------------------------------------------------

    def truth(self, node: Expression, entity: Entity) -> Truth:  # noqa: C901, PLR0911 - one case for each kind of node
        """A truth, a word or a list."""
        match node:
            case Constant():
                return Truth(repr(node.value), "0")
            case Name():
                local = self.local(node.name, entity)
                return Truth(local, self._mask(local), True)
            case Attribute():
                return Truth(f"r_{node.name}", f"m_r_{node.name}", True)
            case Compare():
                return self._compare(node, entity)
            case OneOf():
                return self._tested(node.operand, entity, f"in {tuple(item.value for item in node.options)!r}")
            case Not():
                held, test = self._held(self.truth(node.operand, entity))
                return Truth(f"(None if {test} is None else not {held.value})", held.mask, held.exact)
            case And() | Or():
                return self._junction(node, entity)
            case Choice():
                return self._choice(node, entity)
            case Call():
                word = self.truth(node.arguments[1], entity).value
                held, test = self._held(self.truth(node.arguments[0], entity))
                return Truth(f"(None if {test} is None else {word} in {held.value})", held.mask, held.exact)
            case Aggregate():
                name = self.aggregates[node]
                return Truth(name, f"m_{name}", True)
        raise TypeError(node)

    def _held(self, truth: Truth) -> tuple[Truth, str]:
        """The truth by a name, and the expression that gives it that name the first time."""
        if truth.value.isidentifier():
            return truth, truth.value
        name = self.temporary()
        return Truth(name, truth.mask, truth.exact), f"({name} := {truth.value})"

    def _tested(self, operand: Expression, entity: Entity, test: str) -> Truth:
        if self.numeric(operand, entity):
            number = self.number(operand, entity)
            return Truth(f"(None if {number.mask} else {number.low} {test})", number.mask, True)
        held, first = self._held(self.truth(operand, entity))
        return Truth(f"(None if {first} is None else {held.value} {test})", held.mask, held.exact)

    def _compare(self, node: Compare, entity: Entity) -> Truth:
        if not self.numeric(node.left, entity):
            return self._same_word(node, entity)
        left, right, sign = self.number(node.left, entity), self.number(node.right, entity), node.operator
        mask = either(left.mask, right.mask)
        if mask == "0":
            return Truth(f"({left.low} {sign} {right.low})", "0")
        if sign in (">", ">="):
            left, right, sign = right, left, "<" if sign == ">" else "<="
        if sign in ("<", "<="):
            contrary = ">=" if sign == "<" else ">"
            yes, no = f"{left.high} {sign} {right.low}", f"{left.low} {contrary} {right.high}"
            return Truth(f"(True if {yes} else False if {no} else None)", mask)
        apart = f"{left.high} < {right.low} or {right.high} < {left.low}"
        yes, no = ("True", "False") if sign == "==" else ("False", "True")
        return Truth(f"({no} if {apart} else None if {mask} else {yes})", mask)

    def _same_word(self, node: Compare, entity: Entity) -> Truth:
        if isinstance(node.right, Constant):
            return self._tested(node.left, entity, f"{node.operator} {node.right.value!r}")
        left, first = self._held(self.truth(node.left, entity))
        right, second = self._held(self.truth(node.right, entity))
        value = f"(None if ({first} is None) | ({second} is None) else {left.value} {node.operator} {right.value})"
        return Truth(value, either(where_unknown(left), where_unknown(right)), True)

    def _junction(self, node: And | Or, entity: Entity) -> Truth:
        decisive, other = ("False", "True") if isinstance(node, And) else ("True", "False")
        decided: list[str] = []
        unknown: list[str] = []
        masks: list[str] = []
        for operand in node.operands:
            held, first = self._held(self.truth(operand, entity))
            decided.append(f"{first} is {decisive}")
            if held.mask != "0":
                unknown.append(f"{held.value} is None")
                masks.append(where_unknown(held))
        tail = f"None if {' or '.join(unknown)} else {other}" if unknown else other
        return Truth(f"({decisive} if {' or '.join(decided)} else {tail})", either(*masks))

    def _choice(self, node: Choice, entity: Entity) -> Truth:
        condition, first = self._held(self.truth(node.condition, entity))
        then, otherwise = self.truth(node.then, entity), self.truth(node.otherwise, entity)
        one, other = self.temporary(), self.temporary()
        taken, left = f"({one} := {then.value})", f"({other} := {otherwise.value})"
        if condition.mask == "0":
            value = f"({taken} if {first} else {left})"
            return Truth(value, f"({then.mask} if {condition.value} else {otherwise.mask})")
        value = (
            f"({taken} if {first} else {left} if {condition.value} is False else {one} if {taken} == {left} else None)"
        )
        both = either(condition.mask, where_unknown(Truth(one, then.mask)), where_unknown(Truth(other, otherwise.mask)))
        case = f"{then.mask} if {condition.value} else {otherwise.mask} if {condition.value} is False"
        return Truth(value, f"({case} else {both})")

    # --- Numbers and days -------------------------------------------------------------------------------------------

    def number(self, node: Expression, entity: Entity) -> Number:  # noqa: PLR0911 - one case for each kind of node
        """A number or a day; what it takes to find it goes into lines."""
        match node:
            case Name(name="on"):
                return Number("on", "on", "0")
            case Call() | Arithmetic() if of_the_day(node):
                return self._daily(node)
            case Name():
                local = self.local(node.name, entity)
                return Number(f"l_{local}", f"h_{local}", self._mask(local))
            case Constant():
                return self._sure(node.value)
            case Attribute() | Cell(key=Constant()):
                return self._sure(constant_of(self.text, node))
            case Aggregate():
                name = self.aggregates[node]
                return Number(f"l_{name}", f"h_{name}", f"m_{name}")
        target = self.temporary()
        number = Number(f"l_{target}", f"h_{target}", f"m_{target}")
        self.assign(number, node, entity)
        return number

    def _daily(self, node: Expression) -> Number:
        plain = Plain(self.text)
        local = self.days.local(plain.write(node, "unit"))
        self.names.update(plain.names)
        return Number(local, local, "0")

    def _sure(self, value: object) -> Number:
        written = self.constant(value)
        return Number(written, written, "0")

    def assign(self, target: Number, node: Expression, entity: Entity) -> None:
        """Lines that put a number where `target` says."""
        match node:
            case Cell() if not isinstance(node.key, Constant):
                self._cell(target, node, entity)
            case Arithmetic() if not of_the_day(node):
                left, right = self.number(node.left, entity), self.number(node.right, entity)
                lows = (left.low, right.low) if node.operator == "+" else (left.low, right.high)
                highs = (left.high, right.high) if node.operator == "+" else (left.high, right.low)
                low, high = (f" {node.operator} ".join(sides) for sides in (lows, highs))
                self._either_way(target, either(left.mask, right.mask), low, high)
            case Choice():
                self._numeric_choice(target, node, entity)
            case Call() if not of_the_day(node):
                self._call(target, node, entity)
            case _:
                self.line(target.copied(self.number(node, entity)))

    def _either_way(self, target: Number, mask: str, low: str, high: str, known: str = "") -> None:
        """The number where nothing is waited for, its bounds where something is."""
        self.line(f"{target.low} = {target.high} = {known or low}; {target.mask} = 0" if mask == "0" else f"if {mask}:")
        if mask == "0":
            return
        self.line(f"    {target.low} = {low}; {target.high} = {high}")
        self.line(f"    {target.mask} = {mask} if {target.low} != {target.high} else 0")
        self.line(f"else: {target.low} = {target.high} = {known or low}; {target.mask} = 0")

    def _cell(self, target: Number, node: Cell, entity: Entity) -> None:
        table, key = self.table(node.table), self.number(node.key, entity)
        last = len(self.names[table]) - 1
        known = f"{table}[{key.low} if {key.low} < {last} else {last}]"
        bounds = f"_cells({table}, {key.low}, {key.high}, {last})"
        self._either_way(target, key.mask, f"{bounds}[0]", f"{bounds}[1]", known)

    def _call(self, target: Number, node: Call, entity: Entity) -> None:
        numbers = [self.number(argument, entity) for argument in node.arguments]
        mask = either(*(number.mask for number in numbers))
        function = f"_{node.function}"
        known = f"{function}({', '.join(number.low for number in numbers)})"
        if node.function in _ELAPSED:
            start, end = numbers
            low, high = f"{function}({start.high}, {end.low})", f"{function}({start.low}, {end.high})"
        elif node.function in _TURNING:
            sides = ", ".join(f"{number.low}, {number.high}" for number in numbers)
            low, high = f"min(_corners({function}, {sides}))", f"max(_corners({function}, {sides}))"
        else:
            low, high = known, f"{function}({', '.join(number.high for number in numbers)})"
        self._either_way(target, mask, low, high, known)

    def _numeric_choice(self, target: Number, node: Choice, entity: Entity) -> None:
        """Each side is found once, where it may be taken; where that is not known, the number lies between them."""
        condition = self.truth(node.condition, entity)
        held, first = self._held(condition)
        if first != held.value:
            self.line(f"{held.value} = {condition.value}")
        then = self._side(f"if {held.value} is not False:", node.then, entity)
        otherwise = self._side(f"if {held.value} is not True:", node.otherwise, entity)
        self.line(f"if {held.value}: {target.copied(then)}")
        if condition.mask == "0":
            self.line(f"else: {target.copied(otherwise)}")
            return
        self.line(f"elif {held.value} is False: {target.copied(otherwise)}")
        low, high = bound(min, then.low, otherwise.low), bound(max, then.high, otherwise.high)
        mask = either(condition.mask, then.mask, otherwise.mask)
        self.line(f"else: {target.low} = {low}; {target.high} = {high}; {target.mask} = {mask}")
        if not (is_literal(low) and is_literal(high) and low != high):
            self.line(f"if {target.low} == {target.high}: {target.mask} = 0")

    def _side(self, taken: str, node: Expression, entity: Entity) -> Number:
        before, self.lines, self.indent = self.lines, [], self.indent + 1
        number = self.number(node, entity)
        written, self.lines, self.indent = self.lines, before, self.indent - 1
        if written:
            self.line(taken)
            self.lines += written
        return number
