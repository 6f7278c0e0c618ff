"""The one error of a rule text: where it is, what is wrong, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass

from rules.language.messages import in_spanish


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a file of the text."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class RuleTextError(ValueError):
    """A rule text that cannot be used. `mend` tells its author what to do; `cell` is the row of a table it is about.

    Who writes rules reads it at the command line as it is raised, in English but for what is about amounts; screens
    show `in_spanish()`.
    """

    def __init__(self, place: Place, wrong: str, mend: str, cell: object = None) -> None:
        self.place = place
        self.wrong = wrong
        self.mend = mend
        self.cell = cell
        super().__init__(f"{place}: {wrong} {mend}")

    def in_spanish(self) -> RuleTextError:
        """The same error as a person at a screen reads it."""
        return RuleTextError(self.place, in_spanish(self.wrong), in_spanish(self.mend), self.cell)
