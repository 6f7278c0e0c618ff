"""Paragraphs, tables and links that know their place in the tag tree."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable, Paragraph
from reportlab.platypus import Table as PlatypusTable
from reportlab.platypus.paraparser import ParaFrag

from receipts.layout.tagging import Tag


class TaggedParagraph(Paragraph):
    """A paragraph that knows its element, keeps it when it breaks over pages, and ends its lines with a space.

    The space matters: without it the last word of a line and the first of the next are one word to a screen reader.
    """

    tag: Tag | None = None
    once = False  # a header cell drawn again on a new page is decoration
    _wrapped_to = -1.0

    def __init__(self, text: str, style: Any, frags: Any = None, **options: Any) -> None:
        """Text as it is, with no mark-up inside; `frags` are the pieces reportlab hands on when it splits one."""
        super().__init__(None, style, frags=plain_frags(text, style) if frags is None else frags, **options)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As reportlab wraps, once for each width: tables ask the same three times."""
        if width != self._wrapped_to or not hasattr(self, "blPara"):
            super().wrap(width, height)
            self._wrapped_to = width
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """As reportlab splits, the parts belonging to the same element."""
        parts: list[Flowable] = super().split(width, height)
        for part in parts:
            part.tag, part.once = self.tag, self.once
        return parts

    def draw(self) -> None:
        """Draw inside the element's brackets."""
        self._end_lines_with_space()
        again = self.once and self.tag is not None and bool(self.tag.marks)
        with self.canv.tagged(None if again else self.tag):
            super().draw()

    def _end_lines_with_space(self) -> None:
        lines = self.blPara.lines
        for line in lines[:-1]:
            words = line[1] if isinstance(line, tuple) else line.words
            last = words[-1] if words else None
            if isinstance(last, str) and not last.endswith(" "):
                words[-1] = last + " "
            elif last is not None and not isinstance(last, str) and not last.text.endswith(" "):
                last.text += " "


def plain_frags(text: str, style: Any) -> list[ParaFrag]:
    """Text in the one style of its paragraph, line breaks kept: what reportlab's parser would make of it, sooner."""
    common = {
        "fontName": style.fontName,
        "fontSize": style.fontSize,
        "textColor": style.textColor,
        "bold": 0,
        "italic": 0,
        "rise": 0,
        "greek": 0,
        "link": [],
        "us_lines": [],
    }
    frags: list[ParaFrag] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            frags.append(ParaFrag(text="", lineBreak=True, **common))
        frags.append(ParaFrag(text=" ".join(line.split()), **common))
    return frags


class TaggedTable(PlatypusTable):
    """A table whose rules and backgrounds are decoration; its cells bring their own elements."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("renderCB", _rules_are_artifacts)
        super().__init__(*args, **options)


def _rules_are_artifacts(table: PlatypusTable, event: str, *_: Any) -> None:
    if event in ("startBG", "startLines"):
        table.tagging = table.canv.artifact()
        table.tagging.__enter__()
    elif event in ("endBG", "endLines"):
        table.tagging.__exit__(None, None, None)


class Linked(TaggedParagraph):
    """An address that can be followed: the whole line is the link."""

    def __init__(self, address: str, style: Any, tag: Tag) -> None:
        super().__init__(address, style)
        self.tag, self.address = tag, address

    def draw(self) -> None:
        """Draw, and lay the link over it."""
        super().draw()
        assert self.tag is not None
        self.canv.link(self.tag, self.address, (0, 0, self.width, self.height))
