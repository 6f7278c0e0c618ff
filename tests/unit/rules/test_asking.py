"""The order of questions: subject by subject, the text's order about as good as can be measured, and read with care."""

from datetime import date

import pytest

from rules import services
from rules.asking_order import proposed, walk
from rules.language.errors import RuleTextError
from rules.language.load import load
from rules.texts_store import edition_of
from rules.types import Case
from simulator.population import synthetic
from simulator.population.contract_cases import cases_of

ON = date(2026, 10, 15)
TEXT = services.text("imv", ON)
FILES = dict(edition_of(TEXT).files)


@pytest.fixture(scope="module")
def people() -> list[Case]:
    drawn = synthetic.on_day(synthetic.synthetic(100), ON)
    return [services.read_case(case) for case in cases_of(TEXT, drawn)]


def asked(people: list[Case], order: tuple[tuple[str, ...], ...]) -> float:
    return sum(len(walk(TEXT, case, order).asked) for case in people) / len(people)


@pytest.mark.req("S2-59")
def test_the_text_asks_in_about_as_few_questions_as_the_ratio_rule(people: list[Case]) -> None:
    """Whoever changes the text so that another order of subjects becomes clearly better hears of it here."""
    ours = asked(people, TEXT.settle_first)
    assert ours <= asked(people, tuple(stage.subject for stage in proposed(TEXT, people))) * 1.02
    assert ours < asked(people, ()) * 0.9, "settling subject by subject is what saves questions"
    assert ours < asked(people, TEXT.settle_first[::-1]), "and their order is"


def test_the_order_changes_how_many_are_asked_and_never_the_answer(people: list[Case]) -> None:
    for case in people[:60]:
        ours, other = (walk(TEXT, case, order) for order in (TEXT.settle_first, TEXT.settle_first[::-1]))
        assert ours.eligible is other.eligible
        assert ours.eligible is not None


def test_a_subject_begun_is_finished_before_the_next(people: list[Case]) -> None:
    """Nobody is sent back to a subject: of the questions asked, the places of their subjects never go down."""
    for case in people[:60]:
        places = walk(TEXT, case).places
        assert list(places) == sorted(places)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("  - [applicant_age, height]", "There is no requirement `height`."),
        ("  - [residence, applicant_age]", "`residence` is written twice."),
    ],
)
def test_a_wrong_order_is_refused_with_its_place(line: str, wrong: str) -> None:
    about = FILES["benefit.yaml"].replace("  - [applicant_age]", line)
    assert about != FILES["benefit.yaml"]
    with pytest.raises(RuleTextError, match=wrong.replace("`", ".")) as caught:
        load({**FILES, "benefit.yaml": about})
    assert caught.value.place.file == "benefit.yaml"


def test_a_text_without_an_order_of_subjects_asks_in_the_order_of_its_questions() -> None:
    about = FILES["benefit.yaml"].partition("settle_first:")[0]
    assert load({**FILES, "benefit.yaml": about}).on(ON).settle_first == ()
