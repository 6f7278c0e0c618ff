"""Each day's papers as a sealed root tied to the day before: closed once, proved from outside, every break found."""

import datetime as dt
import hashlib
import io
import json
import os
import subprocess
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core import events, worker
from core.actors import SYSTEM
from core.errors import AmparoError
from core.models import StoredFile
from receipts import keys, models, services
from receipts.services import chaining
from receipts.verify import verify_bytes
from receipts.verify.merkle import inclusion_path, leaf_hash, node_hash, root_from_path, tree_root
from receipts.verify.proof import DayStatement, InclusionProof, check_proof
from tests.unit.receipts.letters import authority, letter

MADRID = dt.timezone(dt.timedelta(hours=1))
FIRST = dt.datetime(2026, 11, 20, 10, 0, tzinfo=MADRID)


def issue(ref, moment=FIRST):
    with time_machine.travel(moment, tick=False):
        return services.issue(letter(), subject_type="application", subject_ref=ref, actor=SYSTEM)


def close(moment):
    with time_machine.travel(moment, tick=False):
        return services.close_due_days()


@pytest.fixture
def three_days(db):
    """Two papers on the first day, none on the second, one on the third; all closed."""
    papers = [issue("1"), issue("2", FIRST + dt.timedelta(hours=3)), issue("3", FIRST + dt.timedelta(days=2))]
    assert close(FIRST + dt.timedelta(days=3)) == 3
    return papers


# --- Trees ------------------------------------------------------------------------------------------------------------


