"""Working days and legal months.

National and community holidays come from the `holidays` library by province; municipal ones are not known to it and
are not counted here. Saturdays and Sundays are not working days.
"""

import calendar
import functools
from datetime import date, timedelta

import holidays

from core.provinces import COMMUNITY_OF_PROVINCE


@functools.lru_cache(maxsize=256)
def _holidays(community: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("ES", subdiv=community, years=year))


def is_working_day(day: date, province_code: str) -> bool:
    """Whether offices of the province count `day` in terms of working days."""
    return day.weekday() < 5 and day not in _holidays(COMMUNITY_OF_PROVINCE[province_code], day.year)


def add_working_days(start: date, count: int, province_code: str) -> date:
    """The `count`-th working day after `start` (the day of notice itself does not count)."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day, province_code)
    return day


def add_months(day: date, count: int) -> date:
    """Same day `count` months later; where that month has no such day, its last day."""
    month_index = day.year * 12 + day.month - 1 + count
    year, month = divmod(month_index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_of_next_month(day: date) -> date:
    """First day of the month after `day`."""
    return add_months(day.replace(day=1), 1)
