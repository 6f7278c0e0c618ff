"""Every address of the office × everybody: what answers, what sends away, what is refused with 403 and recorded.

The rows are compared with the URL configuration: an address without its row fails.
"""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from core.models import AuditEvent
from tests.flows.dossiers import opened, staff, stand_ins  # noqa: F401
from tests.rights.cast import ASSIGNED, EVERY_STAFF, signed_in, staff_members
from workflow import urls as office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins")]

PROCESSORS = {ASSIGNED, "processor here", "processor elsewhere", "processor elsewhere, purpose stated"}
READERS = {ASSIGNED, "processor here", "processor elsewhere, purpose stated", "supervisor here"}
ASKED_WHY = {"processor elsewhere"}
EVERYONE_AT_WORK = set(EVERY_STAFF)

# address: method, who gets in, who is asked the purpose first. Everybody else of the staff: 403, recorded.
ROWS: dict[str, tuple[str, set[str], set[str]]] = {
    "queue": ("get", EVERYONE_AT_WORK, set()),
    "search": ("get", PROCESSORS, set()),
    "dossier": ("get", READERS, ASKED_WHY),
    "checks": ("get", READERS, ASKED_WHY),
    "calculation": ("get", READERS, ASKED_WHY),
    "documents": ("get", READERS, ASKED_WHY),
    "history": ("get", READERS, ASKED_WHY),
    "purpose": ("get", {"processor elsewhere", "processor elsewhere, purpose stated"}, set()),
    "retry_check": ("post", {ASSIGNED}, set()),
    "accept_check": ("get", {ASSIGNED}, set()),
    "request_document": ("get", {ASSIGNED}, set()),
    "stop_waiting": ("get", {ASSIGNED}, set()),
    "identity": ("get", {ASSIGNED}, set()),
    "picture": ("get", {ASSIGNED}, set()),
    "document_file": ("get", READERS, set()),
    "letter": ("get", READERS, set()),
    "propose": ("get", {ASSIGNED}, set()),
    "resolve": ("get", {ASSIGNED}, set()),
    "drop_proposal": ("post", {ASSIGNED}, set()),
    "rearm_job": ("post", {ASSIGNED}, set()),
}
NOTHING_THERE = {404, 409}  # right to come in, nothing to do: no such letter, no proposal, no failed step


@pytest.fixture
def scene():
    staff("elena", "processor")
    dossier = opened("single_mother")
    return dossier, staff_members(dossier)


def address(name, dossier):
    check = dossier.checks.first().public_id
    extra = {
        "retry_check": [check],
        "accept_check": [check],
        "picture": ["front"],
        "document_file": [uuid.uuid4()],
        "letter": [uuid.uuid4()],
        "rearm_job": [1],
    }.get(name, [])
    arguments = [] if name in ("queue", "search") else [dossier.public_id, *extra]
    return reverse(f"workflow:{name}", args=arguments)


def test_every_address_has_its_row():
    assert {pattern.name for pattern in office.urlpatterns} == set(ROWS)


@pytest.mark.req("S2-65", "S2-67", "S2-68")
def test_who_gets_in(scene):
    dossier, people = scene
    wrong = []
    for label, member in people.items():
        browser = signed_in(member)
        for name, (method, inside, asked) in ROWS.items():
            refusals = AuditEvent.objects.filter(kind="access.refused").count()
            response = getattr(browser, method)(address(name, dossier))
            refused = AuditEvent.objects.filter(kind="access.refused").count() - refusals
            if label in asked:
                fine = response.status_code == 302 and response["Location"].endswith("/finalidad/") and not refused
            elif label in inside:
                fine = response.status_code in {200, 302} | NOTHING_THERE and not refused
            else:
                fine = response.status_code == 403 and refused == 1
            if not fine:
                wrong.append(f"{name}, {label}: {response.status_code}, refusals recorded {refused}")
    assert wrong == []


def test_nobody_gets_in_without_signing_in(scene):
    dossier, _ = scene
    for name, (method, _, _) in ROWS.items():
        response = getattr(Client(), method)(address(name, dossier))
        assert (response.status_code, "/oficina/acceso/" in response["Location"]) == (302, True), name


def test_acts_are_never_done_by_following_a_link(scene):
    dossier, people = scene
    browser = signed_in(people[ASSIGNED])
    for name in (name for name, row in ROWS.items() if row[0] == "post"):
        assert browser.get(address(name, dossier)).status_code == 405, name


def test_a_forged_act_of_somebody_else_is_refused_and_changes_nothing(scene):
    dossier, people = scene
    before = dossier.changed_at
    forged = {
        "send": "1",
        "reason": "x" * 30,
        "text": "x" * 30,
        "accepted": "yes",
        "requirement": "other",
        "label": "x",
    }
    for label in ("processor elsewhere, purpose stated", "processor here", "supervisor here", "capturer here"):
        browser = signed_in(people[label])
        for name in ("propose", "resolve", "request_document", "accept_check", "stop_waiting", "identity"):
            assert browser.post(address(name, dossier), forged).status_code == 403, (label, name)
    dossier.refresh_from_db()
    assert dossier.changed_at == before
