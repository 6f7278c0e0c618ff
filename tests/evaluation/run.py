"""`make eval-identity [N=…] [SEED=…] [SPECIMENS=folder] [FACES=pairs.json]` — how well documents and faces are read.

Without SPECIMENS and FACES: drawn documents and faces, and the report docs/identity/evaluation.md. With them: only
those, and what comes out goes to a folder outside the repository (OUT=…), because their pictures are not ours.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import django

os.environ.setdefault("OMP_THREAD_LIMIT", "1")
os.environ.setdefault("AMPARO_DEMONSTRATION", "1")
# How much is tried must not hang on what else the machine does; processor time keeps its usual limit.
os.environ.setdefault("AMPARO_VISION_SECONDS", "120")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
django.setup()

from django.conf import settings  # noqa: E402

from core.errors import AmparoError  # noqa: E402
from core.validity import PERMANENT  # noqa: E402
from identity.services.readings import read_document  # noqa: E402
from identity.specimens.cases import Case  # noqa: E402
from identity.vision import apart  # noqa: E402
from tests.evaluation import drawing, pairs, report, specimens  # noqa: E402
from tests.evaluation.gallery import Gallery  # noqa: E402
from tests.evaluation.scoring import Score, Truth, score  # noqa: E402

# Public specimens have expired; where one does not say when, or never does, it is read as of this day.
SPECIMEN_DAY = date(2024, 6, 1)
# Ctrl-C ends the measuring, not the report: what was measured is told.
STOP: list[int] = []


def processor() -> float:
    """Processor seconds spent here, in finished children and in the processes apart with theirs."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    total = sum(one.ru_utime + one.ru_stime for one in used)
    for process in apart.workers().processes():
        stat = Path(f"/proc/{process.number}/stat").read_text().rpartition(")")[2].split()
        total += sum(int(ticks) for ticks in stat[11:15]) / os.sysconf("SC_CLK_TCK")
    return total


def measured(truth: Truth, read: Callable[[], dict[str, Any]]) -> tuple[Score, dict[str, Any]]:
    """The answer of the reader judged, with what it cost. An error of the catalogue counts as sent back."""
    begun, clock = processor(), time.perf_counter()
    try:
        answer = read()
    except AmparoError as error:
        answer = {"outcome": "retake", "reasons": [error.code]}
    return score(truth, answer, processor() - begun, time.perf_counter() - clock), answer


def truth_of(case: Case) -> Truth:
    """What the generator knows, as the scoring wants it."""
    side = "both" if case.back else "front"
    return Truth(
        case.name, case.condition, case.group, case.drawn, case.kind, side, case.fields, case.mrz, True, case.reasons
    )


def on_drawn(counts: drawing.Counts, seed: int, only: str) -> tuple[list[Score], Gallery]:
    """Draw and read every case of the plan."""
    plan = [wanted for wanted in drawing.plan(counts, seed) if only in wanted.name]
    scores, gallery = [], Gallery(Path(settings.BASE_DIR) / "docs" / "identity" / "failures")
    for place, (found, answer, pictures) in enumerate(_judged(plan), 1):
        _progress(f"{place} of {len(plan)}  {found.truth.name}")
        scores.append(found)
        if pictures:
            gallery.keep(found, answer, pictures)
        if STOP:
            break
    _progress("")
    return scores, gallery


Judged = tuple[Score, dict[str, Any], list[bytes]]


def _judged(plan: Sequence[drawing.Wanted]) -> Iterator[Judged]:
    """Every case drawn, read and judged, in order; as many at a time as there are cores."""
    readers = os.cpu_count() or 1
    with ProcessPoolExecutor(readers, multiprocessing.get_context("fork"), _left_alone) as pool:
        ahead = deque(pool.submit(_judge, wanted) for wanted in plan[: 2 * readers])
        for wanted in [*plan[2 * readers :], *[None] * len(ahead)]:
            yield ahead.popleft().result()
            if STOP:
                break
            if wanted is not None:
                ahead.append(pool.submit(_judge, wanted))


