"""Submitting: one number and one receipt whatever happens, tied to the text that was signed."""

import threading
from datetime import date

import pytest
import time_machine
from django.db import connection

from applications import selectors, services
from applications.declaration import declaration_of
from applications.models import Application, ApplicationState
from core import events
from core.errors import Refused
from core.models import RegistryCounter
from receipts import services as receipts
from rules import services as rules
from tests.unit.applications import drafts
from tests.unit.applications.test_drafts import refused


@pytest.mark.django_db
@pytest.mark.req("S2-61")
def test_a_submission_leaves_number_dates_receipt_and_event(stand_ins) -> None:
    application, submission = drafts.submitted()
    assert application.state == ApplicationState.SUBMITTED
    assert submission.registry_number.endswith("-000001")
    paper = receipts.content(submission.receipt_public_id, drafts.actor_of(application))
    assert receipts.check_file(paper).state == "authentic"
    kinds = list(events.events_of("application", str(application.public_id)).values_list("kind", flat=True))
    assert kinds.count("application.submitted") == 1
    assert selectors.timeline(application)[0].step == "received"


@pytest.mark.django_db
def test_the_answer_is_due_six_months_after_the_entry(stand_ins) -> None:
    application = drafts.ready()
    with time_machine.travel("2026-08-31T23:30:00+02:00", tick=False):
        signed = drafts.signature(application)
        submission = services.submit(application, signed, actor=drafts.actor_of(application))
    assert submission.silence_date == date(2027, 2, 28)
    assert selectors.submitted(application.public_id).registered_on == date(2026, 8, 31)


@pytest.mark.django_db
def test_submitting_again_gives_the_same_answer(stand_ins) -> None:
    application = drafts.ready()
    signed = drafts.signature(application)
    first = services.submit(application, signed, actor=drafts.actor_of(application))
    assert services.submit(application, signed, actor=drafts.actor_of(application)) == first
    assert RegistryCounter.objects.get(book="solicitudes").last == 1


@pytest.mark.django_db(transaction=True)
def test_two_submits_at_once_are_one_application(stand_ins) -> None:
    application = drafts.ready()
    signed, actor = drafts.signature(application), drafts.actor_of(application)
    barrier, answers, failures = threading.Barrier(2), [], []

    def press() -> None:
        try:
            barrier.wait(10)
            answers.append(services.submit(application.public_id, signed, actor=actor))
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert answers[0] == answers[1]
    assert RegistryCounter.objects.get(book="solicitudes").last == 1
    submitted = events.events_of("application", str(application.public_id)).filter(kind="application.submitted")
    assert submitted.count() == 1


@pytest.mark.django_db
def test_a_second_application_of_the_same_person_is_joined(stand_ins) -> None:
    first, one = drafts.submitted()
    draft = drafts.filled()
    assert selectors.live_application_number(draft) == one.registry_number  # the draft warns
    second, two = drafts.submitted()
    assert (second.state, second.joined_to_id) == (ApplicationState.JOINED, first.pk)
    assert (two.joined_to_number, two.registry_number != one.registry_number) == (one.registry_number, True)
    kinds = set(events.events_of("application", str(second.public_id)).values_list("kind", flat=True))
    assert "application.joined" in kinds
    assert "application.submitted" not in kinds
    services.close(first)
    third, _ = drafts.submitted()
    assert third.state == ApplicationState.SUBMITTED


@pytest.mark.django_db(transaction=True)
def test_two_drafts_of_one_person_submitted_at_once_leave_one_alive(stand_ins) -> None:
    pair = [drafts.ready(), drafts.ready()]
    signed = [drafts.signature(application) for application in pair]
    barrier, failures = threading.Barrier(2), []

    def press(position: int) -> None:
        try:
            barrier.wait(10)
            services.submit(pair[position].public_id, signed[position], actor=drafts.actor_of(pair[position]))
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(position,)) for position in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert sorted(Application.objects.values_list("state", flat=True)) == ["joined", "submitted"]


@pytest.mark.django_db
@pytest.mark.req("S2-57")
def test_a_change_after_the_code_needs_another_code(stand_ins) -> None:
    application = drafts.ready()
    signed = drafts.signature(application)
    patch = {"unit": {"annual_income_previous_year": "1.00"}}
    services.save_section(application, "income", patch, actor=drafts.actor_of(application))
    refused("application.text_changed", services.submit, application, signed, actor=drafts.actor_of(application))
    assert drafts.fresh(application).registry_number is None
    assert not RegistryCounter.objects.filter(book="solicitudes").exists()


@pytest.mark.django_db
def test_what_lacks_something_is_not_registered(stand_ins) -> None:
    application = drafts.filled()  # no identity yet
    assert application.state == ApplicationState.IDENTITY_PENDING
    signed = drafts.signature(application)
    refused("application.incomplete", services.submit, application, signed, actor=drafts.actor_of(application))


@pytest.mark.django_db
def test_only_its_person_submits(stand_ins) -> None:
    application = drafts.ready()
    with pytest.raises(Refused):
        services.submit(application, drafts.signature(application), actor=drafts.actor_of(drafts.started()))


@pytest.mark.django_db
def test_a_registered_application_does_not_change(stand_ins) -> None:
    application, _ = drafts.submitted()
    actor = drafts.actor_of(application)
    refused("application.not_editable", services.confirm_household, application, actor=actor)
    refused("application.not_editable", services.delete_draft, application, actor=actor)


@pytest.mark.django_db
def test_the_snapshot_says_what_was_declared(stand_ins) -> None:
    application, _submission = drafts.submitted("undeclared_income")
    home = drafts.household("undeclared_income")
    snapshot = selectors.submitted(application.public_id)
    assert [person.document_number for person in snapshot.people] == [m.document_number for m in home.members]
    assert snapshot.applicant.full_name == home.applicant.full_name
    facts = {(fact["person"], fact["field"]): fact["value"] for fact in snapshot.declared}
    assert facts["a", "income"] == 360000
    assert facts["a", "province"] == home.province_code
    assert snapshot.case["on"] == snapshot.registered_on.isoformat()
    assert snapshot.content_hash == declaration_of(application).content_hash
    outcome = rules.assess(rules.text("imv", snapshot.registered_on), rules.read_case(snapshot.case)).outcome()
    assert outcome["eligible"] is not None


@pytest.mark.django_db
def test_withdrawing_is_told_once_and_ends_with_the_resolution(stand_ins) -> None:
    application, _ = drafts.submitted()
    actor = drafts.actor_of(application)
    services.withdraw(application, actor=actor)
    services.withdraw(application, actor=actor)
    told = events.events_of("application", str(application.public_id)).filter(kind="application.withdrawn")
    assert told.count() == 1
    assert drafts.fresh(application).letters.filter(kind="withdrawal_receipt").count() == 1

    other, _submission = drafts.submitted("older_couple")
    services.attach_resolution(other, "0" * 8, "Concedida")
    refused("application.already_resolved", services.withdraw, other, actor=drafts.actor_of(other))
