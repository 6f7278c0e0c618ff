"""Columns put together from batches; what is empty everywhere was left out."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rules.types import Array, Column, Fact


class Pieces:
    """The columns of one entity. A batch adds some of them, then `end`s."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self.facts = facts
        self._found: dict[str, list[tuple[Array, Array]]] = {}
        self._lengths: list[int] = []

    def add(self, name: str, values: Array, missing: Array) -> None:
        """A piece of a column."""
        pieces = self._found.setdefault(name, [_empty(length) for length in self._lengths])
        pieces.append((values, missing))

    def end(self, length: int) -> None:
        """A batch of so many rows ends: columns it did not have are empty in it."""
        self._lengths.append(length)
        for pieces in self._found.values():
            if len(pieces) < len(self._lengths):
                pieces.append(_empty(length))

    def last(self, name: str) -> tuple[Array, Array]:
        """The last piece of a column."""
        return self._found[name][-1]

    def columns(self) -> dict[str, Column]:
        """Every column that says something, once; empty cells take their closed value, or are unknown."""
        joined = {}
        for name in list(self._found):
            pieces = self._found.pop(name)  # let go, one column after another
            missing = np.concatenate([piece for _, piece in pieces])
            if not missing.all():
                # A batch in which the column was empty says nothing of its type.
                kinds = [values.dtype for values, gaps in pieces if not gaps.all()]
                joined[name] = np.concatenate([values.astype(kinds[0], copy=False) for values, _ in pieces]), missing
        found = {name: self._column(name, joined) for name in joined}
        for name, fact in self.facts.items():
            partner = joined.get(fact.closed_with)
            if name not in joined and partner is not None and fact.closed is not None:
                found[name] = Column(np.full(len(partner[0]), fact.closed), ~partner[1], fact.options)
        return found

    def _column(self, name: str, joined: Mapping[str, tuple[Array, Array]]) -> Column:
        fact = self.facts[name]
        values, missing = joined[name]
        if not missing.any():
            return Column(values, None, fact.options)
        closes = missing if fact.closed is not None else np.zeros(len(missing), dtype=bool)
        partner = joined.get(fact.closed_with)
        if partner is not None:
            closes = closes & partner[1]
        if closes.any() and fact.closed is not None:
            closed = fact.options.index(str(fact.closed)) if fact.type == "enum" else fact.closed
            values = np.where(closes, closed, values).astype(values.dtype)
        unknown = missing & ~closes
        return Column(values, unknown if unknown.any() else None, fact.options)


def _empty(length: int) -> tuple[Array, Array]:
    return np.zeros(length, dtype=np.int64), np.ones(length, dtype=bool)
