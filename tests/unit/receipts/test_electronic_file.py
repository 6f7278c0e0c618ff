"""A dossier leaves as one package that anyone can check years later; whatever is touched is noticed."""

import datetime as dt
import hashlib
import io
import json
import struct
import subprocess
import sys
import zipfile
import zlib

import pytest
from django.core.management import call_command

from core.actors import SYSTEM
from receipts import keys, services
from receipts.electronic_file import FiledDocument, FileHead, check_package
from receipts.electronic_file.archive import OddArchiveError, opened
from receipts.electronic_file.structure import faults, parsed
from receipts.services.filing import INDEX_KIND, electronic_file, filed_papers
from tests.unit.receipts.letters import letter

pytestmark = pytest.mark.django_db
MADE_AT = dt.datetime(2026, 11, 21, 10, 42, tzinfo=dt.UTC)
SUBJECT = ("dossier", "0190-abc")
PHOTO = b"\xff\xd8\xff a photograph"


def given(content=PHOTO):
    return FiledDocument(
        identifier="0190aa",
        title="Contrato de alquiler & anexo <1>",
        kind="lease",
        documentary_type="TD99",
        origin="citizen",
        captured_at=MADE_AT - dt.timedelta(days=3),
        media_type="image/jpeg",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        sealed=False,
        read=lambda: content,
    )


def head():
    return FileHead(
        identifier="IMV-2026-000001",
        organ="AMPARO000",
        year=2026,
        opened_at=MADE_AT - dt.timedelta(days=4),
        made_at=MADE_AT,
        closed=True,
        classification="imv",
        interested=("12345678Z",),
        metadata={"state": "notified"},
    )


@pytest.fixture
def package():
    services.issue(letter(), subject_type=SUBJECT[0], subject_ref=SUBJECT[1], actor=SYSTEM)
    documents = (given(), *filed_papers(*SUBJECT))
    pieces = electronic_file(
        head(), documents, reference="IMV-2026-000001", office_name="Madrid", subject=SUBJECT, actor=SYSTEM
    )
    return b"".join(pieces)


def check(data):
    return check_package(io.BytesIO(data), keys.trust())


def repacked(data, change=None, skip=(), add=()):
    """The package written again, with files changed, left out or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new:
        for entry in old.infolist():
            if entry.filename not in skip:
                content = old.read(entry)
                new.writestr(entry.filename, (change or {}).get(entry.filename, lambda same: same)(content))
        for name, content in add:
            new.writestr(name, content)
    return target.getvalue()


@pytest.mark.req("S2-62")
def test_a_package_holds_the_same_bytes_and_is_sound(package):
    report = check(package)
    assert (report.state, report.problems, report.documents) == ("sound", (), 2)
    assert report.identifier == "ES_AMPARO000_2026_EXP_IMV2026000001"
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.read("documentos/0001.jpg") == PHOTO
        sealed = archive.read("documentos/0002.pdf")
        assert services.check_file(sealed).state == "authentic"
        assert services.check_file(archive.read("indice.pdf")).state == "authentic"
        data = json.loads(archive.read("metadatos.json"))
    assert [row["origin"] for row in data["documents"]] == ["citizen", "administration"]
    assert data["documents"][1]["sha256"] == hashlib.sha256(sealed).hexdigest()
    assert data["file"]["state"] == "notified"


def test_the_index_of_another_day_is_no_part_of_the_dossier(package):
    assert INDEX_KIND not in {paper.kind for paper in filed_papers(*SUBJECT)}


def test_a_replaced_paper_is_a_version_before():
    old = services.issue(letter(), subject_type=SUBJECT[0], subject_ref=SUBJECT[1], actor=SYSTEM)
    from receipts import models

    new = services.issue(letter(title="Otra"), subject_type=SUBJECT[0], subject_ref=SUBJECT[1], actor=SYSTEM)
    row = models.Receipt.objects.get(public_id=old.public_id)
    row.replaced_by, row.state = models.Receipt.objects.get(public_id=new.public_id), "replaced"
    row.save()
    first, second = filed_papers(*SUBJECT)
    assert (first.version, first.replaces, first.metadata["state"]) == (1, "", "replaced")
    assert (second.version, second.replaces) == (2, old.public_id.hex)


def test_the_xml_has_the_norm_s_shape(package):
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        record = parsed(archive.read("expediente.xml"))
        assert list(faults(record, "eniexp:expediente")) == []
        for path in ("documentos/0001.xml", "documentos/0002.xml"):
            assert list(faults(parsed(archive.read(path)), "enidoc:documento")) == []
        record.remove(record[1])
        assert any("metadatosExp" in fault for fault in faults(record, "eniexp:expediente"))
        document = parsed(archive.read("documentos/0001.xml"))
        document[1][-1].text = "TD77"
        assert any("TipoDocumental" in fault for fault in faults(document, "enidoc:documento"))


def flipped(content):
    return content[:-9] + bytes([content[-9] ^ 1]) + content[-8:]


ATTACKS = {
    "a document changed": ({"change": {"documentos/0001.jpg": flipped}}, "Ha cambiado documentos/0001.jpg."),
    "a document's record changed": ({"change": {"documentos/0002.xml": flipped}}, "Ha cambiado documentos/0002.xml."),
    "the record changed": ({"change": {"expediente.xml": flipped}}, "Ha cambiado expediente.xml."),
    "the metadata changed": ({"change": {"metadatos.json": lambda _: b"{}"}}, "Ha cambiado metadatos.json."),
    "a document missing": ({"skip": ("documentos/0002.pdf",)}, "Falta documentos/0002.pdf."),
    "a document added": ({"add": (("documentos/0003.pdf", b"%PDF-"),)}, "Sobra documentos/0003.pdf"),
    "the index changed": ({"change": {"indice.pdf": flipped}}, "El índice no tiene un sello válido."),
}


@pytest.mark.parametrize(("attack", "told"), ATTACKS.values(), ids=ATTACKS)
def test_whatever_is_touched_is_noticed(package, attack, told):
    assert check(repacked(package)).state == "sound", "packing it again changes nothing"
    report = check(repacked(package, **attack))
    assert report.state == "altered"
    assert any(told in problem for problem in report.problems), report.problems


def test_the_index_of_another_file_does_not_cover_this_one(package):
    other = b"".join(
        electronic_file(head(), (given(b"other"),), reference="X", office_name="M", subject=SUBJECT, actor=SYSTEM)
    )
    with zipfile.ZipFile(io.BytesIO(other)) as archive:
        index = archive.read("indice.pdf")
    assert check(repacked(package, change={"indice.pdf": lambda _: index})).state == "altered"


def test_a_paper_of_ours_that_is_no_index_is_told_apart(package):
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        paper = archive.read("documentos/0002.pdf")
    assert check(repacked(package, change={"indice.pdf": lambda _: paper})).state == "not_a_file"


def bomb():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("indice.pdf", bytes(50 << 20))
    return target.getvalue()


def overlapping(data):
    """The list says twice where the first file lies: the trick of bombs that need no compression."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first = archive.infolist()[0]
    central = bytearray(data[data.index(b"PK\x01\x02") :])
    second = central.index(b"PK\x01\x02", 4)
    struct.pack_into("<L", central, second + 42, first.header_offset)
    return data[: data.index(b"PK\x01\x02")] + bytes(central)


