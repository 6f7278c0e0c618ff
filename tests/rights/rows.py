"""What one row of the rights matrix says: an address and who it opens to, or an action and who may.

Each room of the matrix has its own file in ``tests/rights/rooms``; see the example there.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow.models import Dossier

Who = set[str] | Mapping[str, set[str]]
"""Labels of ``tests/rights/cast.py``; or, by state of the dossier, with "" for every state not named."""
NOBODY: set[str] = set()


@dataclass(frozen=True)
class Scene:
    """What stands there to be tried at: one dossier of Madrid in one state, and everybody of the cast."""

    dossier: Dossier
    people: Mapping[str, Any]
    state: str


def who(rows: Who, state: str) -> set[str]:
    """The labels of a row in one state of the dossier."""
    return rows.get(state, rows[""]) if isinstance(rows, Mapping) else rows


def _its_number(scene: Scene) -> list[Any]:
    return [scene.dossier.public_id]


def nothing(scene: Scene) -> list[Any]:
    """For an address that names no dossier: it is walked in one state only."""
    return []


def dossier_and(*more: Callable[[Scene], Any] | Any) -> Callable[[Scene], list[Any]]:
    """The dossier's id and what else the address asks for: values, or functions of the scene."""
    return lambda scene: [scene.dossier.public_id, *(one(scene) if callable(one) else one for one in more)]


def no_such(scene: Scene) -> uuid.UUID:
    """An id of nothing: who may come in is told so (404), who may not is refused (403)."""
    return uuid.UUID("0197f6c8-0000-7000-8000-000000000000")


@dataclass(frozen=True)
class Office:
    """A page or act of staff, under /oficina/.

    `how` is ``page`` (GET only), ``form`` (GET shows it, POST does it) or ``act`` (POST only). `asked` are sent to
    say why first. Everybody else of the staff: 403, with one ``access.refused`` event, for GET and for POST.
    """

    inside: Who
    how: str = "page"
    asked: Who = field(default_factory=set)
    arguments: Callable[[Scene], list[Any]] = _its_number
    body: Mapping[str, str] = field(default_factory=dict)

    @property
    def in_every_state(self) -> bool:
        """Whether the dossier's state can change the answer."""
        return self.arguments is not nothing


@dataclass(frozen=True)
class Public:
    """Open to anyone, on purpose: `why` is the purpose. `method` is how it is called."""

    why: str
    method: str = "get"
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True)
class WayIn:
    """Part of the staff's sign-in. `first` for the page a stranger sees; the rest sends strangers to it."""

    first: bool = False
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Citizen:
    """A page of the application this browser proved to be behind, by a code: ``draft`` or ``filed``.

    Addresses name no application; `arguments` are what else they ask for, of somebody else's application, and
    nothing of it may be seen. ``how`` as in `Office`.
    """

    stage: str
    how: str = "form"
    arguments: Callable[[Any], list[Any]] = lambda application: []


Row = Office | Public | WayIn | Citizen
