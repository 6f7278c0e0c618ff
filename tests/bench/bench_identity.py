"""`python -m tests.bench.bench_identity [people]` — reading rates, refusals, likeness of faces, and time of the check.

Everything is measured on drawn specimens, so it says how the parts do against known truth, not how they do on the
cards of real people. Times are processor seconds of this process and of the readers it starts.
"""

import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import cv2
import django
import numpy as np
from PIL import Image

os.environ.setdefault("OMP_THREAD_LIMIT", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
django.setup()

from django.utils import timezone  # noqa: E402

from core.demonstration import DemoPerson, people  # noqa: E402
from identity.specimens import cards, faces  # noqa: E402
from identity.specimens.catalogue import age_of, holder_of  # noqa: E402
from identity.specimens.photographs import Scene, jpeg, photograph  # noqa: E402
from identity.vision.examine import Examined, compare_faces, examine_back, examine_front, examine_selfie  # noqa: E402
from identity.vision.intake import open_picture  # noqa: E402

CONDITIONS: dict[str, dict[str, Any]] = {
    "mild": {},
    "turned 14°, tilted 28°": {"turn": 14.0, "tilt": 28.0},
    "small, half the width": {"share": 0.5},
    "blur 1.8 px": {"blur": 1.8},
    "shaken 9 px": {"motion": 9},
    "noise 14": {"noise": 14.0},
    "glare": {"glare": (0.45, 0.62, 0.1)},
    "strong uneven light": {"light": 0.9},
}


def seconds() -> float:
    """Processor time of this process and of its finished children."""
    mine, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return mine.ru_utime + mine.ru_stime + children.ru_utime + children.ru_stime


def rates(grown: list[DemoPerson]) -> None:
    """Per condition: fronts and backs accepted and right, sent back, and the wrong data let in."""
    today = timezone.localdate()
    kinds: tuple[tuple[str, Callable[[DemoPerson], Any], Callable[..., Examined]], ...] = (
        ("front", lambda one: cards.front(holder_of(one), today), examine_front),
        ("back", lambda one: cards.back(holder_of(one)), examine_back),
    )
    print(f"{'condition':24} {'side':6} {'read':>5} {'back':>5} {'wrong':>6} {'s':>5}  reasons")
    for name, how in CONDITIONS.items():
        for side, draw, examine in kinds:
            read, wrong, spent, reasons = 0, 0, 0.0, Counter[str]()
            for one in grown:
                scene = replace(Scene(seed=one.face_seed, turn=-4.0, tilt=9.0), **how)
                opened = open_picture(jpeg(photograph(draw(one), scene)))
                start = seconds()
                seen = examine(opened, today)
                spent += seconds() - start
                reasons.update(code.removeprefix("identity.") for code in seen.problems)
                number = seen.read.get("number")
                read += not seen.problems and number == one.document_number
                wrong += number is not None and number != one.document_number
            sent_back = sum(reasons.values())
            listed = ", ".join(f"{code} {count}" for code, count in reasons.most_common())
            print(f"{name:24} {side:6} {read:>5} {sent_back:>5} {wrong:>6} {spent / len(grown):5.2f}  {listed}")


def flow(one: DemoPerson) -> None:
    """Time of one whole check, models loaded."""
    today = timezone.localdate()
    front = jpeg(photograph(cards.front(holder_of(one), today), Scene(seed=2)))
    back = jpeg(photograph(cards.back(holder_of(one)), Scene(seed=3, turn=-5.0)))
    selfie = jpeg(Image.fromarray(faces.selfie(one.face_seed, one.sex, age_of(one))))
    times = []
    for _ in range(6):
        start, wall = seconds(), time.perf_counter()
        opened = [open_picture(content) for content in (front, back, selfie)]
        examine_front(opened[0], today)
        examine_back(opened[1], today)
        examine_selfie(opened[2])
        cosine = compare_faces(opened[0], opened[2])
        times.append((seconds() - start, time.perf_counter() - wall))
    processor, clock = (np.median([pair[index] for pair in times[1:]]) for index in (0, 1))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"front + back + selfie: {processor:.2f} s of processor, {clock:.2f} s by the clock, face {cosine:.2f}")
    print(f"memory of this process at most {memory:.0f} MB")


def main() -> None:
    """Measure and print."""
    cv2.setNumThreads(1)
    grown = [one for one in people() if age_of(one) >= 18]
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else len(grown)
    print(f"{wanted} drawn people\n")
    flow(grown[0])
    print()
    rates(grown[:wanted])


if __name__ == "__main__":
    main()
