"""A few processes apart, kept warm and shared by the threads of one process."""

from __future__ import annotations

import atexit
import logging
import os
import threading
import weakref
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from core.apart.process import ApartProcess
from core.apart.types import Answer, BusyError, GaveUpError, Limits
from core.errors import AmparoError

logger = logging.getLogger(__name__)

_everyone: weakref.WeakSet[Workers] = weakref.WeakSet()


class Workers:
    """At most `places` processes with `module` loaded, started when first needed.

    Threads may share one; a process forked off this one (Celery, gunicorn with ``--preload``) starts its own. They end
    with the process that started them, however it ends.
    """

    def __init__(self, module: str, limits: Limits, places: int = 1) -> None:
        self.module = module
        self.limits = limits
        self.places = places
        self.counts: Counter[str] = Counter()
        """Since the process began: ``started``, ``answered``, ``busy``, ``worn``, and questions given up by reason."""
        self._begin()
        _everyone.add(self)

    def _begin(self) -> None:
        self._lock = threading.Lock()
        self._free = threading.BoundedSemaphore(self.places)
        self._idle: list[ApartProcess] = []

    def ask(self, operation: str, arguments: dict[str, Any], parts: tuple[bytes, ...] = ()) -> Answer:
        """Have `module` do an operation. Raises its AmparoError, `BusyError` or `GaveUpError`."""
        with self._place():
            process = self._take()
            try:
                answer = process.ask(operation, arguments, parts)
            except GaveUpError as error:
                self._count(error)
                raise
            except AmparoError:
                self._give_back(process)
                raise
            except BaseException:
                process.end()
                raise
            self._give_back(process)
            return answer

    def warm(self) -> None:
        """Have a process ready for the next question; does nothing where one is, or all are at work."""
        if not self._free.acquire(blocking=False):
            return
        try:
            if not self._idle:
                self._give_back(self._take())
        except GaveUpError:
            pass  # counted and logged; the next question tries again
        finally:
            self._free.release()

    def warm_meanwhile(self) -> None:
        """The same without waiting for it: a question that comes before it is ready waits for it."""
        if not self.processes():
            threading.Thread(target=self.warm, name=f"warm {self.module}", daemon=True).start()

    def processes(self) -> tuple[ApartProcess, ...]:
        """Those that wait for a question."""
        with self._lock:
            return tuple(self._idle)

    def close(self) -> None:
        """End those that wait for a question; the next one starts another."""
        with self._lock:
            idle, self._idle = self._idle, []
        for process in idle:
            process.end()

    @contextmanager
    def _place(self) -> Iterator[None]:
        free = self._free
        if not free.acquire(timeout=self.limits.wait_seconds):
            with self._lock:
                self.counts["busy"] += 1
            raise BusyError
        try:
            yield
        finally:
            free.release()

    def _take(self) -> ApartProcess:
        while True:
            with self._lock:
                process = self._idle.pop() if self._idle else None
            if process is None:
                break
            if process.alive:
                return process
            process.end()
        try:
            process = ApartProcess(self.module, self.limits)
        except GaveUpError as error:
            self._count(error)
            raise
        with self._lock:
            self.counts["started"] += 1
        return process

    def _give_back(self, process: ApartProcess) -> None:
        limits = self.limits
        worn = process.asked >= limits.questions or process.megabytes() > limits.resting_megabytes
        with self._lock:
            self.counts["answered"] += process.asked > 0
            self.counts["worn"] += worn
            if not worn:
                self._idle.append(process)
        if worn:
            process.end()

    def _count(self, error: GaveUpError) -> None:
        with self._lock:
            self.counts[error.reason] += 1
        logger.warning("%s gave a question up: %s %s", self.module, error.reason, error.detail)

    def after_fork(self) -> None:
        """In a process forked off: forget the other's processes, which go on serving it."""
        for process in self._idle:
            process.let_go()
        self.counts.clear()
        self._begin()


def _forget_all() -> None:
    for workers in list(_everyone):
        workers.after_fork()


def _close_all() -> None:
    for workers in list(_everyone):
        workers.close()


os.register_at_fork(after_in_child=_forget_all)
atexit.register(_close_all)
