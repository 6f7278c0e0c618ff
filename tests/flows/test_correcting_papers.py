"""A sealed paper is put right by the supervisor: issued again or withdrawn, and everybody who holds it can see so."""

import pytest
from django.urls import reverse

from core import events
from core.errors import AmparoError, Refused
from receipts import selectors
from receipts import services as receipts
from tests.flows.dossiers import actor, opened, run, staff, stand_ins  # noqa: F401
from tests.rights.cast import signed_in
from workflow import services
from workflow.invariants import breaches

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins"), pytest.mark.req("S2-61", "S2-69")]


@pytest.fixture
def office():
    return {"processor": staff("elena", "processor"), "supervisor": staff("sonia", "supervisor")}


@pytest.fixture
def decided(office):
    dossier = opened("single_mother")
    services.propose(str(dossier.public_id), "granted", "Cobrará el mes que bien.", actor(office["processor"]))
    services.resolve(str(dossier.public_id), actor(office["processor"]))
    run()
    dossier.refresh_from_db()
    return dossier


def resolution_paper(dossier):
    return next(
        paper
        for paper in selectors.receipts_of("dossier", str(dossier.public_id))
        if paper.kind == "resolution" and paper.state == "issued"
    )


def test_a_decision_issued_again_says_the_same_with_the_note_corrected(decided, office):
    old = resolution_paper(decided)
    before = dict(decided.resolution.content)
    new = services.reissue_paper(
        str(decided.public_id),
        str(old.public_id),
        "wrong_content",
        actor(office["supervisor"]),
        "Cobrará el mes que viene.",
    )
    run()
    decided.resolution.refresh_from_db()
    assert decided.resolution.content == before, "what was decided does not change"
    assert (decided.resolution.receipt_public_id, decided.resolution.cea) == (str(new.public_id), new.cea)
    assert receipts.check(old.cea).state == "replaced"
    assert receipts.check(new.cea).state == "authentic"
    shown = {letter.receipt_public_id: letter for letter in _letters(decided)}
    assert shown[str(old.public_id)].no_longer == "Sustituido"
    assert shown[str(new.public_id)].no_longer == ""
    assert shown[str(new.public_id)].summary == shown[str(old.public_id)].summary
    told = events.events_of("dossier", str(decided.public_id)).get(kind="receipt.replaced")
    assert events.sentence(told, "citizen").endswith("Motivo: contenía datos equivocados")
    notices = events.events_of("application", str(decided.application.public_id))
    assert notices.filter(kind="application.letter_added").count() == 2
    assert breaches() == []


def _letters(dossier):
    from applications.selectors import letters

    return letters(dossier.application)


def test_the_companions_can_be_issued_again_too(decided, office):
    issued = selectors.receipts_of("dossier", str(decided.public_id))
    for paper in (one for one in issued if one.kind != "resolution"):
        new = services.reissue_paper(
            str(decided.public_id), str(paper.public_id), "seal_compromised", actor(office["supervisor"])
        )
        assert receipts.check(paper.cea).state == "replaced"
        assert receipts.check(new.cea).state == "authentic"


def test_a_paper_that_holds_a_decision_is_not_withdrawn(decided, office):
    with pytest.raises(AmparoError, match=r"paper\.holds_decision"):
        services.revoke_paper(
            str(decided.public_id),
            str(resolution_paper(decided).public_id),
            "wrong_content",
            actor(office["supervisor"]),
        )
    assert receipts.check(resolution_paper(decided).cea).state == "authentic"


def test_a_paper_of_the_registry_is_withdrawn_but_not_written_again_here(decided, office):
    [paper] = [
        one
        for one in selectors.receipts_of("application", str(decided.application.public_id))
        if one.kind == "submission_receipt"
    ]
    with pytest.raises(AmparoError, match=r"paper\.not_ours"):
        services.reissue_paper(
            str(decided.public_id), str(paper.public_id), "wrong_content", actor(office["supervisor"])
        )


def test_only_the_supervisor_and_only_once_and_only_for_a_reason(decided, office):
    old = str(resolution_paper(decided).public_id)
    with pytest.raises(Refused):
        services.reissue_paper(str(decided.public_id), old, "wrong_content", actor(office["processor"]))
    for code in ("because", "wrong_recipient"):
        with pytest.raises(AmparoError, match=r"receipt\.reason_unknown"):
            services.reissue_paper(str(decided.public_id), old, code, actor(office["supervisor"]))
    services.reissue_paper(str(decided.public_id), old, "wrong_content", actor(office["supervisor"]))
    with pytest.raises(AmparoError, match=r"receipt\.already_replaced"):
        services.reissue_paper(str(decided.public_id), old, "wrong_content", actor(office["supervisor"]))


def test_the_screen_shows_the_new_letter_before_it_is_sent(decided, office):
    client = signed_in(office["supervisor"])
    old = resolution_paper(decided)
    page = client.get(reverse("workflow:documents", args=[decided.public_id])).content.decode()
    address = reverse("workflow:correct_paper", args=[decided.public_id, old.public_id])
    assert address in page
    form = client.get(address).content.decode()
    assert "Cobrará el mes que bien." in form
    assert "Anularlo" not in form
    answers = {"what": "reissue", "reason": "wrong_content", "note": "Cobrará el mes que viene."}
    preview = client.post(address, answers | {"preview": "1"}).content.decode()
    assert preview.count("Cobrará el mes que viene.") == 2
    assert receipts.check(old.cea).state == "authentic", "nothing is sent by looking"
    assert client.post(address, answers | {"send": "1"}).status_code == 302
    page = client.get(reverse("workflow:documents", args=[decided.public_id])).content.decode()
    assert "Sustituido" in page
    assert address not in page
    assert client.get(address).status_code == 409


def test_the_screen_says_which_reasons_go_with_issuing_again(decided, office):
    client = signed_in(office["supervisor"])
    request = selectors.receipts_of("dossier", str(decided.public_id))
    sheet = next(paper for paper in request if paper.kind == "calculation_sheet")
    address = reverse("workflow:correct_paper", args=[decided.public_id, sheet.public_id])
    answer = client.post(address, {"what": "reissue", "reason": "wrong_recipient", "send": "1"})
    assert answer.status_code == 200
    assert receipts.check(sheet.cea).state == "authentic"
