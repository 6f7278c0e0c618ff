"""Who the people of a case are, and who of them make the unit (arts. 6 to 9)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

ADULT, TITULAR = 18, 23
#: Relations the unit takes to the second degree of kinship, and care.
KIN = {"child", "grandchild", "parent", "grandparent", "sibling", "other_relative", "fostered", "guardianship"}
DESCENDANTS = {"child", "grandchild"}
IN_CARE = {"fostered", "guardianship"}
COUPLE = {"spouse", "partner"}
#: The day the law in force today began, and the days it changed that matter to who enters.
CURRENT_LAW = date(2022, 1, 1)
REGISTERED_COUPLES = date(2024, 6, 1)
LAW_1_2026 = date(2026, 4, 9)


def day(written: str | None) -> date | None:
    """A day of the contract; never is None."""
    return None if written in (None, "never") else date.fromisoformat(str(written))


def cents(written: object) -> int:
    """An amount of the contract."""
    return int(Decimal(str(written)) * 100)


def age(born: date, on: date) -> int:
    """Birthdays had by `on`."""
    had_it = (on.month, on.day) >= (born.month, born.day)
    return on.year - born.year - (0 if had_it else 1)


def passed(since: date | None, months: int, on: date) -> bool:
    """Whether so many months have run since a day, from date to date; short months end on their last day."""
    if since is None:
        return False
    total = since.year * 12 + since.month - 1 + months
    year, month = total // 12, total % 12 + 1
    return on >= date(year, month, min(since.day, monthrange(year, month)[1]))


@dataclass(frozen=True)
class Person:
    """A member with what the contract says of them."""

    facts: Mapping[str, Any]
    on: date

    def __getitem__(self, name: str) -> Any:
        return self.facts.get(name)

    @property
    def relation(self) -> str:
        """To the applicant."""
        return str(self.facts["relation"])

    @property
    def age(self) -> int:
        """Whole years on the day of the application."""
        return age(date.fromisoformat(self.facts["birth_date"]), self.on)

    @property
    def minor(self) -> bool:
        """Under 18."""
        return self.age < ADULT

    @property
    def victim(self) -> bool:
        """Of gender violence, of trafficking or of sexual exploitation."""
        return bool(self["gender_violence_victim"] or self["trafficking_victim"])


class Home:
    """The people of a case, and the unit they make."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        self.on = date.fromisoformat(case["on"])
        self.facts: Mapping[str, Any] = case["unit"]
        self.everybody = [Person(member, self.on) for member in case["members"]]
        self.applicant = next(person for person in self.everybody if person.relation == "applicant")
        self.members = [person for person in self.everybody if self._belongs(person)]

    def _belongs(self, person: Person) -> bool:
        relation = person.relation
        if relation == "applicant":
            return True
        if self.facts.get("home_kind") == "collective_or_fictitious":  # art. 8: a couple and its minor descendants
            return relation in COUPLE or (relation in DESCENDANTS | IN_CARE and person.minor)
        return relation in COUPLE | KIN

    @property
    def couple_recognised(self) -> bool:
        """Art. 6.1: an unmarried couple is registered for two years or, since 2024, has children of both (§2.2).

        A household declared with a couple that the law does not see is not the unit of the law.
        """
        if all(person.relation != "partner" for person in self.everybody):
            return True
        if self.on >= REGISTERED_COUPLES and self.facts.get("common_children"):
            return True
        return passed(day(self.facts.get("partnership_registered_on")), 24, self.on)

    @property
    def current_law(self) -> bool:
        """Whether Ley 19/2021 is in force."""
        return self.on >= CURRENT_LAW

    @property
    def alone(self) -> bool:
        """Whether the applicant makes no unit with anybody (art. 4.1.b)."""
        return len(self.members) == 1

    @property
    def minors(self) -> list[Person]:
        """Members under 18."""
        return [person for person in self.members if person.minor]

    @property
    def adults(self) -> list[Person]:
        """Members of age."""
        return [person for person in self.members if not person.minor]
