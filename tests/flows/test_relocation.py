"""Relocation: a dated rule moves an exact share of what arrives; single dossiers move; the unstarted come back (J9)."""

import datetime as dt
import itertools

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from applications.models import Application, Progress
from core.errors import AmparoError, Refused
from core.models import AuditEvent, Office
from core.policies import may
from identity.models import IdentityCheck
from tests.flows.dossiers import actor, dossier_of, problems_of, run, staff, stand_ins, submitted  # noqa: F401
from workflow import letters, services
from workflow.engine import desk
from workflow.models import Dossier, Relocation, RelocationRule
from workflow.services import relocating

pytestmark = [pytest.mark.django_db, pytest.mark.req("S2-71")]
_ARRIVALS = itertools.count()
WHY = "Málaga tiene mucha más carga que Soria este mes"


@pytest.fixture
def administrator():
    return actor(staff("beatriz", "administrator"))


def office(province: str) -> Office:
    return Office.objects.get(kind="provincial_office", province_code=province)


def rule(administrator, share=30, days=30, start=0, origin="29", destination="42") -> RelocationRule:
    first = timezone.localdate() + dt.timedelta(days=start)
    period = (first, first + dt.timedelta(days=days))
    return relocating.publish_rule(office(origin), office(destination), share, period, WHY, administrator)


def arriving(province="29", key="single_mother") -> Application:
    application = submitted(key, number_suffix=str(next(_ARRIVALS)))
    application.province_code = province
    application.save()
    return application


def opened_at(province="29") -> Dossier:
    dossier = services.open_dossier(str(arriving(province).public_id))
    assert dossier is not None
    return dossier


def refusal(code):
    return pytest.raises(AmparoError, match=f"^{code}$")


def test_three_of_ten_go_to_soria_and_competence_stays_in_malaga(administrator):
    rule(administrator)
    dossiers = [opened_at() for _ in range(20)]
    moved = [number for number, one in enumerate(dossiers, 1) if one.office.province_code == "42"]
    assert moved == [4, 7, 10, 14, 17, 20]
    assert {one.competent_office.province_code for one in dossiers} == {"29"}
    assert Relocation.objects.count() == 6
    assert AuditEvent.objects.filter(kind="dossier.relocated").count() == 6


def test_a_rule_counts_only_what_arrives_for_its_own_province_and_in_its_days(administrator):
    rule(administrator, share=100, start=5, days=2)
    assert opened_at().office == office("29")
    with time_machine.travel(timezone.now() + dt.timedelta(days=5)):
        assert opened_at("28").office == office("28")
        assert opened_at().office == office("42")
    with time_machine.travel(timezone.now() + dt.timedelta(days=8)):
        assert opened_at().office == office("29")
    assert RelocationRule.objects.get().arrivals == 1


def test_an_arrival_told_twice_is_counted_once(administrator):
    rule(administrator, share=50)
    application = arriving()
    first = services.open_dossier(str(application.public_id))
    second = services.open_dossier(str(application.public_id))
    assert first == second
    assert RelocationRule.objects.get().arrivals == 1


def test_an_opening_that_fails_is_not_counted(administrator, monkeypatch):
    rule(administrator, share=50)
    application = arriving()
    monkeypatch.setattr(desk, "start", lambda *a: (_ for _ in ()).throw(RuntimeError("x")))
    with pytest.raises(RuntimeError):
        services.open_dossier(str(application.public_id))
    assert RelocationRule.objects.get().arrivals == 0


@pytest.mark.usefixtures("stand_ins")
def test_soria_works_it_and_the_letter_carries_malagas_heading(administrator):
    soria, malaga = staff("soria", "processor", "42"), staff("malaga", "processor", "29")
    rule(administrator, share=100)
    application = arriving()
    run()
    dossier = dossier_of(application)
    assert dossier.assignee == soria
    assert may(actor(soria), "dossier.work", dossier)
    assert not may(actor(malaga), "dossier.work", dossier)
    assert not may(actor(malaga), "dossier.read", dossier)
    assert "Málaga" in letters.office_name(dossier)
    assert "Soria" not in letters.office_name(dossier)
    assert problems_of(dossier) == []


