"""What to ask each administration about a person, and how its answer compares with what was declared.

Plain functions over plain data: no database, no clock. Values here are personal; they go from and to encrypted fields.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from applications.types import Person, SubmittedApplication
from core.calendars import add_months
from core.identifiers import mask_document
from core.money import euros
from core.provinces import PROVINCES
from core.validity import valid_until

SOURCES = ("police", "tax", "residence")
WEALTH = ("income", "net_patrimony", "non_corporate_assets")
_DECLARED_WEALTH = {
    "income": "annual_income_previous_year",
    "net_patrimony": "net_patrimony",
    "non_corporate_assets": "non_corporate_assets",
}

_DOCUMENTS = {"dni": "DNI", "nie": "NIE", "passport": "Pasaporte"}
LABELS = {
    "document_kind": "Tipo de documento",
    "document_number": "Número de documento",
    "first_name": "Nombre",
    "first_surname": "Primer apellido",
    "second_surname": "Segundo apellido",
    "birth_date": "Fecha de nacimiento",
    "expires_on": "Caducidad del documento",
    "year": "Ejercicio",
    "income": "Ingresos de la persona en el año",
    "net_patrimony": "Patrimonio neto de la persona",
    "non_corporate_assets": "Bienes de la persona sin la vivienda",
    "company_director": "Administra una sociedad mercantil",
    "unit_income": "Ingresos de toda la unidad en el año",
    "unit_net_patrimony": "Patrimonio neto de toda la unidad",
    "unit_non_corporate_assets": "Bienes de toda la unidad sin la vivienda",
    "province_code": "Provincia",
    "municipality": "Municipio",
    "address": "Domicilio",
    "registered_since": "En este domicilio desde",
    "registered_with": "Personas en el domicilio",
}


@dataclass(frozen=True)
class Verdict:
    """State of a check after an answer, with what the other side holds and the fields that differ."""

    state: str
    obtained: dict[str, Any]
    differences: tuple[str, ...] = ()


@dataclass(frozen=True)
class ComparedField:
    """One line of the two columns."""

    label: str
    declared: str
    obtained: str
    differs: bool


def fiscal_year(application: SubmittedApplication) -> int:
    """The year before the application (law arts. 11.1 and 20.2)."""
    return application.registered_on.year - 1


def question(source: str, person: Person, application: SubmittedApplication) -> dict[str, Any]:
    """The question of one source about one person; only what it needs."""
    if source == "tax":
        return {"number": person.document_number, "year": fiscal_year(application)}
    if source == "residence":
        return {"number": person.document_number}
    return {
        "document_kind": person.document_kind,
        "number": person.document_number,
        "first_name": person.first_name,
        "first_surname": person.first_surname,
        "second_surname": person.second_surname,
        "birth_date": _iso(person.birth_date),
        "expires_on": _iso(person.document_expires_on),
    }


def declared(source: str, person: Person, application: SubmittedApplication) -> dict[str, Any]:
    """What was declared, under the same names as what will be obtained."""
    if source == "police":
        asked = question(source, person, application)
        return {("document_number" if name == "number" else name): value for name, value in asked.items()}
    if source == "tax":
        facts = _facts(application, person.ref)
        values: dict[str, Any] = {"company_director": facts.get("company_director", False)}
        if person == application.applicant:
            values |= {f"unit_{name}": declared_cents(application, name) for name in WEALTH}
        return values
    others = [one.document_number for one in application.people if one.ref != person.ref and one.document_number]
    return {
        "province_code": application.address.province_code or application.province_code,
        "municipality": application.address.municipality,
        "address": application.address.street,
        "registered_with": others,
    }


def compare(source: str, state: str, data: dict[str, Any], said: dict[str, Any], minor: bool) -> Verdict:
    """Judge one answer of one source against what was said (`declared`)."""
    if state == "not_found":
        # A child files no tax return: nothing on file is what is expected.
        return Verdict("ok" if source == "tax" and minor else "not_found", {})
    if source == "police":
        fields = data.get("fields", {})
        differences = tuple(name for name, answer in fields.items() if answer == "differs")
        obtained = {"document_number": "match", **fields}
        return Verdict("differs" if state == "differs" else "ok", obtained, differences)
    if source == "tax":
        obtained = {name: data[f"{name}_cents"] for name in WEALTH}
        obtained |= {"year": data["year"], "company_director": data["company_director"]}
        differs = bool(data["company_director"]) != bool(said.get("company_director"))
        return Verdict("differs" if differs else "ok", obtained, ("company_director",) if differs else ())
    return _compare_residence(data, said)


def _compare_residence(data: dict[str, Any], said: dict[str, Any]) -> Verdict:
    obtained = {
        name: data[name] for name in ("province_code", "municipality", "address", "registered_since", "registered_with")
    }
    differences = [
        name
        for name in ("province_code", "municipality", "address")
        if said.get(name) and folded(said[name]) != folded(obtained[name])
    ]
    if {folded(number) for number in said["registered_with"]} != {
        folded(number) for number in obtained["registered_with"]
    }:
        differences.append("registered_with")
    return Verdict("differs" if differences else "ok", obtained, tuple(differences))


def unit_differences(said: dict[str, Any], totals: dict[str, int]) -> tuple[str, ...]:
    """Unit amounts on file that are not the declared ones (in whole cents)."""
    return tuple(
        f"unit_{name}"
        for name, total in totals.items()
        if said.get(f"unit_{name}") is not None and said[f"unit_{name}"] != total
    )


def declared_cents(application: SubmittedApplication, name: str) -> int | None:
    """A declared amount of the unit in cents; None when it was not declared."""
    value = application.case["unit"].get(_DECLARED_WEALTH[name])
    return None if value is None else int(Decimal(str(value)) * 100)


def established_case(application: SubmittedApplication, totals: dict[str, int]) -> dict[str, Any]:
    """The case the decision rests on: as declared, with the amounts the tax agency holds where `totals` has them."""
    unit = dict(application.case["unit"])
    for name, cents in totals.items():
        unit[_DECLARED_WEALTH[name]] = f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"
    return {**application.case, "unit": unit}


def folded(value: object) -> str:
    """Letters and digits only, lower case and without accents: registers write the same street in many ways."""
    plain = unicodedata.normalize("NFKD", str(value or ""))
    return re.sub(r"[^a-z0-9]", "", plain.casefold())


def is_minor(person: Person, on: date) -> bool:
    """Under 18 on the day of the application."""
    return person.birth_date is not None and add_months(person.birth_date, 18 * 12) > on


def columns(source: str, said: dict[str, Any], obtained: dict[str, Any], differences: list[str]) -> list[ComparedField]:
    """Declared beside obtained, in words, in the order of `LABELS`."""
    return [
        ComparedField(
            label,
            _shown(name, said.get(name)),
            _police_word(obtained.get(name)) if source == "police" else _shown(name, obtained.get(name)),
            name in differences,
        )
        for name, label in LABELS.items()
        if name in said or name in obtained
    ]


def _police_word(value: Any) -> str:
    return {"match": "Coincide con su registro", "differs": "No coincide con su registro"}.get(value, "—")


def _day(value: str) -> str:
    return f"{date.fromisoformat(value):%d/%m/%Y}"


_WRITTEN: dict[str, Callable[[Any], str]] = {
    "document_kind": lambda value: _DOCUMENTS.get(value, str(value)),
    "registered_with": lambda value: ", ".join(mask_document(number) for number in value),
    "province_code": lambda value: PROVINCES.get(value, str(value)),
    "company_director": lambda value: "sí" if value else "no",
    "year": str,
    "expires_on": lambda value: valid_until(date.fromisoformat(value)),
    **dict.fromkeys(("birth_date", "registered_since"), _day),
}


def _shown(name: str, value: Any) -> str:
    if value in (None, "", []):
        return "—"
    if name in _WRITTEN:
        return _WRITTEN[name](value)
    return euros(value) if isinstance(value, int) else str(value)


def _facts(application: SubmittedApplication, ref: str) -> dict[str, Any]:
    return next((member for member in application.case["members"] if member["ref"] == ref), {})


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None
