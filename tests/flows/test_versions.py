"""Two versions of a procedure side by side: dossiers stay where they began, and names in rows never lose their code."""

from pathlib import Path

import pytest
from django.apps import apps
from viewflow.workflow.models import Process, Task

from tests.flows.dossiers import actor, staff
from tests.procedures import dossiers
from tests.procedures.traps import DecisionV1, DecisionV2
from workflow.engine import census, desk, jobs, versions

pytestmark = [pytest.mark.django_db, pytest.mark.breaks_dossiers]
V1, V2 = "procedures/traps.DecisionV1", "procedures/traps.DecisionV2"
NAMES = Path(__file__).with_name("stored_names.txt").read_text().split()


@pytest.fixture
def elena():
    return staff("elena", "processor")


def decide(dossier, node, member):
    with desk.act(dossier, node, actor(member), member.user_id):
        pass


@pytest.fixture
def second_version(monkeypatch):
    monkeypatch.setitem(desk._FLOWS, "decision", DecisionV2)


def test_running_dossiers_end_on_the_version_they_began_with(elena, request):
    (old,) = dossiers.started(1, "decision", elena)
    request.getfixturevalue("second_version")
    (new,) = dossiers.started(1, "decision", elena)
    assert [one.node for one in (*desk.where(old), *desk.where(new))] == ["decide", "rule"]
    decide(old, "decide", elena)
    decide(new, "rule", elena)
    assert desk.finished(old)
    assert [one.node for one in desk.where(new)] == ["letter"]
    jobs.sweep()
    assert desk.finished(new)
    rows = Process._default_manager.filter(pk__in=(old.process_id, new.process_id)).order_by("pk")
    assert [row.flow_class for row in rows] == [DecisionV1, DecisionV2]


def test_dossiers_are_carried_over_to_the_next_version_by_an_update(elena):
    open_, ended = dossiers.started(2, "decision", elena)
    decide(ended, "decide", elena)
    carried = versions.carry_over(apps, V1, V2, {"start": "start", "decide": "rule", "end": "end"})
    assert carried == 2
    assert census.unknown_names() == []
    assert not Task._default_manager.filter(flow_task__startswith=V1).exists()
    decide(open_, "rule", elena)
    jobs.sweep()
    assert desk.finished(open_)
    assert desk.finished(ended)


def test_a_node_left_out_of_the_carrying_over_is_found(elena):
    dossiers.started(1, "decision", elena)
    versions.carry_over(apps, V1, V2, {"start": "start", "decide": "decide"})
    assert census.unknown_names() == [f"{V2}.decide"]


def test_a_renamed_node_is_found_until_its_rows_are_renamed(elena):
    """The code calls it `rule` already; rows written before still say `decide`."""
    (dossier,) = dossiers.started(1, "decision", elena)
    Process._default_manager.update(flow_class=V2)
    Task._default_manager.filter(flow_task=f"{V1}.start").update(flow_task=f"{V2}.start")
    Task._default_manager.filter(flow_task=f"{V1}.decide").update(flow_task=f"{V2}.decide")
    assert census.unknown_names() == [f"{V2}.decide"]
    assert versions.rename_nodes(apps, V2, {"decide": "rule"}) == 1
    assert census.unknown_names() == []
    decide(dossier, "rule", elena)
    assert [one.node for one in desk.where(dossier)] == ["letter"]


@pytest.mark.parametrize("name", NAMES)
def test_every_name_that_offices_hold_still_has_its_code(name):
    """A node renamed or removed fails here: put the old name back, or write the migration and change the list."""
    found = census.node_named(name) if name.count(".") > 1 else census.flow_named(name)
    assert found is not None, f"{name} is stored by running offices and no longer in the code"


def test_the_list_of_names_is_whole():
    ours = [flow for flow in desk._FLOWS.values() if flow.__module__.startswith("workflow.")]
    names = {f"workflow/flows.{flow.__name__}" for flow in ours}
    names |= {f"workflow/flows.{flow.__name__}.{node.name}" for flow in ours for node in flow.instance.nodes()}
    assert names <= set(NAMES), "add the new ones to stored_names.txt"
