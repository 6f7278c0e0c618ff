"""Loads `people.json` into frozen dataclasses and turns a household into a case of the simulation contract."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("people.json")


@dataclass(frozen=True)
class DemoPerson:
    """One invented person, with the data of the card in their pocket."""

    key: str
    household: str
    role: str
    relation: str
    document_kind: str
    document_number: str
    support_number: str
    document_expires_on: dt.date
    first_name: str
    first_surname: str
    second_surname: str
    birth_date: dt.date
    sex: str
    nationality: str
    province_code: str
    municipality: str
    postal_code: str
    address: str
    registered_since: dt.date
    yearly_income_cents: int
    net_patrimony_cents: int
    non_corporate_assets_cents: int
    company_director: bool
    face_seed: int
    email: str = ""
    iban: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    registered: dict[str, dict[str, Any] | None] = field(default_factory=dict)

    @property
    def full_name(self) -> str:
        """Name and both surnames."""
        return f"{self.first_name} {self.first_surname} {self.second_surname}".strip()

    @property
    def is_synthetic(self) -> bool:
        """Always true: kept so that nobody has to guess where a row came from."""
        return True


@dataclass(frozen=True)
class DemoHousehold:
    """People who live together, the story they are there to tell, and what they would declare."""

    key: str
    story: str
    expected: str
    province_code: str
    members: tuple[DemoPerson, ...]
    unit: dict[str, Any]
    declared: dict[str, Any]

    @property
    def applicant(self) -> DemoPerson:
        """Whoever asks for the benefit: always the first."""
        return self.members[0]

    def case(self, on: dt.date) -> dict[str, Any]:
        """The case (contract `simulation`) this household would declare on a given day."""
        return {
            "benefit": "imv",
            "on": on.isoformat(),
            "unit": {**self.unit, **self.declared},
            "members": [
                {
                    "ref": chr(ord("a") + position),
                    "relation": member.relation,
                    "birth_date": member.birth_date.isoformat(),
                    "sex": member.sex,
                    **member.facts,
                }
                for position, member in enumerate(self.members)
            ],
        }


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _person(raw: dict[str, Any], household: dict[str, Any], *, first: bool) -> DemoPerson:
    """Patrimony belongs to the household; it is laid on its first member so that sums come out right."""
    dated = {name: dt.date.fromisoformat(raw[name]) for name in ("birth_date", "document_expires_on")}
    place = {name: household[name] for name in ("province_code", "municipality", "postal_code", "address")}
    since = max(dt.date.fromisoformat(household["registered_since"]), dated["birth_date"])
    return DemoPerson(
        **{**raw, **dated, **place},
        household=household["key"],
        registered_since=since,
        net_patrimony_cents=household["net_patrimony_cents"] if first else 0,
        non_corporate_assets_cents=household["non_corporate_assets_cents"] if first else 0,
    )


def _household(raw: dict[str, Any]) -> DemoHousehold:
    members = tuple(_person(member, raw, first=i == 0) for i, member in enumerate(raw["members"]))
    unit: dict[str, Any] = {
        "annual_income_previous_year": _money(sum(member.yearly_income_cents for member in members)),
        "net_patrimony": _money(raw["net_patrimony_cents"]),
        "non_corporate_assets": _money(raw["non_corporate_assets_cents"]),
        **raw["unit"],
    }
    if raw["unit_formed_on"]:
        unit["unit_formed_on"] = raw["unit_formed_on"]
    return DemoHousehold(
        key=raw["key"],
        story=raw["story"],
        expected=raw["expected"],
        province_code=raw["province_code"],
        members=members,
        unit=unit,
        declared=raw["declared"],
    )


@cache
def _load() -> tuple[DemoHousehold, ...]:
    return tuple(_household(raw) for raw in json.loads(SOURCE.read_text("utf-8"))["households"])


def households() -> list[DemoHousehold]:
    """Every synthetic household, in the order of the file."""
    return list(_load())


def people() -> list[DemoPerson]:
    """Every synthetic person."""
    return [member for household in _load() for member in household.members]


def person(key: str) -> DemoPerson:
    """The synthetic person with that key (for tests and demonstrations: they name people by key)."""
    return next(one for one in people() if one.key == key)
