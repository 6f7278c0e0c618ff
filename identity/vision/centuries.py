"""The century that a zone's two-digit years leave out.

ICAO 9303 leaves it to the reader. Here: nobody was born after today, no document ends more than twenty years from now,
and a DNI whose zone ends in 99 is permanent: no other will end in a year 99 before 2089 gives out those of 2099.
"""

from __future__ import annotations

from datetime import date

from core.validity import PERMANENT, PERMANENT_FROM_AGE, has_turned

_FURTHEST_END = 20
_OLDEST = 120
_PERMANENT_YEAR = "99"


def birth_of(text: str, today: date, permanent: bool = False) -> date | None:
    """The latest day of birth YYMMDD that is not after today.

    Of a ``permanent`` card, whose holder is seventy or more, the latest that makes its holder so old, where one does
    without making a holder of over 120.
    """
    past = [day for day in _days(text, today) if day <= today]
    if permanent:
        old = [day for day in past if has_turned(PERMANENT_FROM_AGE, day, today) and today.year - day.year <= _OLDEST]
        past = old or past
    return max(past, default=None)


def expiry_of(text: str, today: date) -> date | None:
    """The latest day YYMMDD that is no more than twenty years after today's year."""
    return max((day for day in _days(text, today) if day.year <= today.year + _FURTHEST_END), default=None)


def permanent(text: str) -> bool:
    """Whether the end YYMMDD on a DNI means that it has none."""
    return text.startswith(_PERMANENT_YEAR) and _day(PERMANENT.year, text) is not None


def _days(text: str, today: date) -> list[date]:
    century = today.year // 100 * 100
    found = (
        _day(base + int(text[:2]), text)
        for base in (century + 100, century, century - 100, century - 200)
        if text.isdigit()
    )
    return [day for day in found if day is not None]


def _day(year: int, text: str) -> date | None:
    try:
        return date(year, int(text[2:4]), int(text[4:6]))
    except ValueError:
        return None
