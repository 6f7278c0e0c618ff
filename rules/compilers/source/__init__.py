"""Python source from a checked text: one text, dialects for different questions.

`Swift` writes plain Python in which an unknown value is None (three-valued, Kleene). `Careful` writes calls to
`rules.compilers.domain`, where an unknown value is a range that remembers the facts it waits for. Both produce
two functions: `of_member(on, facts, unit, log)` → (values, what aggregates take of that member), and
`of_unit(on, facts, columns, head, log)` → values, where each column holds what one aggregate took of every member.
`Plain` writes what `Swift` does for households of which all that is read is known. `Ranged` finds what `Careful` finds
in local variables, in one function, and can carry the form with it. `Outline` says which questions show and what is
settled, and no more. The asides are swift functions over what was found: grounds, shown values, documents. Tests hold
all of them against each other.
"""

from rules.compilers.source.asides import compile_asides
from rules.compilers.source.cones import ConesProgram, compile_cones
from rules.compilers.source.outline_program import compile_days, compile_outline
from rules.compilers.source.plain import compile_plain
from rules.compilers.source.program import Program, compile_text, ready, requirement_formula
from rules.compilers.source.ranged_program import Found, compile_ranged
from rules.compilers.source.swift import Swift

__all__ = [
    "ConesProgram",
    "Found",
    "Program",
    "Swift",
    "compile_asides",
    "compile_cones",
    "compile_days",
    "compile_outline",
    "compile_plain",
    "compile_ranged",
    "compile_text",
    "ready",
    "requirement_formula",
]
