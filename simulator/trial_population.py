"""The population that trials of a rule text are replayed over: the policy simulator's own, as cases of the contract.

Drawn for each process that needs it, as many as a trial could ask for: what is drawn with one seed is the same
everywhere, and a sample of independent households is as good as the first of a million.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from rules import services as rules
from rules.types import Population
from simulator.population import synthetic
from simulator.population.contract_cases import Case, cases_of

HOUSEHOLDS = 20_000


def trial_cases(benefit: str, on: date) -> Iterator[Case]:
    """Households of the synthetic population asking on a day, about as old as on any other day."""
    text = rules.text(benefit, on)
    return cases_of(text, synthetic.on_day(_drawn(), on))


@lru_cache(maxsize=1)
def _drawn() -> Population:
    return synthetic.synthetic(HOUSEHOLDS)
