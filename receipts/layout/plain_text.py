"""Text as it comes (often typed by someone) into text that can be printed as it is.

Control characters and those that change direction are dropped: they can make a line read as something else. A letter
the font lacks is printed as its base letter (ộ → o) or, failing that, as a question mark: never as an empty box.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from reportlab.pdfbase import pdfmetrics

from receipts.layout.style import REGULAR, register_fonts


def printable(text: str) -> str:
    """The text in signs the font has; line breaks stay."""
    return "".join(map(_printed, text))


@cache
def _printed(sign: str) -> str:
    register_fonts()
    known = pdfmetrics.getFont(REGULAR).face.charToGlyph
    if sign == "\n":
        return sign
    if unicodedata.category(sign).startswith("C"):
        return " " if sign == "\t" else ""
    if ord(sign) in known:
        return sign
    base = "".join(part for part in unicodedata.normalize("NFKD", sign) if ord(part) in known)
    return base or ("" if unicodedata.combining(sign) else "?")
