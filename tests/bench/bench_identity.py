"""`python -m tests.bench.bench_identity [people [rounds]]` — reading rates, refusals, likeness of faces, time, memory.

Everything is measured on drawn specimens, so it says how the parts do against known truth, not how they do on the
cards of real people. Times are processor seconds of this process and of the readers it starts; `0` people prints
only the times, here and in the process apart.
"""

import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
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
from identity.vision import apart  # noqa: E402
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


def pictures_of(one: DemoPerson) -> dict[str, bytes]:
    """Front, back and selfie of a person, as a phone would send them."""
    drawn = {
        "front": photograph(cards.front(holder_of(one), timezone.localdate()), Scene(seed=2)),
        "back": photograph(cards.back(holder_of(one)), Scene(seed=3, turn=-5.0)),
        "selfie": Image.fromarray(faces.selfie(one.face_seed, one.sex, age_of(one))),
    }
    return {side: jpeg(picture) for side, picture in drawn.items()}


def here(sent: dict[str, bytes]) -> None:
    """One whole check in this process."""
    today = timezone.localdate()
    opened = {side: open_picture(content) for side, content in sent.items()}
    examine_front(opened["front"], today)
    examine_back(opened["back"], today)
    examine_selfie(opened["selfie"])
    # As it is done: the comparison opens the pictures that were kept.
    compare_faces(open_picture(opened["front"].jpeg), open_picture(opened["selfie"].jpeg))


def there(sent: dict[str, bytes]) -> None:
    """The same, asked of the process apart."""
    kept = {side: apart.examine(side, content, timezone.localdate())[1] for side, content in sent.items()}
    apart.compare(kept["front"], kept["selfie"])


def reading(sent: dict[str, bytes]) -> None:
    """The same pictures in one question, as `read_document` asks it."""
    apart.read(sent, timezone.localdate())


def flow(grown: list[DemoPerson], rounds: int = 24) -> None:
    """Time of whole checks, models loaded, here and apart by turns; memory of both; the cost of being apart."""
    people_sent = [pictures_of(one) for one in grown[:6]]
    start = time.perf_counter()
    apart.workers().warm()
    print(f"process apart ready in {time.perf_counter() - start:.1f} s by the clock")
    here(people_sent[0])
    there(people_sent[0])
    spent: dict[str, list[tuple[float, float]]] = {"here": [], "apart": [], "one reading": []}
    for turn in range(rounds):
        for name, check in (("here", here), ("apart", there), ("one reading", reading)):
            begun, wall = all_seconds(), time.perf_counter()
            check(people_sent[turn % len(people_sent)])
            spent[name].append((all_seconds() - begun, time.perf_counter() - wall))
    for name, times in spent.items():
        processor, clock = (np.percentile([pair[index] for pair in times], (50, 95)) for index in (0, 1))
        print(
            f"front + back + selfie, {name:11}: processor {processor[0]:.2f} s (p95 {processor[1]:.2f}), "
            f"clock {clock[0]:.2f} s (p95 {clock[1]:.2f}), {rounds} checks"
        )
    ratios = [there_[0] / here_[0] for here_, there_ in zip(spent["here"], spent["apart"], strict=True)]
    print(f"apart ÷ here, processor, median of pairs: {np.median(ratios):.2f}")
    for process in apart.workers().processes():
        print(f"memory of the process apart: {process.megabytes():.0f} MB, at most {peak(process.number):.0f} MB")


def all_seconds() -> float:
    """Processor time here and in the process apart, with the readers both have started and finished."""
    total = seconds()
    for process in apart.workers().processes():
        fields = Path(f"/proc/{process.number}/stat").read_text().rpartition(")")[2].split()
        total += sum(int(ticks) for ticks in fields[11:15]) / os.sysconf("SC_CLK_TCK")
    return total


def peak(process: int) -> float:
    """Most memory (MB) a process ever held."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def main() -> None:
    """Measure and print."""
    cv2.setNumThreads(1)
    grown = [one for one in people() if age_of(one) >= 18]
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else len(grown)
    print(f"{wanted} drawn people\n")
    flow(grown, int(sys.argv[2]) if len(sys.argv) > 2 else 24)
    print()
    if wanted:
        rates(grown[:wanted])


if __name__ == "__main__":
    main()
