"""Until when an identity document is good: a day, or for good.

The DNI given to somebody of seventy or more is permanent (Royal Decree 1553/2005, article 6): its front says
01 01 9999, and that is the day kept, so that it is compared as any other.
"""

from __future__ import annotations

from datetime import date

PERMANENT = date(9999, 1, 1)
PERMANENT_FROM_AGE = 70
PERMANENT_WORD = "permanente"


def has_turned(age: int, birth: date, on: date) -> bool:
    """Whether somebody born on `birth` had reached an age on a day; born on 29 February, on 1 March of other years."""
    return (birth.year + age, birth.month, birth.day) <= (on.year, on.month, on.day)


def valid_until(day: date | None) -> str:
    """The end of a document's validity as tables show it: ``14/03/2031``, ``permanente``, or nothing."""
    if day == PERMANENT:
        return PERMANENT_WORD
    return f"{day:%d/%m/%Y}" if day else ""
