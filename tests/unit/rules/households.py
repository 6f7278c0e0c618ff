"""Random households of the contract, with values just around every limit of the text."""

from datetime import date
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from rules import services, texts_store
from rules.language.text import RuleText
from rules.second_opinion.households import household

ON = st.sampled_from(
    [
        *(date(2020, 6, 1), date(2021, 12, 31), date(2022, 1, 1), date(2022, 6, 15), date(2023, 1, 1)),
        *(date(2024, 5, 31), date(2024, 6, 1), date(2025, 3, 15), date(2026, 3, 26), date(2026, 3, 31)),
        *(date(2026, 4, 8), date(2026, 4, 9), date(2026, 10, 15), date(2027, 2, 1)),
    ]
)


def limits(text: RuleText) -> list[int]:
    """`_limits`, remembered."""
    return _limits(text.hash, text.period)


@lru_cache
def _limits(hash: str, period: date) -> list[int]:
    """Cents one below, at, and one above every amount of the text, monthly and yearly."""
    text = services.text("imv", period)
    amounts: set[int] = {0}
    for parameter in text.parameters.values():
        value = text.value(parameter.name).value
        if parameter.unit == "money":
            amounts |= set(value.values()) if hasattr(value, "values") else {value}  # type: ignore[arg-type]
    yearly = {amount * 12 + rest for amount in amounts for rest in (-7, -6, 5, 6)}
    return sorted(max(0, amount + step) for amount in amounts | yearly for step in (-1, 0, 1))


def euros(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


@st.composite
def cases(draw: Any, most: int = 5, day: date | None = None, people: int | None = None) -> dict[str, Any]:
    """A whole case: nothing unknown, every relation, exception and regime, values around every threshold.

    `day` and `people` say when and how many, where that is not left to chance.
    """
    edition = texts_store.current("imv")
    assert edition is not None
    return household(edition, draw(st.randoms(use_true_random=False)), most, day, people)


def pointers(case: dict[str, Any]) -> list[str]:
    """Every fact of a case that may be hidden."""
    found = [f"/unit/{name}" for name in case["unit"]]
    for number, facts in enumerate(case["members"]):
        found += [f"/members/{number}/{name}" for name in facts if name not in ("ref", "relation")]
    return found


def put(case: dict[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    """The case with one fact changed."""
    unit = dict(case["unit"])
    members = [dict(facts) for facts in case["members"]]
    parts = pointer.split("/")
    (unit if parts[1] == "unit" else members[int(parts[2])])[parts[-1]] = value
    return {**case, "unit": unit, "members": members}
