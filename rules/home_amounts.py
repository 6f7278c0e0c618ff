"""The amounts of the year for the home page, read from the text in force."""

from typing import Any, cast

from django.utils import timezone

from core import home
from rules import services
from rules.types import CaseProblem

BENEFIT = "imv"


def amounts_of_the_year() -> dict[str, Any] | None:
    """Guaranteed income by number of people today, in cents; None where the law of today is not loaded."""
    try:
        text = services.text(BENEFIT, timezone.localdate())
    except CaseProblem:
        return None
    alone = cast("dict[int, int]", text.parameter("guaranteed_income"))
    single = cast("dict[int, int]", text.parameter("guaranteed_income_single_parent"))
    rows = [
        {"people": people, "open_end": people == max(alone), "amount": cents, "single_parent": single.get(people)}
        for people, cents in sorted(alone.items())
    ]
    return {"benefit": BENEFIT, "year": text.period.year, "rows": rows}


home.register_panel("rules/home_amounts.html", amounts_of_the_year)
