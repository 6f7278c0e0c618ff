"""Plain values of work done apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Reason = Literal["start", "time", "memory", "died", "failed"]


@dataclass(frozen=True)
class Limits:
    """What one question may cost, and how long the rest may take.

    ``seconds`` by the clock, ``processor_seconds`` of the process itself, ``megabytes`` of memory of the whole process
    with all it has loaded. ``wait_seconds`` is how long a question waits for a free process. One that holds more than
    ``resting_megabytes`` after an answer is ended, so that the next question has room: a new one takes its place.
    """

    seconds: float = 20.0
    processor_seconds: int = 15
    megabytes: int = 700
    resting_megabytes: int = 700
    wait_seconds: float = 20.0
    start_seconds: float = 60.0
    questions: int = 1000  # then a fresh process, whatever leaks there may be


@dataclass(frozen=True)
class Answer:
    """What came back: plain values, and the bytes that go with them."""

    values: dict[str, Any]
    parts: tuple[bytes, ...] = ()


class BusyError(Exception):
    """Every process is at work and none came free in time."""


class GaveUpError(Exception):
    """The question was not answered; its process is gone.

    ``reason``: its process did not ``start``, which says nothing of the question; over its ``time`` or ``memory``,
    ``died`` (killed, or crashed by what it was given), or ``failed`` (an error nobody foresaw; its type is in
    ``detail``, never its text).
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        self.reason: Reason = reason
        self.detail = detail
        super().__init__(f"{reason} {detail}".strip())
