"""Viewflow's thirteen traps (evidence: stack §2), in its order: what the stock engine does, and that ours does not.

How two at once are kept apart, the gravest of all, has its own file: ``test_at_once.py``.
"""

import datetime as dt
import re

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.deletion import Collector
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import NoReverseMatch, get_resolver, reverse
from viewflow import this
from viewflow.workflow.base import Flow
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS
from viewflow.workflow.timers import fire_due_timers

from core.errors import Refused
from core.policies import narrow
from tests.flows.dossiers import actor, dossier_of, opened, run, staff, stand_ins, submitted  # noqa: F401
from tests.procedures import dossiers
from tests.procedures.stock import StockFlow, run_due_stock_jobs
from tests.procedures.traps import (
    DecisionV1,
    OurFailure,
    OurLooseBranches,
    StockFailure,
    StockPermission,
    StockTimeout,
    StockTwoEnds,
)
from tests.rights.cast import signed_in
from workflow import services
from workflow.engine import desk, jobs
from workflow.engine import nodes as ours
from workflow.engine.checks import faults_of
from workflow.engine.moving import OPEN
from workflow.flows import ImvFlowV1
from workflow.models import Dossier

pytestmark = pytest.mark.django_db
of_its_own_procedure = pytest.mark.breaks_dossiers


def only_task(process, node):
    return Task._default_manager.get(process=process, flow_task=node)


def with_activation(task, act):
    with task.activation() as activation:
        return act(activation)


@pytest.fixture
def elena():
    return staff("elena", "processor")


def permission_of_madrid(user):
    kind = ContentType.objects.get_for_model(Process)
    right, _ = Permission.objects.get_or_create(codename="office_madrid", content_type=kind, defaults={"name": "x"})
    user.user_permissions.add(right)
    return right


# --- 1. A revived task loses its rights ---------------------------------------------------------------------------


@of_its_own_procedure
def test_trap_1_stock_a_revived_task_is_open_to_everybody():
    task = only_task(StockPermission.start.run(), StockPermission.decide)
    assert task.owner_permission == "traps.office_madrid"
    with_activation(task, lambda activation: activation.cancel())
    revived = with_activation(task, lambda activation: activation.revive())
    assert revived.owner_permission is None


@of_its_own_procedure
def test_trap_1_ours_nothing_is_revived_and_a_failed_job_keeps_its_row_and_its_place(elena):
    (dossier,) = dossiers.started(1, "bench", elena, checks=True)
    for task in dossier.process.task_set.all():
        with pytest.raises(PermissionError):
            task.flow_task.activation_class(task).revive()
    failed = Task._default_manager.filter(process=dossier.process, flow_task_type="JOB").first()
    Task._default_manager.filter(pk=failed.pk).update(status=STATUS.ERROR)
    desk.rearm(dossier, failed.pk)
    failed.refresh_from_db()
    assert (failed.status, failed.data) == (STATUS.SCHEDULED, {"tries": 0})
    while jobs.sweep():
        pass
    assert [one.node for one in desk.where(dossier)] == ["decide"]


# --- 2. A cancelled task leaves its timer armed -------------------------------------------------------------------


