"""Blocks of a letter as flowables, each with its place in the tag tree.

The tag tree and the flowables are made together, block by block, so reading order is writing order. What is said in two
languages stands side by side; inside a cell, one under the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, Spacer

from receipts import types
from receipts.languages import Words
from receipts.layout.bilingual import Tongues, side_by_side
from receipts.layout.flowables import TaggedParagraph, TaggedTable
from receipts.layout.plain_text import printable
from receipts.layout.style import ACCENT, BOLD, BRAND, QUIET, REGULAR, TEXT_WIDTH, styles
from receipts.layout.tables import ROOM_UNDER_CAPTION, facts, table
from receipts.layout.tagging import Tag

__all__ = ["ROOM_UNDER_CAPTION", "compose", "paragraph", "titled"]

# A heading never ends a page: with less room than this under it, it goes to the next one. (reportlab's own
# keepWithNext would carry a whole table along.)
ROOM_UNDER_HEADING = 120


def compose(block: types.Block, root: Tag, tongues: Tongues | None = None) -> Iterator[Flowable]:
    """One block under `root`."""
    yield from _COMPOSERS[type(block)](block, root, tongues or Tongues())


class Titled(TaggedParagraph):
    """A heading: tagged H1–H6, and a bookmark that leads to it."""

    def __init__(self, text: str, level: int, tag: Tag, style: str) -> None:
        self.plain, self.level, self.tag = text, level, tag
        super().__init__(printable(text), styles()[style])

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


def paragraph(text: str, style: str, tag: Tag) -> TaggedParagraph:
    """Plain text in a named style, drawn as the element `tag`."""
    made = TaggedParagraph(printable(text), styles()[style])
    made.tag = tag
    return made


def titled(words: Words, level: int, root: Tag, tongues: Tongues, style: str = "") -> Flowable:
    """A heading, in one language or in two: one heading all the same."""
    level = min(max(level, 1), 6)
    style = style or {1: "title", 2: "heading2"}.get(level, "heading3")
    tag, other = Tag(f"H{level}", root), tongues.other(words)
    if other is None:
        return Titled(str(words), level, tag, style)
    left = Titled(str(words), level, Tag("Span", tag), style)
    right = paragraph(other, style, tongues.tag("Span", tag))
    return side_by_side([left], [right], after=left.style.spaceAfter, before=left.style.spaceBefore)


def _text(block: types.Paragraph, root: Tag, tongues: Tongues) -> Iterator[Flowable]:
    left = paragraph(str(block.text), block.style, Tag("P", root))
    other = tongues.other(block.text)
    if other is None:
        yield left
    else:
        right = paragraph(other, block.style, tongues.tag("P", root))
        yield side_by_side([left], [right], after=left.style.spaceAfter)


def _heading(block: types.Heading, root: Tag, tongues: Tongues) -> Iterator[Flowable]:
    yield CondPageBreak(ROOM_UNDER_HEADING)
    yield titled(block.text, max(block.level, 2), root, tongues, "heading_large" if block.large else "")


def _items(block: types.Items, root: Tag, tongues: Tongues) -> Iterator[Flowable]:
    every = Tag("L", root, alt="Decimal" if block.ordered else "Disc")
    for position, words in enumerate(block.items, start=1):
        item = Tag("LI", every)
        bullet = f"{position}." if block.ordered else "•"
        label, body, other = Tag("Lbl", item), Tag("LBody", item), tongues.other(words)
        left = _item(str(words), bullet, body if other is None else Tag("P", body))
        left.label = label
        if other is None:
            yield left
        else:
            # The bullet of the second column says nothing new: it is decoration.
            right = _item(other, bullet, tongues.tag("P", body))
            yield side_by_side([left], [right], after=left.style.spaceAfter)
    yield Spacer(0, 5)


def _item(text: str, bullet: str, tag: Tag) -> ListItem:
    made = ListItem(printable(text), styles()["item"])
    made.bullet, made.tag = bullet, tag
    return made


def _callout(block: types.Callout, root: Tag, tongues: Tongues) -> Iterator[Flowable]:
    pairs = []
    for words, style in ((block.title, "callout_title"), (block.text, "callout_text")):
        left = paragraph(str(words), style, Tag("P", root))
        other = tongues.other(words)
        pairs.append((left, None if other is None else paragraph(other, style, tongues.tag("P", root))))
    columns = [[left for left, _ in pairs]]
    if any(right is not None for _, right in pairs):
        columns.append([right for _, right in pairs if right is not None])
    yield TaggedTable(
        [columns],
        colWidths=[TEXT_WIDTH / len(columns)] * len(columns),
        spaceBefore=8,
        spaceAfter=12,
        style=[
            ("FONT", (0, 0), (-1, -1), REGULAR, 9.5),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("BACKGROUND", (0, 0), (-1, -1), QUIET),
            ("LINEBEFORE", (0, 0), (0, -1), 3, ACCENT),
            ("LEFTPADDING", (0, 0), (-1, -1), 12),
            ("RIGHTPADDING", (0, 0), (-1, -1), 12),
            ("TOPPADDING", (0, 0), (-1, -1), 8),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 9),
        ],
    )


def _lines(block: types.Lines, root: Tag, tongues: Tongues) -> Iterator[Flowable]:
    for words in block.lines:
        yield from _text(types.Paragraph(words, "easy"), root, tongues)
    yield Spacer(0, 6)


_COMPOSERS: dict[type, Callable[[Any, Tag, Tongues], Iterator[Flowable]]] = {
    types.Heading: _heading,
    types.Paragraph: _text,
    types.Facts: facts,
    types.Table: table,
    types.Items: _items,
    types.Callout: _callout,
    types.Lines: _lines,
}
