"""The figures the engine is told: facts as they were given, and what has to be counted, from the oracle.

durable-rules compares and joins; it does not count, add up or read calendars. So months, ages and amounts come from
outside — from the oracle, never from the readings it is there to check.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from rules.language.expressions import Arithmetic, Attribute, Call, Constant, Expression, Name
from rules.language.text import RuleText
from rules.second_opinion.oracle import Opinion
from rules.second_opinion.oracle.people import Person, age, passed
from rules.types import Case

#: Variables of the unit and of a member that are numbers, as the oracle knows them.
OF_UNIT: Mapping[str, Callable[[Opinion], int]] = {
    "members": lambda opinion: opinion.people,
    "minors": lambda opinion: len(opinion.home.minors),
    "adults": lambda opinion: len(opinion.home.adults),
    "monthly_previous_year": lambda opinion: opinion.monthly_previous_year,
    "monthly_current_year": lambda opinion: opinion.monthly_current_year,
    "income_threshold": lambda opinion: opinion.threshold,
    "guaranteed_income": lambda opinion: opinion.guaranteed_income,
    "imv_amount": lambda opinion: opinion.imv_amount,
    "patrimony_limit": lambda opinion: opinion.limit("net_patrimony"),
    "assets_limit": lambda opinion: opinion.limit("assets_test"),
    "child_income_limit": lambda opinion: opinion.limit("child_supplement_income"),
    "child_patrimony_limit": lambda opinion: opinion.limit("child_supplement_patrimony"),
}
OF_MEMBER: Mapping[str, Callable[[Person], int]] = {
    "age": lambda person: person.age,
    "band_age": lambda person: age(date.fromisoformat(person["birth_date"]), date(person.on.year, 1, 1)),
    "residence_months": lambda person: months(_written(person["legal_residence_since"]), person.on),
}


class NotSupplied(Exception):
    """The text reads a number the oracle does not know. `name` is what to add to the oracle and to this module."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"The oracle knows no `{name}`: add it to rules/second_opinion/oracle and to figures.py.")


def _written(value: str) -> date:
    return date.max if value == "never" else date.fromisoformat(value)


def months(since: date, on: date) -> int:
    """Whole months passed between two days; negative while they have not begun."""
    rough = (on.year - since.year) * 12 + on.month - since.month
    if since == date.max:
        return rough
    return rough if passed(since, rough, on) else rough - 1


def _later(day: date, by_months: int) -> date:
    """The first day on which so many months have passed."""
    if day == date.max:
        return day
    total = day.year * 12 + day.month - 1 + by_months
    year, month = divmod(total, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "months": months,
    "years": age,
    "plus_months": _later,
    "first_of_year": lambda day: date(day.year, 1, 1),
    "includes": lambda words, word: word in words,
    "least": min,
    "most": max,
}


class Figures:
    """The values of one complete case, by expression of the text."""

    def __init__(self, text: RuleText, case: Case, opinion: Opinion) -> None:
        self.text = text
        self.opinion = opinion
        household = case.household
        self._unit = _named(text, "unit", household.unit)
        self._members = [_named(text, "member", values) for values in household.members]
        self._persons = opinion.home.everybody

    def of(self, expression: Expression, member: int | None) -> int | str:
        """What an expression comes to, as the engine takes it: a whole number or a word."""
        return plain(self._value(expression, member))

    def _value(self, node: Expression, member: int | None) -> Any:
        match node:
            case Constant():
                return node.value
            case Name():
                return self._name(node.name, member)
            case Attribute(owner="p"):
                return self.text.value(node.name).value
            case Arithmetic():
                left, right = self._value(node.left, member), self._value(node.right, member)
                return left + right if node.operator == "+" else left - right
            case Call() if node.function in _FUNCTIONS:
                return _FUNCTIONS[node.function](*(self._value(part, member) for part in node.arguments))
        raise NotSupplied(type(node).__name__)

    def _name(self, name: str, member: int | None) -> Any:
        if name == "on":
            return self.opinion.on
        if member is not None and name in self._members[member]:
            return self._members[member][name]
        if member is not None and name in OF_MEMBER:
            return OF_MEMBER[name](self._persons[member])
        if name in self._unit:
            return self._unit[name]
        if name in OF_UNIT:
            return OF_UNIT[name](self.opinion)
        raise NotSupplied(name)


def _named(text: RuleText, entity: Any, values: tuple[Any, ...]) -> Mapping[str, Any]:
    return {fact.name: value for fact, value in zip(text.facts_of(entity), values, strict=True)}


def plain(value: Any) -> int | str:
    """A value as the engine takes it: dates by their number, truths as 1 and 0."""
    if isinstance(value, date):
        return value.toordinal()
    return value if isinstance(value, str) else int(value)
