"""Figures with their days: what a parameter of the text is, value by value, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from rules.language.case_parts import Article
from rules.language.errors import Place

Status = Literal["published", "derived"]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a parameter between two days (both included; `until` is None while it is in force).

    `doubtful` is why the law file doubts it; empty where it does not.
    """

    since: date
    until: date | None
    value: int | date | Mapping[object, int]
    source: str
    status: Status | Mapping[object, Status]
    doubtful: str = ""

    def status_of(self, key: object) -> Status:
        """Whether the cell `key` was published as such or derived from published figures."""
        if isinstance(self.status, Mapping):
            return self.status.get(key, "published")
        return self.status


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated amount, number, date or table. In a table, the last key of `open_end` tables stands for *or more*.

    `order` says that its rows never go down (``rising``) or never go up (``falling``); empty where nothing is said.
    `rows` are the names that people read where a row is not a number of persons.
    """

    name: str
    unit: str
    label: str
    values: tuple[Value, ...]
    article: Article | None
    place: Place
    table: bool = False
    open_end: bool = False
    order: str = ""
    rows: Mapping[object, str] = field(default_factory=dict)

    def on(self, day: date) -> Value | None:
        """The value in force on `day`; after the last published one, that one goes on."""
        found = [value for value in self.values if value.since <= day]
        return found[-1] if found else None
