"""What somebody would try: a page with other words, another attachment, a file built to hurt whoever opens it."""

import io
import re
import resource
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.actors import SYSTEM
from core.errors import AmparoError
from receipts import cea, keys, limits, services
from receipts.verify import verify_bytes
from tests.unit.receipts.letters import letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def receipt():
    return services.issue(letter(), subject_type="application", subject_ref="1", actor=SYSTEM)


@pytest.fixture
def data(receipt):
    return services.content(receipt.public_id, SYSTEM)


def rewritten(data, change):
    """The file as an editor would save it after `change`, seal and all carried along."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        target = io.BytesIO()
        pdf.save(target)
    return target.getvalue()


def appended(data, change):
    """The same file with a revision after the seal, so that the sealed bytes stand untouched before it."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    change(writer)
    target = io.BytesIO()
    writer.write(target)
    assert target.getvalue().startswith(data)
    return target.getvalue()


def swap_attachment(pdf):
    del pdf.attachments["datos.json"]
    pdf.attachments["datos.json"] = b'{"numero": 2}'


def test_another_attachment_is_noticed(data):
    assert verify_bytes(rewritten(data, swap_attachment), keys.trust()).state in ("altered", "not_sealed")
    assert services.check_file(rewritten(data, swap_attachment)).state == "altered"


def test_another_attachment_in_a_later_revision_is_noticed(data):
    from pyhanko.pdf_utils import embed

    def change(writer):
        names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
        specification = names[1].get_object()
        other = embed.EmbeddedFileObject.from_file_data(writer, b'{"numero": 2}')
        specification["/EF"]["/F"] = specification["/EF"]["/UF"] = other.ef_stream_ref
        writer.mark_update(names.raw_get(1).reference)

    changed = appended(data, change)
    assert verify_bytes(changed, keys.trust()).state == "altered"
    assert services.check_file(changed).state == "altered"


def test_a_page_with_other_words_over_the_seal_is_noticed(data):
    """The shadow: everything sealed stays, a later revision shows something else."""
    from pyhanko.pdf_utils import generic

    def change(writer):
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        content = generic.StreamObject(stream_data=b"BT ET")
        page["/Contents"] = writer.add_object(content)
        writer.mark_update(writer.root["/Pages"]["/Kids"].raw_get(0).reference)

    changed = appended(data, change)
    assert verify_bytes(changed, keys.trust()).state == "altered"
    assert services.check_file(changed).state == "altered"


def test_a_removed_signature_is_noticed_by_what_the_file_claims(data):
    def change(pdf):
        del pdf.Root.AcroForm, pdf.Root.Perms
        del pdf.pages[0].Annots

    bare = rewritten(data, change)
    assert verify_bytes(bare, keys.trust()).state == "not_sealed"
    assert services.check_file(bare).state == "altered"


def test_the_seal_of_one_paper_in_another_is_noticed(data):
    other = services.issue(letter(title="Otra"), subject_type="application", subject_ref="1", actor=SYSTEM)
    theirs = services.content(other.public_id, SYSTEM)
    pattern = re.compile(rb"/Contents <([0-9a-f]+)>")
    ours, seal = pattern.search(data), pattern.search(theirs)
    moved = data[: ours.start(1)] + seal[1].ljust(len(ours[1]), b"0")[: len(ours[1])] + data[ours.end(1) :]
    assert verify_bytes(moved, keys.trust()).state == "altered"


def test_byte_ranges_that_leave_more_out_are_noticed(data):
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\] *", data)
    start, resume, length = (int(found[number]) for number in (1, 2, 3))
    wider = b"/ByteRange [0 %d %d %d]" % (start - 40, resume, length)
    changed = data.replace(found[0], wider.ljust(len(found[0])))
    assert len(changed) == len(data)
    assert verify_bytes(changed, keys.trust()).state == "altered"


# --- Guessing ---------------------------------------------------------------------------------------------------------


