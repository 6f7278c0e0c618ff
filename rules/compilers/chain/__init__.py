"""The case-processing reading: case rules become a ruleset that durable-rules can be trusted with.

`compile_chain` turns the case rules of a text into a `Chain`: the rules as plain data, which
`rules.chaining.reference` interprets and which is their specification, and the same as the engine's JSON.
"""

from rules.compilers.chain.checks import checked
from rules.compilers.chain.network import Chain, fnv1a_32
from rules.compilers.chain.reading import compile_chain
from rules.compilers.chain.rules import ChainRule, Clause, Ref, Template, Term, conclude, readable

__all__ = [
    "Chain",
    "ChainRule",
    "Clause",
    "Ref",
    "Template",
    "Term",
    "checked",
    "compile_chain",
    "conclude",
    "fnv1a_32",
    "readable",
]
