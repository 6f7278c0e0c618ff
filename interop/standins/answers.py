"""What each stand-in administration knows about a synthetic person, and how it answers a question."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone

from core.demonstration import DemoPerson

Reply = tuple[str, dict[str, Any]]
NOT_FOUND: Reply = ("not_found", {})
FIRST_TAX_YEAR = 2019
POLICE_FIELDS = ("document_kind", "first_name", "first_surname", "second_surname", "birth_date", "expires_on")


def folded(value: object) -> str:
    """Letters and digits only, without accents or case: how names are compared, since registers lose accents."""
    plain = unicodedata.normalize("NFKD", str(value or ""))
    return re.sub(r"[^a-z0-9]", "", plain.casefold())


def _on_file(person: DemoPerson, register: str) -> dict[str, Any] | None:
    """Differences between the truth and that register; None when the register does not know the person."""
    return person.registered.get(register, {})


def _police(person: DemoPerson, question: dict[str, Any], _: Iterable[DemoPerson]) -> Reply:
    changes = _on_file(person, "police")
    if changes is None:
        return NOT_FOUND
    truth = {name: getattr(person, name) for name in POLICE_FIELDS if name != "expires_on"}
    held = {**truth, "expires_on": person.document_expires_on, **changes}
    asked = [name for name in POLICE_FIELDS if question.get(name) is not None]
    fields = {name: "match" if folded(held[name]) == folded(question[name]) else "differs" for name in asked}
    return ("differs" if "differs" in fields.values() else "ok"), {"fields": fields}


def _tax(person: DemoPerson, question: dict[str, Any], _: Iterable[DemoPerson]) -> Reply:
    changes = _on_file(person, "tax")
    year = question.get("year")
    if changes is None or not isinstance(year, int) or not FIRST_TAX_YEAR <= year < timezone.localdate().year:
        return NOT_FOUND
    return "ok", {
        "year": year,
        "income_cents": person.yearly_income_cents,
        "net_patrimony_cents": person.net_patrimony_cents,
        "non_corporate_assets_cents": person.non_corporate_assets_cents,
        "company_director": person.company_director,
        **changes,
    }


def _residence(person: DemoPerson, question: dict[str, Any], population: Iterable[DemoPerson]) -> Reply:
    changes = _on_file(person, "residence")
    if changes is None:
        return NOT_FOUND
    home = [one for one in population if one.household == person.household and one is not person]
    return "ok", {
        "province_code": person.province_code,
        "municipality": person.municipality,
        "address": person.address,
        "registered_since": person.registered_since.isoformat(),
        "registered_with": [one.document_number for one in home],
        **changes,
    }


Answerer = Callable[[DemoPerson, dict[str, Any], Iterable[DemoPerson]], Reply]
ANSWERERS: dict[str, Answerer] = {"police": _police, "tax": _tax, "residence": _residence}


def answer(name: str, question: dict[str, Any], population: list[DemoPerson]) -> Reply:
    """The reply of administration `name` to `question` about someone in `population`."""
    number = folded(question.get("number"))
    person = next((one for one in population if folded(one.document_number) == number), None)
    return NOT_FOUND if person is None else ANSWERERS[name](person, question, population)
