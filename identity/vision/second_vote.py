"""The second reader's vote on printed fields, where no zone holds that would confirm them.

A front alone, or a front whose back could not be read, has one reader only; here Tesseract reads the lines that its
number, days and support number came from. What both read alike counts; what they read differently was not read.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from identity.vision import fields, ocr, tesseract
from identity.vision.agreement import AGREES, DIFFERS, NOT_READ
from identity.vision.ocr import TextBox, TextLine
from identity.vision.side import SideRead

Image = NDArray[Any]

KEYS = ("number", "birth", "expiry", "support")


def on_printed(read: SideRead) -> dict[str, str]:
    """State of every key field that was read on a side: ``agrees``, ``differs``, or ``not_read`` by the second reader.

    Raises ``identity.reader_down`` where it does not answer.
    """
    sources = {name: line for name in KEYS if name in read.fields and (line := _source(name, read)) is not None}
    lines = list({id(line): line for line in sources.values()}.values())
    if not lines:
        return {}
    said = tesseract.read_printed([_strip(read.card.image, line.box) for line in lines])
    aligned = len(said) == len(lines)
    texts = {id(line): ocr.folded(text) for line, text in zip(lines, said, strict=True)} if aligned else {}
    everything = "\n".join(map(ocr.folded, said))
    return {
        name: _state(name, read.fields[name].value, texts.get(id(line), everything), aligned)
        for name, line in sources.items()
    }


def _state(name: str, value: str, text: str, aligned: bool) -> str:
    others = _values(name, text)
    # It leaves out the spaces between fields of one line, and then no pattern knows where a value begins.
    if value in others or _as_printed(name, value) in re.sub(r"[ .\-/]", "", text):
        return AGREES
    # Among lines that cannot be told apart, another value may be another field's.
    return DIFFERS if aligned and others else NOT_READ


def _as_printed(name: str, value: str) -> str:
    return date.fromisoformat(value).strftime("%d%m%Y") if name in ("birth", "expiry") else value


def _source(name: str, read: SideRead) -> TextLine | None:
    value = read.fields[name].value
    return next((line for line in read.lines if value in _values(name, line.folded)), None)


def _values(name: str, text: str) -> set[str]:
    if name == "number":
        # Z and 2 give the same letter: which of them it is was settled by the kind of card.
        return fields.numbers_in(text, foreigner=None) | fields.numbers_in(text, foreigner=True)
    if name == "support":
        return fields.supports_in(text)
    return {day.isoformat() for day in fields.days_in(text)}


def _strip(image: Image, box: TextBox) -> Image:
    room = 0.08 * box.height
    outward = np.array([[-room, -room], [room, -room], [room, room], [-room, room]], np.float32)
    return ocr.cut_out(image, TextBox(box.corners + outward, box.score))
