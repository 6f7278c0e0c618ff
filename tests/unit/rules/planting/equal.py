"""Mutants that no household can tell from the reading they were planted in, by how they are written, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping

EQUAL: Mapping[str, str] = {
    r"members\)? < \d$": "the last row of a table is for that many or more: row 5 is read either way",
    r"value [<>]=? (?:738156|738521|739038|200)$": "these days are all before the law in force, and nobody is 200",
    r"(?:w_age|\[0\]|\bt\d+) < 200$|_less\(log, [\w\[\]]+, 200\)$": "nobody is 200 years old",
    r"(?:w_age|\[0\]|\bt\d+) < 30$": "at 30 the general case asks for less than this one, and has been asked already",
}
_EQUAL = re.compile("|".join(f"(?:{pattern})" for pattern in EQUAL))


def is_equal(written: str) -> bool:
    """Whether a mutant is known to be equal, by the part it changes."""
    return _EQUAL.search(written.partition("  ⟵")[0].strip()) is not None
