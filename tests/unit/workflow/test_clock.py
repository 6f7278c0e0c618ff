"""The legal clock: six months from the entry, pushed by the days it stood still, three months a stop at most."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendars import add_months
from workflow.clock import reading, stop_limit


@dataclass(frozen=True)
class Entry:
    move: str
    on: date


START = Entry("start", date(2026, 3, 10))


def test_six_months_from_the_entry():
    assert reading([START], date(2026, 3, 10)).silence_date == date(2026, 9, 10)


def test_the_last_of_august_ends_on_the_last_of_february():
    assert reading([Entry("start", date(2026, 8, 31))], date(2026, 9, 1)).silence_date == date(2027, 2, 28)


@pytest.mark.parametrize("days", [0, 1, 30, 91])
def test_each_day_stood_still_is_a_day_more(days):
    stop = date(2026, 4, 1)
    entries = [START, Entry("stop", stop), Entry("resume", stop + timedelta(days=days))]
    read = reading(entries, stop + timedelta(days=days))
    assert read.silence_date == date(2026, 9, 10) + timedelta(days=days)
    assert read.stopped_since is None


def test_while_it_stands_still_the_days_left_do_not_change():
    entries = [START, Entry("stop", date(2026, 4, 1))]
    left = {reading(entries, date(2026, 4, day)).days_left for day in range(1, 29)}
    assert len(left) == 1


@given(st.integers(0, 400))
def test_no_stop_holds_more_than_three_months(days):
    stop = date(2026, 4, 1)
    read = reading([START, Entry("stop", stop), Entry("resume", stop + timedelta(days=days))], date(2027, 12, 1))
    assert read.stopped_days == min(days, (add_months(stop, 3) - stop).days)
    assert stop_limit(stop) == date(2026, 7, 1)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=5))
def test_the_bar_covers_the_whole_term_without_gaps(gaps):
    day, entries = START.on, [START]
    for number, gap in enumerate(gaps):
        day += timedelta(days=gap)
        entries.append(Entry("stop" if number % 2 == 0 else "resume", day))
    read = reading(entries, day)
    assert sum(piece.days for piece in read.stretches) == read.width
    assert read.stretches[0].begins == read.started_on
    assert read.stretches[-1].ends == read.silence_date


def test_a_closed_clock_says_when_it_closed():
    read = reading([START, Entry("close", date(2026, 5, 1))], date(2026, 12, 1))
    assert (read.closed_on, read.days_left) == (date(2026, 5, 1), (date(2026, 9, 10) - date(2026, 5, 1)).days)


@pytest.mark.parametrize(
    ("today", "word"), [("2026-03-11", "calm"), ("2026-08-10", "near"), ("2026-09-01", "soon"), ("2026-09-11", "late")]
)
def test_urgency_has_a_word(today, word):
    assert reading([START], date.fromisoformat(today)).urgency == word
