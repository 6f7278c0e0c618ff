"""Health: `/salud/vivo` (the process answers) and `/salud/listo` (it can do its work)."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from core import publishing, worker
from core.models import OutboxMessage, OutboxState

LATE = timedelta(minutes=10)


def alive(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers; looks at nothing else, so that it never restarts over somebody's fault."""
    return JsonResponse({"estado": "vivo"})


def ready(request: HttpRequest) -> JsonResponse:
    """200 when database, migrations, cache and vault answer; 503 otherwise, saying which does not.

    `outbox_late` and its like count what should have been done ten minutes ago, and `publishing` says whether this
    process hands work to a broker (``sending``), leaves it for the sweeper (``paused``) or has none (``embedded``);
    `workers_silent_for` counts seconds. Workers, beat or a broker that stopped show here, but do not take the pages
    down.
    """
    parts = {name: _works(probe) for name, probe in _PROBES.items()}
    known = parts["database"] and parts["migrations"]
    late = {f"{name}_late": count() if known else None for name, count in _BACKLOGS.items()}
    silent = worker.seconds_since_turn() if parts["cache"] else None
    work = {"publishing": publishing.state(), "workers_silent_for": silent}
    return JsonResponse(
        {"estado": "listo" if all(parts.values()) else "no listo", **parts, **late, **work},
        status=200 if all(parts.values()) else 503,
    )


def register_backlog(name: str, count: Callable[[], int]) -> None:
    """Add a count of work that is late, shown as ``<name>_late``."""
    _BACKLOGS[name] = count


def _works(probe: Callable[[], bool]) -> bool:
    try:
        return probe()
    except Exception:
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _cache() -> bool:
    cache.set("health", "1", 5)
    return bool(cache.get("health") == "1")


def _vault() -> bool:
    settings.VAULT_DIR.mkdir(parents=True, exist_ok=True)
    return bool(settings.VAULT_DIR.is_dir())


def _late_messages() -> int:
    return OutboxMessage.objects.filter(state=OutboxState.PENDING, event__at__lt=timezone.now() - LATE).count()


_BACKLOGS: dict[str, Callable[[], int]] = {"outbox": _late_messages}
_PROBES = {"database": _database, "migrations": _migrations, "cache": _cache, "vault": _vault}
