"""What an example comes to under two texts, in plain Spanish: what changes, before and now, by which article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from core.money import euros
from core.spoken import LANGUAGES
from rules.examples import Example, outcome_under
from rules.language.load import Edition
from rules.language.text import RuleText

_KINDS = {
    "imv": "Ingreso mínimo vital",
    "imv_and_child_supplement": "Ingreso mínimo vital y complemento de infancia",
    "child_supplement_only": "Solo el complemento de infancia",
    "none": "Nada",
    "undetermined": "No se puede saber: falta un dato",
}
_MET = {True: "Se cumple", False: "No se cumple", None: "Falta un dato"}
_NOTHING = "No hay"
#: Amounts of an outcome: where they stand, and the name under which a text says which variable they are.
_AMOUNTS = {
    ("monthly", "guaranteed_income"): "guaranteed_income",
    ("income", "exempt_work"): "exempt_work",
    ("monthly", "computable_income"): "computable_income",
    ("monthly", "imv"): "imv",
    ("monthly", "child_supplement"): "child_supplement",
    ("monthly", "total"): "total",
    ("limits", "net_patrimony"): "limit_net_patrimony",
    ("limits", "non_corporate_assets"): "limit_non_corporate_assets",
}


def changes(example: Example, before: Edition, after: Edition) -> list[dict[str, str]]:
    """Each thing that comes out otherwise: `what`, `article` (may be empty), `before` and `now`, ready to be shown.

    Empty where both texts say the same of the example: then it came out otherwise already.
    """
    text = after.on(date.fromisoformat(str(example.case["on"])))
    one, other = outcome_under(before, example), outcome_under(after, example)
    return [
        {"what": what, "article": article, "before": old, "now": new}
        for what, article, old, new in _compared(one, other, text)
        if old != new
    ]


def _compared(one: Mapping[str, Any], other: Mapping[str, Any], text: RuleText) -> Iterator[tuple[str, str, str, str]]:
    yield "Qué corresponde", "", _KINDS[one["kind"]], _KINDS[other["kind"]]
    answered = {item["id"]: item for item in one["requirements"]}
    for item in other["requirements"]:
        earlier = answered.get(item["id"])
        if earlier is None or earlier["met"] is not item["met"]:
            label = text.requirement(item["id"]).label
            yield label, item["article"]["art"], _said(earlier), _said(item)
    for (part, name), key in _AMOUNTS.items():
        variable = next(found for found in text.variables if found.name == text.outcome[key])
        article = variable.article.art if variable.article and variable.article.law == text.law else ""
        yield variable.label, article, _money(one[part][name]), _money(other[part][name])
    if one["monthly"] == other["monthly"]:
        yield "Pagos", "", _payments(one["payments"]), _payments(other["payments"])
    yield "Primer día de derecho", "", _day(one["effects_from"]), _day(other["effects_from"])
    yield "En duda", "", _doubts(one, text), _doubts(other, text)
    yield "Datos que faltan", "", _listed(one["missing"]), _listed(other["missing"])


def _said(item: Mapping[str, Any] | None) -> str:
    return "No se pedía" if item is None else f"{_MET[item['met']]}: {item['reason']['es']}"


def _money(amount: float | None) -> str:
    return _NOTHING if amount is None else euros(round(amount * 100))


def _payments(stretches: list[Mapping[str, Any]]) -> str:
    return _listed([f"{_money(one['total'])} desde {_month(one['from'])}" for one in stretches])


def _month(written: str) -> str:
    day = LANGUAGES["es"].long_date(date.fromisoformat(f"{written}-01"))
    return day.removeprefix("1 de ")


def _day(written: str | None) -> str:
    return LANGUAGES["es"].long_date(date.fromisoformat(written)) if written else _NOTHING


def _doubts(outcome: Mapping[str, Any], text: RuleText) -> str:
    return _listed([one.reason for one in text.doubts if one.id in outcome["doubtful"]])


def _listed(found: list[str]) -> str:
    return "; ".join(found) or _NOTHING
