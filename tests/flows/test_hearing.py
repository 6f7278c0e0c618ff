"""Nobody is refused on data they never saw: the person is heard first, and what they say is kept and proved."""

import datetime as dt
import io

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from applications import services as citizen_side
from applications.models import Hearing as HearingOfApplication
from applications.selectors import letters, timeline
from core.actors import citizen
from core.errors import AmparoError
from receipts import selectors
from receipts import services as receipts
from tests.flows.dossiers import actor, opened, run, staff, stand_ins  # noqa: F401
from tests.rights.cast import signed_in
from workflow import services
from workflow.invariants import breaches
from workflow.models import DossierState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins"), pytest.mark.req("S2-66", "S2-68")]


def png() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(target, "PNG")
    return target.getvalue()


@pytest.fixture
def elena():
    return staff("elena", "processor")


@pytest.fixture
def refused(elena):
    """Refused by what the tax agency holds; as declared it would be granted."""
    dossier = opened("single_mother")
    for check in dossier.checks.filter(source="tax"):
        check.obtained = {**check.obtained, "income": 6_000_000 if check.member_ref == "a" else 0}
        check.save()
    from workflow.services.asking import compare_unit

    compare_unit(dossier)
    dossier.refresh_from_db()
    return dossier


def propose(dossier, elena, kind="denied"):
    return services.propose(str(dossier.public_id), kind, "", actor(elena))


def heard(dossier, elena):
    services.open_hearing(str(dossier.public_id), actor(elena))
    run()
    dossier.refresh_from_db()
    return HearingOfApplication.objects.get(application=dossier.application)


def answer(dossier, statement, paper=None):
    hearing = HearingOfApplication.objects.get(application=dossier.application)
    return citizen_side.answer_hearing(
        dossier.application, hearing.public_id, statement, paper, actor=citizen(str(dossier.application.public_id))
    )


def papers(dossier, subject="dossier"):
    about = dossier.public_id if subject == "dossier" else dossier.application.public_id
    return {paper.kind: paper for paper in selectors.receipts_of(subject, str(about))}


def test_a_refusal_on_data_from_elsewhere_waits_for_the_person_to_be_heard(refused, elena):
    with pytest.raises(AmparoError, match=r"decision\.hearing_first"):
        propose(refused, elena)
    hearing = heard(refused, elena)
    assert refused.state == DossierState.HEARING
    assert not refused.clock_stopped, "the legal clock runs on"
    assert "denegaría" in hearing.consequence
    letter = papers(refused)["hearing"]
    assert letters(refused.application)[0].receipt_public_id == str(letter.public_id)
    assert "hearing" in [step.step for step in timeline(refused.application)]
    with pytest.raises(AmparoError, match=r"hearing\.still_open"):
        propose(refused, elena)
    answer(refused, "Ese trabajo se acabó en enero. Adjunto el finiquito.")
    run()
    refused.refresh_from_db()
    assert refused.state == DossierState.UNDER_STUDY
    propose(refused, elena)
    services.resolve(str(refused.public_id), actor(elena))
    run()
    refused.refresh_from_db()
    assert refused.state == DossierState.NOTIFIED
    assert breaches() == []


def test_what_the_person_says_is_sealed_for_them_and_read_by_who_decides(refused, elena):
    heard(refused, elena)
    answer(refused, "No es mío: es de otra persona con mi nombre.", (png(), "nomina.png"))
    run()
    receipt = papers(refused, "application")["hearing_receipt"]
    assert receipts.check(receipt.cea).state == "authentic"
    page = signed_in(elena).get(reverse("workflow:dossier", args=[refused.public_id])).content.decode()
    assert "No es mío: es de otra persona con mi nombre." in page
    documents = refused.application.documents.filter(requirement_code="hearing_paper")
    assert [document.state for document in documents] == ["received"]
    for message in mail.outbox:
        assert "otra persona con mi nombre" not in message.body


def test_who_has_nothing_to_say_ends_it_at_once(refused, elena):
    heard(refused, elena)
    answer(refused, "")
    run()
    refused.refresh_from_db()
    assert refused.state == DossierState.UNDER_STUDY
    assert propose(refused, elena).kind == "denied"


def test_silence_ends_it_when_the_last_day_has_passed(refused, elena):
    hearing = heard(refused, elena)
    with time_machine.travel(hearing.due_on + dt.timedelta(days=1), tick=True):
        assert propose(refused, elena).kind == "denied"
        with pytest.raises(AmparoError, match=r"hearing\.closed"):
            answer(refused, "Llego tarde.")


def test_the_term_is_fifteen_working_days_of_the_province(refused, elena):
    from django.utils import timezone

    from core.calendars import is_working_day

    hearing = heard(refused, elena)
    today = timezone.localdate()
    days = [today + dt.timedelta(days=number) for number in range(1, (hearing.due_on - today).days + 1)]
    assert sum(is_working_day(day, "28") for day in days) == 15


def test_a_hearing_left_without_effect_does_not_open_the_way_to_a_refusal(refused, elena):
    heard(refused, elena)
    services.drop_hearing(str(refused.public_id), "El dato era de otra persona del mismo nombre.", actor(elena))
    refused.refresh_from_db()
    assert refused.state == DossierState.UNDER_STUDY
    with pytest.raises(AmparoError, match=r"decision\.hearing_first"):
        propose(refused, elena)


def test_no_hearing_where_nothing_came_from_elsewhere(elena):
    dossier = opened("single_mother")
    with pytest.raises(AmparoError, match=r"hearing\.nothing_new"):
        services.open_hearing(str(dossier.public_id), actor(elena))
    page = signed_in(elena).get(reverse("workflow:open_hearing", args=[dossier.public_id])).content.decode()
    assert "no hay nada sobre lo que oírla" in page


def test_the_officer_sees_the_letter_before_it_goes(refused, elena):
    client = signed_in(elena)
    address = reverse("workflow:open_hearing", args=[refused.public_id])
    assert address in client.get(reverse("workflow:dossier", args=[refused.public_id])).content.decode()
    page = client.get(address).content.decode()
    assert "60.000,00" in page
    assert client.post(address).status_code == 302
    assert refused.hearings.get().state == "open"


def test_the_citizen_answers_on_their_page(refused, elena, client):
    import time

    from applications.views.citizen.session import KEY

    hearing = heard(refused, elena)
    session = client.session
    session[KEY] = {"id": str(refused.application.public_id), "at": int(time.time())}
    session.save()
    address = reverse("applications:hearing", args=[hearing.public_id])
    assert address in client.get(reverse("applications:mine")).content.decode()
    wrong = client.post(address, {"answer": "yes", "statement": " "}).content.decode()
    assert "Escribe lo que quieres decir, o añade un documento." in wrong
    file = SimpleUploadedFile("nomina.png", png(), "image/png")
    assert client.post(address, {"answer": "yes", "statement": "Ya no trabajo.", "file": file}).status_code == 302
    run()
    assert "Tenemos tu respuesta" in client.get(reverse("applications:mine")).content.decode()
    assert client.get(address).status_code == 302, "answered once"


def test_withdrawing_ends_the_hearing_too(refused, elena):
    heard(refused, elena)
    citizen_side.withdraw(refused.application, actor=citizen(str(refused.application.public_id)))
    run()
    assert refused.hearings.get().state == "dropped"
    assert breaches() == []
    assert HearingOfApplication.objects.get(application=refused.application).closed_at