def hidden(data):
    """A file between two others that the list does not name."""
    return b"PK\x03\x04 smuggled" + data


def lying(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = struct.pack("<LL", *[archive.infolist()[0].file_size] * 2)
    place = data.index(b"PK\x01\x02") + 20
    assert data[place : place + 8] == size
    return data[:place] + struct.pack("<LL", 3 << 30, 3 << 30) + data[place + 8 :]


@pytest.mark.parametrize(
    "name", ["../up.pdf", "/etc/passwd.txt", "documentos\\a.pdf", "a/b/c.pdf", "c:x.pdf", "Indice.PDF", "x", ".a.b"]
)
def test_tricks_with_names_are_refused(package, name):
    report = check(repacked(package, add=((name, b"x"),)))
    assert report.state == "not_a_file"
    assert "nombre" in report.problems[0]


@pytest.mark.parametrize("trick", [overlapping, hidden, lying, lambda _: bomb(), lambda data: data + b"tail"])
def test_tricks_with_sizes_and_places_are_refused(package, trick):
    assert check(trick(package)).state == "not_a_file"


def test_encrypted_entries_links_and_doubles_are_refused(package):
    locked = bytearray(package)
    struct.pack_into("<H", locked, package.index(b"PK\x01\x02") + 8, 9)
    assert check(bytes(locked)).state == "not_a_file"
    target = io.BytesIO(package)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(target, "a") as archive:
        archive.writestr("expediente.xml", b"again")
    assert check(target.getvalue()).state == "not_a_file"
    link = zipfile.ZipInfo("enlace.pdf")
    link.external_attr = 0o120777 << 16
    target = io.BytesIO(package)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert check(target.getvalue()).state == "not_a_file"


@pytest.mark.parametrize("junk", [b"", b"PK", b"%PDF-1.7", bytes(5000), zlib.compress(bytes(100))])
def test_what_is_no_package_is_said_plainly(junk):
    assert check(junk).state == "not_a_file"
    with pytest.raises(OddArchiveError):
        opened(io.BytesIO(junk))


def test_xml_with_entities_is_not_read():
    assert parsed(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>') is None
    assert parsed(b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>') is None
    assert parsed(b"<a>") is None


def test_a_document_that_changed_at_home_stops_the_package():
    bad = given()
    pieces = electronic_file(
        head(),
        (FiledDocument(**{**bad.__dict__, "read": lambda: b"changed"}),),
        reference="X",
        office_name="M",
        subject=SUBJECT,
        actor=SYSTEM,
    )
    with pytest.raises(ValueError, match="is not what the index says"):
        b"".join(pieces)


def test_checked_with_nothing_but_the_root(package, tmp_path):
    """No Django, no database, no connection: as a court would."""
    (tmp_path / "file.zip").write_bytes(package)
    (tmp_path / "changed.zip").write_bytes(repacked(package, skip=("documentos/0001.jpg",)))
    (tmp_path / "junk.zip").write_bytes(b"junk")
    root = tmp_path / "root.pem"
    root.write_bytes(next(iter(keys.trust_roots())))
    for name, code in (("file.zip", 0), ("changed.zip", 1), ("junk.zip", 2)):
        command = [sys.executable, "-m", "receipts.electronic_file", str(tmp_path / name), "--trust", str(root)]
        done = subprocess.run(command, check=False, capture_output=True, text=True, env={"PATH": ""})
        assert done.returncode == code, done.stdout + done.stderr


def test_the_command_says_what_is_wrong(package, tmp_path, capsys):
    path = tmp_path / "file.zip"
    path.write_bytes(package)
    call_command("check_electronic_file", str(path))
    assert "ÍNTEGRO" in capsys.readouterr().out
    path.write_bytes(repacked(package, skip=("documentos/0001.jpg",)))
    with pytest.raises(SystemExit) as left:
        call_command("check_electronic_file", str(path))
    assert left.value.code == 1
    assert "Falta documentos/0001.jpg." in capsys.readouterr().out
