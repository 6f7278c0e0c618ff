"""The readings of the text agree: swift, careful, the plain interpreter, and every completion of what is unknown."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules import services
from rules.assessing import values_of
from rules.compilers.compiled import Compiled, with_values
from rules.compilers.domain import Unknown, known, waits_of
from rules.compilers.interpret import Values, written
from rules.compilers.source import requirement_formula
from rules.language.expressions import TRUE, Aggregate, Compare
from rules.language.load import load
from rules.language.text import Requirement, Variable
from rules.texts_store import compiled_for, edition_of
from tests.unit.rules.households import cases, pointers, put
from tests.unit.rules.plain_reading import heard, places_in, result_in, value_at, values_in, visible_in
from tests.unit.rules.test_cases import CASE

QUIET = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


def _read(case: dict[str, Any]) -> tuple[Any, Any, Compiled]:
    read = services.read_case(case)
    text = services.text("imv", read.on)
    return text, read, compiled_for(text)


def _interpreted(values: Values, item: Variable | Requirement, number: int | None) -> Any:
    if isinstance(item, Variable):
        return values.of(item.formula, number)
    formula = requirement_formula(item)
    return values.of(formula if item.each is None else Aggregate("all", formula))


@QUIET
@given(cases(), st.data())
def test_the_interpreter_finds_what_the_compiled_reading_finds(case: dict[str, Any], data: st.DataObject) -> None:
    hidden = data.draw(st.lists(st.sampled_from(pointers(case)), max_size=4))
    for pointer in hidden:
        case = put(case, pointer, None)
    text, read, compiled = _read(case)
    unit, rows = compiled.swift(read.household)
    values = values_of(compiled, read.household, unit, rows)
    for item in text.order:
        if isinstance(item, Variable) and item.entity == "member":
            for number, row in enumerate(rows):
                assert _interpreted(values, item, number) == row[compiled.member_at[item.name]]
        else:
            name = item.name if isinstance(item, Variable) else f"met.{item.id}"
            if isinstance(item, Requirement) and item.applies != TRUE and item.each is not None:
                continue
            assert _interpreted(values, item, None) == unit[compiled.unit_at[name]], name


@QUIET
@given(cases(), st.data())
def test_where_nothing_unknown_is_read_plain_python_finds_the_same(case: dict[str, Any], data: st.DataObject) -> None:
    """With unknowns too: then plain Python stops, and never takes them for false."""
    for pointer in data.draw(st.lists(st.sampled_from(pointers(case)), max_size=4)):
        case = put(case, pointer, None)
    _, read, compiled = _read(case)
    assert compiled.swift(read.household) == compiled.three_valued(read.household)


@QUIET
@given(cases(), st.data())
def test_careful_is_swift_where_all_is_known_and_never_says_less(case: dict[str, Any], data: st.DataObject) -> None:
    _, read, compiled = _read(case)
    assert compiled.careful(read.household) == compiled.swift(read.household)
    for pointer in data.draw(st.lists(st.sampled_from(pointers(case)), min_size=1, max_size=5)):
        case = put(case, pointer, None)
    _, read, compiled = _read(case)
    swift, _ = compiled.swift(read.household)
    careful, _ = compiled.careful(with_values(read.household, compiled.slots(read.household), {}))
    for one, other in zip(swift, careful, strict=True):
        assert one is None or one == other


@QUIET
@given(cases(), st.data())
def test_what_is_decided_with_unknowns_is_what_every_completion_decides(
    case: dict[str, Any], data: st.DataObject
) -> None:
    hidden = data.draw(st.lists(st.sampled_from(pointers(case)), min_size=1, max_size=5, unique=True))
    partial = case
    for pointer in hidden:
        partial = put(partial, pointer, None)
    _, read, compiled = _read(partial)
    opened = with_values(read.household, compiled.slots(read.household), {})
    unit, _ = compiled.careful(opened)
    whole, _ = compiled.swift(_read(case)[1].household)
    for one, other in zip(unit, whole, strict=True):
        if one.__class__ is not Unknown:
            assert one == other
        elif one.low is not None and not isinstance(other, bool | str):
            assert one.low <= other <= one.high


@QUIET
@given(cases())
def test_a_whole_case_is_always_decided(case: dict[str, Any]) -> None:
    outcome = services.simulate_case(case)
    assert outcome["eligible"] is not None
    assert outcome["missing"] == outcome["missing_for_amount"] == []
    monthly = outcome["monthly"]
    assert monthly["total"] == round(monthly["imv"] + monthly["child_supplement"], 2)
    assert (outcome["kind"] == "none") == (monthly["total"] == 0.0) == (outcome["eligible"] is False)
    assert monthly["imv"] == 0.0 or monthly["imv"] >= 10.0


@QUIET
@given(cases(), st.data())
def test_the_ranged_reading_finds_what_the_careful_one_finds(case: dict[str, Any], data: st.DataObject) -> None:
    """Values, what they wait for and between which bounds they lie."""
    for pointer in data.draw(st.lists(st.sampled_from(pointers(case)), max_size=12)):
        case = put(case, pointer, None)
    _, read, compiled = _read(case)
    unit, rows = compiled.careful(with_values(read.household, compiled.slots(read.household), {}))
    found = compiled.ranged(read.household)
    assert found.unit == tuple(map(known, unit))
    assert found.masks == tuple(waits_of(value) for value in unit)
    assert found.rows == [tuple(map(known, row)) for row in rows]
    at = 0
    for name, value in zip(compiled.unit_at, unit, strict=True):
        variable = next((item for item in compiled.text.variables if (item.entity, item.name) == ("unit", name)), None)
        if variable is not None and variable.type in ("int", "money", "date"):
            bounds = (value.low, value.high) if value.__class__ is Unknown else (value, value)
            assert found.bounds[at : at + 2] == bounds, name
            at += 2
    assert at == len(found.bounds)


@QUIET
@given(cases(), st.data())
def test_the_trace_is_what_the_interpreter_says(case: dict[str, Any], data: st.DataObject) -> None:
    """Every requirement: met, applies, ground, people, values; and doubts, documents and lines beside it."""
    for pointer in data.draw(st.lists(st.sampled_from(pointers(case)), max_size=4)):
        case = put(case, pointer, None)
    text, read, compiled = _read(case)
    found = services.assess(text, read)
    values = found.values
    for result in found.requirements:
        met, applies, ground, members, shown = result_in(values, result.requirement)
        assert (result.met, result.applies, list(result.positions)) == (met, applies, members)
        assert (result.requirement.clauses[result.ground].id if result.ground >= 0 else None) == ground
        assert list(result.values.items()) == list(shown.items())
    assert found.doubtful == tuple(doubt.id for doubt in text.doubts if values.of(doubt.condition) is True)
    assert [line.rule for line in found.lines] == [
        line.id for line in text.lines if values.of(line.condition) is not False
    ]
    household, answers = read.household, compiled.swift(read.household)
    values = values_in(compiled, household)
    asked = compiled.asides["documents"](
        household.on, household.unit, answers[0], household.members, answers[1], household.head
    )
    wanted = []
    for number, document in enumerate(text.documents):
        places = [None] if document.entity == "unit" else range(len(household.members))
        wanted += [(number, place) for place in places if values.of(document.condition, place) is True]
    assert asked == wanted


@QUIET
@given(cases(), st.data())
def test_the_form_reading_hears_what_asking_again_and_again_hears(case: dict[str, Any], data: st.DataObject) -> None:
    """The compiled form never knows less, and never anything else, than the interpreter asked until nothing changes."""
    for pointer in data.draw(st.lists(st.sampled_from(pointers(case)), max_size=30)):
        case = put(case, pointer, None)
    _, read, compiled = _read(case)
    household = read.household
    slow, found = heard(compiled, household), compiled.form(household)
    values = values_in(compiled, slow)
    for member, position, fact in places_in(compiled, household):
        if fact.coverage == "read":
            one = value_at(slow, member, position)
            other = (found.facts if member < 0 else found.members[member])[position]
            assert one is None or one == other, (member, fact.name)
        shown = (found.visible if member < 0 else found.members_visible[member])[position]
        assert visible_in(values, fact, member) in (None, shown), (member, fact.name)
    unit, _ = compiled.swift(slow)
    for name, one, other in zip(compiled.unit_at, unit, found.unit, strict=True):
        assert one is None or one == other, name


def test_every_number_a_question_compares_is_compared_by_the_rules_too() -> None:
    """The search cuts numbers and dates where the rules compare them; a question must not cut them elsewhere."""
    text = services.text("imv", date(2026, 10, 15))
    rules = {
        written(part)
        for item in text.order
        for formula in ([item.formula] if isinstance(item, Variable) else [c.condition for c in item.clauses])
        for part in formula.walk()
        if isinstance(part, Compare)
    }
    limits = {side for comparison in rules for side in re.split(" (?:[<>=!]=?) ", comparison)}
    for fact in text.facts.values():
        for part in fact.question.visible.walk() if fact.question else ():
            if isinstance(part, Compare) and part.operator in ("<", "<=", ">", ">="):
                assert {written(part.left), written(part.right)} <= limits, (fact.name, written(part))


def test_a_planted_error_in_the_compiled_reading_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison above can fail: with `<` read as `<=`, the swift reading and the interpreter part."""
    from rules.compilers import source

    text = services.text("imv", date(2026, 10, 15))
    plain = source.Swift.write

    def planted(self: Any, node: Any, entity: Any) -> str:
        written = plain(self, node, entity)
        return written.replace(" < T_", " <= T_").replace("u_net_patrimony < ", "u_net_patrimony <= ")

    monkeypatch.setattr(source.Swift, "write", planted)
    wrong = Compiled(edition_of(text).on(text.period))
    monkeypatch.undo()
    case = {
        "benefit": "imv",
        "on": "2026-10-15",
        "unit": {"net_patrimony": "26409.60"},
        "members": [{"ref": "a", "relation": "applicant"}],
    }
    household = services.read_case(case).household
    right, at = compiled_for(text), wrong.unit_at["met.net_patrimony"]
    assert known(right.swift(household)[0][at]) is False
    assert wrong.swift(household)[0][at] is True


def test_a_draft_with_other_amounts_shares_what_was_compiled_and_keeps_its_own_amounts() -> None:
    edition = edition_of(services.text("imv", date(2026, 10, 15)))
    written = edition.files["parameters.yaml"]
    assert "1: 733.60" in written
    draft = load({**edition.files, "parameters.yaml": written.replace("1: 733.60", "1: 740.00")})
    alone = {**CASE, "members": CASE["members"][:1]}
    household = services.read_case(alone).household
    for day, amounts in ((date(2025, 1, 1), (658_81, 658_81)), (date(2026, 1, 1), (733_60, 740_00))):
        now, then = Compiled(edition.on(day)), Compiled(draft.on(day))
        assert now._plain.__code__ is then._plain.__code__
        found = tuple(one.swift(household)[0][one.unit_at["base_income"]] for one in (now, then))
        assert found == amounts
