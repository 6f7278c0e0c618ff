"""Every address of the site × everybody × state: what answers, what sends away, what is refused and recorded.

The rows are compared with the URL configuration: an address without its row fails, and so does a row of no address.
"""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from core.models import AuditEvent
from tests.flows.dossiers import stand_ins  # noqa: F401
from tests.rights import scenes
from tests.rights.cast import ASSIGNED, signed_in
from tests.rights.matrix import ROWS, addresses, rows_of
from tests.rights.rows import Office, Public, Scene, WayIn, who

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins")]

SIGN_IN = "/oficina/acceso/"
OFFICE = "oficina/"
METHODS = {"page": ("get",), "form": ("get", "post"), "act": ("post",)}
FORGED = {
    "send": "1",
    "reason": "x" * 30,
    "text": "x" * 30,
    "accepted": "yes",
    "requirement": "other",
    "label": "x",
    "purpose": "moved",
    "query": "2026-000001",
}
"""A body that every form of the office would take; a row's own `body` is added to it."""
ANSWERS = {200, 302, 400, 404, 409}
"""Who may come in is answered: a page, a way on, or that there is no such letter, proposal or failed step."""
STATES_WALKED = ("assigned", "suspended_for_documents", "fiscal_review", "notified")
"""Where the answers differ; every other state is walked action by action in ``test_powers.py``."""


@pytest.fixture
def scene():
    return scenes.scene()


def at(name: str, row: Office, scene: Scene) -> str:
    return reverse(name, args=row.arguments(scene))


def asked_for(row: Office, scene: Scene, label: str, method: str, browser: Client, address: str) -> str:
    """One cell: what is wrong with it, or nothing. Whatever it changed is taken back."""
    with transaction.atomic():
        before = _written()
        response = getattr(browser, method)(address, {**FORGED, **row.body} if method == "post" else {})
        refused, anything = (now - then for now, then in zip(_written(), before, strict=True))
        transaction.set_rollback(True)
    status = response.status_code
    if label in who(row.asked, scene.state):
        fine = status == 302 and response["Location"].endswith("/finalidad/") and not refused
    elif label in who(row.inside, scene.state):
        fine = status in ANSWERS and not refused and not (status == 302 and SIGN_IN in response["Location"])
    else:
        # Nothing else was written either: a verb that acts first and asks later would be seen here.
        fine = status == 403 and refused == anything == 1
    return "" if fine else f"{method} {address}, {label}, {scene.state}: {status}, refusals recorded {refused}"


def _written() -> tuple[int, int]:
    """Refusals recorded, and events of any kind."""
    return AuditEvent.objects.filter(kind="access.refused").count(), AuditEvent.objects.count()


def test_every_address_has_its_row_and_every_row_its_address():
    assert {address.name for address in addresses()} == set(ROWS)


def test_whatever_is_under_the_office_is_a_row_of_the_office():
    for address in addresses():
        row = ROWS[address.name]
        assert isinstance(row, WayIn) == address.route.startswith(SIGN_IN[1:]), address.name
        under_the_office = address.route.startswith(OFFICE) and not isinstance(row, WayIn)
        assert isinstance(row, Office) == under_the_office, address.name


@pytest.mark.req("S2-65", "S2-67", "S2-68", "S2-69", "S2-70", "S2-71")
@pytest.mark.parametrize("state", STATES_WALKED)
def test_who_gets_in(scene, state):
    here = scenes.in_state(scene, state)
    rows = {name: row for name, row in rows_of(Office).items() if row.in_every_state or state == STATES_WALKED[0]}
    wrong = []
    for label, member in here.people.items():
        browser = signed_in(member)
        for name, row in rows.items():
            address = at(name, row, here)
            wrong += [asked_for(row, here, label, method, browser, address) for method in METHODS[row.how]]
    assert [one for one in wrong if one] == []


def test_nobody_gets_in_without_signing_in(scene):
    for name, row in rows_of(Office).items():
        for method in METHODS[row.how]:
            response = getattr(Client(), method)(at(name, row, scene))
            assert (response.status_code, SIGN_IN in response["Location"]) == (302, True), (name, method)


def test_each_view_of_the_office_keeps_its_own_door(scene):
    """Without the middleware too: a view that forgot its decorator would answer here."""
    views = {address.name: address.view for address in addresses()}
    for name, row in rows_of(Office).items():
        request = getattr(RequestFactory(), METHODS[row.how][-1])(at(name, row, scene))
        request.user, request.session = AnonymousUser(), {}
        arguments = dict(zip(_names(name), row.arguments(scene), strict=True))
        response = views[name](request, **arguments)
        assert (response.status_code, SIGN_IN in response["Location"]) == (302, True), name


def _names(name: str) -> list[str]:
    import re

    route = next(address.route for address in addresses() if address.name == name)
    return re.findall(r"<(?:\w+:)?(\w+)>", route)


def test_acts_are_never_done_by_following_a_link(scene):
    browser = signed_in(scene.people[ASSIGNED])
    for name, row in rows_of(Office).items():
        if row.how == "act":
            assert browser.get(at(name, row, scene)).status_code == 405, name


def test_pages_take_nothing(scene):
    browser = signed_in(scene.people[ASSIGNED])
    for name, row in rows_of(Office).items():
        if row.how == "page":
            assert browser.post(at(name, row, scene), FORGED).status_code in (405, 403), name


def test_public_addresses_answer_anyone(scene):
    for name, row in rows_of(Public).items():
        response = getattr(Client(), row.method)(reverse(name, args=row.arguments))
        away = response.status_code == 302 and SIGN_IN in response["Location"]
        assert not away, name
        assert response.status_code not in (401, 403, 405, 500), (name, response.status_code)


def test_of_the_way_in_a_stranger_sees_the_first_page_only(scene):
    for name, row in rows_of(WayIn).items():
        response = Client().get(reverse(name, args=row.arguments))
        if row.first:
            assert response.status_code == 200, name
        else:
            assert (response.status_code, SIGN_IN in response["Location"]) == (302, True), (name, response.status_code)
