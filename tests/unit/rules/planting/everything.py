"""Every operator of every reading changed, one at a time: ``make mutants`` (``EVERY=9`` takes every ninth).

Prints, for each reading, how many operators its generated source (or ruleset) has, how many of these mutants are
known to be equal, how many of the rest some household told from the untouched readings, and the ones nobody did.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from random import Random

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

import django

django.setup()

from rules.chaining import session  # noqa: E402
from tests.unit.rules.planting import rulesets  # noqa: E402
from tests.unit.rules.planting.equal import is_equal  # noqa: E402
from tests.unit.rules.planting.operators import shortly  # noqa: E402
from tests.unit.rules.planting.readings import EMITTED  # noqa: E402
from tests.unit.rules.planting.trying import Mutant, Trial, places  # noqa: E402
from tests.unit.rules.planting.vectors import DAYS, Village  # noqa: E402

_WHOLE, _PARTIAL = 1_500, 4_000


def told(name: str, mutants: Iterable[Mutant]) -> None:
    """What was not found, as it comes, and one line of the table."""
    began, planted, equal, left = time.process_time(), 0, 0, 0
    for mutant in mutants:
        planted += 1
        if mutant.found:
            continue
        if is_equal(mutant.written):
            equal += 1
            continue
        left += 1
        print(f"      {shortly(mutant.written)}", flush=True)
    found = planted - equal - left
    share = 100 * found / max(planted - equal, 1)
    seconds = time.process_time() - began
    print(
        f"{name:32} {planted:6} planted {equal:4} equal {found:6} found {left:4} not  {share:5.1f} %  {seconds:6.0f} s",
        flush=True,
    )


def main(every: int, wanted: str) -> None:
    """All readings, or the one named."""
    trial = Trial(_WHOLE, _PARTIAL, examples=True)
    for name, reading in EMITTED.items():
        if wanted in ("", name):
            told(name, trial.mutants(reading, Random(every).sample(places(name), len(places(name)) // every)))
    for day in DAYS if wanted in ("", "vector") else ():
        for partial in (False, True):
            village = Village(day, _WHOLE, partial, examples=True)
            told(f"{village.name} {day}", village.mutants(village.sample(len(village.places) // every, every)))
    if wanted in ("", "durable-rules"):
        told("second opinion", rulesets.second_opinion(every, examples=True))
        told("case rules", rulesets.case_rules(every))
        session.forget_networks()


if __name__ == "__main__":
    main(int(os.environ.get("EVERY", "1")), sys.argv[1] if len(sys.argv) > 1 else "")
