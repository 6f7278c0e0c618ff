"""Taking keys out of a section of the text, with errors that say what is missing and where."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from rules.language.case_parts import Article
from rules.language.errors import Place, RuleTextError
from rules.language.expressions import Expression, parse
from rules.language.reader import Section


def section(value: object, place: Place) -> Section:
    """`value`, which must be a mapping."""
    if not isinstance(value, Section):
        raise RuleTextError(place, "A mapping is missing.", "Indent its keys below the name.")
    return value


def only(body: Section, known: Iterable[str]) -> None:
    """Refuse keys that mean nothing here."""
    known = sorted(known)
    for key in body:
        if key not in known:
            raise RuleTextError(body.at(key), f"`{key}` means nothing here.", f"There are: {', '.join(known)}.")


def need(body: Section, key: str) -> Any:
    """The value of a key that must be there."""
    if body.get(key) in (None, ""):
        raise RuleTextError(body.place, f"`{key}` is missing.", "Add it.")
    return body[key]


def sentence(body: Section, key: str) -> str:
    """Text on one line; empty if absent."""
    return " ".join(str(body.get(key) if body.get(key) is not None else "").split())


def expression(body: Section, key: str, default: Expression | None = None) -> Expression:
    """The expression under `key`."""
    if key not in body and default is not None:
        return default
    return parse(need(body, key) if body.get(key) is not False else False, body.at(key))


def article(body: Section, law: str) -> Article | None:
    """The article under `article`: a number of the text's law, or `LAW art`."""
    written = str(body.get("article", ""))
    if not written:
        return None
    named, _, number = written.rpartition(" ")
    return Article(named or law, number)


def cents(written: object, place: Place) -> int:
    """An amount in euros, with at most two decimals, as cents."""
    try:
        amount = Decimal(str(written)) * 100
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount != amount.to_integral_value():
        raise RuleTextError(place, f"`{written}` is not an amount in euros.", "Write it like 733.60.")
    return int(amount)


def day(body: Section, key: str) -> date:
    """The date under `key`."""
    value = need(body, key)
    if not isinstance(value, date):
        raise RuleTextError(body.at(key), f"`{value}` is not a date.", "Write it like 2026-01-31.")
    return value