@pytest.mark.usefixtures("stand_ins")
def test_the_clock_and_the_citizens_line_are_as_without_the_rule(administrator):
    staff("soria", "processor", "42")
    staff("malaga", "processor", "29")
    plain = arriving()
    run()
    rule(administrator, share=100)
    moved = arriving()
    run()
    one, other = dossier_of(plain), dossier_of(moved)
    assert (one.office.province_code, other.office.province_code) == ("29", "42")
    assert one.silence_date == other.silence_date
    assert [entry.move for entry in one.clock.all()] == [entry.move for entry in other.clock.all()]
    lines = [
        list(Progress.objects.filter(application=which).values_list("step", flat=True)) for which in (plain, moved)
    ]
    assert lines[0] == lines[1]


@pytest.mark.usefixtures("stand_ins")
def test_who_works_it_there_decides_its_identity_check(administrator):
    soria = staff("soria", "processor", "42")
    rule(administrator, share=100)
    application = arriving()
    check = IdentityCheck.objects.create(
        subject_ref=str(application.public_id), province_code="29", claimed={}, number_index="x"
    )
    run()
    check.refresh_from_db()
    assert may(actor(soria), "identity.review", check)


# --- What a rule may be ---------------------------------------------------------------------------------------------


def test_a_rule_says_what_is_wrong_with_it(administrator):
    today = timezone.localdate()
    good = (today, today)
    malaga, soria, caiss = office("29"), office("42"), Office.objects.get(code="CAISS2901")
    for code, arguments in {
        "relocation.same_place": (malaga, malaga, 30, good),
        "relocation.not_a_directorate": (malaga, caiss, 30, good),
        "relocation.foral": (office("48"), soria, 30, good),
        "relocation.share": (malaga, soria, 101, good),
        "relocation.past": (malaga, soria, 30, (today - dt.timedelta(days=1), today)),
    }.items():
        with refusal(code):
            relocating.publish_rule(*arguments, WHY, administrator)
    with refusal("act.reason_needed"):
        relocating.publish_rule(malaga, soria, 30, good, "...", administrator)
    with pytest.raises(IntegrityError), transaction.atomic():
        RelocationRule.objects.create(
            from_office=malaga,
            to_office=malaga,
            share=30,
            from_on=today,
            until_on=today,
            published_at=timezone.now(),
            published_by_id=1,
        )


def test_rules_do_not_cross(administrator):
    rule(administrator)
    for origin, destination in (("29", "44"), ("42", "44"), ("44", "29")):
        with refusal("relocation.overlap"):
            rule(administrator, origin=origin, destination=destination)
    rule(administrator, origin="44", destination="42")  # two may send to one
    rule(administrator, start=40, destination="44")  # and later, elsewhere


@pytest.mark.parametrize("role", ["processor", "supervisor", "fiscal_reviewer", "capturer"])
def test_only_central_administration_relocates(administrator, role):
    other = actor(staff("otra", role, "29"))
    live = rule(administrator)
    dossier = opened_at()
    with pytest.raises(Refused):
        rule(other, origin="28")
    with pytest.raises(Refused):
        relocating.end_rule(str(live.public_id), other)
    with pytest.raises(Refused):
        relocating.return_unstarted(str(live.public_id), other)
    with pytest.raises(Refused):
        relocating.move_one(dossier.number, office("42"), WHY, other)


# --- The end of a rule, and the way back ----------------------------------------------------------------------------


@pytest.mark.usefixtures("stand_ins")
def test_an_ended_rule_moves_no_more_and_the_unstarted_come_back(administrator):
    soria, malaga = staff("soria", "processor", "42"), staff("malaga", "processor", "29")
    live = rule(administrator, share=100)
    begun, waiting, fresh = arriving(), arriving(), arriving()
    run()
    begun = dossier_of(begun)
    services.retry_check(str(begun.public_id), str(begun.checks.first().public_id), actor(soria))
    with refusal("relocation.rule_live"):
        relocating.return_unstarted(str(live.public_id), administrator)
    relocating.end_rule(str(live.public_id), administrator)
    with refusal("relocation.rule_over"):
        relocating.end_rule(str(live.public_id), administrator)
    assert opened_at().office == office("29")
    done = relocating.return_unstarted(str(live.public_id), administrator)
    assert (done.moved, done.stayed, done.left) == (2, 1, 0)
    run()
    begun.refresh_from_db()
    assert (begun.office, begun.assignee) == (office("42"), soria)
    for application in (waiting, fresh):
        dossier = dossier_of(application)
        assert (dossier.office, dossier.assignee, dossier.state) == (office("29"), malaga, "assigned")
        assert [task.node for task in desk.where(dossier)] == ["study"]
        assert problems_of(dossier) == []
        assert may(actor(malaga), "dossier.work", dossier)
        assert not may(actor(soria), "dossier.work", dossier)
        assert dossier.relocations.get().returned_at is not None
    again = relocating.return_unstarted(str(live.public_id), administrator)
    assert (again.moved, again.stayed) == (0, 1)


