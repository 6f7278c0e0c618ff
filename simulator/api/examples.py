"""The examples of the API's description: cases of the contract that are answered as they stand."""

from __future__ import annotations

from typing import Any

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
PARTIAL_CASE: dict[str, Any] = {"on": "2026-10-15", "members": [{"ref": "a", "relation": "applicant"}]}
INCOME: dict[str, Any] = {
    "on": "2026-10-15",
    "lines": [
        {"member": "a", "kind": "work", "gross": 9000.00, "withholding": 180.00, "contributions": 583.20, "year": 2025},
        {"member": "a", "kind": "housing_aid", "gross": 2400.00, "year": 2025},
    ],
}
