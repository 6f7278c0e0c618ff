"""The history as a page of lines: filters, pages by key, words, and many events written in one go."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from core import audit_log, events
from core.actors import SYSTEM, Actor, RoleAt, citizen
from core.audit_log import Filters
from core.models import AuditEvent, OutboxMessage
from tests.flows.dossiers import actor, staff

pytestmark = pytest.mark.django_db
events.register_kind("sample.seen", officer="Visto el {thing}")
events.register_kind("sample.moved", officer="Movido por {staff}")
_heard: list[str] = []


@events.subscriber("sample.moved")
def hear(event: AuditEvent) -> None:
    _heard.append(event.subject_ref)


def see(number: int, by: Actor = SYSTEM) -> AuditEvent:
    return events.record("sample.seen", by, "thing", f"t-{number}", {"thing": f"cosa {number}"})


def test_newest_first_and_page_after_page_without_gap_or_repetition():
    moment = timezone.now()
    with time_machine.travel(moment, tick=False):  # the same instant: the key settles the order
        for number in range(7):
            see(number)
    pages, cursor = [], ""
    while True:
        page = audit_log.read(Filters(), before=cursor, size=3)
        pages.append([line.subject_ref for line in page.lines])
        cursor = page.older
        if not cursor:
            break
    assert pages == [["t-6", "t-5", "t-4"], ["t-3", "t-2", "t-1"], ["t-0"]]


def test_both_days_of_a_filter_are_included():
    noon = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
    for days in (0, 1, 2, 3):
        with time_machine.travel(noon + dt.timedelta(days=days), tick=False):
            see(days)
    found = audit_log.read(Filters(from_on=dt.date(2026, 3, 11), until_on=dt.date(2026, 3, 12))).lines
    assert [line.subject_ref for line in found] == ["t-2", "t-1"]


def test_by_whom_about_what_and_narrowed_by_who_shows_it():
    elena = actor(staff("elena", "processor"))
    see(1, elena)
    see(2)
    assert [line.subject_ref for line in audit_log.read(Filters(actor_ref=elena.ref)).lines] == ["t-1"]
    assert [line.subject_ref for line in audit_log.read(Filters(subject_ref="t-2")).lines] == ["t-2"]
    assert audit_log.read(Filters(group="dossier")).lines == ()
    narrowed = AuditEvent.objects.filter(subject_ref="t-1")
    assert [line.subject_ref for line in audit_log.read(Filters(), within=narrowed).lines] == ["t-1"]


def test_staff_by_name_with_the_post_they_held_and_citizens_never():
    olga = staff("olga", "supervisor")
    see(1, actor(olga))
    see(2, citizen("0197f6c8-0000-7000-8000-000000000000"))
    events.record("sample.moved", SYSTEM, "thing", "t-3", {"staff": str(olga.public_id)})
    moved, by_citizen, by_staff = audit_log.read(Filters()).lines
    assert (by_staff.byline, by_staff.roles, by_staff.sentence) == ("Olga", "Supervisor (DP)", "Visto el cosa 1")
    assert by_citizen.byline == "La persona interesada"
    assert (moved.about, moved.byline) == ("Olga", "Automático")


def test_every_group_of_the_filter_has_a_name_that_people_read():
    unnamed = {word for word, name in audit_log.groups() if word == name}
    assert unnamed <= {"sample", "test"}, "say it in core.audit_log.SUBJECTS"


@pytest.mark.parametrize("cursor", ["", "x", "~", "2026-01-01~1", "2026-01-01T00:00:00+00:00~x", "~5"])
def test_a_cursor_written_by_hand_shows_the_first_page(cursor):
    see(1)
    assert [line.subject_ref for line in audit_log.read(Filters(), before=cursor).lines] == ["t-1"]


def test_many_events_in_one_statement_are_announced_and_chained_like_one(django_assert_num_queries):
    who = Actor("staff", "0197f6c8-0000-7000-8000-000000000001", roles=(RoleAt("supervisor", 1, "28"),))
    payloads = {f"t-{number}": {"staff": "x"} for number in range(40)}
    events.record_many("sample.moved", who, "thing", payloads)
    assert AuditEvent.objects.filter(kind="sample.moved", actor_roles="supervisor@28").count() == 40
    assert OutboxMessage.objects.filter(event__kind="sample.moved").count() == 40
    events.chain_pending()
    assert list(events.verify()) == []
    with django_assert_num_queries(3):  # savepoint, insert, release
        events.record_many("sample.seen", who, "thing", {f"s-{number}": {} for number in range(40)})
    with pytest.raises(KeyError):
        events.record_many("sample.unknown", who, "thing", {"t": {}})
