"""Fiscal control: what is over the limit is approved or returned by another person, who never had a hand in it."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from applications import services as applications
from core import policies
from core.actors import citizen
from core.errors import AmparoError, Refused
from core.models import AuditEvent, Office, StaffRole
from receipts import services as receipts
from tests.flows.dossiers import (  # noqa: F401
    actor,
    dossier_of,
    let_time_pass,
    opened,
    problems_of,
    run,
    staff,
    stand_ins,
    submitted,
)
from workflow import services
from workflow.engine import desk
from workflow.models import Assignment, Dossier, FiscalReview

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins")]
REASON = "Falta justificar los ingresos de la cónyuge."


@pytest.fixture
def elena():
    return staff("elena", "processor", "29")


@pytest.fixture
def lourdes(elena):
    return staff("lourdes", "fiscal_reviewer", "29")


@pytest.fixture
def sent(elena, lourdes):
    """A proposal over the limit, in front of fiscal control in Málaga."""
    dossier = opened("many_children")
    proposal = services.propose(str(dossier.public_id), "granted", "", actor(elena))
    assert proposal.over_limit
    assert proposal.monthly_cents > proposal.limit_cents > 0
    return dossier


def fresh(dossier: Dossier) -> Dossier:
    return Dossier.objects.select_related("office", "assignee").get(pk=dossier.pk)


def give_role(member, role, province="29", kind="provincial_office"):
    office = Office.objects.get(kind=kind, province_code=province)
    StaffRole.objects.create(
        staff=member, role=role, office=office, valid_from=dt.date(2020, 1, 1), confirmed_at=timezone.now()
    )
    assert actor(member).has(role, province)


def steps_of(dossier):
    return list(dossier.application.progress.order_by("at", "id").values_list("step", flat=True))


@pytest.mark.req("S2-68")
def test_what_is_over_the_limit_waits_for_another_person(sent, lourdes):
    review = FiscalReview.objects.get(dossier=sent)
    assert (review.state, review.proposal.state) == ("waiting", "proposed")
    run()
    assert fresh(sent).state == "fiscal_review"
    (task,) = desk.where(sent)
    assert (task.node, task.kind) == ("fiscal_review", "HUMAN")
    assert list(policies.narrow(actor(lourdes), "fiscal_queue.read", Dossier.objects.all())) == [sent]


@pytest.mark.req("S2-68")
def test_approved_it_is_decided_sealed_and_told_with_both_names_kept(sent, elena, lourdes):
    resolution = services.approve_proposal(str(sent.public_id), actor(lourdes))
    assert (resolution.resolved_by, resolution.approved_by) == (elena, lourdes)
    assert fresh(sent).state == "resolved"
    sent.application.refresh_from_db()
    assert sent.application.state == "closed"
    run()
    dossier = fresh(sent)
    resolution.refresh_from_db()
    assert dossier.state == "notified"
    assert receipts.check(resolution.cea).state == "authentic"
    review = FiscalReview.objects.get(dossier=dossier)
    assert (review.state, review.reviewer, review.proposal.state) == ("approved", lourdes, "resolved")
    assert [entry.move for entry in dossier.clock.all()] == ["start", "close"]
    dossier.process.refresh_from_db()
    assert dossier.process.status == "DONE"
    assert problems_of(dossier) == []
    seen = steps_of(dossier)
    assert seen.index("fiscal_review") < seen.index("review_approved") < seen.index("notified")


@pytest.mark.req("S2-68")
def test_returned_it_is_first_in_the_same_processor_s_queue_with_the_reason(elena, lourdes):
    from workflow import selectors

    older = opened("many_children")
    application = submitted("many_children", number_suffix="-2")
    run()
    sent = dossier_of(application)
    assert list(selectors.queue(actor(elena), "hacer")) == [older, sent]
    services.propose(str(sent.public_id), "granted", "", actor(elena))
    services.return_proposal(str(sent.public_id), REASON, actor(lourdes))
    run()
    dossier = fresh(sent)
    assert (dossier.state, dossier.assignee) == ("under_study", elena)
    review = FiscalReview.objects.get(dossier=dossier)
    assert (review.state, review.reason, review.proposal.state) == ("returned", REASON, "returned")
    assert [task.node for task in desk.where(dossier)] == ["study"]
    queue = list(selectors.queue(actor(elena), "hacer"))
    assert queue == [dossier, older]
    assert "Devuelto por control fiscal" in selectors.row(queue[0]).flags
    assert list(selectors.queue(actor(elena), "devueltos")) == [dossier]
    assert steps_of(dossier)[-1] == "review_returned"
    assert problems_of(dossier) == []


@pytest.mark.req("S2-68")
def test_returned_fixed_and_sent_again_it_is_approved(sent, elena, lourdes):
    services.return_proposal(str(sent.public_id), REASON, actor(lourdes))
    second = services.propose(str(sent.public_id), "granted", "Justificado.", actor(elena))
    dossier = fresh(sent)
    assert (dossier.state, dossier.returned_at) == ("fiscal_review", None)
    assert [one.state for one in dossier.fiscal_reviews.all()] == ["returned", "waiting"]
    resolution = services.approve_proposal(str(sent.public_id), actor(lourdes))
    assert resolution.proposal == second
    run()
    assert fresh(sent).state == "notified"
    assert problems_of(fresh(sent)) == []


def test_a_return_needs_a_reason(sent, lourdes):
    with pytest.raises(AmparoError, match=r"act\.reason_needed"):
        services.return_proposal(str(sent.public_id), "no.", actor(lourdes))
    assert fresh(sent).state == "fiscal_review"


def refused_both(dossier, who):
    assert not policies.may(who, "dossier.review", dossier)
    assert dossier not in policies.narrow(who, "fiscal_queue.read", Dossier.objects.all())
    with pytest.raises(Refused):
        services.approve_proposal(str(dossier.public_id), who)
    with pytest.raises(Refused):
        services.return_proposal(str(dossier.public_id), REASON, who)
    assert fresh(dossier).state == "fiscal_review"


@pytest.mark.req("S2-68")
def test_who_proposed_never_approves_even_with_both_roles(sent, elena):
    give_role(elena, "fiscal_reviewer")
    refused_both(sent, actor(elena))


@pytest.mark.req("S2-68")
def test_who_once_had_it_never_approves_even_after_it_passed_to_other_hands(sent, elena):
    oscar = staff("oscar", "processor", "29")
    now = timezone.now()
    sent.assignments.update(ended_at=now)
    given = {"at": now, "made_by": "system", "reason": "least_load", "load": 0, "candidates": 1}
    Assignment.objects.create(dossier=sent, staff=oscar, **given)
    Dossier.objects.filter(pk=sent.pk).update(assignee=oscar)
    sent.proposals.update(proposed_by=oscar)
    elena.roles.update(valid_to=dt.date(2021, 1, 1))
    give_role(elena, "fiscal_reviewer")
    refused_both(sent, actor(elena))


@pytest.mark.req("S2-65", "S2-68")
def test_who_captured_it_never_approves_it(sent):
    ines = staff("ines", "fiscal_reviewer", "29")
    give_role(ines, "capturer", kind="caiss")
    assert policies.may(actor(ines), "dossier.review", fresh(sent))
    sent.application.captured_by = ines
    sent.application.save()
    refused_both(sent, actor(ines))


@pytest.mark.req("S2-68")
def test_nobody_else_approves(sent, elena):
    who = {
        "processor of the office": elena,
        "another processor": staff("oscar", "processor", "29"),
        "supervisor": staff("andres", "supervisor", "29"),
        "reviewer of another directorate": staff("tomas", "fiscal_reviewer", "28"),
        "administrator": staff("beatriz", "administrator"),
        "capturer": staff("rocio", "capturer", "29"),
    }
    for member in who.values():
        refused_both(sent, actor(member))


def test_the_database_itself_holds_the_two_apart(sent, elena, lourdes):
    resolution = services.approve_proposal(str(sent.public_id), actor(lourdes))
    with pytest.raises(IntegrityError, match="nobody_approves_their_own"), transaction.atomic():
        type(resolution).objects.filter(pk=resolution.pk).update(approved_by=elena)


def test_over_the_limit_the_decision_itself_asks_for_a_second_name(sent, elena):
    from workflow.services.deciding import take_decision

    with pytest.raises(Refused):
        take_decision(fresh(sent), sent.proposals.get(), actor(elena), resolved_by=elena)


def test_a_reviewer_who_lost_the_post_cannot_act_any_more(sent, lourdes):
    lourdes.roles.update(valid_to=dt.date(2020, 12, 31))
    refused_both(sent, actor(lourdes))


def test_a_proposal_the_calculation_no_longer_supports_is_not_approved(sent, lourdes):
    check = sent.checks.filter(source="police").first()
    check.state, check.differences = "differs", ["first_surname"]
    check.save()
    with pytest.raises(AmparoError, match=r"review\.proposal_outdated"):
        services.approve_proposal(str(sent.public_id), actor(lourdes))
    assert fresh(sent).state == "fiscal_review"
    assert FiscalReview.objects.get(dossier=sent).state == "waiting"
    services.return_proposal(str(sent.public_id), REASON, actor(lourdes))
    assert fresh(sent).state == "under_study"


def test_withdrawn_while_in_review_nothing_is_left_to_approve(sent, lourdes):
    applications.withdraw(sent.application.public_id, actor=citizen(str(sent.application.public_id)))
    with pytest.raises(AmparoError, match=r"dossier\.already_done"):
        services.approve_proposal(str(sent.public_id), actor(lourdes))
    run()
    dossier = fresh(sent)
    assert dossier.state == "withdrawn"
    review = FiscalReview.objects.get(dossier=dossier)
    assert (review.state, review.proposal.state) == ("dropped", "dropped")
    assert desk.where(dossier) == []
    assert problems_of(dossier) == []
    with pytest.raises(Refused):
        services.approve_proposal(str(sent.public_id), actor(lourdes))


def test_decided_once_it_is_not_decided_twice(sent, lourdes):
    services.return_proposal(str(sent.public_id), REASON, actor(lourdes))
    with pytest.raises(AmparoError):
        services.approve_proposal(str(sent.public_id), actor(lourdes))
    assert not hasattr(fresh(sent), "resolution")


def test_reasons_stay_out_of_the_events_and_encrypted_in_the_database(sent, lourdes):
    services.return_proposal(str(sent.public_id), REASON, actor(lourdes))
    for event in AuditEvent.objects.all():
        assert "cónyuge" not in f"{event.payload} {event.purpose}", event.kind
    with connection.cursor() as cursor:
        cursor.execute("select reason from workflow_fiscalreview")
        assert "cónyuge" not in str(cursor.fetchall())


def test_what_waited_before_there_was_a_review_becomes_one(sent, lourdes):
    from importlib import import_module

    from django.apps import apps
    from viewflow.workflow.models import Task

    FiscalReview.objects.all().delete()
    Task.objects.filter(process_id=sent.process_id, status="NEW").update(flow_task_type="FUNC")
    import_module("workflow.migrations.0006_reviews_of_people").waits_become_reviews(apps, None)
    (task,) = desk.where(sent)
    assert (task.node, task.kind) == ("fiscal_review", "HUMAN")
    services.approve_proposal(str(sent.public_id), actor(lourdes))
    run()
    assert fresh(sent).state == "notified"


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_at_one_proposal_only_one_decides(lourdes, elena):
    from tests.flows.test_at_once import at_once

    if connection.vendor != "postgresql":
        pytest.skip("two at once is a question for PostgreSQL (Debian: postgresql)")
    other = staff("marta", "fiscal_reviewer", "29")
    dossier = opened("many_children")
    services.propose(str(dossier.public_id), "granted", "", actor(elena))
    ref, first, second = str(dossier.public_id), actor(lourdes), actor(other)
    results = at_once(
        lambda: services.approve_proposal(ref, first), lambda: services.return_proposal(ref, REASON, second)
    )
    assert sum(isinstance(one, Exception) for one in results) == 1
    run()
    assert fresh(dossier).state in ("notified", "under_study")
    assert problems_of(fresh(dossier)) == []
