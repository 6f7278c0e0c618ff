"""What the generator is told, what it writes, and what comes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from rules.language.expressions import Plain
from rules.language.text import Entity

YES, NO = "_yes", "_no"
#: Whose values a part is written for: each unit's, each member's, or each applicant's.
Owner = Literal["unit", "member", "head"]


@dataclass(frozen=True)
class Shape:
    """What is known of a population before it is read: facts the same for all (None: unknown), facts with gaps."""

    fixed: tuple[tuple[tuple[Entity, str], Plain | None], ...]
    gaps: frozenset[tuple[Entity, str]]


@dataclass(frozen=True, slots=True)
class Written:
    """A part, written: source of its value and of its mask. `constant` is its value where it is the same for all."""

    value: str
    unknown: str = ""
    constant: Plain | None = None

    @property
    def fixed(self) -> bool:
        """Whether it is known and the same for all."""
        return self.constant is not None


@dataclass(frozen=True)
class VectorProgram:
    """What was generated: `run(U, M, members)` gives a pair (value, mask or None) for each of `outputs`."""

    outputs: tuple[str, ...]
    source: str
    run: Callable[..., tuple[tuple[Any, Any], ...]]
