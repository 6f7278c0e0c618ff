"""How a letter looks: fonts, inks, measures and paragraph styles, in one place.

The fonts are registered once for the life of the process and embedded as subsets in every file.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

rl_config.useA85 = 0  # streams as they are, not as text: a fifth smaller
rl_config.pdfMultiLine = rl_config.pdfComments = 0

REGULAR, BOLD = "PublicSans", "PublicSans-Bold"
INK, SOFT, BRAND = HexColor("#16212b"), HexColor("#4a5863"), HexColor("#0b5563")
HAIRLINE, QUIET, ACCENT = HexColor("#c3cbd1"), HexColor("#f4f6f7"), HexColor("#f2b233")

PAGE_WIDTH, PAGE_HEIGHT = A4
LEFT = RIGHT = 24 * mm
TOP_FIRST, TOP_LATER = 46 * mm, 30 * mm
BOTTOM = 42 * mm
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
FOOTER_TOP = 34 * mm
QR_SIZE = 19 * mm


@cache
def register_fonts() -> None:
    """Make the two faces known to reportlab; parsing them costs milliseconds, so it happens once."""
    folder = Path(__file__).parent / "fonts"
    pdfmetrics.registerFont(TTFont(REGULAR, folder / "PublicSans-Regular.ttf"))
    pdfmetrics.registerFont(TTFont(BOLD, folder / "PublicSans-Bold.ttf"))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


@cache
def styles() -> dict[str, ParagraphStyle]:
    """Paragraph styles by name."""
    register_fonts()
    body = ParagraphStyle(
        "normal",
        fontName=REGULAR,
        fontSize=10,
        leading=14.5,
        textColor=INK,
        spaceAfter=7,
        allowWidows=0,
        allowOrphans=0,
        splitLongWords=1,
    )

    def variant(name: str, **changes: object) -> ParagraphStyle:
        return ParagraphStyle(name, parent=body, **changes)

    made = [
        body,
        variant("strong", fontName=BOLD),
        variant("small", fontSize=8.5, leading=12, textColor=SOFT, spaceAfter=5),
        variant("easy", fontSize=14, leading=21, spaceAfter=8),
        variant("title", fontName=BOLD, fontSize=18, leading=23, spaceBefore=2, spaceAfter=10),
        variant("heading_large", fontName=BOLD, fontSize=16, leading=22, spaceBefore=14, spaceAfter=7),
        variant("heading2", fontName=BOLD, fontSize=12.5, leading=17, spaceBefore=11, spaceAfter=5),
        variant("heading3", fontName=BOLD, fontSize=10.5, leading=15, spaceBefore=7, spaceAfter=3),
        variant("caption", fontName=BOLD, fontSize=9.5, leading=13, spaceBefore=5, spaceAfter=3),
        variant("cell", fontSize=9.5, leading=13, spaceAfter=0),
        variant("cell_strong", fontName=BOLD, fontSize=9.5, leading=13, spaceAfter=0),
        variant("cell_number", fontSize=9.5, leading=13, spaceAfter=0, alignment=2),
        variant("cell_number_strong", fontName=BOLD, fontSize=9.5, leading=13, spaceAfter=0, alignment=2),
        variant("label", fontSize=9.5, leading=13, spaceAfter=0, textColor=SOFT),
        variant("item", leftIndent=14, spaceAfter=3),
        variant("callout_title", fontName=BOLD, fontSize=11, leading=15, spaceAfter=2, textColor=BRAND),
        variant("callout_text", spaceAfter=0),
        variant("link", fontSize=8.5, leading=12, spaceAfter=3, textColor=BRAND),
        variant("code", fontName=BOLD, fontSize=8.5, leading=12, spaceAfter=0),
    ]
    return {style.name: style for style in made}
