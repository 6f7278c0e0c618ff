"""Anyone checks a paper: by its code or with the file. The truth, nothing personal, and no way to hurt the server."""

import re
import time
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.actors import SYSTEM
from core.errors import AmparoError
from receipts import cea, keys, limits, models, services
from receipts.verify import verify_bytes
from tests.unit.receipts.letters import authority, letter, sealed_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def receipt():
    return services.issue(letter(), subject_type="application", subject_ref="1", actor=SYSTEM)


@pytest.fixture
def data(receipt):
    return services.content(receipt.public_id, SYSTEM)


@pytest.mark.req("S2-88", "S4-27")
def test_the_right_code_is_authentic(receipt):
    answer = services.check(receipt.cea)
    assert answer.state == "authentic"
    assert answer.document == "Justificante de presentación de una solicitud"
    assert answer.issuer == "Dirección provincial de Madrid"


def test_any_field_wrong_is_unknown_and_looks_the_same(receipt):
    code = cea.parse(receipt.cea)
    other = cea.new(code.day)
    wrong = [
        cea.Cea(code.id, code.day, other.code),
        cea.Cea(other.id, code.day, code.code),
        cea.Cea(code.id, code.day.replace(year=2025), code.code),
        other,
    ]
    answers = {services.check(str(one)) for one in wrong}
    assert answers == {services.check(str(other))}
    assert answers.pop().state == "unknown"


def test_half_a_code_is_asked_for_again():
    with pytest.raises(AmparoError) as problem:
        services.check("ABC")
    assert problem.value.code == "receipt.cea_unreadable"


@pytest.mark.req("S4-27")
def test_the_file_as_issued_is_authentic(data):
    assert services.check_file(data).state == "authentic"


@pytest.mark.req("S4-27")
@pytest.mark.parametrize("share", [0.02, 0.4, 0.8, 0.97])
def test_one_changed_byte_is_altered(data, share):
    place = int(len(data) * share)
    assert services.check_file(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]).state == "altered"


def test_an_appended_byte_and_a_removed_seal_are_altered(data):
    assert services.check_file(data + b"\n").state == "altered"
    assert services.check_file(without_seal(data)).state == "altered"


def without_seal(data):
    """The same pages, the signature field and its value taken out."""
    from io import BytesIO

    import pikepdf

    with pikepdf.open(BytesIO(data)) as pdf:
        del pdf.Root.AcroForm, pdf.Root.Perms
        del pdf.pages[0].Annots
        pdf.remove_unreferenced_resources()
        target = BytesIO()
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return target.getvalue()


def test_a_forgery_sealed_by_another_is_not_ours(receipt, tmp_path):
    _, stranger = authority(tmp_path / "stranger")
    assert services.check_file(sealed_by(stranger)).state == "unknown"
    claims = sealed_by(stranger, code=cea.parse(receipt.cea))
    assert services.check_file(claims).state == "altered"


def test_sealed_by_us_but_never_issued_is_unknown():
    assert services.check_file(sealed_by(keys.sealer())).state == "unknown"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"\xff\xd8\xff not a pdf", "receipt.not_a_pdf"), (b"%PDF-1.7" + bytes(16 << 20), "receipt.too_big")],
)
def test_what_cannot_be_checked_is_said_plainly(content, code):
    with pytest.raises(AmparoError) as problem:
        services.check_file(content)
    assert problem.value.code == code


def test_too_many_pages_are_refused():
    from io import BytesIO

    import pikepdf

    with pikepdf.new() as pdf:
        for _ in range(services.MAX_PAGES + 1):
            pdf.add_blank_page()
        target = BytesIO()
        pdf.save(target)
    with pytest.raises(AmparoError) as problem:
        services.check_file(target.getvalue())
    assert problem.value.code == "receipt.too_many_pages"