def _judge(wanted: drawing.Wanted) -> Judged:
    """One case: how it was read, and its pictures where something went wrong."""
    case = drawing.drawn(wanted)
    back = case.back.content if case.back else None
    # Somebody who forges types what the forgery says: it must be noticed without that.
    typed = case.typed if case.group != "mismatch" else None
    read = partial(read_document, case.front.content, back, None, typed, drawing.TODAY)
    found, answer = measured(truth_of(case), read)
    pictures = [shot.content for shot in (case.front, case.back) if shot] if found.failures() else []
    return found, answer, pictures


def _left_alone() -> None:
    """Ctrl-C is for who measures."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def on_specimens(folder: Path, out: Path, on: date | None) -> None:
    """Read the documents of a manifest; print the figures and write them, with every answer, outside the repository."""
    scores, answers = [], []
    for specimen in specimens.load(folder):
        _progress(specimen.file)
        expiry = specimen.truth.fields.get("expiry")
        ends = date.fromisoformat(expiry) if expiry else PERMANENT
        day = on or (ends - timedelta(days=1) if ends != PERMANENT else SPECIMEN_DAY)
        found, answer = measured(specimen.truth, partial(read_document, specimen.front, specimen.back, None, None, day))
        scores.append(found)
        answers.append({"file": specimen.file, "truth": specimen.truth.__dict__, "answer": answer})
    _progress("")
    text = report.specimens_text(scores)
    (out / "specimens.md").write_text(text)
    (out / "answers.json").write_text(json.dumps(answers, ensure_ascii=False, indent=1, default=str))
    print(text)
    print(f"written to {out}")


def on_faces(manifest: Path, out: Path) -> None:
    """Compare the pairs of a manifest; print and write the figures."""
    compared = []
    for place, one in enumerate(pairs.of_manifest(manifest), 1):
        _progress(f"pair {place}")
        compared.append(one)
    _progress("")
    text = report.faces_text(compared)
    (out / "faces.md").write_text(text)
    print(text)
    print(f"written to {out}")


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
    elif text:
        print(text, file=sys.stderr, flush=True)


def _outside(given: Path | None) -> Path:
    out = (given or Path(tempfile.gettempdir()) / "amparo-evaluation").resolve()
    if out.is_relative_to(settings.BASE_DIR):
        raise specimens.UnusableManifest(f"{out} is inside the repository; choose another OUT")
    out.mkdir(parents=True, exist_ok=True)
    return out


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20, help="cases of each condition")
    parser.add_argument("--enough", action="store_true", help="as many of each row as its goal needs to be settled")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faces-count", type=int, default=30, help="random drawn people whose faces are compared")
    parser.add_argument("--specimens", type=Path, help="folder with a manifest.json")
    parser.add_argument("--faces", type=Path, help="JSON file of pairs")
    parser.add_argument("--on", type=date.fromisoformat, help="day on which the specimens are read")
    parser.add_argument("--out", type=Path, help="folder outside the repository for what must not enter it")
    parser.add_argument("--only", default="", help="only cases with this in their name; prints, writes no report")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    signal.signal(signal.SIGINT, lambda number, _: STOP.append(number))
    try:
        if options.specimens:
            on_specimens(options.specimens, _outside(options.out), options.on)
        if options.faces:
            on_faces(options.faces, _outside(options.out))
    except specimens.UnusableManifest as error:
        print(f"Nothing more was measured: {error}.", file=sys.stderr)
        return 2
    if options.specimens or options.faces:
        return 0
    counts = drawing.ENOUGH if options.enough else drawing.Counts.of_each(options.count)
    scores, gallery = on_drawn(counts, options.seed, options.only)
    if options.only:
        print(report.drawn_text(scores))
        print("\n".join(f"{one.truth.name}: {'; '.join(one.failures())}" for one in scores if one.failures()))
        return 0
    compared = list(pairs.drawn(options.faces_count, options.seed, _progress))
    _progress("")
    path = Path(settings.BASE_DIR) / "docs" / "identity" / "evaluation.md"
    path.write_text(report.whole_text(scores, compared, gallery, counts, options.seed))
    print(report.goals_text(scores))
    print(f"written to {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
