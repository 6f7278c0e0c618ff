"""The lines `demo_case` prints, and the folder it leaves papers in."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from core import mail, worker

_WORKERS_TAKE_AT_MOST = 120


class StepFailed(Exception):
    """A step did not end as it had to; the message says what was found instead."""


class Report:
    """Numbers and times the steps: ``NN step · state · seconds · path-or-id``."""

    def __init__(self, write: Callable[[str], object], folder: Path) -> None:
        self._write = write
        self._number = 0
        self.folder = folder

    @contextmanager
    def step(self, name: str) -> "Iterator[Step]":
        """Run a step and print its line; a failure prints its line too and goes on up."""
        self._number += 1
        step, started = Step(), time.monotonic()
        try:
            yield step
        except Exception as error:
            self._line(name, f"FAILED ({type(error).__name__}: {error})", started, "")
            raise
        self._line(name, step.state, started, step.where)

    def _line(self, name: str, state: str, started: float, where: str) -> None:
        self._write(f"{self._number:02d} {name} · {state} · {time.monotonic() - started:.2f} s · {where or '—'}")

    def keep(self, name: str, content: bytes) -> Path:
        """Leave a paper in the folder."""
        path = self.folder / name
        path.write_bytes(content)
        return path


class Step:
    """What a step has to say when it ends."""

    state = "done"
    where = ""

    def ends(self, state: object, where: object = "") -> None:
        """Its state and the path or id that proves it."""
        self.state, self.where = str(state), str(where)


def must(condition: object, found: object) -> None:
    """Stop the case unless `condition` holds."""
    if not condition:
        raise StepFailed(str(found))


def settle(reached: Callable[[], object]) -> None:
    """Let everything due be done: here where there is no broker, else by the workers, until `reached`."""
    if not settings.CELERY_BROKER_URL:
        worker.run_until_idle()
        return
    deadline = time.monotonic() + _WORKERS_TAKE_AT_MOST
    while not reached():
        must(time.monotonic() < deadline, "the workers did not get there")
        time.sleep(0.2)


def code_mailed_to(address: str) -> str:
    """The six digits of the newest message to `address`, read from the mailbox as its owner would."""
    for letter in mail.sent():
        found = re.search(r"\b(\d{3}) ?(\d{3})\b", letter.text)
        if letter.to == address and found:
            return found.group(1) + found.group(2)
    raise StepFailed("no code in the mailbox")
