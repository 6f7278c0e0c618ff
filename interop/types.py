"""Plain values that cross the interop door."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

ConnectorName = Literal["police", "tax", "residence"]
AnswerState = Literal["ok", "differs", "not_found", "down"]


@dataclass(frozen=True)
class Answer:
    """What an administration said. ``down`` means nobody answered in time: ask again later.

    `data` is JSON-ready (dates as ISO text), and empty for ``not_found`` and ``down``:
    police ``{"fields": {name: "match"|"differs"}}``; tax ``{"year", "income_cents", "net_patrimony_cents",
    "non_corporate_assets_cents", "company_director"}``; residence ``{"province_code", "municipality", "address",
    "registered_since", "registered_with": [document numbers]}``.
    """

    state: AnswerState
    data: dict[str, Any]
    exchange_id: uuid.UUID
    at: datetime

    @property
    def is_down(self) -> bool:
        """Nobody answered."""
        return self.state == "down"


@dataclass(frozen=True)
class SourceState:
    """Whether an administration is answering now, as this process sees it."""

    name: str
    label: str
    breaker: str
    last_result: str
    last_asked_at: datetime | None
