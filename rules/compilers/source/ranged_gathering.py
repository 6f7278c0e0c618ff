"""Aggregates in the ranged dialect: what they begin with, what each member adds, and what they come to.

What is certain and what is possible are kept apart: a count lies between those that are true and those that may be.
"""

from __future__ import annotations

from rules.compilers.source.ranged import Ranged
from rules.compilers.source.ranged_parts import Truth, where_unknown
from rules.language.expressions import Aggregate


def start(dialect: Ranged, node: Aggregate) -> str:
    """What an aggregate begins with."""
    name = dialect.aggregates[node]
    if node.function in ("count", "sum"):
        return f"l_{name} = h_{name} = m_{name} = 0"
    return f"{name} = {node.function == 'all'}; m_{name} = 0"


def gather(dialect: Ranged, node: Aggregate) -> None:
    """What one member adds."""
    write, name = dialect.line, dialect.aggregates[node]
    numeric = dialect.numeric(node.body, "member")
    if node.function == "head":
        write("if number == head:")
        dialect.indent += 1
    if numeric:
        number = dialect.number(node.body, "member")
        sign = "+=" if node.function == "sum" else "="
        masks = "|=" if node.function == "sum" else "="
        write(f"l_{name} {sign} {number.low}; h_{name} {sign} {number.high}; m_{name} {masks} {number.mask}")
    else:
        _gather_truth(dialect, node, name, dialect.truth(node.body, "member"))
    if node.function == "head":
        dialect.indent -= 1


def _gather_truth(dialect: Ranged, node: Aggregate, name: str, truth: Truth) -> None:
    write = dialect.line
    if node.function == "head":
        write(f"{name} = {truth.value}; m_{name} = {where_unknown(truth._replace(value=name))}")
        return
    write(f"t = {truth.value}")
    write(f"if t is None: m_{name} |= {truth.mask}" + (f"; h_{name} += 1" if node.function == "count" else ""))
    if node.function == "count":
        write(f"elif t: l_{name} += 1; h_{name} += 1")
    else:
        write(f"elif t is {node.function == 'any'}: {name} = t")


def close(dialect: Ranged, node: Aggregate) -> None:
    """What it is once every member has been seen."""
    write, name = dialect.line, dialect.aggregates[node]
    if node.function in ("count", "sum"):
        write(f"if l_{name} == h_{name}: m_{name} = 0")
    elif node.function != "head":
        write(f"if {name} is {node.function == 'any'}: m_{name} = 0")
        write(f"elif m_{name}: {name} = None")
