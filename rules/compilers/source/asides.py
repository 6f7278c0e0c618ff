"""What is said beside an answer, in the swift dialect over values already found: the ground of every requirement, the
values it shows, the lines of the calculation, doubts, documents and usual answers.

Every function takes `(on, facts, unit, members, rows, head)`: the facts as they count and the values of a run, None
where they are unknown; `trace` also the requirements, in the language wanted, and who will put them into words.
`rules.compilers.interpret` finds the same, slowly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from rules.compilers.source.asides_parts import ASIDE_NAMES
from rules.compilers.source.conditions import Conditions
from rules.compilers.source.outline_parts import every, some
from rules.compilers.source.swift import SWIFT_NAMES, Swift
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
    """The functions of a text.

    `trace` → (requirement, met, applies, clause or -1, members affected, values, speaker) of each requirement.
    """
    dialect = _Beside(text)
    lines = [*dialect.trace(), *dialect.doubts(), *dialect.lines_of_calculation(), *dialect.documents()]
    lines += dialect.usual()
    return Asides("\n".join(lines), {**SWIFT_NAMES, **ASIDE_NAMES, **dialect.names})


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
        self.surely = _Surely(self)

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
        if node.function == "head":
            with self.of_applicant():
                return self.write(node.body, "member")
        body = self.write(node.body, "member")
        return f"_{node.function}([{body} for fm, wm in zip(members, rows)])"

    @contextmanager
    def of_applicant(self) -> Iterator[None]:
        """What is written here is read of the applicant."""
        before, self.place = self.place, ("hf", "hw")
        yield
        self.place = before

    # --- Requirements -----------------------------------------------------------------------------------------------

    def trace(self) -> list[str]:
        """Every requirement, in the order of the text."""
        lines = [f"def trace({_TAKEN}, requirements, speaker):", "    hf = members[head]; hw = rows[head]"]
        numbered = list(enumerate(self.text.requirements))
        lines.append(f"    ({', '.join(f't{number}_requirement' for number, _ in numbered)},) = requirements")
        lines += [f"    t{number}_met = {self.met(one.id)}" for number, one in numbered]
        personal = [(number, one) for number, one in numbered if one.each is not None]
        lines += [f"    t{number}_members = []" for number, _ in personal]
        lines += [f"    {line}" for line in self._affected(personal)]
        for number, requirement in numbered:
            lines += [f"    {line}" for line in self._requirement(number, requirement)]
        found = ", ".join(
            f"(t{number}_requirement, t{number}_met, t{number}_applies, t{number}_ground, t{number}_members, "
            f"t{number}_values, speaker)"
            for number in range(len(self.text.requirements))
        )
        return [*lines, f"    return ({found},)"]

    def _requirement(self, number: int, requirement: Requirement) -> list[str]:
        """One requirement; its members are known from the walk over them."""
        own = f"t{number}"
        lines = [f"{own}_applies = {self.write(requirement.applies, 'unit')}"]
        if requirement.each is None:
            lines.append(f"{own}_members = ()")
            ground = self._first(requirement, "unit")
        else:
            first = f"_ground({own}_members, lambda fm, wm: {self._first(requirement, 'member')}, members, rows)"
            ground = f"{first} if {own}_members else 0"
        if requirement.applies == TRUE:
            lines.append(f"{own}_ground = ({ground}) if {own}_met else -1")
            return [*lines, *self._values(own, requirement)]
        lines.append(f"{own}_ground = ({ground}) if {own}_met and {own}_applies is not False else -1")
        if not requirement.values:
            return [*lines, f"{own}_values = {{}}"]
        lines += [f"if {own}_applies is False: {own}_values = {{}}", "else:"]
        return [*lines, *(f"    {line}" for line in self._values(own, requirement))]

    def _first(self, requirement: Requirement, entity: Entity) -> str:
        """The position of the first clause that holds, or -1."""
        clauses = [self.surely.holds(clause.condition, entity) for clause in requirement.clauses]
        return f"({' '.join(f'{at} if {holds} else' for at, holds in enumerate(clauses))} -1)"

    def _affected(self, personal: Sequence[tuple[int, Requirement]]) -> list[str]:
        """Members that fail, that are unknown, or — when it is met — that need an exception; in one walk over all."""
        lines = ["for n, (fm, wm) in enumerate(zip(members, rows)):"]
        groups: dict[str, list[str]] = {}
        for number, requirement in personal:
            assert requirement.each is not None
            holds = [self.surely.holds(clause.condition, "member") for clause in requirement.clauses]
            fails = [self.surely.fails(clause.condition, "member") for clause in requirement.clauses]
            own, anyhow, never = f"t{number}", some(holds), every(fails)
            unmet = f"{never} if {own}_met is False else not ({anyhow} or {never})"
            test = f"not {holds[0]} if {own}_met else {unmet}"
            groups.setdefault(self.surely.fails(requirement.each, "member"), []).append(
                f"        if ({test}): {own}_members.append(n)"
            )
        for fails_each, tests in groups.items():
            lines += [f"    if not {fails_each}:", *tests]
        return lines if personal else []

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
            fails, amount = self.surely.fails(line.condition, "unit"), self.write(line.amount, "unit")
            lines.append(f"    if not {fails}: found.append(({at}, {amount}))")
        return [*lines, "    return found"]

    def documents(self) -> list[str]:
        """(position, member or None) of each document asked for."""
        lines = [f"def documents({_TAKEN}):", "    hf = members[head]; hw = rows[head]; found = []"]
        for at, document in enumerate(self.text.documents):
            holds = self.surely.holds(document.condition, document.entity)
            if document.entity == "unit":
                lines.append(f"    if {holds}: found.append(({at}, None))")
            else:
                walk = f"for n, (fm, wm) in enumerate(zip(members, rows)) if {holds}"
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
            f"    if {self.surely.holds(condition, 'unit')}: found.append({at})"
            for at, condition in enumerate(conditions)
        ]
        return [*lines, "    return found"]


class _Surely(Conditions):
    """The conditions of truths, where `beside` says everything stands."""

    def __init__(self, beside: _Beside) -> None:
        super().__init__(beside.text)
        self.beside = beside

    def named(self, node: Name, entity: Entity, *, truth: bool) -> str:
        """What stands there is True, False or None."""
        place = self.beside.name(node, entity)
        return place if truth else f"({place} is False)"

    def required(self, id: str, *, truth: bool) -> str:
        """So is a requirement."""
        return self.beside.met(id) if truth else f"({self.beside.met(id)} is False)"

    def gathered(self, node: Aggregate, *, truth: bool) -> str:
        """The applicant's own, or the answer of the walk over all."""
        if node.function != "head":
            one, walk = self.condition(node.body, "member", truth=truth), "for fm, wm in zip(members, rows)"
            return f"{'any' if (node.function == 'any') is truth else 'all'}([{one} {walk}])"
        with self.beside.of_applicant():
            return self.condition(node.body, "member", truth=truth)

    def compared(self, operator: str, left: Expression, right: Expression, entity: Entity) -> str:
        """A comparison of what is known."""
        first, (one, other) = self.beside.held([left, right], entity)
        return f"({''.join(f'{known} is not None and ' for known in first)}{one} {operator} {other})"

    def word(self, node: Expression, entity: Entity) -> str:
        """What stands there."""
        return self.beside.write(node, entity)


_ENTITIES: tuple[Entity, ...] = ("unit", "member")
