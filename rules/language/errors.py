"""The one error of a rule text: where it is, what is wrong, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a file of the text."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class RuleTextError(ValueError):
    """A rule text that cannot be used. `mend` tells its author what to do."""

    def __init__(self, place: Place, wrong: str, mend: str) -> None:
        self.place = place
        self.wrong = wrong
        self.mend = mend
        super().__init__(f"{place}: {wrong} {mend}")
