"""Who is behind a session reads their own sealed papers: `receipts` asks here.

The citizen, those of their application; another adult of the unit, the sheet of their own consent.
"""

from collections.abc import Iterator

from django.http import HttpRequest

from applications.models import Confirmation
from applications.views.citizen.session import actor_for, open_application
from applications.views.cohabitant.confirming import open_confirmation
from core.actors import Actor, cohabitant
from receipts.services import register_rule, register_visitors


def _citizen(request: HttpRequest) -> Iterator[Actor]:
    application = open_application(request)
    if application is not None:
        yield actor_for(application)


def _own(actor: Actor, reference: str) -> bool:
    return actor.kind == "citizen" and actor.ref == reference


def _cohabitant(request: HttpRequest) -> Iterator[Actor]:
    confirmation = open_confirmation(request)
    if confirmation is not None:
        yield cohabitant(str(confirmation.application.public_id), confirmation.member_ref)


def _of_their_consent(actor: Actor, reference: str) -> bool:
    row = Confirmation.objects.select_related("application").filter(consent_id=reference).first()
    return row is not None and actor == cohabitant(str(row.application.public_id), row.member_ref)


register_visitors("citizen", _citizen)
register_visitors("cohabitant", _cohabitant)
register_rule("consent", "receipt.read_original", _of_their_consent)
register_rule("application", "receipt.read_original", _own)
