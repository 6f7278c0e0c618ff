"""The readings of the text agree: swift, careful, the plain interpreter, and every completion of what is unknown."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules import services
from rules.assessing import values_of
from rules.compilers.compiled import Compiled, with_values
from rules.compilers.domain import Unknown, known
from rules.compilers.interpret import Values
from rules.compilers.source import requirement_formula
from rules.language.expressions import TRUE, Aggregate
from rules.language.text import Requirement, Variable
from rules.texts_store import compiled_for, edition_of
from tests.unit.rules.households import cases, pointers, put

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
