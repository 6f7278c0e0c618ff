"""What a process of the web server gets ready before its first request: each app registers what would make one wait.

What has been loaded by then stays for good, so it is put where Python's collector no longer looks: otherwise every full
collection would walk over all of Django and the rule texts while people wait.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable

from django.db import connections

#: New objects before the collector looks at them; an answer makes some hundreds, nearly all gone with it.
_NEW_OBJECTS = 10_000
logger = logging.getLogger(__name__)
_PREPARATIONS: list[Callable[[], object]] = []


def before_serving(prepare: Callable[[], object]) -> None:
    """Have `prepare` called once in each process that is about to serve."""
    _PREPARATIONS.append(prepare)


def get_ready() -> None:
    """Prepare everything; what cannot be prepared now (a database that does not answer yet) is left for later."""
    for prepare in _PREPARATIONS:
        try:
            prepare()
        except Exception:
            logger.warning("%s could not be prepared before serving.", prepare.__module__, exc_info=True)
    connections.close_all()  # requests run in other threads, with connections of their own
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)
