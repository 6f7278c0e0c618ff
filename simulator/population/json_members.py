"""Members written as JSON lists, one a row, as CSV has to keep them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.json as pajson

from rules.types import Fact
from simulator.population.problems import PopulationProblem


def members_of_json(cells: Any, facts: Mapping[str, Fact], before: int) -> Any:
    """The cells as a list of structures each; `before` rows have been read already. Raises PopulationProblem."""
    types = {"bool": pa.bool_(), "int": pa.int64(), "money": pa.float64()}
    fields = [("ref", pa.string()), *((name, types.get(fact.type, pa.string())) for name, fact in facts.items())]
    schema = pa.schema([("members", pa.list_(pa.struct(fields)))])
    written = [(cell or "[]").replace("\n", " ").replace("\r", " ") for cell in cells.to_pylist()]
    lines = "\n".join(f'{{"members":{cell}}}' for cell in written).encode()
    options = pajson.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error")
    try:
        table = pajson.read_json(io.BytesIO(lines), pajson.ReadOptions(block_size=len(lines) + 1), options)
        return table.column("members").combine_chunks()
    except pa.ArrowInvalid:
        for number, cell in enumerate(written):
            _check_json(cell, facts, before + number + 1)
        raise


def _check_json(cell: str, facts: Mapping[str, Fact], row: int) -> None:
    """Raise for the member of this row that cannot be read, if it is this one."""
    try:
        people = msgspec.json.decode(cell)
    except msgspec.DecodeError:
        people = None
    if not isinstance(people, list) or not all(isinstance(person, dict) for person in people):
        sentence = 'Escribe las personas como una lista JSON, por ejemplo [{"relation": "applicant"}].'
        raise PopulationProblem("members", row, sentence)
    wanted = {"bool": bool, "int": int, "money": (int, float)}
    for person in people:
        for name, value in person.items():
            if name != "ref" and name not in facts:
                raise PopulationProblem(
                    f"members.{name}", row, "Este dato no existe; revisa cómo se escribe o quítalo."
                )
            type_ = "enum" if name == "ref" else facts[name].type
            if value is not None and not isinstance(value, wanted.get(type_, str)):  # type: ignore[arg-type]
                sentence = (
                    "El dato no tiene la forma esperada: textos entre comillas, números y true o false sin ellas."
                )
                raise PopulationProblem(f"members.{name}", row, sentence)
