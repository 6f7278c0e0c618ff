"""Who may read, replace or revoke a paper: the room whose matter it is about says, because this one knows no matter.

A room registers one rule for each kind of subject and action, and how to tell who is visiting. Rules get an actor and
the reference of the subject: plain data.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator

from django.http import HttpRequest

from core.actors import Actor, actor_of

Rule = Callable[[Actor, str], bool]
Visitors = Callable[[HttpRequest], Iterator[Actor]]
ACTIONS = ("receipt.read_original", "receipt.replace", "receipt.revoke")

_RULES: dict[tuple[str, str], list[Rule]] = defaultdict(list)
_VISITORS: dict[str, Visitors] = {}


def register_rule(subject_type: str, action: str, rule: Rule) -> None:
    """Let `rule` say who may do `action` on papers about a kind of subject; any rule that says yes is enough."""
    if action not in ACTIONS:
        raise ValueError(f"no such action on papers: {action}")
    _RULES[(subject_type, action)].append(rule)


def register_visitors(name: str, visitors: Visitors) -> None:
    """Let a room say which of its people may be behind a request, such as the citizen of an open session."""
    _VISITORS[name] = visitors


def allows(action: str, actor: Actor, subject_type: str, subject_ref: str) -> bool:
    """Whether some rule lets `actor` do `action` on papers about this subject."""
    return any(rule(actor, subject_ref) for rule in _RULES[(subject_type, action)])


def visitors_of(request: HttpRequest) -> Iterator[Actor]:
    """Everybody who may be behind the request: the member of staff, and whom the rooms tell."""
    staff = actor_of(request)
    if staff.is_staff:
        yield staff
    for visitors in _VISITORS.values():
        yield from visitors(request)
