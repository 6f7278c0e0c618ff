"""From draft to counting: proposed by its author, signed or sent back by another, withdrawn while it does not count."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from core.actors import Actor
from core.errors import AmparoError
from core.events import record
from core.policies import require
from core.staffing.rows import require_reason, staff_of
from rules.compilers.chain import compile_chain
from rules.compilers.compiled import Compiled
from rules.models import ArchivedText, TextTrial, TextTrialState, TextVersion, TextVersionState
from rules.publishing import schedule
from rules.publishing.rows import Reference, checked, draft_of, locked_version, payload_of, written


@transaction.atomic
def propose(reference: Reference, revision: int, actor: Actor) -> TextVersion:
    """Ask for the signature of exactly this content, tried as it is."""
    version = draft_of(reference, revision, actor)
    if version.pending:
        raise AmparoError("text_version.pending", count=len(version.pending))
    if version.hash == version.based_on_hash:
        raise AmparoError("text_version.equal")
    trial = finished_trial(version)
    if trial is None:
        raise AmparoError("text_version.not_tried")
    _not_overtaken(version)
    version.state, version.trial, version.proposed_at = TextVersionState.PROPOSED, trial, timezone.now()
    version.reviewer, version.review_note = None, ""
    version.save()
    record("text_version.proposed", actor, "text_version", str(version.public_id), payload_of(version))
    return version


def finished_trial(version: TextVersion) -> TextTrial | None:
    """The trial that stands for the content as it is now."""
    done = version.trials.filter(revision=version.revision, hash=version.hash, state=TextTrialState.DONE)
    return done.filter(against_hash=version.based_on_hash).order_by("-pk").first()


def _not_overtaken(version: TextVersion) -> None:
    base = schedule.edition_on(version.benefit, version.valid_from)
    if base is None or base.text.hash != version.based_on_hash:
        raise AmparoError("text_version.overtaken")


def warnings_of(version: TextVersion) -> list[str]:
    """What who signs must have seen: a day already past, examples of the law that come out otherwise, cases unread."""
    found = []
    if version.valid_from <= timezone.localdate():
        found.append(f"Empieza a contar un día que ya ha llegado: el {written(version.valid_from)}.")
    report: dict[str, Any] = version.trial.report if version.trial else {}
    examples = report.get("examples", {})
    if examples.get("broken"):
        found.append(f"Ejemplos de la ley que salen distintos: {len(examples['broken'])}.")
    for part in ("population", "stored"):
        unread = report.get(part, {}).get("unreadable", 0)
        if unread:
            found.append(f"Casos que no se han podido leer: {unread}.")
    return found


def _proposed(reference: Reference, revision: int, actor: Actor) -> TextVersion:
    require(actor, "text_version.manage")
    version = locked_version(reference)
    require(actor, "text_version.review", version)
    if version.state != TextVersionState.PROPOSED:
        raise AmparoError("text_version.not_proposed", state=version.get_state_display().lower())
    if version.revision != revision:
        raise AmparoError("text_version.changed")
    return version


@transaction.atomic
def publish(reference: Reference, revision: int, note: str, actor: Actor, *, seen_warnings: bool) -> TextVersion:
    """The second administrator signs: cases from its first day on use it, in every process within seconds."""
    version = _proposed(reference, revision, actor)
    why = require_reason(note)
    _not_overtaken(version)
    warnings = warnings_of(version)
    if warnings and not seen_warnings:
        raise AmparoError("text_version.acknowledge", warnings=" ".join(warnings))
    _compiles(version)
    version.state, version.published_at = TextVersionState.PUBLISHED, timezone.now()
    version.reviewer, version.review_note = staff_of(actor), why
    version.save()
    ArchivedText.objects.get_or_create(hash=version.hash, defaults={"benefit": version.benefit, "files": version.files})
    record("text_version.published", actor, "text_version", str(version.public_id), payload_of(version))
    schedule.forget()
    transaction.on_commit(schedule.forget)
    return version


def _compiles(version: TextVersion) -> None:
    """The same check the site makes of the release's text before it serves anything."""
    edition = checked(version.files)
    if edition.text.hash != version.hash:
        raise AmparoError("text.damaged")
    for day in edition.dates():
        Compiled(edition.on(day)).careful_reading  # noqa: B018 - compiled when first read
    compile_chain(edition.text.case_rules)


@transaction.atomic
def send_back(reference: Reference, revision: int, note: str, actor: Actor) -> TextVersion:
    """Return it to its author, with the reason."""
    version = _proposed(reference, revision, actor)
    version.review_note, version.reviewer = require_reason(note), staff_of(actor)
    version.state, version.trial, version.proposed_at = TextVersionState.DRAFT, None, None
    version.save()
    record("text_version.returned", actor, "text_version", str(version.public_id), payload_of(version))
    return version


@transaction.atomic
def withdraw(reference: Reference, reason: str, actor: Actor) -> TextVersion:
    """Give a version up: one administrator is enough, while it does not count yet."""
    require(actor, "text_version.manage")
    version = locked_version(reference)
    if version.state == TextVersionState.WITHDRAWN:
        raise AmparoError("text_version.withdrawn")
    if version.state == TextVersionState.PUBLISHED and version.valid_from <= timezone.localdate():
        raise AmparoError("text_version.counts_already", day=written(version.valid_from))
    version.withdrawal_reason, version.withdrawn_by = require_reason(reason), staff_of(actor)
    version.state, version.withdrawn_at = TextVersionState.WITHDRAWN, timezone.now()
    version.save()
    record("text_version.withdrawn", actor, "text_version", str(version.public_id), payload_of(version))
    schedule.forget()
    transaction.on_commit(schedule.forget)
    return version