def test_a_rule_whose_last_day_has_passed_gives_its_dossiers_back_too(administrator):
    live = rule(administrator, share=100, days=1)
    dossier = opened_at()
    with time_machine.travel(timezone.now() + dt.timedelta(days=2)):
        assert relocating.return_unstarted(str(live.public_id), administrator).moved == 1
    dossier.refresh_from_db()
    assert dossier.office == office("29")


# --- One dossier ----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("stand_ins")
def test_one_dossier_moves_by_its_number_and_the_act_of_who_had_it_is_refused(administrator):
    malaga, soria = staff("malaga", "processor", "29"), staff("soria", "processor", "42")
    application = arriving()
    run()
    dossier = dossier_of(application)
    assert dossier.assignee == malaga
    relocating.move_one(f" {dossier.number.lower()} ", office("42"), WHY, administrator)
    with pytest.raises(Refused):
        services.propose(str(dossier.public_id), "granted", "", actor(malaga))
    run()
    dossier = dossier_of(application)
    assert (dossier.assignee, dossier.state) == (soria, "assigned")
    assert dossier.relocations.get().reason == WHY
    relocating.move_one(dossier.number, office("29"), WHY, administrator)
    run()
    assert dossier_of(application).assignee == malaga
    assert list(dossier.relocations.filter(returned_at=None)) == []
    assert problems_of(dossier_of(application)) == []


@pytest.mark.usefixtures("stand_ins")
def test_a_dossier_may_move_on_to_a_third_directorate(administrator):
    dossier = opened_at()
    relocating.move_one(dossier.number, office("42"), WHY, administrator)
    relocating.move_one(dossier.number, office("44"), WHY, administrator)
    dossier.refresh_from_db()
    assert (dossier.office, dossier.competent_office) == (office("44"), office("29"))
    assert dossier.relocations.filter(returned_at=None).get().to_office == office("44")


@pytest.mark.breaks_dossiers  # only its state says where it stands
@pytest.mark.parametrize("state", ["suspended_for_documents", "proposed", "fiscal_review", "resolved", "notified"])
def test_a_dossier_with_an_act_half_done_does_not_move(administrator, state):
    dossier = opened_at()
    Dossier.objects.filter(pk=dossier.pk).update(state=state)
    with refusal("relocation.not_now"):
        relocating.move_one(dossier.number, office("42"), WHY, administrator)


def test_moving_says_what_is_wrong(administrator):
    dossier = opened_at()
    with refusal("relocation.not_found"):
        relocating.move_one("IMV-1999-000001", office("42"), WHY, administrator)
    with refusal("relocation.there_already"):
        relocating.move_one(dossier.number, office("29"), WHY, administrator)
    with refusal("relocation.foral"):
        relocating.move_one(dossier.number, office("20"), WHY, administrator)
    with refusal("act.reason_needed"):
        relocating.move_one(dossier.number, office("42"), "", administrator)


@pytest.mark.usefixtures("stand_ins")
def test_where_nobody_is_active_it_waits_until_somebody_is(administrator):
    staff("malaga", "processor", "29")
    application = arriving()
    run()
    relocating.move_one(dossier_of(application).number, office("42"), WHY, administrator)
    run()
    dossier = dossier_of(application)
    assert (dossier.assignee, dossier.state) == (None, "checking")
    assert [task.node for task in desk.where(dossier)] == ["assign"]
    soria = staff("soria", "processor", "42")
    from tests.flows.dossiers import let_time_pass

    let_time_pass()
    run()
    assert dossier_of(application).assignee == soria
