"""A visitor of the simulator without a browser: answers what is asked, from what is known of the household."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

from django.test import Client

Facts = dict[str, Any]
NONE = {"residence_exception", "unit_duration_exception", "other_parent_absent_1y"}


class SimulatorVisitor:
    """One visitor with one session. `people` holds the facts of the unit (``unit``) and of each person by ref."""

    def __init__(self, people: dict[str, Facts]) -> None:
        self.client = Client()
        self.people = people
        self.asked: list[str] = []
        self.address = "/simulador/"

    def begin(self) -> None:
        """Press *Empezar* and say how many live together."""
        self.address = self.client.post("/simulador/")["Location"]
        assert self.address.endswith("/pregunta/hogar/")
        self._post({"relatives": str(len(self.people) - 2)})

    def answer_all(self, until: Callable[[str], bool] = lambda key: False) -> None:
        """Answer question after question to the end, or until one is reached."""
        while "/pregunta/" in self.address and not until(self.key):
            assert len(self.asked) < 60, "the simulator never ends"
            self.answer()

    def answer(self, data: dict[str, str] | None = None) -> None:
        """Answer the question of the page, as the person would or with `data`."""
        self.asked.append(self.key)
        self._post(data or self._truth(self.key))

    def page(self, address: str = "") -> str:
        """The words of a page (the present one), on one line."""
        response = self.client.get(address or self.address)
        assert response.status_code == 200, address or self.address
        html = response.content.decode()
        main = html[html.index("<main") : html.index("</main>")]
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).replace("\u00a0", " ").split())

    @property
    def key(self) -> str:
        """Which question is being asked."""
        return self.address.rstrip("/").split("/")[-1]

    def _post(self, data: dict[str, str]) -> None:
        response = self.client.post(self.address, data)
        assert response.status_code == 302, f"{self.address} {data}: {response.content.decode()[-3000:]}"
        self.address = response["Location"]

    def _truth(self, key: str) -> dict[str, str]:
        who, _, name = key.partition("-")
        value = self.people[who].get(name, "none" if name in NONE else False)
        if value is None:
            return {"unknown": "1"}
        if isinstance(value, date):
            return {f"{key}_day": str(value.day), f"{key}_month": str(value.month), f"{key}_year": str(value.year)}
        if isinstance(value, bool):
            return {key: "yes" if value else "no"}
        return {key: str(value)}


def mother_and_daughter(**unit: Any) -> dict[str, Facts]:
    """The contract's household; `unit` changes facts of the unit. None is answered *no lo sé*."""
    return {
        "unit": {
            "unit_formed_on": date(2020, 1, 1),
            "annual_income_previous_year": "4.800",
            "monthly_pensions": "0",
            "net_patrimony": "1.200",
            "non_corporate_assets": "1.500",
            **unit,
        },
        "a": {
            "birth_date": date(1984, 5, 2),
            "legal_residence_since": date(2010, 1, 1),
            "marital_status": "single",
            "independent_since": date(2005, 1, 1),
            "disability_pct": 0,
        },
        "b": {
            "relation": "child",
            "birth_date": date(2019, 7, 30),
            "legal_residence_since": date(2019, 7, 30),
            "custody": "exclusive",
            "disability_pct": 0,
        },
    }
