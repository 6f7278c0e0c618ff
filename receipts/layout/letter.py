"""Compose a letter: blocks in, pages out.

The tag tree and the flowables are made together, block by block, so reading order is writing order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
from receipts.layout.plain_text import plain
from receipts.layout.style import (
    ACCENT,
    BOLD,
    BOTTOM,
    BRAND,
    HAIRLINE,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    QUIET,
    REGULAR,
    TEXT_WIDTH,
    TOP_FIRST,
    TOP_LATER,
    styles,
)
from receipts.layout.tagging import Tag, TaggedCanvas, TaggedParagraph, TaggedTable

_MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()  # noqa: SIM905
_LANGUAGES = {"es": "es-ES", "ca": "ca-ES", "gl": "gl-ES", "eu": "eu-ES", "en": "en-GB"}
_LABEL_SHARE = 0.36
# A heading never ends a page: with less room than this under it, it goes to the next one. (reportlab's own
# keepWithNext would carry a whole table along.)
_ROOM_UNDER_HEADING, _ROOM_UNDER_CAPTION = 120, 84


@dataclass(frozen=True)
class Stamp:
    """What makes this copy checkable: its code, its day, where to check it, and a warning where one is due."""

    cea: Cea
    issued_at: datetime
    check_url: str  # full link with the code, for the QR
    check_address: str  # what a person types
    notice: str = ""


def lay_out(document: types.Document, stamp: Stamp) -> bytes:
    """The letter as a tagged, unsealed PDF."""
    root = Tag("Document", None)
    story = list(_story(document, stamp, root))
    target = BytesIO()
    marker = MARKER + stamp.cea.id
    template = BaseDocTemplate(
        target,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        title=document.title,
        author=document.office_name,
        subject=document.reference,
        keywords=marker,
        creator="Amparo",
        producer="Amparo",
    )
    footer = partial(furniture.footer, stamp=stamp)

    def later(canvas: TaggedCanvas, _: Any) -> None:
        furniture.running_head(canvas, document)
        footer(canvas, _)

    template.addPageTemplates(
        [
            PageTemplate("first", [_frame(TOP_FIRST)], onPage=footer, autoNextPageTemplate="later"),
            PageTemplate(
                "later",
                [_frame(TOP_LATER)],
                onPage=later,
            ),
        ]
    )
    made: list[TaggedCanvas] = []

    def canvas(filename: Any, **_: Any) -> TaggedCanvas:
        made.append(
            TaggedCanvas(
                filename,
                root=root,
                title=document.title,
                author=document.office_name,
                subject=document.reference,
                language=_LANGUAGES.get(document.language, document.language),
                marker=marker,
                initialFontName=REGULAR,
                pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            )
        )
        furniture.prepare(made[0], stamp)
        attach(made[0], document.attachments)
        return made[0]

    template.build(story, canvasmaker=canvas)
    return target.getvalue()


def _frame(top: float) -> Frame:
    return Frame(LEFT, BOTTOM, TEXT_WIDTH, PAGE_HEIGHT - top - BOTTOM, 0, 0, 0, 0)


def _story(document: types.Document, stamp: Stamp, root: Tag) -> Iterator[Flowable]:
    yield furniture.Letterhead(document, Tag("Figure", root, alt="Amparo"), Tag("P", root))
    day = stamp.issued_at
    facts = [("Referencia", document.reference), ("Fecha", f"{day.day} de {_MONTHS[day.month - 1]} de {day.year}")]
    yield from _facts(types.Facts(tuple(row for row in facts if row[1])), root)
    yield Spacer(0, 12)
    yield Titled(document.title, 1, root)
    for block in document.blocks:
        yield from _COMPOSERS[type(block)](block, root)
    yield from _authenticity(stamp, root)


def _authenticity(stamp: Stamp, root: Tag) -> Iterator[Flowable]:
    # The footer is furniture that screen readers skip, so the code is also said once, as text.
    yield CondPageBreak(_ROOM_UNDER_CAPTION)
    yield Titled("Cómo comprobar este documento", 3, root)
    yield _paragraph(
        "Este documento lleva un sello electrónico. Cualquier persona puede comprobar que es auténtico, sin "
        f"identificarse: basta escribir este código, o entregar el archivo, en {stamp.check_address}",
        "small",
        root,
    )
    yield _paragraph(
        f"Id. CEA {stamp.cea.id} · Fecha {stamp.cea.day:%d/%m/%Y} · Código CEA {stamp.cea.grouped}", "code", root
    )


class Titled(TaggedParagraph):
    """A heading: tagged H1–H6, and a bookmark that leads to it."""

    def __init__(self, text: str, level: int, parent: Tag) -> None:
        self.plain, self.level = text, min(max(level, 1), 6)
        style = {1: "title", 2: "heading2"}.get(self.level, "heading3")
        super().__init__(plain(text), styles()[style])
        self.tag = Tag(f"H{self.level}", parent)

    def split(self, width: float, height: float) -> list[Flowable]:
        """A heading is never broken over two pages."""
        return []

    def draw(self) -> None:
        """Draw, and leave the bookmark where the text is."""
        key = f"heading-{id(self)}"
        self.canv.bookmarkHorizontal(key, 0, self.height)
        # A bookmark may be at most one level deeper than the one before it.
        depth = min(self.level - 1, self.canv.outline_depth + 1)
        self.canv.addOutlineEntry(self.plain, key, depth)
        self.canv.outline_depth = depth
        super().draw()


class ListItem(TaggedParagraph):
    """One item of a list: its bullet is its label, its text its body, each its own element."""

    bullet = ""
    label: Tag | None = None

    def split(self, width: float, height: float) -> list[Flowable]:
        """The bullet stays with the first part."""
        parts = super().split(width, height)
        for part in parts[:1]:
            part.bullet, part.label = self.bullet, self.label
        return parts

    def draw(self) -> None:
        """Bullet first, then text."""
        if self.bullet:
            with self.canv.tagged(self.label):
                style = self.style
                self.canv.setFont(BOLD, style.fontSize)
                self.canv.setFillColor(BRAND)
                self.canv.drawString(0, self.height - style.fontSize, self.bullet)
        super().draw()


def _paragraph(text: str, style: str, parent: Tag | None, tag: Tag | None = None) -> TaggedParagraph:
    made = TaggedParagraph(plain(text), styles()[style])
    made.tag = tag if tag is not None else Tag("P", parent)
    return made


def _text(block: types.Paragraph, root: Tag) -> Iterator[Flowable]:
    yield _paragraph(block.text, block.style, root)


def _heading(block: types.Heading, root: Tag) -> Iterator[Flowable]:
    yield CondPageBreak(_ROOM_UNDER_HEADING)
    yield Titled(block.text, max(block.level, 2), root)


def _facts(block: types.Facts, root: Tag) -> Iterator[Flowable]:
    if not block.rows:
        return
    table = Tag("Table", root)
    rows = []
    for label, value in block.rows:
        line = Tag("TR", table)
        rows.append(
            [
                _paragraph(label, "label", None, Tag("TH", line, scope="Row")),
                _paragraph(value, "cell_strong" if len(value) < 60 else "cell", None, Tag("TD", line)),
            ]
        )
    width = TEXT_WIDTH * _LABEL_SHARE
    yield TaggedTable(
        rows,
        colWidths=[width, TEXT_WIDTH - width],
        spaceAfter=8,
        style=[*_CELLS, ("LINEBELOW", (0, 0), (-1, -1), 0.4, HAIRLINE)],
    )


def _table(block: types.Table, root: Tag) -> Iterator[Flowable]:
    table = Tag("Table", root)
    yield CondPageBreak(_ROOM_UNDER_CAPTION)
    if block.caption:
        yield _paragraph(block.caption, "caption", None, Tag("Caption", table))
    head = Tag("TR", table)
    header = []
    for index, column in enumerate(block.columns):
        style = "cell_number_strong" if index in block.numeric else "cell_strong"
        cell = _paragraph(column, style, None, Tag("TH", head, scope="Column"))
        cell.once = True
        header.append(cell)
    rows = [header]
    for row in block.rows:
        line = Tag("TR", table)
        rows.append(
            [
                _paragraph(value, "cell_number" if index in block.numeric else "cell", None, Tag("TD", line))
                for index, value in enumerate(row)
            ]
        )
    yield TaggedTable(
        rows,
        colWidths=_widths(block),
        repeatRows=1,
        spaceAfter=10,
        style=[*_CELLS, ("LINEBELOW", (0, 1), (-1, -1), 0.4, HAIRLINE), ("LINEBELOW", (0, 0), (-1, 0), 1, BRAND)],
    )


def _widths(block: types.Table) -> list[float]:
    """Columns as wide as their longest text asks, none under a tenth nor over half of the page's width."""
    wanted = []
    for index, column in enumerate(block.columns):
        longest = max([len(column), *(len(row[index]) for row in block.rows)])
        wanted.append(min(max(longest, 7), 48))
    return [TEXT_WIDTH * part / sum(wanted) for part in wanted]


