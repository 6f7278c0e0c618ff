"""Arrow columns as columns of a population, each value checked as the contract checks it.

Whole columns are checked at once; where something is wrong, the first wrong value goes through the contract's own
reader, whose sentence says how to mend it. An empty cell is a fact left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rules.services import LARGEST, NEVER_NUMBER, day_number, from_epoch_days, value_of, whole_years
from rules.types import Array, CaseProblem, Fact, Members
from simulator.population.problems import PopulationProblem

_ISO = r"^\d{4}-\d{2}-\d{2}$"
_AMOUNT = r"^-?\d+(\.\d{1,2})?$"
_WHOLE = r"^-?\d+$"
_OLDEST_YEARS = 130


@dataclass(frozen=True)
class Place:
    """Where a column stands in its table: its name, and the row of each of its values."""

    name: str
    row: Callable[[int], int]
    on: date


def read_column(fact: Fact, array: Any, place: Place) -> tuple[Array, Array]:
    """The values and where they are missing; raises PopulationProblem at the first wrong one."""
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    missing = np.asarray(pc.is_null(array, nan_is_null=pa.types.is_floating(array.type)))
    if missing.all():
        return np.zeros(len(array), dtype=np.int64), missing
    values, wrong = _READERS[fact.type](fact, array, place.on)
    wrong &= ~missing
    if wrong.any():
        at = int(np.argmax(wrong))
        raise _problem(fact, array[at].as_py(), Place(place.name, lambda _: place.row(at), place.on))
    return values, missing


def _problem(fact: Fact, value: Any, place: Place) -> PopulationProblem:
    if isinstance(value, datetime):
        value = value.date() if value.time() == datetime.min.time() else str(value)
    if isinstance(value, date | Decimal):
        value = str(value)
    if fact.type == "int" and isinstance(value, str) and value.isdecimal():
        value = int(value)
    try:
        value_of(fact, value, place.on)
    except CaseProblem as error:
        return PopulationProblem(place.name, place.row(0), error.sentence)
    return PopulationProblem(place.name, place.row(0), f"Escribe el dato como pide la columna ({_FORMS[fact.type]}).")


_FORMS = {
    "bool": "verdadero o falso",
    "int": "un número entero",
    "money": "un importe en euros con dos decimales como mucho",
    "date": "una fecha año-mes-día",
    "enum": "una palabra de la lista",
    "list": "una lista de palabras",
}


def _text(array: Any) -> bool:
    return bool(pa.types.is_string(array.type) or pa.types.is_large_string(array.type))


def _matches(array: Any, pattern: str) -> Array:
    return np.asarray(pc.match_substring_regex(array, pattern).fill_null(False))


def _none_of(array: Any) -> Array:
    return np.zeros(len(array), dtype=bool)


def _all_of(array: Any) -> Array:
    return np.ones(len(array), dtype=bool)


def _bool(fact: Fact, array: Any, on: date) -> tuple[Array, Array]:
    if pa.types.is_boolean(array.type):
        return np.asarray(array.fill_null(False)), _none_of(array)
    if not _text(array):
        return _none_of(array), _all_of(array)
    lowered = pc.utf8_lower(array)
    true, false = (np.asarray(pc.equal(lowered, word).fill_null(False)) for word in ("true", "false"))
    return true, ~(true | false)


def _int(fact: Fact, array: Any, on: date) -> tuple[Array, Array]:
    values, wrong = _whole(array)
    low = -LARGEST if fact.minimum is None else fact.minimum
    high = LARGEST if fact.maximum is None else fact.maximum
    wrong = wrong | (values < low) | (values > high)
    return values.astype(np.int16) if max(abs(low), abs(high)) < 1 << 15 else values, wrong


def _whole(array: Any) -> tuple[Array, Array]:
    if pa.types.is_integer(array.type):
        return np.asarray(array.fill_null(0)).astype(np.int64), _none_of(array)
    if pa.types.is_floating(array.type):
        floats = np.nan_to_num(np.asarray(array.fill_null(0.0), dtype=float), posinf=0.5, neginf=0.5)
        return floats.astype(np.int64), floats != np.rint(floats)
    if not _text(array):
        return np.zeros(len(array), dtype=np.int64), _all_of(array)
    good = _matches(array, _WHOLE) & (np.asarray(pc.utf8_length(array).fill_null(0)) < 18)
    return np.asarray(pc.if_else(good, array, "0").cast(pa.int64())), ~good


def _money(fact: Fact, array: Any, on: date) -> tuple[Array, Array]:
    cents, wrong = _amounts(array)
    if fact.minimum is not None:
        wrong = wrong | (cents < fact.minimum * 100)
    return cents, wrong | (np.abs(cents) >= LARGEST // 100 * 100)


def _amounts(array: Any) -> tuple[Array, Array]:
    """Cents; floats may be off by what a float cannot hold, not by a tenth of a cent."""
    if pa.types.is_integer(array.type):
        values = np.clip(np.asarray(array.fill_null(0)).astype(np.int64), -LARGEST, LARGEST)
        return values * 100, _none_of(array)
    if pa.types.is_floating(array.type):
        scaled = np.asarray(array.fill_null(0.0), dtype=float) * 100
        scaled = np.clip(np.nan_to_num(scaled, posinf=LARGEST * 100.0, neginf=-LARGEST * 100.0), -1e17, 1e17)
        cents = np.rint(scaled)
        return cents.astype(np.int64), np.abs(scaled - cents) > 1e-3
    if pa.types.is_decimal(array.type):
        rounded = pc.round(array, 2)
        wrong = np.asarray(pc.not_equal(rounded, array).fill_null(False))
        large = np.asarray(pc.greater(pc.abs(array), pa.scalar(Decimal(LARGEST))).fill_null(False))
        return _cents(pc.if_else(large, None, rounded)), wrong | large
    if not _text(array):
        return np.zeros(len(array), dtype=np.int64), _all_of(array)
    good = _matches(array, _AMOUNT) & (np.asarray(pc.utf8_length(array).fill_null(0)) < 18)
    return _cents(pc.if_else(good, array, "0")), ~good


def _cents(array: Any) -> Array:
    """Hundredths of amounts that have no more decimals."""
    decimals = array.cast(pa.decimal128(20, 2)).fill_null(Decimal(0))
    halves = np.frombuffer(decimals.buffers()[1], dtype=np.int64)[2 * decimals.offset :: 2]
    return halves[: len(decimals)].copy()


def _date(fact: Fact, array: Any, on: date) -> tuple[Array, Array]:
    never = wrong = _none_of(array)
    if _text(array):
        if fact.never:
            never = np.asarray(pc.equal(array, "never").fill_null(False))
        good = _matches(array, _ISO)
        wrong = ~(good | never)
        parsed = pc.strptime(pc.if_else(good, array, None), format="%Y-%m-%d", unit="s", error_is_null=True)
        # 30 February comes out as a day of March: the day read must be the day written.
        days = pc.if_else(good, pc.utf8_slice_codeunits(array, 8, 10), "0").cast(pa.int32()).fill_null(0)
        read_days = pc.day(parsed).cast(pa.int32()).fill_null(-1)
        wrong = wrong | (good & (np.asarray(days) != np.asarray(read_days)))
        array = parsed
    if pa.types.is_timestamp(array.type):
        array = array.cast(pa.date32(), safe=False)
    if not pa.types.is_date(array.type):
        return np.zeros(len(array), dtype=np.int32), _all_of(array)
    numbers = from_epoch_days(np.asarray(array.cast(pa.date32()).cast(pa.int32()).fill_null(0)))
    numbers = np.where(never, NEVER_NUMBER, numbers).astype(np.int32)
    if fact.past:
        today = np.asarray(day_number(on))
        wrong = wrong | (~never & ((numbers > today) | (whole_years(numbers, today) > _OLDEST_YEARS)))
    return numbers, wrong


def _enum(fact: Fact, array: Any, on: date) -> tuple[Array, Array]:
    if not _text(array):
        return np.zeros(len(array), dtype=np.int8), _all_of(array)
    places = pc.index_in(array, value_set=pa.array(fact.options, type=array.type))
    return np.asarray(places.fill_null(0)).astype(np.int8), np.asarray(pc.is_null(places))


def _list(fact: Fact, array: Any, on: date) -> tuple[Array, Array]:
    if _text(array):  # CSV: a JSON list
        array = _decoded(array)
    if not (pa.types.is_list(array.type) or pa.types.is_large_list(array.type)):
        return np.zeros(len(array), dtype=np.int64), _all_of(array)
    words = array.flatten()
    if not _text(words):
        return np.zeros(len(array), dtype=np.int64), np.asarray(pc.list_value_length(array).fill_null(0)) > 0
    ends = np.cumsum(np.asarray(pc.list_value_length(array).fill_null(0), dtype=np.int64))
    lists = Members(np.concatenate(([0], ends[:-1])), ends, ends)
    codes = np.asarray(pc.index_in(words, value_set=pa.array(fact.options, type=words.type)).fill_null(-1))
    bits = sum(lists.any(codes == code).astype(np.int64) << code for code in range(len(fact.options)))
    return np.asarray(bits), lists.any(codes == -1)


def _decoded(array: Any) -> Any:
    different = array.dictionary_encode()
    lists = []
    for written in different.dictionary.to_pylist():
        try:
            lists.append(msgspec.json.decode(written, type=list[str]))
        except msgspec.DecodeError:
            lists.append([written])  # not a word of the list, so it is refused with its row
    return pa.array(lists, type=pa.list_(pa.string())).take(different.indices)


_READERS: Mapping[str, Callable[[Fact, Any, date], tuple[Array, Array]]] = {
    "bool": _bool,
    "int": _int,
    "money": _money,
    "date": _date,
    "enum": _enum,
    "list": _list,
}
