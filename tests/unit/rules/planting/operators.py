"""Changing one operator of a Python source, and only that one."""

from __future__ import annotations

import ast

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
    "min": "max",
    "max": "min",
}
#: The same again where they are methods (`members.any`, `np.minimum`).
_METHODS = {"any": "all", "all": "any", "minimum": "maximum", "maximum": "minimum"}


class _Planter(ast.NodeTransformer):
    """Changes operator number `at`; counts them all, in the order of the tree."""

    def __init__(self, at: int) -> None:
        self.at, self.seen, self.written, self.line = at, 0, "", 0

    def _here(self, node: ast.expr | ast.AugAssign) -> bool:
        self.seen += 1
        if self.seen - 1 != self.at:
            return False
        self.written, self.line = ast.unparse(node), node.lineno
        return True

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        for number, operator in enumerate(node.ops):
            if type(operator) in _SWAPPED and self._here(node):
                node.ops[number] = _SWAPPED[type(operator)]()  # type: ignore[assignment]
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        if self._here(node):
            node.op = _SWAPPED[type(node.op)]()  # type: ignore[assignment]
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if type(node.op) in _SWAPPED and self._here(node):
            node.op = _SWAPPED[type(node.op)]()  # type: ignore[assignment]
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        self.generic_visit(node)
        if type(node.op) in _SWAPPED and self._here(node):
            node.op = _SWAPPED[type(node.op)]()  # type: ignore[assignment]
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Not | ast.Invert) and self._here(node):
            return node.operand
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id in _CALLS and self._here(node):
            node.func.id = _CALLS[node.func.id]
        elif isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS and self._here(node):
            node.func.attr = _METHODS[node.func.attr]
        return node


def count(source: str) -> int:
    """How many operators there are to change."""
    planter = _Planter(-1)
    planter.visit(ast.parse(source))
    return planter.seen


def plant(source: str, at: int) -> tuple[str, str]:
    """The source with operator number `at` changed, and what stood there: the part, and the line it is in."""
    planter = _Planter(at)
    tree = planter.visit(ast.parse(source))
    line = source.splitlines()[planter.line - 1].strip()
    return ast.unparse(ast.fix_missing_locations(tree)), f"{planter.written}  ⟵  {line}"
