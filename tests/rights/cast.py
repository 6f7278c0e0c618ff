"""Everybody who could try something on one dossier of Madrid, by role and by office."""

from django.test import Client, RequestFactory

from core.actors import ANYONE, SYSTEM, Actor, citizen
from tests.flows.dossiers import actor, staff
from workflow import services
from workflow.models import Dossier

STAFF = {
    "capturer here": ("capturer", "28"),
    "capturer elsewhere": ("capturer", "29"),
    "processor here": ("processor", "28"),
    "processor elsewhere": ("processor", "29"),
    "processor elsewhere, purpose stated": ("processor", "41"),
    "supervisor here": ("supervisor", "28"),
    "supervisor elsewhere": ("supervisor", "29"),
    "fiscal reviewer here": ("fiscal_reviewer", "28"),
    "fiscal reviewer elsewhere": ("fiscal_reviewer", "29"),
    "administrator": ("administrator", ""),
}
ASSIGNED = "assigned processor"
EVERY_STAFF = frozenset({ASSIGNED, *STAFF})
EVERYBODY = EVERY_STAFF | {"the citizen", "another citizen", "anyone", "system"}


def staff_members(dossier: Dossier) -> dict[str, object]:
    """The staff of the table; the assigned processor is the one the dossier came to."""
    people = {
        label: staff(label.replace(" ", "-").replace(",", ""), role, province)
        for label, (role, province) in STAFF.items()
    }
    people[ASSIGNED] = dossier.assignee
    services.state_purpose(str(dossier.public_id), "moved", actor(people["processor elsewhere, purpose stated"]))
    return people


def actors(dossier: Dossier, people: dict[str, object]) -> dict[str, Actor]:
    """Everybody as an actor."""
    found = {label: actor(member) for label, member in people.items()}  # type: ignore[arg-type]
    return found | {
        "the citizen": citizen(str(dossier.application.public_id)),
        "another citizen": citizen("0197f6c8-0000-7000-8000-000000000000"),
        "anyone": ANYONE,
        "system": SYSTEM,
    }


def signed_in(member: object) -> Client:
    """A browser in which password and second factor were given (the sign-in itself has its own tests)."""
    from allauth.account.internal.flows.login import record_authentication

    browser = Client()
    browser.force_login(member.user)  # type: ignore[attr-defined]
    request = RequestFactory().get("/")
    request.session = browser.session
    record_authentication(request, member.user, "password")  # type: ignore[attr-defined]
    record_authentication(request, member.user, "mfa", type="totp")  # type: ignore[attr-defined]
    request.session.save()
    return browser
