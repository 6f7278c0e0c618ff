"""What central administration sees: provinces, rules and their effect, one dossier's metadata, the history of all."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core import events
from core.models import AuditEvent, Office, StaffMember
from core.provinces import PROVINCES
from tests.answers import date_boxes
from tests.flows.dossiers import actor, load_all_offices, staff, stand_ins  # noqa: F401
from tests.flows.test_relocation import office, opened_at, rule
from tests.rights.cast import signed_in
from tests.rights.scenes import proposed
from workflow.models import Dossier, RelocationRule, Resolution
from workflow.selectors.province_map import PLACES, province_map
from workflow.selectors.provinces import provinces, rules
from workflow.services import relocating

pytestmark = [pytest.mark.django_db, pytest.mark.req("S2-71")]
WHY = "Málaga tiene mucha más carga que Soria"


@pytest.fixture
def beatriz():
    return staff("beatriz", "administrator")


def read(browser, name, *arguments, **query):
    response = browser.get(reverse(f"workflow:{name}", args=arguments), query)
    assert response.status_code == 200
    return response.content.decode()


def decided(dossier: Dossier, member: StaffMember, days_ago: int) -> None:
    dossier.assignee = member
    proposal = proposed(dossier, over_limit=False)
    at = timezone.now() - dt.timedelta(days=days_ago)
    Resolution.objects.create(
        dossier=dossier, proposal=proposal, kind="granted", monthly_cents=1, resolved_by=member, resolved_at=at
    )
    Dossier.objects.filter(pk=dossier.pk).update(state="notified")


# --- Provinces ------------------------------------------------------------------------------------------------------


def test_every_province_has_its_place_on_the_map_and_no_two_share_one():
    assert set(PLACES) == set(PROVINCES)
    assert len(set(PLACES.values())) == len(PLACES)
    load_all_offices()
    drawn = province_map(provinces().values(), [(office("29"), office("42"), 30)])
    assert len(drawn.tiles) == 52
    assert all(0 <= tile.x <= drawn.width - drawn.tile_width for tile in drawn.tiles)
    assert all(len(tile.name) <= 10 for tile in drawn.tiles)
    assert len(drawn.arrows) == 1


@pytest.mark.breaks_dossiers  # decided by hand, so that the pace is known
def test_pending_for_each_processor_and_the_pace_of_the_last_thirty_days(beatriz):
    carmen = staff("carmen", "processor", "29")
    staff("javier", "processor", "29")
    made = [opened_at("29") for _ in range(6)]
    decided(made[0], carmen, days_ago=3)
    decided(made[1], carmen, days_ago=40)
    opened_at("42")
    rows = {row.office.province_code: row for row in provinces().values()}
    malaga, soria = rows["29"], rows["42"]
    assert (malaga.pending, malaga.processors, malaga.per_processor) == (4, 2, 2)
    assert (malaga.pace.arrived, malaga.pace.decided, malaga.waiting_days) == (6, 1, 120)
    assert malaga.oldest == min(one.silence_date for one in made[2:])
    assert (soria.per_processor, soria.level, soria.waiting_days) == (None, "nobody", None)
    assert rows["28"].level == "none"


def test_the_page_costs_the_same_however_many_dossiers_and_rules(beatriz):
    browser = signed_in(beatriz)
    read(browser, "relocation")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            read(browser, "relocation")
        return len([one for one in queries if "session" not in one["sql"].lower()])

    before = asked()
    who = actor(beatriz)
    for origin in ("29", "41", "11", "04"):
        rule(who, origin=origin)
        for _ in range(3):
            opened_at(origin)
    assert asked() <= before + 1 <= 14


@pytest.mark.breaks_dossiers
def test_a_rule_shows_its_effect_before_it_is_published_and_only_then_counts(beatriz):
    browser = signed_in(beatriz)
    carmen = staff("carmen", "processor", "29")
    for one in [opened_at("29") for _ in range(10)][:5]:
        decided(one, carmen, days_ago=1)
    today = timezone.localdate()
    form = {
        "origin": str(office("29").public_id),
        "destination": str(office("42").public_id),
        "share": "30",
        "reason": WHY,
        **date_boxes("from_on", today),
        **date_boxes("until_on", today + dt.timedelta(days=29)),
    }
    page = browser.post(reverse("workflow:rule_new"), {**form, "preview": "1"}).content.decode()
    seen = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    # 5 pending; 10 came in and 5 were decided in the month: 10 on the last day without it, 7 with it.
    assert "Serían unos 3 en 30 días" in seen
    malaga = "Dirección Provincial de Málaga 5 pendientes 30 días de espera 10 pendientes 60 días de espera"
    assert f"{malaga} 7 pendientes 42 días de espera" in seen
    assert "Dirección Provincial de Soria 0 pendientes espera: no se sabe" in seen
    assert not RelocationRule.objects.exists()
    assert browser.post(reverse("workflow:rule_new"), {**form, "send": "1"}).status_code == 302
    live = RelocationRule.objects.get()
    assert (live.share, live.reason, live.published_by) == (30, WHY, beatriz)


def test_a_wrong_rule_is_told_on_its_form(beatriz):
    browser = signed_in(beatriz)
    today = timezone.localdate()
    same = str(office("29").public_id)
    form = {"origin": same, "destination": same, "share": "130", "reason": WHY, **date_boxes("from_on", today)}
    page = browser.post(reverse("workflow:rule_new"), form | date_boxes("until_on", today)).content.decode()
    assert "100 o menos" in page
    page = browser.post(
        reverse("workflow:rule_new"), form | date_boxes("until_on", today) | {"share": "30"}
    ).content.decode()
    assert "son la misma dirección provincial" in page


def test_forals_are_not_offered(beatriz):
    page = read(signed_in(beatriz), "rule_new")
    assert "Dirección Provincial de Málaga" in page
    assert "Dirección Provincial de Bizkaia" not in page


def test_the_effect_of_a_running_rule_puts_back_what_it_took(beatriz):
    who = actor(beatriz)
    rule(who, share=50, days=29)
    for _ in range(10):
        opened_at("29")
    rows = provinces()
    listed = rules(who, rows)[0]
    assert (listed.moved, listed.away, listed.unstarted) == (5, 5, 5)
    assert listed.origin is not None
    # 5 stayed, 5 moved. Without the rule 10 more would come in the 30 days; with it, 5.
    assert (listed.origin.now.pending, listed.origin.without.pending, listed.origin.with_rule.pending) == (5, 15, 10)


def test_ending_and_bringing_back_are_buttons(beatriz):
    browser = signed_in(beatriz)
    live = rule(actor(beatriz), share=100)
    opened_at("29")
    page = browser.post(reverse("workflow:rule_end", args=[live.public_id]), follow=True).content.decode()
    assert "Devolver 1" in page
    page = browser.post(reverse("workflow:rule_return", args=[live.public_id]), follow=True).content.decode()
    assert "Devueltos: 1" in page
    assert Dossier.objects.get().office == office("29")


# --- One dossier ----------------------------------------------------------------------------------------------------


def test_moving_one_shows_numbers_and_dates_and_nobody(beatriz):
    browser = signed_in(beatriz)
    dossier = opened_at("29")
    form = {"number": dossier.number, "destination": str(office("42").public_id), "reason": WHY}
    page = browser.post(reverse("workflow:move_one"), {**form, "preview": "1"}).content.decode()
    assert dossier.number in page
    assert "Dirección Provincial de Málaga" in page
    for word in dossier.applicant_name.split():
        assert word not in page
    dossier.refresh_from_db()
    assert dossier.office == office("29")
    assert browser.post(reverse("workflow:move_one"), {**form, "send": "1"}).status_code == 302
    dossier.refresh_from_db()
    assert dossier.office == office("42")
    page = browser.post(reverse("workflow:move_one"), {**form, "number": "IMV-1-1", "preview": "1"}).content.decode()
    assert "No encontramos" in page


def test_an_administrator_opens_no_dossier(beatriz):
    dossier = opened_at("29")
    assert signed_in(beatriz).get(reverse("workflow:dossier", args=[dossier.public_id])).status_code == 403


# --- History --------------------------------------------------------------------------------------------------------


def rows_of(page: str) -> list[str]:
    body = page.partition("<tbody")[2].partition("</tbody>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in body.split("<tr")[1:]]


def test_the_history_is_narrowed_by_matter_person_dossier_and_day(beatriz):
    browser, who = signed_in(beatriz), actor(beatriz)
    first, second = opened_at("29"), opened_at("28")
    relocating.move_one(first.number, office("42"), WHY, who)
    everything = rows_of(read(browser, "full_history"))
    assert len(everything) == AuditEvent.objects.count()
    assert all(first.number in row for row in rows_of(read(browser, "full_history", expediente=first.number.lower())))
    own = rows_of(read(browser, "full_history", empleado=beatriz.employee_number, asunto="dossier"))
    assert len(own) == 1
    assert "Lo tramita ahora Dirección Provincial de Soria" in own[0]
    assert len(rows_of(read(browser, "full_history", asunto="dossier"))) == 3
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    assert rows_of(read(browser, "full_history", **date_boxes("hasta", yesterday))) == []
    assert "No hay nadie con ese número" in read(browser, "full_history", empleado="X")
    assert "No hay ningún expediente" in read(browser, "full_history", expediente="IMV-1-1")
    assert second.applicant_name.split()[0] not in read(browser, "full_history")


def test_the_history_says_whether_its_chain_is_whole(beatriz):
    browser = signed_in(beatriz)
    opened_at("29")
    events.chain_pending()
    assert "La cadena está entera" in read(browser, "full_history")
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            pytest.skip("tampering is tried on PostgreSQL")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE core_auditevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE core_auditevent SET kind = 'dossier.read' WHERE position = 1")
        cursor.execute("ALTER TABLE core_auditevent ENABLE TRIGGER USER")
    page = read(browser, "full_history")
    assert "La cadena está rota" in page
    assert "Hemos encontrado 1 fallo" in page


def test_only_the_last_links_are_looked_at_when_asked():
    staff("beatriz", "administrator")
    for _ in range(4):
        opened_at("29")
    events.chain_pending()
    length = AuditEvent.objects.exclude(position=None).count()
    assert length > 6
    assert list(events.verify(last=3)) == []
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            pytest.skip("tampering is tried on PostgreSQL")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE core_auditevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE core_auditevent SET kind = 'dossier.read' WHERE position = %s", [length - 2])
        cursor.execute("ALTER TABLE core_auditevent ENABLE TRIGGER USER")
    assert len(list(events.verify(last=3))) == 1
    assert list(events.verify(last=2)) == []
    assert len(list(events.verify())) == 1


def test_offices_and_people_are_listed_in_few_statements(beatriz):
    browser = signed_in(beatriz)

    def asked(name):
        browser.get(reverse(name))
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse(name)).status_code == 200
        return len([one for one in queries if "session" not in one["sql"].lower()])

    before = {name: asked(f"administration:{name}") for name in ("people", "offices", "pending")}
    for number in range(6):
        staff(f"persona{number}", "processor", "29")
    assert Office.objects.count() > 100
    after = {name: asked(f"administration:{name}") for name in before}
    assert all(after[name] <= before[name] <= 11 for name in before), (before, after)
