"""The shape of every question and answer. An answer of another shape counts as no answer: nothing is guessed."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import msgspec

Number = Annotated[str, msgspec.Meta(min_length=5, max_length=20)]
Cents = Annotated[int, msgspec.Meta(ge=-(10**13), le=10**13)]
Province = Annotated[str, msgspec.Meta(pattern=r"^(0[1-9]|[1-4]\d|5[0-2])$")]


class PoliceQuestion(msgspec.Struct, forbid_unknown_fields=True):
    """Who someone says they are. A date not given is not compared; a second surname left empty is."""

    number: Number
    document_kind: Literal["dni", "nie", "passport"]
    first_name: str
    first_surname: str
    second_surname: str = ""
    birth_date: dt.date | None = None
    expires_on: dt.date | None = None


class TaxQuestion(msgspec.Struct, forbid_unknown_fields=True):
    """Income and wealth of one person in one fiscal year."""

    number: Number
    year: int


class ResidenceQuestion(msgspec.Struct, forbid_unknown_fields=True):
    """Where someone is registered, and with whom."""

    number: Number


class PoliceData(msgspec.Struct):
    """Field by field: the police never hand out the value itself."""

    fields: dict[str, Literal["match", "differs"]]


class TaxData(msgspec.Struct):
    """Money in cents; patrimony may be negative (debts)."""

    year: int
    income_cents: Cents
    net_patrimony_cents: Cents
    non_corporate_assets_cents: Cents
    company_director: bool


class ResidenceData(msgspec.Struct):
    """The residence register's entry."""

    province_code: Province
    municipality: str
    address: str
    registered_since: dt.date
    registered_with: list[Number]


class Envelope(msgspec.Struct):
    """What wraps every answer; `data` is read according to the connector."""

    request_id: str
    state: Literal["ok", "differs", "not_found"]
    data: msgspec.Raw


Question = PoliceQuestion | TaxQuestion | ResidenceQuestion
Data = PoliceData | TaxData | ResidenceData
