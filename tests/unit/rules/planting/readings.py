"""The readings that are emitted as Python: what each emits, how it is run on a household, and what is right there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import compress
from types import CodeType
from typing import Any

from rules import services
from rules.assessing import values_of
from rules.compilers.compiled import Compiled, Reading, with_values
from rules.compilers.domain import Unknown, known, waits_of
from rules.compilers.household import Household
from rules.compilers.interpret import Values
from rules.compilers.source import (
    compile_asides,
    compile_plain,
    compile_ranged,
    compile_text,
    requirement_formula,
)
from rules.language.expressions import TRUE, Aggregate, Not, Or
from rules.language.text import RuleText, Variable
from tests.unit.rules.plain_reading import result_in
from tests.unit.rules.planting.probes import Probe
from tests.unit.rules.planting.slow import Slow

Names = dict[str, Any]


@dataclass(frozen=True)
class Emitted:
    """A reading emitted as Python. `partial`: it is asked about households with something unknown too."""

    name: str
    emit: Callable[[RuleText], tuple[str, Mapping[str, Any]]]
    run: Callable[[Names, Probe], Any]
    right: Callable[[Probe], Any]
    partial: bool = True


def ready(program: str | CodeType, names: Mapping[str, Any]) -> Names:
    """The functions of a program."""
    found = dict(names)
    exec(program, found)
    return found


# --- Whole households, plain Python -----------------------------------------------------------------------------------


def _run_plain(names: Names, probe: Probe) -> Any:
    household = probe.household
    if probe.whole:
        return names["decide"](household.on, household.unit, household.members, household.head)
    try:
        found = names["decide"](household.on, household.unit, household.members, household.head)
    except (TypeError, AttributeError):
        return None  # it says itself that something unknown is read
    return None if found == interpreted(probe) else found


def _right_plain(probe: Probe) -> Any:
    return interpreted(probe) if probe.whole else None


# --- Three values -----------------------------------------------------------------------------------------------------


@cache
def interpreted(probe: Probe) -> Any:
    """Every variable and requirement by the interpreter alone; None where it is unknown."""
    compiled, household = probe.compiled, probe.household
    nothing = (None,) * len(compiled.unit_at)
    rows: list[list[Any]] = [[None] * len(compiled.member_at) for _ in household.members]
    values = values_of(compiled, household, nothing, rows)
    unit: dict[str, Any] = {}
    for item in compiled.text.order:
        if isinstance(item, Variable) and item.entity == "member":
            for number, member in enumerate(values.members):
                found = values.of(item.formula, number)
                member[item.name] = rows[number][compiled.member_at[item.name]] = found  # type: ignore[index]
        elif isinstance(item, Variable):
            unit[item.name] = values.unit[item.name] = values.of(item.formula)  # type: ignore[index]
        else:
            formula = requirement_formula(item)
            if item.each is not None:
                formula = Aggregate("all", formula)
                formula = formula if item.applies == TRUE else Or((Not(item.applies), formula))
            unit[f"met.{item.id}"] = values.met[item.id] = values.of(formula)  # type: ignore[index]
    return tuple(unit[name] for name in compiled.unit_at), [tuple(row) for row in rows]


def _run_scalar(names: Names, probe: Probe, household: Household | None = None) -> Any:
    reading = object.__new__(Reading)  # what `Reading` makes of a source, with the functions of the one planted in
    reading.of_member, reading.of_unit = names["of_member"], names["of_unit"]
    return reading.run(household or probe.household)


# --- What is unknown remembers what it waits for ----------------------------------------------------------------------


def _spread(value: Any) -> Any:
    """A value so that two of them can be compared: known, what it waits for, its bounds."""
    if value.__class__ is Unknown:
        return "unknown", value.waits, value.low, value.high
    return value


@cache
def _slow(probe: Probe, asked: bool, free: int) -> Slow:
    return Slow(probe.compiled, probe.household, asked, free)


@cache
def _right_careful(probe: Probe) -> Any:
    slow = _slow(probe, False, 0)
    return tuple(map(_spread, slow.unit)), [tuple(map(_spread, row)) for row in slow.rows]


def _run_careful(names: Names, probe: Probe) -> Any:
    household = with_values(probe.household, probe.compiled.slots(probe.household), {})
    unit, rows = _run_scalar(names, probe, household)
    return tuple(map(_spread, unit)), [tuple(map(_spread, row)) for row in rows]


_RANGED = ("unit", "masks", "bounds", "rows")


@cache
def _right_ranged(probe: Probe, asked: bool = False) -> Any:
    slow = _slow(probe, asked, probe.free if asked else 0)
    numeric = {item.name for item in slow.text.variables if item.type in ("int", "money", "date")}
    bounds: list[Any] = []
    for name, value in zip(slow.compiled.unit_at, slow.unit, strict=True):
        if name in numeric:
            bounds += (value.low, value.high) if value.__class__ is Unknown else (value, value)
    found = {
        "unit": tuple(map(known, slow.unit)),
        "masks": tuple(waits_of(value) for value in slow.unit),
        "bounds": tuple(bounds),
        "rows": [tuple(map(known, row)) for row in slow.rows],
    }
    if asked:
        members = range(len(probe.household.members))
        found |= {
            "facts": tuple(map(known, slow.facts(-1))),
            "visible": slow.visible(-1),
            "members": [tuple(map(known, slow.facts(number))) for number in members],
            "members_visible": [slow.visible(number) for number in members],
        }
    return _only_read(found, probe.compiled) if asked else found


def _only_read(found: dict[str, Any], compiled: Compiled) -> dict[str, Any]:
    """Without the facts that the text does not read: nobody asks what the form makes of those."""
    unit = [fact.coverage == "read" for fact in compiled.unit_facts]
    member = [fact.coverage == "read" for fact in compiled.member_facts]
    facts = tuple(compress(found["facts"], unit))
    return {**found, "facts": facts, "members": [tuple(compress(values, member)) for values in found["members"]]}


def _run_ranged(names: Names, probe: Probe, asked: bool = False) -> Any:
    household = probe.household
    free = probe.free if asked else 0
    found = names["run"](household.on, household.unit, household.members, household.head, free)._asdict()
    return _only_read(found, probe.compiled) if asked else {key: found[key] for key in _RANGED}


# --- What is said beside an answer ------------------------------------------------------------------------------------

_TOLD = ("doubts", "lines", "documents")


@cache
def _narrow(probe: Probe) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
    """The values that an answer is told from: where something is unknown, a range may decide what no value does."""
    if probe.whole:
        return interpreted(probe)  # type: ignore[no-any-return]
    slow = _slow(probe, False, 0)
    return tuple(map(known, slow.unit)), [tuple(map(known, row)) for row in slow.rows]


def _run_asides(names: Names, probe: Probe) -> Any:
    household, text, (unit, rows) = probe.household, probe.compiled.text, _narrow(probe)
    shared = (household.on, household.unit, unit, household.members, rows, household.head)
    found: dict[str, Any] = {
        "trace": [
            (met, applies, ground, list(members), list(shown.items()))
            for _, met, applies, ground, members, shown, _ in names["trace"](*shared, text.requirements, None)
        ]
    }
    found |= {name: names[name](*shared) for name in _TOLD}
    for fact in text.facts.values():
        if fact.question is None or fact.question.typical is None:
            continue
        name = f"usual_{fact.entity}_{fact.name}"
        if fact.entity == "unit":
            found[name] = names[name](*shared)
        else:
            pairs = zip(household.members, rows, strict=True)
            found[name] = [names[name](*shared, facts, row) for facts, row in pairs]
    return found


@cache
def _right_asides(probe: Probe) -> Any:
    household, text = probe.household, probe.compiled.text
    values = values_of(probe.compiled, household, *_narrow(probe))
    found: dict[str, Any] = {"trace": [_told(values, number) for number in range(len(text.requirements))]}
    found["doubts"] = [at for at, doubt in enumerate(text.doubts) if values.of(doubt.condition) is True]
    found["lines"] = [
        (at, values.of(line.amount)) for at, line in enumerate(text.lines) if values.of(line.condition) is not False
    ]
    found["documents"] = []
    for at, document in enumerate(text.documents):
        places: Sequence[int | None] = [None] if document.entity == "unit" else range(len(household.members))
        found["documents"] += [(at, place) for place in places if values.of(document.condition, place) is True]
    for fact in text.facts.values():
        if fact.question is None or fact.question.typical is None:
            continue
        name, typical = f"usual_{fact.entity}_{fact.name}", fact.question.typical
        if fact.entity == "unit":
            found[name] = values.of(typical)
        else:
            found[name] = [values.of(typical, number) for number in range(len(household.members))]
    return found


def _told(values: Values, number: int) -> Any:
    requirement = values.text.requirements[number]
    met, applies, ground, members, shown = result_in(values, requirement)
    ids = [clause.id for clause in requirement.clauses]
    return met, applies, ids.index(ground) if ground else -1, members, list(shown.items())


# --- All of them ------------------------------------------------------------------------------------------------------


def _program(text: RuleText, swift: bool) -> tuple[str, Mapping[str, Any]]:
    program = compile_text(text, swift=swift)
    return program.source, program.names


def _ranged_program(text: RuleText, asked: bool) -> tuple[str, Mapping[str, Any]]:
    program = compile_ranged(text, asked=asked)
    return program.source, program.names


def _emit_plain(text: RuleText) -> tuple[str, Mapping[str, Any]]:
    program = compile_plain(text)
    return program.source, program.names


def _emit_asides(text: RuleText) -> tuple[str, Mapping[str, Any]]:
    written = compile_asides(text)
    return written.source, written.names


EMITTED: Mapping[str, Emitted] = {
    one.name: one
    for one in (
        Emitted("plain", _emit_plain, _run_plain, _right_plain),
        Emitted("swift", lambda text: _program(text, True), _run_scalar, interpreted),
        Emitted("careful", lambda text: _program(text, False), _run_careful, _right_careful),
        Emitted("ranged", lambda text: _ranged_program(text, False), _run_ranged, _right_ranged),
        Emitted(
            "form",
            lambda text: _ranged_program(text, True),
            lambda names, probe: _run_ranged(names, probe, True),
            lambda probe: _right_ranged(probe, True),
        ),
        Emitted("trace", _emit_asides, _run_asides, _right_asides),
    )
}


def text_of(probe: Probe) -> RuleText:
    """The text of a probe's day."""
    return services.text("imv", probe.case.on)
