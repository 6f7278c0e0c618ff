"""What every page carries around the text: the office's heading, the running head, the footer with the code and QR.

The footer is the same on all pages but for the page number, so it is drawn once as a form and used everywhere. All of
it is marked as an artifact: a screen reader is not told the code again at each page turn (it is said once, as text, at
the end of the letter).
"""

from __future__ import annotations

import re
from typing import Any

import segno
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from receipts.layout.foot import PlainFoot, Stamp
from receipts.layout.plain_text import printable
from receipts.layout.style import (
    BOLD,
    BRAND,
    FOOTER_TOP,
    HAIRLINE,
    INK,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    QR_SIZE,
    REGULAR,
    RIGHT,
    SOFT,
    TEXT_WIDTH,
)
from receipts.layout.tagging import Tag, TaggedCanvas
from receipts.types import Document

_FOOTER = "footer"
_DARK = re.compile(rb"\x01+")
_MARK_WIDTH = 42 * mm
_MARK_GRID = (160.0, 66.0)  # the drawing board of core/static/core/mark.svg


def prepare(canvas: TaggedCanvas, foot: Stamp | PlainFoot) -> None:
    """Draw the fixed part of the footer once."""
    canvas.beginForm(_FOOTER)
    canvas.setStrokeColor(HAIRLINE)
    canvas.setLineWidth(0.6)
    canvas.line(LEFT, FOOTER_TOP, PAGE_WIDTH - RIGHT, FOOTER_TOP)
    for number, (font, ink, text) in enumerate(_foot_lines(canvas, foot)):
        canvas.setFont(font, 7.4)
        canvas.setFillColor(ink)
        canvas.drawString(LEFT, FOOTER_TOP - 9.6 * mm - number * 3.7 * mm, text)
    canvas.endForm()


def _foot_lines(canvas: TaggedCanvas, foot: Stamp | PlainFoot) -> list[tuple[str, Any, str]]:
    """The lines of the footer; the footer of a paper that can be checked has its QR drawn too."""
    if isinstance(foot, PlainFoot):
        return [(BOLD if number == 0 else REGULAR, INK, line) for number, line in enumerate(foot.lines)]
    _qr(canvas, foot.check_url, PAGE_WIDTH - RIGHT - QR_SIZE, FOOTER_TOP - QR_SIZE - 6.6 * mm)
    lines = [
        (REGULAR, SOFT, f"Compruebe que este documento es auténtico en {foot.check_address}"),
        (REGULAR, SOFT, "o leyendo el código QR. Sin estos datos, una copia en papel no tiene validez."),
    ]
    return [*lines, (BOLD, INK, foot.notice)] if foot.notice else lines


def footer(canvas: TaggedCanvas, template: Any, stamp: Stamp | PlainFoot) -> None:
    """The footer of one page: the fixed part and, with the page's number, the four fields of the CEA if it has one."""
    with canvas.artifact("Pagination", "Footer"):
        canvas.saveState()
        canvas.doForm(_FOOTER)
        canvas.setFillColor(INK)
        canvas.setFont(BOLD, 7.4)
        number = canvas.getPageNumber()
        if isinstance(stamp, Stamp):
            code = f"Id. CEA: {stamp.cea.id} · Fecha: {stamp.cea.day:%d/%m/%Y} · Código CEA: {stamp.cea.grouped}"
            words = f"{code} · Página: {number}"
        else:
            words = f"{stamp.page_word} {number}"
        canvas.drawString(LEFT, FOOTER_TOP - 4.4 * mm, words)
        canvas.restoreState()


def running_head(canvas: TaggedCanvas, document: Document) -> None:
    """The head of later pages: which letter this leaf belongs to."""
    with canvas.artifact("Pagination", "Header"):
        canvas.saveState()
        canvas.setFillColor(SOFT)
        canvas.setFont(REGULAR, 8.4)
        head = PAGE_HEIGHT - 19 * mm
        title = printable(document.title)
        title = title if len(title) <= 70 else title[:69] + "…"
        canvas.drawString(LEFT, head, title)
        canvas.drawRightString(PAGE_WIDTH - RIGHT, head, printable(document.reference))
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(0.6)
        canvas.line(LEFT, head - 3 * mm, PAGE_WIDTH - RIGHT, head - 3 * mm)
        canvas.restoreState()


class Letterhead(Flowable):
    """Our mark and the office's name over a rule; takes no room in the text, it stands in the top margin."""

    def __init__(self, document: Document, mark: Tag, office: Tag) -> None:
        super().__init__()
        self.document, self.mark, self.office = document, mark, office

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """No room: it is drawn above the frame."""
        return width, 0

    def draw(self) -> None:
        """Draw above the point where the text begins."""
        canvas = self.canv
        base = 10 * mm
        with canvas.tagged(self.mark):
            _draw_mark(canvas, 0, base)
        with canvas.tagged(self.office):
            lines = _broken(printable(self.document.office_name), 44)
            for number, line in enumerate(lines):
                canvas.setFillColor(INK)
                canvas.setFont(BOLD, 9.6)
                # A space ends each line so that two lines are not read as one word.
                height = base + 4.4 * (len(lines) - 1 - number) * mm + 3.2 * mm
                canvas.drawRightString(TEXT_WIDTH + canvas.stringWidth(" "), height, line + " ")
        with canvas.artifact():
            canvas.setStrokeColor(BRAND)
            canvas.setLineWidth(1.4)
            canvas.line(0, base - 3.6 * mm, TEXT_WIDTH, base - 3.6 * mm)


def _broken(text: str, width: int) -> list[str]:
    """The office's name in lines: one for each part told apart by a middle dot, none longer than `width` letters."""
    lines: list[str] = []
    for part in text.split(" · "):
        lines.append("")
        for word in part.split():
            if lines[-1] and len(lines[-1]) + len(word) >= width:
                lines.append("")
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _draw_mark(canvas: TaggedCanvas, left: float, bottom: float) -> None:
    scale = _MARK_WIDTH / _MARK_GRID[0]
    canvas.saveState()
    canvas.translate(left, bottom)
    canvas.scale(scale, scale)
    canvas.setStrokeColor(BRAND)
    canvas.setLineWidth(5)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    roof = canvas.beginPath()
    roof.moveTo(4, 46)
    roof.lineTo(64, 61)
    roof.lineTo(156, 46)
    canvas.drawPath(roof)
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, 41)
    canvas.drawString(4, 13, "Amparo")
    canvas.restoreState()


def _qr(canvas: TaggedCanvas, text: str, left: float, bottom: float) -> None:
    """The QR as one filled path: runs of dark modules joined, a tenth of the marks of a module-by-module drawing."""
    # One of the eight masks, fixed: letting segno try them all costs more than the rest of the page. The sixth was read
    # back most often by OpenCV in 60 codes at three sizes (179 of 180; segno's own choice 164).
    matrix = segno.make(text, error="m", micro=False, mask=5).matrix
    module = QR_SIZE / len(matrix)
    canvas.saveState()
    canvas.translate(left, bottom)
    canvas.scale(module, module)
    canvas.setFillColor(INK)
    runs: list[str] = []
    for row, modules in enumerate(reversed(matrix)):
        runs += (f"{run.start()} {row} {run.end() - run.start()} 1 re" for run in _DARK.finditer(modules))
    canvas.addLiteral(f"n {' '.join(runs)} f")
    canvas.restoreState()
