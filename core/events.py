"""What happened, append-only and hash-chained; and who is told.

A verb calls `record` inside its transaction: the event row and one outbox row per subscriber are written with the
change itself, so neither can exist without the other. After the commit the event is chained: its hash covers its
content and the hash before it, under one global lock held for that moment only (chaining inside the verb's own
transaction would hold the lock until its commit and invite deadlocks). `verify` walks the chain.

Payloads hold ids, codes, states and dates — never a personal datum.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core import outbox
from core.actors import Actor
from core.models import AuditEvent, EventChain

logger = logging.getLogger(__name__)
CHAINING_GRACE = timedelta(minutes=5)
_BATCH = 500


@dataclass(frozen=True)
class EventKind:
    """Wording of a kind of event. `citizen` is None where the person concerned is not shown it."""

    name: str
    officer: str
    citizen: str | None


_KINDS: dict[str, EventKind] = {}


def register_kind(name: str, *, officer: str, citizen: str | None = None) -> None:
    """Declare a kind, ``subject.verb``; the sentences may use ``{keys}`` of the payload."""
    kind = EventKind(name, officer, citizen)
    if _KINDS.setdefault(name, kind) != kind:
        raise ValueError(f"event kind registered twice: {name}")


def kinds() -> dict[str, EventKind]:
    """Every registered kind."""
    return dict(_KINDS)


def subscriber(kind: str) -> "Callable[[outbox.Handler], outbox.Handler]":
    """Decorator: call the function with each event of `kind`, after the commit, at least once (be idempotent)."""
    return outbox.handler(kind)


def record(
    kind: str,
    actor: Actor,
    subject_type: str,
    subject_ref: str,
    payload: dict[str, Any] | None = None,
    purpose: str = "",
) -> AuditEvent:
    """Write one event of a registered `kind` and announce it, in the caller's transaction."""
    event = _event(kind, actor, subject_type, subject_ref, payload or {}, purpose)
    with transaction.atomic():
        event.save(force_insert=True)
        outbox.announce(event)
        transaction.on_commit(_chain_after_commit, robust=True)
    return event


def record_many(kind: str, actor: Actor, subject_type: str, payloads: Mapping[str, dict[str, Any]]) -> None:
    """Write one event of `kind` for each subject, with its payload, in one statement and the caller's transaction."""
    rows = [_event(kind, actor, subject_type, ref, payload, "") for ref, payload in payloads.items()]
    with transaction.atomic():
        for event in AuditEvent.objects.bulk_create(rows, batch_size=_BATCH):
            outbox.announce(event)
        transaction.on_commit(_chain_after_commit, robust=True)


def _event(
    kind: str, actor: Actor, subject_type: str, subject_ref: str, payload: dict[str, Any], purpose: str
) -> AuditEvent:
    """The row, not yet written."""
    if kind not in _KINDS:
        raise KeyError(f"unregistered event kind: {kind}")
    return AuditEvent(
        at=timezone.now(),
        kind=kind,
        actor_kind=actor.kind,
        actor_ref=actor.ref,
        actor_roles=",".join(f"{held.role}@{held.province_code}" for held in actor.roles),
        subject_type=subject_type,
        subject_ref=str(subject_ref),
        purpose=purpose,
        # Through JSON and back, so that what is hashed now is what will be read later.
        payload=json.loads(json.dumps(payload, cls=DjangoJSONEncoder)),
    )


def _chain_after_commit() -> None:
    # An event that is not chained now is chained by the next one, or by the worker.
    try:
        chain_pending()
    except Exception as error:
        logger.warning("chaining put off: %s", type(error).__name__)


def _content(event: AuditEvent) -> bytes:
    fields = {
        "public_id": str(event.public_id),
        "at": event.at.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds"),
        "kind": event.kind,
        "actor": [event.actor_kind, event.actor_ref, event.actor_roles],
        "subject": [event.subject_type, event.subject_ref],
        "purpose": event.purpose,
        "payload": event.payload,
        "position": event.position,
        "previous": event.previous_hash,
    }
    return json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def chain_pending(limit: int = _BATCH) -> int:
    """Give the next places in the chain to events that have none; returns how many."""
    with transaction.atomic():
        head = EventChain.objects.select_for_update().get_or_create(pk=1)[0]
        pending = list(AuditEvent.objects.filter(position=None).order_by("id")[:limit])
        for event in pending:
            event.position, event.previous_hash = head.position + 1, head.hash
            event.hash = hashlib.sha256(_content(event)).hexdigest()
            head.position, head.hash = event.position, event.hash
        AuditEvent.objects.bulk_update(pending, ["position", "previous_hash", "hash"])
        if pending:
            head.save()
    return len(pending)


def events_of(subject_type: str, subject_ref: str) -> "QuerySet[AuditEvent]":
    """Events of one subject, oldest first."""
    return AuditEvent.objects.filter(subject_type=subject_type, subject_ref=str(subject_ref)).order_by("at", "id")


def sentence(event: AuditEvent, reader: str = "officer") -> str | None:
    """The event in words for ``officer`` or ``citizen``; None where that reader is not shown it."""
    kind = _KINDS.get(event.kind)
    wording = getattr(kind, reader) if kind else event.kind
    return wording.format_map(_Known(event.payload)) if wording is not None else None


class _Known(dict[str, Any]):
    """Payload whose missing keys read as a dash, so that an old event never breaks a page."""

    def __missing__(self, key: str) -> str:
        return "—"


def verify(last: int | None = None) -> Iterator[str]:
    """Walk the chain and yield one sentence per fault; nothing is yielded for a sound chain.

    The whole of it, or its `last` links only: enough to look at often, not to swear by.
    """
    rows = AuditEvent.objects.exclude(position=None)
    expected_position, previous = _where_to_begin(rows, last)
    for event in rows.filter(position__gte=expected_position).order_by("position").iterator(chunk_size=2000):
        if event.position != expected_position:
            yield f"position {expected_position} is missing (next found: {event.position})"
        if event.previous_hash != previous:
            yield f"position {event.position}: does not follow the event before it"
        if hashlib.sha256(_content(event)).hexdigest() != event.hash:
            yield f"position {event.position}: its content was changed"
        expected_position, previous = (event.position or 0) + 1, event.hash
    head = EventChain.objects.filter(pk=1).first()
    if head is not None and (head.position, head.hash) != (expected_position - 1, previous):
        yield f"the chain's head says {head.position} events; {expected_position - 1} were found"
    waiting = AuditEvent.objects.filter(position=None, at__lt=timezone.now() - CHAINING_GRACE).count()
    if waiting:
        yield f"{waiting} events have waited more than five minutes to be chained"


def _where_to_begin(rows: "QuerySet[AuditEvent]", last: int | None) -> tuple[int, str]:
    """Position of the first link to look at, and the hash it must follow."""
    head = EventChain.objects.filter(pk=1).first()
    begin = max(1, head.position - last + 1) if head and last is not None else 1
    before = rows.filter(position=begin - 1).first()
    return begin, before.hash if before else "0" * 64


register_kind("access.refused", officer="Acción rechazada: {action}")
