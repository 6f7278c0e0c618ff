"""Speed of the case reading on one core: ``.venv/bin/python -m tests.bench.bench_chaining``.

A dossier of so many facts of the kinds the case rules read — what was declared and what registers answered, person by
person, with checks, requirements and a decision — through durable-rules behind its guarded session, and through the
naive chainer that is its specification. Processor time, median of five rounds; both must conclude the same.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

import django

django.setup()

from rules import services  # noqa: E402
from rules.chaining import reference, session  # noqa: E402
from rules.compilers.chain import compile_chain  # noqa: E402

SIZES = (34, 100, 350, 1_300)
_FIELDS = ("income", "address", "net_patrimony", "legal_residence_since", "birth_date")


def dossier(size: int) -> list[dict[str, Any]]:
    """So many facts; a tenth of what registers answer is not what was declared."""
    random = Random(size)
    facts: list[dict[str, Any]] = [
        {"id": "decision", "kind": "decision", "eligible": "yes", "decision_kind": "imv", "total": 73_360}
    ]
    number = 0
    while len(facts) < size:
        person, field = f"p{number // len(_FIELDS)}", _FIELDS[number % len(_FIELDS)]
        value = random.randrange(100_000)
        answered = value + (random.randrange(1, 500) if random.random() < 0.1 else 0)
        about = {"person": person, "field": field}
        facts.append({"id": f"d{number}", "kind": "declared", **about, "value": value})
        facts.append({"id": f"r{number}", "kind": "registry", **about, "value": answered})
        if number % len(_FIELDS) == 0:
            facts.append({"id": f"c{number}", "kind": "check", "person": person, "source": "police", "state": "agrees"})
        number += 1
    return facts[:size]


def milliseconds(action: Callable[[], object], repeat: int = 3) -> float:
    """Processor time of one `action`, median of five rounds."""
    action()
    rounds = []
    for _ in range(5):
        start = time.process_time()
        for _ in range(repeat):
            action()
        rounds.append((time.process_time() - start) * 1000 / repeat)
    return statistics.median(rounds)


def main() -> None:
    """Print the table."""
    text = services.text("imv", date(2026, 10, 15))
    chain = compile_chain(text.case_rules)
    heads = ("facts", "conclusions", "durable-rules ms", "per fact us", "naive ms", "naive / durable")
    print("".join(f"{head:>18}" for head in heads))
    for size in SIZES:
        facts = dossier(size)
        found = session.chain_facts(chain, facts)
        if found != reference.chain_facts(chain, facts):
            raise SystemExit(f"{size} facts: the engine and its specification part.")
        durable = milliseconds(lambda facts=facts: services.process(text, facts))  # type: ignore[misc]
        naive = milliseconds(lambda facts=facts: reference.chain_facts(chain, facts), 1)  # type: ignore[misc]
        row = (durable, durable * 1000 / size, naive, naive / durable)
        print(f"{size:>18}{len(found):>18}" + "".join(f"{figure:>18.1f}" for figure in row))


if __name__ == "__main__":
    main()
