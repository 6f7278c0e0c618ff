"""How many questions the form asks until the answer is settled: ``.venv/bin/python -m tests.bench.bench_asking [N]``.

Over N invented households (2,000 unless said), asked on one day: all of them, and those whose income per consumption
unit lies below the median, who come more often. Orders compared: the order of the questions alone; the text's subjects;
the subjects as the ratio rule puts them; the subjects turned round; and, as a bound that no order reaches, the fewest
answers that would have settled it for somebody who knew them all. Questions are those the form's pass waits for; over
the first households each walk is checked against the form that proves every question.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Sequence
from datetime import date

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
os.environ.setdefault("AMPARO_HTTPS", "0")

import django

django.setup()

from rules import asking_order, services  # noqa: E402
from rules.compilers.asking import Subject  # noqa: E402
from rules.types import Case, RuleText  # noqa: E402
from simulator.population import synthetic  # noqa: E402
from simulator.population.contract_cases import cases_of  # noqa: E402
from tests.asking import fewest  # noqa: E402

ON = date(2026, 10, 15)
PROVED = 40
KNOWING = 200


def households(text: RuleText, number: int) -> list[Case]:
    """Invented households, asking on the day of the text."""
    drawn = synthetic.on_day(synthetic.synthetic(number), text.on)
    return [services.read_case(case) for case in cases_of(text, drawn)]


def poorer_half(cases: Sequence[Case]) -> list[Case]:
    """Those whose income per consumption unit (the root of their number) lies below the median."""

    def income(case: Case) -> float:
        return float(case.raw["unit"]["annual_income_previous_year"]) / len(case.refs) ** 0.5

    middle = statistics.median(map(income, cases))
    return [case for case in cases if income(case) < middle]


def figures(walks: Sequence[asking_order.Walk]) -> str:
    """Mean, median and ninth tenth: of everybody, of the yes, of the no."""
    groups = {
        "all": [len(walk.asked) for walk in walks],
        "yes": [len(walk.asked) for walk in walks if walk.eligible],
        "no": [len(walk.asked) for walk in walks if not walk.eligible],
    }
    return "   ".join(
        f"{name} {statistics.mean(found):5.2f} (p50 {statistics.median(found):2.0f}, p90 {_tenth(found):2.0f})"
        for name, found in groups.items()
        if found
    )


def _tenth(found: Sequence[int]) -> int:
    return sorted(found)[len(found) * 9 // 10]


def orders(text: RuleText, cases: Sequence[Case]) -> dict[str, Sequence[Subject]]:
    """The orders to compare."""
    stages = asking_order.proposed(text, cases)
    for stage in stages:
        print(
            f"    {stage.households:>6} households, {stage.questions:>6} questions, "
            f"{stage.refused:>5} noes: {', '.join(stage.subject)}"
        )
    return {
        "order of the questions alone": (),
        "the text's subjects": text.settle_first,
        "as the ratio rule puts them": [stage.subject for stage in stages],
        "turned round": text.settle_first[::-1],
    }


def main() -> None:
    """Print the figures."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    text = services.text("imv", ON)
    everybody = households(text, number * 2)
    for label, cases in (("everybody", everybody[:number]), ("the poorer half", poorer_half(everybody)[:number])):
        print(f"{label}: {len(cases)} households on {ON}; the ratio rule, stage by stage:")
        for name, order in orders(text, cases).items():
            start = time.process_time()
            walks = [asking_order.walk(text, case, order) for case in cases]
            took = (time.process_time() - start) / sum(len(walk.asked) + 1 for walk in walks)
            print(f"  {name:<30} {figures(walks)}   {took * 1e6:,.0f} us a question")
        chance = random.Random(7)
        few = [fewest(text, case, asking_order.walk(text, case), chance) for case in cases[:KNOWING]]
        print(f"  {f'who knew it all ({KNOWING})':<30} {figures(few)}")
        walk = asking_order.walk
        same = [walk(text, case).asked == walk(text, case, proved=True).asked for case in cases[:PROVED]]
        print(f"  the form that proves every question asks the same of {sum(same)} of {len(same)}")


if __name__ == "__main__":
    main()
