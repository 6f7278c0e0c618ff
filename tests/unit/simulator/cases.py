"""The contract's worked case, for the tests of this room."""

import json
from copy import deepcopy
from typing import Any

_CASE: dict[str, Any] = {
    "benefit": "imv",
    "on": "2026-10-15",
    "unit": {
        "unit_formed_on": "2020-01-01",
        "annual_income_previous_year": 4800.00,
        "net_patrimony": 1200.00,
        "non_corporate_assets": 1500.00,
    },
    "members": [
        {
            "ref": "a",
            "relation": "applicant",
            "birth_date": "1984-05-02",
            "sex": "F",
            "marital_status": "single",
            "legal_residence_since": "2010-01-01",
        },
        {
            "ref": "b",
            "relation": "child",
            "birth_date": "2019-07-30",
            "legal_residence_since": "2019-07-30",
            "custody": "exclusive",
        },
    ],
}


def worked_case(**unit: Any) -> dict[str, Any]:
    """A mother and her daughter, as the contract prints them; `unit` changes facts of the unit."""
    case = deepcopy(_CASE)
    case["unit"].update(unit)
    return case


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
