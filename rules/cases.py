"""Reading a case of the contract: every fact checked, money as cents, dates as dates.

In a closed world (`simulations`, `simulate`) a fact left out that the text marks closed takes its closed value; in an
open one (forms) it simply has not been asked yet. An explicit null is unknown in both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from core.errors import register
from rules.compilers.domain import LARGEST
from rules.compilers.household import HEAD, HEAD_FACT, Household
from rules.language.dates import NEVER, years
from rules.language.text import Entity, Fact, RuleText
from rules.types import Case, CaseProblem

_WHATS = {
    "unknown_fact": "Hay un dato que no conocemos.",
    "wrong_type": "Hay un dato que no tiene la forma esperada.",
    "impossible_date": "Hay una fecha que no es posible.",
    "money_precision": "Hay un importe con demasiados decimales.",
    "no_applicant": "Falta la persona que solicita.",
    "several_applicants": "Hay más de una persona solicitante.",
    "duplicate_ref": "Dos personas tienen la misma referencia.",
    "unknown_benefit": "No conocemos esa prestación.",
    "unknown_language": "No hablamos ese idioma.",
    "law_not_loaded": "No tenemos cargada la ley de esa fecha.",
}
for _code, _what in _WHATS.items():
    register(_code, what=_what, next_step="{sentence}")

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ISO_LENGTH = 10
#: Years before the application.
_OLDEST = 130
_MONEY = re.compile(r"-?[0-9]+(\.[0-9]+)?")
#: Most amounts are written so, and read without the long way.
_CENTS = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,2})?")
_MAX_MEMBERS = 40
#: Below this, in euros, a binary number tells every cent from the next.
_EXACT = 1e12
#: The value of a fact from what a case gives for it, and the day of the application; what is wrong is raised as a
#: CaseProblem without a pointer: whoever calls knows where it stands.
Reader = Callable[[Fact, Any, date], Any]
_TOP = ("benefit", "on", "unit", "members")


def day_of(data: Any) -> tuple[str, date]:
    """The benefit and day of a case; raises CaseProblem."""
    if not isinstance(data, Mapping):
        raise CaseProblem("wrong_type", "", "El caso debe ser un objeto con benefit, on, unit y members.")
    for key in data:
        if key not in _TOP:
            known = ", ".join(_TOP)
            raise CaseProblem("unknown_fact", f"/{_escape(key)}", f"Quita este campo; aquí solo van: {known}.")
    benefit = data.get("benefit")
    if not isinstance(benefit, str):
        raise CaseProblem("unknown_benefit", "/benefit", "Indica la prestación; por ahora solo hay «imv».")
    return benefit, day(data.get("on"), "/on")


def read(text: RuleText, data: Mapping[str, Any], on: date, *, closed: bool) -> Case:
    """The case `data` under `text`; `closed` says which world it is read in. Raises CaseProblem."""
    unit_data = data.get("unit", {})
    members_data = data.get("members")
    if not isinstance(unit_data, Mapping):
        raise CaseProblem("wrong_type", "/unit", "unit debe ser un objeto con los datos de la unidad de convivencia.")
    if not isinstance(members_data, list):
        raise CaseProblem("wrong_type", "/members", "members debe ser una lista de personas.")
    if len(members_data) > _MAX_MEMBERS:
        raise CaseProblem("wrong_type", "/members", f"Como mucho caben {_MAX_MEMBERS} personas.")
    refs = tuple(_refs(members_data))
    unit = _values(_shape_of(text, "unit", closed), unit_data, "/unit", on)
    shape = _shape_of(text, "member", closed)
    members = tuple([_values(shape, member, f"/members/{number}", on) for number, member in enumerate(members_data)])
    household = Household(on, unit, members, _head(shape, members))
    return Case(str(data["benefit"]), household, refs, data)


def _refs(members: list[Any]) -> Iterator[str]:
    seen: set[str] = set()
    for number, member in enumerate(members):
        pointer = f"/members/{number}"
        if not isinstance(member, Mapping):
            raise CaseProblem("wrong_type", pointer, "Cada persona debe ser un objeto con sus datos.")
        ref = member.get("ref")
        if not isinstance(ref, str) or not ref:
            raise CaseProblem("wrong_type", f"{pointer}/ref", "Da a cada persona una referencia: un texto no vacío.")
        if ref in seen:
            raise CaseProblem("duplicate_ref", f"{pointer}/ref", "Usa una referencia distinta para cada persona.")
        seen.add(ref)
        yield ref


@dataclass(frozen=True, eq=False)
class _Shape:
    """The facts of an entity as a case gives them: where each stands, how it is read, and what it is when left out.

    `conditional` are facts that close only while another is left out too: position, that other, the closed value.
    """

    positions: Mapping[str, int]
    readers: Mapping[str, tuple[int, Fact, Reader]]
    left_out: tuple[Any, ...]
    conditional: tuple[tuple[int, str], ...]


@lru_cache(maxsize=4096)
def _shape_of(text: RuleText, entity: Entity, closed: bool) -> _Shape:
    facts = text.facts_of(entity)
    return _Shape(
        positions={fact.name: at for at, fact in enumerate(facts)},
        readers={fact.name: (at, fact, _READERS[fact.type]) for at, fact in enumerate(facts)},
        left_out=tuple(fact.closed if closed else None for fact in facts),
        conditional=tuple((at, fact.closed_with) for at, fact in enumerate(facts) if closed and fact.closed_with),
    )


def _head(shape: _Shape, members: tuple[tuple[Any, ...], ...]) -> int:
    position = shape.positions[HEAD_FACT]
    heads = [number for number, values in enumerate(members) if values[position] == HEAD]
    if not heads:
        raise CaseProblem("no_applicant", "/members", "Pon relation: applicant a la persona que solicita.")
    if len(heads) > 1:
        pointer = f"/members/{heads[1]}/{HEAD_FACT}"
        raise CaseProblem("several_applicants", pointer, "Deja relation: applicant en una sola persona.")
    return heads[0]


def _values(shape: _Shape, data: Mapping[str, Any], pointer: str, on: date) -> tuple[Any, ...]:
    values, readers = list(shape.left_out), shape.readers
    for position, other in shape.conditional:
        if other in data:
            values[position] = None
    for name, value in data.items():
        found = readers.get(name)
        if found is not None:
            at, fact, reader = found
            try:
                values[at] = None if value is None else reader(fact, value, on)
            except CaseProblem as problem:
                raise CaseProblem(problem.code, f"{pointer}/{name}", problem.sentence) from None
        elif name != "ref" or pointer == "/unit":
            raise CaseProblem(
                "unknown_fact", f"{pointer}/{_escape(name)}", "Este dato no existe; revisa cómo se escribe o quítalo."
            )
    return tuple(values)


def value_of(fact: Fact, value: Any, on: date) -> Any:
    """One value of the contract, as the readings take it; raises CaseProblem without a pointer."""
    return _READERS[fact.type](fact, value, on)


def _wrong(sentence: str, pointer: str = "") -> CaseProblem:
    return CaseProblem("wrong_type", pointer, sentence)


def _bool(fact: Fact, value: Any, on: date) -> bool:
    if not isinstance(value, bool):
        raise _wrong("Escribe true o false, sin comillas.")
    return value


def _int(fact: Fact, value: Any, on: date) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong("Escribe un número entero.")
    low, high = fact.minimum, fact.maximum
    if (low is not None and value < low) or (high is not None and value > high) or abs(value) > LARGEST:
        limits = f"entre {low} y {high}" if high is not None else f"de {low} o más"
        raise _wrong(f"Escribe un número {limits}.")
    return value


def _enum(fact: Fact, value: Any, on: date) -> str:
    if not isinstance(value, str) or value not in fact.options:
        raise _wrong(f"Elige uno de estos valores: {', '.join(fact.options)}.")
    return value


def _list(fact: Fact, value: Any, on: date) -> tuple[str, ...]:
    if not isinstance(value, list) or any(item not in fact.options for item in value):
        raise _wrong(f"Escribe una lista con estos valores: {', '.join(fact.options)}.")
    return tuple(value)


def _money(fact: Fact, value: Any, on: date) -> int:
    if value.__class__ is float and -_EXACT < value < _EXACT:
        # The nearest number to a whole count of cents is that count; anything finer goes the long way to its error.
        cents = round(value * 100)
        if cents / 100 == value and (fact.minimum is None or cents >= fact.minimum * 100):
            return cents
    return amount_of(value, minimum=fact.minimum)


def amount_of(value: Any, pointer: str = "", minimum: int | None = None) -> int:
    """An amount of the contract, a number or a text with at most two decimals, in cents; raises CaseProblem."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise _wrong("Escribe un importe, por ejemplo 1234.50.", pointer)
    if value.__class__ is str and _CENTS.fullmatch(value):
        whole, _, rest = value.partition(".")
        cents = int(whole + rest.ljust(2, "0"))
        if minimum is None or cents >= minimum * 100:
            return cents
    if isinstance(value, str) and not _MONEY.fullmatch(value):
        raise _wrong("Escribe el importe con punto decimal y sin símbolos, por ejemplo «1234.50».", pointer)
    try:
        amount = Decimal(repr(value) if isinstance(value, float) else str(value))
    except InvalidOperation:
        raise _wrong("Escribe un importe, por ejemplo 1234.50.", pointer) from None
    if not amount.is_finite() or abs(amount) >= LARGEST // 100:
        raise _wrong("Escribe un importe posible, por ejemplo 1234.50.", pointer)
    exponent = amount.normalize().as_tuple().exponent if not isinstance(value, str) else amount.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2:
        raise CaseProblem("money_precision", pointer, "Escribe como mucho dos decimales, por ejemplo 1234.50.")
    cents = int(amount * 100)
    if minimum is not None and cents < minimum * 100:
        raise _wrong(f"El importe no puede ser menor que {minimum}; si no hay nada, escribe 0.", pointer)
    return cents


