"""The calculation of a dossier: the one rule text over what is established, never a second set of rules."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from applications.types import SubmittedApplication
from rules import services as rules
from workflow import comparison
from workflow.models import Dossier


@dataclass(frozen=True)
class Calculation:
    """An assessment with what it was made from. `totals` are the amounts taken from the tax agency."""

    text: Any
    case: dict[str, Any]
    assessment: Any
    outcome: dict[str, Any]
    totals: dict[str, int]
    limit_cents: int

    @property
    def monthly_cents(self) -> int:
        """What would be paid each month; zero while it is not known."""
        return int(self.assessment.monthly["total"] or 0)

    @property
    def kind(self) -> str:
        """``granted``, ``denied``, or ``undetermined`` while an unknown fact could still change it."""
        return {True: "granted", False: "denied", None: "undetermined"}[self.assessment.eligible]

    @property
    def over_limit(self) -> bool:
        """Whether another person must approve it before it is resolved."""
        return self.kind == "granted" and self.monthly_cents > self.limit_cents

    @property
    def effects_from(self) -> date | None:
        """First day of the month after the application (art. 14.1), as the rules say it."""
        value = self.outcome.get("effects_from")
        return date.fromisoformat(value) if value and self.kind == "granted" else None


def calculate(dossier: Dossier, application: SubmittedApplication) -> Calculation:
    """Assess the case as it is established now. Stores nothing."""
    from workflow.services.asking import unit_totals

    totals = unit_totals(dossier)
    case = comparison.established_case(application, totals)
    text = rules.text(dossier.benefit, application.registered_on)
    assessment = rules.assess(text, rules.read_case(case))
    return Calculation(text, case, assessment, assessment.outcome(), totals, control_limit(text))


def control_limit(text: Any) -> int:
    """Monthly cents above which a grant goes to fiscal control, from the rule text."""
    return int(text.parameter("control_limit_monthly"))
