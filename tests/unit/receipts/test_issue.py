"""Issuing: once, numbered, kept as it is; fetching leaves a trace; replacing and revoking show."""

import datetime as dt
import hashlib
import os
import shutil
import subprocess

import pytest

from core import events
from core.actors import SYSTEM, citizen
from core.errors import AmparoError
from core.models import StoredFile
from receipts import cea, models, selectors, services
from receipts.keys import trust
from receipts.verify import verify_bytes
from tests.unit.receipts.letters import letter

pytestmark = pytest.mark.django_db
REF = "0190-abc"


def issue(ref=REF, **changes):
    return services.issue(letter(**changes), subject_type="application", subject_ref=ref, actor=SYSTEM)


@pytest.mark.req("S2-61")
def test_a_receipt_is_sealed_and_carries_its_code():
    receipt = issue()
    code = cea.parse(receipt.cea)
    data = services.content(receipt.public_id, citizen(REF))
    assert verify_bytes(data, trust()).state == "authentic"
    assert (hashlib.sha256(data).hexdigest(), len(data)) == (receipt.sha256, receipt.size)
    assert cea.ids_in(data) == (code.id,)
    assert receipt.size < 60_000


def test_the_same_letter_is_issued_once():
    first, again = issue(), issue()
    assert first == again
    assert models.Receipt.objects.count() == StoredFile.objects.count() == 1
    assert events.events_of("application", REF).filter(kind="receipt.issued").count() == 1
    others = {issue(title="Otra").public_id, issue(ref="other").public_id, issue(kind="resolution").public_id}
    assert len(others | {first.public_id}) == 4


@pytest.mark.req("S2-62")
def test_the_bytes_never_change_and_each_download_is_recorded():
    receipt = issue()
    copies = {services.content(receipt.public_id, citizen(REF), purpose="consulta") for _ in range(3)}
    assert len(copies) == 1
    downloads = events.events_of("application", REF).filter(kind="receipt.downloaded")
    assert [(event.actor_ref, event.purpose) for event in downloads] == [(REF, "consulta")] * 3


def test_the_code_is_not_in_the_database_in_clear(django_assert_num_queries):
    from django.db import connection

    code = cea.parse(issue().cea)
    with connection.cursor() as cursor:
        cursor.execute("select * from receipts_receipt")
        row = " ".join(map(str, cursor.fetchone()))
    assert code.id in row
    assert code.code not in row


def test_events_hold_no_title():
    issue(title="Resolución de Núria Àvila")
    payloads = [event.payload for event in events.events_of("application", REF)]
    assert payloads
    assert "Núria" not in str(payloads)


def test_letters_of_one_matter_are_listed_in_order():
    first, second = issue(), issue(title="Segunda")
    issue(ref="other")
    assert selectors.receipts_of("application", REF) == (first, second)
    assert selectors.receipt(str(first.public_id)) == first


@pytest.mark.parametrize("wrong", ["no-es-un-id", "01990000-0000-7000-8000-000000000000"])
def test_what_does_not_exist_is_said_plainly(wrong):
    with pytest.raises(AmparoError) as problem:
        services.content(wrong, SYSTEM)
    assert problem.value.code == "receipt.not_found"


def test_a_replaced_paper_says_so_and_stands_no_more():
    old = issue()
    new = services.replace(old.public_id, letter(title="Corregida"), SYSTEM, "wrong_content")
    answer = services.check(old.cea)
    assert answer.state == "replaced"
    assert answer.replaced_by_id == cea.parse(new.cea).id
    assert services.check(new.cea).state == "authentic"
    assert services.check_file(services.content(old.public_id, SYSTEM)).state == "replaced"
    with pytest.raises(AmparoError) as problem:
        services.replace(old.public_id, letter(title="Otra más"), SYSTEM, "wrong_content")
    assert problem.value.code == "receipt.already_replaced"


def test_a_revoked_paper_says_so():
    receipt = issue()
    services.revoke(receipt.public_id, SYSTEM, "issued_by_mistake")
    assert services.check(receipt.cea).state == "revoked"
    assert services.check_file(services.content(receipt.public_id, SYSTEM)).state == "revoked"


def test_without_a_seal_nothing_is_issued(settings, tmp_path):
    settings.SEAL_KEYS_DIR, settings.SEAL_DEMONSTRATION_AUTHORITY = tmp_path / "none", False
    with pytest.raises(AmparoError) as problem:
        issue()
    assert problem.value.code == "receipt.no_seal"
    assert not models.Receipt.objects.exists()


@pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="PostgreSQL is not installed (Debian: postgresql)")
@pytest.mark.django_db(transaction=True)
def test_two_at_once_issue_one():
    import threading

    from django.db import connection

    found, barrier = [], threading.Barrier(2)

    def run():
        barrier.wait()
        try:
            found.append(issue())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert found[0].public_id == found[1].public_id
    assert models.Receipt.objects.count() == 1


# --- Which key sealed what --------------------------------------------------------------------------------------------


def test_the_new_letter_says_which_it_replaces():
    from pikepdf import open as read

    old = issue()
    new = services.replace(old.public_id, letter(title="Corregida"), SYSTEM, "wrong_content")
    import io

    with read(io.BytesIO(services.content(new.public_id, SYSTEM))) as pdf:
        assert len(pdf.pages) >= 2
    replaced = models.Receipt.objects.get(public_id=old.public_id)
    assert replaced.replaced_by.public_id == new.public_id
    assert selectors.receipt(old.public_id).state == "replaced"


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
def test_and_it_says_so_in_print(tmp_path):
    old = issue()
    new = services.replace(old.public_id, letter(title="Corregida"), SYSTEM, "wrong_content")
    paper = tmp_path / "new.pdf"
    paper.write_bytes(services.content(new.public_id, SYSTEM))
    text = subprocess.run(["pdftotext", paper, "-"], capture_output=True, text=True, check=True).stdout
    assert f"Este documento sustituye al de Id. CEA {old.cea.split()[0]}" in " ".join(text.split())


def test_which_certificate_sealed_is_kept_and_a_renewal_is_noticed(settings):
    from pathlib import Path

    from receipts.seal import renew_demonstration_seal

    before = issue()
    renew_demonstration_seal(Path(settings.SEAL_KEYS_DIR))
    after = issue(title="Después")
    rows = [models.Receipt.objects.get(public_id=paper.public_id) for paper in (before, after)]
    assert rows[0].seal_certificate != rows[1].seal_certificate
    assert {row.seal_level for row in rows} == {"B-B"}
    assert [services.check(paper.cea).state for paper in (before, after)] == ["authentic", "authentic"]
    assert services.check_file(services.content(before.public_id, SYSTEM)).state == "authentic"


def test_a_lost_key_spoils_what_it_sealed_from_then_on_only():
    import time_machine
    from django.utils import timezone

    now = timezone.now()
    with time_machine.travel(now - dt.timedelta(days=2)):
        early = issue()
    late = issue(title="Después")
    row = models.Receipt.objects.get(public_id=late.public_id)
    services.revoke_certificate(row.seal_certificate.fingerprint[:12], now - dt.timedelta(days=1), SYSTEM)
    assert [services.check(paper.cea).state for paper in (early, late)] == ["authentic", "revoked"]
    with pytest.raises(AmparoError) as problem:
        services.revoke_certificate("00", now, SYSTEM)
    assert problem.value.code == "receipt.unknown_certificate"


def test_only_central_administration_stops_believing_a_key():
    from django.utils import timezone

    from core.errors import Refused

    issue()
    with pytest.raises(Refused):
        services.revoke_certificate("", timezone.now(), citizen(REF))


def test_the_commands_of_the_seal(settings, tmp_path):
    import io

    from django.core.management import CommandError, call_command

    issue()
    fingerprint = models.SealCertificate.objects.get().fingerprint
    out = io.StringIO()
    call_command("check_seal", stdout=out, stderr=io.StringIO())
    assert "Checked: authentic" in out.getvalue()
    assert fingerprint[:16] in out.getvalue()
    call_command("renew_seal", stdout=io.StringIO())
    call_command("revoke_seal", fingerprint[:10], "--since=2026-01-01T00:00", stdout=io.StringIO())
    assert models.SealCertificate.objects.get(fingerprint=fingerprint).revoked_from is not None
    with pytest.raises(CommandError):
        call_command("revoke_seal", "ffff", "--since=2026-01-01T00:00")
    settings.SEAL = {**settings.SEAL, "signer": "remote"}
    with pytest.raises(CommandError, match="not kept in a file"):
        call_command("renew_seal")


@pytest.mark.parametrize(
    "seal", [{"signer": "pkcs11", "pin_file": "/none"}, {"signer": "remote", "remote_token_file": "/none"}]
)
def test_a_seal_set_wrong_is_said_plainly(settings, seal):
    settings.SEAL = {**settings.SEAL, **seal}
    with pytest.raises(AmparoError) as problem:
        issue()
    assert problem.value.code == "receipt.no_seal"
