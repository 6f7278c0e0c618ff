"""The plain dialect: ordinary Python for a household of which all that is read is known.

Nothing is checked on the way: an unknown number or date cannot be compared, so Python itself stops there (TypeError or
AttributeError), and whoever runs the program turns to the swift reading. Truths and words, which Python would take for
false, are looked at first. What short-circuits before an unknown needs no answer from it, in both readings alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rules.compilers.source.days import Days, of_the_day
from rules.compilers.source.dialect import Dialect, constant_of
from rules.compilers.source.ranged_order import whole_requirement
from rules.compilers.source.swift import SWIFT_NAMES
from rules.language.check import reads
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
from rules.language.text import Entity, Fact, RuleText, Variable

_WORDS = ("bool", "enum")
_STARTS = {"any": "False", "all": "True", "count": "0", "sum": "0"}
_STEPS = {
    "any": "if not {0} and {1}: {0} = True",
    "all": "if {0} and not {1}: {0} = False",
    "count": "if {1}: {0} += 1",
    "sum": "{0} += {1}",
}


@dataclass(frozen=True)
class PlainProgram:
    """`decide(on, facts, members, head)` → the unit's values and each member's, as the swift reading gives them."""

    source: str
    names: Mapping[str, Any] = field(repr=False)


class Plain(Dialect):
    """Two-valued Python; `applicant` says that a member's names are those of who applies, wherever they stand."""

    def __init__(self, text: RuleText, *, once: bool = False) -> None:
        super().__init__(text)
        self.applicant = False
        #: With `once`, what depends on the day alone has a local: each source with its own.
        self.days = Days()
        self._once = once
        members = [item.name for item in text.order if isinstance(item, Variable) and item.entity == "member"]
        self._facts = {fact.name: at for at, fact in enumerate(text.facts_of("member"))}
        self._variables = {name: at for at, name in enumerate(members)}

    def name(self, node: Name, entity: Entity) -> str:
        """The local that holds a fact or a variable."""
        if self.applicant and entity == "member":
            if node.name in self._facts:
                return f"hf[{self._facts[node.name]}]"
            if node.name in self._variables:
                return f"hw[{self._variables[node.name]}]"
        return super().name(node, entity)

    def write(self, node: Expression, entity: Entity) -> str:  # noqa: C901, PLR0911, PLR0912 - one case for each kind
        """Source of `node`."""
        match node:
            case Constant():
                return self.constant(node.value)
            case Name():
                return self.name(node, entity)
            case Attribute(owner="met"):
                return f"r_{node.name}"
            case Attribute() | Cell(key=Constant()):
                return self.constant(constant_of(self.text, node))
            case Cell():
                table, key = self.table(node.table), self.temporary()
                last = len(self.names[table]) - 1
                return f"{table}[{key} if ({key} := {self.write(node.key, entity)}) < {last} else {last}]"
            case Compare():
                return self._compare(node, entity)
            case Arithmetic():
                return f"({self.write(node.left, entity)} {node.operator} {self.write(node.right, entity)})"
            case OneOf():
                return f"({self.write(node.operand, entity)} in {tuple(item.value for item in node.options)!r})"
            case Not():
                return f"(not {self.write(node.operand, entity)})"
            case And() | Or():
                word = " and " if isinstance(node, And) else " or "
                return f"({word.join(self.write(operand, entity) for operand in node.operands)})"
            case Choice():
                then, otherwise = self.write(node.then, entity), self.write(node.otherwise, entity)
                return f"({then} if {self.write(node.condition, entity)} else {otherwise})"
            case Call():
                written = f"_{node.function}({', '.join(self.write(argument, entity) for argument in node.arguments)})"
                return self.days.local(written) if self._once and of_the_day(node) else written
            case Aggregate():
                return self._over(node)
        raise TypeError(node)

    def _compare(self, node: Compare, entity: Entity) -> str:
        left, right = self.write(node.left, entity), self.write(node.right, entity)
        word = isinstance(node.right, Constant) and isinstance(node.right.value, str)
        if word or node.operator not in ("==", "!="):
            return f"({left} {node.operator} {right})"
        # An unknown number equals nothing, which must not pass for an answer: an order raises where equality does not.
        held = self.temporary()
        both = f"({held} := {left}) <= {right} <= {held}"
        return f"({both})" if node.operator == "==" else f"(not {both})"

    def _over(self, node: Aggregate) -> str:
        if node.function != "head":
            return self.aggregate(node)
        self.applicant = True
        body = self.write(node.body, "member")
        self.applicant = False
        return body


