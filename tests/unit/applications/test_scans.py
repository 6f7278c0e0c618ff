"""Scans are opened apart: what a stranger sends costs one process at most, and the next page is opened."""

import io
import os

import pikepdf
import pytest
from PIL import Image

from applications import scans
from applications.scans import MAX_PAGES, Page, media_type_of, one_file
from core.apart import Limits, Workers
from core.errors import AmparoError
from tests.fuzz import pictures
from tests.fuzz.run import peak_of

SEED = 20261122


def scan(size=(600, 800), kind="JPEG", mode="RGB", turned=1) -> bytes:
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = turned
    Image.effect_noise(size, 40).convert(mode).save(stream, kind, exif=exif)
    return stream.getvalue()


@pytest.mark.req("S2-27")
def test_hostile_scans_are_opened_or_told_and_never_decoded_here():
    before = peak_of(os.getpid(), "VmRSS")
    outcomes = set()
    specimens = [scan(), scan(kind="PNG")]
    for number in range(2 * len(pictures.TRICKS)):
        content = pictures.hostile(number, SEED, specimens).content
        try:
            outcomes.add(one_file([Page(content, "a.jpg"), Page(specimens[0], "b.jpg")]).name)
        except AmparoError as error:
            outcomes.add(error.code)
    assert {"a.pdf", "document.damaged", "document.wrong_type"} <= outcomes
    assert outcomes <= {"a.pdf", "document.damaged", "document.wrong_type", "document.empty", "document.too_big"}
    assert peak_of(os.getpid(), "VmRSS") - before < 100
    assert media_type_of(scan()) == "image/jpeg"


def test_a_file_that_costs_its_process_is_told_and_the_next_one_is_opened(monkeypatch):
    monkeypatch.setattr(scans, "_workers", Workers("applications.scans.worker", Limits(megabytes=120)))
    large = io.BytesIO()
    Image.new("RGBA", (6000, 6000)).save(large, "PNG")
    with pytest.raises(AmparoError) as told:
        media_type_of(large.getvalue())
    assert told.value.code == "document.damaged"
    assert media_type_of(scan()) == "image/jpeg"
    assert (scans._workers.counts["memory"], scans._workers.counts["started"]) == (1, 2)


def test_as_many_pages_as_may_be_become_one_pdf_in_their_order_and_upright():
    pages = [scan((300 + 10 * number, 400)) for number in range(MAX_PAGES - 2)]
    pages += [scan((500, 700), "PNG", "RGBA"), scan((900, 400), turned=6)]
    joined = one_file([Page(content, "padrón.jpg") for content in pages])
    assert joined.name == "padrón.pdf"
    with pikepdf.open(io.BytesIO(joined.content)) as document:
        sizes = [tuple(round(float(side) * 300 / 72) for side in page.mediabox[2:]) for page in document.pages]
    assert sizes[:2] == [(300, 400), (310, 400)]
    assert sizes[-2:] == [(500, 700), (400, 900)]
    assert len(sizes) == MAX_PAGES
