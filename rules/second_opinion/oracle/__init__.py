"""What the law gives a household, in plain Python, written from the law file by article.

It shares no line with the rule text, its language or its readings, and no table: it is there to disagree with them.
It answers complete cases of the contract only, and knows the IMV only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from rules.second_opinion.oracle import access, amounts
from rules.second_opinion.oracle.people import Home, cents
from rules.second_opinion.oracle.tables import ASSETS, CHILD_PATRIMONY, PATRIMONY, TREBLE, for_size, year_of

_COMMON = (
    *("applicant_age", "not_coupled", "residence", "absence_abroad", "residential_service", "independence"),
    *("unit_duration", "unit_complete", "company_director"),
    *("tax_returns", "annual_certificate", "suspension_term", "titular_alive"),
)
_MARGIN = _LEAST = 10_00


class Opinion:
    """The opinion on one complete case. Amounts are cents, a month unless they say otherwise."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        self.case = case
        self.home = Home(case)
        self.on = self.home.on
        self.people = len(self.home.members)
        self._year = year_of(self.on.year)

    def _money(self, name: str) -> int:
        return cents(self.home.facts[name])

    # --- Income ---------------------------------------------------------------------------------------------------

    @cached_property
    def guaranteed_income(self) -> int:
        """Art. 13.2."""
        return amounts.guaranteed_income(self.home, self.on)

    @cached_property
    def _child_supplement(self) -> int:
        return amounts.child_supplement(self.home, self.on)

    @cached_property
    def threshold(self) -> int:
        """Art. 11.2; the child supplement is added since RD 789/2022 DA1ª."""
        added = self._child_supplement if self.on >= amounts.WORK_INCENTIVE else 0
        return self.guaranteed_income + added - _MARGIN

    @cached_property
    def annual_income(self) -> int:
        """Computable income of the previous year, once the exempt part of work is out.

        The wider limits of arts. 11.5 and 11.6 look at the whole of it: the regulation takes the part out to find
        the amount and who is vulnerable, and says nothing of them.
        """
        return max(0, self._money("annual_income_previous_year") - amounts.exempt_work(self.home))

    @cached_property
    def by_current_year(self) -> bool:
        """Whether the income of the year that runs decides (art. 11.5)."""
        return not self.economic_vulnerability and self.current_year_vulnerability

    @cached_property
    def computable_income(self) -> int:
        """A month, of the year that decides."""
        if self.by_current_year:
            return self.monthly_current_year
        return self.monthly_previous_year

    @cached_property
    def monthly_previous_year(self) -> int:
        """Art. 20."""
        return amounts.rounded(Fraction(self.annual_income, 12))

    @cached_property
    def monthly_current_year(self) -> int:
        """Of the year that runs, over its months (art. 11.5)."""
        months = self.home.facts.get("months_current_year") or 0
        return amounts.rounded(Fraction(self._money("annual_income_current_year"), months)) if months else 0

    @cached_property
    def economic_vulnerability(self) -> bool:
        """Arts. 11.1 and 11.2."""
        return self.monthly_previous_year <= self.threshold

    @cached_property
    def current_year_vulnerability(self) -> bool:
        """Art. 11.5 and annex IV, from 1 April to 31 December."""
        if self.economic_vulnerability:
            return True  # nothing to ask for
        if not self.home.current_law or not self.home.facts.get("months_current_year") or self.on.month < 4:
            return False  # the law file tells nothing of it under RDL 20/2020
        if self._money("annual_income_previous_year") > self.limit("child_supplement_income"):
            return False
        if self._money("net_patrimony") > self.limit("net_patrimony"):
            return False
        return self.monthly_current_year <= self.threshold

    # --- Limits ------------------------------------------------------------------------------------------------

    def limit(self, requirement: str) -> int:
        """What a requirement compares with, for a household of this size; 0 where the law of the day had none."""
        tables = {
            "net_patrimony": PATRIMONY,
            "assets_test": ASSETS,
            "child_supplement_income": TREBLE,
            "child_supplement_patrimony": CHILD_PATRIMONY,
        }
        rows = tables[requirement].get(self._year)
        return for_size(rows, self.people) if rows else 0

    @cached_property
    def net_patrimony(self) -> bool:
        """Art. 11.3, annex II."""
        return self._money("net_patrimony") < self.limit("net_patrimony")

    @cached_property
    def assets_test(self) -> bool:
        """Annex III; none under the law of 2020."""
        if not self.home.current_law:
            return True
        return self._money("non_corporate_assets") <= self.limit("assets_test")

    # --- Amounts --------------------------------------------------------------------------------------------------

    @cached_property
    def pension_cap(self) -> bool:
        """Art. 13.6: pensions that reach the guaranteed income leave nothing to pay."""
        return self._money("monthly_pensions") < self.guaranteed_income

    def _imv(self, guaranteed: int) -> int:
        """Arts. 13.1 and 13.6, before asking whether it is due."""
        amount = guaranteed - max(self.computable_income, self._money("monthly_pensions"))
        return amount if amount >= _LEAST else 0

    @cached_property
    def imv_amount(self) -> int:
        """What the income and the pensions leave of the guaranteed income, whatever the least that is paid."""
        return self.guaranteed_income - max(self.computable_income, self._money("monthly_pensions"))

    @cached_property
    def minimum_payment(self) -> bool:
        """Art. 13.1: nothing under 10 € is paid."""
        return self._imv(self.guaranteed_income) > 0

    @cached_property
    def child_supplement_income(self) -> bool:
        """Art. 11.6."""
        if not self._child_supplement:
            return True  # nothing to ask for
        return self._money("annual_income_previous_year") < self.limit("child_supplement_income")

    @cached_property
    def child_supplement_patrimony(self) -> bool:
        """Art. 11.6: 150 % of annex II."""
        if not self._child_supplement:
            return True  # nothing to ask for
        return self._money("net_patrimony") < self.limit("child_supplement_patrimony")

    # --- What is due ----------------------------------------------------------------------------------------------

    @cached_property
    def met(self) -> Mapping[str, bool]:
        """Each requirement of the contract."""
        found = {name: getattr(access, name)(self.home) for name in _COMMON}
        for name in (
            *("economic_vulnerability", "current_year_vulnerability", "net_patrimony", "assets_test", "pension_cap"),
            *("minimum_payment", "child_supplement_income", "child_supplement_patrimony"),
        ):
            found[name] = getattr(self, name)
        return found

    @cached_property
    def _common(self) -> bool:
        return all(self.met[name] for name in _COMMON) and self.assets_test

    @cached_property
    def _vulnerable(self) -> bool:
        return (self.economic_vulnerability or self.current_year_vulnerability) and self.net_patrimony

    @cached_property
    def imv_due(self) -> bool:
        """Whether the IMV itself is paid."""
        return self._common and self._vulnerable and self.pension_cap and self.minimum_payment

    @cached_property
    def child_supplement_due(self) -> bool:
        """Arts. 13.2.e and 11.6: beside the IMV, or alone within its wider limits."""
        alone = self.child_supplement_income and self.child_supplement_patrimony
        return self._child_supplement > 0 and self._common and (self.imv_due or alone)

    @cached_property
    def eligible(self) -> bool:
        """Whether anything is due."""
        return self.imv_due or self.child_supplement_due

    @cached_property
    def kind(self) -> str:
        """In the contract's words."""
        if self.imv_due:
            return "imv_and_child_supplement" if self.child_supplement_due else "imv"
        return "child_supplement_only" if self.child_supplement_due else "none"

    def paid(self, on: date) -> Payment:
        """The payment of a month: what was due, by the tables and the increase of that day.

        The people are looked at on the day of the application until December, and on 1 January in later years; what
        was held on 1 January of the year before is kept no longer (§1.7).
        """
        then = self.home
        if on.year != self.on.year:
            unit = {**self.case["unit"], "supplements_on_1_january": []}
            then = Home({**self.case, "on": f"{on.year}-01-01", "unit": unit})
        imv = self._imv(amounts.guaranteed_income(then, on)) if self.imv_due else 0
        child = amounts.child_supplement(then, on) if self.child_supplement_due else 0
        increase = amounts.increase(on, imv + child)
        return Payment(imv, child, increase, imv + child + increase)

    @cached_property
    def monthly(self) -> Mapping[str, int]:
        """The contract's `monthly`, in cents."""
        imv = self._imv(self.guaranteed_income) if self.imv_due else 0
        child = self._child_supplement if self.child_supplement_due else 0
        return {
            "guaranteed_income": self.guaranteed_income,
            "computable_income": self.computable_income,
            "imv": imv,
            "child_supplement": child,
            "total": imv + child,
        }


@dataclass(frozen=True)
class Payment:
    """One month's payment, in cents."""

    imv: int
    child_supplement: int
    increase_15: int
    total: int
