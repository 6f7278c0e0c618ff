"""A whole text in the ranged dialect, and the form over it.

With `asked`, a fact whose question the text hides takes its closed value, as it would in a simulation, wherever it is
read; so one pass finds visibility and answers together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from rules.compilers.domain import LARGEST
from rules.compilers.household import OLDEST
from rules.compilers.source.days import Days
from rules.compilers.source.ranged import Ranged
from rules.compilers.source.ranged_gathering import close, gather, start
from rules.compilers.source.ranged_order import Item, aggregates_of, items_of
from rules.compilers.source.ranged_parts import RANGED_NAMES, Number, either, where_unknown
from rules.language import dates
from rules.language.expressions import TRUE
from rules.language.text import Entity, Fact, Requirement, RuleText, Variable

_TOKEN = re.compile(r"\b(?:[lhm]_)?[fwq]_\w+\b")
_NUMBERS = ("int", "money", "date")


class Found(NamedTuple):
    """What a run finds. None is unknown; `masks` says what each value of the unit waits for, `bounds` where it lies.

    The facts come back as they count: a hidden question's with its closed value. `visible` and `members_visible` say
    whether each fact's question is asked (False where nobody asks it); a program that asks nothing leaves them empty.
    """

    unit: tuple[Any, ...]
    masks: tuple[int, ...]
    bounds: tuple[Any, ...]
    facts: tuple[Any, ...]
    visible: tuple[bool | None, ...]
    rows: list[tuple[Any, ...]]
    members: list[tuple[Any, ...]]
    members_visible: list[tuple[bool | None, ...]]


@dataclass(frozen=True)
class RangedProgram:
    """`run(on, unit, members, head, free)` → `Found`; `free` are the bits of facts whose value is only supposed."""

    unit: tuple[str, ...]
    member: tuple[str, ...]
    source: str
    names: Mapping[str, Any] = field(repr=False)


def compile_ranged(text: RuleText, asked: bool) -> RangedProgram:
    """The program of a text; `asked`: with the form over it."""
    return _Writer(text, asked).program()


class _Writer:
    def __init__(self, text: RuleText, asked: bool) -> None:
        self.text = text
        self.asked = asked
        self.dialect = Ranged(text)
        self.items = items_of(text, asked)
        self.last = max(item.phase for item in self.items.values())
        self.aggregates = aggregates_of(self.items, asked)
        for number, node in enumerate(node for nodes in self.aggregates.values() for node in nodes):
            self.dialect.aggregates[node] = f"a{number}"
        self.kept: dict[int, list[str]] = {}

    def facts(self, entity: Entity) -> tuple[Fact, ...]:
        return self.text.facts_of(entity)

    def program(self) -> RangedProgram:
        """The source, and what each position of its answers holds."""
        names = "".join(f"u_{fact.name}, " for fact in self.facts("unit"))
        opening = ["def run(on, unit, members, head, free):", "    oldest = on - OLDEST", f"    ({names}) = unit"]
        lines = self._unit_lines(-1)
        walks = [self._walk(phase) for phase in range(self.last + 1)]
        for phase, (body, after) in enumerate(walks):
            later = [line for other, _ in walks[phase + 1 :] for line in other]
            lines += [*self._loop(phase, body, later), *after]
        lines.append(f"    return Found({', '.join(self._answers())})")
        days = self.dialect.days
        lines = [*days.function(), *opening, *days.taken(), *lines]
        own = {"OLDEST": OLDEST, "Found": Found, "NEVER": dates.NEVER}
        order = self.text.order
        return RangedProgram(
            unit=tuple(
                f"met.{item.id}" if isinstance(item, Requirement) else item.name
                for item in order
                if isinstance(item, Requirement) or item.entity == "unit"
            ),
            member=tuple(item.name for item in order if isinstance(item, Variable) and item.entity == "member"),
            source="\n".join(lines),
            names={**RANGED_NAMES, **Days.names, **self.dialect.names, **own},
        )

    # --- Walks ------------------------------------------------------------------------------------------------------

    def _lines(self, indent: int) -> list[str]:
        """The lines written so far; the next ones begin at `indent`."""
        lines, self.dialect.lines, self.dialect.indent = self.dialect.lines, [], indent
        return lines

    def _unit_lines(self, phase: int) -> list[str]:
        self._lines(1)
        for item in self.items.values():
            if item.entity == "unit" and item.phase == phase:
                self._write(item)
        return self._lines(1)

    def _walk(self, phase: int) -> tuple[list[str], list[str]]:
        """What is done for each member in a phase, and for the unit after all of them."""
        self._lines(2)
        for item in self.items.values():
            if item.entity == "member" and item.phase == phase:
                self._write(item)
        for node in self.aggregates.get(phase, []):
            gather(self.dialect, node)
        if phase == self.last:
            self._member_answers()
        body = self._lines(1)
        for node in self.aggregates.get(phase, []):
            close(self.dialect, node)
        return body, [*self._lines(1), *self._unit_lines(phase)]

    def _loop(self, phase: int, body: list[str], later: list[str]) -> list[str]:
        """A walk, with what earlier ones found of each member and what later ones need."""
        lines = [f"    number = 0; shift = {len(self.facts('unit'))}; kept{phase} = []"]
        if phase == self.last:
            lines.append("    rows = []; counted = []; seen = []")
        lines += [f"    {start(self.dialect, node)}" for node in self.aggregates.get(phase, [])]
        columns, sources = ["facts"], ["members"]
        for earlier in range(phase):
            if self.kept[earlier]:
                columns.append(f"({', '.join(self.kept[earlier])},)")
                sources.append(f"kept{earlier}")
        walked = "members" if phase == 0 else f"zip({', '.join(sources)})"
        lines.append(f"    for {', '.join(columns)}{',' * (len(columns) == 1 and phase > 0)} in {walked}:")
        lines += [
            f"        {self.items[f'member.{fact.name}'].local} = facts[{at}]"
            for at, fact in enumerate(self.facts("member"))
            if self.items[f"member.{fact.name}"].phase == phase
        ]
        here = {
            name
            for item in self.items.values()
            if item.entity == "member" and item.phase == phase
            for name in self._names_of(item)
        }
        self.kept[phase] = sorted(here & {token for line in later for token in _TOKEN.findall(line)})
        lines += body
        if self.kept[phase]:
            lines.append(f"        kept{phase}.append(({', '.join(self.kept[phase])},))")
        return [*lines, f"        number += 1; shift += {len(self.facts('member'))}"]

    def _names_of(self, item: Item) -> list[str]:
        parts = ("l_", "h_", "m_") if self._numeric(item) else ("", "m_")
        names = [f"{part}{item.local}" for part in parts]
        return [*names, f"q_{item.local}"] if item.fact else names

    def _numeric(self, item: Item) -> bool:
        if item.fact:
            return item.fact.type in _NUMBERS
        return item.formula is not None and self.dialect.numeric(item.formula, item.entity)

    # --- Items ------------------------------------------------------------------------------------------------------

    def _write(self, item: Item) -> None:
        if item.fact is not None:
            self._fact(item, item.fact)
            return
        assert item.formula is not None
        local = item.local
        if self._numeric(item):
            target = Number(f"l_{local}", f"h_{local}", f"m_{local}")
            self.dialect.assign(target, item.formula, item.entity)
            return
        truth = self.dialect.truth(item.formula, item.entity)
        self.dialect.line(f"{local} = {truth.value}")
        self.dialect.line(f"m_{local} = {where_unknown(truth._replace(value=local))}")

    def _fact(self, item: Item, fact: Fact) -> None:
        """A fact as it counts: with its closed value where its question is hidden and it was not answered."""
        write, local = self.dialect.line, item.local
        if self.asked and fact.question is None and fact.closed is not None:
            write(f"if {local} is None: {local} = {fact.closed!r}")
            self.dialect.known.add(local)
        if self.asked:
            asked = self.dialect.truth(fact.question.visible, item.entity) if fact.question else None
            write(f"q_{local} = {asked.value if asked else 'False'}")
            if fact.question and fact.question.visible != TRUE and fact.closed is not None and asked:
                self._hidden(item, fact, asked.mask)
                return
        self._plain(item, fact)

    def _plain(self, item: Item, fact: Fact) -> None:
        write, local, bit = self.dialect.line, item.local, self._bit(fact)
        if local in self.dialect.known:
            write(f"l_{local} = h_{local} = {local}; m_{local} = 0" if self._numeric(item) else f"m_{local} = 0")
        elif self._numeric(item):
            low, high = _bounds(fact)
            write(f"if {local} is None: l_{local} = {low}; h_{local} = {high}; m_{local} = {bit}")
            write(f"else: l_{local} = h_{local} = {local}; m_{local} = 0")
        else:
            write(f"m_{local} = {_where_missing(local, bit)}")

    def _hidden(self, item: Item, fact: Fact, mask: str) -> None:
        write, local, bit = self.dialect.line, item.local, self._bit(fact)
        closed, numeric = repr(fact.closed), self._numeric(item)
        write(f"if {local} is None or (free and free & {bit}):")
        self.dialect.indent += 1
        if not numeric:
            write(f"if q_{local} is False: {local} = {closed}; m_{local} = 0")
            write(f"elif q_{local} is None and {local} != {closed}:")
            write(f"    m_{local} = {either(mask, _where_missing(local, bit))}; {local} = None")
            write(f"else: m_{local} = {_where_missing(local, bit)}")
        else:
            write(f"if q_{local} is False: {local} = {closed}")
            self._plain(item, fact)
            write(f"if q_{local} is None and not l_{local} == h_{local} == {closed}:")
            write(f"    m_{local} |= {mask}")
            write(f"    l_{local} = min(l_{local}, {closed}); h_{local} = max(h_{local}, {closed})")
        self.dialect.indent -= 1
        write(f"else: l_{local} = h_{local} = {local}; m_{local} = 0" if numeric else f"else: m_{local} = 0")

    def _bit(self, fact: Fact) -> str:
        position = self.facts(fact.entity).index(fact)
        if fact.coverage != "read":
            return "0"
        if fact.entity == "unit":
            return str(1 << position)
        return f"(1 << shift + {position})" if position else "(1 << shift)"

    # --- Answers ----------------------------------------------------------------------------------------------------

    def _value(self, item: Item) -> str:
        local = item.local
        return f"None if m_{local} else l_{local}" if self._numeric(item) else local

    def _member_answers(self) -> None:
        order = [self.items[f"member.{item.name}"] for item in self.text.variables if item.entity == "member"]
        facts = [self.items[f"member.{fact.name}"] for fact in self.facts("member")]
        self.dialect.line(f"rows.append(({''.join(f'{self._value(item)}, ' for item in order)}))")
        if self.asked:
            self.dialect.line(f"counted.append(({''.join(f'{self._value(item)}, ' for item in facts)}))")
            self.dialect.line(f"seen.append(({''.join(f'q_{item.local}, ' for item in facts)}))")

    def _answers(self) -> list[str]:
        keys = [f"met.{item.id}" if isinstance(item, Requirement) else f"unit.{item.name}" for item in self.text.order]
        order = [self.items[key] for key, item in zip(keys, self.text.order, strict=True) if not _of_member(item)]
        facts = [self.items[f"unit.{fact.name}"] for fact in self.facts("unit")]
        bounds = [f"l_{item.local}, h_{item.local}, " for item in order if self._numeric(item)]
        values = [
            "".join(f"{self._value(item)}, " for item in order),
            "".join(f"m_{item.local}, " for item in order),
            "".join(bounds),
            "".join(f"{self._value(item)}, " for item in facts) if self.asked else "*unit, ",
            "".join(f"q_{item.local}, " for item in facts) if self.asked else "",
        ]
        members = ["counted", "seen"] if self.asked else ["members", "seen"]
        return [*(f"({value})" for value in values), "rows", *members]


def _of_member(item: Variable | Requirement) -> bool:
    return isinstance(item, Variable) and item.entity == "member"


def _where_missing(local: str, bit: str) -> str:
    """The mask of a word that a case may leave out; nobody waits for one that the text does not read."""
    return "0" if bit == "0" else f"({bit} if {local} is None else 0)"


def _bounds(fact: Fact) -> tuple[str, str]:
    """Least and greatest value of a number or a date, as source."""
    if fact.type == "money":
        return str(-LARGEST if fact.minimum is None else fact.minimum * 100), str(LARGEST)
    if fact.type == "int":
        return str(fact.minimum or 0), str(LARGEST if fact.maximum is None else fact.maximum)
    return "oldest", "on" if fact.past else "NEVER"
