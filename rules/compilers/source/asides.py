"""What is said beside an answer, in the swift dialect over values already found: the ground of every requirement, the
values it shows, the lines of the calculation, doubts, documents and usual answers.

Every function takes `(on, facts, unit, members, rows, head)`: the facts as they count and the values of a run, None
where they are unknown. `rules.compilers.interpret` finds the same, slowly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rules.compilers.domain import late
from rules.compilers.source.swift import SWIFT_NAMES, Swift
from rules.language import dates
from rules.language.check import reads
from rules.language.expressions import TRUE, Aggregate, Expression, Name
from rules.language.text import Entity, Requirement, RuleText, Shown, Variable

_TAKEN = "on, facts, unit, members, rows, head"


@dataclass(frozen=True)
class Asides:
    """Source of the functions `trace`, `doubts`, `lines`, `documents`, and `usual_unit_NAME` or `usual_member_NAME`."""

    source: str
    names: Mapping[str, Any] = field(repr=False)


def compile_asides(text: RuleText) -> Asides:
    """The functions of a text. `trace` → (met, applies, clause or -1, members affected, values) of each requirement."""
    dialect = _Beside(text)
    lines = [*dialect.trace(), *dialect.doubts(), *dialect.lines_of_calculation(), *dialect.documents()]
    lines += dialect.usual()
    return Asides("\n".join(lines), {**SWIFT_NAMES, **_NAMES, **dialect.names})


def is_personal(requirement: Requirement, shown: Shown) -> bool:
    """Whether a shown value is that of the members affected."""
    return requirement.each is not None and any(key.startswith("member.") for key in reads(shown.expression, "member"))


class _Beside(Swift):
    """Swift over the tuples of a run. `place` is where a member's values stand: the head's, or `fm` and `wm`."""

    def __init__(self, text: RuleText) -> None:
        super().__init__(text)
        self.facts = {(entity, fact.name): at for entity in _ENTITIES for at, fact in enumerate(text.facts_of(entity))}
        self.variables: dict[tuple[Entity, str], int] = {}
        self.requirements: dict[str, int] = {}
        for item in text.order:
            if isinstance(item, Variable) and item.entity == "member":
                self.variables[("member", item.name)] = sum(key[0] == "member" for key in self.variables)
            else:
                at = len(self.requirements) + sum(key[0] == "unit" for key in self.variables)
                if isinstance(item, Variable):
                    self.variables[("unit", item.name)] = at
                else:
                    self.requirements[item.id] = at
        self.place = ("fm", "wm")

    def name(self, node: Name, entity: Entity) -> str:
        """The item of a tuple that holds a fact or a variable."""
        if node.name == "on":
            return "on"
        members, rows = self.place
        if entity == "member" and ("member", node.name) in self.facts:
            return f"{members}[{self.facts[('member', node.name)]}]"
        if entity == "member" and ("member", node.name) in self.variables:
            return f"{rows}[{self.variables[('member', node.name)]}]"
        if ("unit", node.name) in self.facts:
            return f"facts[{self.facts[('unit', node.name)]}]"
        return f"unit[{self.variables[('unit', node.name)]}]"

    def met(self, id: str) -> str:
        """The item that says whether a requirement is met."""
        return f"unit[{self.requirements[id]}]"

    def over(self, node: Aggregate) -> str:
        """An aggregate, found when it is needed."""
        before = self.place
        self.place = ("hf", "hw") if node.function == "head" else ("fm", "wm")
        body = self.write(node.body, "member")
        self.place = before
        return body if node.function == "head" else f"_{node.function}([{body} for fm, wm in zip(members, rows)])"

    # --- Requirements -----------------------------------------------------------------------------------------------

    def trace(self) -> list[str]:
        """Every requirement, in the order of the text."""
        lines = [f"def trace({_TAKEN}):", "    hf = members[head]; hw = rows[head]"]
        for number, requirement in enumerate(self.text.requirements):
            lines += [f"    {line}" for line in self._requirement(number, requirement)]
        found = ", ".join(
            f"(t{number}_met, t{number}_applies, t{number}_ground, t{number}_members, t{number}_values)"
            for number in range(len(self.text.requirements))
        )
        return [*lines, f"    return ({found},)"]

    def _requirement(self, number: int, requirement: Requirement) -> list[str]:
        own = f"t{number}"
        applies = self.write(requirement.applies, "unit")
        lines = [f"{own}_met = {self.met(requirement.id)}; {own}_applies = {applies}"]
        if requirement.each is None:
            lines.append(f"{own}_members = ()")
            ground = self._first(requirement, "unit")
        else:
            lines += self._affected(own, requirement)
            ground = f"_ground({own}_members, lambda fm, wm: {self._first(requirement, 'member')}, members, rows)"
        if requirement.applies == TRUE:
            lines.append(f"{own}_ground = {ground} if {own}_met else -1")
            return [*lines, *self._values(own, requirement)]
        lines.append(f"{own}_ground = {ground} if {own}_met and {own}_applies is not False else -1")
        lines += [f"if {own}_applies is False: {own}_values = {{}}", "else:"]
        return [*lines, *(f"    {line}" for line in self._values(own, requirement))]

    def _first(self, requirement: Requirement, entity: Entity) -> str:
        """The position of the first clause that holds, or -1."""
        cases = [
            f"{at} if {self.write(clause.condition, entity)} is True else"
            for at, clause in enumerate(requirement.clauses)
        ]
        return f"({' '.join(cases)} -1)"

    def _affected(self, own: str, requirement: Requirement) -> list[str]:
        """Members that fail, that are unknown, or — when it is met — that need an exception."""
        assert requirement.each is not None
        each = self.write(requirement.each, "member")
        general = self.write(requirement.clauses[0].condition, "member")
        clauses = ", ".join(self.write(clause.condition, "member") for clause in requirement.clauses)
        walk = "for n, (fm, wm) in enumerate(zip(members, rows))"
        return [
            f"if {own}_met: {own}_members = [n {walk} if {each} is not False and {general} is not True]",
            f"else: {own}_members = [n {walk} if {each} is not False and _any(({clauses},)) is {own}_met]",
        ]

    def _values(self, own: str, requirement: Requirement) -> list[str]:
        common = [shown for shown in requirement.values if not is_personal(requirement, shown)]
        personal = [shown for shown in requirement.values if is_personal(requirement, shown)]
        written = ", ".join(f"{shown.name!r}: {self._shown(shown, 'unit')}" for shown in common)
        lines = [f"{own}_values = {{{written}}}"]
        if personal:
            furthest = ", ".join(
                f"{shown.name!r}: _furthest([{self._shown(shown, 'member')} "
                f"for fm, wm in ((members[n], rows[n]) for n in {own}_members)])"
                for shown in personal
            )
            lines.append(f"if {own}_members: {own}_values = _ordered({tuple(s.name for s in requirement.values)!r}, ")
            lines[-1] += f"{{**{own}_values, {furthest}}})"
        return lines

    def _shown(self, shown: Shown, entity: Entity) -> str:
        return self.write(shown.expression, entity)

    # --- The rest ---------------------------------------------------------------------------------------------------

    def doubts(self) -> list[str]:
        """The positions of the doubts that touch the answer."""
        return self._those_that_hold("doubts", [doubt.condition for doubt in self.text.doubts])

    def lines_of_calculation(self) -> list[str]:
        """(position, cents) of each line whose condition does not fail."""
        lines = [f"def lines({_TAKEN}):", "    hf = members[head]; hw = rows[head]; found = []"]
        for at, line in enumerate(self.text.lines):
            condition, amount = self.write(line.condition, "unit"), self.write(line.amount, "unit")
            lines.append(f"    if {condition} is not False: found.append(({at}, {amount}))")
        return [*lines, "    return found"]

    def documents(self) -> list[str]:
        """(position, member or None) of each document asked for."""
        lines = [f"def documents({_TAKEN}):", "    hf = members[head]; hw = rows[head]; found = []"]
        for at, document in enumerate(self.text.documents):
            condition = self.write(document.condition, document.entity)
            if document.entity == "unit":
                lines.append(f"    if {condition}: found.append(({at}, None))")
            else:
                walk = f"for n, (fm, wm) in enumerate(zip(members, rows)) if {condition}"
                lines.append(f"    found += [({at}, n) {walk}]")
        return [*lines, "    return found"]

    def usual(self) -> list[str]:
        """The usual answer to each question that says one; of a member, `fm` and `wm` are its facts and values."""
        lines = []
        for (entity, name), fact in self.text.facts.items():
            if fact.question is not None and fact.question.typical is not None:
                taken = _TAKEN if entity == "unit" else f"{_TAKEN}, fm, wm"
                lines += [f"def usual_{entity}_{name}({taken}):", "    hf = members[head]; hw = rows[head]"]
                lines.append(f"    return {self.write(fact.question.typical, entity)}")
        return lines

    def _those_that_hold(self, name: str, conditions: Iterable[Expression]) -> list[str]:
        lines = [f"def {name}({_TAKEN}):", "    hf = members[head]; hw = rows[head]; found = []"]
        lines += [
            f"    if {self.write(condition, 'unit')}: found.append({at})" for at, condition in enumerate(conditions)
        ]
        return [*lines, "    return found"]


_ENTITIES: tuple[Entity, ...] = ("unit", "member")


def _any(values: Sequence[bool | None]) -> bool | None:
    return True if True in values else None if None in values else False


def _all(values: Sequence[bool | None]) -> bool | None:
    return False if False in values else None if None in values else True


def _count(values: Sequence[bool | None]) -> int | None:
    return None if None in values else values.count(True)


def _sum(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _ground(affected: Sequence[int], first: Any, members: Sequence[Any], rows: Sequence[Any]) -> int:
    """The clause by which it is met: the general one where nobody needs another."""
    if not affected:
        return 0
    found = (first(members[number], rows[number]) for number in affected)
    return next((clause for clause in found if clause >= 0), -1)


def _furthest(answers: Sequence[Any]) -> Any:
    """Of several people, the one who is furthest: the latest date, or the first one's number."""
    found = [answer for answer in answers if isinstance(answer, date)]
    return max(found) if found and len(found) == len(answers) else answers[0]


def _ordered(names: Sequence[str], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in names}


_NAMES: Mapping[str, Any] = {
    "_any": _any,
    "_all": _all,
    "_count": _count,
    "_sum": _sum,
    "_ground": _ground,
    "_furthest": _furthest,
    "_ordered": _ordered,
    "_plus_months": late(dates.plus_months),
    "_plus_years": late(dates.plus_years),
}
