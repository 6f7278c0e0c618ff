"""The first reader: PP-OCRv6 (small) in OpenCV's own runtime finds the lines of a picture and reads them.

The models run on OpenCV's new engine only and are loaded once for each thread of a process.
"""

from identity.vision.ocr.detection import TextBox, find_text, joined, turned_over
from identity.vision.ocr.lines import TextLine, cut_out, folded, read_line
from identity.vision.ocr.recognition import TEXT, ZONE, Alphabet

__all__ = [
    "TEXT",
    "ZONE",
    "Alphabet",
    "TextBox",
    "TextLine",
    "cut_out",
    "find_text",
    "folded",
    "joined",
    "read_line",
    "turned_over",
]
