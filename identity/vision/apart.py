"""Examining a picture without decoding it here: asked of a process apart, which a hostile picture may cost.

This is the only way to vision for whoever serves people: it knows neither OpenCV nor Pillow. See
docs/decisions/0022-pictures-are-opened-apart.md.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings

from core.apart import Answer, BusyError, GaveUpError, Limits, Workers
from core.errors import AmparoError
from identity.vision.examined import Examined
from identity.vision.files import kind_of

_WORDS = {
    "time": "identity.picture_took_too_long",
    "memory": "identity.picture_took_too_much",
    "died": "identity.reader_died",
    "failed": "identity.reader_died",
}
GIVEN_UP = frozenset(_WORDS.values())
"""Codes of a picture that cost its process."""
UNAVAILABLE = GIVEN_UP | {
    "identity.reader_busy",
    "identity.reader_down",
    "identity.models_missing",
    "identity.models_changed",
}
"""Codes that say nothing of the picture: faces cannot be compared just now, so a person looks."""

# What the largest picture let in takes while it is opened (measured: 146 for 4,800 × 4,800 with transparency).
_LARGEST_PICTURE_MEGABYTES = 160
_JPEG = b"\xff\xd8\xff"
_MOST_PROBLEMS = 20
_PLAIN_PARTS = frozenset({"letter_wrong", "second_reader"})
_READ_PARTS = _PLAIN_PARTS | {"document", "fields", "mrz", "problems", "measures", "sides", "face"}


@lru_cache(maxsize=1)
def workers() -> Workers:
    """The processes of this one; none is started before its first question."""
    limits = Limits(
        seconds=settings.VISION_SECONDS,
        processor_seconds=settings.VISION_PROCESSOR_SECONDS,
        megabytes=settings.VISION_MEGABYTES,
        resting_megabytes=settings.VISION_MEGABYTES - _LARGEST_PICTURE_MEGABYTES,
        wait_seconds=settings.VISION_WAIT_SECONDS,
    )
    return Workers("identity.vision.worker", limits, settings.VISION_PLACES)


def expect() -> None:
    """Somebody is about to send a picture: have a process ready, without waiting for it. Loading takes seconds."""
    if settings.VISION_AHEAD:
        workers().warm_meanwhile()


def examine(side: str, content: bytes, today: date) -> tuple[Examined, bytes]:
    """What the picture of one side gave, and a clean JPEG of it to keep.

    Raises an AmparoError ``identity.picture_…`` when it is no picture that can be used, one of `GIVEN_UP` when it cost
    its process, or ``identity.reader_busy``.
    """
    kind_of(content)
    # After half the time nothing more is tried: better an answer with less read than none and a process lost.
    arguments = {"side": side, "today": today.isoformat(), "patience": settings.VISION_SECONDS / 2}
    answer = _ask("examine", arguments, (content,))
    seen = _seen(answer.values)
    if seen is None or len(answer.parts) != 1 or not answer.parts[0].startswith(_JPEG):
        raise AmparoError("identity.reader_died")
    return seen, answer.parts[0]


def read(pictures: dict[str, bytes], today: date) -> dict[str, Any]:
    """What the pictures of one document say (``front``, perhaps ``back`` and ``selfie``), as
    `identity.vision.document` tells it. Raises as `examine`."""
    for content in pictures.values():
        kind_of(content)
    arguments = {"sent": list(pictures), "today": today.isoformat(), "patience": settings.VISION_SECONDS / 2}
    values = _ask("read", arguments, tuple(pictures.values())).values
    if set(values) != _READ_PARTS or not all(isinstance(values[name], dict) for name in _READ_PARTS - _PLAIN_PARTS):
        raise AmparoError("identity.reader_died")
    return values


def turn(frames: tuple[bytes, ...]) -> tuple[Examined, tuple[bytes, bytes]]:
    """What three pictures of a head that turns gave, and clean JPEGs of the first two. Raises as `examine`."""
    for content in frames:
        kind_of(content)
    answer = _ask("turn", {}, frames)
    seen = _seen(answer.values)
    if seen is None or len(answer.parts) != 2 or not all(part.startswith(_JPEG) for part in answer.parts):
        raise AmparoError("identity.reader_died")
    if not _is_turn(seen.measures.get("turn")):
        raise AmparoError("identity.reader_died")
    return seen, (answer.parts[0], answer.parts[1])


def _is_turn(value: Any) -> bool:
    """Three places of the nose and two likenesses, or nothing where no turn could be measured."""
    if value is None:
        return True
    if not isinstance(value, dict):
        return False
    shapes = (value.get("noses"), 3), (value.get("alike"), 2)
    return all(
        isinstance(numbers, list) and len(numbers) == count and all(isinstance(one, float) for one in numbers)
        for numbers, count in shapes
    )


def compare(front: bytes, selfie: bytes) -> float | None:
    """Likeness of the card's portrait and the selfie, or None where one of the faces is not found. Raises as above."""
    likeness = _ask("compare", {}, (front, selfie)).values.get("likeness")
    return min(1.0, max(-1.0, likeness)) if isinstance(likeness, float) else None


def _ask(operation: str, arguments: dict[str, Any], parts: tuple[bytes, ...]) -> Answer:
    try:
        return workers().ask(operation, arguments, parts)
    except BusyError as error:
        raise AmparoError("identity.reader_busy") from error
    except GaveUpError as error:
        # A process that does not start says nothing of the picture.
        raise AmparoError(_WORDS.get(error.reason, "identity.reader_down")) from error


def _seen(values: dict[str, Any]) -> Examined | None:
    """The answer as what it should be, or None: what opened a stranger's file is not believed either."""
    problems, read, measures = (values.get(name) for name in ("problems", "read", "measures"))
    if not (isinstance(problems, list) and isinstance(read, dict) and isinstance(measures, dict)):
        return None
    if len(problems) > _MOST_PROBLEMS or not all(isinstance(one, str) for one in (*problems, *read.values())):
        return None
    return Examined(tuple(problems), read, measures)
