"""Ends of a procedure that decide nothing on the right, and when the law opens them to an officer.

A machine never ends anything: here is only asked whether an end is open and what its letter would say.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from applications.types import SubmittedApplication
from rules import services as rules
from workflow import comparison
from workflow.decision import article_words
from workflow.models import CorrectionRequest, CorrectionRequestState, DecisionKind, Dossier

ENDINGS = (DecisionKind.INADMISSIBLE, DecisionKind.LAPSED)
DAYS_TO_REFUSE_ADMISSION = 30
"""Days from the registry entry in which an application may still be left unadmitted (art. 28.1); counted as calendar
days, the shorter reading, because the law file does not say which."""


def open_endings(dossier: Dossier, application: SubmittedApplication, today: date) -> list[DecisionKind]:
    """The ends that are open on a dossier today."""
    return [kind for kind in ENDINGS if content_of(kind, dossier, application, today) is not None]


def content_of(kind: str, dossier: Dossier, application: SubmittedApplication, today: date) -> dict[str, Any] | None:
    """What the end's letter says, as JSON that is frozen with the proposal; None where that end is not open."""
    said = _lapse(dossier, today) if kind == DecisionKind.LAPSED else _inadmission(dossier, application, today)
    if said is None:
        return None
    text = rules.text(dossier.benefit, application.registered_on)
    empty: dict[str, Any] = {"facts": [], "requirements": [], "lines": [], "note": "", "effects_from": ""}
    return {**empty, "kind": kind, "due": "none", "text": text.hash, "monthly_cents": 0, "ending": said}


def _lapse(dossier: Dossier, today: date) -> dict[str, Any] | None:
    """The document asked for did not come in the three months the procedure stood still (art. 28.4)."""
    asked: CorrectionRequest | None = dossier.correction_requests.order_by("id").last()
    if asked is None or asked.due_on >= today:
        return None
    # Whoever stopped waiting in time went on without the document, and cannot hold its absence against anybody.
    outlasted = asked.state == CorrectionRequestState.OPEN or (
        asked.state == CorrectionRequestState.DROPPED
        and asked.answered_at is not None
        and timezone.localdate(asked.answered_at) > asked.due_on
    )
    if not outlasted:
        return None
    asked_on = timezone.localdate(asked.asked_at)
    return {"document": asked.label, "asked_on": asked_on.isoformat(), "ended_on": asked.due_on.isoformat()}


def _inadmission(dossier: Dossier, application: SubmittedApplication, today: date) -> dict[str, Any] | None:
    """What was declared, and only that, already shows no economic vulnerability (art. 28.1)."""
    if today > dossier.registered_on + timedelta(days=DAYS_TO_REFUSE_ADMISSION):
        return None
    declared = rules.read_case(comparison.established_case(application, {}))
    assessment = rules.assess(rules.text(dossier.benefit, application.registered_on), declared)
    # Whoever may still get the child supplement (art. 11.6) must be admitted.
    if assessment.eligible is not False:
        return None
    causes = [
        f"{result.reason.rstrip('.')} (artículo {article_words(result.article)})."
        for result in assessment.requirements
        if result.id == "economic_vulnerability" and result.met is False
    ]
    return {"causes": causes} if causes else None
