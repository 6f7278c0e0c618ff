"""Verbs of the policy simulator: ask for a run, cancel it, run what waits, forget what is old.

A row is the truth: whoever takes it says so in it, signs of life while it works, and a run whose worker died is taken
up by the next. The table somebody brought lies encrypted in the vault and is gone when its run ends, however it ends.
"""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core import publishing, vault
from core.actors import Actor
from core.calendars import add_months
from core.errors import AmparoError
from core.events import record
from core.models import StaffMember
from core.policies import require
from rules import services as rules
from rules.types import CaseProblem, Population, RuleText, RuleTextError
from simulator.models import PolicyRun, PolicyRunState

logger = logging.getLogger(__name__)

BENEFIT = "imv"
MOST_UNITS = 2_000_000
MOST_BYTES = 20 * 1024 * 1024
MONTHS_KEPT = 12
_SILENCE = timedelta(seconds=60)
_TRIES = 3
_TELL_EVERY = 0.3
_OPEN = (PolicyRunState.QUEUED, PolicyRunState.RUNNING)


class Cancelled(Exception):
    """Somebody asked for the run to stop."""


@dataclass(frozen=True)
class Upload:
    """A table somebody brings; `kind` is `parquet` or `csv`. Its name is not kept: it may say more than it should."""

    content: bytes
    kind: str


@dataclass(frozen=True)
class Law:
    """A text on a day: the one in force then, or a version (published or draft) as it reads then."""

    on: date
    version: rules.VersionChoice | None = None

    def text(self) -> tuple[RuleText, Mapping[str, str] | None]:
        """The text and, of a version, its files; raises CaseProblem, or AmparoError where the version has changed."""
        version = self.version
        return _text(self.on, version.public_id if version else None, version.hash if version else None)


def _text(on: date, version: object, hash: str | None) -> tuple[RuleText, Mapping[str, str] | None]:
    if version is None:
        return rules.text(BENEFIT, on), None
    return rules.version_text(str(version), on, hash or "")


def texts_of(run: PolicyRun) -> tuple[RuleText, RuleText, Mapping[str, str] | None]:
    """Both texts of a run, the second without its changes, and its files; raises as `Law.text`."""
    before, _ = _text(run.before_on, run.before_version, run.before_hash)
    after, files = _text(run.after_on, run.after_version, run.after_hash)
    return before, after, files


def start(before: Law, after: Law, changes: Mapping[str, str], upload: Upload | None, actor: Actor) -> PolicyRun:
    """Ask for a run; raises AmparoError, CaseProblem (no law that day) or RuleTextError (a figure refused)."""
    require(actor, "policy_simulation.run")
    before.text()
    text, files = after.text()
    rules.reformed(text, changes, files)
    with transaction.atomic():
        member = StaffMember.objects.select_for_update().get(public_id=actor.ref)
        if PolicyRun.objects.filter(asked_by=member, state__in=_OPEN).exists():
            raise AmparoError("policy_run.too_many")
        run = PolicyRun(asked_by=member, before_on=before.on, after_on=after.on, changes=dict(changes))
        if before.version:
            chosen = before.version
            run.before_version, run.before_hash, run.before_title = chosen.public_id, chosen.hash, chosen.title
        if after.version:
            chosen = after.version
            run.after_version, run.after_hash, run.after_title = chosen.public_id, chosen.hash, chosen.title
        if upload is not None:
            # Whatever happens to the run, what was brought does not outlive the day.
            end = timezone.now() + timedelta(days=1)
            run.upload = vault.store(upload.content, f"application/x-{upload.kind}", purge_at=end)
            run.upload_kind = upload.kind
        run.save()
        said = {"before": before.on.isoformat(), "after": after.on.isoformat(), "changes": len(changes)}
        record("policy_run.started", actor, "policy_run", str(run.public_id), said)
        from simulator.tasks import run_policy

        publishing.send_after_commit(run_policy, run.pk)
    return run


def cancel(public_id: str, actor: Actor) -> PolicyRun:
    """Stop a run: at once if it waits, within a moment if it is being computed."""
    require(actor, "policy_simulation.run")
    with transaction.atomic():
        run = PolicyRun.objects.select_for_update().filter(public_id=public_id).first()
        if run is None:
            raise AmparoError("policy_run.not_found")
        if run.ended:
            raise AmparoError("policy_run.ended")
        run.cancel_asked = True
        run.save(update_fields=["cancel_asked", "changed_at"])
        record("policy_run.cancelled", actor, "policy_run", str(run.public_id))
        if run.state == PolicyRunState.QUEUED:
            _end(run, PolicyRunState.CANCELLED)
    return run


def run_next() -> int:
    """Run the oldest row that waits or was left alone; returns how many were run."""
    silent = Q(state=PolicyRunState.RUNNING, alive_at__lt=timezone.now() - _SILENCE)
    due = PolicyRun.objects.filter(Q(state=PolicyRunState.QUEUED) | silent).order_by("created_at").first()
    return int(due is not None and run(due.pk))


