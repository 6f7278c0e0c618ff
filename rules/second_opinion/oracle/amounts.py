"""Guaranteed income, child supplement, computable income and what is paid (arts. 10, 11, 13 and 20; RD 789/2022)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import floor

from rules.second_opinion.oracle.people import DESCENDANTS, IN_CARE, Home, Person, cents, day
from rules.second_opinion.oracle.tables import (
    ANNUAL,
    ANNUAL_DISABILITY,
    ANNUAL_SINGLE_PARENT,
    CHILD,
    DISABILITY,
    GUARANTEED,
    SINGLE_PARENT,
    for_size,
    year_of,
)

WORK_INCENTIVE, NEW_WORK_INCENTIVE = date(2023, 1, 1), date(2026, 3, 27)
FIRST_INCREASE, LAST_INCREASE = date(2022, 4, 1), date(2022, 12, 31)


def rounded(amount: Fraction) -> int:
    """To the cent, half up."""
    return floor(amount + Fraction(1, 2))


def kept(home: Home, supplement: str) -> bool:
    """RD 789/2022 DA2ª: a supplement held on 1 January is kept to 31 December (law file §1.7)."""
    held = home.facts.get("supplements_on_1_january") or []
    return bool(home.facts.get("is_review")) and home.on >= WORK_INCENTIVE and supplement in held


def single_parent(home: Home) -> bool:
    """Art. 13.2.c (§1.1); under RDL 20/2020, any single adult with minors (§1.6)."""
    adults, minors = home.adults, home.minors
    if not minors:
        return False
    if not home.current_law:
        return len(adults) == 1
    return _sole_adult(home) or _dependent_parents(home)


def _sole_adult(home: Home) -> bool:
    if len(home.adults) != 1:
        return False
    if home.facts.get("other_parent_absent_1y") in ("prison", "hospital"):
        return True
    custody = [person["custody"] for person in home.minors]
    if home.adults[0] is home.applicant and home.applicant["gender_violence_victim"]:
        return all(held in ("exclusive", "shared") for held in custody)
    return all(held == "exclusive" for held in custody)


def _dependent_parents(home: Home) -> bool:
    """Minors who live only with their parents, grandparents or guardians, one of them greatly dependent."""
    guardians = all(p.relation in ("applicant", "spouse", "partner") for p in home.adults)
    children = [p for p in home.minors if p.relation != "applicant"]  # an emancipated minor may be the parent
    cared_for = bool(children) and all(p.relation in DESCENDANTS | IN_CARE for p in children)
    return guardians and cared_for and any(p["dependency_grade3_or_incapacity"] for p in home.adults)


def disability(home: Home) -> bool:
    """Art. 13.2.d: somebody with 65 % or more, once (§1.1)."""
    return any((person["disability_pct"] or 0) >= 65 for person in home.members)


def with_single_parent(home: Home) -> bool:
    """Whether the single-parent row holds; it has none for a person alone."""
    return single_parent(home) or (kept(home, "single_parent") and len(home.members) > 1)


def annual_guaranteed_income(home: Home) -> int:
    """The guaranteed income of a year, as published for the year (§1.3): twelve months are not always the year."""
    year, people = year_of(home.on.year), len(home.members)
    single = with_single_parent(home)
    amount = for_size(ANNUAL_SINGLE_PARENT[year], people, 2) if single else for_size(ANNUAL[year], people)
    return amount + (ANNUAL_DISABILITY[year] if disability(home) or kept(home, "disability") else 0)


def guaranteed_income(home: Home, on: date) -> int:
    """Art. 13.2 a to d, a month, by the tables of a day."""
    year, people = year_of(on.year), len(home.members)
    amount = for_size(GUARANTEED[year], people)
    if with_single_parent(home):
        amount = for_size(SINGLE_PARENT[year], people, 2)
    if disability(home) or kept(home, "disability"):
        amount += DISABILITY.get(year, 0)
    return amount


def child_supplement(home: Home, on: date) -> int:
    """Art. 13.2.e, a month: by age on 1 January; in a review, also who came of age that year (§1.7)."""
    if not home.current_law:
        return 0
    return sum(_for_child(person, home, on) for person in home.members)


def _for_child(person: Person, home: Home, on: date) -> int:
    born = date.fromisoformat(person["birth_date"])
    age_then = on.year - born.year - (0 if (born.month, born.day) == (1, 1) else 1)
    kept_to_december = bool(home.facts.get("is_review")) and home.on >= WORK_INCENTIVE and age_then < 18
    if not person.minor and not kept_to_december:
        return 0
    under_3, to_5, to_17 = CHILD[year_of(on.year)]
    return under_3 if age_then < 3 else to_5 if age_then < 6 else to_17


def exempt_work(home: Home) -> int:
    """RD 789/2022, the part of an increase of work income that is not counted, a year (§3.3)."""
    if not home.facts.get("is_review") or home.on < WORK_INCENTIVE or not _long_beneficiary(home):
        return 0
    now, earlier = (cents(home.facts[f"work_income_{name}"]) for name in ("previous_year", "year_before"))
    rise = now - earlier
    if rise <= 0:
        return 0
    if home.on >= NEW_WORK_INCENTIVE:
        # The circumstances are those of 1 January (§3.3), whatever has changed since.
        rate = 55 if home.facts.get("supplements_on_1_january") else 50
        return min(rise, 6_000_00) + rounded(Fraction(max(0, rise - 6_000_00) * rate, 100))
    helped = disability(home) or kept(home, "disability")
    year = annual_guaranteed_income(home)
    whole = rounded(Fraction(year * 60, 100))
    single = bool(home.minors) and len(home.adults) == 1
    rate = 40 if helped or single else 35 if home.minors else 30
    rate -= 10 if earlier > 0 else 0
    return min(rise, whole) + rounded(Fraction(max(0, min(rise, year) - whole) * rate, 100))


def _long_beneficiary(home: Home) -> bool:
    """Beneficiary the year before the review; from the second year where granted by the year that ran."""
    since = day(home.facts.get("beneficiary_since"))
    years = 2 if home.facts.get("granted_by_current_year") else 1
    return since is not None and since.year <= home.on.year - years


def increase(on: date, amount: int) -> int:
    """RDL 6/2022 and 11/2022: 15 % more on what is paid from April to December of 2022 (§1.4)."""
    return rounded(Fraction(amount * 15, 100)) if FIRST_INCREASE <= on <= LAST_INCREASE else 0
