"""What is due to each unit, and populations themselves, as tables to keep."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from rules.services import KINDS, NEVER_NUMBER
from rules.types import Column, Entity, Population, Results, RuleText

_AMOUNTS = ("guaranteed_income", "computable_income", "imv", "child_supplement", "total")
_CHUNK = 1 << 16


def outcome_table(results: Results) -> Any:
    """A row a unit: `eligible`, `kind`, the amounts of a month, and the requirements it does not meet."""
    eligible = results.of("eligible")
    columns: dict[str, Any] = {
        "eligible": pa.array(eligible.values, mask=eligible.unknown),
        "kind": pa.DictionaryArray.from_arrays(pa.array(results.kinds), pa.array(KINDS)).cast(pa.string()),
        **{name: money_array(results.of(name)) for name in _AMOUNTS},
        "not_met": _not_met(results),
    }
    return pa.table(columns)


def _not_met(results: Results) -> Any:
    """Ids of the requirements not met, with a space between; the few different sets are written once each."""
    sets, places = np.unique(results.failed, return_inverse=True)
    ids = [requirement.id for requirement in results.text.requirements]
    words = [" ".join(id for bit, id in enumerate(ids) if int(mask) >> bit & 1) for mask in sets]
    return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32)), pa.array(words)).cast(pa.string())


def money_array(column: Column) -> Any:
    """Cents as euros with two decimals, exactly: the two halves of each 128-bit decimal, low one first."""
    cents = np.asarray(column.values, dtype=np.int64)
    halves = np.empty(2 * len(cents), dtype=np.int64)
    halves[::2], halves[1::2] = cents, cents >> 63
    array = pa.Array.from_buffers(pa.decimal128(18, 2), len(cents), [None, pa.py_buffer(halves)])
    return array if column.unknown is None else pa.compute.if_else(pa.array(~column.unknown), array, None)


def write(table: Any, target: Path | BinaryIO, kind: str) -> None:
    """Keep a table as `parquet` or `csv`."""
    if kind == "parquet":
        pq.write_table(table, target, compression="zstd")
    else:
        if "members" in table.column_names:
            table = table.set_column(table.column_names.index("members"), "members", _json(table.column("members")))
        pacsv.write_csv(table, target)


class Writer:
    """A table kept piece by piece: under its name only once it is whole; raises OSError."""

    def __init__(self, target: Path, kind: str) -> None:
        self.target, self.kind = target, kind
        self._beside = target.with_name(f".{target.name}.part")
        self._open: Any = None

    def __enter__(self) -> Writer:
        return self

    def add(self, table: Any) -> None:
        """One more piece; all have the same columns."""
        if self._open is None:
            if self.kind == "parquet":
                self._open = pq.ParquetWriter(self._beside, table.schema, compression="zstd")
            else:
                self._open = pacsv.CSVWriter(self._beside, table.schema)
        self._open.write_table(table)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._open is not None:
            self._open.close()
            if kind is None:
                self._beside.replace(self.target)
        self._beside.unlink(missing_ok=True)


def _json(members: Any) -> Any:
    """Lists of structures as JSON, without what is not known."""
    return pa.array(
        [
            msgspec.json.encode([{k: v for k, v in person.items() if v is not None} for person in people]).decode()
            for people in members.to_pylist()
        ]
    )


def population_table(text: RuleText, population: Population) -> Any:
    """A population as the table that `tables.read` takes."""
    return pa.concat_tables(_tables(text, population))


def _tables(text: RuleText, population: Population) -> Iterator[Any]:
    for start in range(0, len(population), _CHUNK):
        stop = min(start + _CHUNK, len(population))
        bounds = population.offsets[start : stop + 1]
        people = slice(int(bounds[0]), int(bounds[-1]))
        struct = dict(_arrays(text, "member", population, people))
        members = pa.StructArray.from_arrays(list(struct.values()), names=list(struct))
        offsets = pa.array((bounds - bounds[0]).astype(np.int32))
        columns = dict(_arrays(text, "unit", population, slice(start, stop)))
        for name, column in population.groups.items():
            if name in ("province", "weight"):
                values = column.values[start:stop]
                columns[name] = pa.array([column.words[code] for code in values]) if column.words else pa.array(values)
        yield pa.table({**columns, "members": pa.ListArray.from_arrays(offsets, members)})


def _arrays(text: RuleText, entity: Entity, population: Population, rows: slice) -> Iterator[tuple[str, Any]]:
    for fact in text.facts_of(entity):
        column = population.columns(entity).get(fact.name)
        if column is not None:
            mask = None if column.unknown is None else column.unknown[rows]
            yield fact.name, _WRITERS[fact.type](Column(column.values[rows], mask, column.words), fact.never)


def _days(column: Column, never: bool) -> Any:
    numbers = column.values.astype(np.int64)
    months = (numbers >> 5) - 1970 * 12
    days = months.astype("datetime64[M]").astype("datetime64[D]") + (numbers & 31) - 1
    if not never:
        return pa.array(days, mask=column.unknown)
    words = np.where(numbers >= NEVER_NUMBER, "never", days.astype(str))
    return pa.array(words.astype(object), type=pa.string(), mask=column.unknown)


def _words(column: Column, never: bool) -> Any:
    indices = pa.array(column.values.astype(np.int32), mask=column.unknown)
    return pa.DictionaryArray.from_arrays(indices, pa.array(column.words)).cast(pa.string())


def _lists(column: Column, never: bool) -> Any:
    rows: list[Any] = [column.plain(at, "list") for at in range(len(column.values))]
    return pa.array(rows, type=pa.list_(pa.string()))


def _plain(column: Column, never: bool) -> Any:
    return pa.array(column.values, mask=column.unknown)


_WRITERS: dict[str, Callable[[Column, bool], Any]] = {
    "bool": _plain,
    "int": _plain,
    "money": lambda column, never: money_array(column),
    "date": _days,
    "enum": _words,
    "list": _lists,
}
