"""The links of the office's bar. Each room registers its own; a person sees those they may use.

A room calls `register_place` when it loads::

    navigation.register_place("Mi bandeja", "workflow:queue", "queue.read", order=10, exact=True)
"""

from dataclasses import dataclass

from django.urls import reverse

from core.actors import Actor
from core.policies import may


@dataclass(frozen=True)
class Place:
    """One link: shown to whoever may do `action`. `exact` where its address is the start of others'."""

    label: str
    view_name: str
    action: str
    order: int
    exact: bool = False

    @property
    def address(self) -> str:
        """Where the link leads."""
        return reverse(self.view_name)


_PLACES: dict[str, Place] = {}


def register_place(label: str, view_name: str, action: str, *, order: int, exact: bool = False) -> None:
    """Offer the page `view_name` in the bar, in ascending `order`."""
    _PLACES[view_name] = Place(label, view_name, action, order, exact)


def places_of(actor: Actor) -> list[Place]:
    """The places open to `actor`; the first one is where their day begins."""
    return [place for place in sorted(_PLACES.values(), key=lambda one: one.order) if may(actor, place.action)]
