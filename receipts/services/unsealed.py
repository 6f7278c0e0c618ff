"""A paper that is nobody's act: laid out like the others, with no seal, no code and no row."""

from receipts import types
from receipts.layout import PlainFoot, lay_out


def unsealed(document: types.Document, foot: tuple[str, ...], page_word: str = "Página") -> bytes:
    """The document as a tagged PDF. `foot` says on every page what it is not; nothing is stored or numbered."""
    return lay_out(document, PlainFoot(foot, page_word))
