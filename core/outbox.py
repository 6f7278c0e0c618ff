"""The outbox: every event reaches each of its handlers at least once, whatever dies on the way.

Rows are written in the verb's transaction and delivered after it by the worker; a handler that fails is tried again,
ever more slowly, for ever. Only the type of the failure is kept: messages of exceptions can hold personal data.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone

from core.models import AuditEvent, OutboxMessage, OutboxState

if TYPE_CHECKING:
    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

Handler = Callable[[AuditEvent], None]
_FIRST_RETRY = timedelta(seconds=5)
_LAST_RETRY = timedelta(hours=1)
_LEASE = timedelta(minutes=2)

_HANDLERS: dict[str, dict[str, Handler]] = defaultdict(dict)


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Decorator that subscribes a function to events of `kind`; its dotted path is its lasting name."""

    def subscribe(function: Handler) -> Handler:
        _HANDLERS[kind][f"{function.__module__}.{function.__qualname__}"] = function
        return function

    return subscribe


def announce(event: AuditEvent) -> None:
    """Write a message per handler of the event's kind, in the caller's transaction."""
    now = timezone.now()
    OutboxMessage.objects.bulk_create(
        OutboxMessage(event=event, handler=name, next_attempt_at=now) for name in _HANDLERS[event.kind]
    )


def _due() -> "QuerySet[OutboxMessage]":
    rows = OutboxMessage.objects.filter(state=OutboxState.PENDING, next_attempt_at__lte=timezone.now())
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return rows.order_by("next_attempt_at", "id")


def _take(limit: int) -> list[OutboxMessage]:
    """Lease up to `limit` due messages: a worker that dies holding them loses them after the lease."""
    with transaction.atomic():
        messages = list(_due()[:limit])
        until = timezone.now() + _LEASE
        OutboxMessage.objects.filter(pk__in=[message.pk for message in messages]).update(next_attempt_at=until)
    return messages


def deliver_due(limit: int = 50) -> int:
    """Deliver due messages; returns how many were delivered."""
    return sum(_deliver(message) for message in _take(limit))


def _deliver(message: OutboxMessage) -> bool:
    event = message.event
    function = _HANDLERS[event.kind].get(message.handler)
    message.attempts += 1
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
    message.save(update_fields=["attempts", "last_error", "next_attempt_at", "state", "delivered_at"])
    return message.state == OutboxState.DELIVERED
