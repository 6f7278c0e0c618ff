"""From the checked case rules of a text to chain rules: conditions become comparisons, alternatives become rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import cast

from rules.compilers.chain.checks import checked
from rules.compilers.chain.network import Chain
from rules.compilers.chain.rules import ChainRule, Clause, Operator, Plain, Ref, Template, Term
from rules.language.errors import Place, RuleTextError
from rules.language.expressions import And, Attribute, Compare, Constant, Expression, Name, Not, OneOf, Or
from rules.language.text import CaseRule, Pattern

_NEGATED: dict[str, str] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_TURNED: dict[str, str] = {"==": "==", "!=": "!=", "<": ">", ">=": "<=", ">": "<", "<=": ">="}

Alternatives = list[tuple[Term, ...]]


def compile_chain(case_rules: Iterable[CaseRule]) -> Chain:
    """The chain of a text's case rules; RuleTextError says where one cannot be chained and how to mend it."""
    return checked(part for rule in case_rules for part in _parts(rule))


def _parts(rule: CaseRule) -> Iterator[ChainRule]:
    """A chain rule for each choice of alternatives under `when`; each alternative under `unless` forbids by itself."""
    unless = tuple(clause for pattern in rule.unless for clause in _clauses(pattern, rule.place, numbered=True))
    attributes = tuple((name, _value(value, rule.place)) for name, value in rule.then.attributes)
    then = Template(rule.then.kind, rule.then.name, attributes)
    for number, when in enumerate(product(*(_clauses(pattern, rule.place) for pattern in rule.when))):
        name = f"{rule.name}__{number + 1}" if number else rule.name
        yield ChainRule(name, rule.stratum, when, unless, then, rule.name, rule.place)


def _clauses(pattern: Pattern, place: Place, numbered: bool = False) -> list[Clause]:
    alternatives = _alternatives(pattern.condition, place)
    return [
        Clause(f"{pattern.alias}__{n}" if numbered and n else pattern.alias, pattern.kind, terms)
        for n, terms in enumerate(alternatives)
    ]


def _alternatives(condition: Expression, place: Place, negated: bool = False) -> Alternatives:
    """The condition as a choice of lists of comparisons."""
    match condition:
        case Constant(value=True) if not negated:
            return [()]
        case Not(operand):
            return _alternatives(operand, place, not negated)
        case OneOf(operand, options):
            equal = Or(tuple(Compare("==", operand, option) for option in options))
            return _alternatives(equal, place, negated)
        case Compare(operator, left, right):
            return [(_term(_NEGATED[operator] if negated else operator, left, right, place),)]
        case And(operands) | Or(operands):
            found = [_alternatives(operand, place, negated) for operand in operands]
            if isinstance(condition, Or) != negated:
                return [terms for choice in found for terms in choice]
            return [tuple(term for terms in choice for term in terms) for choice in product(*found)]
    raise RuleTextError(place, "A condition here is not a comparison.", "Compare an attribute with something.")


def _term(operator: str, left: Expression, right: Expression, place: Place) -> Term:
    if not isinstance(left, Name):
        left, right, operator = right, left, _TURNED[operator]
    if not isinstance(left, Name) or isinstance(right, Name):
        raise RuleTextError(
            place, "A comparison here is not between this fact and another.", "Write `attribute == other.attribute`."
        )
    return Term(left.name, cast(Operator, operator), _value(right, place))


def _value(value: Expression, place: Place) -> Plain | Ref:
    match value:
        case Attribute(owner, name):
            return Ref(owner, name)
        case Constant(value=bool()):
            raise RuleTextError(place, "True and false are not values of facts.", "Write 'yes' or 'no'.")
        case Constant(value=int() | str() as plain):
            return plain
    raise RuleTextError(place, "This is not a constant or `alias.name`.", "Write one of the two.")
