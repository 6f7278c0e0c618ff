"""A text compiled for a day: its dialects, each ready to run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any

from rules.compilers.hopes import Hopes
from rules.compilers.household import HEAD_FACT, Household, Slot, slots_in, slots_of
from rules.compilers.outlines import Outlines
from rules.compilers.pairs import compared_dates
from rules.compilers.source import (
    Found,
    Program,
    compile_asides,
    compile_cones,
    compile_plain,
    compile_ranged,
    compile_text,
    ready,
)
from rules.language.text import Entity, Fact, RuleText

_MOST_KEPT = 10_000
#: What a form works towards.
GOALS = ("eligible", "imv", "child_supplement")
#: What an assessment says of every month.
MONTHLY = ("guaranteed_income", "computable_income", "imv", "child_supplement", "total")


def benefit_due(imv: bool | None, child: bool | None) -> str:
    """What a yes gives, in the contract's words, by whether each part of it is due; None is unknown."""
    if imv is None or child is None:
        return "undetermined"
    if imv:
        return "imv_and_child_supplement" if child else "imv"
    return "child_supplement_only"


Row = tuple[Any, ...]
Answer = tuple[Row, list[Row]]


class Reading:
    """One dialect of a text, ready to run."""

    def __init__(self, program: Program, name: str) -> None:
        names = ready(program.source, program.names, name)
        self.of_member: Callable[..., tuple[Row, Row]] = names["of_member"]
        self.of_unit: Callable[..., Row] = names["of_unit"]
        self.shared = program.shared

    def run(self, household: Household) -> Answer:
        """The values of the unit and of each member."""
        of_member, on, unit = self.of_member, household.on, household.unit
        found = [of_member(on, facts, unit, None) for facts in household.members]
        columns = tuple(zip(*[taken for _, taken in found], strict=True))
        return self.of_unit(on, unit, columns, household.head, None), [row for row, _ in found]


class Cones:
    """A decision that can be taken again with one fact of the unit otherwise; `answers` are the places of its names."""

    def __init__(self, text: RuleText) -> None:
        names = tuple(dict.fromkeys(text.outcome[name] for name in (*GOALS, *MONTHLY)))
        program = compile_cones(text, names)
        found = ready(program.source, program.names, f"{text.hash} cones")
        self.answers: Mapping[str, int] = {name: at for at, name in enumerate(names)}
        places = {fact.name: at for at, fact in enumerate(text.facts_of("unit"))}
        #: By the position of the fact.
        self.after: Mapping[int, Callable[..., Row]] = {places[name]: found[f"after_{name}"] for name in program.facts}
        self._base: Callable[..., tuple[Row, Row, Row]] = found["base"]
        #: The value of each fact, by entity and position, that last showed that it decides.
        self.likely: dict[tuple[Entity, int], Any] = {}

    def base(self, household: Household) -> tuple[Row, Row, Row] | None:
        """The names' answers, all that was found on the way, and the applicant; None where something is unknown."""
        try:
            return self._base(household.on, household.unit, household.members, household.head)
        except (TypeError, AttributeError):
            return None


