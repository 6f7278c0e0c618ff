"""Joining declared × registered × documents, and keeping what the case rules conclude with its grounds."""

import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications import selectors as applications
from core import events
from core.actors import SYSTEM
from core.encryption import blind_index
from rules import services as rules
from workflow import facts, skills
from workflow.assessing import Calculation, calculate
from workflow.models import CheckState, Dossier, DossierState, Flag, Severity
from workflow.services.asking import compare_unit
from workflow.services.rows import locked, tell, tell_citizen


@transaction.atomic
def cross(dossier_id: int) -> Calculation:
    """Run the case rules over everything known; flags no longer concluded are cleared, not deleted."""
    dossier = locked(Dossier.objects.get(pk=dossier_id))
    compare_unit(dossier)
    application = applications.submitted(dossier.application.public_id)
    calculation = calculate(dossier, application)
    known = facts.of_dossier(dossier, application, calculation)
    conclusions = rules.process(calculation.text, known)
    by_id = {fact["id"]: fact for fact in known}
    live = [
        _keep(dossier, conclusion, [by_id[ground] for ground in conclusion.grounds if ground in by_id])
        for conclusion in (*conclusions.flags, *conclusions.tasks, *conclusions.routes)
    ]
    changed = any(created for _, created in live)
    gone = dossier.flags.filter(cleared_at=None).exclude(pk__in=[flag.pk for flag, _ in live])
    changed = bool(gone.update(cleared_at=timezone.now())) or changed
    _keep_skills(dossier, skills.asked(application, [flag for flag, _ in live]))
    first = not events.events_of("dossier", str(dossier.public_id)).filter(kind="dossier.cross_checked").exists()
    if changed or first:
        tell("dossier.cross_checked", SYSTEM, dossier, flags=len(conclusions.flags))
    if first and dossier.checks.filter(state=CheckState.PENDING).exists():
        tell_citizen(dossier, "awaiting_administration")
    return calculation


def _keep_skills(dossier: Dossier, asked: list[str]) -> None:
    """What the dossier asks of its processor, as far as is known now; assignment reads it."""
    if dossier.skills != asked:
        dossier.skills = asked
        dossier.save(update_fields=["skills"])


def cross_again(dossier_id: int) -> None:
    """A check was settled after the study began: look again. Before the first crossing there is nothing to redo."""
    dossier = Dossier.objects.get(pk=dossier_id)
    if not dossier.closed and dossier.state != DossierState.CHECKING:
        cross(dossier_id)


def _keep(dossier: Dossier, conclusion: Any, grounds: list[dict[str, Any]]) -> tuple[Flag, bool]:
    content = json.dumps([conclusion.kind, conclusion.name, grounds], sort_keys=True, ensure_ascii=False)
    severe = int(conclusion.attributes.get("severity", 0) or 0) >= 2
    flag, created = Flag.objects.get_or_create(
        dossier=dossier,
        fingerprint=blind_index("flag", content),
        defaults={
            "kind": conclusion.kind,
            "name": conclusion.name,
            "rule": conclusion.rule,
            "article": _article(conclusion.article),
            "severity": Severity.HIGH if severe else Severity.NOTICE,
            "sentence": conclusion.sentence,
            "grounds": grounds,
            "raised_at": timezone.now(),
        },
    )
    if flag.cleared_at is not None:
        flag.cleared_at, created = None, True
        flag.save(update_fields=["cleared_at"])
    return flag, created


def _article(article: Any) -> str:
    return str(getattr(article, "art", article) or "")
