"""Speed of the rules' readings on one core: ``.venv/bin/python -m tests.bench.bench_rules``.

Prints processor time (not wall time, so that a busy machine distorts less) of the median of five rounds.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

import django

django.setup()

from rules import services  # noqa: E402
from rules.compilers.compiled import Compiled  # noqa: E402
from rules.language.load import load  # noqa: E402
from rules.texts_store import compiled_for, edition_of  # noqa: E402

CASE: dict[str, Any] = {
    "benefit": "imv",
    "on": "2026-10-15",
    "unit": {
        "unit_formed_on": "2020-01-01",
        "annual_income_previous_year": 4800.00,
        "net_patrimony": 1200.00,
        "non_corporate_assets": 1500.00,
    },
    "members": [
        {"ref": "a", "relation": "applicant", "birth_date": "1984-05-02", "legal_residence_since": "2010-01-01"},
        {
            "ref": "b",
            "relation": "child",
            "birth_date": "2019-07-30",
            "legal_residence_since": "2019-07-30",
            "custody": "exclusive",
        },
    ],
}


def rate(action: Callable[[], object], repeat: int) -> float:
    """How often a second `action` can be done."""
    rounds = []
    for _ in range(5):
        start = time.process_time()
        for _ in range(repeat):
            action()
        rounds.append(repeat / (time.process_time() - start))
    return statistics.median(rounds)


def main() -> None:
    """Print the table."""
    text = services.text("imv", date(2026, 10, 15))
    case = services.read_case(CASE)
    compiled = compiled_for(text)
    files = edition_of(text).files
    unknown = {**CASE, "unit": {**CASE["unit"], "annual_income_previous_year": None}}
    open_case = {"members": [{"ref": "a", "relation": "applicant"}]}
    rows: list[tuple[str, Callable[[], object], int]] = [
        (
            "three-valued decision of a case already read",
            lambda: compiled.swift(case.household),
            5000,
        ),
        ("assess: decision object", lambda: services.assess(text, case), 5000),
        ("assess + every requirement with ground and words", lambda: services.assess(text, case).requirements, 500),
        ("outcome of the contract, from a read case", lambda: services.assess(text, case).outcome(), 500),
        ("simulate_case: read, assess, outcome", lambda: services.simulate_case(CASE), 500),
        (
            "simulate_case, income unknown: finds what is missing",
            lambda: services.simulate_case(unknown),
            20,
        ),
        ("form state, one person, nothing answered", lambda: services.form(text, open_case), 50),
        ("read and check the whole text", lambda: load(files), 2),
        ("compile one dialect pair", lambda: Compiled(text).careful_reading, 3),
    ]
    for label, action, repeat in rows:
        action()
        print(f"{rate(action, repeat):>12,.0f} /s   {label}")


if __name__ == "__main__":
    main()
