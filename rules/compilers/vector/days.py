"""Dates in arrays: one whole number a day, so that order, years and months are a subtraction each.

A day is kept as `(year × 12 + month − 1) × 32 + day`. No month has 32 days, so dropping what is below a month, or below
a year (12 × 32), is exactly counting from date to date as `rules.language.dates` does.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rules.language.dates import NEVER

Array = NDArray[Any]

_MONTH, _YEAR = 32, 12 * 32
_LENGTHS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_EPOCH_MONTH = 1970 * 12


def day_number(day: date) -> int:
    """A day as a number."""
    return (day.year * 12 + day.month - 1) * _MONTH + day.day


NEVER_NUMBER = day_number(NEVER)


def from_epoch_days(days: Array) -> Array:
    """Days counted from 1970-01-01, as Arrow and Parquet keep them, as day numbers."""
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    in_month = (dates - months).astype(np.int64) + 1
    return np.asarray((months.astype(np.int64) + _EPOCH_MONTH) * _MONTH + in_month, dtype=np.int32)


def date_of(number: int) -> date:
    """The day behind a number."""
    month, day = divmod(int(number), _MONTH)
    return date(month // 12, month % 12 + 1, day)


def whole_years(start: Array, end: Array) -> Array:
    """Whole years from one day to the other."""
    return np.asarray((end - start) // _YEAR)


def months(start: Array, end: Array) -> Array:
    """Whole months; where the month lacks the day, it is complete on its last one."""
    return np.asarray(((end - start) >> 5) + _last_of_month(end) * ((start & 31) > (end & 31)))


def months_until(start: Array, end: date) -> Array:
    """Whole months to a day that is the same for all."""
    number = day_number(end)
    if end.day == monthrange(end.year, end.month)[1]:
        return np.asarray((number >> 5) - (start >> 5))
    return np.asarray((number - start) >> 5)


def first_of_year(day: Array) -> Array:
    """1 January of the day's year."""
    return np.asarray((day // _YEAR) * _YEAR + 1)


def plus_months(day: Array, number: Array) -> Array:
    """The same day so many months later, or the last of that month; never stays never."""
    month = (np.asarray(day, dtype=np.int64) >> 5) + number
    moved = month * _MONTH + np.minimum(np.asarray(day) & 31, _length(month))
    return np.where(np.asarray(day) >= NEVER_NUMBER, NEVER_NUMBER, np.minimum(moved, NEVER_NUMBER))


def plus_years(day: Array, number: Array) -> Array:
    """The same day so many years later; from 29 February to 1 March where the year has none."""
    moved = np.asarray(day, dtype=np.int64) + np.asarray(number) * _YEAR
    month = moved >> 5
    missing = (moved & 31) > _length(month)
    moved = np.where(missing, (month + 1) * _MONTH + 1, moved)
    return np.where(np.asarray(day) >= NEVER_NUMBER, NEVER_NUMBER, np.minimum(moved, NEVER_NUMBER))


def _length(month: Array) -> Array:
    """How many days a month has, counted from January of the year 0."""
    year, in_year = month // 12, month % 12
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    return np.asarray(_LENGTHS[in_year] + (leap & (in_year == 1)))


def _last_of_month(day: Array) -> Array:
    return np.asarray((day & 31) == _length(day >> 5))
