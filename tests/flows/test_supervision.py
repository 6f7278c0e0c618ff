"""J7: the supervisor of a directorate rebalances: absences, terms, by hand or by the rule, never beyond their own."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core import staffing
from core.models import AuditEvent, Office
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
from tests.rights.cast import signed_in
from workflow import services
from workflow.engine import desk
from workflow.models import Absence, Assignment, Dossier, Handover, HandoverNotice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins")]
REASON = "Reparto por la ausencia de estos días."
KEYS = ("single_mother", "undeclared_income", "identity_differs", "expired_document")


@pytest.fixture
def pilar():
    return staff("pilar", "supervisor")


@pytest.fixture
def ana():
    return staff("ana", "processor")


def at(name, *args):
    return reverse(f"workflow:{name}", args=args)


def text_of(response):
    return " ".join(response.content.decode().split())


def madrid():
    return Office.objects.get(code="DP28")


def token_of(response):
    return response.context["token"]


def away(from_on, until_on):
    """The two dates as the form sends them."""
    days = {"from_on": from_on, "until_on": until_on}
    return {f"{name}_{part}": getattr(day, part) for name, day in days.items() for part in ("day", "month", "year")}


def statements(browser, address):
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len([query for query in asked.captured_queries if "session" not in query["sql"].lower()])


@pytest.mark.req("S2-69", "S2-70")
def test_j7_the_supervisor_rebalances(pilar, ana):
    for key in KEYS:
        opened(key)
    olga, eva = staff("olga", "processor"), staff("eva", "processor")
    far = staff("carmen", "processor", "29")
    browser = signed_in(pilar)

    # 1. Board: load and nearest legal date of each.
    board = text_of(browser.get(at("board")))
    for words in ("Ana", "Olga", "Eva", "Tablero", "Sin asignar: 0"):
        assert words in board
    assert "Carmen" not in board
    oldest = min(dossier.silence_date for dossier in Dossier.objects.all())
    assert f"{oldest:%d/%m/%Y}" in board

    # 2. Ana is away ten days: what about her four dossiers?
    today = timezone.localdate()
    sent = browser.post(at("absence", ana.public_id), away(today, today + dt.timedelta(days=9)))
    assert sent["Location"] == at("hand_over_all", ana.public_id)
    preview = browser.get(sent["Location"])
    assert "¿Repartir sus 4 expedientes?" in text_of(preview)
    assert {share.name: (share.receives, share.gives, share.after) for share in preview.context["plan"].shares} == {
        "Olga": (2, 0, 2),
        "Eva": (2, 0, 2),
        "Ana": (0, 4, 0),
    }
    assert ana.dossiers.count() == 4

    # 3. Confirmed with a reason: reassigned, both told, history kept.
    again = browser.post(sent["Location"], {"token": token_of(preview), "reason": "no"})
    assert "Falta el motivo" in text_of(again)
    assert ana.dossiers.count() == 4
    done = browser.post(sent["Location"], {"token": token_of(again), "reason": REASON})
    assert done["Location"] == at("board")
    assert (ana.dossiers.count(), olga.dossiers.count(), eva.dossiers.count()) == (0, 2, 2)
    for dossier in Dossier.objects.all():
        old, new = dossier.assignments.order_by("at")
        assert (old.staff, old.ended_at is not None) == (ana, True)
        assert (new.staff, new.note, new.handover.reason) == (dossier.assignee, REASON, REASON)
        assert AuditEvent.objects.filter(kind="dossier.reassigned", subject_ref=str(dossier.public_id)).count() == 1
        (task,) = dossier.process.task_set.filter(flow_task_type="HUMAN")
        assert task.owner == dossier.assignee.user
        assert problems_of(dossier) == []
    assert "Pilar ha repartido expedientes" in text_of(signed_in(olga).get(at("queue")))
    assert REASON in text_of(signed_in(ana).get(at("queue")))

    # 4. Weights: new arrivals follow.
    assert browser.post(at("terms", olga.public_id), {"weight": "0", "cap": "", "save": "1"}).status_code == 302
    assert opened("refused_by_income").assignee == eva
    assert opened("single_mother", number_suffix="b").assignee == eva

    # 5. Somebody of another province is not offered; a forged post is refused and recorded, and nothing changes.
    assert "Carmen" not in text_of(browser.get(at("supervised")))
    mine = Dossier.objects.filter(assignee=eva).first()
    forged = browser.post(at("reassign"), {"dossier": [str(mine.public_id)], "to": str(far.public_id)})
    assert forged.status_code == 403
    assert AuditEvent.objects.filter(kind="access.refused", actor_ref=str(pilar.public_id)).count() == 1
    assert Dossier.objects.get(pk=mine.pk).assignee == eva

    # 6. Automatic off: arrivals stop among the unassigned, and flow when it is on again.
    browser.post(at("assignment_policy"), {"automatic": "no"})
    waiting = opened("undeclared_income", number_suffix="b")
    assert (waiting.assignee, waiting.unassigned_reason) == (None, "by_hand")
    board = text_of(browser.get(at("board")))
    assert "Sin asignar: 1" in board
    assert "Reparto automático apagado: 1" in board
    browser.post(at("assignment_policy"), {"automatic": "yes"})
    run()
    waiting.refresh_from_db()
    assert (waiting.assignee, waiting.unassigned_since, waiting.state) == (eva, None, "assigned")
    assert [task.node for task in desk.where(waiting)] == ["study"]


@pytest.mark.req("S2-69")
def test_given_by_hand_what_waited_goes_on_and_the_citizen_hears_of_it(pilar, ana):
    services.set_automatic(madrid(), False, actor(pilar))
    dossier = opened("single_mother")
    assert [(task.node, task.reason) for task in desk.where(dossier)] == [("assign", "unassigned")]
    browser = signed_in(pilar)
    sent = {"dossier": [str(dossier.public_id)], "to": str(ana.public_id), "persona": "sin-asignar"}
    preview = browser.post(at("reassign"), sent)
    assert "Cambia de manos 1 expediente" in text_of(preview)
    browser.post(at("reassign"), {"token": token_of(preview), "reason": REASON})
    run()
    dossier.refresh_from_db()
    assert (dossier.assignee, dossier.state, dossier.unassigned_reason) == (ana, "assigned", "")
    assert [task.node for task in desk.where(dossier)] == ["study"]
    assert dossier.application.progress.filter(step="assigned").count() == 1
    assert problems_of(dossier) == []
    page = text_of(signed_in(ana).get(at("queue")))
    assert f"Te lo dio Pilar. Motivo: {REASON}" in page
    services.propose(str(dossier.public_id), "granted", "", actor(ana))


@pytest.mark.req("S2-66")
def test_never_to_its_own_capturer_however_light_their_load(ana):
    application = submitted("single_mother")
    application.captured_by = ana
    application.save()
    run()
    dossier = dossier_of(application)
    assert (dossier.assignee, dossier.unassigned_reason) == (None, "capturer")
    olga = staff("olga", "processor")
    for key in KEYS[1:]:
        opened(key)
    let_time_pass()
    run()
    assert dossier_of(application).assignee == olga


@pytest.mark.req("S2-66")
def test_not_to_the_capturer_by_hand_either(pilar, ana):
    olga = staff("olga", "processor")
    application = submitted("single_mother")
    application.captured_by = ana
    application.save()
    run()
    dossier = dossier_of(application)
    assert dossier.assignee == olga
    preview = signed_in(pilar).post(at("reassign"), {"dossier": [str(dossier.public_id)], "to": str(ana.public_id)})
    assert "que capturó la persona elegida" in text_of(preview)
    assert token_of(preview) == ""


@pytest.mark.req("S2-66", "S2-70")
def test_the_absent_get_nothing_and_are_back_on_the_day_or_sooner(pilar, ana):
    today = timezone.localdate()
    services.record_absence(ana, today, today + dt.timedelta(days=9), actor(pilar))
    dossier = opened("single_mother")
    assert (dossier.assignee, dossier.unassigned_reason) == (None, "all_absent")
    signed_in(pilar).post(at("end_absence", ana.public_id))
    run()
    dossier.refresh_from_db()
    assert dossier.assignee == ana
    services.record_absence(ana, today, today + dt.timedelta(days=9), actor(pilar))
    later = opened("undeclared_income")
    assert later.assignee is None
    with time_machine.travel(timezone.now() + dt.timedelta(days=10), tick=False):
        let_time_pass()
        run()
    later.refresh_from_db()
    assert later.assignee == ana


@pytest.mark.req("S2-66")
def test_where_there_was_nobody_whoever_is_confirmed_gets_what_waits(pilar):
    beatriz, diego = (actor(staff(name, "administrator")) for name in ("beatriz", "diego"))
    dossier = opened("single_mother")
    assert (dossier.assignee, dossier.unassigned_reason) == (None, "nobody_active")
    rosa = staff("rosa", "processor", "29")
    period = (timezone.localdate(), None)
    held = staffing.grant(rosa.public_id, "processor", madrid().public_id, period, "Refuerzo de Madrid", beatriz)
    run()
    assert dossier_of(dossier.application).assignee is None
    staffing.confirm_grant(held.public_id, diego)
    run()
    assert dossier_of(dossier.application).assignee == rosa


def test_days_that_cannot_be_are_told_and_an_absence_is_not_recorded_twice(pilar, ana):
    browser, today = signed_in(pilar), timezone.localdate()
    page = browser.post(at("absence", ana.public_id), away(today + dt.timedelta(days=3), today))
    assert "Esos días no valen" in text_of(page)
    services.record_absence(ana, today, today + dt.timedelta(days=3), actor(pilar))
    page = browser.post(at("absence", ana.public_id), away(today, today + dt.timedelta(days=1)))
    assert "ya tiene una ausencia" in text_of(page)
    assert Absence.objects.count() == 1


@pytest.mark.req("S2-69")
def test_caps_and_specialities_hold_dossiers_and_let_them_go(pilar, ana):
    olga = staff("olga", "processor")
    office, who = madrid(), actor(pilar)
    services.set_terms(office, ana, 100, 1, [], who)
    services.set_terms(office, olga, 100, 0, ["discrepancies"], who)
    first = opened("single_mother")
    second = opened("expired_document")
    differs = opened("identity_differs")
    assert first.assignee == ana
    assert (second.assignee, second.unassigned_reason) == (None, "cap")
    assert differs.skills == ["discrepancies"]
    assert (differs.assignee, differs.unassigned_reason) == (None, "skill")
    services.set_terms(office, olga, 100, 1, ["discrepancies"], who)
    run()
    differs.refresh_from_db()
    second.refresh_from_db()
    assert {differs.assignee, second.assignee} == {olga, None}


def test_a_dossier_of_protected_people_asks_for_it_and_no_event_says_so(pilar, ana):
    olga = staff("olga", "processor")
    services.set_terms(madrid(), olga, 100, None, ["protected"], actor(pilar))
    application = submitted("single_mother")
    application.answers["members"][0]["gender_violence_victim"] = True
    application.save()
    run()
    dossier = dossier_of(application)
    assert (dossier.skills, dossier.assignee) == (["protected"], olga)
    assert "Pide especialidad: situaciones protegidas" in dossier.assignments.get().why
    written = str(list(AuditEvent.objects.values_list("payload", "purpose")))
    assert "protegid" not in written
    assert "protected" not in written


@pytest.mark.req("S2-70")
def test_what_changed_since_the_preview_stays_and_is_told(pilar, ana):
    olga = staff("olga", "processor")
    services.set_terms(madrid(), olga, 0, None, [], actor(pilar))
    dossiers = [opened(key) for key in ("single_mother", "expired_document")]
    browser = signed_in(pilar)
    refs = [str(dossier.public_id) for dossier in dossiers]
    preview = browser.post(at("reassign"), {"dossier": refs, "to": str(olga.public_id)})
    services.propose(refs[0], "granted", "", actor(ana))
    page = browser.post(at("reassign"), {"token": token_of(preview), "reason": REASON}, follow=True)
    assert "1 expediente ha cambiado de manos" in text_of(page)
    assert "1 expediente no se ha movido" in text_of(page)
    assert [Dossier.objects.get(public_id=ref).assignee for ref in refs] == [ana, olga]
    handover = Handover.objects.get()
    assert (handover.moved, handover.skipped) == (1, 1)
    # Sent twice: nothing is left to move, and nothing is done again.
    again = browser.post(at("reassign"), {"token": token_of(preview), "reason": REASON})
    assert again.status_code == 400
    assert (Handover.objects.count(), Assignment.objects.filter(ended_at=None).count()) == (1, 2)


@pytest.mark.req("S2-70")
def test_what_cannot_be_moved_is_explained(pilar, ana):
    def asked(dossier, supervisor, to):
        sent = {"dossier": [str(dossier.public_id)], "to": str(to.public_id)}
        return text_of(signed_in(supervisor).post(at("reassign"), sent))

    decided = opened("single_mother")
    services.propose(str(decided.public_id), "granted", "", actor(ana))
    services.resolve(str(decided.public_id), actor(ana))
    run()
    page = asked(decided, pilar, staff("olga", "processor"))
    assert "terminados: ya no los tramita nadie." in page
    assert "No hay nada que mover" in page

    carmen = staff("carmen", "processor", "29")
    reviewed = opened("many_children")
    services.propose(str(reviewed.public_id), "granted", "", actor(carmen))
    page = asked(reviewed, staff("javier", "supervisor", "29"), staff("rosa", "processor", "29"))
    assert "en control fiscal: esperan a otra persona" in page
    assert "No hay nada que mover" in page
    assert Dossier.objects.get(pk=reviewed.pk).assignee == carmen


@pytest.mark.req("S2-70")
def test_nothing_of_another_directorate_can_be_touched_whatever_is_sent(pilar, ana):
    olga = staff("olga", "processor")
    javier = staff("javier", "supervisor", "29")
    dossier = opened("single_mother")
    holder = dossier.assignee
    today = timezone.localdate()
    other = olga if holder == ana else ana
    plan = signed_in(pilar).post(at("reassign"), {"dossier": [str(dossier.public_id)], "to": str(other.public_id)})
    assert token_of(plan)
    before = (Assignment.objects.count(), Dossier.objects.get(pk=dossier.pk).changed_at)
    stranger = signed_in(javier)
    forged = [
        (at("reassign"), {"dossier": [str(dossier.public_id)], "to": "reparto"}),
        (at("reassign"), {"token": token_of(plan), "reason": REASON}),
        (at("reassign"), {"todos": "1", "to": "reparto", "oficina": "DP28"}),
        (at("absence", ana.public_id), away(today, today)),
        (at("end_absence", ana.public_id), {}),
        (at("terms", ana.public_id), {"weight": "0", "save": "1"}),
        (at("hand_over_all", ana.public_id), {"token": token_of(plan), "reason": REASON}),
        (at("assignment_policy"), {"automatic": "no", "oficina": "DP28"}),
    ]
    for address, body in forged:
        assert stranger.post(address, body).status_code == 403, (address, body)
    refusals = AuditEvent.objects.filter(kind="access.refused", actor_ref=str(javier.public_id))
    assert refusals.count() == len(forged)
    assert (Assignment.objects.count(), Dossier.objects.get(pk=dossier.pk).changed_at) == before
    assert Dossier.objects.get(pk=dossier.pk).assignee == holder
    assert (Absence.objects.count(), madrid().assignment_terms.count()) == (0, 0)


def test_a_page_altered_on_the_way_is_no_plan(pilar, ana):
    dossier = opened("single_mother")
    olga = staff("olga", "processor")
    browser = signed_in(pilar)
    plan = browser.post(at("reassign"), {"dossier": [str(dossier.public_id)], "to": str(olga.public_id)})
    altered = token_of(plan)[:-3] + "abc"
    answer = browser.post(at("reassign"), {"token": altered, "reason": REASON})
    assert answer.status_code == 409
    assert "ya no vale" in text_of(answer)
    assert not Handover.objects.exists()


def test_somebody_who_left_still_shows_what_they_hold_and_it_can_be_shared_out(pilar, ana):
    dossier = opened("single_mother")
    olga = staff("olga", "processor")
    role = ana.roles.get()
    role.ended_at = timezone.now() - dt.timedelta(days=1)
    role.save()
    browser = signed_in(pilar)
    board = text_of(browser.get(at("board")))
    assert "Ya no tramita aquí" in board
    preview = browser.get(at("hand_over_all", ana.public_id))
    browser.post(at("hand_over_all", ana.public_id), {"token": token_of(preview), "reason": REASON})
    dossier.refresh_from_db()
    assert dossier.assignee == olga


@pytest.mark.req("S2-70")
def test_both_are_told_by_e_mail_without_anybody_s_name(pilar, ana, mailoutbox):
    olga = staff("olga", "processor")
    for member in (ana, olga):
        member.user.email = f"{member.user.username}@oficina.example"
        member.user.save()
    dossier = opened("single_mother")
    holder, other = (ana, olga) if dossier.assignee == ana else (olga, ana)
    browser = signed_in(pilar)
    mailoutbox.clear()
    preview = browser.post(at("reassign"), {"dossier": [str(dossier.public_id)], "to": str(other.public_id)})
    browser.post(at("reassign"), {"token": token_of(preview), "reason": REASON})
    run()
    assert sorted(message.to[0] for message in mailoutbox) == ["ana@oficina.example", "olga@oficina.example"]
    for message in mailoutbox:
        for secret in (dossier.number, dossier.applicant_name.split()[0], REASON, "Pilar", "Ana", "Olga"):
            assert secret not in message.subject + str(message.body)
    services.mail_notices(str(Handover.objects.get().public_id))
    assert len(mailoutbox) == 2
    notice = HandoverNotice.objects.get(staff=other)
    assert (notice.received, notice.left) == (1, 0)
    signed_in(holder).post(at("dismiss_notice", notice.public_id))
    notice.refresh_from_db()
    assert notice.seen_at is None
    signed_in(other).post(at("dismiss_notice", notice.public_id))
    assert "ha repartido" not in text_of(signed_in(other).get(at("queue")))


@pytest.mark.req("S2-69")
def test_the_effect_is_rehearsed_by_the_rule_that_assigns(pilar, ana):
    olga = staff("olga", "processor")
    browser = signed_in(pilar)
    page = browser.get(at("assignment_policy"))
    assert [row.now for row in page.context["effect"].rows] == [10, 10]
    page = browser.post(at("terms", olga.public_id), {"weight": "50", "cap": "", "preview": "1"})
    rows = {row.name: (row.now, row.then) for row in page.context["effect"].rows}
    assert (sum(then for _, then in rows.values()), rows["Olga"][1]) == (20, 7)
    assert not madrid().assignment_terms.exists()
    services.set_terms(madrid(), olga, 50, None, [], actor(pilar))
    for place in range(6):
        opened("single_mother", number_suffix=f"x{place}")
    assert (ana.dossiers.count(), olga.dossiers.count()) == (4, 2)


def test_as_many_statements_for_many_as_for_few(pilar, ana):
    browser = signed_in(pilar)
    opened("single_mother")
    pages = ("board", "supervised", "assignment_policy", "office_history")
    few = {page: statements(browser, at(page)) for page in pages}
    for place in range(4):
        staff(f"one{place}", "processor")
        opened("expired_document", number_suffix=f"n{place}")
    many = {page: statements(browser, at(page)) for page in pages}
    assert many == few
    assert max(many.values()) <= 25, many


def test_the_list_is_narrowed_and_all_that_fits_can_be_given_at_once(pilar, ana):
    for key in KEYS:
        opened(key)
    olga = staff("olga", "processor")
    browser = signed_in(pilar)
    flagged = browser.get(at("supervised") + "?aviso=identity_differs")
    assert len(flagged.context["rows"]) == 1
    assert browser.get(at("supervised") + "?plazo=vencido").context["rows"] == []
    assert len(browser.get(at("supervised") + f"?persona={ana.public_id}&edad=nada").context["rows"]) == 4
    nothing = browser.post(at("reassign"), {"to": "reparto"})
    assert (nothing.status_code, "No has marcado ningún expediente" in text_of(nothing)) == (400, True)
    nobody = browser.post(at("reassign"), {"todos": "1"})
    assert "Elige a quién se dan" in text_of(nobody)
    preview = browser.post(at("reassign"), {"todos": "1", "persona": str(ana.public_id), "to": "reparto"})
    browser.post(at("reassign"), {"token": token_of(preview), "reason": REASON})
    assert "que ya tiene quien debe" in text_of(preview)
    assert (ana.dossiers.count(), olga.dossiers.count()) == (2, 2)
    again = browser.post(at("reassign"), {"todos": "1", "to": "reparto"})
    assert "No hay nada que mover" in text_of(again)


@pytest.mark.req("S2-69")
def test_the_history_is_of_the_own_directorate_and_names_no_citizen(pilar, ana):
    dossier = opened("single_mother")
    elsewhere = opened("partners_with_child")
    services.set_automatic(madrid(), False, actor(pilar))
    stranger = staff("javier", "supervisor", "29")
    browser = signed_in(pilar)
    page = browser.get(at("office_history"))
    text = text_of(page)
    assert "Reparto automático apagado" in text
    assert dossier.number in text
    assert elsewhere.number not in text
    for person in ("Lucía", "Vera", "Adrián"):
        assert person not in text
    far = text_of(signed_in(stranger).get(at("office_history")))
    assert elsewhere.number in far
    assert dossier.number not in far
    only = browser.get(at("office_history") + "?asunto=assignment")
    assert {line.kind for line, _ in only.context["lines"]} == {"assignment.policy_changed"}


def test_the_history_is_paged_by_key_and_loses_no_line(pilar, ana):
    from core import audit_log
    from workflow.selectors.office_log import events_of_office

    opened("single_mother")
    within = events_of_office(madrid())
    seen, cursor = [], ""
    while True:
        found = audit_log.read(audit_log.Filters(), within=within, before=cursor, size=3)
        seen += [line.id for line in found.lines]
        cursor = found.older
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == within.count()
    assert audit_log.read(audit_log.Filters(), within=within, before="nonsense").lines
