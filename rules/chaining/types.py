"""What goes into chaining and what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: A fact of a case: `id` (unique), `kind`, and attributes that are whole numbers or words.
Fact = Mapping[str, int | str]

#: Concluded facts by id, each with every (rule, ids of the facts it rests on) that reached it.
Derivations = dict[str, tuple[Fact, set[tuple[str, tuple[str, ...]]]]]


@dataclass(frozen=True, slots=True)
class Firing:
    """A rule that was satisfied, and the facts that met in it, by alias."""

    rule: str
    bound: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A flag, task or route, with everything needed to stand behind it.

    `grounds` are the ids of the facts it rests on, over every way it was reached.
    """

    kind: str
    name: str
    attributes: Mapping[str, int | str]
    grounds: tuple[str, ...]
    rule: str
    article: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Conclusions:
    """All conclusions of a case, in the order of the text and then of their attributes."""

    flags: tuple[Conclusion, ...] = ()
    tasks: tuple[Conclusion, ...] = ()
    routes: tuple[Conclusion, ...] = ()
    engine: str = field(default="durable-rules", compare=False)
