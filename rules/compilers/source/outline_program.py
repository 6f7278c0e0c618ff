"""A text in the outline dialect: which questions show, and which requirements no further answer changes.

Only what these read is computed, each line once, without loops. What depends on the day alone is a program of its own,
run once a day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from rules.compilers.domain import LARGEST
from rules.compilers.household import OLDEST, Household
from rules.compilers.source.days import of_the_day
from rules.compilers.source.outline import Outline
from rules.compilers.source.outline_parts import NO, OUTLINE_NAMES, every
from rules.compilers.source.plain import Plain
from rules.compilers.source.ranged_order import Item, items_of
from rules.language import dates
from rules.language.expressions import TRUE, And, Compare, Not, Or
from rules.language.text import Entity, Fact, RuleText

_TOKEN = re.compile(r"\b[a-z]\w*")
_NUMBERS = ("int", "money", "date")

#: A question: the member's number, -1 for the unit, and the position of its fact.
Asked = tuple[int, int]


@dataclass(frozen=True)
class OutlineProgram:
    """`day(on)` → what depends on the day alone; `outline(on, day, unit, members)` → `(shown, settled)`.

    `shown` is true of each question asked, in their order; `settled` is True, False or None of each requirement.
    """

    source: str
    names: Mapping[str, Any] = field(repr=False)


def compile_days(text: RuleText) -> OutlineProgram:
    """`truths(on)` → every truth that the day alone decides: days that agree on them share their outlines."""
    dialect = Plain(text)
    found: dict[str, None] = {}
    for item in items_of(text, True).values():
        for formula in (item.formula, item.question):
            for node in formula.walk() if formula is not None else ():
                if isinstance(node, Compare | Not | And | Or) and of_the_day(node):
                    found.setdefault(dialect.write(node, "unit"))
    source = f"def truths(on):\n    return ({''.join(f'{truth}, ' for truth in found)})"
    return OutlineProgram(source, {**OUTLINE_NAMES, **dialect.names})


def compile_outline(
    text: RuleText,
    household: Household,
    asked: Sequence[Asked],
    requirements: Sequence[str],
    undecided: Mapping[str, str],
) -> OutlineProgram:
    """The program for as many people as in `household`, and for days that decide the same as its own.

    `undecided`: requirements that are open, whatever else is known, while a fact of the unit is unknown; with the fact.
    """
    return _Writer(text, Outline(text, len(household.members), household.head, household.on)).program(
        asked, requirements, {f"r_{id}": f"u_{name}" for id, name in undecided.items()}
    )


class _Writer:
    def __init__(self, text: RuleText, dialect: Outline) -> None:
        self.text = text
        self.dialect = dialect
        self.items = items_of(text, True)
        #: What each local is, in an order in which all it reads comes before it.
        self.lines: list[tuple[str, str]] = []

    def program(
        self, asked: Sequence[Asked], requirements: Sequence[str], undecided: Mapping[str, str]
    ) -> OutlineProgram:
        """The source."""
        for item in self.items.values():
            if item.entity == "unit":
                self._write(item)
            else:
                for number in range(self.dialect.people):
                    self.dialect.as_member(number, partial(self._write, item))
        shown = "".join(f"{self._shown(member, position)}, " for member, position in asked)
        settled = "".join(f"True if y_r_{id} else False if n_r_{id} else None, " for id in requirements)
        answer = f"({shown}), ({settled})"
        statements = _guarded(_needed(self.lines, answer), answer, undecided)
        days = "".join(f"{local}, " for local in self.dialect.days.locals)
        body = [
            *([f"({days}) = day"] if days else []),
            f"({self._taken('unit')}) = unit",
            f"({''.join(f'({facts}), ' for facts in self.dialect.of_all(self._members))}) = members",
            *statements,
            f"return {answer}",
        ]
        found = "".join(f"{source}, " for source in self.dialect.days.sources)
        source = ["def day(on):", f"    return ({found})", "def outline(on, day, unit, members):"]
        source += [f"    {line}" for line in body]
        own = {"OLDEST": OLDEST, "NEVER": dates.NEVER}
        return OutlineProgram("\n".join(source), {**OUTLINE_NAMES, **self.dialect.names, **own})

    def _members(self) -> str:
        return self._taken("member")

    def _taken(self, entity: Entity) -> str:
        return "".join(f"{self.dialect.local(fact.name, entity)}, " for fact in self.text.facts_of(entity))

    def _shown(self, member: int, position: int) -> str:
        entity: Entity = "unit" if member < 0 else "member"
        question = self.text.facts_of(entity)[position].question
        if question is None:
            return NO
        return self.dialect.as_member(member, lambda: self.dialect.holds(question.visible, entity))

    # --- Lines ------------------------------------------------------------------------------------------------------

    def _put(self, local: str, source: str) -> None:
        self.lines.append((local, source))

    def _write(self, item: Item) -> None:
        dialect = self.dialect
        name = item.key.partition(".")[2]
        local = f"r_{name}" if item.key.startswith("met.") else dialect.local(name, item.entity)
        if item.fact is not None:
            self._fact(item.fact, local)
            return
        assert item.formula is not None
        formula, entity = item.formula, item.entity
        if dialect.numeric(formula, entity):
            low, high = dialect.bounds(formula, entity)
            self._put(f"l_{local}", low)
            self._put(f"h_{local}", self._high(low, high, local))
        elif dialect.is_truth(formula, entity):
            self._put(f"y_{local}", dialect.holds(formula, entity))
            self._put(f"n_{local}", dialect.fails(formula, entity))
        else:
            self._put(local, dialect.word(formula, entity))

    def _high(self, low: str, high: str, local: str) -> str:
        """The greatest value; where it is written of known numbers alone, the least is the greatest."""
        if low == high:
            return f"l_{local}"
        if " if " in low:
            return high
        ends = sorted({token[2:] for token in _TOKEN.findall(low) if token[:2] in ("l_", "h_")})
        known = every(f"l_{end} == h_{end}" for end in ends)
        return f"l_{local} if {known} else {high}"

    def _fact(self, fact: Fact, local: str) -> None:
        """A fact as it counts: with its closed value where its question is hidden and it was not answered."""
        dialect, question = self.dialect, fact.question
        hidden = "" if question is None else dialect.fails(question.visible, fact.entity)
        if fact.closed is not None and question is None:
            self._put(local, f"{fact.closed!r} if {local} is None else {local}")
        elif fact.closed is not None and question is not None and question.visible != TRUE and hidden != NO:
            self._put(local, f"{fact.closed!r} if {local} is None and {hidden} else {local}")
        if fact.type not in _NUMBERS:
            return
        low, high = self._limits(fact)
        if fact.closed is not None and question is not None and hidden != NO and question.visible != TRUE:
            # Where nobody knows whether it is asked, it may also be what it is when it is not.
            shown = dialect.holds(question.visible, fact.entity)
            low = low if int(low) <= int(fact.closed) else f"({low} if {shown} else {fact.closed})"
            high = high if int(high) >= int(fact.closed) else f"({high} if {shown} else {fact.closed})"
        self._put(f"l_{local}", f"{low} if {local} is None else {local}")
        self._put(f"h_{local}", f"{high} if {local} is None else {local}")

    def _limits(self, fact: Fact) -> tuple[str, str]:
        if fact.type == "money":
            return str(-LARGEST if fact.minimum is None else fact.minimum * 100), str(LARGEST)
        if fact.type == "int":
            return str(fact.minimum or 0), str(LARGEST if fact.maximum is None else fact.maximum)
        return self.dialect.days.local("on - OLDEST"), "on" if fact.past else "NEVER"


def _needed(lines: Sequence[tuple[str, str]], answer: str) -> list[tuple[str, str]]:
    """The lines that the answer reads, directly or through others."""
    wanted = set(_TOKEN.findall(answer))
    found = []
    for local, source in reversed(lines):
        if local in wanted:
            found.append((local, source))
            wanted |= set(_TOKEN.findall(source))
    return found[::-1]


def _guarded(lines: Sequence[tuple[str, str]], answer: str, undecided: Mapping[str, str]) -> list[str]:
    """The lines as statements; what only an undecided truth reads is left out while the fact that decides is unknown.

    `undecided` names that fact by the local of the truth.
    """
    users: dict[str, set[int]] = {}
    for number, (local, source) in enumerate([*lines, ("", answer)]):
        for token in set(_TOKEN.findall(source)) - {local}:
            users.setdefault(token, set()).add(number)
    places = {local: number for number, (local, _) in enumerate(lines)}
    blocks: dict[int, list[str]] = {}
    moved: set[int] = set()
    for truth, fact in undecided.items():
        ends = [places[local] for local in (f"y_{truth}", f"n_{truth}") if local in places]
        own = set(ends)
        for number in range(max(ends, default=0) - 1, -1, -1):
            if number not in moved and users[lines[number][0]] <= own:
                own.add(number)
        if ends and own.isdisjoint(moved):
            moved |= own
            unknown = " = ".join(lines[number][0] for number in ends)
            inner = [f"    {lines[number][0]} = {lines[number][1]}" for number in sorted(own)]
            blocks[max(ends)] = [f"if {fact} is None: {unknown} = False", "else:", *inner]
    found: list[str] = []
    for number, (local, source) in enumerate(lines):
        found += blocks.get(number, [] if number in moved else [f"{local} = {source}"])
    return found
