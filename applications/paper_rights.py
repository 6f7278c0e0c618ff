"""The citizen of the open session reads the sealed papers of their own application: `receipts` asks here."""

from collections.abc import Iterator

from django.http import HttpRequest

from applications.views.citizen.session import actor_for, open_application
from core.actors import Actor
from receipts.services import register_rule, register_visitors


def _citizen(request: HttpRequest) -> Iterator[Actor]:
    application = open_application(request)
    if application is not None:
        yield actor_for(application)


def _own(actor: Actor, reference: str) -> bool:
    return actor.kind == "citizen" and actor.ref == reference


register_visitors("citizen", _citizen)
register_rule("application", "receipt.read_original", _own)
