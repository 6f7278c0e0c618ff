"""Two at once in one directorate: caps hold, nobody has a dossier twice, and nobody waits for ever."""

import pytest
from django.db import connection

from core.errors import AmparoError
from core.models import Office
from tests.flows.dossiers import actor, opened, problems_of, staff, stand_ins  # noqa: F401
from tests.flows.test_at_once import at_once
from tests.procedures import dossiers as rows
from workflow import handover_plan, services
from workflow.models import Assignment, Dossier, Handover

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("stand_ins", "real_locks")]
REASON = "Reparto de prueba entre personas."


@pytest.fixture
def real_locks():
    if connection.vendor != "postgresql":
        pytest.skip("two at once is a question for PostgreSQL (Debian: postgresql)")


@pytest.fixture
def scene():
    pilar, ana = staff("pilar", "supervisor"), staff("ana", "processor")
    dossiers = [opened(key) for key in ("single_mother", "expired_document", "identity_differs")]
    olga = staff("olga", "processor")
    return actor(pilar), Office.objects.get(code="DP28"), ana, olga, dossiers


@pytest.mark.breaks_dossiers
@pytest.mark.req("S2-66", "S2-69")
def test_many_given_at_once_never_go_over_a_cap(scene):
    pilar, office, ana, olga, _ = scene
    services.set_terms(office, ana, 100, 5, [], pilar)
    services.set_terms(office, olga, 100, 3, [], pilar)
    waiting = rows.write(8, office, prefix="C", state="checking")
    given = at_once(*[lambda pk=one.pk: services.assign_automatically(pk) for one in waiting])
    assert sorted(given) == [False] * 3 + [True] * 5
    assert (ana.dossiers.count(), olga.dossiers.count()) == (5, 3)
    assert Dossier.objects.filter(unassigned_reason="cap").count() == 3


@pytest.mark.req("S2-70")
def test_one_plan_confirmed_four_times_at_once_is_done_once(scene):
    pilar, office, _, olga, dossiers = scene
    plan = handover_plan.plan(office, [one.pk for one in dossiers], olga)
    results = at_once(*[lambda: services.hand_over(plan, REASON, pilar)] * 4)
    done = [one for one in results if isinstance(one, Handover)]
    assert [one.moved for one in done] == [3]
    assert {one.code for one in results if isinstance(one, AmparoError)} == {"assignment.nothing_to_move"}
    assert Assignment.objects.filter(ended_at=None).count() == 3
    assert olga.dossiers.count() == 3


@pytest.mark.req("S2-70")
def test_a_proposal_and_a_handover_at_once_leave_one_of_two_sound_ends(scene):
    pilar, office, ana, olga, dossiers = scene
    who = actor(ana)
    plan = handover_plan.plan(office, [one.pk for one in dossiers], olga)
    ref = str(dossiers[0].public_id)
    moved, proposed = at_once(
        lambda: services.hand_over(plan, REASON, pilar), lambda: services.propose(ref, "granted", "", who)
    )
    assert isinstance(moved, Handover)
    first = Dossier.objects.get(public_id=ref)
    if isinstance(proposed, AmparoError):
        assert (proposed.code, moved.moved, first.assignee) == ("access.refused", 3, olga)
    else:
        assert (moved.moved, moved.skipped, first.assignee, first.state) == (2, 1, ana, "proposed")
    for dossier in Dossier.objects.all():
        assert problems_of(dossier) == []