LOOP = b"""%PDF-1.7
1 0 obj<</Type/Catalog/Pages 2 0 R/AcroForm 3 0 R>>endobj
2 0 obj<</Kids[2 0 R]/Count 1>>endobj
3 0 obj<</Fields[3 0 R]/Kids[3 0 R]/FT/Sig>>endobj
trailer<</Root 1 0 R/Size 4>>
startxref
9
%%EOF"""
BOMBS = {
    "loop": LOOP,
    "arrays": b"%PDF-1.7\n" + b"[" * 200_000,
    "dictionaries": b"%PDF-1.7\n" + b"<</A " * 100_000 + b"\nstartxref\n9\n%%EOF",
    "strings": b"%PDF-1.7\n/ByteRange" + b"(" * 1_000_000,
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_hostile_file_gets_an_answer_in_time(bomb):
    start = time.monotonic()
    try:
        answer = services.check_file(bomb).state
    except AmparoError as problem:
        answer = problem.code
    assert answer in ("unknown", "receipt.too_costly")
    assert time.monotonic() - start < 20


def test_checks_are_counted_without_saying_whose(receipt, data):
    services.check(receipt.cea)
    services.check_file(data)
    assert list(models.CheckLog.objects.values_list("way", "state")) == [("code", "authentic"), ("file", "authentic")]
    assert {field.name for field in models.CheckLog._meta.get_fields()} == {"id", "at", "way", "state"}


# --- The page --------------------------------------------------------------------------------------------------------


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.req("S2-88")
def test_page_by_link_by_fields_and_by_file(client, receipt, data):
    page, code = reverse("receipts:verify"), cea.parse(receipt.cea)
    fields = {"id": code.id, "fecha": f"{code.day:%d/%m/%Y}", "codigo": code.grouped.lower(), "pagina": "1"}
    answers = [
        client.get(page, {"cea": code.compact}),
        client.get(page, fields),
        client.post(page, {"file": SimpleUploadedFile("a.pdf", data)}),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert "Auténtico" in text_of(answer)
        assert "Qué no prueba" in text_of(answer)
        assert "Núria" not in text_of(answer), "what the letter says is not shown"
        assert "2026-000123" not in text_of(answer)
    altered = client.post(page, {"file": SimpleUploadedFile("a.pdf", data + b"x")})
    assert "Alterado" in text_of(altered)
    assert "No consta" in text_of(client.get(page, {"cea": str(cea.new(code.day))}))


def test_the_link_in_the_paper_opens_the_answer(client, receipt, data):
    from io import BytesIO

    import pikepdf

    code = cea.parse(receipt.cea)
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) >= 2
    assert "Auténtico" in text_of(client.get(f"/verificar/?cea={code.compact}"))


@pytest.mark.parametrize("query", [{"cea": "ABC"}, {"cea": ""}, {"id": "A", "fecha": "1", "codigo": "B"}, {"id": "A"}])
def test_a_mistyped_code_keeps_what_was_typed(client, query):
    answer = client.get(reverse("receipts:verify"), query)
    assert "que revisar" in text_of(answer)
    assert "No consta" not in text_of(answer)
    assert all(f'value="{typed}"' in answer.content.decode() for typed in query.values() if typed)


def test_a_file_that_is_no_pdf_is_told_at_the_field(client):
    answer = client.post(reverse("receipts:verify"), {"file": SimpleUploadedFile("a.jpg", b"\xff\xd8")})
    assert "Ese archivo no es un PDF." in text_of(answer)
    assert "Elige el PDF que quieres comprobar." in text_of(client.post(reverse("receipts:verify"), {}))


def test_the_root_certificate_is_there_to_take_away(client, data):
    answer = client.get(reverse("receipts:root"))
    assert verify_bytes(data, [answer.content]).state == "authentic"
    assert b"PRIVATE" not in answer.content


def test_guessing_is_stopped(client):
    page = reverse("receipts:verify")
    code = str(cea.new(date(2026, 11, 21)))
    statuses = [client.get(page, {"cea": code}).status_code for _ in range(limits.CODES + 2)]
    assert statuses == [200] * limits.CODES + [429] * 2


def test_comparison_is_constant_time_and_the_code_never_logged():
    source = Path(services.check.__code__.co_filename).read_text()
    assert "compare_digest" in source
    assert "logg" not in source
