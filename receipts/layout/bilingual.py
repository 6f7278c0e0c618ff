"""Two languages in one letter: the Spanish text on the left, the co-official one beside it on the right.

For a screen reader there are no columns: each passage is said in Spanish and then in the other language, and every
element in the other language carries its own language tag, so that the voice changes with it.
"""

from __future__ import annotations

from reportlab.platypus import Flowable

from receipts.languages import LANGUAGES, Language, Phrase, Words, translation
from receipts.layout.flowables import TaggedTable
from receipts.layout.style import REGULAR, TEXT_WIDTH
from receipts.layout.tagging import Tag

GUTTER = 16
COLUMN_WIDTH = (TEXT_WIDTH - GUTTER) / 2


class Tongues:
    """The second language of a letter, if it has one, and whether anything of it awaits a person's eye."""

    def __init__(self, second: str = "") -> None:
        self.second: Language | None = LANGUAGES[second] if second else None
        self.unreviewed = False

    def other(self, words: Words) -> str | None:
        """What stands beside the Spanish; None where nothing does: no second language, not ours to say, or the same."""
        if self.second is None or not isinstance(words, Phrase):
            return None
        found = translation(words, self.second.code)
        if not found.found:
            return None
        self.unreviewed = self.unreviewed or not found.reviewed
        return None if found.text == str(words) else found.text

    def both(self, words: Words) -> list[str]:
        """The Spanish text and, if there is one, the other."""
        other = self.other(words)
        return [str(words)] if other is None else [str(words), other]

    def tag(self, role: str, parent: Tag | None) -> Tag:
        """An element in the second language."""
        assert self.second is not None
        return Tag(role, parent, language=self.second.tag)


def side_by_side(left: list[Flowable], right: list[Flowable], after: float = 0, before: float = 0) -> TaggedTable:
    """Two columns; a table to reportlab only, nothing to a screen reader."""
    return TaggedTable(
        [[left, right]],
        colWidths=[COLUMN_WIDTH + GUTTER, COLUMN_WIDTH],
        spaceAfter=after,
        spaceBefore=before,
        splitInRow=1,
        style=[
            ("FONT", (0, 0), (-1, -1), REGULAR, 9.5),  # or an unembedded Helvetica slips in
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (0, 0), GUTTER),
            ("RIGHTPADDING", (1, 0), (1, 0), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ],
    )