@of_its_own_procedure
def test_trap_2_stock_the_timer_of_a_cancelled_task_fires_and_ends_the_process_undecided():
    process = StockTimeout.start.run()
    with_activation(only_task(process, StockTimeout.decide), lambda activation: activation.cancel())
    timer = Task._default_manager.get(process=process, flow_task_type="TIMER")
    assert timer.status == STATUS.SCHEDULED
    Task._default_manager.filter(pk=timer.pk).update(scheduled=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    assert fire_due_timers() == 1
    process.refresh_from_db()
    assert process.status == STATUS.DONE


@pytest.mark.usefixtures("stand_ins")
@pytest.mark.parametrize("rounds", [0, 1, 3, 40])
def test_trap_2_ours_a_withdrawal_disarms_everything_wherever_it_stands(elena, rounds):
    application = submitted("single_mother")
    from core import outbox

    outbox.deliver_due()
    for _ in range(rounds):
        jobs.sweep(1)
    dossier = dossier_of(application)
    services.close_withdrawn(str(application.public_id))
    assert not dossier.process.task_set.filter(status__in=OPEN).exists()
    assert not dossier.process.task_set.filter(scheduled__isnull=False).exclude(status="DONE").exists()
    run()
    assert fire_due_timers() == 0
    dossier.process.refresh_from_db()
    assert dossier.process.status == "CANCELED"
    # The message of the withdrawal is of the test's making: there is none.
    type(application).objects.filter(pk=application.pk).update(state="withdrawn")


def test_trap_2_ours_a_flow_with_a_boundary_event_is_refused():
    assert any("boundary" in fault for fault in faults_of(StockTimeout))


# --- 3. A process is done with a branch in error ------------------------------------------------------------------


@of_its_own_procedure
def test_trap_3_stock_a_process_is_done_with_a_failed_branch():
    process = StockTwoEnds.start.run()
    check = only_task(process, StockTwoEnds.check)
    with_activation(check, lambda activation: activation.start())
    with_activation(check, lambda activation: activation.error(ValueError("down").with_traceback(_a_traceback())))
    Task._default_manager.filter(pk=check.pk).update(scheduled=None)
    run_due_stock_jobs()
    process.refresh_from_db()
    assert process.status == STATUS.DONE
    assert process.task_set.filter(status=STATUS.ERROR).count() == 1


def _a_traceback():
    try:
        raise ValueError
    except ValueError as error:
        return error.__traceback__


@of_its_own_procedure
def test_trap_3_ours_a_failed_branch_keeps_the_process_open(elena):
    (dossier,) = dossiers.started(1, "loose", elena, checks=True)
    failed = Task._default_manager.filter(process=dossier.process, flow_task=OurLooseBranches.check).first()
    Task._default_manager.filter(pk=failed.pk).update(status=STATUS.ERROR)
    while jobs.sweep():
        pass
    assert not desk.finished(dossier)
    assert [(one.node, one.status) for one in desk.where(dossier)] == [("check", "ERROR")]
    desk.rearm(dossier, failed.pk)
    while jobs.sweep():
        pass
    assert desk.finished(dossier)


def test_trap_3_ours_a_flow_with_two_ends_is_refused():
    assert any("one End" in fault for fault in faults_of(StockTwoEnds))


# --- 4. Rights are asked once, of the owner -----------------------------------------------------------------------


@of_its_own_procedure
def test_trap_4_stock_whoever_lost_the_right_still_decides(django_user_model):
    user = django_user_model.objects.create_user("oscar")
    right = permission_of_madrid(user)
    task = only_task(StockPermission.start.run(), StockPermission.decide)
    with_activation(task, lambda activation: activation.assign(user))
    user.user_permissions.remove(right)
    user = django_user_model.objects.get(pk=user.pk)
    assert StockPermission.instance.decide.can_execute(user, task)


@of_its_own_procedure
def test_trap_4_ours_rights_are_asked_at_the_act(elena):
    (dossier,) = dossiers.started(1, "decision", elena)
    before = actor(elena)
    task = only_task(dossier.process, DecisionV1.decide)
    assert DecisionV1.instance.decide.can_execute(elena.user, task)
    elena.roles.update(valid_to=dt.date(2020, 1, 2))
    assert not DecisionV1.instance.decide.can_execute(elena.user, task)
    with pytest.raises(Refused), desk.act(dossier, "decide", actor(elena), elena.user_id):
        pass
    # And of the dossier as it is now: it was given to another meanwhile.
    Dossier.objects.filter(pk=dossier.pk).update(assignee=staff("oscar", "processor"))
    with pytest.raises(Refused), desk.act(dossier, "decide", before, elena.user_id):
        pass
    assert only_task(dossier.process, DecisionV1.decide).status == STATUS.ASSIGNED


# --- 5. A finished case is reopened -------------------------------------------------------------------------------


@of_its_own_procedure
def test_trap_5_stock_undoing_the_end_reopens_a_finished_process():
    process = StockTwoEnds.start.run()
    run_due_stock_jobs()
    end = only_task(process, StockTwoEnds.end)
    with_activation(end, lambda activation: activation.undo())
    process.refresh_from_db()
    assert process.status == STATUS.NEW


@of_its_own_procedure
def test_trap_5_ours_nothing_is_undone(elena):
    (dossier,) = dossiers.started(1, "decision", elena)
    with desk.act(dossier, "decide", actor(elena), elena.user_id):
        pass
    assert desk.finished(dossier)
    for task in dossier.process.task_set.all():
        with pytest.raises(PermissionError):
            task.flow_task.activation_class(task).undo()
    assert desk.finished(dossier)


# --- 6. What went wrong is kept with everything that was at hand ---------------------------------------------------


@of_its_own_procedure
def test_trap_6_stock_a_failure_leaves_names_in_the_row():
    process = StockFailure.start.run()
    run_due_stock_jobs()
    assert "Lucía Vera" in str(only_task(process, StockFailure.after).data)


@of_its_own_procedure
def test_trap_6_ours_only_the_kind_of_failure_is_kept(elena, caplog):
    (dossier,) = dossiers.started(1, "failure", elena)
    for _ in range(OurFailure.letter.tries):
        jobs.sweep()
        Task._default_manager.filter(status=STATUS.SCHEDULED).update(scheduled=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    (failed,) = desk.where(dossier)
    assert (failed.node, failed.status, failed.reason) == ("letter", "ERROR", "ValueError")
    for task in dossier.process.task_set.all():
        assert "Vera" not in str(task.data)
    assert "Vera" not in caplog.text


# --- 7. Deleting a person deletes what they did -------------------------------------------------------------------


@of_its_own_procedure
def test_trap_7_stock_a_user_takes_the_history_along(django_user_model):
    assert Task._meta.get_field("owner").remote_field.on_delete is models.CASCADE
    user = django_user_model.objects.create_user("oscar")
    task = only_task(StockFlow.start.run(), StockFlow.police)
    Task._default_manager.filter(pk=task.pk).update(owner=user)
    collector = Collector("default")
    collector.collect([user])
    assert task in {row for rows in collector.data.values() for row in rows}


@of_its_own_procedure
def test_trap_7_ours_a_user_with_tasks_is_never_deleted(elena, django_user_model):
    (dossier,) = dossiers.started(1, "decision", elena)
    somebody = django_user_model.objects.create_user("somebody")
    dossier.process.task_set.filter(flow_task_type="HUMAN").update(owner=somebody)
    before = dossier.process.task_set.count()
    with pytest.raises(PermissionError), transaction.atomic():
        somebody.delete()
    assert dossier.process.task_set.count() == before


# --- 8. The right is frozen when the task is made -----------------------------------------------------------------


@of_its_own_procedure
def test_trap_8_stock_a_case_that_moves_stays_with_the_old_office(monkeypatch):
    task = only_task(StockPermission.start.run(), StockPermission.decide)
    monkeypatch.setattr(StockPermission, "office", "barcelona")
    task.refresh_from_db()
    assert task.owner_permission == "traps.office_madrid"


@of_its_own_procedure
def test_trap_8_ours_a_dossier_that_moves_is_its_new_office_s_at_once(elena):
    (dossier,) = dossiers.started(1, "decision", elena)
    there = staff("marta", "processor", "08")
    with desk.locked(dossier):
        Dossier.objects.filter(pk=dossier.pk).update(assignee=there, office=there.roles.get().office)
        desk.give_to(dossier, there.user_id)
    with pytest.raises(Refused), desk.act(dossier, "decide", actor(elena), elena.user_id):
        pass
    with desk.act(dossier, "decide", actor(there), there.user_id):
        pass
    assert only_task(dossier.process, DecisionV1.decide).owner_id == there.user_id


# --- 9. Some names of nodes break the class, or something later ---------------------------------------------------


def test_trap_9_stock_a_node_called_resolve_breaks_its_flow():
    with pytest.raises(AttributeError):
        type(
            "Broken", (Flow,), {"start": ours.Start().Next(this.resolve), "resolve": ours.End(), "__module__": __name__}
        )


def test_trap_9_ours_reserved_names_are_refused():
    class Careless(DecisionV1):
        cancel = ours.Wait().Next(this.end)

    assert any("cancel" in fault for fault in faults_of(Careless))
    assert faults_of(ImvFlowV1) == []


# --- 10. A task has an address only where Viewflow's pages are mounted --------------------------------------------


@of_its_own_procedure
def test_trap_10_stock_a_task_without_mounted_pages_has_no_address():
    task = only_task(StockPermission.start.run(), StockPermission.decide)
    with pytest.raises((NoReverseMatch, AttributeError)):
        task.reverse("detail")


def test_trap_10_ours_addresses_are_of_dossiers_and_no_page_of_viewflow_is_mounted():
    assert reverse("workflow:dossier", args=["01890000-0000-7000-8000-000000000000"]).startswith("/oficina/")

    def callbacks(resolver):
        for pattern in resolver.url_patterns:
            yield from callbacks(pattern) if hasattr(pattern, "url_patterns") else [pattern.callback]

    assert not [one for one in callbacks(get_resolver()) if one.__module__.startswith("viewflow")]


# --- 11. The process's data is written whole ----------------------------------------------------------------------


@of_its_own_procedure
def test_trap_11_stock_two_at_once_overwrite_each_other_s_data():
    process = StockFlow.start.run()
    first, second = Process.objects.get(pk=process.pk), Process.objects.get(pk=process.pk)
    first.data["police"] = "ok"
    first.save()
    second.data["tax"] = "ok"
    second.save()
    process.refresh_from_db()
    assert process.data == {"tax": "ok"}


@pytest.mark.usefixtures("stand_ins")
def test_trap_11_ours_no_case_data_lies_in_the_engine_s_rows_and_no_step_writes_a_whole_row(elena):
    application = submitted("single_mother")
    run()
    dossier = dossier_of(application)
    assert dossier.process.data == {}
    for task in dossier.process.task_set.all():
        assert set(task.data or {}) <= {"tries", "reason"}, task
    assert dossier.checks.exclude(state="pending").count() == 6
    # A column no step is about survives the next step, done from rows read before it changed.
    with desk.locked(dossier):
        Process.objects.filter(pk=dossier.process_id).update(data={"seen": 1})
    who = actor(dossier.assignee)
    services.propose(str(dossier.public_id), "granted", "", who)
    services.resolve(str(dossier.public_id), who)
    run()
    dossier.process.refresh_from_db()
    assert (dossier.process.status, dossier.process.data) == ("DONE", {"seen": 1})


def test_trap_11_ours_what_processes_point_to_has_whole_numbers_for_keys():
    for model in (Dossier, Dossier._meta.get_field("application").related_model):
        assert isinstance(model._meta.pk, models.BigAutoField)
        assert isinstance(model._meta.get_field("public_id"), models.UUIDField)


# --- 12. A filter that forgets those before it --------------------------------------------------------------------


@of_its_own_procedure
def test_trap_12_stock_filter_available_throws_earlier_filters_away(admin_user):
    StockFlow.start.run()
    nothing = Task.objects.filter(pk=-1)
    assert nothing.count() == 0
    assert nothing.filter_available([StockFlow], admin_user).exists()


@pytest.mark.parametrize("action", ["queue.read", "dossier.read", "dossier.work", "dossier.resolve"])
@of_its_own_procedure
def test_trap_12_ours_narrowing_keeps_what_was_filtered(elena, action):
    dossiers.started(2, "decision", elena)
    who = actor(elena)
    all_, one = Dossier.objects.all(), Dossier.objects.order_by("pk")[:1].values("pk")
    assert narrow(who, action, all_).count() == 2
    assert narrow(who, action, all_.filter(pk__in=one)).count() == 1
    assert narrow(who, action, all_.filter(pk=-1)).count() == 0


# --- 13. The whole package changes the site around it -------------------------------------------------------------


def test_trap_13_ours_the_engine_is_installed_without_its_pages_middlewares_and_templates(elena):
    installed = [config.name for config in apps.get_app_configs() if config.name.startswith("viewflow")]
    assert installed == ["viewflow.workflow"]
    assert not [one for one in settings.MIDDLEWARE if "viewflow" in one]
    for theirs in ("viewflow/base_page.html", "viewflow/base.html"):
        with pytest.raises(TemplateDoesNotExist):
            get_template(theirs)
    for name in ("registration/login.html", "404.html", "500.html", "403.html"):
        try:
            found = get_template(name).origin.name  # type: ignore[attr-defined]
        except TemplateDoesNotExist:
            continue
        assert "viewflow" not in found
    page = signed_in(elena).get(reverse("workflow:queue")).content.decode()
    assert re.search(r'<html[^>]* lang="es"', page)
    assert "vf-" not in page


def test_trap_13_stock_its_templates_would_take_the_place_of_ours():
    import viewflow

    folder = f"{viewflow.__path__[0]}/templates"
    with open(f"{folder}/404.html") as theirs:
        assert theirs.read()
