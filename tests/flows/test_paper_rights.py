"""Who is shown the original from the check page, and who may revoke: only those with a right over the matter."""

import pytest
from django.test import Client
from django.urls import reverse

from core import events
from core.actors import SYSTEM
from core.errors import AmparoError, Refused
from core.models import AuditEvent
from receipts import services
from receipts.models import Receipt
from tests.flows.dossiers import actor, opened, staff, stand_ins  # noqa: F401
from tests.rights.cast import signed_in, staff_members

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins")]


@pytest.fixture
def scene():
    staff("elena", "processor")
    dossier = opened("single_mother")
    return dossier, staff_members(dossier)


@pytest.fixture
def paper(scene):
    """The submission receipt: its subject is the application."""
    row = Receipt.objects.get(subject_ref=str(scene[0].application.public_id), kind="submission_receipt")
    from receipts.selectors import receipt

    return receipt(row.public_id)


def page(client, paper):
    return client.get(reverse("receipts:verify"), {"cea": paper.cea}).content.decode()


def original(client, paper):
    return client.get(reverse("receipts:original", args=[paper.public_id]))


@pytest.mark.req("S4-27")
def test_staff_with_the_right_sees_it_and_leaves_a_trace(scene, paper):
    dossier, people = scene
    client = signed_in(people["processor here"])
    link = reverse("receipts:original", args=[paper.public_id])
    assert link in page(client, paper)
    response = original(client, paper)
    assert response.status_code == 200
    assert response.content.startswith(b"%PDF-")
    last = events.events_of("application", str(dossier.application.public_id)).filter(kind="receipt.downloaded").last()
    assert (last.actor_ref, last.purpose) == (str(people["processor here"].public_id), "comprobación de autenticidad")


def test_anybody_else_is_refused_and_it_is_recorded(scene, paper):
    _, people = scene
    for client in (Client(), signed_in(people["processor elsewhere"]), signed_in(people["administrator"])):
        before = AuditEvent.objects.filter(kind="access.refused").count()
        assert "original/" not in page(client, paper)
        assert original(client, paper).status_code == 403
        assert AuditEvent.objects.filter(kind="access.refused").count() == before + 1


def test_the_citizen_of_the_open_session_sees_their_own(scene, paper):
    import time

    from applications.views.citizen.session import KEY

    dossier, _ = scene
    client = Client()
    session = client.session
    session[KEY] = {"id": str(dossier.application.public_id), "at": int(time.time())}
    session.save()
    assert original(client, paper).status_code == 200
    session[KEY] = {"id": "0197f6c8-0000-7000-8000-000000000000", "at": int(time.time())}
    session.save()
    assert original(client, paper).status_code == 403


def test_a_paper_of_the_dossier_is_the_citizen_s_too(scene):
    from core.actors import citizen
    from core.policies import may

    dossier, _ = scene
    row = Receipt(subject_type="dossier", subject_ref=str(dossier.public_id))
    assert may(citizen(str(dossier.application.public_id)), "receipt.read_original", row)
    assert not may(citizen(str(dossier.public_id)), "receipt.read_original", row)
    stray = Receipt(subject_type="dossier", subject_ref="0197f6c8-0000-7000-8000-000000000000")
    assert not may(citizen(str(dossier.application.public_id)), "receipt.read_original", stray)
    assert not may(citizen("1"), "receipt.read_original", Receipt(subject_type="unheard_of", subject_ref="1"))


@pytest.mark.breaks_dossiers
def test_a_supervisor_of_the_directorate_revokes_with_a_reason_and_others_may_not(scene, paper):
    dossier, people = scene
    for label in ("processor here", "supervisor elsewhere", "administrator"):
        with pytest.raises(Refused):
            services.revoke(paper.public_id, actor(people[label]), "wrong_content")
    services.revoke(paper.public_id, actor(people["supervisor here"]), "wrong_content")
    assert services.check(paper.cea).state == "revoked"
    told = events.events_of("application", str(dossier.application.public_id)).get(kind="receipt.revoked")
    assert events.sentence(told, "citizen").endswith("Motivo: contenía datos equivocados")
    with pytest.raises(AmparoError, match=r"receipt\.reason_unknown"):
        services.revoke(paper.public_id, SYSTEM, "because")
