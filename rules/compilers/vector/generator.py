"""Numpy source for a text on one day and for populations of one shape.

Every part of an expression becomes one line, written once however often the text says it (parts are compared as trees).
Beside its value a part has a mask of where it is unknown, empty where it cannot be. What is the same for everybody is
worked out here, by the plain interpreter, and never reaches numpy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from rules.compilers.interpret import Values
from rules.compilers.source import requirement_formula
from rules.compilers.source.dialect import constant_of, table_of
from rules.compilers.vector.days import day_number
from rules.compilers.vector.operations import OPERATIONS
from rules.compilers.vector.program import NO, YES, Owner, Shape, VectorProgram, Written
from rules.compilers.vector.words import Words
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
    Plain,
)
from rules.language.text import Entity, Fact, Requirement, RuleText, Variable


class Generator:
    """Writes one program."""

    def __init__(self, text: RuleText, shape: Shape) -> None:
        self.text = text
        self.words = Words(text)
        self.fixed = dict(shape.fixed)
        self.gaps = shape.gaps
        self.lines: list[str] = []
        self.names: dict[str, Any] = dict(OPERATIONS)
        self._done: dict[tuple[Expression, Owner], Written] = {}
        self._named: dict[str, Written] = {}
        self._items: Mapping[tuple[str, str], Variable | Requirement] = {
            (item.entity, item.name) if isinstance(item, Variable) else ("met", item.id): item for item in text.order
        }
        self._plain = Values(text, text.on, {}, [{}], {}, 0)

    def program(self, outputs: Sequence[str], conditions: Sequence[Expression] = ()) -> VectorProgram:
        """The program that answers `outputs` (names of the unit, `met.requirement`), then `conditions`."""
        written = [self._output(name) for name in outputs]
        written += [self.write(node, "unit") for node in conditions]
        answers = ", ".join(f"({part.value}, {part.unknown or None})" for part in written)
        source = "\n    ".join(["def run(U, M, members):", *self.lines, f"return ({answers},)"])
        names = dict(self.names)
        exec(compile(source, f"<vector {self.text.hash}>", "exec"), names)  # noqa: S102 - our own source
        return VectorProgram(tuple(outputs), source, names["run"])

    def _output(self, name: str) -> Written:
        owner, _, id = name.partition(".")
        return self._met(id) if owner == "met" and id else self.write(Name(name), "unit")

    # --- One part ---------------------------------------------------------------------------------------------------

    def write(self, node: Expression, owner: Owner) -> Written:
        """A part of an expression, written at most once."""
        key = (node, owner)
        found = self._done.get(key)
        if found is None:
            found = self._done[key] = self._write(node, owner)
        return found

    def _write(self, node: Expression, owner: Owner) -> Written:  # noqa: PLR0911 - a case for each kind of node
        match node:
            case Constant():
                return self.constant(node.value)
            case Name():
                return self._name(node.name, owner)
            case Attribute(owner="met"):
                return self._met(node.name)
            case Attribute() | Cell(key=Constant()):
                return self.constant(constant_of(self.text, node))
            case Cell() | Compare() | Arithmetic() | OneOf() | Call() | Not():
                return self._strict(node, owner)
            case And() | Or():
                return self._junction(node, owner)
            case Choice():
                return self._choice(node, owner)
            case Aggregate():
                return self._over(node)
        raise TypeError(node)

    def line(self, source: str) -> str:
        """A local that holds `source`; what is a local already stays it."""
        if source.isidentifier():
            return source
        self.lines.append(f"t{len(self.lines)} = {source}")
        return f"t{len(self.lines) - 1}"

    def constant(self, value: Plain) -> Written:
        """A value that is the same for all."""
        if isinstance(value, bool):
            return Written(YES if value else NO, "", value)
        if isinstance(value, date):
            return Written(str(day_number(value)), "", value)
        return Written(str(value) if isinstance(value, int) else str(self.words.code(value)), "", value)

    def _nothing(self) -> Written:
        """A value nobody knows."""
        return Written(NO, YES)

    def union(self, masks: Iterable[str]) -> str:
        """Where any of them is unknown."""
        different = [mask for mask in dict.fromkeys(masks) if mask]
        return self.line(" | ".join(different)) if different else ""

    # --- Names ------------------------------------------------------------------------------------------------------

    def _name(self, name: str, owner: Owner) -> Written:
        if name == "on":
            return self.constant(self.text.on)
        entity: Entity = "unit" if owner == "unit" else "member"
        fact = self.text.facts.get((entity, name))
        if fact is not None:
            found = self._fact(fact)
            return self._through("members.head", found) if owner == "head" else found
        shared = self.text.facts.get(("unit", name)) if entity == "member" else None
        if shared is not None:
            found = self._fact(shared)
            return self._through("members.of_unit", found) if owner == "member" else found
        item = self._items[(entity, name)]
        assert isinstance(item, Variable)
        return self.write(item.formula, owner)

    def _fact(self, fact: Fact) -> Written:
        key = (fact.entity, fact.name)
        if key in self.fixed:
            value = self.fixed[key]
            return self._nothing() if value is None else self.constant(value)
        local = f"{fact.entity}_{fact.name}"
        if local not in self._named:
            columns = "U" if fact.entity == "unit" else "M"
            self.lines.append(f"{local} = {columns}[{fact.name!r}]")
            mask = f"{local}_unknown" if key in self.gaps else ""
            if mask:
                self.lines.append(f"{mask} = {columns}[{fact.name + '?'!r}]")
            self._named[local] = Written(local, mask)
        return self._named[local]

    def _through(self, function: str, part: Written) -> Written:
        """The same values, of other owners."""
        if part.fixed or part.unknown == YES:
            return part
        mask = self.line(f"{function}({part.unknown})") if part.unknown else ""
        return Written(self.line(f"{function}({part.value})"), mask)

    def _met(self, id: str) -> Written:
        item = self._items[("met", id)]
        assert isinstance(item, Requirement)
        formula = requirement_formula(item)
        if item.each is not None:
            over = Aggregate("all", formula)
            formula = over if item.applies == TRUE else Or((Not(item.applies), over))
        return self.write(formula, "unit")

    # --- Kinds of node ----------------------------------------------------------------------------------------------

    def _strict(self, node: Expression, owner: Owner) -> Written:
        """What is unknown as soon as one of its parts is."""
        names = [name for name in ("left", "right", "operand", "key") if hasattr(node, name)]
        parts = node.arguments if isinstance(node, Call) else tuple(getattr(node, name) for name in names)
        written = [self.write(part, owner) for part in parts]
        if any(part.unknown == YES for part in written):
            return self._nothing()
        if all(part.fixed for part in written):
            values = [Constant(part.constant) for part in written if part.constant is not None]
            known = (
                replace(node, arguments=tuple(values))
                if isinstance(node, Call)
                else replace(node, **dict(zip(names, values, strict=True)))
            )
            return self.constant(self._plain.of(known))
        value = self.line(self._operation(node, written))
        return Written(value, self.union(part.unknown for part in written))

    def _operation(self, node: Expression, parts: Sequence[Written]) -> str:
        values = [part.value for part in parts]
        match node:
            case Compare() | Arithmetic():
                return f"{values[0]} {node.operator} {values[1]}"
            case Not():
                return f"~{values[0]}"
            case OneOf():
                return " | ".join(f"({values[0]} == {self.constant(item.value).value})" for item in node.options)
            case Cell():
                self.names[f"T_{node.table}"] = np.array(list(table_of(self.text, node.table).values()))
                return f"_cell(T_{node.table}, {values[0]})"
            case Call():
                return self._call(node, parts)
        raise TypeError(node)

    def _call(self, node: Call, parts: Sequence[Written]) -> str:
        values = [part.value for part in parts]
        match node.function:
            case "least" | "most":
                return f"np.{'minimum' if node.function == 'least' else 'maximum'}({values[0]}, {values[1]})"
            case "months" if isinstance(parts[1].constant, date):
                self.names[f"D_{values[1]}"] = parts[1].constant
                return f"_months_until({values[0]}, D_{values[1]})"
            case "includes":
                return f"({values[0]} & {self.words.bit(node)}) != 0"
        return f"_{node.function}({', '.join(values)})"

    def _junction(self, node: And | Or, owner: Owner) -> Written:
        conjunction = isinstance(node, And)
        parts = [self.write(operand, owner) for operand in node.operands]
        if any(part.constant is (not conjunction) for part in parts):
            return self.constant(not conjunction)
        parts = [part for part in dict.fromkeys(parts) if not part.fixed]
        if len(parts) < 2:
            return parts[0] if parts else self.constant(conjunction)
        value = self.line((" & " if conjunction else " | ").join(part.value for part in parts))
        masks = self.union(part.unknown for part in parts)
        if not masks:
            return Written(value)
        if conjunction:  # unknown, unless one of them is false whatever the others are
            open_ = " & ".join(f"({part.value} | {part.unknown})" if part.unknown else part.value for part in parts)
            return Written(value, self.line(f"{masks} & {open_}"))
        true = " | ".join(f"({part.value} & ~{part.unknown})" if part.unknown else part.value for part in parts)
        return Written(value, self.line(f"{masks} & ~({true})"))

    def _choice(self, node: Choice, owner: Owner) -> Written:
        condition = self.write(node.condition, owner)
        if condition.fixed:
            return self.write(node.then if condition.constant else node.otherwise, owner)
        then, otherwise = self.write(node.then, owner), self.write(node.otherwise, owner)
        if then == otherwise and then.fixed:
            return then
        value = self.line(f"np.where({condition.value}, {then.value}, {otherwise.value})")
        masks = self.union((then.unknown, otherwise.unknown))
        unknown = ""
        if masks:
            unknown = self.line(f"np.where({condition.value}, {then.unknown or NO}, {otherwise.unknown or NO})")
        if condition.unknown:  # known all the same where both ways come to one value
            differ = f"({then.value} != {otherwise.value}){f' | {masks}' if masks else ''}"
            unknown = self.line(f"np.where({condition.unknown}, {differ}, {unknown or NO})")
        return Written(value, unknown)

    def _over(self, node: Aggregate) -> Written:
        if node.function == "head":
            return self.write(node.body, "head")
        part = self.write(node.body, "member")
        if part.unknown == YES:
            return self._nothing()
        if part.fixed and node.function in ("any", "all"):
            return part
        value, mask = part.value, part.unknown
        if not mask:
            return Written(self.line(f"members.{node.function}({value})"))
        return self._over_unknowns(node.function, value, mask)

    def _over_unknowns(self, function: str, value: str, mask: str) -> Written:
        somewhere = self.line(f"members.any({mask})")
        if function == "any":
            found = self.line(f"members.any({value} & ~{mask})")
            return Written(found, self.line(f"{somewhere} & ~{found}"))
        if function == "all":
            found = self.line(f"members.all({value} | {mask})")
            return Written(found, self.line(f"{somewhere} & {found}"))
        return Written(self.line(f"members.{function}(np.where({mask}, 0, {value}))"), somewhere)
