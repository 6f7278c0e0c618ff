"""What the source of the asides calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rules.compilers.domain import late
from rules.language import dates


def _any(values: Sequence[bool | None]) -> bool | None:
    return True if True in values else None if None in values else False


def _all(values: Sequence[bool | None]) -> bool | None:
    return False if False in values else None if None in values else True


def _count(values: Sequence[bool | None]) -> int | None:
    return None if None in values else values.count(True)


def _sum(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _ground(affected: Sequence[int], first: Any, members: Sequence[Any], rows: Sequence[Any]) -> int:
    """The clause by which it is met: the general one where nobody needs another."""
    if not affected:
        return 0
    found = (first(members[number], rows[number]) for number in affected)
    return next((clause for clause in found if clause >= 0), -1)


def _furthest(answers: Sequence[Any]) -> Any:
    """Of several people, the one who is furthest: the latest date, or the first one's number."""
    found = [answer for answer in answers if isinstance(answer, date)]
    return max(found) if found and len(found) == len(answers) else answers[0]


def _ordered(names: Sequence[str], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in names}


ASIDE_NAMES: Mapping[str, Any] = {
    "_any": _any,
    "_all": _all,
    "_count": _count,
    "_sum": _sum,
    "_ground": _ground,
    "_furthest": _furthest,
    "_ordered": _ordered,
    "_plus_months": late(dates.plus_months),
    "_plus_years": late(dates.plus_years),
}
