"""A draft: begun by a code, never overwritten in silence, found again, really deleted."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from applications import selectors, services, tasks
from applications.models import Application, ApplicationState, DraftLink, Member
from core import events, outbox, vault
from core.actors import citizen
from core.errors import AmparoError, Refused
from core.models import StoredFile
from tests.unit.applications import drafts

pytestmark = pytest.mark.django_db


def refused(code: str, call, *args, **kwargs) -> AmparoError:
    with pytest.raises(AmparoError) as caught:
        call(*args, **kwargs)
    assert caught.value.code == code
    return caught.value


@pytest.mark.req("S2-55")
def test_a_draft_begins_with_a_code_of_its_own_address() -> None:
    other = drafts.verified("draft", drafts.new_email())
    refused("application.no_match", services.start_draft, email="otra@example.org", province_code="28", verified=other)
    application = drafts.started("41")
    assert (application.state, application.province_code) == (ApplicationState.DRAFT, "41")
    assert timedelta(days=29) < application.expires_at - timezone.now() <= timedelta(days=30)


def test_a_code_for_signing_does_not_open_anything() -> None:
    email = drafts.new_email()
    signing = drafts.verified("signature", email, bound_to="a" * 64)
    refused("application.no_match", services.start_draft, email=email, province_code="28", verified=signing)


@pytest.mark.req("S2-26")
def test_answers_of_the_simulator_come_along_to_be_looked_at() -> None:
    simulation = {
        "benefit": "imv",
        "on": "2026-11-02",
        "unit": {"annual_income_previous_year": "4800.00", "net_patrimony": None},
        "members": [
            {"ref": "m1", "relation": "applicant", "birth_date": "1984-05-02"},
            {"ref": "m2", "relation": "child", "birth_date": "2019-07-30"},
        ],
    }
    application = drafts.started(simulation=simulation)
    assert application.answers["unit"] == {"annual_income_previous_year": "4800.00"}
    assert [m["ref"] for m in application.answers["members"]] == ["a", "m2"]
    assert {m.ref for m in application.members.all()} == {"a", "m2"}
    assert "/unit/annual_income_previous_year" in application.answers_to_review
    services.save_section(
        application,
        "income",
        {"unit": {"annual_income_previous_year": "5000.00"}},
        actor=drafts.actor_of(application),
    )
    assert "/unit/annual_income_previous_year" not in drafts.fresh(application).answers_to_review


@pytest.mark.req("S2-28")
def test_two_tabs_never_overwrite_each_other() -> None:
    application = drafts.started("28")
    actor, version = drafts.actor_of(application), drafts.fresh(application).version
    place = {"province_code": "28", "municipality": "Madrid", "street": "Calle Uno 1", "postal_code": "28001"}
    services.save_section(application, "address", place, actor=actor, version=version)
    refused(
        "application.changed_elsewhere",
        services.save_section,
        application,
        "address",
        {**place, "street": "Calle Dos 2"},
        actor=actor,
        version=version,
    )
    assert drafts.fresh(application).address["street"] == "Calle Uno 1"


def test_nobody_else_touches_a_draft() -> None:
    application = drafts.started()
    stranger = citizen(str(drafts.started().public_id))
    with pytest.raises(Refused):
        services.save_section(application, "account", {"iban": "ES9121000418450200051332"}, actor=stranger)
    with pytest.raises(Refused):
        services.delete_draft(application, actor=stranger)
    with pytest.raises(Refused):
        selectors.application_for(stranger, application.public_id)


def test_wrong_account_postal_code_and_province_are_told() -> None:
    application = drafts.started()
    actor = drafts.actor_of(application)
    place = {"province_code": "28", "municipality": "Madrid", "street": "Calle Uno 1", "postal_code": "41001"}
    refused("address.postal_code_province", services.save_section, application, "address", place, actor=actor)
    refused(
        "application.province_outside",
        services.save_section,
        application,
        "address",
        {**place, "province_code": "99"},
        actor=actor,
    )
    wrong = {"iban": "ES9121000418450200051333"}
    refused("identifier.wrong_iban", services.save_section, application, "account", wrong, actor=actor)


@pytest.mark.req("S2-28")
def test_the_mailed_link_leads_back_and_only_its_hash_is_kept(settings) -> None:
    application = drafts.started()
    outbox.deliver_due()
    message = mail.outbox[-1]
    assert message.to == [application.email]
    token = message.body.split("/continuar/")[1].split("/")[0]
    assert services.draft_behind(token).pk == application.pk
    assert token not in str(list(DraftLink.objects.values()))
    refused("draft.link_expired", services.draft_behind, token + "x")
    DraftLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    refused("draft.link_expired", services.draft_behind, token)


@pytest.mark.req("S2-28")
def test_a_draft_is_found_by_both_data_or_not_at_all() -> None:
    application = drafts.filled()
    number = drafts.household("single_mother").applicant.document_number
    index = services.email_index(application.email)
    assert selectors.draft_behind(index, number.lower()).pk == application.pk
    assert selectors.draft_behind(index, "00000000T") is None
    assert selectors.draft_behind(services.email_index("otra@example.org"), number) is None


@pytest.mark.req("S2-28")
def test_deleting_leaves_nothing_but_that_it_happened(stand_ins) -> None:
    application = drafts.filled("partners_with_child")
    actor = drafts.actor_of(application)
    code = services.completeness(application).papers[-1].code
    document = services.add_document(application, code, drafts.PDF, "libro.pdf", actor=actor)
    stored = StoredFile.objects.get(pk=document.stored_file_id)
    services.delete_draft(application, actor=actor)
    gone = drafts.fresh(application)
    assert gone.state == ApplicationState.DELETED
    assert (gone.answers, gone.address, gone.email, gone.iban, gone.email_index) == ({}, {}, "", "", "")
    assert not gone.members.exists()
    assert not gone.documents.exists()
    stored.refresh_from_db()
    refused("vault.purged", vault.read, stored)
    assert events.events_of("application", str(gone.public_id)).filter(kind="application.deleted").exists()
    refused("application.not_found", services.confirm_household, application, actor=actor)


@pytest.mark.req("S2-28")
def test_a_forgotten_draft_is_told_twice_and_then_deleted() -> None:
    application = drafts.started()
    outbox.deliver_due()
    mail.outbox.clear()

    def in_days(days: int) -> None:
        Application.objects.update(expires_at=timezone.now() + timedelta(days=days, minutes=-1))
        tasks.remind_drafts()

    in_days(20)
    assert len(mail.outbox) == 0
    in_days(7)
    in_days(6)
    assert len(mail.outbox) == 1
    in_days(1)
    in_days(1)
    assert len(mail.outbox) == 2
    Application.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert tasks.expire_drafts() == 1
    assert drafts.fresh(application).state == ApplicationState.DELETED
    assert not Member.objects.exists()


def test_personal_data_do_not_lie_readable_in_the_tables() -> None:
    from django.db import connection

    application = drafts.filled()
    home = drafts.household("single_mother")
    with connection.cursor() as cursor:
        cursor.execute("select * from applications_application")
        raw = str(cursor.fetchall())
        cursor.execute("select * from applications_member")
        raw += str(cursor.fetchall())
    for secret in (home.applicant.document_number, home.applicant.first_surname, home.applicant.address):
        assert secret not in raw
    assert application.email not in raw
    assert "1984-05-02" not in raw
