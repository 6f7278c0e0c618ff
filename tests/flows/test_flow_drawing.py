"""The flow drawn from its code: nothing missing, nothing over another, and the same numbers in picture and table."""

import itertools
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from viewflow.workflow.models import Task

from tests.flows.dossiers import opened, staff, stand_ins, submitted  # noqa: F401
from tests.rights.cast import signed_in
from workflow.engine.drawing import draw, kind_of
from workflow.engine.standing import flow_classes
from workflow.flow_words import KINDS, REASONS, WORDS
from workflow.selectors.flow_picture import picture

pytestmark = pytest.mark.req("S2-71")
FLOWS = sorted(flow_classes().items())


@pytest.mark.parametrize(("name", "flow"), FLOWS)
def test_every_step_has_its_spanish_name_and_none_is_left_over(name, flow):
    nodes = {node.name: node for node in flow.instance.nodes()}
    assert set(WORDS[name].nodes) == set(nodes)
    assert {kind_of(node) for node in nodes.values()} <= set(KINDS)
    ways = {(edge.src.name, edge.dst.name) for node in nodes.values() for edge in node._outgoing()}
    assert set(WORDS[name].ways) <= ways
    choices = {node for node in nodes.values() if kind_of(node) == "choice"}
    assert {(edge.src.name, edge.dst.name) for node in choices for edge in node._outgoing()} == set(WORDS[name].ways)


@pytest.mark.parametrize(("name", "flow"), FLOWS)
def test_every_step_and_every_line_is_drawn_once(name, flow):
    drawn = draw(flow)
    nodes = list(flow.instance.nodes())
    assert sorted(one.name for one in drawn.nodes) == sorted(node.name for node in nodes)
    lines = sorted((edge.src.name, edge.dst.name) for node in nodes for edge in node._outgoing())
    assert sorted((one.origin, one.destination) for one in drawn.edges) == lines
    assert draw(flow) == drawn


@pytest.mark.parametrize(("name", "flow"), FLOWS)
def test_no_step_lies_over_another_and_all_lie_inside(name, flow):
    drawn = draw(flow)
    for place, one in enumerate(drawn.nodes):
        assert 0 <= one.x <= one.x + one.width <= drawn.width
        assert 0 <= one.y <= one.y + one.height <= drawn.height
        for other in drawn.nodes[place + 1 :]:
            apart = (
                one.x + one.width <= other.x
                or other.x + other.width <= one.x
                or one.y + one.height <= other.y
                or other.y + other.height <= one.y
            )
            assert apart, (one.name, other.name)


@pytest.mark.parametrize(("name", "flow"), FLOWS)
def test_no_line_runs_through_a_step(name, flow):
    drawn = draw(flow)
    for edge in drawn.edges:
        points = [tuple(map(int, pair)) for pair in re.findall(r"[ML](\d+) (\d+)", edge.path)]
        for (x1, y1), (x2, y2) in itertools.pairwise(points):
            for box in drawn.nodes:
                inside_x = max(min(x1, x2), box.x + 1) < min(max(x1, x2) + 1, box.x + box.width - 1)
                inside_y = max(min(y1, y2), box.y + 1) < min(max(y1, y2) + 1, box.y + box.height - 1)
                assert not (inside_x and inside_y), (edge.origin, edge.destination, box.name)


def test_a_procedure_reads_from_top_to_bottom():
    places = {one.name: one.y for one in draw(flow_classes()["ImvFlowV1"]).nodes}
    order = ["start", "admission", "check", "cross_check", "assign", "study", "resolution", "notify", "end"]
    assert sorted(order, key=places.__getitem__) == order


@pytest.fixture
def administrator():
    return signed_in(staff("beatriz", "administrator"))


def page_of(browser, name, **query):
    response = browser.get(reverse(f"workflow:{name}"), query)
    assert response.status_code == 200
    return response.content.decode()


def fail_one(node: str) -> Task:
    task = next(task for task in Task.objects.filter(status="SCHEDULED") if task.flow_task.name == node)
    Task.objects.filter(pk=task.pk).update(status="ERROR", data={"reason": "OperationalError", "tries": 5})
    return task


@pytest.mark.django_db
@pytest.mark.usefixtures("stand_ins")
def test_the_numbers_are_those_of_the_dossiers_in_the_picture_and_in_the_table(administrator):
    opened("undeclared_income")  # nobody is active: it waits to be assigned
    staff("elena", "processor")
    opened("single_mother")
    drawn = picture()
    standing = {step.name: step.stand.dossiers for step in drawn.steps if step.stand.dossiers}
    assert standing == {"assign": 1, "study": 1}
    page = page_of(administrator, "flows")
    name, kind = r'<th scope="row"[^>]*>([^<]+)</th>', r"<td[^>]*>[^<]*</td>"
    count = r'<td class="govuk-table__cell amparo-number">(\d+)'
    table = dict(re.findall(rf"{name}\s*{kind}\s*{count}", page))
    assert {name: int(count) for name, count in table.items() if int(count)} == {
        WORDS["ImvFlowV1"].nodes[name]: count for name, count in standing.items()
    }
    assert re.findall(r'amparo-flow__number" x="0" y="6">(\d+)<', page) == ["1", "1"]


@pytest.mark.django_db
@pytest.mark.usefixtures("stand_ins")
def test_a_step_in_error_is_said_in_words_and_found_by_its_number(administrator):
    dossier = opened("undeclared_income")
    fail_one("assign")
    page = page_of(administrator, "flows")
    assert "1 paso parado" in page
    assert "1 en error" in page
    errors = page_of(administrator, "flow_errors", flujo="ImvFlowV1", paso="assign")
    assert dossier.number in errors
    assert REASONS["OperationalError"] in errors
    assert "Asignación a una persona" in errors
    for word in dossier.applicant_name.split():
        assert word not in errors
    assert dossier.number not in page_of(administrator, "flow_errors", flujo="ImvFlowV1", paso="notify")


@pytest.mark.django_db
def test_a_flow_that_does_not_exist_is_not_found(administrator):
    assert administrator.get(reverse("workflow:flows"), {"flujo": "Otro"}).status_code == 404
    assert administrator.get(reverse("workflow:flow_errors"), {"flujo": "Otro"}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["flows", "flow_errors", "relocation", "full_history"])
def test_no_style_stands_in_the_page(administrator, name):
    """The content policy refuses it: what it said would not be seen."""
    page = page_of(administrator, name)
    assert not re.search(r"\sstyle=|<style|<script(?![^>]*src=)", page)


@pytest.mark.django_db
@pytest.mark.usefixtures("stand_ins")
def test_the_picture_costs_the_same_however_many_dossiers(administrator):
    page_of(administrator, "flows")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            page_of(administrator, "flows")
        return len([one for one in queries if "session" not in one["sql"].lower()])

    before = asked()
    for key in ("undeclared_income", "single_mother", "identity_differs"):
        opened(key)
    assert asked() <= before <= 8
