"""The outbox: every event reaches each of its handlers at least once, whatever dies on the way.

Rows are written in the verb's transaction and delivered after it: by the embedded worker, which reads them, or through
the broker, which is handed their numbers after the commit; the sweeper hands over again what did not arrive. Each
hand-over names the attempt it is for, and an attempt is made once, so messages that come twice do nothing.

A handler that fails is tried again, ever more slowly, for ever. Only the type of the failure is kept: messages of
exceptions can hold personal data.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from core import publishing
from core.models import AuditEvent, OutboxMessage, OutboxState

logger = logging.getLogger(__name__)

Handler = Callable[[AuditEvent], None]
_FIRST_RETRY = timedelta(seconds=5)
_LAST_RETRY = timedelta(hours=1)
_LEASE = timedelta(seconds=settings.JOB_LEASE_SECONDS)

_HANDLERS: dict[str, dict[str, Handler]] = defaultdict(dict)


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Decorator that subscribes a function to events of `kind`; its dotted path is its lasting name."""

    def subscribe(function: Handler) -> Handler:
        _HANDLERS[kind][f"{function.__module__}.{function.__qualname__}"] = function
        return function

    return subscribe


def announce(event: AuditEvent) -> None:
    """Write a message per handler of the event's kind, in the caller's transaction, and send it after the commit."""
    from core.tasks import deliver_message

    # What is handed to the broker is the sweeper's business only if it has not arrived by its next round.
    head_start = timedelta(seconds=settings.SWEEP_SECONDS if settings.CELERY_BROKER_URL else 0)
    messages = OutboxMessage.objects.bulk_create(
        OutboxMessage(event=event, handler=name, next_attempt_at=timezone.now() + head_start)
        for name in _HANDLERS[event.kind]
    )
    for message in messages:
        publishing.send_after_commit(deliver_message, message.pk, 0)


def sweep(limit: int = 200) -> int:
    """Pump: deliver what is due, or hand it to the broker again; returns how much that was."""
    if publishing.state() == "embedded":
        return deliver_due()
    from core.tasks import deliver_message

    if not publishing.reachable():
        return 0
    claimed = _claim(limit)
    for place, (pk, attempts) in enumerate(claimed):
        if not publishing.send(deliver_message, pk, attempts):
            _give_back(claimed[place:])
            return place
    return len(claimed)


def _claim(limit: int) -> list[tuple[int, int]]:
    """Due messages with their attempts so far, pushed one lease ahead so that no other sweeper takes them meanwhile."""
    now = timezone.now()
    with transaction.atomic():
        rows = OutboxMessage.objects.filter(state=OutboxState.PENDING, next_attempt_at__lte=now)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        due = list(rows.order_by("next_attempt_at", "id").values_list("pk", "attempts")[:limit])
        OutboxMessage.objects.filter(pk__in=[pk for pk, _ in due]).update(next_attempt_at=now + _LEASE)
    return due


def _give_back(claimed: list[tuple[int, int]]) -> None:
    for pk, attempts in claimed:
        untaken = OutboxMessage.objects.filter(pk=pk, state=OutboxState.PENDING, attempts=attempts)
        untaken.update(next_attempt_at=timezone.now())


def deliver_due(limit: int = 50) -> int:
    """Deliver due messages here and now; returns how many were delivered."""
    due = OutboxMessage.objects.filter(state=OutboxState.PENDING, next_attempt_at__lte=timezone.now())
    rows = list(due.order_by("next_attempt_at", "id").values_list("pk", "attempts")[:limit])
    return sum(deliver(pk, attempts) for pk, attempts in rows)


def deliver(message_pk: int, attempt: int) -> bool:
    """Make the attempt after `attempt` others, unless somebody has; True where the handler went through."""
    message = _take(message_pk, attempt)
    return message is not None and _deliver(message)


def _take(message_pk: int, attempt: int) -> OutboxMessage | None:
    """Lease the message for this attempt: a worker that dies holding it loses it after the lease."""
    free = OutboxMessage.objects.filter(pk=message_pk, state=OutboxState.PENDING, attempts=attempt)
    if not free.update(attempts=attempt + 1, next_attempt_at=timezone.now() + _LEASE):
        return None
    return OutboxMessage.objects.select_related("event").get(pk=message_pk)


def _deliver(message: OutboxMessage) -> bool:
    event = message.event
    function = _HANDLERS[event.kind].get(message.handler)
    try:
        if function is None:
            raise LookupError(message.handler)
        function(event)
    except Exception as error:
        message.last_error = type(error).__name__
        delay = min(_FIRST_RETRY * 2 ** min(message.attempts, 12), _LAST_RETRY)
        message.next_attempt_at = timezone.now() + delay
        logger.warning("outbox: %s failed with %s", message.handler, message.last_error)
    else:
        message.state, message.delivered_at = OutboxState.DELIVERED, timezone.now()
    message.save(update_fields=["last_error", "next_attempt_at", "state", "delivered_at"])
    return message.state == OutboxState.DELIVERED
