"""Two workers, or two beats, do the same round at the same time: what follows happens once."""

import datetime as dt
import threading

import pytest
from django.core import mail
from django.db import connection, connections
from django.utils import timezone

from applications import tasks as rounds
from applications.models import Application
from core import events, worker
from core.models import AuditEvent, OutboxMessage
from interop.models import Exchange
from tests.flows.dossiers import load_all_offices, opened, run, staff, stand_ins, submitted  # noqa: F401
from tests.unit.applications import drafts
from workflow.models import Check, Dossier

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _real_locks():
    if connection.vendor != "postgresql":
        pytest.skip("two at once is a question for PostgreSQL (Debian: postgresql)")


def twice_at_once(work) -> None:
    """Run it in two threads and connections, let go together; neither may fail."""
    gate, failures = threading.Barrier(2), []

    def go() -> None:
        try:
            gate.wait(10)
            work()
        except Exception as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []


def test_a_reminder_goes_out_once():
    application = drafts.started()
    run()
    mail.outbox.clear()
    Application.objects.filter(pk=application.pk).update(expires_at=timezone.now() + dt.timedelta(days=6))
    twice_at_once(rounds.remind_drafts)
    assert [message.to for message in mail.outbox] == [[application.email]]


def test_a_draft_expires_once():
    application = drafts.started()
    Application.objects.filter(pk=application.pk).update(expires_at=timezone.now() - dt.timedelta(days=1))
    twice_at_once(rounds.expire_drafts)
    assert AuditEvent.objects.filter(kind="application.deleted").count() == 1


def test_each_message_reaches_its_handler_once():
    load_all_offices()
    for number in range(4):
        submitted("expired_document", number_suffix=f"-{number}")
    twice_at_once(lambda: worker.turn("outbox"))
    assert Dossier.objects.count() == 4
    assert set(OutboxMessage.objects.values_list("attempts", flat=True)) == {1}


def test_events_are_chained_once_and_in_one_line(monkeypatch):
    load_all_offices()
    monkeypatch.setattr(events, "_chain_after_commit", lambda: None)
    for number in range(4):
        submitted("expired_document", number_suffix=f"-{number}")
    assert AuditEvent.objects.filter(position=None).count() >= 4
    twice_at_once(events.chain_pending)
    assert list(events.verify()) == []


@pytest.mark.usefixtures("stand_ins")
def test_a_check_nobody_answered_is_asked_again_once(stand_ins):  # noqa: F811
    staff("elena", "processor")
    stand_ins["tax"].fault = "error"
    dossier = opened("expired_document")
    stand_ins["tax"].fault = "none"
    check = Check.objects.get(dossier=dossier, source="tax")
    Check.objects.filter(pk=check.pk).update(next_try_at=timezone.now() - dt.timedelta(seconds=1))
    before = Exchange.objects.filter(connector="tax").count()
    twice_at_once(lambda: worker.turn("checks"))
    assert Exchange.objects.filter(connector="tax").count() == before + 1


@pytest.mark.usefixtures("stand_ins")
def test_each_job_is_run_once():
    staff("elena", "processor")
    for number in range(3):
        submitted("expired_document", number_suffix=f"-{number}")
    worker.turn("outbox")
    for _ in range(12):
        twice_at_once(lambda: worker.turn("jobs"))
    assert set(Dossier.objects.values_list("state", flat=True)) == {"assigned"}
    assert Exchange.objects.count() == 9
    assert AuditEvent.objects.filter(kind="check.answered").count() == 9
