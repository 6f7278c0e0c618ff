"""What one picture gave, as plain values that travel between processes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Examined:
    """What one picture gave: reasons to take it again, what was read, what was measured."""

    problems: tuple[str, ...] = ()
    read: dict[str, str] = field(default_factory=dict)
    measures: dict[str, Any] = field(default_factory=dict)

    def with_problem(self, code: str) -> Examined:
        """The same with one more problem."""
        return replace(self, problems=(*self.problems, code))
