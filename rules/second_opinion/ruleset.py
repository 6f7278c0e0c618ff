"""Requirements of a checked text as rulesets of durable-rules.

Each truth of a formula becomes a fact of its own, concluded as 1 or as 0: comparisons by a rule for each, `and` by one
rule for yes and one per part for no, `any` by a rule and, a stratum later, by its absence. Members' facts carry `who`
and are joined by it, so the engine finds by itself who applies and whom each clause is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import cast

from rules.compilers.chain import Chain, ChainRule, Clause, Ref, Template, Term, checked
from rules.compilers.chain.rules import Operator, Plain
from rules.compilers.household import HEAD, HEAD_FACT
from rules.language.expressions import (
    TRUE,
    Aggregate,
    And,
    Attribute,
    Call,
    Choice,
    Compare,
    Constant,
    Expression,
    Name,
    Not,
    OneOf,
    Or,
)
from rules.language.text import Entity, Requirement, RuleText, Variable
from rules.second_opinion.figures import plain

#: More parts than this are put together in turns: the engine joins a dozen facts at most.
_MOST_PARTS = 8
UNIT, MEMBER = "unit", "member"
_CONTRARY: dict[str, str] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_TURNED: dict[str, str] = {"==": "==", "!=": "!=", "<": ">", ">=": "<=", ">": "<", "<=": ">="}


@dataclass(frozen=True)
class Fed:
    """A figure the engine is told, of the unit or of each member."""

    kind: str
    entity: Entity
    expression: Expression


@dataclass(frozen=True)
class Truth:
    """A truth the engine knows under `kind`; it holds where its value is `yes`."""

    kind: str
    entity: Entity
    stratum: int
    yes: int = 1

    @property
    def contrary(self) -> Truth:
        """The same truth, denied."""
        return replace(self, yes=1 - self.yes)


@dataclass(frozen=True)
class Ruleset:
    """One requirement as a chain: the figures it is fed, and the truth that answers it."""

    requirement: str
    chain: Chain
    figures: tuple[Fed, ...]
    answer: Truth


def ruleset_of(text: RuleText, requirement: Requirement) -> Ruleset:
    """A requirement as a ruleset."""
    writer = _Writer(text)
    answer = writer.truth(_met(requirement), "unit")
    nothing = ChainRule("nothing", 1, (Clause("u", UNIT),), (), Template("nothing", "nothing"))
    rules = _read_by_somebody(writer.rules, answer) or [nothing]
    return Ruleset(requirement.id, checked(rules), tuple(writer.figures.values()), answer)


def _read_by_somebody(rules: list[ChainRule], answer: Truth) -> list[ChainRule]:
    """The rules whose conclusion the answer, or a rule on the way to it, matches.

    What denies a truth that is only asked whether it holds concludes nothing anybody looks at.
    """
    wanted: set[tuple[str, object]] = set()
    more: set[tuple[str, object]] = {(answer.kind, 1), (answer.kind, 0)}
    while not more <= wanted:
        wanted |= more
        kept = [rule for rule in rules if (rule.then.kind, dict(rule.then.attributes)["value"]) in wanted]
        clauses = [clause for rule in kept for clause in (*rule.when, *rule.unless)]
        more = {(clause.kind, term.value) for clause in clauses for term in clause.terms if term.attribute == "value"}
    return [rule for rule in rules if (rule.then.kind, dict(rule.then.attributes)["value"]) in wanted]


def _met(requirement: Requirement) -> Expression:
    clauses = Or(tuple(clause.condition for clause in requirement.clauses))
    found: Expression = clauses
    if requirement.each is not None:
        found = Aggregate("all", Or((Not(requirement.each), clauses)))
    return found if requirement.applies == TRUE else Or((Not(requirement.applies), found))


class _Writer:
    def __init__(self, text: RuleText) -> None:
        self.text = text
        self.rules: list[ChainRule] = []
        self.figures: dict[tuple[Expression, Entity], Fed] = {}
        self._numbers = count(1)
        self._truths: dict[tuple[Expression, Entity], Truth] = {}
        self._variables = {(item.entity, item.name): item for item in text.variables}

    # --- Truths ---------------------------------------------------------------------------------------------------

    def truth(self, node: Expression, entity: Entity) -> Truth:
        """The truth of a formula, with its rules written."""
        key = (node, entity)
        if key not in self._truths:
            self._truths[key] = self._truth(node, entity)
        return self._truths[key]

    def _truth(self, node: Expression, entity: Entity) -> Truth:  # noqa: C901, PLR0911 - one case for each kind of node
        match node:
            case Not():
                return self.truth(node.operand, entity).contrary
            case And():
                return self._all([self.truth(part, entity) for part in node.operands])
            case Or():
                return self._all([self.truth(part, entity).contrary for part in node.operands]).contrary
            case Choice():
                then = And((node.condition, node.then))
                return self.truth(Or((then, And((Not(node.condition), node.otherwise)))), entity)
            case Aggregate(function="any"):
                return self._some(self.truth(node.body, "member"))
            case Aggregate(function="all"):
                return self._some(self.truth(node.body, "member").contrary).contrary
            case Aggregate(function="head"):
                return self._of_applicant(self.truth(node.body, "member"))
            case Attribute(owner="met"):
                return self.truth(_met(self.text.requirement(node.name)), "unit")
            case Name() if variable := self._variable(node.name, entity):
                return self.truth(variable.formula, variable.entity)
            case OneOf():
                equal = tuple(Compare("==", node.operand, option) for option in node.options)
                return self.truth(Or(equal), entity)
            case Compare():
                return self._compared(node, entity)
            case Name() | Call() | Constant():
                fed = self._fed(node, entity)
                return Truth(fed.kind, fed.entity, 1)
        raise TypeError(node)

    def _variable(self, name: str, entity: Entity) -> Variable | None:
        return self._variables.get((entity, name)) or self._variables.get(("unit", name))

    def _all(self, parts: list[Truth]) -> Truth:
        """Whether all of them hold: the contrary of one is enough to deny it."""
        if len(parts) > _MOST_PARTS:
            parts = [*parts[: _MOST_PARTS - 1], self._all(parts[_MOST_PARTS - 1 :])]
        if len(parts) == 1:
            return parts[0]
        entity: Entity = "member" if any(part.entity == "member" for part in parts) else "unit"
        found = self._new(entity, max(part.stratum for part in parts))
        for value, together in ((1, parts), *((0, [part.contrary]) for part in parts)):
            self._add(found, value, tuple(_joined(together, entity)))
        return found

    def _some(self, body: Truth) -> Truth:
        """Whether it holds of some member; that it holds of none is concluded a stratum later."""
        if body.entity == "unit":
            return body
        found = self._new("unit", body.stratum + 1)
        self._add(found, 1, (Clause("m", body.kind, _is(body)),), stratum=body.stratum)
        self._add(found, 0, (Clause("u", UNIT),), (Clause("m", body.kind, _is(body)),))
        return found

    def _of_applicant(self, body: Truth) -> Truth:
        if body.entity == "unit":
            return body
        relation = self._fed(Name(HEAD_FACT), "member")
        found = self._new("unit", body.stratum)
        head = Clause("h", relation.kind, (Term("value", "==", HEAD),))
        for value, truth in ((1, body), (0, body.contrary)):
            self._add(found, value, (head, Clause("m", truth.kind, (*_is(truth), Term("who", "==", Ref("h", "who"))))))
        return found

    # --- Comparisons ----------------------------------------------------------------------------------------------

    def _compared(self, node: Compare, entity: Entity) -> Truth:
        for side, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(side, Aggregate) and side.function == "head" and not isinstance(other, Aggregate):
                parts = (side.body, other) if side is node.left else (other, side.body)
                return self.truth(Aggregate("head", Compare(node.operator, *parts)), entity)
        left, right, sign = node.left, node.right, node.operator
        if self._constant(left) is not None:
            left, right, sign = right, left, _TURNED[sign]
        return self._rules_of(sign, self._fed(left, entity), self._constant(right), right, entity)

    def _rules_of(self, sign: str, left: Fed, constant: Plain | None, right: Expression, entity: Entity) -> Truth:
        other = None if constant is not None else self._fed(right, entity)
        level: Entity = "member" if left.entity == "member" or (other and other.entity == "member") else "unit"
        found = self._new(level, 1)
        for value, operator in ((1, sign), (0, _CONTRARY[sign])):
            if other is None:
                assert constant is not None
                term = Term("value", cast(Operator, operator), constant)
                self._add(found, value, (Clause("m", left.kind, (term,)),))
                continue
            turned = cast(Operator, _TURNED[operator])
            joined = (Term("who", "==", Ref("m", "who")),) if left.entity == other.entity == "member" else ()
            clauses = (
                Clause("m", left.kind),
                Clause("n", other.kind, (Term("value", turned, Ref("m", "value")), *joined)),
            )
            self._add(found, value, clauses, of="m" if left.entity == "member" else "n")
        return found

    def _constant(self, node: Expression) -> Plain | None:
        if isinstance(node, Constant):
            return plain(node.value)
        if isinstance(node, Attribute) and node.owner == "p":
            value = self.text.value(node.name).value
            return plain(value) if isinstance(value, int | date) else None
        return None

    def _fed(self, node: Expression, entity: Entity) -> Fed:
        """A figure told from outside, of whom it speaks."""
        personal = entity == "member" and any(
            isinstance(part, Name) and self._is_personal(part.name) for part in node.walk()
        )
        level: Entity = "member" if personal else "unit"
        key = (node, level)
        if key not in self.figures:
            self.figures[key] = Fed(f"v{len(self.figures) + 1}", level, node)
        return self.figures[key]

    def _is_personal(self, name: str) -> bool:
        return ("member", name) in self.text.facts or ("member", name) in self._variables

    # --- Rules ----------------------------------------------------------------------------------------------------

    def _new(self, entity: Entity, stratum: int) -> Truth:
        return Truth(f"t{next(self._numbers)}", entity, stratum)

    def _add(
        self,
        found: Truth,
        value: int,
        when: tuple[Clause, ...],
        unless: tuple[Clause, ...] = (),
        *,
        stratum: int = 0,
        of: str = "m",
    ) -> None:
        attributes: tuple[tuple[str, Plain | Ref], ...] = (("value", value),)
        if found.entity == "member":
            attributes = (*attributes, ("who", Ref(of, "who")))
        name = f"{found.kind}_{len(self.rules) + 1}"
        then = Template(found.kind, found.kind, attributes)
        self.rules.append(ChainRule(name, stratum or found.stratum, when, unless, then))


def _is(truth: Truth) -> tuple[Term, ...]:
    return (Term("value", "==", truth.yes),)


def _joined(parts: Iterable[Truth], entity: Entity) -> Iterator[Clause]:
    """A clause for each part; in a member's rule the first, `m`, says of whom."""
    ordered = sorted(parts, key=lambda part: part.entity)  # a member's part before the unit's
    if entity == "member" and ordered[0].entity == "unit":
        yield Clause("m", MEMBER)
    for number, part in enumerate(ordered):
        first = number == 0 and part.entity == "member"
        joined = part.entity == "member" and not first
        terms = (*_is(part), Term("who", "==", Ref("m", "who"))) if joined else _is(part)
        yield Clause("m" if first else f"p{number}", part.kind, terms)
