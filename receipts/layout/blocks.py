"""Blocks of a letter as flowables, each with its place in the tag tree.

The tag tree and the flowables are made together, block by block, so reading order is writing order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from receipts import types
from receipts.layout.plain_text import printable
from receipts.layout.style import ACCENT, BOLD, BRAND, HAIRLINE, QUIET, REGULAR, TEXT_WIDTH, styles
from receipts.layout.tagging import Tag, TaggedParagraph, TaggedTable

_LABEL_SHARE = 0.36
# In points: what a cell leaves blank on both sides, the longest word kept whole, the longest text that widens a column.
_CELL_BLANK, _LONGEST_WORD, _LONGEST_TEXT = 13, 130, 300
# A heading never ends a page: with less room than this under it, it goes to the next one. (reportlab's own
# keepWithNext would carry a whole table along.)
ROOM_UNDER_HEADING, ROOM_UNDER_CAPTION = 120, 84


def compose(block: types.Block, root: Tag) -> Iterator[Flowable]:
    """One block under `root`."""
    yield from _COMPOSERS[type(block)](block, root)


class Titled(TaggedParagraph):
    """A heading: tagged H1–H6, and a bookmark that leads to it."""

    def __init__(self, text: str, level: int, parent: Tag) -> None:
        self.plain, self.level = text, min(max(level, 1), 6)
        style = {1: "title", 2: "heading2"}.get(self.level, "heading3")
        super().__init__(printable(text), styles()[style])
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


def paragraph(text: str, style: str, parent: Tag | None, tag: Tag | None = None) -> TaggedParagraph:
    """Plain text in a named style, as a P of `parent` or as the element `tag`."""
    made = TaggedParagraph(printable(text), styles()[style])
    made.tag = tag if tag is not None else Tag("P", parent)
    return made


def _text(block: types.Paragraph, root: Tag) -> Iterator[Flowable]:
    yield paragraph(block.text, block.style, root)


def _heading(block: types.Heading, root: Tag) -> Iterator[Flowable]:
    yield CondPageBreak(ROOM_UNDER_HEADING)
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
                paragraph(label, "label", None, Tag("TH", line, scope="Row")),
                paragraph(value, "cell_strong" if len(value) < 60 else "cell", None, Tag("TD", line)),
            ]
        )
    width = TEXT_WIDTH * _LABEL_SHARE
    yield TaggedTable(
        rows,
        colWidths=[width, TEXT_WIDTH - width],
        spaceAfter=12,
        style=[*_CELLS, ("LINEBELOW", (0, 0), (-1, -1), 0.4, HAIRLINE)],
    )


def _table(block: types.Table, root: Tag) -> Iterator[Flowable]:
    table = Tag("Table", root)
    yield CondPageBreak(ROOM_UNDER_CAPTION)
    if block.caption:
        yield paragraph(block.caption, "caption", None, Tag("Caption", table))
    head = Tag("TR", table)
    header = []
    for index, column in enumerate(block.columns):
        style = "cell_number_strong" if index in block.numeric else "cell_strong"
        cell = paragraph(column, style, None, Tag("TH", head, scope="Column"))
        cell.once = True
        header.append(cell)
    rows = [header]
    for row in block.rows:
        line = Tag("TR", table)
        rows.append(
            [
                paragraph(value, _cell_style(row, index in block.numeric), None, Tag("TD", line))
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


def _cell_style(row: tuple[str, ...], numeric: bool) -> str:
    weight = "_strong" if row[0].startswith("Total") else ""
    return f"cell_number{weight}" if numeric else f"cell{weight}"


def _widths(block: types.Table) -> list[float]:
    """Each column gets room for its longest word; what is left is shared out by how much its texts are longer."""
    needed, wished = [], []
    for index, column in enumerate(block.columns):
        texts = [column, *(row[index] for row in block.rows)]
        needed.append(min(max(_drawn(word) for text in texts for word in text.split() or [""]), _LONGEST_WORD))
        wished.append(min(max(_drawn(text) for text in texts), _LONGEST_TEXT))
    room = max(TEXT_WIDTH - sum(needed), 0)
    more = [max(wish - need, 0) + 0.01 for wish, need in zip(wished, needed, strict=True)]
    widths = [need + room * part / sum(more) for need, part in zip(needed, more, strict=True)]
    return [TEXT_WIDTH * width / sum(widths) for width in widths]


def _drawn(text: str) -> float:
    """Points that `text` takes in a cell, in its bold face, blank sides included."""
    return float(stringWidth(text, BOLD, styles()["cell"].fontSize)) + _CELL_BLANK


def _items(block: types.Items, root: Tag) -> Iterator[Flowable]:
    every = Tag("L", root, alt="Decimal" if block.ordered else "Disc")
    for position, text in enumerate(block.items, start=1):
        item = Tag("LI", every)
        made = ListItem(printable(text), styles()["item"])
        made.bullet = f"{position}." if block.ordered else "•"
        made.label, made.tag = Tag("Lbl", item), Tag("LBody", item)
        yield made
    yield Spacer(0, 5)


def _callout(block: types.Callout, root: Tag) -> Iterator[Flowable]:
    cell = [paragraph(block.title, "callout_title", root), paragraph(block.text, "callout_text", root)]
    yield TaggedTable(
        [[cell]],
        colWidths=[TEXT_WIDTH],
        spaceBefore=8,
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
