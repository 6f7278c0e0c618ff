"""A head that turns: three pictures in a row (straight, to one side, straight), and how far the nose went.

What is measured here is judged in identity.services.judgement, which knows the side that was asked for.
"""

from __future__ import annotations

from typing import Any

from identity.vision import examine, weights
from identity.vision import face as faces
from identity.vision.examined import Examined
from identity.vision.face import Face
from identity.vision.intake import Opened

FRAMES = 3


def examine_turn(frames: tuple[Opened, ...]) -> Examined:
    """The three pictures as one: the first as a selfie, the others against it."""
    seen = examine.examine_selfie(frames[0])
    if seen.problems or not weights.available():
        return seen
    found = [_only_face(frame) for frame in frames]
    problems = {problem for _, problem in found if problem}
    if problems:
        several = "identity.several_faces"
        return seen.with_problem(several if several in problems else "identity.turn_face_lost")
    people = [face for face, _ in found if face is not None]
    return Examined(seen.problems, seen.read, seen.measures | {"turn": _measured(frames, people)})


def _only_face(frame: Opened) -> tuple[Face | None, str]:
    main, others = examine.main_face(frame.image)
    if main is None:
        return None, "identity.turn_face_lost"
    return main, "identity.several_faces" if others else ""


def _measured(frames: tuple[Opened, ...], people: list[Face]) -> dict[str, Any]:
    first = faces.vector_of(frames[0].image, people[0])
    others = [faces.vector_of(frame.image, face) for frame, face in zip(frames[1:], people[1:], strict=True)]
    return {
        "noses": [round(face.nose, 4) for face in people],
        "alike": [round(float(first @ other), 4) for other in others],
    }