def run(run_pk: int) -> bool:
    """Run one row, if it waits; False where there is nothing to run."""
    taken = _take(run_pk)
    if taken is None:
        return False
    start = time.monotonic()
    try:
        _Work(taken).do()
        taken.seconds = round(time.monotonic() - start, 2)
        _end(taken, PolicyRunState.DONE)
    except Cancelled:
        _end(taken, PolicyRunState.CANCELLED)
    except (CaseProblem, RuleTextError, AmparoError) as problem:
        taken.problem = said(problem)
        _end(taken, PolicyRunState.FAILED)
    except Exception as failure:
        # The type only: a failure's text may quote the table.
        logger.error("policy run %s failed with %s", taken.pk, type(failure).__name__)
        taken.problem = "Ha fallado el cálculo. Vuelve a intentarlo; si se repite, avisa a quien mantiene el sistema."
        _end(taken, PolicyRunState.FAILED)
    return True


def said(problem: Exception) -> str:
    """What is wrong and how to mend it, in one line."""
    if isinstance(problem, CaseProblem):
        return problem.sentence
    if isinstance(problem, RuleTextError):
        return f"El comprobador del texto de reglas no lo admite: {problem.wrong} {problem.mend}"
    if isinstance(problem, AmparoError):
        return " ".join(part for part in (problem.what, problem.why, problem.next_step) if part)
    return str(problem)


def purge_policy_runs(today: date) -> int:
    """Delete runs of more than twelve months ago; returns how many."""
    return PolicyRun.objects.filter(created_at__date__lt=add_months(today, -MONTHS_KEPT)).delete()[0]


def _take(run_pk: int) -> PolicyRun | None:
    with transaction.atomic():
        run = PolicyRun.objects.select_for_update().filter(pk=run_pk, state__in=_OPEN).first()
        now = timezone.now()
        if run is None or (run.state == PolicyRunState.RUNNING and run.alive_at and run.alive_at > now - _SILENCE):
            return None
        run.tries += 1
        if run.tries > _TRIES:
            run.problem = "El cálculo se ha interrumpido varias veces. Prueba con una población más pequeña."
            _end(run, PolicyRunState.FAILED)
            return None
        run.state, run.alive_at, run.progress = PolicyRunState.RUNNING, now, 0
        run.save()
    return run


def _end(run: PolicyRun, state: str) -> None:
    """Write how it ended, and remove what somebody brought."""
    run.state, run.ended_at, run.step = state, timezone.now(), ""
    run.progress = 100 if state == PolicyRunState.DONE else run.progress
    if run.upload is not None:
        vault.purge(run.upload)
    run.save()


class _Work:
    """The computing of one run, telling its row how far it is."""

    def __init__(self, run: PolicyRun) -> None:
        self.run = run
        self._told = 0.0

    def do(self) -> None:
        """Compute and put the result in the row."""
        from simulator.population.comparing import compare_pieces

        self.tell("Leyendo la ley", 2)
        before, text, files = texts_of(self.run)
        after = rules.reformed(text, self.run.changes, files)
        self.tell("Leyendo la población", 5)
        pieces, size, weight = self._population(before, after)
        comparison = compare_pieces(
            before, after, pieces, weight, lambda done: self.tell("Calculando", min(95, 10 + 85 * done // (2 * size)))
        )
        self.tell("Sumando", 95, at_once=True)
        self.run.result = comparison.as_data()

    def tell(self, step: str, percent: int, *, at_once: bool = False) -> None:
        """Say how far it is, now and then; raises Cancelled where somebody asked for that."""
        now = time.monotonic()
        if not at_once and now - self._told < _TELL_EVERY and step == self.run.step:
            return
        self._told = now
        self.run.step, self.run.progress = step, percent
        values = {"step": step, "progress": percent, "alive_at": timezone.now()}
        PolicyRun.objects.filter(pk=self.run.pk).update(**values)
        if PolicyRun.objects.filter(pk=self.run.pk, cancel_asked=True).exists():
            raise Cancelled

    def _population(
        self, before: RuleText, after: RuleText
    ) -> tuple[Iterable[tuple[Population, Population]], int, float]:
        """The units set around both days, piece by piece; about how many; and how many units each row stands for."""
        if self.run.upload is None:
            from simulator.population import distributions, synthetic
            from simulator.population.store import stored

            population = stored(settings.SYNTHETIC_HOUSEHOLDS)
            days = (before.on, after.on)
            first, second = (synthetic.on_day(population, day) for day in days)
            pair = (first, second if days[0] != days[1] else first)
            return [pair], len(population), distributions.HOUSEHOLDS_OF_SPAIN / len(population)
        from simulator.population import tables

        content = vault.read(self.run.upload)
        brought = tables.pieces(io.BytesIO(content), self.run.upload_kind, after, most=MOST_UNITS)
        size = tables.rows(io.BytesIO(content), self.run.upload_kind)
        return ((piece, piece) for piece in brought), max(size, 1), 1.0
