"""What a rule text is made of, once read and checked. Everything here is frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from rules.language.case_parts import CASE_FACTS, Article, CaseRule, ConclusionTemplate, Pattern
from rules.language.dated import Parameter, Status, Value
from rules.language.errors import Place
from rules.language.expressions import Expression
from rules.language.income import IncomeKind
from rules.language.remarks import Doubt, Effects, LeftOut

__all__ = [
    "CASE_FACTS",
    "SPANISH",
    "Article",
    "CaseRule",
    "Changeable",
    "Clause",
    "ConclusionTemplate",
    "Doubt",
    "Effects",
    "Entity",
    "Fact",
    "LeftOut",
    "Line",
    "NeededDocument",
    "Parameter",
    "Pattern",
    "Question",
    "Requirement",
    "RuleText",
    "Shown",
    "Status",
    "Tongue",
    "Type",
    "Value",
    "Variable",
]

Type = Literal["bool", "int", "money", "date", "enum", "list"]
Entity = Literal["unit", "member"]


@dataclass(frozen=True, slots=True, eq=False)
class Tongue:
    """A language of a text: what each Spanish sentence is in it. `reviewed` when a person has read every one."""

    code: str
    phrases: Mapping[str, str]
    reviewed: bool = True

    def say(self, sentence: str) -> str:
        """The sentence in this language; in Spanish where the catalogue lacks it."""
        return self.phrases.get(sentence, sentence)


SPANISH = Tongue("es", MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Question:
    """How a fact is asked. `label_other` speaks of another member; `exception` is asked only where it could help.

    `typical` is a usual answer, used only to say how many questions are left.
    """

    label: str
    label_other: str
    help: str
    why: str
    section: str
    order: int
    visible: Expression
    required: bool
    exception: bool
    sensitive: bool
    never_label: str
    option_labels: Mapping[str, str]
    unit: str
    typical: Expression | None


@dataclass(frozen=True, slots=True)
class Changeable:
    """How a fact may change so that a no becomes a yes: `less` or `more` of a number, or a truth that `ends`.

    `sentence` says it in plain words, with `{value}` in the place of the limit that the engine finds.
    """

    how: Literal["less", "more", "ends"]
    sentence: str


@dataclass(frozen=True, slots=True)
class Answerer:
    """An administration that can answer instead of the citizen, and the article by which it is asked, if there is one.

    `doubtful` says what is not sure of it; empty where nothing is.
    """

    who: str
    article: Article | None
    doubtful: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a case may say. `closed` is the value it takes, in a simulation, when it is left out (None: unknown).

    `closed_with` names a fact of the same entity without which nobody means this one: only then it closes.
    `past`: a date that cannot be later than the application, nor 130 years before it. `change`: see `Changeable`; facts
    that nobody should be told to change have none.
    """

    name: str
    entity: Entity
    type: Type
    options: tuple[str, ...]
    closed: bool | int | str | None
    closed_with: str
    never: bool
    past: bool
    minimum: int | None
    maximum: int | None
    question: Question | None
    answered_by: tuple[Answerer, ...]
    coverage: Literal["read", "descriptive", "not_covered", "other_regime"]
    not_covered_if: Expression | None
    change: Changeable | None
    place: Place


@dataclass(frozen=True, slots=True)
class Variable:
    """A named formula, of the unit or of each member."""

    name: str
    entity: Entity
    type: Type
    formula: Expression
    label: str
    article: Article | None
    place: Place
    source: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """The general case of a requirement or one of its exceptions. `hide` keeps it out of letters."""

    id: str
    condition: Expression
    source: str
    article: Article | None
    hide: bool
    sentence: str
    place: Place


@dataclass(frozen=True, slots=True)
class Shown:
    """A value a requirement shows with its answer."""

    name: str
    expression: Expression
    type: Type


@dataclass(frozen=True, slots=True, eq=False)
class Requirement:
    """Met when it does not apply, or one of its clauses holds (for each member `each` says, when it is given).

    `wait`: time alone can meet it, so the day from which it does is worth telling.

    `sentences` has `met`, `not_met`, `unknown`, `advice`, and where they can happen `met_hidden`, `not_applicable`.
    """

    id: str
    label: str
    article: Article
    applies: Expression
    each: Expression | None
    clauses: tuple[Clause, ...]
    values: tuple[Shown, ...]
    sentences: Mapping[str, str]
    wait: bool
    place: Place
    tongue: Tongue = SPANISH


@dataclass(frozen=True, slots=True)
class NeededDocument:
    """A document asked for when `condition` holds (of the unit, or of a member where `entity` says so)."""

    id: str
    entity: Entity
    condition: Expression
    label: str
    why: str
    issuer: str
    accepts: tuple[str, ...]
    article: Article | None
    sensitive: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the calculation an officer can check by hand."""

    id: str
    label: str
    amount: Expression
    condition: Expression
    article: Article | None
    where_from: str
    place: Place


@dataclass(frozen=True, eq=False)
class RuleText:
    """A benefit's rules as they stand on a day. `hash` names the whole text, whatever the day.

    `order` holds variables and requirements so that each comes after all it reads; `feeds` says which requirements
    (and amounts) each fact serves; `settle_first` are the subjects (requirements asked about
    together) that a form settles first, in that order.
    """

    benefit: str
    title: str
    law: str
    hash: str
    on: date
    parameters: Mapping[str, Parameter]
    facts: Mapping[tuple[Entity, str], Fact]
    variables: tuple[Variable, ...]
    requirements: tuple[Requirement, ...]
    order: tuple[Variable | Requirement, ...]
    doubts: tuple[Doubt, ...]
    documents: tuple[NeededDocument, ...]
    lines: tuple[Line, ...]
    case_rules: tuple[CaseRule, ...]
    outcome: Mapping[str, str]
    sections: Mapping[str, str]
    feeds: Mapping[tuple[Entity, str], tuple[str, ...]]
    income: Mapping[str, IncomeKind]
    last_published: date
    effects: Effects | None = None
    left_out: tuple[LeftOut, ...] = ()
    settle_first: tuple[tuple[str, ...], ...] = ()
    tongue: Tongue = SPANISH

    @cached_property
    def period(self) -> date:
        """The day the values in force on the text's day began to be."""
        days = [value.since for parameter in self.parameters.values() for value in parameter.values]
        return max((day for day in days if day <= self.on), default=min(days))

    def parameter(self, name: str) -> int | date | Mapping[object, int]:
        """The value of a parameter in force on the text's day."""
        return self.value(name).value

    def value(self, parameter: str) -> Value:
        """The value of a parameter in force on the text's day."""
        found = self.parameters[parameter].on(self.on)
        if found is None:
            raise KeyError(parameter)
        return found

    def facts_of(self, entity: Entity) -> tuple[Fact, ...]:
        """The facts of an entity, in the order of the text."""
        return self._by_entity[entity]

    @cached_property
    def _by_entity(self) -> Mapping[Entity, tuple[Fact, ...]]:
        entities: tuple[Entity, ...] = ("unit", "member")
        return {name: tuple(fact for (owner, _), fact in self.facts.items() if owner == name) for name in entities}

    def requirement(self, id: str) -> Requirement:
        """The requirement of that id."""
        return next(found for found in self.requirements if found.id == id)
