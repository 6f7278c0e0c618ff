"""Offices, staff and roles: two administrators for whatever gives a right, one to take it away, and the first two."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import mail, outbox, staffing
from core.actors import Actor
from core.errors import AmparoError, Refused
from core.models import AuditEvent, Office, OfficeChange, StaffMember, StaffRole
from core.policies import may
from core.staffing import selectors
from tests.flows.dossiers import actor, staff
from tests.rights.cast import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.req("S2-71")]
WHY = "Se incorpora al equipo de la provincia"
PASSWORD = "cuatro caballos verdes cantan"


@pytest.fixture(autouse=True)
def mailbox(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    settings.EMAIL_FILE_PATH = str(settings.MAILBOX_DIR)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # argon2 is slow on purpose


@pytest.fixture
def two():
    return actor(staff("beatriz", "administrator")), actor(staff("rafael", "administrator"))


def office(kind: str = "provincial_office", province: str = "28") -> Office:
    return Office.objects.get(kind=kind, province_code=province)


def somebody(two, number: str = "E1") -> StaffMember:
    return staffing.create_person("Ana Molina", number, f"ana.{number}", f"ana.{number}@example.org", two[0])


def granted(two, member, role="processor", where=None, period=None, by=0) -> StaffRole:
    where = where or office(
        {"administrator": "central", "capturer": "caiss"}.get(role, "provincial_office"),
        ("" if role == "administrator" else "28"),
    )
    return staffing.grant(member.public_id, role, where.public_id, period or (timezone.localdate(), None), WHY, two[by])


def refusal(code: str):
    return pytest.raises(AmparoError, match=f"^{code}$")


def live(member: StaffMember) -> list[str]:
    return list(member.roles.live_on(timezone.localdate()).values_list("role", flat=True))


def kinds() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("kind", flat=True))


# --- Granting -------------------------------------------------------------------------------------------------------


def test_a_grant_counts_once_somebody_else_confirms_it(two):
    member = somebody(two)
    held = granted(two, member)
    assert live(member) == []
    assert not may(actor(member), "queue.read")
    staffing.confirm_grant(held.public_id, two[1])
    assert live(member) == ["processor"]
    assert may(actor(member), "queue.read")
    held.refresh_from_db()
    assert (held.granted_by.full_name, held.confirmed_by.full_name, held.reason) == ("Beatriz", "Rafael", WHY)
    assert kinds() == ["staff.created", "staff.link_requested", "staff.role_granted", "staff.role_confirmed"]


def test_the_same_person_never_confirms_what_they_granted(two):
    held = granted(two, somebody(two))
    with pytest.raises(Refused):
        staffing.confirm_grant(held.public_id, two[0])
    held.refresh_from_db()
    assert held.confirmed_at is None
    held.confirmed_by, held.confirmed_at = held.granted_by, timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        held.save()


def test_nobody_grants_or_confirms_anything_to_themselves(two):
    beatriz = StaffMember.objects.get(public_id=two[0].ref)
    with refusal("grant.to_oneself"):
        granted(two, beatriz, "processor")
    third = actor(staff("tercera", "administrator"))
    staffing.end_role(beatriz.roles.get().public_id, WHY, two[1])
    held = granted(two, beatriz, "administrator", by=1)
    with pytest.raises(Refused):  # no longer an administrator, and it is about them
        staffing.confirm_grant(held.public_id, two[0])
    assert not may(Actor("staff", two[0].ref, roles=third.roles), "grant.confirm", held)
    staffing.confirm_grant(held.public_id, third)
    assert live(beatriz) == ["administrator"]


@pytest.mark.parametrize("role", ["processor", "supervisor", "fiscal_reviewer", "capturer"])
def test_who_is_not_of_central_administration_grants_and_confirms_nothing(two, role):
    held = granted(two, somebody(two))
    other = actor(staff("otra", role))
    with pytest.raises(Refused):
        staffing.confirm_grant(held.public_id, other)
    with pytest.raises(Refused):
        granted((other, two[0]), held.staff, "supervisor")
    with pytest.raises(Refused):
        staffing.create_person("X Y", "E7", "equis", "x@example.org", other)
    with pytest.raises(Refused):
        staffing.end_role(held.public_id, WHY, other)
    with pytest.raises(Refused):
        staffing.ask_change(office().public_id, "Otra cosa", [], WHY, other)


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        ("capturer", "provincial_office"),
        ("processor", "caiss"),
        ("supervisor", "central"),
        ("fiscal_reviewer", "caiss"),
        ("administrator", "provincial_office"),
    ],
)
def test_each_role_has_its_kind_of_office(two, role, kind):
    where = office(kind, "" if kind == "central" else "28")
    with refusal("grant.wrong_place"):
        granted(two, somebody(two), role, where)


def test_dates_and_reason_are_looked_at(two):
    member, today = somebody(two), timezone.localdate()
    day = dt.timedelta(days=1)
    with refusal("grant.past"):
        granted(two, member, period=(today - day, None))
    with refusal("grant.backwards"):
        granted(two, member, period=(today + day, today))
    with refusal("staff.reason_needed"):
        staffing.grant(member.public_id, "processor", office().public_id, (today, None), "...", two[0])


def test_the_same_role_is_not_granted_twice_for_the_same_days(two):
    member, today = somebody(two), timezone.localdate()
    week = dt.timedelta(days=7)
    granted(two, member, period=(today, today + week))
    with refusal("grant.held_already"):  # even while the first one waits
        granted(two, member, period=(today + week, None))
    granted(two, member, period=(today + 2 * week, None))
    granted(two, member, where=office(province="29"))


def test_central_administration_is_not_joined_to_another_role(two):
    member = somebody(two)
    granted(two, member)
    with refusal("grant.apart"):
        granted(two, member, "administrator")
    other = somebody(two, "E2")
    granted(two, other, "administrator")
    with refusal("grant.apart"):
        granted(two, other, "supervisor")


def test_a_role_granted_for_later_counts_from_its_first_day_to_its_last(two):
    member, today = somebody(two), timezone.localdate()
    held = granted(two, member, period=(today + dt.timedelta(days=3), today + dt.timedelta(days=5)))
    staffing.confirm_grant(held.public_id, two[1])
    counted = [bool(member.roles.live_on(today + dt.timedelta(days=n))) for n in range(8)]
    assert counted == [False, False, False, True, True, True, False, False]


def test_a_grant_whose_last_day_has_passed_is_not_confirmed(two):
    today = timezone.localdate()
    held = granted(two, somebody(two), period=(today, today))
    with time_machine.travel(timezone.now() + dt.timedelta(days=2)), refusal("grant.expired"):
        staffing.confirm_grant(held.public_id, two[1])


def test_a_grant_is_refused_with_a_reason_or_taken_back(two):
    member = somebody(two)
    first, second = granted(two, member), granted(two, member, "supervisor")
    staffing.refuse_grant(first.public_id, "No hace falta otra persona ahí", two[1])
    staffing.refuse_grant(second.public_id, "Me he equivocado de persona", two[0])
    for held in (first, second):
        with refusal("grant.settled"):
            staffing.confirm_grant(held.public_id, two[1])
        with refusal("grant.settled"):
            staffing.refuse_grant(held.public_id, WHY, two[1])
        with refusal("role.over"):
            staffing.end_role(held.public_id, WHY, two[1])
    assert live(member) == []
    assert [row.state for row in selectors.roles_of(member, two[0])] == ["Rechazado", "Rechazado"]
    granted(two, member)  # and it may be granted again


# --- Ending ---------------------------------------------------------------------------------------------------------


def test_ending_a_role_stops_the_session_at_its_next_page(two):
    member = staff("elena", "processor")
    browser = signed_in(member)
    assert browser.get("/oficina/").status_code == 200
    staffing.end_role(member.roles.get().public_id, "Ha dejado el servicio hoy", two[0])
    page = browser.get("/oficina/")
    assert page.status_code == 403
    assert "ningún puesto" in page.content.decode()
    with refusal("role.over"):
        staffing.end_role(member.roles.get().public_id, WHY, two[1])


def test_a_pending_grant_does_not_open_the_office(two):
    member = somebody(two)
    granted(two, member)
    assert signed_in(member).get("/oficina/").status_code == 403


def test_the_history_of_a_role_ended_by_hand_stays_true(two):
    member = staff("elena", "processor")
    staffing.end_role(member.roles.get().public_id, WHY, two[0])
    today = timezone.localdate()
    assert not member.roles.live_on(today)
    assert member.roles.live_on(today - dt.timedelta(days=1))


def test_the_last_administrator_is_not_ended(two):
    beatriz, rafael = (StaffMember.objects.get(public_id=one.ref) for one in two)
    staffing.end_role(rafael.roles.get().public_id, WHY, two[0])
    with refusal("role.last_administrator"):
        staffing.end_role(beatriz.roles.get().public_id, WHY, two[0])
    assert live(beatriz) == ["administrator"]


def test_a_grant_that_waits_does_not_save_the_last_administrator(two):
    beatriz, rafael = (StaffMember.objects.get(public_id=one.ref) for one in two)
    granted(two, somebody(two), "administrator")
    staffing.end_role(rafael.roles.get().public_id, WHY, two[0])
    with refusal("role.last_administrator"):
        staffing.end_role(beatriz.roles.get().public_id, WHY, two[0])


# --- People ---------------------------------------------------------------------------------------------------------


def the_link() -> str:
    outbox.deliver_due()
    found = re.findall(r"https?://\S+/oficina/acceso/contrasena/\S+", mail.sent()[0].text)
    return "/" + found[0].split("/", 3)[3]


def set_password(browser: Client, link: str, password: str = PASSWORD, again: str = ""):
    page = browser.get(link)
    if page.status_code != 302:
        return page
    return browser.post(page["Location"], {"password1": password, "password2": again or password})


def test_a_new_person_sets_the_password_by_a_link_that_works_once(two):
    member = somebody(two)
    link = the_link()
    letter = mail.sent()[0]
    assert letter.to == "ana.e1@example.org"
    assert "Ana" not in letter.text
    assert "Molina" not in letter.subject + letter.text
    done = set_password(Client(), link)
    assert done["Location"] == reverse("account_reset_password_from_key_done")
    member.user.refresh_from_db()
    assert member.user.check_password(PASSWORD)
    assert "ya no vale" in set_password(Client(), link).content.decode()
    assert "staff.password_set" in kinds()
    browser = Client()
    entered = browser.post(reverse("account_login"), {"login": "ana.e1", "password": PASSWORD})
    assert entered["Location"] == "/oficina/"
    assert browser.get("/oficina/")["Location"] == reverse("mfa_index")


def test_the_link_is_worth_nothing_after_three_days(two):
    somebody(two)
    link = the_link()
    with time_machine.travel(timezone.now() + dt.timedelta(days=3, hours=3)):
        assert "ya no vale" in Client().get(link).content.decode()


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("corta", "", "al menos 12"),
        ("contraseña larga", "otra distinta", "No es la misma"),
        ("123456789012", "", "solo números"),
        ("ana.e1@example.org", "", "Se parece demasiado"),
    ],
)
def test_a_weak_password_is_not_taken(two, password, again, words):
    member = somebody(two)
    page = set_password(Client(), the_link(), password, again)
    assert words in page.content.decode()
    member.user.refresh_from_db()
    assert not member.user.has_usable_password()


def test_numbers_and_user_names_are_nobody_elses(two):
    somebody(two)
    with refusal("staff.number_taken"):
        staffing.create_person("Otra Persona", " e1 ", "otra", "o@example.org", two[0])
    with refusal("staff.username_taken"):
        staffing.create_person("Otra Persona", "E2", "ANA.E1", "o@example.org", two[0])
    with refusal("staff.number_reserved"):
        staffing.create_person("Otra Persona", "DEMO-099", "otra", "o@example.org", two[0])


def test_an_email_is_mended_only_while_the_account_is_worth_nothing(two):
    member = somebody(two)
    old = the_link()
    staffing.correct_email(member.public_id, "Bien@example.org", two[0])
    outbox.deliver_due()
    assert mail.sent()[0].to == "bien@example.org"
    assert "ya no vale" in Client().get(old).content.decode()
    staffing.confirm_grant(granted(two, member).public_id, two[1])
    with refusal("staff.email_fixed"):
        staffing.correct_email(member.public_id, "mio@example.org", two[0])


def test_people_are_found_by_any_part_of_name_or_number(two):
    somebody(two, "E31")
    staffing.create_person("Luis Rey", "E32", "luis.rey", "l@example.org", two[0])
    assert [one.full_name for one in selectors.search(two[0], "molina ana")] == ["Ana Molina"]
    assert [one.full_name for one in selectors.search(two[0], "e32")] == ["Luis Rey"]
    assert selectors.search(actor(staff("elena", "processor")), "ana") == []


# --- Offices --------------------------------------------------------------------------------------------------------


def test_a_new_office_is_made_by_the_second_person(two):
    change = staffing.ask_office("caiss", "28", "CAISS de Alcalá", ["10.28.3.0/24"], WHY, two[0])
    assert Office.objects.filter(name="CAISS de Alcalá").count() == 0
    with pytest.raises(Refused):
        staffing.confirm_change(change.public_id, two[0])
    made = staffing.confirm_change(change.public_id, two[1])
    assert (made.code, made.parent, made.address_ranges) == ("CAISS2802", office(), ["10.28.3.0/24"])
    with refusal("office.change_settled"):
        staffing.confirm_change(change.public_id, two[1])
    assert kinds() == ["office.change_asked", "office.change_applied"]


def test_the_database_too_keeps_the_two_apart(two):
    change = staffing.ask_office("caiss", "28", "CAISS de Alcalá", [], WHY, two[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficeChange.objects.filter(pk=change.pk).update(state="applied", decided_by=change.asked_by)


def test_a_province_has_one_directorate(two):
    with refusal("office.directorate_exists"):
        staffing.ask_office("provincial_office", "28", "Otra dirección", [], WHY, two[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Office.objects.create(code="X", name="Otra", kind="provincial_office", province_code="28")


@pytest.mark.parametrize(
    ("ranges", "code"),
    [
        (["10.28.3.0/33"], "network.wrong_range"),
        (["10.28.3.7/24"], "network.wrong_range"),
        (["la red de arriba"], "network.wrong_range"),
        (["2001:db8::/129"], "network.wrong_range"),
        (["0.0.0.0/0"], "office.range_too_wide"),
        (["::/0"], "office.range_too_wide"),
        (["80.0.0.0/4"], "office.range_too_wide"),
    ],
)
def test_networks_are_read_and_the_wrong_one_is_named(two, ranges, code):
    with refusal(code) as caught:
        staffing.ask_change(office("caiss").public_id, "CAISS de Madrid", ["10.1.0.0/16", *ranges], WHY, two[0])
    assert ranges[0].rstrip("0123456789") in caught.value.what + ranges[0]
    assert ranges[0].partition("/")[0] in caught.value.what


def test_networks_are_kept_as_they_are_compared(two):
    typed = [" 10.28.3.0/24 ", "2001:DB8:28::/48", "10.28.3.0/24", ""]
    change = staffing.ask_change(office("caiss").public_id, "CAISS de Madrid", typed, WHY, two[0])
    assert change.values["address_ranges"] == ["10.28.3.0/24", "2001:db8:28::/48"]
    assert staffing.confirm_change(change.public_id, two[1]).address_ranges == ["10.28.3.0/24", "2001:db8:28::/48"]


def test_one_change_of_an_office_at_a_time(two):
    change = staffing.ask_change(office("caiss").public_id, "CAISS Centro", [], WHY, two[0])
    with refusal("office.change_waiting"):
        staffing.ask_closing(office("caiss").public_id, WHY, two[1])
    staffing.refuse_change(change.public_id, two[1])
    assert office("caiss").name == "CAISS de Madrid"
    with refusal("office.nothing_new"):
        staffing.ask_change(office("caiss").public_id, "CAISS de Madrid", office("caiss").address_ranges, WHY, two[0])


def test_an_office_with_people_is_not_closed_and_a_directorate_never(two):
    member = staff("ivan", "capturer")
    with refusal("office.has_staff"):
        staffing.ask_closing(office("caiss").public_id, WHY, two[0])
    with refusal("office.cannot_close"):
        staffing.ask_closing(office().public_id, WHY, two[0])
    staffing.end_role(member.roles.get().public_id, WHY, two[0])
    change = staffing.ask_closing(office("caiss").public_id, WHY, two[0])
    held = granted(two, somebody(two), "capturer")  # granted meanwhile: the closing looks again
    with refusal("office.has_staff"):
        staffing.confirm_change(change.public_id, two[1])
    staffing.refuse_grant(held.public_id, WHY, two[1])
    assert staffing.confirm_change(change.public_id, two[1]).closed_on == timezone.localdate()
    with refusal("grant.office_closed"):
        granted(two, somebody(two, "E2"), "capturer", Office.objects.get(code="CAISS2801"))
    second = staffing.ask_office("caiss", "28", "CAISS nuevo", [], WHY, two[0])
    assert staffing.confirm_change(second.public_id, two[1]).code == "CAISS2802"


# --- The beginning --------------------------------------------------------------------------------------------------


def test_an_empty_system_begins_with_two_administrators_and_no_more(capsys):
    command = "first_administrators"
    one = ["--name", "Beatriz Alcón", "--number", "A1", "--username", "beatriz", "--email", "b@example.org"]
    other = ["--name", "Rafael Quintana", "--number", "A2", "--username", "rafael", "--email", "r@example.org"]
    call_command(command, *one)
    call_command(command, *other)
    assert StaffRole.objects.live_on(timezone.localdate()).filter(role="administrator").count() == 2
    assert Office.objects.filter(kind="provincial_office").count() == 52
    assert {letter.to for letter in mail.sent()} == {"b@example.org", "r@example.org"}
    from django.core.management.base import CommandError

    with pytest.raises(CommandError, match="al menos dos"):
        call_command(command, "--name", "C D", "--number", "A3", "--username", "ce", "--email", "c@example.org")
    beatriz, rafael = (actor(StaffMember.objects.get(employee_number=n)) for n in ("A1", "A2"))
    held = granted((beatriz, rafael), somebody((beatriz, rafael)))
    staffing.confirm_grant(held.public_id, rafael)


def test_every_second_administrator_of_the_demonstration_can_confirm(settings):
    from identity.services import create_demonstration_staff

    settings.DEMONSTRATION = True
    staffing.load_standard_offices()
    create_demonstration_staff()
    assert StaffRole.objects.live_on(timezone.localdate()).filter(role="administrator").count() == 2
