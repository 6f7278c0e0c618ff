"""A letter: what it says in, tagged pages out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Any

from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, PageTemplate, Spacer

from receipts import types
from receipts.cea import MARKER, Cea
from receipts.layout import furniture
from receipts.layout.attachments import attach
from receipts.layout.blocks import ROOM_UNDER_CAPTION, Titled, compose, paragraph
from receipts.layout.style import BOTTOM, LEFT, PAGE_HEIGHT, PAGE_WIDTH, REGULAR, TEXT_WIDTH, TOP_FIRST, TOP_LATER
from receipts.layout.tagging import Tag, TaggedCanvas
from receipts.seal.place import SealPlace, Unsealed

_MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()  # noqa: SIM905
_LANGUAGES = {"es": "es-ES", "ca": "ca-ES", "gl": "gl-ES", "eu": "eu-ES", "en": "en-GB"}


@dataclass(frozen=True)
class Stamp:
    """What makes this copy checkable: its code, its day, where to check it, and a warning where one is due."""

    cea: Cea
    issued_at: datetime
    check_url: str  # full link with the code, for the QR
    check_address: str  # what a person types
    notice: str = ""


def lay_out(document: types.Document, stamp: Stamp) -> bytes:
    """The letter as a tagged PDF with no place for a seal."""
    return _laid_out(document, stamp).finish(None).data


def prepare(document: types.Document, stamp: Stamp, place: SealPlace) -> Unsealed:
    """The letter as a tagged PDF whose seal has only to be filled in."""
    return _laid_out(document, stamp).finish(place)


def _laid_out(document: types.Document, stamp: Stamp) -> TaggedCanvas:
    root = Tag("Document", None)
    story = list(_story(document, stamp, root))
    made: list[TaggedCanvas] = []

    def canvas(target: Any, **_: Any) -> TaggedCanvas:
        made.append(_canvas(root, document, stamp, target))
        return made[0]

    template = _template(BytesIO(), document, stamp)
    template._doSave = 0  # the file is written by `finish`, once it is known whether it gets a seal
    template.build(story, canvasmaker=canvas)
    return made[0]


def _template(target: BytesIO, document: types.Document, stamp: Stamp) -> BaseDocTemplate:
    footer = partial(furniture.footer, stamp=stamp)

    def later(canvas: TaggedCanvas, page: Any) -> None:
        furniture.running_head(canvas, document)
        footer(canvas, page)

    template = BaseDocTemplate(
        target,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        title=document.title,
        author=document.office_name,
        subject=document.reference,
        keywords=MARKER + stamp.cea.id,
        creator="Amparo",
        producer="Amparo",
    )
    template.addPageTemplates(
        [
            PageTemplate("first", [_frame(TOP_FIRST)], onPage=footer, autoNextPageTemplate="later"),
            PageTemplate("later", [_frame(TOP_LATER)], onPage=later),
        ]
    )
    return template


def _canvas(root: Tag, document: types.Document, stamp: Stamp, target: Any) -> TaggedCanvas:
    canvas = TaggedCanvas(
        target,
        root=root,
        title=document.title,
        author=document.office_name,
        subject=document.reference,
        language=_LANGUAGES.get(document.language, document.language),
        marker=MARKER + stamp.cea.id,
        initialFontName=REGULAR,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
    )
    furniture.prepare(canvas, stamp)
    attach(canvas, document.attachments)
    return canvas


def _frame(top: float) -> Frame:
    return Frame(LEFT, BOTTOM, TEXT_WIDTH, PAGE_HEIGHT - top - BOTTOM, 0, 0, 0, 0)


def _story(document: types.Document, stamp: Stamp, root: Tag) -> Iterator[Flowable]:
    yield furniture.Letterhead(document, Tag("Figure", root, alt="Amparo"), Tag("P", root))
    day = stamp.issued_at
    rows = [("Referencia", document.reference), ("Fecha", f"{day.day} de {_MONTHS[day.month - 1]} de {day.year}")]
    yield from compose(types.Facts(tuple(row for row in rows if row[1])), root)
    yield Spacer(0, 12)
    yield Titled(document.title, 1, root)
    for block in document.blocks:
        yield from compose(block, root)
    yield from _authenticity(stamp, root)


def _authenticity(stamp: Stamp, root: Tag) -> Iterator[Flowable]:
    # The footer is furniture that screen readers skip, so the code is also said once, as text.
    yield CondPageBreak(ROOM_UNDER_CAPTION)
    yield Titled("Cómo comprobar este documento", 3, root)
    yield paragraph(
        "Este documento lleva un sello electrónico. Cualquier persona puede comprobar que es auténtico, sin "
        f"identificarse: basta escribir este código, o entregar el archivo, en {stamp.check_address}",
        "small",
        root,
    )
    yield paragraph(
        f"Id. CEA {stamp.cea.id} · Fecha {stamp.cea.day:%d/%m/%Y} · Código CEA {stamp.cea.grouped}", "code", root
    )
