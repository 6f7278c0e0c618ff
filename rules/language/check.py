"""Types of expressions: unknown names, unknown enum values and mixed kinds are refused before anything runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from rules.language.errors import Place, RuleTextError
from rules.language.expressions import (
    Aggregate,
    And,
    Arithmetic,
    Attribute,
    Call,
    Cell,
    Choice,
    Compare,
    Constant,
    Expression,
    Name,
    Not,
    OneOf,
    Or,
)
from rules.language.text import Entity, Parameter, Type

_UNIT_TYPES: dict[str, Type] = {
    "money": "money",
    "years": "int",
    "months": "int",
    "percent": "int",
    "days": "int",
    "date": "date",
}
_SIGNATURES: dict[str, tuple[tuple[Type, ...], Type]] = {
    "years": (("date", "date"), "int"),
    "months": (("date", "date"), "int"),
    "first_of_year": (("date",), "date"),
    "plus_months": (("date", "int"), "date"),
    "plus_years": (("date", "int"), "date"),
    "twelfth": (("money",), "money"),
    "per_month": (("money", "int"), "money"),
    "share": (("money", "int"), "money"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """Type of an expression; `options` of an enum, `literal` for a number that fits int and money alike."""

    type: Type
    options: tuple[str, ...] = ()
    literal: bool = False


BOOL, INT, DATE = Kind("bool"), Kind("int"), Kind("date")


@dataclass
class Names:
    """What a text names: kinds of facts and variables by entity, parameters, and ids of requirements.

    `shared` are the facts of the unit, which its members may read too; its variables they may not.
    """

    unit: dict[str, Kind] = field(default_factory=lambda: {"on": DATE})
    member: dict[str, Kind] = field(default_factory=lambda: {"on": DATE})
    shared: dict[str, Kind] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    requirements: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose names an expression may use. `both` is for questions, which may read member and unit."""

    names: Names
    entity: Entity
    both: bool = False

    def kind_of(self, name: str) -> Kind | None:
        """The kind behind a bare name, or None."""
        if self.entity == "unit":
            return self.names.unit.get(name)
        others = self.names.unit if self.both else self.names.shared
        return self.names.member.get(name) or others.get(name)


def check(expression: Expression, scope: Scope, place: Place, wanted: Type | None = None) -> Kind:
    """The kind of `expression`; raises RuleTextError where it makes no sense or is not `wanted`."""
    kind = _Checker(scope, place).kind(expression)
    if wanted and not _fits(kind, Kind(wanted)):
        raise RuleTextError(place, f"This is {kind.type}; {wanted} is needed here.", "Change the expression.")
    return kind


def reads(expression: Expression, entity: Entity) -> Iterator[str]:
    """Keys of what an expression reads: `unit.x`, `member.x`, `met.x`."""
    if isinstance(expression, Aggregate):
        yield from reads(expression.body, "member")
    elif isinstance(expression, Name):
        yield f"{entity}.{expression.name}"
    elif isinstance(expression, Attribute) and expression.owner == "met":
        yield f"met.{expression.name}"
    else:
        for part in expression.parts():
            yield from reads(part, entity)


def _fits(one: Kind, other: Kind) -> bool:
    numbers = {"int", "money"}
    return one.type == other.type or ((one.literal or other.literal) and {one.type, other.type} <= numbers)


