"""The share of a relocation rule is exact, whatever it is, and its effect is plain arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.share_of_arrivals import Outlook, Pace, effect, expected_moved, is_moved, moved_of

pytestmark = pytest.mark.req("S2-71")
SHARES = st.integers(1, 100)


@given(SHARES, st.integers(0, 5000))
def test_of_any_hundred_in_a_row_exactly_the_share_moves(share, before):
    assert sum(is_moved(before + n, share) for n in range(1, 101)) == share


@given(st.integers(1, 10), st.integers(0, 5000))
def test_of_any_ten_in_a_row_exactly_the_tenths_move(tenths, before):
    assert sum(is_moved(before + n, tenths * 10) for n in range(1, 11)) == tenths


@given(SHARES, st.integers(1, 400), st.integers(0, 5000))
def test_any_stretch_is_less_than_one_away_from_the_share(share, length, before):
    moved = sum(is_moved(before + n, share) for n in range(1, length + 1))
    assert abs(moved - length * share / 100) < 1


@given(SHARES, st.integers(0, 2000))
def test_the_count_so_far_says_how_many_moved(share, arrivals):
    assert moved_of(arrivals, share) == sum(is_moved(n, share) for n in range(1, arrivals + 1))


def test_thirty_per_cent_is_three_of_ten():
    assert [n for n in range(1, 11) if is_moved(n, 30)] == [4, 7, 10]


def test_all_or_nothing():
    assert all(is_moved(n, 100) for n in range(1, 50))
    assert [n for n in range(1, 300) if is_moved(n, 1)] == [100, 200]


def test_the_effect_is_what_a_pencil_says():
    # Málaga: 900 pending, 300 come in and 200 are decided a month. Soria: 40, 20 and 60. 30 % for 30 days: 90 move.
    malaga, soria = effect(Pace(900, 300, 200), Pace(40, 20, 60), 30, 30)
    assert malaga.now == Outlook(900, 135)
    assert malaga.without == Outlook(1000, 150)
    assert malaga.with_rule == Outlook(910, 136)
    assert soria.now == Outlook(40, 20)
    assert soria.without == Outlook(0, 0)
    assert soria.with_rule == Outlook(90, 45)
    assert expected_moved(Pace(900, 300, 200), 30, 30) == 90


def test_where_nothing_was_decided_nobody_says_how_long_it_takes():
    origin, _ = effect(Pace(10, 5, 0), Pace(0, 0, 0), 50, 30)
    assert origin.now == Outlook(10, None)
    assert origin.with_rule.waiting_days is None


@given(st.builds(Pace, *[st.integers(0, 10_000)] * 3), st.builds(Pace, *[st.integers(0, 10_000)] * 3), SHARES)
def test_a_rule_never_adds_to_its_origin_nor_takes_from_its_destination(origin, destination, share):
    before, after = effect(origin, destination, share, 31)
    assert before.with_rule.pending <= before.without.pending
    assert after.with_rule.pending >= after.without.pending
