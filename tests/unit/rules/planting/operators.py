"""Changing one operator of a Python source, and only that one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import CodeType

#: How many letters of a line are shown before an operator; after it, twice as many.
_AROUND = 70
_SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.LShift: ast.RShift,
}
#: The same operators where a reading writes them as calls.
_CALLS = {
    "_less": "_less_or_equal",
    "_less_or_equal": "_less",
    "_and": "_or",
    "_or": "_and",
    "_add": "_subtract",
    "_subtract": "_add",
    "_any": "_all",
    "_all": "_any",
    "_least": "_most",
    "_most": "_least",
    "_count": "_sum",
    "_sum": "_count",
    "_months": "_years",
    "_years": "_months",
    "any": "all",
    "all": "any",
    "min": "max",
    "max": "min",
}
#: The same again where they are methods (`members.any`, `np.minimum`).
_METHODS = {"any": "all", "all": "any", "minimum": "maximum", "maximum": "minimum"}


@dataclass(frozen=True)
class _Place:
    """Where an operator is written: a field of a node, or an item of a field that is a list."""

    part: ast.expr | ast.AugAssign
    owner: ast.AST
    field: str
    item: int | None
    wrong: object

    def put(self, value: object) -> object:
        """Write it there, and say what stood there."""
        stood = getattr(self.owner, self.field)
        if self.item is None:
            setattr(self.owner, self.field, value)
            return stood
        was, stood[self.item] = stood[self.item], value
        return was


def _swapped(node: ast.AST) -> Iterator[_Place]:
    """The operators that a node itself writes."""
    match node:
        case ast.Compare():
            for item, operator in enumerate(node.ops):
                if type(operator) in _SWAPPED:
                    yield _Place(node, node, "ops", item, _SWAPPED[type(operator)]())
        case ast.BoolOp() | ast.BinOp() | ast.AugAssign() if type(node.op) in _SWAPPED:
            yield _Place(node, node, "op", None, _SWAPPED[type(node.op)]())
        case ast.Call(func=ast.Name() as name) if name.id in _CALLS:
            yield _Place(node, name, "id", None, _CALLS[name.id])
        case ast.Call(func=ast.Attribute() as method) if method.attr in _METHODS:
            yield _Place(node, method, "attr", None, _METHODS[method.attr])


def _negated(node: ast.AST) -> Iterator[_Place]:
    """The negations among what a node is made of: without the operator, what it negates is left."""
    for field, value in ast.iter_fields(node):
        for item, part in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.Not | ast.Invert):
                yield _Place(part, node, field, item, part.operand)


@cache
def _parsed(source: str) -> tuple[ast.Module, tuple[_Place, ...], list[str]]:
    tree = ast.parse(source)
    places = (place for node in ast.walk(tree) for place in (*_swapped(node), *_negated(node)))
    in_order = sorted(places, key=lambda place: (place.part.lineno, place.part.col_offset))
    return tree, tuple(in_order), source.splitlines()


def count(source: str) -> int:
    """How many operators there are to change."""
    return len(_parsed(source)[1])


def plant(source: str, at: int) -> CodeType:
    """The program of a source with operator number `at` changed."""
    tree, places, _ = _parsed(source)
    place = places[at]
    right = place.put(place.wrong)
    try:
        return compile(tree, "<planted>", "exec")
    finally:
        place.put(right)


def written(source: str, at: int) -> str:
    """What stands at a place: the part with the operator, and its line, with ▸ where the part begins."""
    _, places, lines = _parsed(source)
    part = places[at].part
    line = lines[part.lineno - 1].encode()
    before, after = line[: part.col_offset].decode(), line[part.col_offset :].decode()
    return f"{ast.unparse(part)}  ⟵  {before.strip()}▸{after}"


def shortly(written: str) -> str:
    """The same, with no more of the line than what stands around the operator."""
    part, arrow, line = written.partition("  ⟵  ")
    before, here, after = line.partition("▸")
    return f"{part[:_AROUND]}{arrow}{before[-_AROUND:]}{here}{after[: 2 * _AROUND]}"
