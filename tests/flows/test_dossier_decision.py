"""From a submitted application to a decision that an officer took: granted, refused, sent on, withdrawn."""

import pytest

from applications import services as applications
from core import events
from core.actors import citizen
from core.errors import AmparoError, Refused
from receipts import services as receipts
from tests.flows.dossiers import actor, dossier_of, opened, problems_of, run, staff, stand_ins, submitted  # noqa: F401
from workflow import services
from workflow.models import Dossier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins")]


@pytest.fixture
def elena():
    return staff("elena", "processor")


@pytest.mark.req("S2-63", "S2-64", "S2-66")
def test_a_submitted_application_is_checked_and_reaches_a_processor_of_its_province_by_itself(elena):
    staff("carmen", "processor", "29")
    dossier = opened("single_mother")
    assert (dossier.state, dossier.assignee, dossier.office.province_code) == ("assigned", elena, "28")
    assert {(check.source, check.state) for check in dossier.checks.all()} == {
        ("police", "ok"),
        ("tax", "ok"),
        ("residence", "ok"),
    }
    assert dossier.checks.count() == 6
    assert "Único tramitador" in dossier.assignments.get().why
    assert dossier.silence_date == dossier.application.silence_date
    assert problems_of(dossier) == []


@pytest.mark.req("S2-66")
def test_the_least_loaded_processor_gets_the_next_dossier(elena):
    oscar = staff("oscar", "processor")
    first, second = opened("single_mother"), opened("partners_with_child")
    if first.office_id == second.office_id:
        assert {first.assignee, second.assignee} == {elena, oscar}
    assert first.assignments.get().load == 0


def test_with_nobody_active_the_dossier_waits_and_is_assigned_when_somebody_comes():
    from tests.flows.dossiers import let_time_pass

    staff("carmen", "processor", "29")
    dossier = opened("single_mother")
    assert dossier.state == "checking"
    assert dossier.assignee is None
    elena = staff("elena", "processor")
    let_time_pass()
    run()
    dossier.refresh_from_db()
    assert (dossier.state, dossier.assignee) == ("assigned", elena)


@pytest.mark.req("S2-68", "S2-72")
def test_grant_is_proposed_resolved_sealed_and_told(elena):
    dossier = opened("single_mother")
    who = actor(elena)
    proposal = services.propose(str(dossier.public_id), "granted", "Enhorabuena.", who)
    assert (proposal.over_limit, proposal.kind) == (False, "granted")
    services.resolve(str(dossier.public_id), who)
    run()
    dossier.refresh_from_db()
    resolution = dossier.resolution
    assert dossier.state == "notified"
    assert resolution.monthly_cents == proposal.monthly_cents > 0
    assert resolution.effects_from.day == 1
    assert resolution.effects_from > dossier.registered_on
    assert receipts.check(resolution.cea).state == "authentic"
    assert receipts.check_file(receipts.content(resolution.receipt_public_id, who)).state == "authentic"
    dossier.application.refresh_from_db()
    assert dossier.application.state == "closed"
    assert dossier.application.letters.filter(kind="resolution").count() == 1
    assert [entry.move for entry in dossier.clock.all()] == ["start", "close"]
    dossier.process.refresh_from_db()
    assert dossier.process.status == "DONE"
    assert problems_of(dossier) == []
    assert list(events.verify()) == []


def test_refusal_gives_facts_conditions_calculation_and_remedies(elena):
    from workflow.letters import resolution_letter

    application = submitted("refused_by_income")
    worker = staff("tramita", "processor", application.province_code) if application.province_code != "28" else elena
    run()
    dossier = dossier_of(application)
    services.propose(str(dossier.public_id), "denied", "", actor(dossier.assignee or worker))
    resolution = services.resolve(str(dossier.public_id), actor(dossier.assignee))
    from applications import selectors

    letter = resolution_letter(dossier, resolution, selectors.submitted(application.public_id))
    text = repr(letter.blocks)
    assert "30 días hábiles" in text
    assert "No se cumple" in text
    assert "11.2" in text
    assert "Agencia Tributaria" in text
    assert "39/2015" not in text
    assert "36/2011" not in text
    run()
    dossier.refresh_from_db()
    assert (dossier.state, dossier.resolution.kind) == ("notified", "denied")


