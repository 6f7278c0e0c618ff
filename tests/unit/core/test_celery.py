"""What Celery is told, and what its tasks may say."""

import pytest
from django.conf import settings

from core import tasks, worker
from core.beat import PumpScheduler
from core.celery import RowTask, TaskFailed, _terms, app
from core.models import OutboxMessage
from tests.flows.dossiers import submitted


def test_each_pump_has_its_turn_and_none_waits_behind_the_jobs():
    schedule = PumpScheduler(app=app).schedule
    assert set(schedule) == set(worker.pumps())
    assert {entry.options["queue"] for entry in schedule.values()} == {"pumps"}
    swept = {name for name, pump in worker.pumps().items() if pump.every == settings.SWEEP_SECONDS}
    assert swept == {"jobs", "outbox", "rules.trials", "simulator.policies"}
    assert "pumps" in _terms()["task_queues"]


@pytest.mark.parametrize(
    ("url", "queue_arguments", "visible"),
    [("redis://127.0.0.1/0", None, 360), ("amqp://127.0.0.1//", {"x-queue-type": "quorum"}, None)],
)
def test_each_broker_has_what_it_needs_to_give_back_what_a_dead_worker_held(settings, url, queue_arguments, visible):
    settings.CELERY_BROKER_URL = url
    terms = _terms()
    assert (terms["task_acks_late"], terms["task_reject_on_worker_lost"], terms["worker_prefetch_multiplier"]) == (
        True,
        True,
        1,
    )
    assert terms["task_time_limit"] < settings.JOB_LEASE_SECONDS
    assert terms["task_queues"]["jobs"]["queue_arguments"] == queue_arguments
    options = terms["broker_transport_options"]
    assert options.get("visibility_timeout") == visible
    if visible:
        assert visible > terms["task_time_limit"]
        assert options["unacked_restore_interval"] * options["unacked_restore_throttle"] <= 10


def test_what_a_task_fails_with_is_told_by_its_type_only():
    @app.task(name="test.careless", base=RowTask)
    def careless() -> None:
        raise ValueError("Lucía Vera, 99001117A")

    with pytest.raises(TaskFailed) as told:
        careless()
    assert str(told.value) == "ValueError"
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__


def test_a_pump_is_turned_until_nothing_is_left():
    left = [3, 2, 0, 5]
    worker.register_pump("test-turned", lambda: left.pop(0))
    try:
        assert tasks.run_pump("test-turned") == 5
    finally:
        worker._PUMPS.pop("test-turned")
    assert left == [5]
    assert worker.seconds_since_turn() == 0


@pytest.mark.django_db(transaction=True)
def test_a_message_that_comes_twice_is_delivered_once():
    from tests.flows.dossiers import load_all_offices

    load_all_offices()
    submitted("expired_document")
    (message,) = OutboxMessage.objects.filter(handler__contains="open_the_dossier")
    assert [tasks.deliver_message(message.pk, 0), tasks.deliver_message(message.pk, 0)] == [True, False]
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("delivered", 1)
