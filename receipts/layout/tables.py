"""Tables of a letter: pairs of label and value, and tables with a header row."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable

from receipts import types
from receipts.languages import Words
from receipts.layout.bilingual import Tongues
from receipts.layout.flowables import TaggedParagraph, TaggedTable
from receipts.layout.plain_text import printable
from receipts.layout.style import BOLD, BRAND, HAIRLINE, REGULAR, TEXT_WIDTH, styles
from receipts.layout.tagging import Tag

_ONE_LABEL, _TWO_LABELS = (0.36, 0.64), (0.26, 0.26, 0.48)
# In points: what a cell leaves blank on both sides, the longest word kept whole, the longest text that widens a column.
_CELL_BLANK, _LONGEST_WORD, _LONGEST_TEXT = 13, 130, 300
ROOM_UNDER_CAPTION = 84
_LONG_VALUE = 60


def facts(block: types.Facts, root: Tag, tongues: Tongues) -> Iterator[Flowable]:
    """Pairs, one under another; the label is the header of its row, in each language of the letter."""
    if not block.rows:
        return
    every = Tag("Table", root)
    others = [tongues.other(label) for label, _ in block.rows]
    shares = _TWO_LABELS if any(others) else _ONE_LABEL
    rows = []
    for (label, value), other in zip(block.rows, others, strict=True):
        line = Tag("TR", every)
        head = Tag("TH", line, scope="Row")
        cells: list[object] = [_text(str(label), "label", Tag("Span", head) if other else head)]
        if any(others):
            # Two columns to the eye, one header to a screen reader.
            cells.append(_text(other, "label", tongues.tag("Span", head)) if other else "")
        style = "cell_strong" if len(str(value)) < _LONG_VALUE else "cell"
        rows.append([*cells, _cell(value, style, Tag("TD", line), tongues)])
    yield TaggedTable(
        rows,
        colWidths=[TEXT_WIDTH * share for share in shares],
        spaceAfter=12,
        style=[*_CELLS, ("LINEBELOW", (0, 0), (-1, -1), 0.4, HAIRLINE)],
    )


def table(block: types.Table, root: Tag, tongues: Tongues) -> Iterator[Flowable]:
    """A table whose header row is said again, to the eye only, on each page it reaches."""
    every = Tag("Table", root)
    yield CondPageBreak(ROOM_UNDER_CAPTION)
    if block.caption:
        yield from _cell(block.caption, "caption", Tag("Caption", every), tongues)
    head = Tag("TR", every)
    header = []
    for index, column in enumerate(block.columns):
        style = "cell_number_strong" if index in block.numeric else "cell_strong"
        cell = _cell(column, style, Tag("TH", head, scope="Column"), tongues)
        for part in cell:
            part.once = True
        header.append(cell)
    rows = [header]
    for row in block.rows:
        line = Tag("TR", every)
        rows.append(
            [
                _cell(value, _cell_style(row, index in block.numeric), Tag("TD", line), tongues)
                for index, value in enumerate(row)
            ]
        )
    yield TaggedTable(
        rows,
        colWidths=_widths(block, tongues),
        repeatRows=1,
        spaceAfter=10,
        style=[*_CELLS, ("LINEBELOW", (0, 1), (-1, -1), 0.4, HAIRLINE), ("LINEBELOW", (0, 0), (-1, 0), 1, BRAND)],
    )


def _cell(words: Words, style: str, tag: Tag, tongues: Tongues) -> list[TaggedParagraph]:
    """What a cell says, in one language or in two, one under the other."""
    other = tongues.other(words)
    texts = [(str(words), tag)]
    if other is not None:
        texts = [(str(words), Tag("Span", tag)), (other, tongues.tag("Span", tag))]
    return [_text(text, style, place) for text, place in texts]


def _text(text: str, style: str, tag: Tag) -> TaggedParagraph:
    made = TaggedParagraph(printable(text), styles()[style])
    made.tag = tag
    return made


def _cell_style(row: tuple[Words, ...], numeric: bool) -> str:
    weight = "_strong" if str(row[0]).startswith("Total") else ""
    return f"cell_number{weight}" if numeric else f"cell{weight}"


def _widths(block: types.Table, tongues: Tongues) -> list[float]:
    """Each column gets room for its longest word; what is left is shared out by how much its texts are longer."""
    needed, wished = [], []
    for index, column in enumerate(block.columns):
        texts = [text for words in (column, *(row[index] for row in block.rows)) for text in tongues.both(words)]
        needed.append(min(max(_drawn(word) for text in texts for word in text.split() or [""]), _LONGEST_WORD))
        wished.append(min(max(_drawn(text) for text in texts), _LONGEST_TEXT))
    room = max(TEXT_WIDTH - sum(needed), 0)
    more = [max(wish - need, 0) + 0.01 for wish, need in zip(wished, needed, strict=True)]
    widths = [need + room * part / sum(more) for need, part in zip(needed, more, strict=True)]
    return [TEXT_WIDTH * width / sum(widths) for width in widths]


def _drawn(text: str) -> float:
    """Points that `text` takes in a cell, in its bold face, blank sides included."""
    return float(stringWidth(text, BOLD, styles()["cell"].fontSize)) + _CELL_BLANK


_CELLS = [
    ("FONT", (0, 0), (-1, -1), REGULAR, 9.5),  # or an unembedded Helvetica slips in
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-2, -1), 8),
    ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 4),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
]
