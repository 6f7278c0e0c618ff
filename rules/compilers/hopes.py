"""Which facts could still turn a no into a yes, told from the answers of the requirements alone.

A decision is in the end a few truths put together by *and*, *or* and *not*. A fact that is changed by itself leaves
every truth that does not read it as it was: where those alone make it a no, no value of the fact is worth trying.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from rules.compilers.interpret import Values
from rules.language.expressions import And, Attribute, Expression, Name, Not, Or
from rules.language.feeds import read_below
from rules.language.text import Entity, Fact, RuleText

_MOST_KEPT = 10_000


class Changing(NamedTuple):
    """A fact that people may be told to change, and where it stands among those of its entity."""

    fact: Fact
    entity: Entity
    position: int


class Hopes:
    """The facts worth trying in a text, by the answers of its requirements; `unit_at` are their places in a run."""

    def __init__(self, text: RuleText, unit_at: Mapping[str, int]) -> None:
        self._text = text
        formulas = {one.name: one.formula for one in text.variables if one.entity == "unit" and one.type == "bool"}
        self._decision = _spread(Name(text.outcome["eligible"]), formulas)
        truths = sorted(set(_truths(self._decision)))
        below = read_below(text.order, text.facts)
        #: Each fact that may change, with the truths that do not read it and so stay.
        self._staying = [
            (one, [truth for truth in truths if f"{one.entity}.{one.fact.name}" not in below[truth]])
            for one in changing(text)
        ]
        self._truths = truths
        places = [unit_at[truth.removeprefix("unit.")] for truth in truths]
        self._taken = itemgetter(*places, places[0])  # twice the first, so that one truth is a tuple too
        self._found: dict[tuple[Any, ...], tuple[Changing, ...]] = {}

    def of(self, unit: Sequence[Any]) -> tuple[Changing, ...]:
        """The facts that could help whoever is refused with the answers `unit` of a run, in the order of the text."""
        answers = self._taken(unit)
        found = self._found.get(answers)
        if found is None:
            if len(self._found) >= _MOST_KEPT:
                self._found.clear()
            known = dict(zip(self._truths, answers, strict=False))
            found = tuple(
                one
                for one, staying in self._staying
                if self._decided({truth: known[truth] for truth in staying}) is not False
            )
            self._found[answers] = found
        return found

    def _decided(self, known: Mapping[str, Any]) -> bool | None:
        met = {truth[4:]: value for truth, value in known.items() if truth.startswith("met.")}
        unit = {truth[5:]: value for truth, value in known.items() if truth.startswith("unit.")}
        found: bool | None = Values(self._text, self._text.on, unit, (), met, 0).of(self._decision)
        return found


def changing(text: RuleText) -> Iterator[Changing]:
    """The facts of a text that people may be told to change, in its order."""
    entities: tuple[Entity, ...] = ("unit", "member")
    for entity in entities:
        for position, fact in enumerate(text.facts_of(entity)):
            if fact.change:
                yield Changing(fact, entity, position)


def _spread(truth: Expression, formulas: Mapping[str, Expression]) -> Expression:
    """The truth with each variable in it that is put together of others written out."""
    match truth:
        case And() | Or():
            return type(truth)(tuple(_spread(part, formulas) for part in truth.operands))
        case Not():
            return Not(_spread(truth.operand, formulas))
        case Name() if truth.name in formulas and _put_together(formulas[truth.name], formulas):
            return _spread(formulas[truth.name], formulas)
    return truth


def _put_together(truth: Expression, formulas: Mapping[str, Expression]) -> bool:
    match truth:
        case And() | Or() | Not():
            return all(_put_together(part, formulas) for part in truth.parts())
        case Name():
            return truth.name in formulas
        case Attribute():
            return truth.owner == "met"
    return False


def _truths(decision: Expression) -> Iterator[str]:
    for node in decision.walk():
        if isinstance(node, Name):
            yield f"unit.{node.name}"
        elif isinstance(node, Attribute):
            yield f"met.{node.name}"
