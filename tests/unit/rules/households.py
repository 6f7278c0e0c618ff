"""Random households of the contract, with values just around every limit of the text."""

from datetime import date
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from rules import services
from rules.language.text import RuleText

ON = st.sampled_from(
    [
        *(date(2020, 6, 1), date(2021, 12, 31), date(2022, 1, 1), date(2022, 6, 15), date(2023, 1, 1)),
        *(date(2024, 5, 31), date(2024, 6, 1), date(2025, 3, 15), date(2026, 3, 26), date(2026, 3, 31)),
        *(date(2026, 4, 8), date(2026, 4, 9), date(2026, 10, 15), date(2027, 2, 1)),
    ]
)
RELATIONS = ["spouse", "partner", "child", "grandchild", "parent", "sibling", "fostered", "guardianship", "unrelated"]
DOUBTFUL_YEARS = [0, 2, 3, 5, 6, 10, 17, 18, 22, 23, 29, 30, 42, 70]


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


def before(on: date, years: int, days: int) -> str:
    day = date(on.year - years, on.month, min(on.day, 28))
    return date.fromordinal(min(day.toordinal() + days, on.toordinal())).isoformat()


def days_ago(on: date, days: int) -> str:
    return date.fromordinal(on.toordinal() - days).isoformat()


@st.composite
def member(draw: Any, on: date, number: int) -> dict[str, Any]:
    born = before(on, draw(st.sampled_from(DOUBTFUL_YEARS)), draw(st.sampled_from([-1, 0, 1])))
    since = draw(st.sampled_from(["never", *(days_ago(on, days) for days in (0, 30, 364, 365, 366, 4000))]))
    facts: dict[str, Any] = {
        "birth_date": born,
        "legal_residence_since": since,
        "residence_exception": draw(st.sampled_from(["none", "none", "minor_joined", "trafficking"])),
        "custody": draw(st.sampled_from(["exclusive", "exclusive", "shared", "none"])),
        "disability_pct": draw(st.sampled_from([0, 64, 65])),
        "independent_since": draw(st.sampled_from(["never", *(days_ago(on, days) for days in (364, 366, 729, 732))])),
        "months_registered": draw(st.sampled_from([0, 11, 12, 24])),
        "marital_status": draw(st.sampled_from(["single", "single", "married", "partnered", "widowed"])),
        "days_abroad_this_year": draw(st.sampled_from([0, 0, 90, 91])),
    }
    for name in (
        *("separation_started", "emancipated", "absolute_orphan", "ex_guardianship", "released_from_prison"),
        *("gender_violence_victim", "trafficking_victim", "homeless", "parents_died", "company_director"),
        *("dependency_grade3_or_incapacity", "permanent_residential_service"),
    ):
        facts[name] = draw(st.integers(0, 9)) == 0
    relation = "applicant" if number == 0 else draw(st.sampled_from(RELATIONS))
    return {"ref": f"m{number}", "relation": relation, **facts}


def seldom() -> st.SearchStrategy[bool]:
    """True one time in four."""
    return st.sampled_from([False, False, False, True])


def special(on: date) -> st.SearchStrategy[dict[str, Any]]:
    """Who else is in the home, what kind of home it is, and couples."""
    around = [days_ago(on, days) for days in (0, 729, 731, 1095, 1096, 1097)]
    return st.fixed_dictionaries(
        {
            "lives_with_relatives": seldom(),
            "special_unit": st.sampled_from(["none", "gender_violence", "separation_started"]),
            "special_unit_since": st.sampled_from(around),
            "home_kind": st.sampled_from(["home", "home", "collective_or_fictitious", "hotel_room"]),
            "common_children": st.booleans(),
            "partnership_registered_on": st.sampled_from(["never", *around]),
        }
    )


def current_year(amounts: st.SearchStrategy[int]) -> st.SearchStrategy[dict[str, Any]]:
    """The income of the year that runs."""
    return st.fixed_dictionaries(
        {"annual_income_current_year": amounts.map(euros), "months_current_year": st.sampled_from([0, 0, 3, 9, 12])}
    )


def review(on: date, amounts: st.SearchStrategy[int]) -> st.SearchStrategy[dict[str, Any]]:
    """Somebody who receives it already."""
    days = [date(on.year - 2, 12, 31), date(on.year - 1, 1, 1), date(on.year - 1, 12, 31), date(on.year, 1, 1)]
    return st.fixed_dictionaries(
        {
            "is_review": seldom(),
            "beneficiary_since": st.sampled_from([day.isoformat() for day in days]),
            "granted_by_current_year": st.booleans(),
            "supplements_on_1_january": st.sampled_from([[], ["single_parent"], ["disability", "single_parent"]]),
            "work_income_previous_year": amounts.map(euros),
            "work_income_year_before": st.one_of(st.just("0.00"), amounts.map(euros)),
        }
    )


@st.composite
def cases(draw: Any, most: int = 4, day: date | None = None, people: int | None = None) -> dict[str, Any]:
    """A whole case: nothing unknown. `day` and `people` say when and how many, where that is not left to chance."""
    on = day or draw(ON)
    amounts = st.sampled_from(limits(services.text("imv", on)))
    return {
        "benefit": "imv",
        "on": on.isoformat(),
        "unit": {
            "unit_formed_on": draw(st.sampled_from([days_ago(on, days) for days in (0, 181, 183, 184, 2000)])),
            "unit_duration_exception": draw(st.sampled_from(["none", "none", "member_left", "gender_violence"])),
            "other_parent_absent_1y": draw(st.sampled_from(["none", "none", "prison"])),
            "annual_income_previous_year": euros(draw(amounts)),
            "monthly_pensions": euros(draw(st.one_of(st.just(0), amounts))),
            "net_patrimony": euros(draw(st.one_of(st.just(-100), amounts))),
            "non_corporate_assets": euros(draw(amounts)),
            **draw(special(on)),
            **draw(current_year(amounts)),
            **draw(review(on, amounts)),
        },
        "members": [draw(member(on, number)) for number in range(people or draw(st.integers(1, most)))],
    }


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
