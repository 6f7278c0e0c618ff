"""Checking for machines: the answers of the page, in JSON, documented, with the same brakes."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from core.actors import SYSTEM
from receipts import limits, services
from tests.unit.receipts.letters import letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def receipt():
    return services.issue(letter(), subject_type="application", subject_ref="1", actor=SYSTEM)


@pytest.fixture
def data(receipt):
    return services.content(receipt.public_id, SYSTEM)


def send(client, content, **more):
    return client.post(reverse("receipts_api:check_file"), content, content_type="application/pdf", **more)


@pytest.mark.req("S2-88", "S4-27")
def test_by_code(client, receipt):
    answer = client.get("/api/v1/receipts/check", {"cea": receipt.cea})
    assert answer.headers["Content-Type"] == "application/json"
    found = answer.json()
    assert (found["state"], found["cea_id"]) == ("authentic", receipt.cea.split()[0])
    assert found["document"] == "Justificante de presentación de una solicitud"
    assert (found["seal_level"], found["proof_available"]) == ("B-B", False)
    assert "Núria" not in answer.content.decode()
    services.revoke(receipt.public_id, SYSTEM, "wrong_recipient")
    assert client.get("/api/v1/receipts/check", {"cea": receipt.cea}).json()["state"] == "revoked"


def test_by_file(client, data):
    assert send(client, data).json()["state"] == "authentic"
    altered = send(client, data + b"\n").json()
    assert altered["state"] == "altered"
    assert altered["reasons"]


def test_replaced_says_by_which(client, receipt):
    new = services.replace(receipt.public_id, letter(title="Corregida"), SYSTEM, "wrong_content")
    found = client.get("/api/v1/receipts/check", {"cea": receipt.cea}).json()
    assert (found["state"], found["replaced_by_id"]) == ("replaced", new.cea.split()[0])


@pytest.mark.parametrize(
    ("ask", "status", "code"),
    [
        (lambda client: client.get("/api/v1/receipts/check", {"cea": "ABC"}), 400, "receipt.cea_unreadable"),
        (lambda client: client.get("/api/v1/receipts/check"), 400, "receipt.cea_unreadable"),
        (lambda client: send(client, b"not a pdf"), 400, "receipt.not_a_pdf"),
        (lambda client: send(client, b"%PDF-1.7" + bytes(16 << 20)), 413, "receipt.too_big"),
        (lambda client: client.get("/api/v1/receipts/check-file"), 405, "bad_request"),
        (lambda client: client.get("/api/v1/receipts/proof", {"cea": "ABC"}), 400, "receipt.cea_unreadable"),
    ],
)
def test_what_is_wrong_is_told_as_a_problem(client, ask, status, code):
    answer = ask(client)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["status"], answer.json()["code"]) == (status, status, code)
    assert answer.json()["title"]


def test_floods_of_files_are_stopped(client):
    statuses = [send(client, b"no").status_code for _ in range(limits.FILES + 1)]
    assert statuses == [400] * limits.FILES + [429]


def test_proof_and_roots(client):
    then = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)
    with time_machine.travel(then, tick=False):
        receipt = services.issue(letter(), subject_type="application", subject_ref="1", actor=SYSTEM)
    assert client.get("/api/v1/receipts/proof", {"cea": receipt.cea}).status_code == 409
    with time_machine.travel(then + dt.timedelta(days=1), tick=False):
        services.close_due_days()
    assert client.get("/api/v1/receipts/proof", {"cea": receipt.cea}).json()["type"] == "amparo-inclusion-proof"
    assert [day["day"] for day in client.get("/api/v1/receipts/roots").json()] == ["2026-11-20"]


def test_the_contract_describes_it(client):
    import yaml

    paths = yaml.safe_load(client.get("/api/v1/schema").content)["paths"]
    for path, method in (("check", "get"), ("check-file", "post"), ("proof", "get"), ("roots", "get")):
        described = paths[f"/api/v1/receipts/{path}"][method]
        assert described["summary"]
        assert "200" in described["responses"]
