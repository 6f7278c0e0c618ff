"""What a ranged program computes and in which order: facts as they count, variables, requirements.

A member's question may read the unit (how many adults there are), so members and unit take turns: a phase is one walk
over the members and what the unit then knows; -1 is what the unit knows before any walk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rules.compilers.source.program import requirement_formula
from rules.language.check import reads
from rules.language.expressions import TRUE, Aggregate, Expression, Not, Or
from rules.language.graph import in_order
from rules.language.text import Entity, Fact, Requirement, RuleText, Variable


@dataclass
class Item:
    """Something to compute. `local` is its name in the program; `question` says when a fact is asked."""

    key: str
    entity: Entity
    local: str
    formula: Expression | None
    fact: Fact | None
    needs: set[str]
    phase: int = -1

    @property
    def question(self) -> Expression | None:
        """When the fact is asked, if anybody asks it."""
        return self.fact.question.visible if self.fact and self.fact.question else None


def whole_requirement(requirement: Requirement) -> Expression:
    """A requirement as one expression of the unit."""
    formula = requirement_formula(requirement)
    if requirement.each is None:
        return formula
    over = Aggregate("all", formula)
    return over if requirement.applies == TRUE else Or((Not(requirement.applies), over))


def items_of(text: RuleText, asked: bool) -> dict[str, Item]:
    """Everything to compute, each after all it needs; raises RuleTextError naming a circle.

    `asked`: facts wait for their questions.
    """
    known = {f"{entity}.{name}" for entity, name in text.facts}
    known |= {f"{item.entity}.{item.name}" for item in text.order if isinstance(item, Variable)}
    found: dict[str, Item] = {}
    places = {}
    for (entity, name), fact in text.facts.items():
        key = f"{entity}.{name}"
        needs = _needs(fact.question.visible, entity, known) if asked and fact.question else set()
        found[key] = Item(key, entity, f"{'u' if entity == 'unit' else 'f'}_{name}", None, fact, needs)
        places[key] = fact.place
    for item in text.order:
        made = _item(item, known)
        found[made.key] = made
        places[made.key] = item.place
    order = in_order({key: item.needs for key, item in found.items()}, places)
    return _in_phases({key: found[key] for key in order})


def _item(item: Variable | Requirement, known: set[str]) -> Item:
    if isinstance(item, Requirement):
        formula = whole_requirement(item)
        return Item(f"met.{item.id}", "unit", f"r_{item.id}", formula, None, _needs(formula, "unit", known))
    local = f"{'v' if item.entity == 'unit' else 'w'}_{item.name}"
    needs = _needs(item.formula, item.entity, known)
    return Item(f"{item.entity}.{item.name}", item.entity, local, item.formula, None, needs)


def _needs(formula: Expression, entity: Entity, known: set[str]) -> set[str]:
    """Keys of what a formula reads. What a member does not have is the unit's."""
    found = set()
    for key in reads(formula, entity):
        owner, _, name = key.partition(".")
        if name != "on" or owner == "met":
            found.add(key if owner == "met" or key in known else f"unit.{name}")
    return found


def _in_phases(items: dict[str, Item]) -> dict[str, Item]:
    for item in items.values():
        for key in item.needs:
            other = items[key]
            item.phase = max(item.phase, other.phase + (item.entity == "member" and other.entity == "unit"))
        if item.entity == "member":
            item.phase = max(item.phase, 0)
    return items


def aggregates_of(items: Mapping[str, Item], asked: bool) -> dict[int, list[Aggregate]]:
    """The aggregates that the unit's items read, by the phase in which the members give them."""
    found: dict[Aggregate, int] = {}
    for item in items.values():
        formulas = [item.formula, item.question if asked else None]
        for formula in formulas if item.entity == "unit" else []:
            for node in formula.walk() if formula is not None else ():
                if isinstance(node, Aggregate):
                    found.setdefault(node, item.phase)
    phases: dict[int, list[Aggregate]] = {}
    for node, phase in found.items():
        phases.setdefault(phase, []).append(node)
    return phases
