"""Random households with nothing unknown, their values just around every threshold that a text's parameters name.

Generic over texts: facts, words, amounts, terms and ages are read from the text, so a new fact or figure is tried too.
Half of the households are calm — most facts at their usual value —, so that single thresholds decide; the rest are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Any

from rules.compilers.household import HEAD, HEAD_FACT
from rules.language.dates import plus_months
from rules.language.expressions import Call, Constant, Expression, Name
from rules.language.load import Edition
from rules.language.text import Entity, Fact, RuleText, Variable
from rules.second_opinion.aiming import Aims, money
from rules.second_opinion.steering import Steering

_LONG_AGO = 20
_GROWN = 18
_CALM = 0.97
#: How many households have a fact moved to where one comparison turns.
_AIMED = 0.7
#: How many conditions of the text are made true or false in a household, one after another.
_STEERED = (0, 0, 1, 1, 2, 3)
_STEPS = (-1, 0, 1)


def household(
    edition: Edition, random: Random, most: int = 5, day: date | None = None, people: int | None = None
) -> dict[str, Any]:
    """A case of the contract of one to `most` people; `day` and `people` say when and how many, where that matters."""
    on = day or _day(edition, random)
    around = _around(edition, on)
    calm = random.random() < 0.5
    count = people or random.choice(range(1, most + 1))
    draw = _Draw(around, random, on, count, _CALM if calm else 0.6)
    case = {
        "benefit": edition.text.benefit,
        "on": on.isoformat(),
        "unit": {fact.name: draw.value(fact) for fact in around.facts("unit")},
        "members": [draw.member(number) for number in range(count)],
    }
    for _ in range(random.choice(_STEERED)):
        case = around.steering.steered(case, random)
    return aimed(around, case, random) if random.random() < _AIMED else case


def _day(edition: Edition, random: Random) -> date:
    """A day on which the law changed, one beside it, or any."""
    days = list(_turning_days(edition))
    last = edition.text.last_published + timedelta(days=200)
    days.append(edition.law_begins + timedelta(days=random.randrange((last - edition.law_begins).days)))
    day: date = random.choice(days) + timedelta(days=random.choice(_STEPS))
    return max(day, edition.loaded_from)


def _turning_days(edition: Edition) -> Iterator[date]:
    yield from edition.dates()
    for parameter in edition.text.parameters.values():
        for value in parameter.values:
            if isinstance(value.value, date):
                yield value.value


class Around:
    """The thresholds of a text on a day, by what they are compared with."""

    def __init__(self, text: RuleText) -> None:
        self.text = text
        #: Amounts by household size (0: of any size), in cents.
        self.amounts: dict[int, list[int]] = {0: []}
        self.months: list[int] = []
        self.years: list[int] = []
        self.numbers: set[int] = set()
        for parameter in text.parameters.values():
            value = text.value(parameter.name).value
            cells = value if isinstance(value, Mapping) else {0: value}
            for key, cell in cells.items():
                if isinstance(cell, int):
                    self._add(parameter.unit, key if isinstance(key, int) else 0, cell)
        formulas = [formula for item in text.order for formula in _formulas(item)]
        nodes = [node for formula in formulas for node in formula.walk()]
        self.years += [
            node.value
            for node in nodes
            if isinstance(node, Constant) and isinstance(node.value, int) and 1 < node.value < 100
        ]
        #: Names of the dates whose age the text asks for: days of birth.
        self.births = {
            argument.name
            for node in nodes
            if isinstance(node, Call) and node.function == "years"
            for argument in node.arguments
            if isinstance(argument, Name)
        }

    @cached_property
    def aims(self) -> Aims:
        """Where the comparisons of the text turn."""
        return Aims(self.text)

    @cached_property
    def steering(self) -> Steering:
        """The conditions of the text, and how they are made true."""
        return Steering(self.text)

    def facts(self, entity: Entity) -> list[Fact]:
        """The facts a case may give and get an answer."""
        return [fact for fact in self.text.facts_of(entity) if fact.coverage in ("read", "descriptive")]

    def _add(self, unit: str, key: int, number: int) -> None:
        if unit == "money":
            self.amounts.setdefault(key, []).append(number)
        elif unit == "months":
            self.months.append(number)
        elif unit == "years":
            self.years.append(number)
        if unit != "money":
            self.numbers |= {number + step for step in _STEPS}


def _formulas(item: object) -> Iterator[Expression]:
    if isinstance(item, Variable):
        yield item.formula
    else:
        yield from (clause.condition for clause in item.clauses)  # type: ignore[attr-defined]


def aimed(around: Around, case: dict[str, Any], random: Random) -> dict[str, Any]:
    """The case with one amount or day of the unit where a comparison turns, or just beside."""
    return around.aims.moved(case, random)


_AROUND: dict[tuple[str, date], Around] = {}


def _around(edition: Edition, on: date) -> Around:
    text = edition.on(on)
    key = (text.hash, text.period)
    if key not in _AROUND:
        _AROUND[key] = Around(text)
    return _AROUND[key]


class _Draw:
    def __init__(self, around: Around, random: Random, on: date, count: int, usual: float) -> None:
        self.around, self.random, self.on, self.count, self.usual = around, random, on, count, usual

    def member(self, number: int) -> dict[str, Any]:
        facts = {fact.name: self.value(fact, number) for fact in self.around.facts("member")}
        return {"ref": f"m{number}", **facts}

    def value(self, fact: Fact, number: int = -1) -> Any:
        if fact.name == HEAD_FACT and fact.entity == "member":
            return HEAD if number == 0 else self.random.choice([word for word in fact.options if word != HEAD])
        usual = self.usual - 0.25 if fact.type == "enum" else self.usual
        if fact.closed is not None and self.random.random() < usual:
            return money(int(fact.closed) * 100) if fact.type == "money" else fact.closed
        if fact.type == "money":
            return money(self._amount(fact))
        return self._date(fact, number) if fact.type == "date" else self._word(fact)

    def _word(self, fact: Fact) -> Any:
        if fact.type == "int":
            return self._number(fact)
        if fact.type == "list":
            return [word for word in fact.options if self.random.random() < 0.5]
        return self.random.choice([True, False] if fact.type == "bool" else fact.options)

    def _number(self, fact: Fact) -> int:
        low, high = fact.minimum or 0, 1000 if fact.maximum is None else fact.maximum
        return self.random.choice([number for number in sorted(self.around.numbers | {0}) if low <= number <= high])

    def _amount(self, fact: Fact) -> int:
        """A cell, or a few of them added up or apart, of a month or of a year; one cent less or more."""
        random, every = self.random, self.around.amounts
        if random.random() < self.usual - 0.3:
            return 0
        rows = every.get(min(self.count, max(every)), every[0])
        cents: int = random.choice(rows if random.random() < 0.7 else every[0])
        if random.random() < 0.5:
            cents += random.choice(every[0])
        if random.random() < 0.5:
            cents -= random.choice([amount for amount in every[0] if 0 < amount <= 100_00] or [0])
        if random.random() < 0.5:
            cents = cents * 12 + random.choice([-7, -6, 5, 6])
        cents += random.choice(_STEPS)
        return cents if fact.minimum is None else max(cents, fact.minimum * 100)

    def _date(self, fact: Fact, number: int) -> str:
        day = self._birth(number) if fact.name in self.around.births else self._since(fact)
        if day is None:
            return "never"
        if fact.past:
            day = min(day, self.on)
        return day.isoformat()

    def _birth(self, number: int) -> date:
        random, on = self.random, self.on
        ages = [age for age in self.around.years if age < 100]
        if random.random() < self.usual:
            ages = [age for age in ages if (age >= _GROWN) == (number == 0)] or ages
        anchor = random.choice([on, on, date(on.year, 1, 1)])
        return plus_months(anchor, -12 * random.choice([*ages, 40] if number < 2 else [*ages, 1, 9])) + self._step()

    def _since(self, fact: Fact) -> date | None:
        random = self.random
        if random.random() < self.usual:
            return plus_months(self.on, -12 * _LONG_AGO)
        if fact.never and random.random() < 0.2:
            return None
        first = date(self.on.year - random.choice([0, 1]), 1, 1)
        months = random.choice([0, *self.around.months])
        return random.choice([first, plus_months(self.on, -months)]) + self._step()

    def _step(self) -> timedelta:
        return timedelta(days=self.random.choice(_STEPS))