class Compiled:
    """The readings of one text. `swift` is three-valued and fast; `ranged` says what each unknown waits for.

    `form` is `ranged` over what the form lets people answer; `careful` finds what `ranged` does, slowly, and notes
    every comparison on the way; `asides` are the functions of `rules.compilers.source.asides`.
    """

    def __init__(self, text: RuleText) -> None:
        self.text = text
        self.unit_facts = text.facts_of("unit")
        self.member_facts = text.facts_of("member")
        #: Where a member's relation stands among its facts.
        self.relation_at = next(at for at, fact in enumerate(self.member_facts) if fact.name == HEAD_FACT)
        #: Names of facts that this text does not read, or not in every case.
        self.watched: frozenset[str] = frozenset(
            fact.name
            for fact in text.facts.values()
            if fact.coverage not in ("read", "descriptive") or fact.not_covered_if
        )
        #: Kinds of a date or number told apart by what is known of the same person (see `search`).
        self.kinds: dict[Any, list[Any]] = {}
        self._slots: dict[int, Sequence[Slot]] = {}
        program = compile_text(text, swift=True)
        self._swift = Reading(program, text.hash)
        plain = compile_plain(text)
        self._plain: Callable[..., Answer] = ready(plain.source, plain.names, f"{text.hash} plain")["decide"]
        #: Position of each variable and `met.requirement` in what a run returns.
        self.unit_at: Mapping[str, int] = {name: at for at, name in enumerate(program.unit)}
        self.member_at: Mapping[str, int] = {name: at for at, name in enumerate(program.member)}
        #: Each requirement in the order of the text, with the position of its answer.
        self.met_at = [(one, self.unit_at[f"met.{one.id}"]) for one in text.requirements]
        #: Position of a requirement in the order of the text.
        self.requirement_at: Mapping[str, int] = {one.id: at for at, one in enumerate(text.requirements)}

        #: What a run returns of the unit and of a member where nothing has been found yet.
        self.unfound: tuple[Row, Row] = ((None,) * len(self.unit_at), (None,) * len(self.member_at))

        money = {item.name for item in text.variables if item.entity == "unit" and item.type == "money"}
        #: The amounts among the answers of a unit.
        self.amounts: Callable[[Row], Row] = itemgetter(*[at for name, at in self.unit_at.items() if name in money])
        #: What is due a month, by the names of MONTHLY, among the answers of a unit.
        self.monthly: Callable[[Row], Row] = itemgetter(*[self.unit_at[text.outcome[name]] for name in MONTHLY])
        #: Positions of what a form works towards: whether something is due, and how much.
        self.goals = tuple(self.unit_at[text.outcome[name]] for name in GOALS)

    def get_ready(self) -> None:
        """Compile what single cases and forms need, instead of when the first of them comes."""
        _ = self.asides, self.hopes, self.cones, self.outlines, self._ranged, self._form

    def facts(self, entity: Entity) -> tuple[Fact, ...]:
        """The facts of an entity, in the order of a household's tuples."""
        return self.unit_facts if entity == "unit" else self.member_facts

    @cached_property
    def compared(self) -> Mapping[tuple[Entity, str], frozenset[str]]:
        """For each date fact, the other date facts of the same entity that some comparison sets it against."""
        return compared_dates(self.text)

    @cached_property
    def careful_reading(self) -> Reading:
        """The careful dialect, compiled when first needed."""
        return Reading(compile_text(self.text, swift=False), self.text.hash)

    @cached_property
    def _ranged(self) -> Callable[..., Found]:
        program = compile_ranged(self.text, asked=False)
        run: Callable[..., Found] = ready(program.source, program.names, f"{self.text.hash} ranged")["run"]
        return run

    @cached_property
    def _form(self) -> Callable[..., Found]:
        program = compile_ranged(self.text, asked=True)
        run: Callable[..., Found] = ready(program.source, program.names, f"{self.text.hash} form")["run"]
        return run

    @cached_property
    def cones(self) -> Cones:
        """What each fact of the unit changes."""
        return Cones(self.text)

    @cached_property
    def hopes(self) -> Hopes:
        """Which facts could turn a no into a yes."""
        return Hopes(self.text, self.unit_at)

    @cached_property
    def outlines(self) -> Outlines:
        """Which questions show, and which requirements are settled."""
        return Outlines(self)

    @cached_property
    def asides(self) -> Mapping[str, Callable[..., Any]]:
        """What is said beside an answer."""
        written = compile_asides(self.text)
        return ready(written.source, written.names, f"{self.text.hash} asides")

    def ranged(self, household: Household) -> Found:
        """Every value as narrowly as it is known, and what each that is not known waits for."""
        return self._ranged(household.on, household.unit, household.members, household.head, 0)

    def form(self, household: Household, free: int = 0) -> Found:
        """The same of what the form lets people answer; `free` are the facts whose value is only supposed."""
        return self._form(household.on, household.unit, household.members, household.head, free)

    def swift(self, household: Household) -> Answer:
        """Every variable and requirement; None where it is unknown."""
        return self.plain(household) or self._swift.run(household)

    def plain(self, household: Household) -> Answer | None:
        """The same where nothing unknown is read; None where something is."""
        try:
            return self._plain(household.on, household.unit, household.members, household.head)
        except (TypeError, AttributeError):
            return None

    def three_valued(self, household: Household) -> Answer:
        """The same, always by the swift dialect."""
        return self._swift.run(household)

    def careful(self, household: Household) -> Answer:
        """Like `swift`, of a household whose unknown values are `Unknown`."""
        return self.careful_reading.run(household)

    def slots(self, household: Household) -> list[Slot]:
        """The household's unknown facts."""
        return slots_of(self.unit_facts, self.member_facts, household)

    def slots_in(self, bits: int) -> Sequence[Slot]:
        """The facts that a set of bits stands for; the same sets come again and again."""
        found = self._slots.get(bits)
        if found is None:
            if len(self._slots) >= _MOST_KEPT:
                self._slots.clear()
            found = self._slots[bits] = slots_in(self.unit_facts, self.member_facts, bits)
        return found

    def completed(self, household: Household, values: Mapping[int, Any]) -> Household:
        """The household with values given to some of its facts, each by its bit."""
        if not values:
            return household
        unit, members = household.unit, list(household.members)
        changed: list[Any] | None = None
        first, size = len(unit), len(self.member_facts)
        for bit, value in values.items():
            at = bit.bit_length() - 1
            if at < first:
                changed = changed or list(unit)
                changed[at] = value
            else:
                number, position = divmod(at - first, size)
                facts = members[number]
                members[number] = (*facts[:position], value, *facts[position + 1 :])
        return Household(household.on, tuple(changed) if changed else unit, tuple(members), household.head)


def with_values(household: Household, slots: list[Slot], values: Mapping[int, Any]) -> Household:
    """The household with each slot's value from `values` (by bit), or unknown."""
    unit = list(household.unit)
    members = [list(member) for member in household.members]
    for slot in slots:
        value = values[slot.bit] if slot.bit in values else slot.unknown(household.on)
        (unit if slot.entity == "unit" else members[slot.member])[slot.position] = value
    return Household(household.on, tuple(unit), tuple(tuple(member) for member in members), household.head)
