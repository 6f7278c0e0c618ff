"""Sending hostile pictures, and what came of them."""

import os
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from core.errors import AmparoError, catalogue
from identity.vision import apart
from tests.fuzz.pictures import Hostile

TODAY = date(2026, 11, 21)


@dataclass
class Report:
    """Outcomes, the slowest, and the most memory, here and in the process apart."""

    outcomes: Counter[str] = field(default_factory=Counter)
    by_trick: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    slowest: tuple[float, str] = (0.0, "")
    most_apart: float = 0.0
    most_here: float = 0.0
    unforeseen: list[str] = field(default_factory=list)

    def told(self) -> str:
        """The report in words."""
        lines = [f"{count:>7}  {outcome}" for outcome, count in self.outcomes.most_common()]
        lines.append(f"slowest {self.slowest[0]:.1f} s ({self.slowest[1]})")
        lines.append(f"memory: process apart at most {self.most_apart:.0f} MB, this one {self.most_here:.0f} MB")
        return "\n".join(lines)


def send(one: Hostile, report: Report) -> str:
    """Send one and note what came of it; returns the outcome."""
    begun = time.monotonic()
    try:
        seen, jpeg = apart.examine(one.side, one.content, TODAY)
        outcome = "examined" if jpeg.startswith(b"\xff\xd8\xff") and set(seen.problems) <= set(catalogue()) else "wrong"
    except AmparoError as error:
        outcome = error.code
    except Exception as error:
        outcome = f"unforeseen {type(error).__name__}"
    took = time.monotonic() - begun
    if outcome == "wrong" or outcome.startswith("unforeseen"):
        report.unforeseen.append(f"{one.trick} {one.side}: {outcome}")
    report.outcomes[outcome] += 1
    report.by_trick[one.trick][outcome] += 1
    report.slowest = max(report.slowest, (took, f"{one.trick} as {one.side}"))
    report.most_apart = max(report.most_apart, *(peak_of(process.number) for process in apart.workers().processes()), 0)
    report.most_here = max(report.most_here, peak_of(os.getpid(), "VmRSS"))
    return outcome


def peak_of(process: int, which: str = "VmHWM") -> float:
    """Most memory (MB) a process ever held; 0 when it is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith(which)), 0.0)