def reference_root(entries):
    """RFC 6962 §2.1, word by word."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return leaf_hash(entries[0])
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return node_hash(reference_root(entries[:split]), reference_root(entries[split:]))


@given(st.lists(st.binary(max_size=4), max_size=40))
def test_the_tree_is_that_of_rfc_6962(entries):
    assert tree_root(entries) == reference_root(entries)


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=40), st.data())
def test_every_leaf_has_its_way_and_no_other(entries, data):
    position = data.draw(st.integers(0, len(entries) - 1))
    path, root = inclusion_path(entries, position), tree_root(entries)
    assert root_from_path(entries[position], position, len(entries), path) == root
    assert root_from_path(entries[position] + b"x", position, len(entries), path) != root
    assert root_from_path(entries[position], position, len(entries), [*path, b"\0" * 32]) is None
    assert root_from_path(entries[position], len(entries), len(entries), path) is None
    if path:
        assert root_from_path(entries[position], position, len(entries), path[:-1]) is None


# --- Closing ----------------------------------------------------------------------------------------------------------


def test_a_day_is_closed_after_its_end_once_and_an_empty_one_too(db):
    issue("1")
    night = FIRST.replace(hour=0) + dt.timedelta(days=1)
    assert close(night + chaining.GRACE - dt.timedelta(seconds=1)) == 0
    assert close(night + chaining.GRACE) == 1
    assert close(night + chaining.GRACE) == 0
    assert close(night + dt.timedelta(days=2)) == 1, "the day without papers"
    assert list(models.DailyRoot.objects.order_by("day").values_list("size", flat=True)) == [1, 0]
    assert events.events_of("daily_root", "2026-11-20").filter(kind="roots.closed").count() == 1


def test_before_the_first_paper_there_is_nothing_to_close(db):
    assert services.close_due_days() == 0


def test_many_days_are_caught_up_some_at_a_time(db):
    issue("1")
    with time_machine.travel(FIRST + dt.timedelta(days=40), tick=False):
        assert services.close_due_days() == 31
        assert services.close_due_days() == 9
        worker.run_until_idle()
    assert models.DailyRoot.objects.count() == 40


def test_without_a_seal_it_rests_and_tries_again(db, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(chaining, "_resting_until", 0.0)
    issue("1")
    settings.SEAL_KEYS_DIR, settings.SEAL_DEMONSTRATION_AUTHORITY = tmp_path / "none", False
    with pytest.raises(AmparoError):
        close(FIRST + dt.timedelta(days=2))
    assert close(FIRST + dt.timedelta(days=2)) == 0, "not twice a second"
    settings.SEAL_DEMONSTRATION_AUTHORITY = True
    monkeypatch.setattr(chaining, "_resting_until", 0.0)
    assert close(FIRST + dt.timedelta(days=2)) == 2


@pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="PostgreSQL is not installed (Debian: postgresql)")
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_close_each_day_once():
    import threading

    issue("1")
    with time_machine.travel(FIRST + dt.timedelta(days=5), tick=False):
        closed, barrier = [], threading.Barrier(2)

        def run():
            barrier.wait()
            try:
                closed.append(services.close_due_days())
            finally:
                connection.close()

        threads = [threading.Thread(target=run) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        services.close_due_days()
    days = list(models.DailyRoot.objects.order_by("day").values_list("day", flat=True))
    assert len(days) == len(set(days)) == 5
    assert list(services.verify_chain()) == []


# --- Proof from outside -----------------------------------------------------------------------------------------------


def test_a_paper_is_proved_with_its_file_its_proof_and_the_root_certificate(three_days):
    for paper in three_days:
        data = services.content(paper.public_id, SYSTEM)
        proof = InclusionProof.parse(json.dumps(services.proof(paper.cea).as_json()).encode())
        statement, reasons = check_proof(data, proof, keys.trust())
        assert reasons == ()
        assert statement.day == paper.issued_at.astimezone(MADRID).date()


def test_a_proof_is_of_one_file_one_place_and_one_sealed_root(three_days, tmp_path):
    first, second, _ = three_days
    data, good = services.content(first.public_id, SYSTEM), services.proof(first.cea).as_json()
    other = services.proof(second.cea).as_json()
    _, stranger = authority(tmp_path / "stranger")
    forged = DayStatement("https://amparo.example", FIRST.date(), 1, tree_root([bytes.fromhex(first.sha256)]).hex(), "")
    import base64

    encode = lambda content: base64.b64encode(content).decode()  # noqa: E731
    meddled = [
        {**good, "sha256": other["sha256"]},
        {**good, "position": 1},
        {**good, "size": 1, "path": []},
        {**good, "path": [*good["path"][::-1], "00" * 32]},
        {**good, "signature": other["signature"][:-8] + "AAAAAAA="},
        {**good, "statement": encode(forged.encoded()), "size": 1, "path": []},
        {
            **good,
            "statement": encode(forged.encoded()),
            "signature": encode(stranger.detached(forged.encoded())),
            "size": 1,
            "path": [],
        },
    ]
    for wrong in meddled:
        statement, reasons = check_proof(data, InclusionProof.parse(json.dumps(wrong).encode()), keys.trust())
        assert statement is None, wrong
        assert reasons
    assert check_proof(data + b" ", InclusionProof.parse(json.dumps(good).encode()), keys.trust())[0] is None


@pytest.mark.parametrize("rubbish", [b"", b"{}", b"[1]", b"\xff", b'{"type": "amparo-inclusion-proof", "version": 1}'])
def test_rubbish_is_no_proof(rubbish):
    with pytest.raises(ValueError, match=r".*"):
        InclusionProof.parse(rubbish)


def test_the_command_checks_the_proof_too(three_days, tmp_path):
    import sys

    paper = three_days[0]
    file, proof = tmp_path / "paper.pdf", tmp_path / "proof.json"
    file.write_bytes(services.content(paper.public_id, SYSTEM))
    root = Path(__file__).resolve().parents[3]

    def run(content):
        proof.write_text(json.dumps(content))
        command = [sys.executable, "-m", "receipts.verify", file, "--trust", keys.roots_file(), "--proof", proof]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)

    good = services.proof(paper.cea).as_json()
    done = run(good)
    assert done.returncode == 0, done.stderr
    assert "20/11/2026" in done.stdout
    assert run({**good, "position": 1}).returncode == 1
    assert run({}).returncode == 2


def test_whoever_holds_the_code_takes_the_proof_and_nobody_else(three_days, client):
    paper = three_days[0]
    page = client.get(reverse("receipts:verify"), {"cea": paper.cea})
    assert "prueba.json" in page.content.decode()
    taken = client.get(reverse("receipts:proof"), {"cea": paper.cea})
    assert taken.json() == services.proof(paper.cea).as_json()
    assert "Núria" not in taken.content.decode()
    wrong = paper.cea[:-1] + ("A" if paper.cea[-1] != "A" else "B")
    assert client.get(reverse("receipts:proof"), {"cea": wrong}).status_code == 404
    assert client.get(reverse("receipts:proof"), {"cea": "ABC"}).status_code == 400


def test_before_the_day_is_closed_there_is_no_proof(db, client):
    paper = issue("1")
    assert "prueba.json" not in client.get(reverse("receipts:verify"), {"cea": paper.cea}).content.decode()
    assert client.get(reverse("receipts:proof"), {"cea": paper.cea}).status_code == 409


def test_roots_are_published_and_openssl_believes_them(three_days, client, tmp_path):
    listed = client.get(reverse("roots:json")).json()
    assert [(day["day"], day["size"]) for day in listed] == [("2026-11-20", 2), ("2026-11-21", 0), ("2026-11-22", 1)]
    assert listed[1]["previous"] == listed[0]["statement_sha256"]
    page = client.get(reverse("roots:list")).content.decode()
    assert all(day["root"] in page for day in listed)
    for name, view in (("s.json", "roots:statement"), ("s.p7s", "roots:signature")):
        (tmp_path / name).write_bytes(client.get(reverse(view, args=["2026-11-20"])).content)
    (tmp_path / "root.pem").write_bytes(client.get(reverse("receipts:root")).content)
    command = ["openssl", "cms", "-verify", "-binary", "-purpose", "any", "-inform", "DER"]
    command += ["-in", "s.p7s", "-content", "s.json", "-CAfile", "root.pem"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert hashlib.sha256(done.stdout).hexdigest() == listed[0]["statement_sha256"]
    assert client.get(reverse("roots:statement", args=["2020-01-01"])).status_code == 404
    assert client.get("/transparencia/raices/2026-99-99.json").status_code == 404


# --- Breaking it ------------------------------------------------------------------------------------------------------


def faults(**options):
    return list(services.verify_chain(**options))


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_sound_chain_has_no_fault(three_days):
    assert faults() == []
    out = io.StringIO()
    call_command("verify_chain", stdout=out)
    assert "3 days, 3 papers, chain sound" in out.getvalue()


def test_a_paper_taken_away_is_found(three_days):
    models.Receipt.objects.filter(public_id=three_days[0].public_id).delete()
    assert [fault for fault in faults() if "is missing" in fault]
    with pytest.raises(SystemExit):
        call_command("verify_chain", stderr=io.StringIO())


def test_a_paper_added_to_a_closed_day_is_found(three_days):
    issue("late")
    assert any("added after the day was closed" in fault for fault in faults())
    close(FIRST + dt.timedelta(days=4))
    # Issued three days before: too late for any tree, so it stays outside and is still found.
    assert any("added after the day was closed" in fault for fault in faults())


def test_a_paper_that_says_another_day_is_found(three_days):
    sql(
        "update receipts_receipt set issued_at = %s where cea_id = %s",
        FIRST - dt.timedelta(days=5),
        three_days[0].cea.split()[0],
    )
    assert any("says it is of 2026-11-15" in fault for fault in faults())


def test_a_paper_changed_on_the_disk_is_found(three_days, settings):
    stored = models.Receipt.objects.get(public_id=three_days[1].public_id).stored_file
    path = Path(settings.VAULT_DIR) / stored.public_id.hex[-2:] / stored.public_id.hex
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    assert any("was changed or cannot be opened" in fault for fault in faults())
    assert faults(contents=False) == [], "only opening it tells"


def test_another_paper_put_in_its_place_is_found(three_days):
    """Row, file and all replaced by a paper sealed with our own key: the tree remembers."""
    from core import vault
    from tests.unit.receipts.letters import sealed_by

    forged = vault.store(sealed_by(keys.sealer()), "application/pdf")
    row = models.Receipt.objects.get(public_id=three_days[1].public_id)
    row.stored_file, row.sha256 = forged, forged.sha256
    row.save()
    assert StoredFile.objects.filter(pk=forged.pk).exists()
    assert any("is missing or its record was changed" in fault for fault in faults())


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("update receipts_dailyroot set root = repeat('0', 64) where size = 2", "says something else"),
        ("update receipts_dailyroot set size = 7 where size = 2", "says something else"),
        ("delete from receipts_leaf where position = 1", "its leaves are not those of its root"),
        ("update receipts_leaf set position = 9 where position = 1", "its leaves are not"),
    ],
)
@pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="PostgreSQL is not installed (Debian: postgresql)")
def test_whatever_is_touched_in_the_database_is_found(three_days, broken, words):
    sql(broken)
    assert any(words in fault for fault in faults()), faults()


def test_a_day_taken_out_is_found(three_days):
    models.DailyRoot.objects.filter(day=FIRST.date() + dt.timedelta(days=1)).delete()
    found = faults()
    assert any("are missing" in fault for fault in found)
    assert any("does not follow the day before" in fault for fault in found)


def test_a_day_written_anew_is_found_by_the_next_or_by_its_seal(three_days, tmp_path):
    row = models.DailyRoot.objects.order_by("day").first()
    said = DayStatement.parse(bytes(row.statement))
    anew = DayStatement(said.installation, said.day, said.size, "ab" * 32, "").encoded()
    models.DailyRoot.objects.filter(pk=row.pk).update(statement=anew, root="ab" * 32)
    found = faults()
    assert any("its seal does not hold" in fault for fault in found)
    assert any("its leaves are not" in fault for fault in found)
    # Sealed with our own key, too: the day after does not follow it any more.
    models.DailyRoot.objects.filter(pk=row.pk).update(signature=keys.sealer().detached(anew))
    assert any("2026-11-21: it does not follow the day before" in fault for fault in faults())
    _, stranger = authority(tmp_path / "stranger")
    models.DailyRoot.objects.filter(pk=row.pk).update(signature=stranger.detached(anew))
    assert any("its seal does not hold" in fault for fault in faults())


def test_the_last_days_cut_off_are_found_by_a_witness(three_days, client, tmp_path):
    kept = client.get(reverse("roots:json")).content.decode()
    models.Leaf.objects.filter(daily_root__day__gt=FIRST.date()).delete()
    models.DailyRoot.objects.filter(day__gt=FIRST.date()).delete()
    models.Receipt.objects.filter(public_id=three_days[2].public_id).delete()
    assert faults() == [], "nothing inside tells"
    assert len([fault for fault in faults(witness=kept) if "witness" in fault]) == 2
    file = tmp_path / "raices.json"
    file.write_text(kept)
    with pytest.raises(SystemExit):
        call_command("verify_chain", witness=file, stderr=io.StringIO())


def test_a_renewed_seal_goes_on_with_the_chain(three_days, settings):
    from receipts.seal import renew_demonstration_seal

    renew_demonstration_seal(Path(settings.SEAL_KEYS_DIR))
    paper = issue("after", FIRST + dt.timedelta(days=3))
    assert close(FIRST + dt.timedelta(days=4, hours=12)) == 1
    assert faults() == []
    assert models.SealCertificate.objects.count() == 2
    assert verify_bytes(services.content(paper.public_id, SYSTEM), keys.trust()).state == "authentic"