@pytest.mark.parametrize("kind", ["denied"])
def test_nobody_can_propose_against_the_rules(elena, kind):
    dossier = opened("single_mother")
    with pytest.raises(AmparoError) as raised:
        services.propose(str(dossier.public_id), kind, "", actor(elena))
    assert raised.value.code == "decision.not_what_the_rules_say"


@pytest.mark.req("S2-68")
def test_over_the_control_limit_the_processor_cannot_resolve():
    application = submitted("many_children")
    staff("elena", "processor", application.province_code)
    run()
    dossier = dossier_of(application)
    who = actor(dossier.assignee)
    assert services.propose(str(dossier.public_id), "granted", "", who).over_limit
    dossier.refresh_from_db()
    assert dossier.state == "fiscal_review"
    with pytest.raises(Refused):
        services.resolve(str(dossier.public_id), who)
    run()
    dossier.refresh_from_db()
    assert dossier.state == "fiscal_review"


def test_two_at_one_task_only_one_resolves(elena):
    dossier = opened("single_mother")
    who = actor(elena)
    services.propose(str(dossier.public_id), "granted", "", who)
    services.resolve(str(dossier.public_id), who)
    with pytest.raises(AmparoError):
        services.resolve(str(dossier.public_id), who)
    assert Dossier.objects.get(pk=dossier.pk).proposals.filter(state="resolved").count() == 1


@pytest.mark.req("S2-68")
def test_a_processor_who_lost_the_post_cannot_act_any_more(elena):
    dossier = opened("single_mother")
    elena.roles.update(valid_to="2020-12-31")
    with pytest.raises(Refused):
        services.propose(str(dossier.public_id), "granted", "", actor(elena))


def test_withdrawing_disarms_everything_and_nothing_can_be_done_after(elena):
    dossier = opened("single_mother")
    applications.withdraw(dossier.application.public_id, actor=citizen(str(dossier.application.public_id)))
    run()
    dossier.refresh_from_db()
    assert dossier.state == "withdrawn"
    dossier.process.refresh_from_db()
    assert dossier.process.status == "CANCELED"
    assert not dossier.process.task_set.filter(finished=None).exists()
    with pytest.raises(Refused):
        services.propose(str(dossier.public_id), "granted", "", actor(elena))
    assert problems_of(dossier) == []


def _withdraw(dossier):
    applications.withdraw(dossier.application.public_id, actor=citizen(str(dossier.application.public_id)))


def test_between_the_decision_and_its_letter_nothing_can_be_withdrawn(elena):
    dossier = opened("single_mother")
    services.propose(str(dossier.public_id), "granted", "", actor(elena))
    services.resolve(str(dossier.public_id), actor(elena))
    with pytest.raises(AmparoError, match=r"application\.already_resolved"):
        _withdraw(dossier)
    run()
    dossier.refresh_from_db()
    assert dossier.state == "notified"


def test_what_was_withdrawn_a_moment_ago_is_not_decided(elena):
    dossier = opened("single_mother")
    services.propose(str(dossier.public_id), "granted", "", actor(elena))
    _withdraw(dossier)  # the office has not been told yet
    with pytest.raises(AmparoError, match=r"dossier\.already_done"):
        services.resolve(str(dossier.public_id), actor(elena))
    run()
    dossier.refresh_from_db()
    assert dossier.state == "withdrawn"
    assert problems_of(dossier) == []


def test_one_application_opens_one_dossier_however_often_it_is_told():
    staff("elena", "processor")
    application = submitted("single_mother")
    services.open_dossier(str(application.public_id))
    services.open_dossier(str(application.public_id))
    run()
    assert Dossier.objects.count() == 1
