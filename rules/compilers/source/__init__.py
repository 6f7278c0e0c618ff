"""Python source from a checked text: one generator, two dialects.

`Swift` writes plain Python in which an unknown value is None (three-valued, Kleene). `Careful` writes calls to
`rules.compilers.domain`, where an unknown value is a range that remembers the facts it waits for. Both produce
two functions: `of_member(on, facts, unit, log)` → (values, what aggregates take of that member), and
`of_unit(on, facts, columns, head, log)` → values, where each column holds what one aggregate took of every member.
Members read nobody else but the unit's own facts, so what was found of one can be used again while others change.
"""

from rules.compilers.source.program import Program, compile_text, requirement_formula
from rules.compilers.source.swift import Swift

__all__ = ["Program", "Swift", "compile_text", "requirement_formula"]
