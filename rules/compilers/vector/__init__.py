"""The fourth reading of a text: numpy, for whole populations.

A population is arrays: one row a unit for the unit's facts, one row a person for the members' — the members of a unit
in a row, `offsets` saying where each unit begins (ragged). `generator` writes straight numpy from the checked tree for
one day and for the shape of one population: what has the same value for everybody — the closed value of a fact left
out, everything that follows from the day alone — is folded away before anything runs, and only what an unknown fact
can reach carries the mask of unknowns. The answer is the swift reading's, unknowns included.
"""

from rules.compilers.vector.columns import Array, Column, Population
from rules.compilers.vector.reading import Results, VectorReading

__all__ = ["Array", "Column", "Population", "Results", "VectorReading"]