def _items(block: types.Items, root: Tag) -> Iterator[Flowable]:
    every = Tag("L", root, alt="Decimal" if block.ordered else "Disc")
    for position, text in enumerate(block.items, start=1):
        item = Tag("LI", every)
        made = ListItem(plain(text), styles()["item"])
        made.bullet = f"{position}." if block.ordered else "•"
        made.label, made.tag = Tag("Lbl", item), Tag("LBody", item)
        yield made
    yield Spacer(0, 5)


def _callout(block: types.Callout, root: Tag) -> Iterator[Flowable]:
    cell = [_paragraph(block.title, "callout_title", root), _paragraph(block.text, "callout_text", root)]
    yield TaggedTable(
        [[cell]],
        colWidths=[TEXT_WIDTH],
        spaceBefore=4,
        spaceAfter=12,
        style=[
            ("FONT", (0, 0), (-1, -1), REGULAR, 9.5),
            ("BACKGROUND", (0, 0), (-1, -1), QUIET),
            ("LINEBEFORE", (0, 0), (0, -1), 3, ACCENT),
            ("LEFTPADDING", (0, 0), (-1, -1), 12),
            ("RIGHTPADDING", (0, 0), (-1, -1), 12),
            ("TOPPADDING", (0, 0), (-1, -1), 8),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 9),
        ],
    )


_CELLS = [
    ("FONT", (0, 0), (-1, -1), REGULAR, 9.5),  # or an unembedded Helvetica slips in
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-2, -1), 8),
    ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 4),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
]
_COMPOSERS: dict[type, Callable[[Any, Tag], Iterator[Flowable]]] = {
    types.Heading: _heading,
    types.Paragraph: _text,
    types.Facts: _facts,
    types.Table: _table,
    types.Items: _items,
    types.Callout: _callout,
}
