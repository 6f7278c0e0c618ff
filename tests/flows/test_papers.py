"""The papers of a dossier, on a real one: what goes with a decision, and the whole as an electronic file."""

import io
import json
import os
import zipfile

import pytest
from django.core.management import CommandError, call_command

from applications import services as applications
from core import events
from core.actors import citizen
from core.errors import Refused
from core.models import StoredFile
from receipts import models, selectors
from receipts import services as receipts
from receipts.verify.attachments import attached
from tests.flows.dossiers import actor, opened, run, staff, stand_ins  # noqa: F401
from workflow import services
from workflow.services.reading import letters_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins")]


@pytest.fixture
def elena():
    return staff("elena", "processor")


@pytest.fixture
def decided(elena):
    dossier = opened("single_mother")
    services.propose(str(dossier.public_id), "granted", "", actor(elena))
    services.resolve(str(dossier.public_id), actor(elena))
    run()
    dossier.refresh_from_db()
    return dossier


def papers_of(dossier):
    return {paper.kind: paper for paper in selectors.receipts_of("dossier", str(dossier.public_id))}


@pytest.mark.req("S2-72")
def test_a_decision_leaves_with_its_calculation_and_its_easy_reading(decided, elena):
    issued = papers_of(decided)
    assert set(issued) == {"resolution", "calculation_sheet", "easy_reading"}
    listed = decided.application.letters.values_list("kind", flat=True)
    assert {"resolution", "calculation_sheet", "easy_reading"} <= set(listed)
    assert {str(paper.public_id) for paper in issued.values()} <= {row.public_id for row in letters_of(decided)}
    sheet = services.open_letter(str(decided.public_id), str(issued["calculation_sheet"].public_id), actor(elena))
    data = json.loads(attached(sheet)["calculo.json"])
    assert data["monthly_cents"] == decided.resolution.monthly_cents
    assert all(line["rule"] and line["source"] for line in data["lines"])
    assert data["text"] == decided.resolution.content["text"]
    assert any(row["values"] for row in data["requirements"])
    assert (
        events.events_of("application", str(decided.application.public_id))
        .filter(kind="application.letter_added")
        .count()
        == 1
    ), "one notice for one decision"


def test_sealing_twice_gives_the_same_papers(decided):
    before = models.Receipt.objects.count()
    decided.resolution.receipt_public_id = ""
    decided.resolution.save()
    services.seal_resolution(decided.pk)
    services.notify(decided.pk)
    assert models.Receipt.objects.count() == before


@pytest.mark.req("S4-27")
def test_the_certificate_says_what_was_recognised(decided):
    who = citizen(str(decided.application.public_id))
    receipt = applications.issue_certificate(decided.application.public_id, actor=who)
    assert receipt.kind == "recognition_certificate"
    again = applications.issue_certificate(decided.application.public_id, actor=who)
    assert again == receipt, "the same thing on the same day is the same paper"
    data = json.loads(attached(receipts.content(receipt.public_id, who))["certificado.json"])
    assert data["decision"]["monthly_cents"] == decided.resolution.monthly_cents
    assert decided.application.letters.filter(kind="recognition_certificate").count() == 1


def test_a_withdrawal_is_answered_in_writing(elena):
    dossier = opened("single_mother")
    applications.withdraw(dossier.application.public_id, actor=citizen(str(dossier.application.public_id)))
    run()
    assert set(papers_of(dossier)) == {"withdrawal_accepted"}
    assert dossier.application.letters.filter(kind="withdrawal_accepted").count() == 1
    services.seal_withdrawal(str(dossier.public_id))
    assert dossier.application.letters.filter(kind="withdrawal_accepted").count() == 1


# --- The electronic file ---------------------------------------------------------------------------------------------


def exported(dossier, who):
    return b"".join(services.export_dossier(str(dossier.public_id), who))


def test_a_dossier_is_exported_whole_and_found_whole(decided, elena, tmp_path, capsys):
    files = StoredFile.objects.count()
    package = exported(decided, actor(elena))
    assert StoredFile.objects.count() == files + 1, "only the index is kept, sealed and encrypted as every paper"
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        data = json.loads(archive.read("metadatos.json"))
        kinds = [row["kind"] for row in data["documents"]]
        path = next(row["path"] for row in data["documents"] if row["kind"] == "resolution")
        assert receipts.check_file(archive.read(path)).state == "authentic"
    assert {"resolution", "calculation_sheet", "easy_reading"} <= set(kinds)
    assert data["file"]["state"] == "notified"
    assert [entry["move"] for entry in data["file"]["clock"]] == ["start", "close"]
    file = tmp_path / "expediente.zip"
    file.write_bytes(package)
    call_command("check_electronic_file", str(file))
    assert "ÍNTEGRO" in capsys.readouterr().out
    event = events.events_of("dossier", str(decided.public_id)).filter(kind="dossier.exported").get()
    assert (event.actor_ref, event.payload["documents"]) == (str(elena.public_id), len(kinds))
    index = [paper for paper in selectors.receipts_of("dossier", str(decided.public_id)) if "index" in paper.kind]
    assert len(index) == 1
    again = exported(decided, actor(elena))
    with zipfile.ZipFile(io.BytesIO(again)) as archive:
        assert len(json.loads(archive.read("metadatos.json"))["documents"]) == len(kinds), "no index inside an index"


def test_who_only_reads_exports_nothing(decided):
    other = staff("otra", "processor")
    with pytest.raises(Refused):
        exported(decided, actor(other))
    assert exported(decided, actor(staff("jefa", "supervisor")))[:2] == b"PK"


def test_by_command_for_an_archive(decided, tmp_path, capsys):
    file = tmp_path / "expediente.zip"
    call_command("export_dossier", decided.number, str(file), purpose="Remisión al juzgado")
    assert os.stat(file).st_mode & 0o777 == 0o600
    call_command("check_electronic_file", str(file))
    assert "ÍNTEGRO" in capsys.readouterr().out
    event = events.events_of("dossier", str(decided.public_id)).filter(kind="dossier.exported").get()
    assert event.purpose == "Remisión al juzgado"
    with pytest.raises(CommandError, match="ya existe"):
        call_command("export_dossier", decided.number, str(file), purpose="x")
    with pytest.raises(CommandError, match="No hay ningún"):
        call_command("export_dossier", "IMV-1", str(file), purpose="x")
