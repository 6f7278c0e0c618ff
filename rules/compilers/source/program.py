"""A whole text in one dialect."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from rules.compilers import domain
from rules.compilers.source.careful import Careful
from rules.compilers.source.dialect import Dialect
from rules.compilers.source.swift import SWIFT_NAMES, Swift
from rules.language.expressions import TRUE, Aggregate, Expression, Not, Or
from rules.language.text import Requirement, RuleText, Variable

#: Sources made ready before, by their digest. Tables are not in them: a draft with other amounts has those of the text
#: it comes from, and every piece of its trial has them again. A text has about five dialects and a dozen days.
_CODE: dict[bytes, CodeType] = {}
_MOST_KEPT = 128


def ready(source: str, names: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The functions of a generated source. In tracebacks it has the `name` under which it was first made ready."""
    found: dict[str, Any] = dict(names)
    exec(_code(source, name), found)  # noqa: S102 - our own generator's source
    return found


def forget_code() -> None:
    """Compile every source again: for whoever measures what it costs."""
    _CODE.clear()


def _code(source: str, name: str) -> CodeType:
    digest = hashlib.sha256(source.encode()).digest()
    code = _CODE.get(digest)
    if code is None:
        if len(_CODE) >= _MOST_KEPT:
            _CODE.clear()
        code = _CODE[digest] = compile(source, f"<{name}>", "exec")
    return code


@dataclass(frozen=True)
class Program:
    """What a compiled text computes: `unit` and `member` say which name each position of its answers holds.

    `shared` are the positions of the unit's facts that members' formulas read.
    """

    unit: tuple[str, ...]
    member: tuple[str, ...]
    shared: tuple[int, ...]
    source: str
    names: Mapping[str, Any] = field(repr=False)


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
        "def of_member(on, facts, unit, log):",
        f"    ({''.join(f'f_{fact.name}, ' for fact in text.facts_of('member'))}) = facts",
        *(f"    u_{name} = unit[{position}]" for name, position in dialect.shared.items()),
        *(f"    {line}" for line in member_lines),
        f"    return ({''.join(f'w_{name}, ' for name in member)}), ({''.join(f'{item}, ' for item in taken)})",
        "def of_unit(on, facts, columns, head, log):",
        f"    ({''.join(f'u_{fact.name}, ' for fact in text.facts_of('unit'))}) = facts",
        f"    ({''.join(f'{values}, ' for values in dialect.aggregates.values())}) = columns",
        *(f"    {line}" for line in unit_lines),
        f"    return ({''.join(_local(name) + ', ' for name in unit)})",
    ]
    names = {**(SWIFT_NAMES if isinstance(dialect, Swift) else domain.OPERATIONS), **dialect.names}
    return Program(tuple(unit), tuple(member), tuple(dialect.shared.values()), "\n".join(lines), names)


def _local(name: str) -> str:
    return f"r_{name[4:]}" if name.startswith("met.") else f"v_{name}"
