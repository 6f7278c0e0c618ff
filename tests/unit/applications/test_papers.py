"""Documents: what the bytes are, not what the name says; given, promised, asked for."""

import io
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from PIL import Image

from applications import selectors, services, tasks
from applications.scans import MAX_BYTES, media_type_of
from core import outbox, vault
from core.models import StoredFile
from receipts import services as receipts
from tests.unit.applications import drafts
from tests.unit.applications.test_drafts import refused


def picture(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(stream, kind)
    return stream.getvalue()


def test_the_content_says_the_type() -> None:
    assert media_type_of(drafts.PDF) == "application/pdf"
    assert media_type_of(picture("PNG")) == "image/png"
    assert media_type_of(picture("JPEG")) == "image/jpeg"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "document.empty"),
        (b"MZ\x90\x00 a program called libro.pdf", "document.wrong_type"),
        (b"<html>not a picture</html>", "document.wrong_type"),
        (b"GIF89a" + b"0" * 50, "document.wrong_type"),
        (b"%PDF-1.4 cut in the middle", "document.damaged"),
        (picture("JPEG")[:200], "document.damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"nothing of a picture", "document.damaged"),
        (b"%PDF-" + b"0" * MAX_BYTES, "document.too_big"),
    ],
)
@pytest.mark.req("S2-27")
def test_a_file_that_is_not_what_it_says_is_told(content: bytes, code: str) -> None:
    refused(code, media_type_of, content)


@pytest.mark.django_db
@pytest.mark.req("S2-27")
def test_given_promised_and_changed(stand_ins) -> None:
    application = drafts.filled("partners_with_child")
    actor = drafts.actor_of(application)
    code = next(paper.code for paper in services.completeness(application).papers if paper.promised)
    first = services.add_document(application, code, drafts.PDF, "uno.pdf", actor=actor)
    old = StoredFile.objects.get(pk=first.stored_file_id)
    services.add_document(application, code, picture("PNG"), "dos.png", actor=actor)
    paper = next(paper for paper in services.completeness(drafts.fresh(application)).papers if paper.code == code)
    assert paper.given
    assert (paper.document.file_name, paper.document.media_type) == ("dos.png", "image/png")
    old.refresh_from_db()
    assert old.purged_at is not None
    services.remove_document(application, code, actor=actor)
    assert "documents" in services.completeness(drafts.fresh(application)).missing


@pytest.mark.django_db
@pytest.mark.req("S2-29", "S2-27")
def test_asked_for_and_handed_in(stand_ins) -> None:
    application, _submission = drafts.submitted()
    outbox.deliver_due()
    mail.outbox.clear()
    due = timezone.localdate() + timedelta(days=20)
    document = services.request_document(application, "padron", "Hace falta el histórico.", due, label="Padrón")
    outbox.deliver_due()
    assert [message.subject for message in mail.outbox] == ["Tienes un documento pendiente"]
    assert application.members.get(ref="a").first_name not in mail.outbox[0].body
    step = selectors.timeline(application)[-1]
    assert (step.step, step.action_due) == ("document_requested", due)

    handed = services.receive_document(
        application, document.public_id, drafts.PDF, "padron.pdf", actor=drafts.actor_of(application)
    )
    assert handed.state == "received"
    assert vault.read(handed.stored_file) == drafts.PDF
    assert (
        receipts.check_file(receipts.content(handed.receipt_public_id, drafts.actor_of(application))).state
        == "authentic"
    )
    refused(
        "document.not_waiting",
        services.receive_document,
        application,
        document.public_id,
        drafts.PDF,
        "otra.pdf",
        actor=drafts.actor_of(application),
    )


@pytest.mark.django_db
@pytest.mark.req("S2-29")
def test_a_due_date_is_recalled_twice(stand_ins) -> None:
    application, _ = drafts.submitted()
    outbox.deliver_due()
    today = timezone.localdate()
    document = services.request_document(application, "padron", "", today + timedelta(days=10), label="Padrón")
    outbox.deliver_due()
    mail.outbox.clear()
    assert (tasks.remind_documents(), tasks.remind_documents()) == (1, 0)
    type(document).objects.filter(pk=document.pk).update(due_on=today + timedelta(days=3))
    assert (tasks.remind_documents(), tasks.remind_documents()) == (1, 0)
    assert len(mail.outbox) == 2


@pytest.mark.django_db
def test_a_rejected_document_stays_beside_the_new_one(stand_ins) -> None:
    application, _ = drafts.submitted()
    actor = drafts.actor_of(application)
    document = services.request_document(application, "padron", "", None, label="Padrón")
    services.receive_document(application, document.public_id, drafts.PDF, "uno.pdf", actor=actor)
    services.judge_document(application, document.public_id, accepted=False)
    services.receive_document(application, document.public_id, drafts.PDF, "dos.pdf", actor=actor)
    names = [
        d.file_name for d in selectors.submitted(application.public_id).documents if d.requirement_code == "padron"
    ]
    assert names == ["uno.pdf", "dos.pdf"]


@pytest.mark.django_db
@pytest.mark.req("S2-61")
def test_the_receipt_says_everything_but_what_protects_somebody(stand_ins, tmp_path) -> None:
    import shutil
    import subprocess

    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    application, submission = drafts.submitted("partners_with_child")
    home = drafts.household("partners_with_child")
    path = tmp_path / "receipt.pdf"
    path.write_bytes(receipts.content(submission.receipt_public_id, drafts.actor_of(application)))
    text = " ".join(
        subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout.split()
    )
    for expected in (
        submission.registry_number,
        home.applicant.document_number,
        home.members[2].first_name,
        home.applicant.municipality,
        "Se aportará después",
        "artículo 28.3 de la Ley 19/2021",
        "Huella (SHA-256)",
    ):
        assert expected in text
