"""Where the cases of a trial's population come from.

The simulator's population (a room above) registers itself here; until then, cases are made from the worked examples by
changing incomes, patrimony and ages with a fixed seed. A source gives cases of the contract, always the same ones for
the same day, as many as are asked for.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from rules import examples

Case = dict[str, Any]
_SEED = 20270101
_INCOMES = (0.0, 0.2, 0.45, 0.7, 0.9, 1.0, 1.05, 1.2, 2.0, 2.9, 3.1)
_PATRIMONY = (0, 0, 0, 5_000, 16_000, 26_000, 40_000, 90_000)


@dataclass(frozen=True, slots=True)
class Source:
    """A population: what people call it, and its cases on a day, endless or not."""

    label: str
    cases: Callable[[str, date], Iterator[Case]]


def register(source: Source) -> None:
    """Use this population from now on."""
    global _source  # noqa: PLW0603
    _source = source


def label() -> str:
    """What people call the population in use."""
    return _source.label


def some(benefit: str, on: date, begin: int, count: int) -> list[Case]:
    """Cases number `begin` and following of the population in use."""
    return list(islice(_source.cases(benefit, on), begin, begin + count))


def from_examples(benefit: str, on: date) -> Iterator[Case]:
    """Households of the worked examples, asking on that day, with other incomes and patrimony. Endless."""
    found = [dict(example.case) for example in examples.examples_of(benefit)]
    maker = random.Random(_SEED)  # noqa: S311 - the same cases every time, no secret
    while True:
        yield _varied(maker.choice(found), on, maker)


def _varied(case: Case, on: date, maker: random.Random) -> Case:
    years = on.year - int(str(case["on"])[:4])
    reference = 7_000 + 3_000 * len(case["members"])
    income = maker.choice(_INCOMES) * reference + maker.randrange(0, 300)
    unit = {
        **case["unit"],
        "annual_income_previous_year": f"{income:.2f}",
        "net_patrimony": f"{maker.choice(_PATRIMONY)}.00",
    }
    members = [_moved(member, years, on) for member in case["members"]]
    return {**case, "on": on.isoformat(), "unit": unit, "members": members}


def _moved(member: Case, years: int, on: date) -> Case:
    """The same person, about as old on the new day as in the example, and born before it."""
    born = member.get("birth_date")
    if not born or not years:
        return member
    year, rest = int(str(born)[:4]) + years, str(born)[4:]
    moved = f"{year}{'-02-28' if rest == '-02-29' else rest}"
    return {**member, "birth_date": min(moved, on.isoformat())}


_source = Source("Hogares generados a partir de los ejemplos", from_examples)
