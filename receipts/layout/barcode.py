"""The code of a paper as Code 128, so that an office can check it with the scanner on the counter."""

from __future__ import annotations

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from receipts.cea import Cea
from receipts.layout.style import INK, REGULAR, TEXT_WIDTH
from receipts.layout.tagging import Tag

_HEIGHT = 15 * mm
_QUIET = 10  # modules left blank on each side, as the standard asks
_LABEL = 12


class CodeBars(Flowable):
    """Code 128 of the fifty signs of a CEA over the width of the text: 0.28 mm a module, and the code under it."""

    def __init__(self, code: Cea, tag: Tag) -> None:
        super().__init__()
        self.code, self.tag = code, tag
        self.width, self.height = TEXT_WIDTH, _HEIGHT + _LABEL
        self.spaceBefore, self.spaceAfter = 10, 12

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Always the same room."""
        return self.width, self.height

    def draw(self) -> None:
        """The bars as one path, and the code in letters."""
        widths = bars(self.code.compact)
        module = TEXT_WIDTH / (sum(widths) + 2 * _QUIET)
        canvas = self.canv
        with canvas.tagged(self.tag):
            canvas.saveState()
            canvas.setFillColor(INK)
            path, left = canvas.beginPath(), _QUIET * module
            for number, width in enumerate(widths):
                if number % 2 == 0:
                    path.rect(left, _LABEL, width * module, _HEIGHT)
                left += width * module
            canvas.drawPath(path, stroke=0, fill=1)
            canvas.setFont(REGULAR, 7.4)
            canvas.drawCentredString(TEXT_WIDTH / 2, 2, str(self.code))
            canvas.restoreState()


def bars(text: str) -> list[int]:
    """Widths of bars and gaps in turn, in modules, beginning with a bar."""
    code = Code128(text)
    code.validate()
    code.encode()
    code.decompose()
    # reportlab writes bars as capital letters (A = 1) and gaps as small ones.
    return [ord(sign.upper()) - ord("A") + 1 for sign in code.decomposed]
