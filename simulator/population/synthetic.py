"""A synthetic population: invented households that look like those of Spain in what `distributions` says.

The same seed gives the same households. A household is taken as a unit of cohabitation; its dates are set around
`REFERENCE_DAY`, and `on_day` moves all of them together, so that the law of another day meets the same people at the
same age. No person behind any of them exists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from core.provinces import COMMUNITY_OF_PROVINCE
from rules.services import NEVER_NUMBER, day_number
from rules.types import Array, Column, Population
from simulator.population import distributions as of

REFERENCE_DAY = date(2026, 1, 1)
SEED = 20260101
KINDS = tuple(of.COMPOSITION)
_ALONE, _COUPLE, _COUPLE_WITH_CHILDREN, _ONE_PARENT, _RELATIVES = range(5)
RELATIONS = ("applicant", "spouse", "partner", "child", "parent", "sibling", "other_relative")
_APPLICANT, _SPOUSE, _PARTNER, _CHILD, _PARENT, _SIBLING, _OTHER = range(7)
_CUSTODY = ("exclusive", "shared", "none")
_REFERENCE_MONTH = day_number(REFERENCE_DAY) >> 5


def synthetic(units: int = 1_000_000, seed: int = SEED) -> Population:
    """So many households, on `REFERENCE_DAY`."""
    return _Maker(units, np.random.default_rng(seed)).population()


def on_day(population: Population, day: date) -> Population:
    """The same households as if `REFERENCE_DAY` were the first day of the month of `day`."""
    months = (day_number(day) >> 5) - _REFERENCE_MONTH
    if months == 0:
        return population
    unit, member = (
        {
            name: replace(
                column, values=np.where(column.values < NEVER_NUMBER, column.values + months * 32, NEVER_NUMBER)
            )
            if name in _DATES
            else column
            for name, column in columns.items()
        }
        for columns in (population.unit, population.member)
    )
    return replace(population, unit=unit, member=member)


_DATES = frozenset(
    {"unit_formed_on", "partnership_registered_on", "birth_date", "legal_residence_since", "independent_since"}
)


class _Maker:
    """Draws the columns, household by household facts first."""

    def __init__(self, units: int, random: np.random.Generator) -> None:
        self.random = random
        self.units = units
        self.kind = self.one_of(tuple(of.COMPOSITION.values()), units)
        self.couple = (self.kind == _COUPLE) | (self.kind == _COUPLE_WITH_CHILDREN)
        self.sizes = self._sizes()
        self.offsets = np.concatenate(([0], np.cumsum(self.sizes))).astype(np.int64)
        self.of = np.repeat(np.arange(units), self.sizes)
        self.place = np.arange(len(self.of)) - self.offsets[self.of]
        self.foreign = self.chance(of.FOREIGN, units)
        self.relation = self._relations()
        self.age = self._ages()

    def population(self) -> Population:
        """Everything drawn, as columns."""
        member = self._member_facts()
        province = self.one_of(tuple(of.PEOPLE.values()), self.units)
        groups = {"province": Column(province, words=tuple(of.PEOPLE)), "composition": Column(self.kind, words=KINDS)}
        return Population(self._unit_facts(province), member, self.offsets, self.offsets[:-1].copy(), groups)

    # --- Drawing ----------------------------------------------------------------------------------------------------

    def chance(self, per_cent: float | Array, size: int) -> Array:
        """True for so many per cent."""
        return self.random.random(size) * 100 < per_cent

    def one_of(self, weights: Sequence[float], size: int) -> Array:
        """Places in a list, each as often as its weight says."""
        edges = np.cumsum(np.asarray(weights, dtype=float))
        return np.searchsorted(edges / edges[-1], self.random.random(size), side="right").astype(np.int8)

    def around(self, median: float, spread: float, size: int) -> Array:
        """Amounts in euros around a median, long to the right."""
        return median * np.exp(spread * self.random.standard_normal(size))

    def since(self, months: Array, size: int) -> Array:
        """A day number so many months before the reference, on any day of the month."""
        day = self.random.integers(1, 29, size)
        return ((_REFERENCE_MONTH - np.maximum(months, 1).astype(np.int64)) * 32 + day).astype(np.int32)

    # --- Who lives there --------------------------------------------------------------------------------------------

    def _sizes(self) -> Array:
        sizes = np.where(self.couple, 2, 1)
        for kind, weights in (
            (_COUPLE_WITH_CHILDREN, of.CHILDREN["couple_with_children"]),
            (_ONE_PARENT, of.CHILDREN["one_parent"]),
        ):
            more = self.one_of(weights, self.units) + 1
            sizes = np.where(self.kind == kind, sizes + more, sizes)
        return np.where(self.kind == _RELATIVES, sizes + self.one_of(of.RELATIVES, self.units) + 1, sizes)

    def _relations(self) -> Array:
        partner = np.where(self.chance(of.UNMARRIED_COUPLES, self.units), _PARTNER, _SPOUSE)[self.of]
        other = np.array([_PARENT, _SIBLING, _OTHER])[self.one_of((45, 35, 20), len(self.of))]
        rest = np.where(self.kind[self.of] == _RELATIVES, other, _CHILD)
        second = np.where(self.couple[self.of], partner, rest)
        return np.where(self.place == 0, _APPLICANT, np.where(self.place == 1, second, rest)).astype(np.int8)

    def _ages(self) -> Array:
        mean, spread, low, high = (np.array(column)[self.kind] for column in zip(*of.AGE.values(), strict=True))
        applicant = np.clip(self.random.normal(mean, spread), low, high)[self.of]
        noise = self.random.standard_normal(len(self.of))
        child = np.clip(applicant - of.AGE_AT_BIRTH - of.AGE_AT_BIRTH_SPREAD * noise, 0, of.OLDEST_CHILD)
        choices = [
            (self.relation == _APPLICANT, applicant),
            (self.relation == _CHILD, child),
            (self.relation == _PARENT, np.clip(applicant + 29 + 5 * noise, 45, 100)),
        ]
        others = np.clip(applicant + 5 * noise, 18, 98)
        return np.select([c for c, _ in choices], [v for _, v in choices], others)

    def _member_facts(self) -> dict[str, Column]:
        people = len(self.of)
        age, head = self.age, self.relation == _APPLICANT
        months = (age * 12).astype(np.int64) + 1
        birth = self.since(months, people)
        here = np.minimum(self.random.exponential(of.YEARS_HERE * 12, self.units)[self.of].astype(np.int64) + 1, months)
        foreign = self.foreign[self.of]
        residence = np.where(foreign & (here < months), self.since(here, people), birth)
        without = foreign & self.chance(of.WITHOUT_LEGAL_RESIDENCE, self.units)[self.of]
        out_of_home = np.maximum((age - 25.0 + 4 * self.random.standard_normal(people)) * 12, 0).astype(np.int64)
        disabled = self.chance(np.where(age >= 65, of.DISABILITY_OLD, of.DISABILITY), people)
        adult = age >= 18
        lone = self.one_of(tuple(of.ALONE_STATUS.values()), people)
        bools: Mapping[str, Array] = {
            "gender_violence_victim": adult & self.chance(of.GENDER_VIOLENCE, people),
            "company_director": adult & self.chance(of.COMPANY_DIRECTOR, people),
            "permanent_residential_service": self.chance(of.RESIDENTIAL_SERVICE, people),
            "separation_started": head & (self.kind[self.of] == _ALONE) & self.chance(2.0, people),
        }
        return {
            "relation": Column(self.relation, words=RELATIONS),
            "birth_date": Column(birth),
            "legal_residence_since": Column(np.where(without, NEVER_NUMBER, residence).astype(np.int32)),
            "custody": Column(self.one_of(of.CUSTODY, self.units)[self.of], words=_CUSTODY),
            "marital_status": Column(lone, words=tuple(of.ALONE_STATUS)),
            "independent_since": Column(
                np.where(out_of_home > 0, self.since(out_of_home, people), NEVER_NUMBER).astype(np.int32)
            ),
            "months_registered": Column(self.random.binomial(24, 0.72, people).astype(np.int8)),
            "disability_pct": Column(np.where(disabled, 65, 0).astype(np.int8)),
            "days_abroad_this_year": Column(np.where(self.chance(of.LONG_ABSENCE, people), 120, 0).astype(np.int16)),
            **{name: Column(values) for name, values in bools.items()},
        }

    # --- What they have ---------------------------------------------------------------------------------------------

    def _unit_facts(self, province: Array) -> dict[str, Column]:
        units = self.units
        level = self.random.standard_normal(units)
        income, pensions = self._income(province, level)
        patrimony, assets = self._patrimony(level)
        new = self.chance(of.NEWLY_FORMED, units)
        formed = np.where(new, self.random.integers(1, 7, units), self.random.integers(7, 180, units))
        together = self.random.integers(6, 240, units)
        registered = self.chance(of.REGISTERED_COUPLES, units)
        return {
            "unit_formed_on": Column(self.since(formed, units)),
            "unit_duration_exception": Column(
                (new & self.chance(30.0, units)).astype(np.int8), words=("none", "birth_or_adoption")
            ),
            "lives_with_relatives": Column(self.chance(of.RELATIVES_IN_HOME, units)),
            "partnership_registered_on": Column(
                np.where(registered, self.since(together, units), NEVER_NUMBER).astype(np.int32)
            ),
            "common_children": Column((self.kind == _COUPLE_WITH_CHILDREN) & self.chance(of.COMMON_CHILDREN, units)),
            "annual_income_previous_year": Column(_cents(income)),
            "monthly_pensions": Column(_cents(pensions)),
            "net_patrimony": Column(_cents(patrimony)),
            "non_corporate_assets": Column(_cents(assets)),
        }

    def _income(self, province: Array, level: Array) -> tuple[Array, Array]:
        """Income of a year, and pensions of a month, of the household; euros."""
        weight = np.where(self.age >= of.SCALE_CHILD_AGE, of.SCALE_ADULT, of.SCALE_CHILD)
        weight[self.offsets[:-1]] = of.SCALE_FIRST
        scale = np.add.reduceat(weight, self.offsets[:-1])
        communities = np.array([of.INCOME_OF_COMMUNITY[COMMUNITY_OF_PROVINCE[code]] for code in of.PEOPLE])
        place = communities[province] * np.array(tuple(of.INCOME_OF_KIND.values()))[self.kind]
        place = np.where(self.foreign, place * of.INCOME_OF_FOREIGNERS, place)
        income = of.MEDIAN_INCOME * place * np.exp(of.INCOME_SPREAD * level) * scale
        pension = self.around(of.MEDIAN_PENSION, of.PENSION_SPREAD, len(self.age))
        has = (self.age >= of.RETIREMENT_AGE) & self.chance(of.WITH_PENSION, len(self.age))
        pensions = np.add.reduceat(np.where(has, pension, 0.0), self.offsets[:-1])
        income = np.where(self.chance(of.WITHOUT_INCOME, self.units), 0.0, income)
        return np.maximum(income, pensions * 12), pensions

    def _patrimony(self, level: Array) -> tuple[Array, Array]:
        """Net patrimony and assets outside companies, without the home; euros."""
        follows = of.PATRIMONY_FOLLOWS_INCOME
        drawn = follows * level + np.sqrt(1 - follows**2) * self.random.standard_normal(self.units)
        gross = of.MEDIAN_PATRIMONY * np.exp(of.PATRIMONY_SPREAD * drawn)
        gross = np.where(self.chance(of.WITHOUT_PATRIMONY, self.units), 0.0, np.minimum(gross, 20_000_000.0))
        debts = np.where(self.chance(of.WITH_DEBTS, self.units), self.around(9_000.0, 1.2, self.units), 0.0)
        shares = np.where(self.chance(of.COMPANY_SHARES, self.units), gross * 0.3, 0.0)
        return gross - debts, gross - shares


def _cents(euros: Array) -> Array:
    return np.asarray(np.rint(euros * 100), dtype=np.int64)
