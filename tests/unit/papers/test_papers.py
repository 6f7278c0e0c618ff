"""Every kind of paper: readable by a blind person, small, with its data inside, in the languages of its province."""

import io
import json
import re
import shutil
import subprocess
from functools import cache

import outloud
import pdfua
import pikepdf
import pytest

from core.provinces import CO_OFFICIAL_LANGUAGE
from receipts import cea, kinds, types
from receipts.languages import LANGUAGES
from receipts.layout import lay_out
from tests.unit.furniture.readability import inflesz
from tests.unit.papers.gallery import NAMES, OFFICES, every_paper, of_dossier
from tests.unit.receipts.letters import stamp

pytestmark = pytest.mark.django_db
needs = pytest.mark.skipif(not shutil.which("qpdf") or not shutil.which("pdffonts"), reason="qpdf or poppler missing")
# The footer and the running head are furniture on purpose: what they say is also said as text, once, at the end.
FURNITURE = re.compile(r"^(Compruebe que este documento|o leyendo el código QR|.{0,71} [A-Za-z0-9-]+$)")
BOTH = ("28", "48")


@pytest.fixture(params=NAMES)
def name(request):
    return request.param


@cache
def pdf_of(name, province, code=None):
    return lay_out(every_paper(province)[name], stamp(code))


@pytest.fixture(params=BOTH, ids=["in Spanish", "in Spanish and Basque"])
def paper(request, name, tmp_path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf_of(name, request.param))
    return path


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True).stdout


def test_every_kind_is_named_for_the_check_page():
    for name, document in every_paper().items():
        assert kinds.name_of(document.kind) != kinds.name_of("nothing"), name


@pytest.mark.req("C6", "S2-61")
def test_two_checkers_of_accessibility_find_nothing(paper):
    """pdfua reads the file, outloud (91 rules of PDF/UA-1, WCAG 2.2 and what validators cannot see) reads it aloud."""
    assert [finding.message for finding in pdfua.validate(str(paper)).findings] == []
    found = [
        (finding.rule, finding.message, finding.evidence)
        for finding in outloud.check(str(paper)).sorted_findings()
        if not (finding.rule == "TAG-002" and all(FURNITURE.match(one) for one in finding.evidence.split("; ")))
    ]
    assert found == []


@needs
def test_the_file_is_sound_and_its_fonts_are_inside(paper):
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", paper)
    rows = run("pdffonts", paper).splitlines()[2:]
    assert rows
    assert all("PublicSans" in row and "yes yes yes" in row for row in rows)


@pytest.mark.req("C6")
def test_no_paper_is_heavy(paper):
    assert paper.stat().st_size < 50_000, "with its seal (8 kB and more) it stays under 60 kB"


def test_designed_for_the_archive(paper):
    """What PDF/A-3 asks and can be looked up here. No checker of PDF/A is at hand, so the file does not claim it."""
    with pikepdf.open(paper) as pdf:
        assert str(pdf.Root.OutputIntents[0].S) == "/GTS_PDFA1"
        assert int(pdf.Root.OutputIntents[0].DestOutputProfile.N) == 3
        assert "pdfaid" not in pdf.Root.Metadata.read_bytes().decode()
        assert not pdf.is_encrypted
        for file in pdf.Root.get("/AF", []):
            assert str(file.AFRelationship) == "/Data"
            assert str(file.EF.F.Subtype) == "/application/json"
        assert b"/ca " not in paper.read_bytes(), "nothing is transparent"


WITH_DATA = {
    "granted", "denied", "calculation sheet", "submission receipt", "document receipt", "certificate of the benefit",
    "certificate of the state", "index of the electronic file",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(WITH_DATA))
def test_carries_its_data_for_programs(name):
    document = every_paper()[name]
    (attached,) = document.attachments
    data = json.loads(attached.content)
    assert data
    with pikepdf.open(io.BytesIO(lay_out(document, stamp()))) as pdf:
        inside = pdf.attachments[attached.name].get_file().read_bytes()
    assert json.loads(inside) == data


# --- Languages -------------------------------------------------------------------------------------------------------


def structure(pdf):
    """Elements that carry a language, as (role, language, text that is not asked for)."""
    found = []

    def walk(element):
        if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
            return
        found.append((str(element.S), str(element.get("/Lang", ""))))
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            walk(kid)

    walk(pdf.Root.StructTreeRoot.K)
    return found


def test_every_run_in_another_language_says_which(name):
    for province in OFFICES:
        with pikepdf.open(io.BytesIO(pdf_of(name, province))) as pdf:
            tagged = {language for _, language in structure(pdf)} - {""}
            assert pdf.Root.Lang == "es-ES"
        second = CO_OFFICIAL_LANGUAGE.get(province)
        alone = name.startswith(("easy reading", "index"))
        assert tagged == (set() if second is None or alone else {LANGUAGES[second].tag}), province


