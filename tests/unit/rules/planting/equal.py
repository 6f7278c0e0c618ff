"""Mutants that no household can tell from the reading they were planted in, by how they are written, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: By what stands there, `part  ⟵  its line, with ▸ where the part begins`.
EQUAL: Mapping[str, str] = {
    r"members\)? < \d  ⟵": "the last row of a table is for that many or more: row 5 is read either way",
    r"value [<>]=? (?:738156|738521|739038|200)$": "these days are all before the law in force, and nobody is 200",
    r"(?:w_age|\[0\]|\bt\d+) < 200  ⟵|_less\(log, [\w\[\]]+, 200\)  ⟵": "nobody is 200 years old",
    r"(?:w_age|\[0\]|\bt\d+) < 30  ⟵|^independence .* (?:>|<=) 30$": (
        "at 30 the general case asks for less than this one, and has been asked already"
    ),
    # --- Ranges. What a household leaves out is anything it may be: nothing narrower is ever known of it.
    r"^\d+ > h_[aftw]\w*  ⟵|^l_[fw]_\w+ >=? (?:\d+|on)  ⟵|^on > h_t\d+  ⟵": "its bounds are no limits of the text",
    r"^_(?:years|months)\([lh]_[fu]_\w+, (?:on|d0)\)  ⟵": (
        "time since any day there may have been is none or more than the text asks for, in months as in years"
    ),
    r"\(m_(?:w_age|w_band_age|f_relation) if▸t\d+ is None": "what stands beside it waits for the same fact",
    r"^u_units_in_home is None  ⟵": "no rule reads it",
    # --- The trace.
    r"_ground = (?!.*▸.* else \d+ if ).*▸.* else -1\)": "met in no other way, it is met in the last",
    r"_ground\(t\d+_members, lambda fm, wm: \(0 if (?:(?! else 1 if ).)*▸": (
        "those affected are those of whom the general case does not hold"
    ),
    r"^t\d+ [<>]=? \S+  ⟵ .* is False else not \(.*▸": "where it turns, it is surely so anyway",
}
_EQUAL = re.compile("|".join(f"(?:{pattern})" for pattern in EQUAL))


def is_equal(written: str) -> bool:
    """Whether a mutant is known to be equal, by what stands there."""
    return _EQUAL.search(written) is not None
