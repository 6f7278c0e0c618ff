"""Populations and outcomes as tables: Parquet and CSV.

A row is a unit; its columns are facts of the unit, `members` (in Parquet a list of structs, in CSV the same as JSON)
and, if wanted, `province` (INE code) and `weight` (how many units the row stands for).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from core.provinces import PROVINCES
from rules.services import HEAD, HEAD_FACT
from rules.types import Array, Column, Entity, Fact, Population, RuleText
from simulator.population.arrow import Place, read_column
from simulator.population.groups import GROUP_READERS
from simulator.population.json_members import members_of_json
from simulator.population.pieces import Pieces
from simulator.population.problems import PopulationProblem

BATCH = 1 << 16
_MOST_MEMBERS = 40
_PEOPLE_PER_UNIT = 4
Heard = Callable[[int], None]


def read(
    source: Path | BinaryIO, kind: str, text: RuleText, most: int | None = None, heard: Heard | None = None
) -> Population:
    """The population of a table (`parquet` or `csv`) whole; raises PopulationProblem. `most`: units it may have.

    `heard` is told, now and then, how many units have been read.
    """
    reader = _Reader(text)
    count = _Count(most, heard)
    for batch in _batches(source, kind, reader):
        count.before(batch)
        reader.add(batch, count.units)
        count.after(batch, reader)
    count.end()
    return reader.population()


def pieces(
    source: Path | BinaryIO, kind: str, text: RuleText, most: int | None = None, heard: Heard | None = None
) -> Iterator[Population]:
    """The same units in the same order, `BATCH` at a time: no more of the table than that is ever held.

    A fact that a piece leaves out for everybody has no column in it, which reads as an empty column does.
    """
    count = _Count(most, heard)
    for batch in _batches(source, kind, _Reader(text)):
        count.before(batch)
        reader = _Reader(text)
        reader.add(batch, count.units)
        count.after(batch, reader)
        yield reader.population()
    count.end()


class _Count:
    """How much of a table has been read, and whether it is too much."""

    def __init__(self, most: int | None, heard: Heard | None) -> None:
        self.most, self.heard = most, heard
        self.units = self.people = 0

    def before(self, batch: Any) -> None:
        """Refuse a batch that would be too much."""
        if self.most is not None and self.units + len(batch) > self.most:
            sentence = f"Tiene demasiadas filas: como mucho caben {self.most}. Divide el archivo."
            raise PopulationProblem("", None, sentence)

    def after(self, batch: Any, reader: _Reader) -> None:
        """Count what `reader` read last."""
        self.units += len(batch)
        self.people += int(reader.sizes[-1].sum())
        # A small file can hold very many people, written short.
        if self.most is not None and self.people > self.most * _PEOPLE_PER_UNIT:
            limit = self.most * _PEOPLE_PER_UNIT
            raise PopulationProblem("members", None, f"Tiene demasiadas personas: como mucho caben {limit}.")
        if self.heard:
            self.heard(self.units)

    def end(self) -> None:
        """Refuse a table of nobody."""
        if self.units == 0:
            raise PopulationProblem("", None, "No tiene ninguna fila: pon una por unidad de convivencia.")


def rows(source: BinaryIO, kind: str) -> int:
    """About how many rows a table has, to say how far one is: in CSV its lines. A table that is none has 0."""
    if kind == "csv":
        return sum(piece.count(b"\n") for piece in iter(lambda: source.read(1 << 20), b""))
    try:
        return int(pq.ParquetFile(source).metadata.num_rows)
    except pa.ArrowInvalid:
        return 0  # who reads it says so


def kind_of(name: str) -> str:
    """Which table a file name says it is; raises PopulationProblem."""
    for kind in ("parquet", "csv"):
        if name.lower().endswith(f".{kind}"):
            return kind
    raise PopulationProblem("", None, "Usa un archivo que termine en .parquet o en .csv.")


def _batches(source: Path | BinaryIO, kind: str, reader: _Reader) -> Iterator[Any]:
    try:
        if kind == "parquet":
            file = pq.ParquetFile(source)
            reader.check(file.schema_arrow.names)
            yield from file.iter_batches(batch_size=BATCH)
        else:
            names = _header(source)
            reader.check(names)
            yield from pacsv.open_csv(
                source,
                read_options=pacsv.ReadOptions(block_size=4 << 20, use_threads=False),
                parse_options=pacsv.ParseOptions(newlines_in_values=True),
                convert_options=pacsv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
                ),
            )
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, UnicodeDecodeError) as error:
        name = "Parquet" if kind == "parquet" else "CSV en UTF-8, separado por comas"
        raise PopulationProblem("", None, f"No es un archivo {name} que se pueda leer; vuelve a exportarlo.") from error


def _header(source: Path | BinaryIO) -> list[str]:
    if isinstance(source, Path):
        with source.open(encoding="utf-8-sig", newline="") as file:
            return next(csv.reader(file), [])
    wrapped = io.TextIOWrapper(source, encoding="utf-8-sig", newline="")
    names = next(csv.reader(wrapped), [])
    wrapped.detach()
    source.seek(0)
    return names


class _Reader:
    """Collects the columns of a table, batch by batch."""

    def __init__(self, text: RuleText) -> None:
        self.text = text
        self.facts: Mapping[Entity, Mapping[str, Fact]] = {
            "unit": {fact.name: fact for fact in text.facts_of("unit")},
            "member": {fact.name: fact for fact in text.facts_of("member")},
        }
        self.pieces: dict[Entity, Pieces] = {"unit": Pieces(self.facts["unit"]), "member": Pieces(self.facts["member"])}
        self.sizes: list[Array] = []
        self.provinces: list[Array] = []
        self.weights: list[Array] = []

    def check(self, names: list[str]) -> None:
        """Refuse a table without members, or with columns that mean nothing."""
        if "members" not in names:
            sentence = "Falta la columna «members», con la lista de personas de cada unidad."
            raise PopulationProblem("members", None, sentence)
        for name in names:
            if name not in self.facts["unit"] and name not in ("members", *GROUP_READERS):
                raise PopulationProblem(name, None, "Este dato no existe; revisa cómo se escribe o quita la columna.")
            if names.count(name) > 1:
                raise PopulationProblem(name, None, "Esta columna está dos veces; deja una sola.")

    def add(self, batch: Any, before: int) -> None:
        """One batch; `before` rows have been read already."""
        columns = dict(zip(batch.schema.names, batch.columns, strict=True))
        people = self._people(columns.pop("members"), before)
        for name, reader in GROUP_READERS.items():
            if name in columns:
                array = columns.pop(name)
                (self.provinces if name == "province" else self.weights).append(reader(array, before))
        for name, array in columns.items():
            place = Place(name, lambda at: before + at + 1, self.text.on)
            self.pieces["unit"].add(name, *read_column(self.facts["unit"][name], array, place))
        sizes = self.sizes[-1]
        units = np.repeat(np.arange(len(sizes)), sizes)
        for name, array in people.items():
            place = Place(f"members.{name}", lambda at: before + int(units[at]) + 1, self.text.on)
            self.pieces["member"].add(name, *read_column(self.facts["member"][name], array, place))
        self.pieces["unit"].end(len(batch))
        self.pieces["member"].end(len(units))
        self._check_heads(before, units)

    def _people(self, members: Any, before: int) -> dict[str, Any]:
        if pa.types.is_string(members.type):
            members = members_of_json(members, self.facts["member"], before)
        if not (pa.types.is_list(members.type) or pa.types.is_large_list(members.type)) or not pa.types.is_struct(
            members.type.value_type
        ):
            raise PopulationProblem(
                "members", None, "«members» tiene que ser una lista de estructuras, una por persona."
            )
        sizes = np.asarray(pc.list_value_length(members).fill_null(0), dtype=np.int64)
        for wrong, sentence in (
            (sizes == 0, "No hay ninguna persona; pon al menos a quien solicita."),
            (sizes > _MOST_MEMBERS, f"Como mucho caben {_MOST_MEMBERS} personas."),
        ):
            if wrong.any():
                raise PopulationProblem("members", before + int(np.argmax(wrong)) + 1, sentence)
        self.sizes.append(sizes)
        people = members.flatten()
        names = [people.type.field(number).name for number in range(people.type.num_fields)]
        for name in names:
            if name not in self.facts["member"] and name != "ref":
                sentence = "Este dato no existe; revisa cómo se escribe o quítalo."
                raise PopulationProblem(f"members.{name}", None, sentence)
        if HEAD_FACT not in names:
            sentence = "Falta la relación de cada persona; pon «applicant» a quien solicita."
            raise PopulationProblem(f"members.{HEAD_FACT}", None, sentence)
        return {name: array for name, array in zip(names, people.flatten(), strict=True) if name != "ref"}

    def _check_heads(self, before: int, units: Array) -> None:
        code = self.facts["member"][HEAD_FACT].options.index(HEAD)
        values, missing = self.pieces["member"].last(HEAD_FACT)
        heads = np.bincount(units[(values == code) & ~missing], minlength=len(self.sizes[-1]))
        for wrong, sentence in (
            (heads == 0, "Falta quien solicita: pon relation: applicant a una persona."),
            (heads > 1, "Hay más de una persona solicitante: deja relation: applicant en una sola."),
        ):
            if wrong.any():
                raise PopulationProblem(f"members.{HEAD_FACT}", before + int(np.argmax(wrong)) + 1, sentence)

    def population(self) -> Population:
        """What was read."""
        offsets = np.concatenate(([0], np.cumsum(np.concatenate(self.sizes)))).astype(np.int64)
        member = self.pieces["member"].columns()
        relation = self.facts["member"][HEAD_FACT]
        is_head = member[HEAD_FACT].values == relation.options.index(HEAD)
        unknown = member[HEAD_FACT].unknown
        if unknown is not None:
            is_head &= ~unknown
        groups: dict[str, Column] = {}
        if self.provinces:
            groups["province"] = Column(np.concatenate(self.provinces), words=tuple(PROVINCES))
        if self.weights:
            groups["weight"] = Column(np.concatenate(self.weights))
        return Population(self.pieces["unit"].columns(), member, offsets, np.flatnonzero(is_head), groups)
