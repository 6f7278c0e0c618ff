"""A letter can be read by anyone: tagged, with its own fonts, its code on every page."""

import json
import re
import shutil
import subprocess
from io import BytesIO

import pikepdf
import pytest
from pdfua import validate

from receipts import cea, types
from receipts.layout import lay_out
from tests.unit.receipts.letters import laid_out, letter, stamp

poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(laid_out())
    return path


def run(*command: object) -> str:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True).stdout


@poppler
def test_says_what_it_is_and_in_which_language(paper):
    facts = run("pdfinfo", paper)
    assert re.search(r"Title:\s+Justificante de presentación", facts)
    assert re.search(r"Tagged:\s+yes", facts)
    with pikepdf.open(paper) as pdf:
        assert pdf.Root.Lang == "es-ES"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert [str(item.title) for item in pdf.open_outline().root] == ["Justificante de presentación"]
        with pdf.open_outline() as outline:
            inner = [item.title for item in outline.root[0].children]
        assert inner[:2] == ["Datos de la solicitud", "Qué ocurre ahora"]


@poppler
def test_structure_reads_in_order_with_its_roles(paper):
    structure = run("pdfinfo", "-struct-text", paper)
    for role in ("H1 (block)", "H2 (block)", "Table (block)", "Caption", "TH", "TD", "Lbl", "LBody", "Figure"):
        assert role in structure, role
    assert structure.count("/Scope /Column") == 2, "a header repeated on the next page must not be read again"
    assert "/Scope /Row" in structure
    order = [structure.index(text) for text in ("Justificante", "Núria Àvila", "Unidad de convivencia", "Otro punto")]
    assert order == sorted(order)
    assert "<b>a & b</b>" in structure, "text is printed as it is"
    # A paragraph over several lines keeps its words apart.
    assert "Conserve este documento. Conserve este documento." in " ".join(structure.split())


@poppler
def test_a_paragraph_over_two_pages_is_one_paragraph(tmp_path):
    path = tmp_path / "long.pdf"
    path.write_bytes(lay_out(letter(blocks=(types.Paragraph("palabra " * 1500),)), stamp()))
    structure = run("pdfinfo", "-struct-text", path)
    body = [part for part in re.split(r"\n  \w+ ?\(?b?l?o?c?k?\)?\n", structure) if "palabra" in part]
    assert len(body) == 1
    assert body[0].count("palabra") == 1500


@poppler
def test_fonts_are_embedded(paper):
    rows = run("pdffonts", paper).splitlines()[2:]
    assert rows
    assert all("PublicSans" in row and re.search(r"yes yes yes", row) for row in rows), rows


@poppler
@pytest.mark.req("S2-61")
def test_code_date_and_page_stand_on_every_page(paper):
    code = cea.new(stamp().cea.day)
    paper.write_bytes(lay_out(letter(), stamp(code)))
    pages = run("pdftotext", "-layout", paper, "-").split("\f")[:-1]
    assert len(pages) >= 2
    for number, text in enumerate(pages, start=1):
        footer = f"Id. CEA: {code.id} · Fecha: 21/11/2026 · Código CEA: {code.grouped} · Página: {number}"
        assert footer in text
        assert cea.parse(footer) == code
        assert "https://amparo.example/verificar/" in text


def test_passes_the_checker_at_hand(paper):
    report = validate(str(paper))
    assert not report.findings, [finding.message for finding in report.findings]


def test_every_mark_belongs_to_an_element_and_back(paper):
    """The index from page and number to element agrees with the elements themselves."""
    with pikepdf.open(paper) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        indexed = {int(numbers[position]): numbers[position + 1] for position in range(0, len(numbers), 2)}
        links = [note for page in pdf.pages for note in page.get("/Annots", []) if note.Subtype == "/Link"]
        assert [str(note.A.URI) for note in links] == ["https://amparo.example/verificar/"]
        assert [indexed.pop(int(note.StructParent)).S for note in links] == ["/Link"]
        for number, elements in indexed.items():
            page = pdf.pages[number]
            stream = page.Contents.read_bytes()
            used = [int(found) for found in re.findall(rb"/MCID (\d+)", stream)]
            assert used == list(range(len(elements)))
            assert stream.count(b"BDC") == stream.count(b"EMC")


def test_the_qr_is_one_path_and_reads_back(tmp_path, paper):
    cv2 = pytest.importorskip("cv2")
    code = cea.new(stamp().cea.day)
    paper.write_bytes(lay_out(letter(), stamp(code)))
    read = set()
    for resolution in (150, 200, 300):
        run("pdftoppm", "-r", resolution, "-f", "1", "-l", "1", "-png", "-singlefile", paper, tmp_path / "page")
        read.add(cv2.QRCodeDetector().detectAndDecode(cv2.imread(str(tmp_path / "page.png")))[0])
    assert read - {""} == {f"https://amparo.example/verificar/?cea={code.compact}"}


def test_attachments_travel_inside(paper):
    with pikepdf.open(paper) as pdf:
        assert json.loads(pdf.attachments["datos.json"].get_file().read_bytes()) == {"numero": 1}


def test_odd_text_neither_breaks_the_letter_nor_hides_in_it():
    odd = "\u202eabc\x00\x07 名 ộ 😀 \ud7ff" + "x" * 400
    pdf = lay_out(letter(title="Título \u202e", blocks=(types.Paragraph(odd), types.Facts((("a", odd),)))), stamp())
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert len(opened.pages) >= 1


def test_a_table_may_be_empty_and_a_heading_never_ends_a_page():
    blocks = [types.Table("Nada", ("A", "B"), ()), types.Facts(())]
    lay_out(letter(blocks=tuple(blocks)), stamp())


def test_equal_letters_have_one_hash_and_any_change_shows():
    assert letter().content_hash() == letter().content_hash()
    changes = [
        {"title": "Otro"},
        {"reference": "Otra"},
        {"blocks": ()},
        {"attachments": ()},
        {"blocks": (types.Paragraph("a"),)},
        {"blocks": (types.Heading("a"),)},
    ]
    hashes = {letter(**change).content_hash() for change in changes}
    assert len(hashes | {letter().content_hash()}) == len(changes) + 1
