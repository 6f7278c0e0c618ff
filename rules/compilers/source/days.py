"""What the day alone decides: the numbers and dates that read `on` and nothing of people, found once for each day."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from rules.language.expressions import Aggregate, Attribute, Expression, Name

_MOST_DAYS = 400


def of_the_day(node: Expression) -> bool:
    """Whether an expression reads the day, and nothing else but the text."""
    return Name("on") in node.walk() and not any(_of_people(part) for part in node.walk())


def _of_people(node: Expression) -> bool:
    if isinstance(node, Name):
        return node.name != "on"
    return isinstance(node, Aggregate) or (isinstance(node, Attribute) and node.owner == "met")


class Days:
    """The locals `d0, d1…` of a program that hold what the day alone decides."""

    names: Mapping[str, Any] = {"once_a_day": lru_cache(maxsize=_MOST_DAYS)}

    def __init__(self) -> None:
        self._locals: dict[str, str] = {}

    def local(self, source: str) -> str:
        """The local that holds what `source` finds; it may read `on` and locals given before."""
        return self._locals.setdefault(source, f"d{len(self._locals)}")

    @property
    def locals(self) -> tuple[str, ...]:
        """All of them, in order."""
        return tuple(self._locals.values())

    @property
    def sources(self) -> tuple[str, ...]:
        """What finds each of them, in order."""
        return tuple(self._locals)

    def function(self) -> list[str]:
        """The lines of ``of_the_day(on)``, which finds them all."""
        lines = [f"    {local} = {source}" for source, local in self._locals.items()]
        return ["@once_a_day", "def of_the_day(on):", *lines, f"    return ({self._all})"] if lines else []

    def taken(self) -> list[str]:
        """The line that puts them in their places."""
        return [f"    ({self._all}) = of_the_day(on)"] if self._locals else []

    @property
    def _all(self) -> str:
        return "".join(f"{local}, " for local in self._locals.values())
