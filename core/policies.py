"""Rights as policy objects: role × office × state → yes or no, and a queryset narrowed to what the actor may see.

Apps register one policy per action when they load. Views, API, commands and robots never test a role by name: they
call `require` (or `narrow`). A test walks `registered()` and fails for an action without its row in the rights matrix.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from core.actors import Actor
from core.errors import Refused


def _nothing(actor: Actor, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    return queryset.none()


@dataclass(frozen=True)
class Policy:
    """Who may do one action.

    `allows(actor, obj)` decides for one object; `narrows(actor, queryset)` keeps the rows the actor may list (none
    unless given).
    """

    allows: Callable[[Actor, Any], bool]
    narrows: "Callable[[Actor, QuerySet[Any]], QuerySet[Any]]" = _nothing


_POLICIES: dict[str, Policy] = {}
Row = TypeVar("Row", bound=Model)


def register(action: str, policy: Policy) -> None:
    """Register the policy of `action`, a dotted name such as ``dossier.resolve``; once only."""
    if action in _POLICIES:
        raise ValueError(f"policy registered twice: {action}")
    _POLICIES[action] = policy


def registered() -> tuple[str, ...]:
    """Every action that has a policy."""
    return tuple(sorted(_POLICIES))


def may(actor: Actor, action: str, obj: Any = None) -> bool:
    """Whether `actor` may do `action` on `obj`. An action without a policy is a mistake: KeyError."""
    return _POLICIES[action].allows(actor, obj)


def require(actor: Actor, action: str, obj: Any = None) -> None:
    """Raise `Refused` unless `actor` may do `action` on `obj`."""
    if not may(actor, action, obj):
        subject_type = obj._meta.model_name if isinstance(obj, Model) else ""
        raise Refused(action, subject_type or "", str(getattr(obj, "public_id", "")))


def narrow(actor: Actor, action: str, queryset: "QuerySet[Row]") -> "QuerySet[Row]":
    """Rows of `queryset` on which `actor` may do `action`."""
    return _POLICIES[action].narrows(actor, queryset)