def test_guessing_is_stopped_wherever_it_is_tried(client, receipt):
    """Page, proof and API are one door: what is spent at one is spent at the others."""
    guess = str(cea.new(cea.parse(receipt.cea).day))
    doors = [reverse("receipts:verify"), reverse("receipts_api:check"), reverse("receipts:proof")]
    statuses = [client.get(doors[turn % 3], {"cea": guess}).status_code for turn in range(limits.CODES)]
    assert 429 not in statuses
    assert [client.get(door, {"cea": guess}).status_code for door in doors] == [429] * 3
    assert client.get(doors[0], {"cea": receipt.cea}).status_code == 429, "a right one does not open it either"


def test_an_id_alone_tells_nothing(receipt):
    """Whoever read the id in the metadata of a file does not get to the paper."""
    right = cea.parse(receipt.cea)
    for code in (cea.new(right.day).code for _ in range(20)):
        assert services.check(str(cea.Cea(right.id, right.day, code))).state == "unknown"


# --- Bombs ------------------------------------------------------------------------------------------------------------


def many_pages(count):
    with pikepdf.new() as pdf:
        for _ in range(count):
            pdf.add_blank_page()
        target = io.BytesIO()
        pdf.save(target)
    return target.getvalue()


def stream_bomb():
    """A few kilobytes that unpack to 400 MB where a reader must unpack them: the index of the file."""
    packed = zlib.compress(bytes(400 << 20), 9)
    entries = b"<</Type/XRef/W[1 4 2]/Size 60000000/Root 1 0 R/Filter/FlateDecode/Length %d>>" % len(packed)
    head = b"%PDF-1.7\n"
    return head + b"1 0 obj\n" + entries + b"\nstream\n" + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF"


def deep_fields(depth=60_000):
    inner = b"".join(b"%d 0 obj<</T(a)/Kids[%d 0 R]>>endobj\n" % (number, number + 1) for number in range(3, depth))
    head = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[3 0 R]>>>>endobj\n"
    return head + b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n" + inner + b"trailer<</Root 1 0 R>>\n%%EOF"


BOMBS = {
    "500 pages and more": lambda: many_pages(services.MAX_PAGES + 1),
    "claims a billion pages": lambda: many_pages(1).replace(b"/Count 1", b"/Count 999999999"),
    "unpacks to 400 MB": stream_bomb,
    "fields without end": deep_fields,
    "14 MB of brackets": lambda: b"%PDF-1.7\n/ByteRange" + b"[" * (14 << 20),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_gets_its_answer_in_time_and_the_server_does_not_grow(client, bomb):
    file = bomb()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.monotonic()
    answer = client.post(reverse("receipts:verify"), {"file": SimpleUploadedFile("a.pdf", file)})
    assert time.monotonic() - start < 25
    assert answer.status_code == 200
    assert "Auténtico" not in answer.content.decode()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    assert grown < 200 + 4 * (len(file) >> 20), f"{grown} MB"


def test_the_reader_of_strangers_files_is_bound_in_memory_and_time(tmp_path):
    """The process that opens it stops itself."""
    file = tmp_path / "bomb.pdf"
    file.write_bytes(stream_bomb())
    command = [
        sys.executable,
        "-m",
        "receipts.verify",
        file,
        "--trust",
        keys.roots_file(),
        "--json",
        "--limits",
        "5:600",
    ]
    root = Path(__file__).resolve().parents[3]
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    subprocess.run(command, capture_output=True, check=False, cwd=root, timeout=30)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    assert peak < 600 or peak <= before // 1024


def test_too_many_pages_are_told_and_500_are_looked_at():
    with pytest.raises(AmparoError) as problem:
        services.check_file(many_pages(services.MAX_PAGES + 1))
    assert problem.value.code == "receipt.too_many_pages"
    assert services.check_file(many_pages(services.MAX_PAGES)).state == "unknown"
