"""Handing a row's task to the broker, after the commit, and not insisting while the broker is away.

The row is the truth and the sweeper finds it, so a message that is not sent is only late. What must never happen is
that a broker which does not answer makes people wait: connecting and writing are bounded, nothing is tried twice, and
after one failure nothing is tried at all for a while.
"""

import functools
import logging
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from kombu import pools

from core.breaker import Breaker, NotTried
from core.celery import app

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 1.0
WRITE_SECONDS = 2.0
# kombu's own default is to try a dead broker for six seconds, whatever `retry` says.
_ONCE = {"max_retries": 0}
_LIMITS: dict[str, dict[str, Any]] = {
    "redis": {"socket_connect_timeout": CONNECT_SECONDS, "socket_timeout": WRITE_SECONDS},
    "amqp": {"read_timeout": WRITE_SECONDS, "write_timeout": WRITE_SECONDS, "confirm_publish": True},
}

breaker = Breaker("publishing", failures=1, seconds=settings.BROKER_PAUSE_SECONDS)


def state() -> str:
    """``embedded`` where there is no broker, else ``sending`` or ``paused`` — as this process sees it."""
    if not settings.CELERY_BROKER_URL:
        return "embedded"
    return "sending" if breaker.closed else "paused"


def send_after_commit(task: Any, *args: Any) -> None:
    """Send once the surrounding transaction commits. With no broker the embedded worker finds the row by itself."""
    if settings.CELERY_BROKER_URL:
        transaction.on_commit(functools.partial(send, task, *args), robust=True)


def send(task: Any, *args: Any, **options: Any) -> bool:
    """Send now; False where it was not sent, and the sweeper will."""
    try:
        breaker.guard(functools.partial(_publish, task, args, options))
    except NotTried:
        return False
    except Exception as failure:
        # The type only: the broker's address holds its password.
        logger.warning("%s was not sent: %s", task.name, type(failure).__name__)
        return False
    return True


def reachable() -> bool:
    """Whether the broker can be talked to now; the sweeper asks before it claims rows. Ends a pause that is over."""
    try:
        breaker.guard(_connect)
    except Exception:
        return False
    return True


def _connect() -> None:
    with _producers(settings.CELERY_BROKER_URL).acquire(block=True, timeout=CONNECT_SECONDS) as producer:
        producer.connection.ensure_connection(max_retries=0, timeout=CONNECT_SECONDS)


def _publish(task: Any, args: tuple[Any, ...], options: dict[str, Any]) -> None:
    with _producers(settings.CELERY_BROKER_URL).acquire(block=True, timeout=CONNECT_SECONDS) as producer:
        task.apply_async(
            args=list(args),
            producer=producer,
            retry=False,
            confirm_timeout=WRITE_SECONDS,
            add_to_parent=False,
            **options,
        )


@functools.cache
def _producers(url: str) -> Any:
    """Connections of this process for sending only: a worker's own reads wait longer than any request may."""
    kind = "amqp" if urlsplit(url).scheme.startswith(("amqp", "pyamqp")) else "redis"
    connection = app.connection_for_write(url, connect_timeout=CONNECT_SECONDS, transport_options=_ONCE | _LIMITS[kind])
    return pools.producers[connection]
