"""The rule of assignment alone: fair within one dossier, never over a cap, never to who must not have it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.fair_share import (
    PASSED_OVER,
    SKILLS,
    WAITS,
    Choice,
    Taker,
    Wish,
    choose,
    passed_over_words,
    score_sheet,
    share_out,
    why,
)

skills = st.frozensets(st.sampled_from(sorted(SKILLS)))


@st.composite
def offices(draw, **fixed):
    people = draw(st.integers(1, 12))
    return [
        Taker(
            id=place,
            **{
                "load": draw(st.integers(0, 60)),
                "weight": draw(st.integers(0, 200)),
                "cap": draw(st.none() | st.integers(0, 70)),
                "skills": draw(skills),
                "absent": draw(st.booleans()),
                "latest": float(draw(st.integers(0, 9))),
            }
            | fixed,
        )
        for place in range(people)
    ]


wishes = st.builds(Wish, skills=skills, capturer=st.none() | st.integers(0, 11), holder=st.none() | st.integers(0, 11))


def given_to(takers, choices):
    counts = dict.fromkeys((taker.id for taker in takers), 0)
    for choice in choices:
        if choice.taker:
            counts[choice.taker.id] += 1
    return counts


@pytest.mark.req("S2-66", "S2-69")
@given(st.lists(st.integers(1, 200), min_size=1, max_size=12), st.integers(0, 200))
def test_from_nothing_nobody_is_more_than_one_dossier_ahead_for_their_weight(weights, number):
    takers = [Taker(id=place, weight=weight) for place, weight in enumerate(weights)]
    got = given_to(takers, share_out(takers, [Wish()] * number))
    assert sum(got.values()) == number
    for ahead in takers:
        for behind in takers:
            # With one dossier more, `behind` would weigh at least as much as `ahead` does.
            assert got[ahead.id] * behind.weight <= (got[behind.id] + 1) * ahead.weight


@given(st.integers(1, 12), st.integers(0, 300))
def test_with_equal_weights_loads_differ_by_one_at_most(people, number):
    takers = [Taker(id=place) for place in range(people)]
    got = given_to(takers, share_out(takers, [Wish()] * number)).values()
    assert max(got) - min(got) <= 1


@given(st.lists(st.integers(0, 40), min_size=2, max_size=10), st.integers(0, 120))
def test_whoever_was_ahead_gets_nothing_until_the_others_have_caught_up(loads, number):
    takers = [Taker(id=place, load=load) for place, load in enumerate(loads)]
    got = given_to(takers, share_out(takers, [Wish()] * number))
    after = {taker.id: taker.load + got[taker.id] for taker in takers}
    lightest = min(after.values())
    assert all(after[taker.id] <= lightest + 1 for taker in takers if got[taker.id])


@pytest.mark.req("S2-66")
@given(offices(), st.lists(wishes, max_size=60))
def test_what_must_never_happen_never_does(takers, asked):
    loads = {taker.id: taker.load for taker in takers}
    by_id = {taker.id: taker for taker in takers}
    held = frozenset().union(*(taker.skills for taker in takers))
    for wish, choice in zip(asked, share_out(takers, asked), strict=True):
        if choice.taker is None:
            assert choice.waits_for in WAITS
            continue
        taker = by_id[choice.taker.id]
        assert not taker.absent
        assert taker.weight > 0
        assert taker.id not in (wish.capturer, wish.holder)
        assert wish.skills & held <= taker.skills
        loads[taker.id] += 1
        assert taker.cap is None or loads[taker.id] <= taker.cap


@given(offices(), wishes)
def test_everybody_is_either_counted_or_passed_over_for_one_reason(takers, wish):
    choice = choose(takers, wish)
    assert choice.able + sum(choice.passed_over.values()) == len(takers)
    assert set(choice.passed_over) <= set(PASSED_OVER)
    assert (choice.taker is None) == (choice.able == 0)


@given(offices(), wishes, st.randoms())
def test_the_order_of_the_people_makes_no_difference(takers, wish, random):
    shuffled = list(takers)
    random.shuffle(shuffled)
    assert choose(shuffled, wish) == choose(takers, wish)


@given(offices(absent=False, cap=None), wishes)
def test_the_chosen_ends_with_the_least_for_their_share(takers, wish):
    choice = choose(takers, wish)
    if choice.taker is None:
        return
    able = [one for one in takers if choose([*takers[:0], one], replace(wish, skills=frozenset())).taker]
    able = [one for one in able if not (wish.skills & frozenset().union(*(t.skills for t in takers))) - one.skills]
    mine = choice.taker
    assert all((mine.load + 1) * one.weight <= (one.load + 1) * mine.weight for one in able)


def test_on_a_tie_whoever_waited_longest_and_then_always_the_same():
    rested, busy = Taker(1, latest=5.0), Taker(2, latest=9.0)
    assert choose([busy, rested], Wish()).taker == rested
    assert choose([Taker(4), Taker(3)], Wish()).taker == Taker(3)


def test_half_a_share_weighs_double():
    whole, half = Taker(1, load=20), Taker(2, load=20, weight=50)
    assert half.share == 40
    got = given_to([whole, half], share_out([whole, half], [Wish()] * 40))
    assert (20 + got[1], 20 + got[2]) == (53, 27)


def test_a_speciality_nobody_has_holds_nothing_up_and_one_somebody_has_waits_for_them():
    anyone, expert = Taker(1), Taker(2, load=9, skills=frozenset({"protected"}))
    asks = Wish(frozenset({"protected"}))
    assert choose([anyone], asks).taker == anyone
    assert choose([anyone, expert], asks).taker == expert
    away = choose([anyone, replace(expert, absent=True)], asks)
    assert (away.taker, away.waits_for) == (None, "skill")


@pytest.mark.parametrize(
    ("takers", "wish", "reason"),
    [
        ([], Wish(), "nobody_active"),
        ([Taker(1, absent=True)], Wish(), "all_absent"),
        ([Taker(1, weight=0)], Wish(), "all_absent"),
        ([Taker(1, load=3, cap=3), Taker(2, absent=True)], Wish(), "cap"),
        ([Taker(1)], Wish(capturer=1), "capturer"),
        ([Taker(1)], Wish(holder=1), "holder"),
    ],
)
def test_it_says_what_it_waits_for(takers, wish, reason):
    assert choose(takers, wish).waits_for == reason


def test_why_me_says_its_numbers_in_words():
    takers = [Taker(1, load=12, weight=50), Taker(2, load=40), Taker(3, absent=True), Taker(4, load=5, cap=5)]
    choice = choose(takers, Wish())
    said = why(choice.taker.load, choice.able, score_sheet(choice, Wish()))
    assert said == (
        "Reparto automático: con 12 expedientes en curso y un reparto del 50 %, la menor carga en proporción de las 2 "
        "personas que podían recibirlo. No contaron: 1 ausente, 1 con el tope lleno."
    )
    assert why(0, 1, {}) == "Único tramitador activo de la dirección provincial."
    assert passed_over_words({"absent": 2, "skill": 1}) == "2 ausentes, 1 sin la especialidad que pide"
    asked = Wish(frozenset({"protected"}))
    expert = Choice(Taker(1, skills=frozenset({"protected"})), 1, {"skill": 3})
    assert "Pide especialidad: situaciones protegidas." in why(0, 1, score_sheet(expert, asked))
