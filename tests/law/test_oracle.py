"""What the text gives a household is what the law gives it, by an oracle that shares nothing with the text."""

from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from rules import services, texts_store
from rules.second_opinion.households import household
from rules.second_opinion.oracle import Opinion
from tests.unit.rules.households import cases

pytestmark = pytest.mark.req("S2-72")
QUIET = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@QUIET
@given(cases())
def test_the_oracle_and_the_text_agree_on_every_requirement_and_amount(case: dict[str, Any]) -> None:
    opinion, outcome = Opinion(case), services.simulate_case(case)
    assert {result["id"]: result["met"] for result in outcome["requirements"]} == opinion.met
    assert outcome["monthly"] == {name: cents / 100 for name, cents in opinion.monthly.items()}
    assert (outcome["kind"], outcome["eligible"]) == (opinion.kind, opinion.eligible)


@QUIET
@given(cases())
def test_the_oracle_and_the_text_agree_on_every_payment(case: dict[str, Any]) -> None:
    """In reviews, by the income of the year that runs, and where somebody comes of age on the way as well."""
    opinion, outcome = Opinion(case), services.simulate_case(case)
    for payment in outcome["payments"]:
        first = date.fromisoformat(f"{payment['from']}-01")
        found = opinion.paid(first)
        for name in ("imv", "child_supplement", "increase_15", "total"):
            assert payment[name] == getattr(found, name) / 100, (name, payment["from"])


def test_the_households_are_on_both_sides_of_every_requirement() -> None:
    """A property over households is worth what its households are: each requirement met and not, each kind due."""
    edition = texts_store.current("imv")
    assert edition is not None
    random = Random(4)
    seen, kinds = set(), set()
    for _ in range(1_500):
        opinion = Opinion(household(edition, random))
        seen |= set(opinion.met.items())
        kinds.add(opinion.kind)
    assert len(seen) == 2 * len(edition.text.requirements)
    assert kinds == {"imv", "imv_and_child_supplement", "child_supplement_only", "none"}
