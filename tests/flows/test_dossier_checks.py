"""Checks of a dossier: differences in words, flags with grounds, a source that is down, a person's answer."""

import pytest

from core.errors import AmparoError, Refused
from tests.flows.dossiers import (  # noqa: F401
    actor,
    dossier_of,
    let_time_pass,
    opened,
    run,
    staff,
    stand_ins,
    submitted,
)
from workflow import services

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins")]
REASON = "Lo he visto en el certificado que trae la persona."


def with_processor(key):
    application = submitted(key)
    staff("elena", "processor", application.province_code)
    run()
    return dossier_of(application)


@pytest.mark.req("S2-63", "S2-73")
def test_undeclared_income_is_flagged_with_its_grounds_and_the_amount_on_file_is_used():
    dossier = with_processor("undeclared_income")
    flag = dossier.flags.get(name="undeclared_income", cleared_at=None)
    assert flag.severity == "high"
    assert {ground["kind"] for ground in flag.grounds} == {"declared", "registry"}
    check = dossier.checks.get(source="tax", member_ref="a")
    assert check.state == "differs"
    assert "unit_income" in check.differences


@pytest.mark.parametrize(("key", "source"), [("address_differs", "residence"), ("identity_differs", "police")])
def test_a_difference_blocks_a_grant_until_a_person_answers_for_it(key, source):
    dossier = with_processor(key)
    assert dossier.flags.filter(name=key, cleared_at=None).exists()
    check = dossier.checks.get(source=source, state="differs")
    who = actor(dossier.assignee)
    with pytest.raises(AmparoError) as raised:
        services.propose(str(dossier.public_id), "granted", "", who)
    assert raised.value.code in ("decision.unsettled", "decision.not_what_the_rules_say")
    with pytest.raises(AmparoError) as raised:
        services.accept_check(str(dossier.public_id), str(check.public_id), "sí.", who)
    assert raised.value.code == "act.reason_needed"
    services.accept_check(str(dossier.public_id), str(check.public_id), REASON, who)
    check.refresh_from_db()
    assert (check.state, check.reason, check.accepted_by) == ("accepted_by_person", REASON, dossier.assignee)


def test_only_who_works_the_dossier_answers_for_a_check():
    dossier = with_processor("address_differs")
    other = staff("oscar", "processor", dossier.office.province_code)
    check = dossier.checks.get(source="residence", state="differs")
    with pytest.raises(Refused):
        services.accept_check(str(dossier.public_id), str(check.public_id), REASON, actor(other))


@pytest.mark.req("S2-63", "S2-67")
def test_an_administration_that_is_down_does_not_hold_the_study_back_and_answers_later(stand_ins):  # noqa: F811
    stand_ins["tax"].fault = "error"
    dossier = with_processor("single_mother")
    assert dossier.state == "checking"  # a second try is due
    let_time_pass()
    run()
    dossier.refresh_from_db()
    assert dossier.state == "assigned"
    pending = dossier.checks.filter(state="pending")
    assert {check.source for check in pending} == {"tax"}
    who = actor(dossier.assignee)
    with pytest.raises(AmparoError) as raised:
        services.propose(str(dossier.public_id), "granted", "", who)
    assert raised.value.code == "decision.unsettled"
    stand_ins["tax"].fault = "none"
    from interop import connectors

    connectors._connector.cache_clear()  # the breaker would hold for fifteen seconds
    let_time_pass()
    run()
    assert not dossier.checks.filter(state="pending").exists()
    assert services.propose(str(dossier.public_id), "granted", "", who).kind == "granted"


def test_asking_again_by_hand_brings_the_answer(stand_ins):  # noqa: F811
    stand_ins["residence"].fault = "error"
    dossier = with_processor("single_mother")
    let_time_pass()
    run()
    dossier.refresh_from_db()
    check = dossier.checks.filter(source="residence").first()
    stand_ins["residence"].fault = "none"
    from interop import connectors

    connectors._connector.cache_clear()
    assert services.retry_check(str(dossier.public_id), str(check.public_id), actor(dossier.assignee))
    check.refresh_from_db()
    assert check.state == "ok"
    assert check.exchange_ref


def test_a_change_of_data_after_the_proposal_makes_it_stale():
    dossier = with_processor("single_mother")
    who = actor(dossier.assignee)
    services.propose(str(dossier.public_id), "granted", "", who)
    check = dossier.checks.get(source="tax", member_ref="a")
    check.obtained = {**check.obtained, "income": check.obtained["income"] + 100_00}
    check.save()
    with pytest.raises(AmparoError) as raised:
        services.resolve(str(dossier.public_id), who)
    assert raised.value.code == "decision.stale"


def test_what_nobody_answered_is_not_asked_for_a_dossier_that_ended(stand_ins):  # noqa: F811
    stand_ins["residence"].fault = "error"
    dossier = with_processor("refused_by_income")
    let_time_pass()
    run()
    dossier.refresh_from_db()
    who = actor(dossier.assignee)
    services.propose(str(dossier.public_id), "denied", "", who)
    services.resolve(str(dossier.public_id), who)
    run()
    asked = stand_ins["residence"].questions_seen
    let_time_pass()
    run()
    assert stand_ins["residence"].questions_seen == asked