@pytest.mark.parametrize(
    ("province", "title", "unread"),
    [
        ("17", "Resolució: es concedeix l’Ingrés Mínim Vital", "Encara no ha revisat aquesta traducció cap persona."),
        ("46", "Resolució: es concedix l’Ingrés Mínim Vital", "Encara no ha revisat esta traducció cap persona."),
        ("36", "Resolución: concédese o Ingreso Mínimo Vital", "Ningunha persoa revisou aínda esta tradución."),
        ("48", "Ebazpena: Bizitzeko Gutxieneko Diru Sarrera ematen da", "Oraindik ez du inork itzulpen hau berrikusi."),
    ],
)
@needs
def test_both_languages_are_said_in_turn_and_the_translation_says_nobody_read_it(tmp_path, province, title, unread):
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf_of("granted", province))
    read = " ".join(run("pdfinfo", "-struct-text", path).split())
    read = re.sub(r'"|\(block\)|\(inline\)|/Lang \S+', " ", read)
    read = re.sub(r"\s+", " ", read)
    places = [
        read.index(part)
        for part in ("Resolución: se concede el Ingreso Mínimo Vital", title, "Ninguna persona ha revisado", unread)
    ]
    assert places == sorted(places)
    assert "Ley 19/2021, de 20 de diciembre, por la que se establece el ingreso mínimo vital" in read


def test_one_heading_for_both_languages():
    with (
        pikepdf.open(io.BytesIO(pdf_of("granted", "17"))) as both,
        pikepdf.open(io.BytesIO(pdf_of("granted", "28"))) as one,
    ):
        headings = [[role for role, _ in structure(pdf) if role.startswith("/H")] for pdf in (both, one)]
        assert headings[0] == headings[1]


# --- What they say ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("easy reading")])
def test_easy_reading_is_easy(name):
    """Measured, which is not the same as validated: the paper says that no reader has validated it."""
    document = of_dossier()[name]
    lines = [str(line) for block in document.blocks if isinstance(block, types.Lines) for line in block.lines]
    assert inflesz(" ".join(lines)) >= 70
    assert all(len(line.split()) <= 14 for line in lines), [line for line in lines if len(line.split()) > 14]
    assert all(line.count(".") <= 1 or "€" in line for line in lines), "one idea on each line"
    assert "Ninguna persona con dificultades para leer ha revisado" in repr(document.blocks)


LAW_SAYS = {
    "10.1.a",
    "11.2",
    "11.3",
    "10.3",
    "11.6",
    "13.1",
    "13.2",
    "14.1",
    "14.2",
    "20",
    "28.1",
    "28.3",
    "28.4",
    "36",
}


def test_no_paper_cites_a_law_that_is_not_read():
    """Articles reach a letter only from the law file; other laws are not in it as read."""
    for name, document in every_paper().items():
        text = repr(document.blocks)
        assert not re.search(r"39/2015|36/2011|40/2015", text), name
        cited = set(re.findall(r"artículos? (\d+(?:\.\d+)?(?:\.[a-z])?)", text))
        assert cited <= LAW_SAYS, (name, cited - LAW_SAYS)


def test_child_supplement_alone_is_not_called_the_whole_benefit():
    document = of_dossier()["granted, children only"]
    assert document.title == "Resolución: se concede el complemento de ayuda para la infancia"
    assert "artículo 11.6" in repr(document.blocks)


def test_a_second_look_is_told():
    papers = of_dossier()
    assert "ha revisado la cuantía" in repr(papers["granted, approved over the limit"].blocks)
    assert "ha revisado la cuantía" not in repr(papers["granted"].blocks)


def test_a_proof_of_deletion_names_nobody():
    text = repr(every_paper()["proof of a deleted draft"])
    assert not re.search(r"Lucía|Vera|Campillo|@|\d{8}[A-Z]", text)


@pytest.mark.req("S4-27")
@pytest.mark.parametrize("resolution", [200, 300])
def test_the_bar_code_of_a_certificate_reads_back(tmp_path, resolution):
    import zxingcpp
    from PIL import Image

    code = cea.new(stamp().cea.day)
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf_of("certificate of the benefit", "28", code))
    run("pdftoppm", "-r", resolution, "-png", "-singlefile", path, tmp_path / "page")
    read = {str(one.format): one.text for one in zxingcpp.read_barcodes(Image.open(tmp_path / "page.png"))}
    bars = next(text for kind, text in read.items() if "128" in kind)
    assert cea.parse(bars) == code
    assert any(code.compact in text for kind, text in read.items() if "QR" in kind)
