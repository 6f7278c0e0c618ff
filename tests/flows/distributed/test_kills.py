"""Forty dossiers of three checks each, and the whole group of workers killed four times on the way: nothing is lost and
nothing happens twice, on Redis and on RabbitMQ.
"""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from viewflow.workflow.models import Task

from core import events
from core.models import AuditEvent, OutboxMessage
from deploy import servers
from interop.models import Exchange
from interop.standins import serve
from interop.standins import server as standin_server
from receipts.models import Receipt
from tests.flows.distributed.brokers import throwaway
from tests.flows.distributed.group import WorkerGroup, environment
from tests.flows.dossiers import problems_of, staff
from workflow.models import Check, Dossier, Resolution

pytestmark = [pytest.mark.xdist_group("distributed"), pytest.mark.django_db(transaction=True)]

DOSSIERS, CHECKS = 40, 3
KILLED_AT = (20, 50, 85)
"""Checks answered when the group is killed; the fourth time, letters are being sealed."""
PATIENCE = 240
"""Seconds until a wait counts as a loss: this machine may be busy with other things."""
STEPS_ONCE = ("open", "admission", "checking", "assigned", "under_study", "proposed", "resolved", "notified")
EVENTS_ONCE = (
    "dossier.opened",
    "dossier.admitted",
    "dossier.cross_checked",
    "dossier.assigned",
    "dossier.resolved",
    "dossier.sealed",
    "dossier.notified",
)


@pytest.fixture(params=["redis", "rabbitmq"])
def broker(request: pytest.FixtureRequest) -> Iterator[servers.Server]:
    """A broker of this test's own."""
    server = throwaway(request.param)
    yield server
    server.stop()


@pytest.fixture
def standin_urls(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The three administrations; each answer takes a while, so that a kill finds questions on their way."""
    monkeypatch.setattr(standin_server, "SLOW_SECONDS", 0.15)
    running = [serve(name, fault="slow") for name in ("police", "tax", "residence")]
    yield {one.name: one.url for one in running}
    for one in running:
        one.stop()


@pytest.fixture
def group(broker: servers.Server, standin_urls: dict[str, str], tmp_path: Path) -> Iterator[WorkerGroup]:
    if connection.vendor != "postgresql":
        pytest.skip("workers in processes of their own need PostgreSQL (Debian: postgresql)")
    found = WorkerGroup(environment(broker.url, standin_urls), tmp_path / "processes.log")
    yield found
    found.stop()


def answered() -> int:
    return Check.objects.exclude(state="pending").count()


@pytest.mark.req("S2-48")
def test_four_kills_of_the_whole_group_lose_nothing_and_repeat_nothing(group: WorkerGroup) -> None:
    for name in ("elena", "oscar", "marta"):
        staff(name, "processor")
    began = time.monotonic()
    group.start()
    group.act("submit", str(DOSSIERS))
    for so_far in KILLED_AT:
        group.wait(lambda so_far=so_far: answered() >= so_far, PATIENCE, f"answer {so_far}")
        group.kill()
        group.start()
    group.wait(lambda: Dossier.objects.filter(state="assigned").count() == DOSSIERS, PATIENCE, "assignment of all")
    group.act("decide")
    group.wait(
        lambda: Resolution.objects.exclude(receipt_public_id="").count() >= DOSSIERS // 4, PATIENCE, "first letters"
    )
    group.kill()
    group.start()
    group.wait(lambda: Dossier.objects.filter(state="notified").count() == DOSSIERS, PATIENCE, "notice of all")
    group.wait(lambda: not OutboxMessage.objects.filter(state="pending").exists(), PATIENCE, "delivery of all messages")
    group.stop()
    _say_what_ran_twice(time.monotonic() - began)
    _each_effect_once()


def _say_what_ran_twice(seconds: float) -> None:
    tries = Counter(Task.objects.filter(flow_task_type="JOB").values_list("data__tries", flat=True))
    asked = Exchange.objects.count()
    print(f"\n{seconds:.0f} s; jobs by tries {dict(tries)}; {asked} questions for {DOSSIERS * CHECKS} checks", end=" ")


def _each_effect_once() -> None:
    assert Check.objects.count() == DOSSIERS * CHECKS
    assert Task.objects.filter(status="ERROR").count() == 0
    kept = set(Exchange.objects.exclude(result__in=("asked", "down")).values_list("public_id", flat=True))
    for check in Check.objects.all():
        assert str(check.exchange_ref) in {str(one) for one in kept}
    told = Counter(event.payload["check"] for event in AuditEvent.objects.filter(kind="check.answered").only("payload"))
    assert set(told.values()) == {1}
    assert len(told) == DOSSIERS * CHECKS
    for dossier in Dossier.objects.select_related("application", "process"):
        _one_of_each(dossier)
    call_command("verify_dossiers")
    events.chain_pending()
    assert list(events.verify()) == []


def _one_of_each(dossier: Dossier) -> None:
    assert dossier.process.status == "DONE"
    assert problems_of(dossier) == []
    assert dossier.assignments.count() == 1
    assert dossier.application.letters.filter(kind="resolution").count() == 1
    sealed = Counter(Receipt.objects.filter(subject_ref=str(dossier.public_id)).values_list("kind", flat=True))
    assert sealed["resolution"] == 1
    assert set(sealed.values()) == {1}, sealed
    steps = Counter(dossier.application.progress.values_list("step", flat=True))
    assert {step: steps[step] for step in STEPS_ONCE} == dict.fromkeys(STEPS_ONCE, 1)
    kinds = Counter(events.events_of("dossier", str(dossier.public_id)).values_list("kind", flat=True))
    assert {kind: kinds[kind] for kind in EVENTS_ONCE} == dict.fromkeys(EVENTS_ONCE, 1)
