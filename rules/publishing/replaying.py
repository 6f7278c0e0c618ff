"""Two texts over the same cases: how many change, by how much and why. What comes out leads to nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules import cases
from rules.assessing import Assessment
from rules.language.load import Edition
from rules.types import CaseProblem

ROWS_KEPT = 200
_PAID = ("imv", "child_supplement", "total")
_WORDS = {True: "yes", False: "no", None: "unknown"}


@dataclass(frozen=True, slots=True)
class Change:
    """One case under two texts. Amounts in cents a month, None where not determined; `why` names what differs."""

    before: str
    after: str
    cents_before: int | None
    cents_after: int | None
    why: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether the person gets the same answer and the same money."""
        return not self.why and (self.before, self.cents_before) == (self.after, self.cents_after)


def compared(case: Mapping[str, Any], before: Edition, after: Edition, not_before: date) -> Change | None:
    """The case under both texts, on its own day or on `not_before` if that is later; None if it cannot be read."""
    try:
        day = max(date.fromisoformat(str(case["on"])), not_before)
        one, other = (_assessed(edition, case, day) for edition in (before, after))
    except (CaseProblem, KeyError, ValueError):
        return None
    return Change(
        before=_WORDS[one.eligible],
        after=_WORDS[other.eligible],
        cents_before=one.monthly["total"],
        cents_after=other.monthly["total"],
        why=tuple(_reasons(one, other)),
    )


def _assessed(edition: Edition, case: Mapping[str, Any], day: date) -> Assessment:
    text = edition.on(day)
    return Assessment(text, cases.read(text, {**case, "on": day.isoformat()}, day, closed=True))


def _reasons(one: Assessment, other: Assessment) -> list[str]:
    """Requirements answered otherwise, by their name; if none, lines of the calculation with other amounts.

    None where the person gets the same: a higher limit that decides nothing is no change.
    """
    if _due(one) == _due(other):
        return []
    met = {result.id: result.met for result in one.requirements}
    changed = [result.label for result in other.requirements if met.get(result.id, "absent") is not result.met]
    if changed:
        return changed
    amounts = {line.rule: line.cents for line in one.lines}
    return [line.label for line in other.lines if line.rule != "total" and amounts.get(line.rule) != line.cents]


def _due(assessment: Assessment) -> tuple[object, ...]:
    return (assessment.eligible, assessment.kind, *(assessment.monthly[name] for name in _PAID))


def empty() -> dict[str, Any]:
    """A report of no cases yet."""
    return {"cases": 0, "unreadable": 0, "same": 0, "kinds": {}, "cents": 0, "reasons": {}, "rows": []}


def add(report: dict[str, Any], change: Change | None) -> None:
    """Count one more case. Only the first `ROWS_KEPT` that change are listed, by their ordinal number."""
    report["cases"] += 1
    if change is None:
        report["unreadable"] += 1
        return
    if change.same:
        report["same"] += 1
        return
    difference = (change.cents_after or 0) - (change.cents_before or 0)
    kind = kind_of(change)
    _count(report["kinds"], kind)
    report["cents"] += difference
    for reason in change.why:
        _count(report["reasons"], reason)
    if len(report["rows"]) < ROWS_KEPT:
        row = {"number": report["cases"], "kind": kind, "before": change.cents_before, "after": change.cents_after}
        report["rows"].append({**row, "why": list(change.why)})


def kind_of(change: Change) -> str:
    """What happens to the person: gains it, loses it, gets more or less, or can be answered better or worse."""
    if change.before != change.after:
        if "unknown" in (change.before, change.after):
            return "undetermined" if change.after == "unknown" else "determined"
        return "gains" if change.after == "yes" else "loses"
    if change.cents_before == change.cents_after:
        return "reasons"
    if change.cents_before is None or change.cents_after is None:
        return "undetermined" if change.cents_after is None else "determined"
    return "more" if change.cents_after > change.cents_before else "less"


def _count(counter: dict[str, int], key: str) -> None:
    counter[key] = counter.get(key, 0) + 1