def day(value: Any, pointer: str) -> date:
    """A day of the contract, year-month-day; raises CaseProblem."""
    # Python reads other ways of writing a day too; the contract has one.
    if isinstance(value, str) and len(value) == _ISO_LENGTH and value[4] == value[7] == "-":
        try:
            return date.fromisoformat(value)
        except ValueError:
            if _ISO.fullmatch(value):
                sentence = "Esa fecha no existe en el calendario; revísala."
                raise CaseProblem("impossible_date", pointer, sentence) from None
    raise _wrong("Escribe la fecha como año-mes-día, por ejemplo 2026-01-31.", pointer)


def _dated(fact: Fact, value: Any, on: date) -> date:
    if fact.never and value == "never":
        return NEVER
    found = day(value, "")
    if fact.past and (found > on or (on.year - found.year > _OLDEST and years(found, on) > _OLDEST)):
        raise CaseProblem(
            "impossible_date", "", "La fecha no puede ser posterior a la solicitud ni de hace más de 130 años."
        )
    return found


_READERS: Mapping[str, Reader] = {
    "bool": _bool,
    "int": _int,
    "enum": _enum,
    "list": _list,
    "money": _money,
    "date": _dated,
}


def _escape(key: object) -> str:
    """A key as JSON pointers write it."""
    return str(key).replace("~", "~0").replace("/", "~1")
