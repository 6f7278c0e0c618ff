"""Columns of a table that no rule reads: by which results are told apart, and how many units a row stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.provinces import PROVINCES
from rules.types import Array
from simulator.population.problems import PopulationProblem


def _province(array: Any, before: int) -> Array:
    known = pa.array(list(PROVINCES))
    codes = pc.utf8_lpad(array.cast(pa.string()), 2, "0")
    places = pc.index_in(codes, value_set=known)
    wrong = np.asarray(pc.is_null(places))
    if wrong.any():
        sentence = "Pon el código INE de la provincia, de 01 a 52."
        raise PopulationProblem("province", before + int(np.argmax(wrong)) + 1, sentence)
    return np.asarray(places).astype(np.int8)


def _weight(array: Any, before: int) -> Array:
    try:
        values = np.nan_to_num(np.asarray(array.cast(pa.float64()).fill_null(0.0)), posinf=0.0)
    except pa.ArrowInvalid:
        raise PopulationProblem("weight", None, "El peso de cada fila tiene que ser un número.") from None
    wrong = (values <= 0) | (values > 1e9)
    if wrong.any():
        sentence = "El peso dice a cuántas unidades representa la fila: un número mayor que 0."
        raise PopulationProblem("weight", before + int(np.argmax(wrong)) + 1, sentence)
    return np.asarray(values)


GROUP_READERS: Mapping[str, Callable[[Any, int], Array]] = {"province": _province, "weight": _weight}