@dataclass(frozen=True)
class PlainLines:
    """A text in the plain dialect: the lines of a decision, up to its return.

    `unit` are the unit's locals, each with its source; `member` the sources of what is found of each member, and
    `aggregates` the locals that gather it; `days` are those of what the day alone decides.
    """

    opening: list[str]
    days: Days
    unit: list[tuple[str, str]]
    member: list[str]
    aggregates: tuple[str, ...]
    names: Mapping[str, Any] = field(repr=False)


def plain_lines(text: RuleText) -> PlainLines:
    """The lines of a text."""
    dialect = Plain(text, once=True)
    member_lines: list[str] = []
    unit: list[tuple[str, str]] = []
    member: list[str] = []
    for item in text.order:
        if not isinstance(item, Variable):
            unit.append((f"r_{item.id}", dialect.write(whole_requirement(item), "unit")))
        elif item.entity == "unit":
            unit.append((f"v_{item.name}", dialect.write(item.formula, "unit")))
        else:
            member_lines.append(f"w_{item.name} = {dialect.write(item.formula, 'member')}")
            member.append(f"w_{item.name}")
    steps = [
        _STEPS[node.function].format(name, dialect.write(node.body, "member"))
        for node, name in dialect.aggregates.items()
    ]
    opening = [
        f"    ({''.join(f'u_{fact.name}, ' for fact in text.facts_of('unit'))}) = facts",
        f"    if None in ({''.join(f'u_{name}, ' for name in _asked_first(text))}): raise TypeError",
        *dialect.days.taken(),
        "    rows = []",
        *(f"    {name} = {_STARTS[node.function]}" for node, name in dialect.aggregates.items()),
        f"    for {''.join(f'f_{fact.name}, ' for fact in text.facts_of('member'))} in members:",
        f"        if None in ({''.join(f'f_{name}, ' for name in _words(text, 'member'))}): raise TypeError",
        *(f"        {line}" for line in (*member_lines, *steps)),
        f"        rows.append(({''.join(f'{name}, ' for name in member)}))",
        "    hf = members[head]; hw = rows[head]",
        *(f"    {local} = {source}" for local, source in unit),
    ]
    names = {**SWIFT_NAMES, **Days.names, **dialect.names}
    return PlainLines(opening, dialect.days, unit, [*member_lines, *steps], tuple(dialect.aggregates.values()), names)


def compile_plain(text: RuleText) -> PlainProgram:
    """The program of a text."""
    plain = plain_lines(text)
    found = "".join(f"{local}, " for local, _ in plain.unit)
    lines = [
        *plain.days.function(),
        "def decide(on, facts, members, head):",
        *plain.opening,
        f"    return ({found}), rows",
    ]
    return PlainProgram("\n".join(lines), plain.names)


def _asked_first(text: RuleText) -> Iterator[str]:
    """Facts of the unit that are looked at before anything else: its words, and what is read whatever the rest says."""
    yield from _words(text, "unit")
    facts = {fact.name for fact in text.facts_of("unit") if fact.type not in _WORDS}
    found = (
        _read_anyhow(item.formula if isinstance(item, Variable) else whole_requirement(item))
        for item in text.order
        if not isinstance(item, Variable) or item.entity == "unit"
    )
    yield from dict.fromkeys(name for names in found for name in names if name in facts)


def _read_anyhow(node: Expression) -> Iterator[str]:
    """The names that Python reads whatever the others are; of the unit, for what is said of members is skipped."""
    if isinstance(node, Name):
        yield node.name
    elif isinstance(node, And | Or):
        yield from _read_anyhow(node.operands[0])
    elif isinstance(node, Choice):
        yield from _read_anyhow(node.condition)
    elif not isinstance(node, Aggregate):
        for part in node.parts():
            yield from _read_anyhow(part)


def _words(text: RuleText, entity: Entity) -> Iterator[str]:
    """The truths and words that the text reads: unknown, Python would take them for false."""
    read: set[str] = set()
    for item in text.order:
        formula, owner = (
            (item.formula, item.entity) if isinstance(item, Variable) else (whole_requirement(item), "unit")
        )
        read |= {key.partition(".")[2] for key in reads(formula, owner)}
    facts: tuple[Fact, ...] = text.facts_of(entity)
    yield from (fact.name for fact in facts if fact.type in _WORDS and fact.name in read)
