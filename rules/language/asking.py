"""Reading in which order a form settles the requirements (`settle_first` of `benefit.yaml`)."""

from __future__ import annotations

from collections.abc import Sequence

from rules.language.errors import RuleTextError
from rules.language.reader import Section
from rules.language.text import Requirement


def read_settle_first(about: Section, requirements: Sequence[Requirement]) -> tuple[tuple[str, ...], ...]:
    """The subjects that a form settles first, in that order: each a list of requirements asked about together.

    What no subject names follows the order of the questions. Raises RuleTextError for a requirement there is not, or
    named twice.
    """
    known = [requirement.id for requirement in requirements]
    seen: set[str] = set()
    subjects = tuple(tuple(subject) for subject in about.get("settle_first") or ())
    for id in (id for subject in subjects for id in subject):
        if id not in known:
            place = about.at("settle_first")
            raise RuleTextError(place, f"There is no requirement `{id}`.", f"There are: {', '.join(known)}.")
        if id in seen:
            raise RuleTextError(about.at("settle_first"), f"`{id}` is written twice.", "Keep one of the two.")
        seen.add(id)
    return subjects
