"""People of the unit: added, changed, removed; and what the police say of each, which never blocks."""

import dataclasses
from datetime import date

import pytest

from applications import services, tasks
from applications.models import Member, PoliceState
from applications.summary import summary_of
from core.validity import PERMANENT
from tests.unit.applications import drafts
from tests.unit.applications.test_drafts import refused

pytestmark = pytest.mark.django_db


def with_applicant(key: str = "single_mother", **changes):
    application = drafts.started()
    person = drafts.household(key).applicant
    facts = {"birth_date": person.birth_date.isoformat()}
    details = drafts.details(person, **changes)
    services.change_member(application, "a", details, facts, actor=drafts.actor_of(application))
    return application


@pytest.mark.req("S2-60")
def test_the_police_say_it_is_right(stand_ins) -> None:
    member = services.check_member_identity(with_applicant(), "a")
    assert member.police_state == PoliceState.MATCH


@pytest.mark.req("S2-60")
def test_the_police_say_what_differs(stand_ins) -> None:
    member = services.check_member_identity(with_applicant(first_surname="Otro"), "a")
    assert (member.police_state, member.police_differences) == (PoliceState.DIFFERS, ["first_surname"])


@pytest.mark.req("S2-60")
def test_the_police_do_not_know_the_number(stand_ins) -> None:
    member = services.check_member_identity(with_applicant(document_number="00000000T"), "a")
    assert member.police_state == PoliceState.NOT_FOUND


@pytest.mark.req("S2-60")
def test_police_down_never_blocks_and_are_asked_again(stand_ins, settings) -> None:
    application = with_applicant()
    up = settings.STANDIN_URLS
    settings.STANDIN_URLS = {**up, "police": "http://127.0.0.1:9"}
    member = services.check_member_identity(application, "a")
    assert member.police_state == PoliceState.DOWN
    drafts.answer_questions(application, drafts.household("single_mother"))  # and the form goes on
    settings.STANDIN_URLS = up
    assert tasks.ask_police_again() == 0  # not at once: five minutes later
    Member.objects.update(police_asked_at=None)
    Member.objects.update(police_asked_at="2026-01-01T00:00:00Z")
    assert tasks.ask_police_again() == 1
    member.refresh_from_db()
    assert member.police_state == PoliceState.MATCH


def test_changing_who_somebody_is_forgets_what_the_police_said(stand_ins) -> None:
    application = with_applicant()
    services.check_member_identity(application, "a")
    person = drafts.household("single_mother").applicant
    actor = drafts.actor_of(application)
    facts = {"birth_date": person.birth_date.isoformat()}
    assert services.change_member(application, "a", drafts.details(person), facts, actor=actor).police_state == "match"
    other = drafts.details(person, first_name="Otra")
    assert services.change_member(application, "a", other, facts, actor=actor).police_state == "pending"


@pytest.mark.req("S2-19")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"document_number": "99001117A"}, "identifier.wrong_letter"),
        ({"document_number": "123"}, "identifier.wrong_format"),
        ({"document_kind": "nie"}, "identifier.wrong_format"),
        ({"document_expires_on": date(2020, 1, 1)}, "member.expired_document"),
    ],
)
def test_wrong_documents_are_told(changes: dict, code: str) -> None:
    application = drafts.started()
    person = drafts.household("single_mother").applicant
    refused(
        code,
        services.change_member,
        application,
        "a",
        drafts.details(person, **changes),
        {"birth_date": "1984-05-02"},
        actor=drafts.actor_of(application),
    )
    assert drafts.fresh(application).members.get(ref="a").document_number == ""


def test_one_document_is_one_person() -> None:
    application = with_applicant()
    person = drafts.household("single_mother").applicant
    facts = {"relation": "sibling", "birth_date": "1990-01-01"}
    refused(
        "member.repeated_document",
        services.add_member,
        application,
        dataclasses.replace(drafts.details(person), first_name="Hermana"),
        facts,
        actor=drafts.actor_of(application),
    )


@pytest.mark.req("S2-26")
def test_adding_and_removing_people_changes_what_is_asked() -> None:
    application = with_applicant("single_mother")
    actor = drafts.actor_of(application)
    child = drafts.household("single_mother").members[1]
    alone = {field.name for field in services.completeness(drafts.fresh(application)).form.fields}
    facts = {"relation": "child", "birth_date": child.birth_date.isoformat()}
    member = services.add_member(application, drafts.details(child), facts, actor=actor)
    together = {field.name for field in services.completeness(drafts.fresh(application)).form.fields}
    assert "custody" in together - alone
    assert "independent_since" in alone - together
    services.remove_member(application, member.ref, actor=actor)
    assert {field.name for field in services.completeness(drafts.fresh(application)).form.fields} == alone
    refused("member.applicant_stays", services.remove_member, application, "a", actor=actor)
    refused("member.unknown", services.remove_member, application, "z", actor=actor)


def test_a_permanent_document_is_in_force_and_told_in_a_word():
    application = drafts.started()
    details = drafts.details(drafts.household("older_couple").applicant, document_expires_on=PERMANENT)
    services.change_member(application, "a", details, {}, actor=drafts.actor_of(application))
    said = {row.label: row.value for block in summary_of(drafts.fresh(application)) for row in block.rows}
    assert said["Caduca el"] == "permanente"
