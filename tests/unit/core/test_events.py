"""Events are append-only, chained, and reach their handlers whatever fails on the way."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from core import events, outbox, worker
from core.actors import SYSTEM
from core.models import AuditEvent, EventChain, OutboxMessage, OutboxState

pytestmark = pytest.mark.django_db(transaction=True)

KIND = "test.happened"
events.register_kind(KIND, officer="Ha pasado {number}", citizen=None)
_received: list[int] = []
_failures: list[Exception] = []


@events.subscriber(KIND)
def _receive(event: AuditEvent) -> None:
    if _failures:
        raise _failures.pop()
    _received.append(event.payload["number"])


@pytest.fixture(autouse=True)
def _empty_chain():
    _received.clear()
    _failures.clear()
    EventChain.objects.all().delete()


def record(number: int) -> AuditEvent:
    return events.record(KIND, SYSTEM, "dossier", "d-1", {"number": number})


@pytest.mark.req("S2-50")
def test_recorded_events_form_a_sound_chain():
    for number in range(3):
        record(number)
    assert [event.position for event in AuditEvent.objects.order_by("id")] == [1, 2, 3]
    assert list(events.verify()) == []


def test_an_event_of_a_rolled_back_verb_does_not_exist():
    with transaction.atomic():
        record(1)
        transaction.set_rollback(True)
    assert not AuditEvent.objects.exists()
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_or_delete_an_event(act):
    record(1)
    rows = AuditEvent.objects.all()
    change = {"update": lambda: rows.update(kind="other"), "delete": lambda: rows._raw_delete(rows.db)}[act]
    with pytest.raises(DatabaseError, match="append-only"):
        change()


def _without_guards(statement: str) -> None:
    """Tamper as somebody with the database's own rights could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DELETE FROM core_outboxmessage")
            cursor.execute("ALTER TABLE core_auditevent DISABLE TRIGGER USER")
            cursor.execute(statement)
            cursor.execute("ALTER TABLE core_auditevent ENABLE TRIGGER USER")
        else:
            pytest.skip("tampering is tried on PostgreSQL")


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE core_auditevent SET kind = 'test.other' WHERE position = 2", "content was changed"),
        ("UPDATE core_auditevent SET subject_ref = 'd-2' WHERE position = 1", "content was changed"),
        ("DELETE FROM core_auditevent WHERE position = 2", "position 2 is missing"),
        ("DELETE FROM core_auditevent WHERE position = 3", "head says 3"),
    ],
)
def test_verification_finds_what_was_tampered_with(statement, finding):
    for number in range(3):
        record(number)
    _without_guards(statement)
    assert any(finding in fault for fault in events.verify())


def test_a_handler_that_fails_is_tried_again_until_it_succeeds():
    _failures.append(RuntimeError("a personal datum"))
    record(7)
    outbox.deliver_due()
    message = OutboxMessage.objects.get()
    assert (message.state, message.last_error, _received) == (OutboxState.PENDING, "RuntimeError", [])
    OutboxMessage.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    outbox.deliver_due()
    message.refresh_from_db()
    assert (message.state, message.attempts, _received) == (OutboxState.DELIVERED, 2, [7])


def test_a_message_held_by_a_dead_worker_comes_back_after_its_lease():
    record(9)
    pk = OutboxMessage.objects.get().pk
    assert outbox._take(pk, 0) is not None  # taken, and the worker dies here
    assert outbox.deliver_due() == 0
    assert outbox.deliver(pk, 0) is False
    OutboxMessage.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    assert outbox.deliver_due() == 1
    assert _received == [9]


def test_a_sentence_never_breaks_on_a_missing_key():
    event = AuditEvent(kind=KIND, payload={})
    assert events.sentence(event) == "Ha pasado —"
    assert events.sentence(event, "citizen") is None


def test_the_worker_runs_each_pump_though_one_fails():
    calls: list[str] = []

    def broken() -> int:
        raise RuntimeError

    worker.register_pump("test-broken", broken)
    worker.register_pump("test-sound", lambda: calls.append("sound") or 0)
    try:
        worker.run_once()
    finally:
        worker._PUMPS.pop("test-broken")
        worker._PUMPS.pop("test-sound")
    assert calls == ["sound"]
