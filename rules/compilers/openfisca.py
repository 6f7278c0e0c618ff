"""The same tree as an OpenFisca country package: an outside opinion, for the benchmark and for nobody else.

Every fact, variable and requirement becomes a variable of OpenFisca's own, which computes, caches and projects it as it
does with any country's. What a formula does inside is written by the generator of the vector reading, in terms of two
entities and the functions of `operations`, where products are made in 64 bits: OpenFisca keeps whole numbers in 32.
Dates are day numbers, words are their places: a population goes in as `rules.compilers.vector` keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator

from rules.compilers.source import requirement_formula
from rules.compilers.vector.generator import Generator
from rules.compilers.vector.operations import OPERATIONS
from rules.compilers.vector.program import Owner, Shape, Written
from rules.language.expressions import TRUE, Aggregate, Expression, Not, Or
from rules.language.text import Entity, Fact, Requirement, RuleText, Variable

_HEAD = '''"""Generated from {hash}, {on}. Not to be edited."""

import datetime

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import MONTH
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from rules.compilers.vector.operations import OPERATIONS

globals().update(OPERATIONS)

Person = build_entity(key="person", plural="persons", label="Persona", is_person=True)
Household = build_entity(
    key="household", plural="households", label="Unidad", roles=[
        {{"key": "applicant", "plural": "applicants", "label": "Solicitante", "max": 1}},
        {{"key": "other", "plural": "others", "label": "Demás"}},
    ],
)


class Columns:
    def __init__(self, population, prefix, period):
        self.population, self.prefix, self.period = population, prefix, period

    def __getitem__(self, name):
        return self.population(f"{{self.prefix}}_{{name}}", self.period)


class Members:
    def __init__(self, household):
        self.of_unit, self.any, self.all = household.project, household.any, household.all
        self.household = household

    def sum(self, values):
        return self.household.sum(values).astype(np.int64)

    count = sum

    def head(self, values):
        return self.household.value_from_person(values, Household.APPLICANT)


def views(population, period):
    found = population.simulation.populations
    household, person = found["household"], found["person"]
    return Columns(household, "unit", period), Columns(person, "member", period), Members(household)

'''
_VALUE_TYPES = {"bool": "bool"}


def country_package(text: RuleText) -> str:
    """Source of the package; its `system()` is a TaxBenefitSystem."""
    parts = [_HEAD.format(hash=text.hash, on=text.on.isoformat()), *_constants(text)]
    parts += [_input(text, fact) for fact in text.facts.values()]
    parts += [_computed(text, item) for item in text.order]
    parts.append(
        "def system():\n    found = TaxBenefitSystem([Person, Household])\n"
        "    found.add_variables(*(v for v in globals().values() if isinstance(v, type) and issubclass(v, Variable)"
        " and v is not Variable))\n    return found\n"
    )
    return "\n\n".join(parts)


def _constants(text: RuleText) -> Iterator[str]:
    """Tables and days the formulas name, as the generator would have handed them over."""
    names: dict[str, object] = {}
    for item in text.order:
        names |= _formula(text, item)[2]
    for name, value in names.items():
        if name not in OPERATIONS:
            yield f"{name} = {f'np.array({value.tolist()})' if hasattr(value, 'tolist') else repr(value)}"


def _input(text: RuleText, fact: Fact) -> str:
    words = Generator(text, Shape((), frozenset())).words
    closed = 0 if fact.closed is None else words.code(fact.closed) if isinstance(fact.closed, str) else fact.closed
    default = bool(closed) if fact.type == "bool" else int(closed)
    return _variable(f"{fact.entity}_{fact.name}", fact.entity, fact.type, f"    default_value = {default}")


def _computed(text: RuleText, item: Variable | Requirement) -> str:
    lines, answer, _ = _formula(text, item)
    body = ["    def formula(population, period):", "        U, M, members = views(population, period)"]
    body += [*(f"        {line}" for line in lines), f"        return np.broadcast_to({answer}, population.count)"]
    if isinstance(item, Requirement):
        return _variable(f"unit_met__{item.id}", "unit", "bool", "\n".join(body))
    return _variable(f"{item.entity}_{item.name}", item.entity, item.type, "\n".join(body))


def _variable(name: str, entity: Entity, type_: str, body: str) -> str:
    owner = "Household" if entity == "unit" else "Person"
    head = f"class {name}(Variable):\n    value_type = {_VALUE_TYPES.get(type_, 'int')}\n    entity = {owner}\n"
    return f"{head}    definition_period = MONTH\n{body}"


def _formula(text: RuleText, item: Variable | Requirement) -> tuple[list[str], str, dict[str, object]]:
    generator = _OneFormula(text)
    if isinstance(item, Variable):
        written = generator.write(item.formula, item.entity)
    else:
        formula: Expression = requirement_formula(item)
        if item.each is not None:
            over = Aggregate("all", formula)
            formula = over if item.applies == TRUE else Or((Not(item.applies), over))
        written = generator.write(formula, "unit")
    return generator.lines, written.value, generator.names


class _OneFormula(Generator):
    """One formula, in which every other variable is asked for by its name."""

    def __init__(self, text: RuleText) -> None:
        super().__init__(text, Shape((), frozenset()))

    def _name(self, name: str, owner: Owner) -> Written:
        entity: Entity = "unit" if owner == "unit" else "member"
        item = self._items.get((entity, name))
        if not isinstance(item, Variable):
            return super()._name(name, owner)
        found = self._asked(entity, name)
        return self._through("members.head", found) if owner == "head" else found

    def _met(self, id: str) -> Written:
        return self._asked("unit", f"met__{id}")

    def _asked(self, entity: Entity, name: str) -> Written:
        local = f"asked_{entity}_{name}"
        if local not in self._named:
            self.lines.append(f"{local} = {'U' if entity == 'unit' else 'M'}[{name!r}]")
            self._named[local] = Written(local)
        return self._named[local]