class _Checker:
    def __init__(self, scope: Scope, place: Place) -> None:
        self.scope = scope
        self.place = place

    def refuse(self, wrong: str, mend: str) -> RuleTextError:
        return RuleTextError(self.place, wrong, mend)

    def kind(self, node: Expression) -> Kind:  # noqa: C901, PLR0911 - one case for each kind of node
        match node:
            case Constant():
                return self.constant(node)
            case Name():
                return self.name(node)
            case Attribute() | Cell():
                return self.owned(node)
            case Compare():
                return self.compare(node)
            case OneOf():
                return self.one_of(node)
            case And() | Or():
                for operand in node.operands:
                    self.want(operand, "bool")
                return BOOL
            case Not():
                return self.want(node.operand, "bool")
            case Arithmetic():
                return self.arithmetic(node)
            case Choice():
                self.want(node.condition, "bool")
                return self.same(node.then, node.otherwise)
            case Call():
                return self.call(node)
            case Aggregate():
                return self.aggregate(node)
        raise self.refuse("This expression is not understood.", "Simplify it.")

    def want(self, node: Expression, wanted: Type) -> Kind:
        kind = self.kind(node)
        if not _fits(kind, Kind(wanted)):
            raise self.refuse(f"{_shown(node)} is {kind.type}, and {wanted} is needed.", "Compare or convert it.")
        return kind

    def same(self, left: Expression, right: Expression) -> Kind:
        one, other = self.kind(left), self.kind(right)
        if not _fits(one, other):
            raise self.refuse(
                f"{_shown(left)} is {one.type} and {_shown(right)} is {other.type}.", "Both sides need one type."
            )
        return other if one.literal else one

    def constant(self, node: Constant) -> Kind:
        if isinstance(node.value, bool):
            return BOOL
        if isinstance(node.value, int):
            return Kind("int", literal=True)
        return DATE if isinstance(node.value, date) else Kind("enum", (node.value,))

    def name(self, node: Name) -> Kind:
        kind = self.scope.kind_of(node.name)
        if kind is None:
            elsewhere = node.name in (self.scope.names.member if self.scope.entity == "unit" else self.scope.names.unit)
            mend = "It belongs to the other entity; use head(), any(), all(), sum() or count()." if elsewhere else ""
            raise self.refuse(f"`{node.name}` is not a {self.scope.entity} name.", mend or "Check its spelling.")
        return kind

    def owned(self, node: Attribute | Cell) -> Kind:
        if isinstance(node, Attribute) and node.owner == "met":
            if node.name not in self.scope.names.requirements:
                raise self.refuse(f"There is no requirement `{node.name}`.", "Check its spelling.")
            return BOOL
        name = node.name if isinstance(node, Attribute) else node.table
        parameter = self.scope.names.parameters.get(name)
        if parameter is None or (isinstance(node, Attribute) and node.owner != "p"):
            raise self.refuse(f"There is no parameter `{name}`.", "Write `p.name` with a name of parameters.yaml.")
        if parameter.table != isinstance(node, Cell):
            raise self.refuse(f"`{name}` is {'a table' if parameter.table else 'one value'}.", "Write `p.table[key]`.")
        if isinstance(node, Cell):
            self.cell(node, parameter)
        return Kind(_UNIT_TYPES[parameter.unit])

    def cell(self, node: Cell, parameter: Parameter) -> None:
        if parameter.open_end:
            self.want(node.key, "int")
        elif not isinstance(node.key, Constant) or any(
            isinstance(value.value, Mapping) and node.key.value not in value.value for value in parameter.values
        ):
            raise self.refuse(f"`{parameter.name}` has no such cell.", "Write one of its keys, in quotes.")

    def compare(self, node: Compare) -> Kind:
        kind = self.same(node.left, node.right)
        if kind.type in ("bool", "enum") and node.operator not in ("==", "!="):
            raise self.refuse(f"{kind.type} has no order.", "Use == or !=.")
        if kind.type == "enum":
            self.options(self.kind(node.left), self.kind(node.right))
        return BOOL

    def one_of(self, node: OneOf) -> Kind:
        kind = self.kind(node.operand)
        for option in node.options:
            other = self.constant(option)
            if not _fits(kind, other):
                raise self.refuse(f"`{option.value}` is not {kind.type}.", "Write values of the same type.")
            if kind.type == "enum":
                self.options(kind, other)
        return BOOL

    def options(self, one: Kind, other: Kind) -> None:
        for small, large in ((one, other), (other, one)):
            if len(small.options) == 1 and small.options[0] not in large.options:
                raise self.refuse(
                    f"`{small.options[0]}` is not one of its values.", f"There are: {', '.join(large.options)}."
                )

    def arithmetic(self, node: Arithmetic) -> Kind:
        kind = self.same(node.left, node.right)
        if kind.type not in ("int", "money"):
            raise self.refuse(f"{kind.type} cannot be added.", "Add whole numbers or money.")
        return kind

    def call(self, node: Call) -> Kind:
        if node.function in ("least", "most"):
            if len(node.arguments) != 2:
                raise self.refuse(f"`{node.function}` compares two numbers.", "Give it two.")
            return self.same(*node.arguments)
        if node.function == "includes":
            return self.includes(node)
        wanted, result = _SIGNATURES[node.function]
        if len(wanted) != len(node.arguments):
            raise self.refuse(f"`{node.function}` takes {len(wanted)} values.", "Give it as many.")
        for argument, type_ in zip(node.arguments, wanted, strict=True):
            self.want(argument, type_)
        return Kind(result)

    def includes(self, node: Call) -> Kind:
        match node.arguments:
            case (Name() as name, Constant(value=str() as word)):
                self.options(self.want(name, "list"), Kind("enum", (word,)))
                return BOOL
        raise self.refuse("`includes` looks for a word in a list.", "Write `includes(name, 'word')`.")

    def aggregate(self, node: Aggregate) -> Kind:
        if self.scope.entity == "member":
            raise self.refuse(f"A member cannot ask {node.function}() of the others.", "Put it in a unit variable.")
        inner = _Checker(Scope(self.scope.names, "member"), self.place)
        if node.function in ("count", "any", "all"):
            inner.want(node.body, "bool")
            return INT if node.function == "count" else BOOL
        kind = inner.kind(node.body)
        if node.function == "sum" and kind.type not in ("int", "money"):
            raise self.refuse(f"sum() adds numbers, not {kind.type}.", "Use count() or any().")
        return kind


def _shown(node: Expression) -> str:
    match node:
        case Name(name=name) | Attribute(name=name):
            return f"`{name}`"
        case Constant(value=value):
            return f"`{value}`"
    return "one part"
