"""What a trial of a rule text costs, and where: ``.venv/bin/python -m tests.bench.bench_trial``.

A draft with another amount for one person in 2026, tried as `rules.publishing.trying` does it, in pieces: the worked
examples, then the population; nothing stored, and no row is written. Twice in one process, for what the second finds
ready. Processor time; the report is the same both times.
"""

from __future__ import annotations

import os
import time
from datetime import date
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
os.environ.setdefault("AMPARO_HTTPS", "0")

import django

django.setup()

from rules import examples, texts_store  # noqa: E402
from rules.language.load import Edition, Files  # noqa: E402
from rules.models import TextTrial, TextVersion  # noqa: E402
from rules.publishing import replaying, trying  # noqa: E402

FIRST_DAY = date(2026, 1, 1)
PIECE_SECONDS = 2.0


def drafted(edition: Edition) -> Files:
    """The text with one amount otherwise."""
    written = edition.files["parameters.yaml"]
    assert "1: 733.60" in written
    return {**edition.files, "parameters.yaml": written.replace("1: 733.60", "1: 740.00")}


def tried(edition: Edition, files: Files) -> tuple[dict[str, float], dict[str, Any]]:
    """Seconds of each part, and the report."""
    worked = len(examples.examples_of(edition.benefit))
    trial = TextTrial(
        version=TextVersion(benefit=edition.benefit, valid_from=FIRST_DAY),
        plan={"examples": worked, "population": trying.POPULATION, "stored": []},
    )
    report = {"examples": {"cases": 0, "broken": []}, "population": replaying.empty(), "stored": replaying.empty()}
    spent = dict.fromkeys(("reading the draft", "drawing the households", "worked examples", "population"), 0.0)
    position, total = 0, worked + trying.POPULATION
    while position < total:
        start = time.process_time()
        with texts_store.on_trial(files) as after:
            spent["reading the draft"] += (read := time.process_time()) - start
            cases = trying._Cases(trial, position)
            spent["drawing the households"] += (began := time.process_time()) - read
            while position < total and time.process_time() - began < PIECE_SECONDS:
                part, since = "worked examples" if position < worked else "population", time.process_time()
                cases.do(position, report, edition, after)
                spent[part] += time.process_time() - since
                position += 1
    return spent, report


def main() -> None:
    """Print the figures."""
    edition = texts_store.current("imv")
    assert edition is not None
    files = drafted(edition)
    reports = []
    for which in ("first trial of a process", "the next one"):
        spent, report = tried(edition, files)
        reports.append(report)
        parts = ", ".join(f"{name} {seconds:.2f}" for name, seconds in spent.items())
        print(f"{which}: {sum(spent.values()):.2f} s ({parts})")
    told = reports[0]["examples"]
    assert reports[0] == reports[1]
    print(f"{told['cases']} examples, {len(told['broken'])} of them otherwise; {trying.POPULATION} households")


if __name__ == "__main__":
    main()
