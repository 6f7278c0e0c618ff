"""Whole years and months between dates, as the law counts them (from date to date)."""

from __future__ import annotations

from calendar import isleap
from datetime import date

#: How *never* is kept: later than any day, so no term since then has passed.
NEVER = date.max
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def last_of_month(year: int, month: int) -> int:
    """The number of the last day of a month."""
    return 29 if month == 2 and isleap(year) else _LENGTHS[month - 1]


def years(start: date, end: date) -> int:
    """Whole years from `start` to `end`: an age. Born on 29 February: a year older on 1 March."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def months(start: date, end: date) -> int:
    """Whole months from `start` to `end`; where the month lacks the day, it is complete on its last day."""
    whole = (end.year - start.year) * 12 + end.month - start.month
    if end.day < start.day and end.day < last_of_month(end.year, end.month):
        return whole - 1
    return whole


def plus_months(day: date, number: int) -> date:
    """The same day so many months later, or the last of that month; never stays never."""
    if day == NEVER:
        return NEVER
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    kept = day.day if day.day <= 28 else min(day.day, last_of_month(year, month + 1))
    return date(year, month + 1, kept)


def plus_years(day: date, number: int) -> date:
    """The same day so many years later; from 29 February to 1 March where the year has none."""
    if day == NEVER:
        return NEVER
    try:
        return day.replace(year=day.year + number)
    except ValueError:
        return date(day.year + number, 3, 1)


def first_of_year(day: date) -> date:
    """1 January of the day's year."""
    return date(day.year, 1, 1)
