"""The broker goes away and comes back: people do not wait for it, and what was not sent is sent later."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery.signals import before_task_publish
from django.test import Client
from django.utils import timezone

from core import outbox, publishing
from core.breaker import Breaker
from core.celery import JOBS, app
from core.models import OutboxMessage
from deploy import servers
from tests.flows.distributed.brokers import START, needs
from tests.flows.test_application_journey import begin

pytestmark = [pytest.mark.xdist_group("distributed"), pytest.mark.django_db(transaction=True)]


class Broker:
    """A broker that can be stopped and started where it was, and what this process tried to send it."""

    def __init__(self, kind: str, folder: Path) -> None:
        self._start, self._folder = START[kind], folder
        self.attempts = 0
        self.up = True
        self.server: servers.Server = self._start(folder, port=servers.free_port())

    def stop(self) -> None:
        self.server.stop()
        self.up = False

    def come_back(self) -> None:
        self.server = self._start(self._folder, port=self.server.port)
        self.up = True

    def count(self, **_: object) -> None:
        self.attempts += 1

    def waiting(self) -> int:
        """Messages in the queue, as the broker says."""
        with app.connection_for_read(self.server.url, transport_options={"max_retries": 0}) as connection:
            return int(connection.default_channel.queue_declare(queue=JOBS, passive=True).message_count)

    def forget(self) -> None:
        self.attempts = 0
        if not self.up:
            self.come_back()
        with app.connection_for_read(self.server.url, transport_options={"max_retries": 0}) as connection:
            connection.default_channel.queue_delete(JOBS)


@pytest.fixture(scope="module", params=["redis", "rabbitmq"])
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    needs(request.param)
    broker = Broker(request.param, tmp_path_factory.mktemp("broker"))
    yield broker
    broker.stop()


@pytest.fixture
def broker(running: Broker, settings: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Broker]:
    """A broker that is up and empty, and a process that has not yet spoken to it."""
    running.forget()
    publishing._producers.cache_clear()
    settings.CELERY_BROKER_URL = running.server.url  # type: ignore[attr-defined]
    monkeypatch.setattr(publishing, "breaker", Breaker("publishing", failures=1, seconds=3600))
    before_task_publish.connect(running.count, weak=False)
    yield running
    before_task_publish.disconnect(running.count)


def timed_request() -> float:
    """A person begins an application, over HTTP: a message goes out after the commit."""
    started = time.monotonic()
    begin(Client())
    return time.monotonic() - started


def pending() -> int:
    return OutboxMessage.objects.filter(state="pending").count()


def test_requests_do_not_wait_for_a_broker_that_is_away(broker: Broker) -> None:
    up = timed_request()
    assert (broker.attempts, broker.waiting(), publishing.state()) == (1, 1, "sending")
    broker.stop()
    away = [timed_request() for _ in range(4)]
    # One failure, then nothing is tried; every row is there.
    assert (broker.attempts, pending(), publishing.state()) == (2, 5, "paused")
    print(f"\nrequest {up * 1000:.0f} ms; broker away: {', '.join(f'{one * 1000:.0f}' for one in away)} ms", end=" ")
    answer = Client().get("/salud/listo")
    assert (answer.status_code, answer.json()["publishing"]) == (200, "paused")


def test_what_was_not_sent_is_sent_by_the_sweeper_once_the_broker_is_back(broker: Broker) -> None:
    broker.stop()
    for _ in range(3):
        begin(Client())
    broker.come_back()
    # The pause is not over: still nothing is tried.
    begin(Client())
    OutboxMessage.objects.update(next_attempt_at=timezone.now())
    assert (outbox.sweep(), broker.attempts) == (0, 1)
    publishing.breaker.reset_timeout = 0
    assert outbox.sweep() == 4
    assert (broker.attempts, broker.waiting(), publishing.state()) == (5, 4, "sending")
    # Sent rows are left alone for one lease.
    assert (outbox.sweep(), broker.waiting()) == (0, 4)
    begin(Client())
    assert broker.waiting() == 5


def test_a_broker_that_restarts_costs_one_message_at_most(broker: Broker) -> None:
    begin(Client())
    broker.stop()
    broker.come_back()
    publishing.breaker.reset_timeout = 0
    for _ in range(3):
        begin(Client())
    assert (publishing.state(), pending()) == ("sending", 4)
    assert broker.waiting() >= 2


def test_rows_the_broker_refused_midway_are_due_again(broker: Broker, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        begin(Client())
    OutboxMessage.objects.update(next_attempt_at=timezone.now())
    sent: list[object] = []

    def one_only(task: object, *args: object) -> bool:
        sent.append(args)
        return len(sent) == 1

    with monkeypatch.context() as here:
        here.setattr(publishing, "send", one_only)
        assert outbox.sweep() == 1
    assert OutboxMessage.objects.filter(next_attempt_at__lte=timezone.now()).count() == 2
