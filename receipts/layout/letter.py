"""A letter: what it says in, tagged pages out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import Any

from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, PageTemplate, Spacer

from receipts import types
from receipts.cea import MARKER
from receipts.languages import LANGUAGES, Phrase, say
from receipts.layout import furniture
from receipts.layout.attachments import attach
from receipts.layout.barcode import CodeBars
from receipts.layout.bilingual import Tongues
from receipts.layout.blocks import ROOM_UNDER_CAPTION, compose, paragraph, titled
from receipts.layout.flowables import Linked
from receipts.layout.foot import PlainFoot, Stamp
from receipts.layout.style import (
    BOTTOM,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    REGULAR,
    TEXT_WIDTH,
    TOP_FIRST,
    TOP_LATER,
    styles,
)
from receipts.layout.tagging import Tag, TaggedCanvas
from receipts.seal.place import SealPlace, Unsealed


def lay_out(document: types.Document, stamp: Stamp | PlainFoot) -> bytes:
    """The letter as a tagged PDF with no place for a seal; with a plain foot, also without code or QR."""
    return _laid_out(document, stamp).finish(None).data


def prepare(document: types.Document, stamp: Stamp, place: SealPlace) -> Unsealed:
    """The letter as a tagged PDF whose seal has only to be filled in."""
    return _laid_out(document, stamp).finish(place)


def _laid_out(document: types.Document, stamp: Stamp | PlainFoot) -> TaggedCanvas:
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


def _template(target: BytesIO, document: types.Document, stamp: Stamp | PlainFoot) -> BaseDocTemplate:
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
        keywords=_marker(stamp),
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


def _canvas(root: Tag, document: types.Document, stamp: Stamp | PlainFoot, target: Any) -> TaggedCanvas:
    canvas = TaggedCanvas(
        target,
        root=root,
        title=document.title,
        author=document.office_name,
        subject=document.reference,
        language=LANGUAGES[document.language].tag,
        marker=_marker(stamp),
        initialFontName=REGULAR,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
    )
    furniture.prepare(canvas, stamp)
    attach(canvas, document.attachments)
    return canvas


def _marker(stamp: Stamp | PlainFoot) -> str:
    return MARKER + stamp.cea.id if isinstance(stamp, Stamp) else ""


def _frame(top: float) -> Frame:
    return Frame(LEFT, BOTTOM, TEXT_WIDTH, PAGE_HEIGHT - top - BOTTOM, 0, 0, 0, 0)


def _story(document: types.Document, stamp: Stamp | PlainFoot, root: Tag) -> list[Flowable]:
    tongues = Tongues(document.second_language)
    story: list[Flowable] = [furniture.Letterhead(document, Tag("Figure", root, alt="Amparo"), Tag("P", root))]
    if isinstance(stamp, Stamp):
        story += [*_reference(document, stamp, root, tongues), Spacer(0, 12)]
    story.append(titled(Phrase(document.title), 1, root, tongues))
    # Its place in reading order is here; whether it is needed is known only after the last block.
    remark, remark_place = Tag("Part", root), len(story)
    for block in document.blocks:
        if isinstance(block, types.CheckBarcode):
            assert isinstance(stamp, Stamp), "a paper without a code has no barcode"
            alt = f"Código de barras Code 128 con el CEA de este documento: {stamp.cea}"
            story.append(CodeBars(stamp.cea, Tag("Figure", root, alt=alt)))
        else:
            story += compose(block, root, tongues)
    if isinstance(stamp, Stamp):
        story += _authenticity(stamp, root, tongues)
    story[remark_place:remark_place] = _about_translation(tongues, remark)
    return story


def _reference(document: types.Document, stamp: Stamp, root: Tag, tongues: Tongues) -> Iterator[Flowable]:
    rows: list[tuple[types.Words, types.Words]] = [(say("Fecha"), say("{day}", day=stamp.issued_at.date()))]
    if document.reference:
        rows.insert(0, (say("Referencia"), document.reference))
    yield from compose(types.Facts(tuple(rows)), root, tongues)


def _about_translation(tongues: Tongues, root: Tag) -> Iterator[Flowable]:
    """What a reader of the second language must know before they trust it."""
    for needed, words in (
        (tongues.unreviewed, say("Ninguna persona ha revisado todavía esta traducción.")),
        # A rule's sentence, a name, an officer's note: what is not ours to translate.
        (tongues.second is not None, say("Lo que no está traducido va en castellano.")),
    ):
        if needed:
            yield from compose(types.Paragraph(words, "small"), root, tongues)


def _authenticity(stamp: Stamp, root: Tag, tongues: Tongues) -> Iterator[Flowable]:
    # The footer is furniture that screen readers skip, so the code is also said once, as text.
    yield CondPageBreak(ROOM_UNDER_CAPTION)
    yield titled(say("Cómo comprobar este documento"), 2, root, tongues, "heading3")
    how = say(
        "Este documento lleva un sello electrónico. Cualquier persona puede comprobar que es auténtico, sin "
        "identificarse: basta escribir este código, o entregar el archivo, en la dirección de abajo."
    )
    yield from compose(types.Paragraph(how, "small"), root, tongues)
    place = Tag("P", root)
    yield Linked(stamp.check_address, styles()["link"], Tag("Link", place))
    code = f"Id. CEA {stamp.cea.id} · Fecha {stamp.cea.day:%d/%m/%Y} · Código CEA {stamp.cea.grouped}"
    yield paragraph(code, "code", Tag("P", root))
