"""A trial of a version: worked examples, a population, and what was stored of real dossiers, piece by piece.

A trial is a row. A pump does a few seconds of it, writes down how far it came, and is turned again; a process that dies
in the middle loses that piece only, and two that do the same piece at once write it once.
"""

import logging
import time
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from core.actors import SYSTEM, Actor
from core.errors import AmparoError
from core.events import record
from core.policies import require
from core.staffing.rows import staff_of
from rules import examples, texts_store
from rules.language.load import Edition
from rules.models import Assessment, TextTrial, TextTrialState, TextVersion
from rules.publishing import populations, replaying, schedule, telling
from rules.publishing.rows import Reference, locked_version, payload_of

logger = logging.getLogger(__name__)
POPULATION = 2_000
STORED_AT_MOST = 500
_PURPOSE = "submission"
"""What is stored once for each dossier: the case as it was declared."""
_PIECE_SECONDS = 2.0
_UNFINISHED = (TextTrialState.WAITING, TextTrialState.RUNNING)


@transaction.atomic
def request_trial(reference: Reference, actor: Actor) -> TextTrial:
    """Ask for a trial of the version as it is now; the worker does it."""
    require(actor, "text_version.manage")
    version = locked_version(reference)
    stored = _stored(version)
    plan: dict[str, Any] = {
        "examples": len(list(examples.examples_of(version.benefit))),
        "population": POPULATION,
        "population_label": populations.label(),
        "stored": stored,
    }
    try:
        with transaction.atomic():
            return TextTrial.objects.create(
                version=version,
                revision=version.revision,
                hash=version.hash,
                against_hash=version.based_on_hash,
                plan=plan,
                total=plan["examples"] + POPULATION + len(stored),
                report={
                    "examples": {"cases": 0, "broken": []},
                    "population": replaying.empty(),
                    "stored": replaying.empty(),
                },
                requested_by=staff_of(actor),
            )
    except IntegrityError:
        raise AmparoError("text_version.trial_runs") from None


def _stored(version: TextVersion) -> list[int]:
    """The latest stored assessment of each dossier, newest first."""
    rows = Assessment.objects.filter(benefit=version.benefit, purpose=_PURPOSE).values("subject_ref")
    latest = rows.annotate(last=Max("pk")).order_by("-last").values_list("last", flat=True)
    return list(latest[:STORED_AT_MOST])


def work_off() -> int:
    """Pump: a few seconds of the oldest unfinished trial; returns how many cases were done."""
    trial = TextTrial.objects.filter(state__in=_UNFINISHED).select_related("version").order_by("pk").first()
    if trial is None:
        return 0
    try:
        return _piece(trial)
    except Exception as error:
        # Its text may hold a citizen's data: only the type is told.
        logger.error("trial %s failed with %s", trial.pk, type(error).__name__)
        TextTrial.objects.filter(pk=trial.pk).update(state=TextTrialState.FAILED, finished_at=timezone.now())
        return 0


def _piece(trial: TextTrial) -> int:
    report, begin, position = trial.report, trial.position, trial.position
    files = trial.version.files
    if trial.version.revision != trial.revision:
        # Changed meanwhile: nobody will propose on it, and the next trial is of what it says now.
        TextTrial.objects.filter(pk=trial.pk).update(state=TextTrialState.FAILED, finished_at=timezone.now())
        return 0
    before = schedule.edition_of_hash(trial.against_hash)
    until = time.monotonic() + _PIECE_SECONDS
    with texts_store.on_trial(files) as after:
        cases = _Cases(trial, begin)
        while position < trial.total and (position == begin or time.monotonic() < until):
            cases.do(position, report, before, after)
            position += 1
    _write_down(trial, begin, position, report)
    return position - begin


def _write_down(trial: TextTrial, begin: int, position: int, report: dict[str, Any]) -> None:
    done = position >= trial.total
    state = TextTrialState.DONE if done else TextTrialState.RUNNING
    finished = {"finished_at": timezone.now()} if done else {}
    with transaction.atomic():
        same = TextTrial.objects.filter(pk=trial.pk, position=begin, state__in=_UNFINISHED)
        written = same.update(position=position, report=report, state=state, **finished)
        if written and done:
            changed = sum(report[part]["cases"] - report[part]["same"] for part in ("population", "stored"))
            payload = payload_of(trial.version, cases=trial.total, changed=changed)
            record("text_version.tried", SYSTEM, "text_version", str(trial.version.public_id), payload)


class _Cases:
    """The cases of a trial by position: examples first, then the population, then what is stored."""

    def __init__(self, trial: TextTrial, begin: int) -> None:
        plan: Mapping[str, Any] = trial.plan
        benefit, self._first_day = trial.version.benefit, trial.version.valid_from
        self._examples = list(examples.examples_of(benefit))[: plan["examples"]]
        self._stored_at = plan["examples"] + plan["population"]
        made_from = max(0, min(begin, self._stored_at) - plan["examples"])
        self._made_from = plan["examples"] + made_from
        self._made = populations.some(benefit, self._first_day, made_from, plan["population"] - made_from)
        self._stored = plan["stored"]

    def do(self, position: int, report: dict[str, Any], before: Edition, after: Edition) -> None:
        """Try the case at `position` and count it."""
        if position < len(self._examples):
            self._example(self._examples[position], report["examples"], before, after)
        elif position < self._stored_at:
            made = position - self._made_from
            case = self._made[made] if 0 <= made < len(self._made) else None
            self._case(case, report["population"], before, after)
        else:
            row = Assessment.objects.filter(pk=self._stored[position - self._stored_at]).first()
            self._case(row.case if row else None, report["stored"], before, after)

    def _example(self, example: examples.Example, report: dict[str, Any], before: Edition, after: Edition) -> None:
        report["cases"] += 1
        differences = examples.differences(example, after)
        if differences:
            told: dict[str, Any] = {"name": example.name, "on": str(example.case["on"]), "differences": differences}
            told["place"] = f"{example.place.file}:{example.place.line}"
            if len(report["broken"]) < replaying.ROWS_KEPT:
                told["changes"] = telling.changes(example, before, after)
            report["broken"].append(told)

    def _case(self, case: Any, report: dict[str, Any], before: Edition, after: Edition) -> None:
        change = replaying.compared(case, before, after, self._first_day) if case else None
        replaying.add(report, change)
